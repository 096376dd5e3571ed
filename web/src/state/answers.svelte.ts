/** The answers that several screens share: rankings, outlines, and what the map can show on any of them. */
import * as api from '../api/questions';
import type { Cells, Concentration, Ranking, Shapes, Surface } from '../api/types';
import { Loader } from './loader.svelte';
import { view } from './view.svelte';

class Answers {
  /** Ranking of neighborhoods: colors the map whatever the list shows. */
  neighborhoods = new Loader<Ranking>();
  catchments = new Loader<Ranking>();
  neighborhoodShapes = new Loader<Shapes>();
  catchmentShapes = new Loader<Shapes>();
  cells = new Loader<Cells>(['next', 'sites', 'ranking', 'decide', 'hotspots', 'catchments', 'draw']);
  surface = new Loader<Surface>(['next', 'sites', 'ranking', 'decide', 'catchments', 'draw']);
  concentration = new Loader<Concentration>(['next', 'sites', 'ranking', 'decide', 'hotspots', 'catchments', 'draw']);

  /** What pure chance would give for the very cells that are shown; null while that is on its way. */
  chanceOfCells = $derived.by(() => {
    const [cells, concentration] = [this.cells.value, this.concentration.value];
    if (!cells || !concentration || cells.resolution !== concentration.resolution) return null;
    return api.countsAlike(cells.meta, concentration.meta) ? concentration : null;
  });

  /** The ranking in the list. */
  ranking = $derived(view.state.of === 'catchments' ? this.catchments : this.neighborhoods);

  load(q: api.Question, key: string): void {
    const { km2, resolution, bandwidth, layer, mapped } = view;
    const { of } = view.state;
    void this.neighborhoods.load(key, (w) => api.ranking(q, 'neighborhoods', km2, w));
    void this.neighborhoodShapes.load('once', (w) => api.shapes({ ...q, measure: 'count' }, 'neighborhoods', km2, w));
    if (of === 'catchments') {
      void this.catchments.load(`${key} ${km2}`, (w) => api.ranking(q, of, km2, w));
      void this.catchmentShapes.load(`${key} ${km2}`, (w) => api.shapes(q, of, km2, w));
    }
    if (!mapped) return;
    if (layer === 'cells' || layer === 'hotspots')
      void this.cells.load(`${key} ${resolution}`, (w) => api.cells(q, resolution, w));
    if (layer === 'hotspots')
      void this.concentration.load(`${key} ${resolution}`, (w) =>
        api.concentration(q, { resolution, stability: 'none' }, w),
      );
    if (layer === 'surface') void this.surface.load(`${key} ${bandwidth}`, (w) => api.surface(q, bandwidth, w));
  }
}

export const answers = new Answers();
