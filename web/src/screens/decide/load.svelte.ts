/** What the screen of decisions asks. Saving what was decided asks the same. */
import * as api from '../../api/questions';
import type { Decision } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';
import { formatConcentration, formatWeights, isWeighing, usualConcentration } from './weights';

/** Parts of a decision that are worked out only where they are asked for. */
const detailed = 'by_measure,guard,rules';

class Deciding {
  decision = new Loader<Decision>(['next', 'decide', 'scenarios']);
  /** The same decision with the parts that take longer: asked where somebody looks at them. */
  details = new Loader<Decision>(['decide']);
  /** Which cards are open that show such parts. */
  opened = $state({ guard: false, rules: false });

  /** How sure the weights are taken to be. */
  sure = $derived(view.state.concentration ?? usualConcentration);

  /** How criteria are weighed; null while no criterion has a weight, which is no question. */
  weighing = $derived.by((): api.Weighing | null => {
    const { weights, halfLife } = view.state;
    if (weights && !isWeighing(weights)) return null;
    const concentration = formatConcentration(this.sure);
    return { weights: weights && formatWeights(weights), concentration, half_life_months: halfLife };
  });

  load(q: api.Question, key: string): void {
    const { weighing } = this;
    const { screen, of, acted, open } = view.state;
    const asks = screen === 'next' || screen === 'decide' || (screen === 'scenarios' && acted === 'decision');
    if (!asks) return;
    if (!weighing) return;
    const { km2 } = view;
    const asked = `${key} ${of} ${km2} ${JSON.stringify(weighing)}`;
    void this.decision.follow(asked, (w) => api.decision(q, of, km2, weighing, w));
    const { guard, rules } = this.opened;
    if (screen !== 'decide' || !(open || guard || rules)) return;
    // A weight that still moves is answered first.
    if (this.decision.busy || this.decision.trouble) return;
    void this.details.load(asked, (w) => api.decision(q, of, km2, { ...weighing, parts: detailed }, w));
  }
}

export const deciding = new Deciding();
