/** What the screen of hot spots asks beside the cells of its map. */
import * as api from '../../api/questions';
import type { ClusterMethod, Clusters, Concentration } from '../../api/types';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';

class HotSpots {
  clusters = new Loader<Clusters>(['hotspots']);
  spread = new Loader<Concentration>(['hotspots']);

  /** How clusters are looked for, with the defaults of the method; null for a method that looks for none. */
  seeking = $derived.by((): api.Seeking | null => {
    const { method, step, baseline } = view.state;
    if (method === 'gi' || method === 'spread') return null;
    const stepped = method === 'emerging' ? (step ?? 12) : method === 'scan' ? (step ?? 3) : null;
    const own = method === 'scan' ? (baseline ?? 'permutation') : null;
    const space = method === 'scan-space' ? (baseline === 'area' ? 'area' : 'residents') : null;
    return {
      method: method satisfies ClusterMethod,
      resolution: view.resolution,
      step: stepped,
      baseline: own ?? space,
    };
  });

  load(q: api.Question, key: string): void {
    if (view.state.screen !== 'hotspots') return;
    const { seeking } = this;
    const { resolution } = view;
    const { method, periods } = view.state;
    if (method === 'spread') {
      const spread = { resolution, stability: periods };
      void this.spread.load(`${key} ${resolution} ${periods}`, (w) => api.concentration(q, spread, w));
    } else if (seeking) {
      void this.clusters.load(`${key} ${JSON.stringify(seeking)}`, (w) => api.clusters(q, seeking, w));
    }
  }
}

export const hotSpots = new HotSpots();
