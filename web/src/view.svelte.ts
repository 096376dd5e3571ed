/** The state of the viewer and the answers it shows. One instance; components read it and call `change`. */
import * as api from './api';
import { format, parse, type ViewState } from './hash';
import { Loader } from './loader.svelte';
import { compact, defaultOffenses, expand } from './offenses';
import { markChange } from './perf';
import type { AreaAnswer, Cells, Of, Ranking, Shapes, Status, Surface } from './types';

/** Keys of the state that ask the server something new. */
const asking: (keyof ViewState)[] = [
  'from',
  'to',
  'offense',
  'measure',
  'unit',
  'time',
  'area',
  'k',
  'of',
  'km2',
  'layer',
];

class View {
  state = $state.raw<ViewState>(parse(location.hash));
  /** Id of the area under the pointer or the focus, in the list or on the map. */
  hover = $state<{ of: Of; id: string } | null>(null);

  /** The area opened last: its row takes the focus again when the list comes back. */
  last: string | null = null;

  status = new Loader<Status>();
  /** Ranking of neighborhoods: colors the map whatever the list shows. */
  neighborhoods = new Loader<Ranking>();
  catchments = new Loader<Ranking>();
  neighborhoodShapes = new Loader<Shapes>();
  catchmentShapes = new Loader<Shapes>();
  cells = new Loader<Cells>();
  surface = new Loader<Surface>();
  area = new Loader<AreaAnswer>();

  /** The question with every default filled in; null until the city is known. */
  question = $derived.by((): api.Question | null => {
    const status = this.status.value;
    if (!status) return null;
    const { measure, unit, time, area } = this.state;
    return {
      from: this.state.from ?? status.defaults.from,
      to: this.state.to ?? status.defaults.to,
      offense: this.offense,
      unit,
      time,
      area,
      measure,
      k: this.state.k ?? status.defaults.k,
    };
  });

  /** Names of the chosen offense groups, written shortest. */
  offense = $derived.by((): string[] => {
    const status = this.status.value;
    if (!status) return this.state.offense ?? [];
    const chosen = expand(this.state.offense ?? [], status);
    return chosen.length > 0 ? compact(chosen, status) : defaultOffenses(status);
  });

  k = $derived(this.question?.k ?? 1);
  km2 = $derived(this.state.km2 ?? this.status.value?.defaults.catchment_km2 ?? 1);
  resolution = $derived(this.state.resolution ?? this.status.value?.defaults.resolution ?? 9);
  bandwidth = $derived(this.state.bandwidth ?? this.status.value?.defaults.bandwidth_m ?? 500);

  /** The ranking in the list. */
  ranking = $derived(this.state.of === 'catchments' ? this.catchments : this.neighborhoods);

  busy = $derived(
    [this.status, this.neighborhoods, this.catchments, this.catchmentShapes, this.cells, this.surface, this.area].some(
      (l) => l.busy,
    ),
  );

  /** Changes the state and the address. `replace` leaves no step for the back button. */
  change(patch: Partial<ViewState>, how: 'push' | 'replace' = 'push'): void {
    const next = { ...this.state, ...patch };
    const hash = format(next);
    if (hash === format(this.state) && hash === location.hash) return;
    if (asking.some((key) => key in patch)) markChange();
    this.state = next;
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }

  /** Writes the defaults out, so that the address says everything even after defaults change. */
  settle(): void {
    const q = this.question;
    if (!q) return;
    const { from, to, offense, k } = q;
    const { km2, resolution, bandwidth } = this;
    this.change({ from, to, offense, k, km2, resolution, bandwidth }, 'replace');
  }

  /** The address was changed by the back button or by hand. */
  follow = (): void => {
    if (location.hash === format(this.state)) return;
    markChange();
    this.state = parse(location.hash);
    this.settle();
  };

  /** Address of a changed state, for links that can be opened elsewhere. */
  href(patch: Partial<ViewState>): string {
    return format({ ...this.state, ...patch });
  }

  open(of: Of, id: string): void {
    this.last = id;
    this.change({ open: { of, id } });
  }

  retry(): void {
    if (this.status.value) this.load();
    else void this.start();
  }

  async start(): Promise<void> {
    await this.status.load('status', api.status);
    this.settle();
  }

  /** Asks for everything that the state needs. */
  load(): void {
    const q = this.question;
    if (!q) return;
    const { of, layer, open } = this.state;
    const { km2, resolution, bandwidth } = this;
    const key = JSON.stringify(q);
    void this.neighborhoods.load(key, (s) => api.ranking(q, 'neighborhoods', km2, s));
    void this.neighborhoodShapes.load('once', (s) => api.shapes({ ...q, measure: 'count' }, 'neighborhoods', km2, s));
    if (of === 'catchments') {
      void this.catchments.load(`${key} ${km2}`, (s) => api.ranking(q, of, km2, s));
      void this.catchmentShapes.load(`${key} ${km2}`, (s) => api.shapes(q, of, km2, s));
    }
    const cells = layer === 'cells' || layer === 'hotspots';
    if (cells) void this.cells.load(`${key} ${resolution}`, (s) => api.cells(q, resolution, s));
    if (layer === 'surface') void this.surface.load(`${key} ${bandwidth}`, (s) => api.surface(q, bandwidth, s));
    if (open) {
      void this.area.load(`${key} ${km2} ${open.of} ${open.id}`, (s) => api.area(q, open.of, open.id, km2, s));
    }
    if (!open) this.area.clear();
  }
}

export const view = new View();
