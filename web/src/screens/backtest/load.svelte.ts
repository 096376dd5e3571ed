/** What the screen of the backtest asks. */
import * as api from '../../api/questions';
import type { Backtest } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';

class Backtesting {
  backtest = new Loader<Backtest>(['backtest']);

  /** All years that can be measured, whatever period is chosen: a few picked years would prove little. */
  load(q: api.Question): void {
    const span = view.status.value?.span;
    if (view.state.screen !== 'backtest' || !span) return;
    const [asked, { km2 }] = [{ ...q, from: span.from, to: span.to }, view];
    void this.backtest.load(`${JSON.stringify(asked)} ${km2}`, (w) => api.backtest(asked, km2, w));
  }
}

export const backtesting = new Backtesting();
