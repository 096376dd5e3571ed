/** One answer at a time: a newer question aborts the older one, and the old answer stays until the new one is there. */
import { untrack } from 'svelte';
import type { Progress } from '../api/types';
import { type Trouble, trouble } from '../text/trouble';
import type { Screen } from './url';

/** How an answer is asked for: it may be stopped, and long work tells how far it is. */
interface Asking {
  signal: AbortSignal;
  onprogress: (progress: Progress) => void;
}
type Ask<T> = (asking: Asking) => Promise<T>;

/** Every loader of the viewer, in the order in which they were made. */
export const loaders: Loader<unknown>[] = [];

/**
 * After so long an old answer is marked as old, milliseconds: a mark that comes and goes at every click tells nothing.
 */
const patience_ms = 800;

export class Loader<T> {
  value = $state.raw<T | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  busy = $state(false);
  /** How far long work is. */
  progress = $state.raw<Progress | null>(null);
  #late = $state(false);
  /** Whether the answer is that of an earlier question, and the newer one has failed or is long in coming. */
  old = $derived(this.value !== null && (this.trouble !== null || this.#late));
  #stop: AbortController | null = null;
  #key: string | null = null;
  #ask: Ask<T> | null = null;
  #answered: string | null = null;
  #since = 0;
  #next: (() => void) | null = null;

  /** `screens`: those that ask it; elsewhere it is left alone. Without them it is asked everywhere. */
  constructor(readonly screens: readonly Screen[] | null = null) {
    loaders.push(this as Loader<unknown>);
  }

  /**
   * As `load`, for a question that changes many times a second: a request under way may finish first, so that answers
   * are
   * seen while the question still moves. One that takes longer than `patience` milliseconds is aborted.
   */
  follow(key: string, ask: Ask<T>, patience = 250): Promise<void> {
    return untrack(async () => {
      if (key === this.#key) this.#next = null;
      else if (this.busy && performance.now() - this.#since < patience) this.#next = () => void this.load(key, ask);
      else await this.load(key, ask);
    });
  }

  /** Asks, unless the same question was asked last: one that failed is asked again by `again` alone. */
  load(key: string, ask: Ask<T>): Promise<void> {
    return untrack(async () => {
      if (key !== this.#key) await this.#start(key, ask);
    });
  }

  /** Asks anew what failed. */
  again(): Promise<void> {
    return untrack(async () => {
      if (this.trouble && !this.busy && this.#key !== null && this.#ask) await this.#start(this.#key, this.#ask);
    });
  }

  async #start(key: string, ask: Ask<T>): Promise<void> {
    this.#stop?.abort();
    this.#next = null;
    this.#since = performance.now();
    const stop = new AbortController();
    this.#stop = stop;
    this.#key = key;
    this.#ask = ask;
    this.busy = true;
    this.progress = null;
    const timer = setTimeout(() => {
      if (!stop.signal.aborted) this.#late = key !== this.#answered;
    }, patience_ms);
    try {
      const onprogress = (progress: Progress) => {
        if (!stop.signal.aborted) this.progress = progress;
      };
      const value = await ask({ signal: stop.signal, onprogress });
      if (stop.signal.aborted) return;
      this.value = value;
      this.trouble = null;
      this.#answered = key;
    } catch (error) {
      if (stop.signal.aborted) return;
      this.trouble = trouble(error);
    } finally {
      clearTimeout(timer);
    }
    this.#rest();
    this.#go();
  }

  #go(): void {
    const next = this.#next;
    this.#next = null;
    next?.();
  }

  #rest(): void {
    this.busy = false;
    this.progress = null;
    this.#late = false;
  }

  /** Nobody looks any more: stops what is under way and forgets a failure; the answer stays. */
  leave(): void {
    untrack(() => {
      this.#next = null;
      if (this.busy) {
        this.#stop?.abort();
        this.#key = this.#answered;
        this.#rest();
      }
      if (this.trouble) {
        this.trouble = null;
        this.#key = this.#answered;
      }
    });
  }

  /** Drops the answer and stops what is under way. */
  clear(): void {
    untrack(() => {
      this.#stop?.abort();
      this.#next = null;
      this.#key = null;
      this.#answered = null;
      this.value = null;
      this.trouble = null;
      this.#rest();
    });
  }
}
