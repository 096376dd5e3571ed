/** What the screen of the sites asks. Its months and offenses are the city's own, so that no period can be picked. */
import * as api from '../../api/questions';
import type { RegisteredSite, SitesCheck, SitesEvaluation, TargetAnswer } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';

class SitesAsked {
  check = new Loader<SitesCheck>(['sites']);
  evaluation = new Loader<SitesEvaluation>(['sites']);
  target = new Loader<TargetAnswer>(['sites']);
  history = new Loader<RegisteredSite[]>(['sites']);

  load(): void {
    const { screen, part, site, start } = view.state;
    if (screen !== 'sites') return;
    // A failure of another part is not one of this, and nobody waits for what it asked.
    const asked = { check: this.check, worked: this.evaluation, target: this.target };
    for (const [name, loader] of Object.entries(asked)) if (name !== part) loader.leave();
    const dataset = view.status.value?.dataset ?? '';
    if (part === 'check') void this.check.load(dataset, (w) => api.sitesCheck(w));
    if (part === 'check' && site !== null)
      void this.history.load(`${dataset} ${site}`, (w) => api.siteHistory(site, w));
    else this.history.clear();
    if (part === 'worked') void this.evaluation.load(`${dataset} ${site}`, (w) => api.evaluation(site, w));
    if (part === 'target') void this.target.load(`${dataset} ${start}`, (w) => api.target(start, w));
  }
}

export const sitesAsked = new SitesAsked();
