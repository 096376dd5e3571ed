/** How sure each place is to be chosen: asked where the map shows it, under the limits of the choice on the screen. */
import * as api from '../../api/questions';
import type { Chance } from '../../api/types';
import { constraints } from '../../screens/optimize/constraints.svelte';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';

class ChanceAnswer {
  chance = new Loader<Chance>(['decide', 'catchments']);

  /** Where places are ranked by their counts there are no limits, and the choice is by counts. */
  limits = $derived.by((): api.Constraints => {
    if (view.state.screen === 'catchments') return constraints.current;
    const ground = { spacing_m: null, apart_m: null, least_residents: null, exclude: '', budget_usd: null };
    return { area_km2: view.km2, ...ground, outline: null, shape: null, effort: null, basis: 'counted' };
  });

  load(q: api.Question, key: string): void {
    if (view.layer !== 'chance') {
      this.chance.clear();
      return;
    }
    const { limits } = this;
    void this.chance.load(`${key} ${JSON.stringify(limits)}`, (w) => api.chance(q, limits, w));
  }
}

export const chances = new ChanceAnswer();
