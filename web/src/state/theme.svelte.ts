/**
 * Light or dark: what the system says, unless the reader chose. The choice stays on this device, not in the address.
 * Paper is light.
 */
import { flushSync } from 'svelte';

type Theme = 'light' | 'dark';

const key = 'catchment-theme';

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

class ThemeChoice {
  #system = $state<Theme>('light');
  #chosen = $state<Theme | null>(stored());
  #onPaper = $state(false);
  current = $derived<Theme>(this.#onPaper ? 'light' : (this.#chosen ?? this.#system));

  constructor() {
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#system = query.matches ? 'dark' : 'light';
    query.addEventListener('change', (e) => {
      this.#system = e.matches ? 'dark' : 'light';
    });
    addEventListener('beforeprint', () => this.#paper(true));
    addEventListener('afterprint', () => this.#paper(false));
  }

  /** At once: the printer takes the page, and the map's picture, as they stand after this. */
  #paper(on: boolean): void {
    this.#onPaper = on;
    flushSync();
  }

  toggle(): void {
    this.#chosen = this.current === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(key, this.#chosen);
    } catch {
      // Private windows may refuse storage; the choice then lasts for this page.
    }
  }
}

export const theme = new ThemeChoice();
