/** The search: its gazetteer, what it found, and where the reader is. Nothing that is typed or found leaves the page. */
import { type Basemap, basemap, gazetteer } from '../../api/basemap';
import type { Found } from '../../map/label-layers';
import type { Target } from '../../map/scene';
import { view } from '../../state/view.svelte';
import { find, type Hit, type Index, index } from './match';

/** Where a single place is looked at. */
const closeUp = 15.5;
const cityFromAfar = 16;

class Finding {
  /** The files of the map; null where there is none, or before it is known. */
  files = $state.raw<Basemap | null>(null);
  ready = $state.raw<Index | null>(null);
  /** Why nothing can be found. */
  trouble = $state<string | null>(null);
  /** What is marked on the map. */
  found = $state.raw<Found | null>(null);
  /** Name of the street that is marked. */
  street = $state<string | null>(null);
  target = $state.raw<Target | null>(null);
  #asked: Promise<void> | null = null;
  #loading: Promise<void> | null = null;

  /** Asks where the files are, once. */
  begin(): Promise<void> {
    this.#asked ??= basemap().then(
      (files) => {
        this.files = files;
      },
      () => {
        this.#asked = null;
      },
    );
    return this.#asked;
  }

  /** Fetches the gazetteer, once, when somebody is about to look for something. */
  async load(): Promise<void> {
    await this.begin();
    const { files } = this;
    if (!files || this.ready) return;
    this.#loading ??= gazetteer(files.gazetteer).then(
      (all) => {
        this.ready = index(all);
        this.trouble = null;
      },
      () => {
        this.#loading = null;
        this.trouble = 'The list of streets could not be fetched; try again';
      },
    );
    await this.#loading;
  }

  hits(text: string): Hit[] {
    return this.ready ? find(text, this.ready) : [];
  }

  /** Flies there and marks it; a neighborhood opens its page. */
  choose(hit: Hit): void {
    this.found = { title: hit.title, at: hit.at };
    this.street = hit.street ?? null;
    this.target = hit.box ? { at: hit.at, box: hit.box, zoom: cityFromAfar } : { at: hit.at, zoom: closeUp };
    if (hit.area === undefined) return;
    this.found = null;
    const areas = view.question && hit.about === 'Neighborhood';
    if (areas) view.change({ of: 'neighborhoods', screen: 'ranking', open: { of: 'neighborhoods', id: hit.area } });
  }

  /** Shows where the reader is; the place stays in this page. */
  here(at: [number, number]): void {
    this.found = { title: 'You are here', at };
    this.street = null;
    this.target = { at, zoom: closeUp };
  }

  clear(): void {
    this.found = null;
    this.street = null;
  }
}

export const finding = new Finding();
