/** What the map shows of the register: the open site's latest outline, and the outline that is being made. */
import { draftShape } from '../../../map/layers';
import { view } from '../../../state/view.svelte';
import { drawing } from '../../draw/drawing.svelte';
import { sitesAsked } from '../load.svelte';
import { editing } from './editing.svelte';

type Outline = GeoJSON.Polygon | GeoJSON.MultiPolygon;
const registering = () => view.state.screen === 'sites' && view.state.part === 'register';

/** The latest outline of each site of the register, by id; the server sends polygons only. */
export function keptOutlines(): Map<string, Outline> {
  const sites = sitesAsked.register?.sites ?? [];
  return new Map(
    sites.flatMap((s): [string, Outline][] => {
      const last = s.outlines.at(-1);
      return last ? [[s.id, last.outline as unknown as Outline]] : [];
    }),
  );
}

/** The latest outline of the site that is open in the register. */
export function openSite(): Outline | null {
  const { site } = view.state;
  return (registering() && site !== null && keptOutlines().get(site)) || null;
}

/** What is being drawn, chosen or read from a file; null where nothing is. */
export function draftOutline(): GeoJSON.FeatureCollection | null {
  if (drawing.on) return draftShape(view.state.draft, view.state.drawn);
  const shown = registering() ? editing.shown : null;
  if (!shown) return null;
  const features = shown.map((geometry): GeoJSON.Feature => ({ type: 'Feature', properties: {}, geometry }));
  return { type: 'FeatureCollection', features };
}
