/** One answer at a time: a newer question aborts the older one, and the old answer stays until the new one is there. */
import { type Trouble, trouble } from './sentences';

export class Loader<T> {
  value = $state.raw<T | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  busy = $state(false);
  #stop: AbortController | null = null;

  async load(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.busy = true;
    try {
      const value = await ask(stop.signal);
      if (stop.signal.aborted) return;
      this.value = value;
      this.trouble = null;
    } catch (error) {
      if (stop.signal.aborted) return;
      this.trouble = trouble(error);
    }
    this.busy = false;
  }

  /** Drops the answer and stops what is under way. */
  clear(): void {
    this.#stop?.abort();
    this.value = null;
    this.trouble = null;
    this.busy = false;
  }
}
