/** Who is signed in, and whether they may change what people keep. The server has the last word. */
import { type Session, session } from '../api/session';

class Who {
  /** Null until it is known. */
  session = $state.raw<Session | null>(null);
  #answered = $state(false);
  #asked = false;

  /** Whether forms are shown. Where nobody signs in, whoever reaches the service may write. */
  writes = $derived(this.#answered && this.session?.role !== 'reader');

  ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    session()
      .then((found) => {
        this.session = found;
      })
      // Whoever is not told who asks sees it with the first answer: nothing is to be said twice.
      .catch(() => {})
      .finally(() => {
        this.#answered = true;
      });
  }
}

export const who = new Who();
