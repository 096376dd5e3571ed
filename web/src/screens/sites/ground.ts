/** What the map outlines beside today's sites: the best ground of their size and number, or that of one site. */
import type { CellSet } from '../../map/cells.svelte';
import { view } from '../../state/view.svelte';
import { sitesAsked } from './load.svelte';

export function bestGround(): CellSet[] {
  const answer = sitesAsked.check.value;
  const open = answer?.sites.find((s) => s.id === view.state.site);
  const best = (open ?? answer?.together)?.best;
  return best ? best.cells.map((cells, i) => ({ id: `best-${i}`, name: best.names[i] ?? '', cells })) : [];
}
