/** What the map outlines beside today's sites: the best ground of their size and number, or that of one site, and its
 * ground after a change of its boundary that the data support. */
import type { CellSet } from '../../map/cells.svelte';
import { view } from '../../state/view.svelte';
import { sitesAsked } from './load.svelte';

export function bestGround(): CellSet[] {
  const answer = sitesAsked.check.value;
  const open = answer?.sites.find((s) => s.id === view.state.site);
  const best = (open ?? answer?.together)?.best;
  const change = open?.boundary?.change;
  if (open && change) return [{ id: 'boundary', name: `${open.name} after the change`, cells: change.cells }];
  return best ? best.cells.map((cells, i) => ({ id: `best-${i}`, name: best.names[i] ?? '', cells })) : [];
}
