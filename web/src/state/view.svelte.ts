/** The state of the viewer, and the question that it asks. One instance; components read it and call `change`. */
import type * as api from '../api/questions';
import type { Asked, Of, Status } from '../api/types';
import { compact, defaultOffenses, expand } from '../text/offenses';
import type { Refused } from './fields';
import { Loader, loaders } from './loader.svelte';
import { chanceScreens, format, here, type Layer, read, type Screen, type ViewState } from './url';

/** What a screen's choice is saved as. */
const acts: Partial<Record<Screen, Asked>> = { next: 'decision', decide: 'decision', catchments: 'optimize' };

/** Tables, charts over years and reading need the room of the map. */
const mapless: readonly Screen[] = ['backtest', 'scenarios', 'glossary', 'data'];

class View {
  #start = read(here(location));
  state = $state.raw<ViewState>(this.#start.state);
  /** What the address asked for and the viewer could not take, until the reader changes something. */
  refused = $state.raw<Refused[]>(this.#start.refused);
  /** Id of the area under the pointer or the focus, in the list or on the map. */
  hover = $state<{ of: Of; id: string } | null>(null);

  /** The area opened last: its row takes the focus again when the list comes back. */
  last: string | null = null;

  status = new Loader<Status>();

  /** Counts the changes of the register of sites that were saved here: whatever speaks of sites is asked anew. */
  registered = $state(0);

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

  /**
   * What the map shows: on the screen of hot spots, what its method says; near repeats and concentration have no places
   * of their own. The chance of being chosen belongs to the screens that choose.
   */
  layer = $derived.by((): Layer | 'clusters' => {
    const { layer, screen, method } = this.state;
    if (screen !== 'hotspots') return layer === 'chance' && !chanceScreens.includes(screen) ? 'neighborhoods' : layer;
    if (method === 'gi') return 'hotspots';
    return method === 'knox' || method === 'spread' ? 'cells' : 'clusters';
  });

  /** Whether the screen has a map. */
  mapped = $derived(
    !mapless.includes(this.state.screen) &&
      (this.state.screen !== 'sites' || ['check', 'register', 'route'].includes(this.state.part)),
  );

  busy = $derived(loaders.some((l) => l.busy));
  #write: ReturnType<typeof setTimeout> | undefined;

  /** The state after a change. Who goes to the scenarios comes with what was acted on. */
  #after(patch: Partial<ViewState>): ViewState {
    const { screen } = this.state;
    const leaves = patch.screen === 'scenarios' && screen !== 'scenarios';
    return { ...this.state, ...(leaves && { acted: acts[screen] ?? 'rankings' }), ...patch };
  }

  /**
   * Changes the state and the address. `replace` leaves no step for the back button; `soon` does the same, but waits
   * with
   * the address until the hand rests: browsers limit how often it may change.
   */
  change(patch: Partial<ViewState>, how: 'push' | 'replace' | 'soon' = 'push'): void {
    const next = this.#after(patch);
    const address = format(next);
    if (address === format(this.state) && address === here(location)) return;
    if (how !== 'replace') this.refused = [];
    this.state = next;
    clearTimeout(this.#write);
    if (how === 'push') history.pushState(null, '', address);
    else if (how === 'replace') history.replaceState(null, '', address);
    else this.#write = setTimeout(() => history.replaceState(null, '', format(this.state)), 200);
  }

  /** Writes the defaults out, so that the address says everything even after defaults change. */
  settle(): void {
    const [q, finest] = [this.question, this.status.value?.city.finest_resolution];
    if (!q || finest === undefined) return;
    const { from, to, offense, k } = q;
    const { km2, bandwidth } = this;
    if (this.resolution > finest) {
      const told = { name: 'res', value: String(this.resolution), accepted: `8 to ${finest} in this city` };
      this.refused = [...this.refused, { ...told, instead: String(finest) }];
    }
    const resolution = Math.min(this.resolution, finest);
    this.change({ from, to, offense, k, km2, resolution, bandwidth }, 'replace');
  }

  /** The address was changed by the back button or by hand. */
  follow = (): void => {
    clearTimeout(this.#write);
    if (here(location) === format(this.state)) return;
    const { state, refused } = read(here(location));
    this.state = state;
    this.refused = refused;
    this.settle();
  };

  /** Address of a changed state, for links that can be opened elsewhere. */
  href(patch: Partial<ViewState>): string {
    return format(this.#after(patch));
  }

  open(of: Of, id: string): void {
    this.last = id;
    this.change({ open: { of, id } });
  }

  /** Asks again for everything that failed. */
  retry = (): void => {
    for (const l of loaders) void l.again();
  };
}

export const view = new View();
