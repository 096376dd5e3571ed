/** One answer at a time: a newer question aborts the older one, and the old answer stays until the new one is there. */
import { type Trouble, trouble } from './sentences';

export class Loader<T> {
  value = $state.raw<T | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  busy = $state(false);
  #stop: AbortController | null = null;
  #key: string | null = null;

  /** Asks, unless the same question was answered last or is under way. `key` names the question. */
  async load(key: string, ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    if (key === this.#key) return;
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#key = key;
    this.busy = true;
    try {
      const value = await ask(stop.signal);
      if (stop.signal.aborted) return;
      this.value = value;
      this.trouble = null;
    } catch (error) {
      if (stop.signal.aborted) return;
      this.#key = null;
      this.trouble = trouble(error);
    }
    this.busy = false;
  }

  /** Drops the answer and stops what is under way. */
  clear(): void {
    this.#stop?.abort();
    this.#key = null;
    this.value = null;
    this.trouble = null;
    this.busy = false;
  }
}
