/** The state of the viewer and the answers it shows. One instance; components read it and call `change`. */
import * as api from '../api/client';
import type {
  AreaAnswer,
  Backtest,
  CatchmentScore,
  Cells,
  Chance,
  Clusters,
  Concentration,
  Decision,
  Of,
  Optimized,
  Ranking,
  Scenario,
  ScenarioComparison,
  Shapes,
  Spread,
  Status,
  Surface,
} from '../api/types';
import { formatConcentration, formatWeights, isWeighing, usualConcentration } from '../screens/decide/weights';
import { toPolygon } from '../screens/draw/polygon';
import { compact, defaultOffenses, expand } from '../text/offenses';
import { Loader } from './loader.svelte';
import { markChange } from './perf';
import { chanceScreens, format, type Layer, parse, type Screen, type ViewState } from './url';

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
  'screen',
  'weights',
  'concentration',
  'halfLife',
  'method',
  'step',
  'baseline',
  'periods',
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
  decision = new Loader<Decision>();
  optimized = new Loader<Optimized>();
  chance = new Loader<Chance>();
  score = new Loader<CatchmentScore>();
  backtest = new Loader<Backtest>();
  concentration = new Loader<Concentration>();
  clusters = new Loader<Clusters>();
  spread = new Loader<Spread>();
  scenarios = new Loader<Scenario[]>();
  comparison = new Loader<ScenarioComparison>();

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

  /** How clusters are looked for, with the defaults of the method. */
  seeking = $derived.by((): api.Seeking => {
    const { method, step, baseline } = this.state;
    const stepped = method === 'emerging' ? (step ?? 12) : method === 'scan' ? (step ?? 3) : null;
    const own = method === 'scan' ? (baseline ?? 'permutation') : null;
    const space = method === 'scan-space' ? (baseline === 'area' ? 'area' : 'residents') : null;
    return { method, resolution: this.resolution, step: stepped, baseline: own ?? space };
  });

  /**
   * What the map shows: on the screen of hot spots, what its method says; near repeats and concentration have no places of their own.
   * The chance of being chosen belongs to the screens that choose.
   */
  layer = $derived.by((): Layer | 'clusters' => {
    const { layer, screen } = this.state;
    if (screen !== 'hotspots') return layer === 'chance' && !chanceScreens.includes(screen) ? 'neighborhoods' : layer;
    const { method } = this.state;
    if (method === 'gi') return 'hotspots';
    return method === 'knox' || method === 'spread' ? 'cells' : 'clusters';
  });

  /** How sure the weights are taken to be. */
  sure = $derived(this.state.concentration ?? usualConcentration);

  /** How criteria are weighed; null while no criterion has a weight, which is no question. */
  weighing = $derived.by((): api.Weighing | null => {
    const { weights, halfLife } = this.state;
    if (weights && !isWeighing(weights)) return null;
    const concentration = formatConcentration(this.sure);
    return { weights: weights && formatWeights(weights), concentration, half_life_months: halfLife };
  });

  constraints = $derived<api.Constraints>({
    area_km2: this.km2,
    spacing_m: this.state.spacing,
    outline: this.state.outline,
    exclude: this.state.exclude.join(','),
    budget_usd: this.state.budget,
    basis: this.state.basis,
    effort: this.state.effort,
  });

  /** What the chances are asked under: those of the choice on the screen. Where places are ranked by their counts there are no constraints, and the choice is by counts. */
  chanceConstraints = $derived.by((): api.Constraints => {
    if (this.state.screen === 'catchments') return this.constraints;
    return {
      area_km2: this.km2,
      spacing_m: null,
      outline: null,
      exclude: '',
      budget_usd: null,
      basis: 'counted',
      effort: null,
    };
  });

  loaders: Loader<unknown>[] = [
    this.status,
    this.neighborhoods,
    this.catchments,
    this.catchmentShapes,
    this.cells,
    this.surface,
    this.area,
    this.decision,
    this.optimized,
    this.chance,
    this.score,
    this.backtest,
    this.concentration,
    this.clusters,
    this.spread,
    this.scenarios,
    this.comparison,
  ];
  busy = $derived(this.loaders.some((l) => l.busy));
  /** What one screen alone asks for: its failures do not follow the reader to the next. */
  #ofScreens: [Screen, Loader<unknown>[]][] = [
    ['decide', [this.decision, this.chance]],
    ['hotspots', [this.clusters, this.spread]],
    ['catchments', [this.optimized, this.chance]],
    ['backtest', [this.backtest]],
    ['scenarios', [this.scenarios, this.comparison]],
  ];
  #write: ReturnType<typeof setTimeout> | undefined;

  /**
   * Changes the state and the address. `replace` leaves no step for the back button; `soon` does the same, but waits with
   * the address until the hand rests: browsers limit how often it may change.
   */
  change(patch: Partial<ViewState>, how: 'push' | 'replace' | 'soon' = 'push'): void {
    const next = { ...this.state, ...patch };
    const hash = format(next);
    if (hash === format(this.state) && hash === location.hash) return;
    if (asking.some((key) => key in patch)) markChange();
    this.state = next;
    clearTimeout(this.#write);
    if (how === 'push') history.pushState(null, '', hash);
    else if (how === 'replace') history.replaceState(null, '', hash);
    else this.#write = setTimeout(() => history.replaceState(null, '', format(this.state)), 200);
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
    clearTimeout(this.#write);
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
    const { of, open, screen } = this.state;
    const { km2, resolution, bandwidth, layer } = this;
    const key = JSON.stringify(q);
    void this.neighborhoods.load(key, (s) => api.ranking(q, 'neighborhoods', km2, s));
    void this.neighborhoodShapes.load('once', (s) => api.shapes({ ...q, measure: 'count' }, 'neighborhoods', km2, s));
    if (of === 'catchments') {
      void this.catchments.load(`${key} ${km2}`, (s) => api.ranking(q, of, km2, s));
      void this.catchmentShapes.load(`${key} ${km2}`, (s) => api.shapes(q, of, km2, s));
    }
    const mapped = screen !== 'backtest' && screen !== 'scenarios';
    const cells = mapped && (layer === 'cells' || layer === 'hotspots');
    if (cells) void this.cells.load(`${key} ${resolution}`, (s) => api.cells(q, resolution, s));
    if (mapped && layer === 'hotspots') {
      void this.concentration.load(`${key} ${resolution}`, (s) => api.concentration(q, resolution, s));
    }
    if (mapped && layer === 'surface')
      void this.surface.load(`${key} ${bandwidth}`, (s) => api.surface(q, bandwidth, s));
    if (open && screen === 'ranking') {
      void this.area.load(`${key} ${km2} ${open.of} ${open.id}`, (s) => api.area(q, open.of, open.id, km2, s));
    }
    this.#choose(q, key);
    if (!open || screen !== 'ranking') this.area.clear();
  }

  /** What the screens that choose sites need. */
  #choose(q: api.Question, key: string): void {
    const { screen, of, draft, drawn, compare } = this.state;
    const { km2, weighing, constraints } = this;
    for (const [other, loaders] of this.#ofScreens) if (other !== screen) for (const l of loaders) l.forgive();
    if (screen === 'decide' && weighing) {
      const asked = `${key} ${of} ${km2} ${JSON.stringify(weighing)}`;
      void this.decision.follow(asked, (s) => api.decision(q, of, km2, weighing, s));
    }
    if (screen === 'hotspots') this.#seek(q, key);
    if (screen === 'catchments') {
      const asked = `${key} ${JSON.stringify(constraints)}`;
      void this.optimized.load(asked, (s) => api.optimized(q, constraints, s));
    }
    if (this.layer === 'chance') {
      const { chanceConstraints: limits } = this;
      void this.chance.load(`${key} ${JSON.stringify(limits)}`, (s) => api.chance(q, limits, s));
    } else this.chance.clear();
    const polygon = drawn ? toPolygon(draft) : null;
    if (screen === 'draw' && polygon) {
      void this.score.load(`${key} ${JSON.stringify(polygon)}`, (s) => api.score(q, polygon, s));
    } else this.score.clear();
    // All years that can be measured, whatever period is chosen: a few picked years would prove little.
    const years = this.status.value?.span;
    if (screen === 'backtest' && years) {
      const asked = { ...q, ...years };
      void this.backtest.load(`${JSON.stringify(asked)} ${km2}`, (s) => api.backtest(asked, km2, s));
    }
    if (screen === 'scenarios') this.#compare(compare);
  }

  /** What the screen of hot spots needs beside the cells of its map. */
  #seek(q: api.Question, key: string): void {
    const { seeking, resolution } = this;
    const { method, periods } = this.state;
    if (method === 'spread') {
      void this.spread.load(`${key} ${resolution} ${periods}`, (s) => api.spread(q, resolution, periods, s));
    } else if (method !== 'gi') {
      const asked = `${key} ${JSON.stringify(seeking)}`;
      void this.clusters.load(asked, (s) => api.clusters(q, seeking, s));
    }
  }

  #compare([a, b]: ViewState['compare']): void {
    void this.scenarios.load('all', (s) => api.scenarios(s));
    if (a && b && a !== b) void this.comparison.load(`${a} ${b}`, (s) => api.compareScenarios(a, b, s));
    else this.comparison.clear();
  }
}

export const view = new View();
