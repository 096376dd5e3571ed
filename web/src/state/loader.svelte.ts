/** One answer at a time: a newer question aborts the older one, and the old answer stays until the new one is there. */
import { type Trouble, trouble } from '../text/sentences';

export class Loader<T> {
  value = $state.raw<T | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  busy = $state(false);
  #stop: AbortController | null = null;
  #key: string | null = null;
  #since = 0;
  #next: (() => void) | null = null;

  /**
   * As `load`, for a question that changes many times a second: a request under way may finish first, so that answers are
   * seen while the question still moves. One that takes longer than `patience_ms` is aborted.
   */
  async follow(key: string, ask: (signal: AbortSignal) => Promise<T>, patience_ms = 250): Promise<void> {
    if (key === this.#key) this.#next = null;
    else if (this.busy && performance.now() - this.#since < patience_ms) this.#next = () => void this.load(key, ask);
    else await this.load(key, ask);
  }

  /** Asks, unless the same question was answered last or is under way. `key` names the question. */
  async load(key: string, ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    if (key === this.#key) return;
    this.#stop?.abort();
    this.#next = null;
    this.#since = performance.now();
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
    this.#go();
  }

  #go(): void {
    const next = this.#next;
    this.#next = null;
    next?.();
  }

  /** Forgets a failure that no longer matters; the answer stays. */
  forgive(): void {
    if (this.trouble) this.trouble = null;
  }

  /** Drops the answer and stops what is under way. */
  clear(): void {
    this.#stop?.abort();
    this.#next = null;
    this.#key = null;
    this.value = null;
    this.trouble = null;
    this.busy = false;
  }
}
