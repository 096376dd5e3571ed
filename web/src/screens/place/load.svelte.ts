/** What the page of one place asks: the place in the period, and its series since the data begin. */
import type { Waiting } from '../../api/client';
import * as api from '../../api/questions';
import type { PlaceAnswer, Said, SeriesMonth } from '../../api/types';
import { outlineAlong } from '../../map/cells.svelte';
import { Loader } from '../../state/loader.svelte';
import { view } from '../../state/view.svelte';
import { optimizing } from '../optimize/load.svelte';

/** Areas of the answer that a team can cover have letters; candidates of a ranking have ids of their own. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function letterOf(at: number): string {
  return letters[at] ?? String(at + 1);
}

/** An area of the answer by its letter. */
function lettered(id: string) {
  const at = id.length === 1 ? letters.indexOf(id) : -1;
  return at < 0 ? null : at;
}

export interface Opened extends PlaceAnswer {
  meta: Said & api.PlaceMeta;
  /** Cells, where it is an area of the optimizer's. */
  cells?: string[];
  /** How it stands beside the best of its size, where that was asked. */
  beside?: string;
}

class Opening {
  area = new Loader<Opened>(['next', 'ranking']);
  /** Counts of every month, whatever the period of the question. */
  series = new Loader<SeriesMonth[]>(['next', 'ranking']);

  /** The bridge over a series break that was asked for, and beside which question: another one begins without. */
  #bridge = $state.raw<{ asked: string; name: string } | null>(null);
  #asked = '';

  /** Carries then and now over a series break, or no more. */
  carry(name: string | null): void {
    this.#bridge = name === null ? null : { asked: this.#asked, name };
  }

  load(q: api.Question, key: string): void {
    const { open, screen } = view.state;
    const { value: status } = view.status;
    if (!open || !status || !(screen === 'ranking' || screen === 'next')) {
      this.area.clear();
      this.series.clear();
      return;
    }
    const { km2 } = view;
    const all = { ...q, from: status.span.from, to: status.span.to };
    const at = open.of === 'catchments' ? lettered(open.id) : null;
    if (at === null) {
      const asked = `${key} ${km2} ${open.of} ${open.id}`;
      this.#asked = asked;
      const bridge = this.#bridge?.asked === asked ? this.#bridge.name : null;
      const of = bridge === null ? q : { ...q, bridge };
      void this.area.load(`${asked} ${bridge ?? ''}`, (w) => api.area(of, open.of, open.id, km2, w));
      // A catchment of another period is another catchment.
      if (open.of === 'catchments') this.series.clear();
      else void this.series.load(asked, async (w) => (await api.area(all, open.of, open.id, km2, w)).series);
      return;
    }
    const chosen = optimizing.optimized.value?.catchments[at];
    if (!chosen || optimizing.optimized.busy) return;
    const { cells, name } = chosen;
    const outline = outlineAlong(chosen);
    const asked = `${key} ${outline ? JSON.stringify(outline) : cells.join()}`;
    // What is told is what lies within the outline that is shown.
    const score = (of: api.Question, w?: Waiting) =>
      outline ? api.scoreOutline(of, outline, w) : api.scoreCells(of, cells, w);
    void this.area.load(asked, async (w) => {
      const { meta, place, finding } = await score(q, w);
      if (!place) throw new Error('the answer has no place');
      return { ...place, meta, area: { ...place.area, id: open.id, name }, cells, beside: finding };
    });
    void this.series.load(asked, async (w) => (await score(all, w)).place?.series ?? []);
  }
}

export const opening = new Opening();
