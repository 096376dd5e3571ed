/** What the screen of the sites asks. Its months and offenses are the city's own, so that no period can be picked. */
import * as api from '../../api/questions';
import { type Registered, register, siteHistory } from '../../api/register';
import type { RouteAnswer, SiteHistory, SitesCheck, SitesEvaluation, TargetAnswer } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';

class SitesAsked {
  check = new Loader<SitesCheck>(['sites']);
  evaluation = new Loader<SitesEvaluation>(['sites']);
  target = new Loader<TargetAnswer>(['sites']);
  route = new Loader<RouteAnswer>(['sites']);
  registered = new Loader<Registered>(['sites']);
  history = new Loader<SiteHistory>(['sites']);
  /** Counts how often the register was asked for anew. */
  #asked = $state(0);

  /** The register; null where it is not open here, undefined until that is known. */
  register = $derived(this.registered.value?.register);

  load(): void {
    const { screen, part, site, start } = view.state;
    if (screen !== 'sites') return;
    // A failure of another part is not one of this, and nobody waits for what it asked.
    const asked = {
      check: this.check,
      worked: this.evaluation,
      target: this.target,
      register: this.registered,
      route: this.route,
    };
    const registered = part === 'register' || (part === 'check' && (site !== null || this.#drawn()));
    for (const [name, loader] of Object.entries(asked))
      if (name !== part && !(loader === this.registered && registered)) loader.leave();
    const status = view.status.value;
    const key = `${status?.dataset ?? ''} ${view.registered}`;
    if (part === 'check') void this.check.load(key, (w) => api.sitesCheck(w));
    if (part === 'worked') void this.evaluation.load(`${key} ${site}`, (w) => api.evaluation(site, w));
    if (part === 'target') void this.target.load(`${key} ${start}`, (w) => api.target(start, w));
    const walk = this.walk();
    if (walk) void this.route.load(`${key} ${JSON.stringify(walk)}`, (w) => api.route(walk, w));
    if (registered) void this.read();
    const kept = this.register?.sites.find((s) => s.id === site);
    if (registered && kept?.revision != null)
      void this.history.load(`${kept.id} ${kept.blake3} ${this.#asked}`, (w) => siteHistory(kept.id, w));
    else this.history.clear();
  }

  /** The walk that is asked for, of the open site. */
  walk(): api.Walk | null {
    const { part, site, hours, shift, begin } = view.state;
    return part === 'route' && site !== null ? { site, hours, shift, start: begin } : null;
  }

  /** Reads the register, unless it is read as it is now. */
  read(): Promise<void> {
    const key = `${view.status.value?.dataset ?? ''} ${view.registered} ${this.#asked}`;
    return this.registered.load(key, (w) => register(w));
  }

  /** Asks for the register anew, where somebody else changed it. */
  async renew(): Promise<void> {
    this.#asked += 1;
    await this.read();
  }

  /** A site whose ground is no area of the city is named where its own outline lies, which the register knows. */
  #drawn(): boolean {
    return view.status.value?.sites.some((s) => s.area_ids.length === 0) ?? false;
  }
}

export const sitesAsked = new SitesAsked();
