/** What somebody is changing in the register: one form at a time, with the outline that the map shows meanwhile. */
import { status } from '../../../api/questions';
import { addSite, changeSite } from '../../../api/register';
import type { RegisteredSite, Shapes } from '../../../api/types';
import { answers } from '../../../state/answers.svelte';
import { view } from '../../../state/view.svelte';
import { drawing } from '../../draw/drawing.svelte';
import { crossesItself, toPolygon } from '../../draw/polygon';
import { sitesAsked } from '../load.svelte';
import {
  bodyOf,
  empty,
  type Faults,
  faultsOf,
  type Ground,
  idOf,
  type Kind,
  type Place,
  refusedOf,
  type Way,
} from './change';
import { NoOutline, readOutline } from './geojson';

type Outline = GeoJSON.Polygon | GeoJSON.MultiPolygon;

class Editing {
  kind = $state<Kind | null>(null);
  /** The revision that the form was opened on, or that was looked at since. */
  site = $state.raw<RegisteredSite | null>(null);
  typed = $state({ ...empty });
  way = $state<Way>('areas');
  areas = $state<string[]>([]);
  file = $state.raw<{ name: string; outline: Outline } | null>(null);
  faults = $state.raw<Faults>({});
  /** Somebody else saved in between; nothing of this was. */
  conflict = $state(false);
  busy = $state(false);
  /** What was saved last, and of which site: said while that one is open. */
  saved = $state.raw<{ id: string; says: string } | null>(null);
  /** Whether the id follows the name. */
  #follows = true;

  /** The ground that would be sent. */
  ground = $derived.by((): Ground | null => {
    if (this.way === 'areas') return this.areas.length > 0 ? { areas: this.areas } : null;
    if (this.way === 'file') return this.file && { geometry: this.file.outline };
    const { draft } = view.state;
    const geometry = crossesItself(draft) ? null : toPolygon(draft);
    return geometry && { geometry };
  });

  /** What the map shows of it; null where corners are set there, which it shows by themselves. */
  shown = $derived.by((): Outline[] | null => {
    if (!this.outlined || this.way === 'draw') return null;
    if (this.way === 'file') return this.file ? [this.file.outline] : [];
    const shapes: Shapes['features'] = answers.neighborhoodShapes.value?.features ?? [];
    return shapes.filter((f) => this.areas.includes(String(f.properties.id ?? f.id))).map((f) => f.geometry);
  });

  outlined = $derived(this.kind === 'add' || this.kind === 'move');

  open(kind: Kind, site: RegisteredSite | null): void {
    const last = site?.outlines.at(-1);
    this.kind = kind;
    this.site = site;
    this.typed = { ...empty, to: (kind === 'close' && last?.to) || '', documents: site?.documents.join('\n') ?? '' };
    this.way = 'areas';
    this.areas = [];
    this.file = null;
    this.saved = null;
    this.#follows = true;
    this.#clean();
  }

  close(): void {
    this.kind = null;
    this.#clean();
    if (view.state.draft.length > 0) drawing.clear();
  }

  named(name: string): void {
    this.typed.name = name;
    if (this.#follows) this.typed.id = idOf(name);
  }

  /** Whoever types an id has the last word. */
  identified(id: string): void {
    this.typed.id = id;
    this.#follows = id === '';
  }

  /** What was wrong at a place is being put right. */
  mend(place: Place): void {
    if (!(place in this.faults)) return;
    const { [place]: _mended, ...others } = this.faults;
    this.faults = others;
  }

  async read(file: File | undefined): Promise<void> {
    this.file = null;
    this.mend('outline');
    if (!file) return;
    try {
      this.file = { name: file.name, outline: readOutline(await file.text()) };
    } catch (error) {
      const why = error instanceof NoOutline ? error.message : 'This file cannot be read.';
      this.faults = { ...this.faults, outline: why };
    }
  }

  /** What somebody else saved in between is what is changed from now on; what was typed stays. */
  renew(site: RegisteredSite): void {
    this.site = site;
    this.conflict = false;
  }

  /** Takes over from the city file who runs a site, where the register knows nobody. */
  async takeOver(site: RegisteredSite): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.faults = {};
    try {
      const why = 'Who runs it, from the city file.';
      const now = await changeSite(site, { why, run_by_city_file: true });
      view.registered += 1;
      void view.status.load(`status with register ${view.registered}`, status);
      await sitesAsked.read();
      this.saved = { id: now.id, says: `Saved: ${now.name}, revision ${now.revision}. ${why}` };
    } catch (error) {
      this.faults = refusedOf(error).faults;
    } finally {
      this.busy = false;
    }
  }

  /** Saves; false where it was not. */
  async save(): Promise<boolean> {
    const { kind, site, ground } = this;
    if (!kind || this.busy) return false;
    const typed = { ...this.typed };
    this.conflict = false;
    this.faults = faultsOf(kind, typed, ground, site);
    if (Object.keys(this.faults).length > 0) return false;
    this.busy = true;
    try {
      const body = bodyOf(kind, typed, this.outlined ? ground : null, site);
      const now = site ? await changeSite(site, body) : await addSite(typed.id.trim(), body);
      view.registered += 1;
      void view.status.load(`status with register ${view.registered}`, status);
      // The form goes when what it made is there to be seen.
      await sitesAsked.read();
      const says = `Saved: ${now.name}, revision ${now.revision}. What was before stays in the history.`;
      this.saved = { id: now.id, says };
      this.kind = null;
      view.change({ site: now.id, draft: [], drawn: false });
      return true;
    } catch (error) {
      const { faults, conflict } = refusedOf(error);
      this.faults = faults;
      this.conflict = conflict;
      return false;
    } finally {
      this.busy = false;
    }
  }

  #clean(): void {
    this.faults = {};
    this.conflict = false;
  }
}

export const editing = new Editing();
