/** What the screen of scenarios asks. */
import * as api from '../../api/scenarios';
import type { Scenario, ScenarioComparison } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';

class Saved {
  scenarios = new Loader<Scenario[]>(['scenarios']);
  comparison = new Loader<ScenarioComparison>(['scenarios']);
  /** Counts what was saved: the list is read anew. */
  #saved = $state(0);

  load(): void {
    if (view.state.screen !== 'scenarios') return;
    const saved = this.#saved;
    void this.scenarios.load(`all ${saved}`, (w) => api.scenarios(w));
    const [a, b] = view.state.compare;
    if (a && b && a !== b) void this.comparison.load(`${a} ${b} ${saved}`, (w) => api.compareScenarios(a, b, w));
    else this.comparison.clear();
  }

  reload(): void {
    this.#saved += 1;
  }
}

export const saved = new Saved();

/** The scenario opened last, which can be saved anew after a look at its screen. */
class Opened {
  scenario = $state.raw<Scenario | null>(null);
}

export const opened = new Opened();
