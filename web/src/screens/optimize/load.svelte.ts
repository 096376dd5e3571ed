/** What the screen of catchments asks. Saving what was chosen asks the same. */
import * as api from '../../api/questions';
import type { Optimized } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';
import { constraints } from './constraints.svelte';

class Optimizing {
  optimized = new Loader<Optimized>(['next', 'catchments', 'draw', 'scenarios']);

  load(q: api.Question, key: string): void {
    const { screen, acted } = view.state;
    // Who draws begins from what is proposed.
    const shown = screen === 'next' || screen === 'catchments' || screen === 'draw';
    const asks = shown || (screen === 'scenarios' && acted === 'optimize');
    if (!asks) return;
    const limits = constraints.current;
    void this.optimized.load(`${key} ${JSON.stringify(limits)}`, (w) => api.optimized(q, limits, w));
  }
}

export const optimizing = new Optimizing();
