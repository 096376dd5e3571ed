/** What colors the map: one answer at a time, with its layers, its legend, and what the pointer says of it. */
import type { SourceSpecification } from 'maplibre-gl';
import { answered, type Question, type TileLayer, tiles } from '../api/questions';
import type { Said, Status } from '../api/types';
import { cellPolygons } from '../map/cells.svelte';
import {
  areaLayers,
  areasTouch,
  cellLayers,
  chanceLayers,
  clusterLayers,
  hotLayers,
  rasterSource,
  shapeSource,
  surfaceLayer,
  vectorSource,
} from '../map/layers';
import { cellClasses, type Legend, surfaceLegend } from '../map/legend';
import type { Palette } from '../map/palette';
import type { MapLayer, Place, Properties, Tip } from '../map/scene';
import { decidedTip, notRankedTip, rankTip } from '../map/tips';
import { chosenLegend, drawBreaks } from '../parts/chance/legend';
import { chances } from '../parts/chance/load.svelte';
import { belowWords, cellWords } from '../parts/chance/words';
import { answers } from '../state/answers.svelte';
import type { Loader } from '../state/loader.svelte';
import { view } from '../state/view.svelte';
import { count, monthLabel, rate } from '../text/format';
import { siteSentence } from '../text/notes';
import { chanceClasses } from './decide/legend';
import { deciding } from './decide/load.svelte';
import { clusterLegend, hotLegend, paintedCells } from './hotspots/legend';
import { hotSpots } from './hotspots/load.svelte';
import { areaClasses } from './ranking/legend';

export interface Ground {
  layers: MapLayer[];
  sources: Record<string, SourceSpecification>;
  legend: Legend | null;
  /** Of the answer that is shown: every word about the picture comes from here. */
  meta: Said | null;
  loader: Loader<unknown> | null;
  /** Classes of neighborhoods or of catchments, by id. */
  colors?: Map<string, number>;
  catchmentColors?: Map<string, number>;
}

const idOf = (f: Properties) => String(f.id ?? '');
export const area = (f: Properties): Place => ({ of: 'neighborhoods', id: idOf(f) });

/** The address of tiles of the answer that is shown, on its dataset. */
function address(layer: TileLayer, meta: Said, more: Record<string, number> = {}): string {
  const q = view.question;
  return tiles(layer, location.origin, meta.dataset, q ? { ...answered(meta, q), ...more } : more);
}

/** Whether catchments are ranked on the map, beside or in place of neighborhoods. */
export function withCatchments(): boolean {
  const { of, screen } = view.state;
  return of === 'catchments' && ['next', 'ranking', 'decide'].includes(screen);
}

function withSites(tip: Tip | null, id: string, status: Status): Tip | null {
  const here = status.sites.filter((s) => s.area_ids.includes(id));
  const sites = here.map((s) => `Program site ${siteSentence(s, monthLabel)}`);
  return tip && { ...tip, sites };
}

function areaTip(status: Status, q: Question): (f: Properties) => Tip | null {
  const ranking = answers.neighborhoods.value;
  const decision = view.state.screen === 'decide' && !withCatchments() ? deciding.decision.value : null;
  return (f) => {
    const id = idOf(f);
    const choice = decision?.items.find((i) => i.id === id);
    if (choice && decision) return withSites(decidedTip(choice, answered(decision.meta, q).k), id, status);
    if (!ranking) return null;
    const { measure, k } = answered(ranking.meta, q);
    const item = ranking.items.find((i) => i.id === id);
    const other = ranking.not_ranked.find((n) => n.id === id);
    return withSites(item ? rankTip(item, measure, k) : other ? notRankedTip(other) : null, id, status);
  };
}

export function catchmentTip(q: Question): (f: Properties) => Tip | null {
  const [ranking, decision] = [answers.catchments.value, deciding.decision.value];
  const deciders = view.state.screen === 'decide' ? decision : null;
  return (f) => {
    const choice = deciders?.items.find((i) => i.id === idOf(f));
    if (choice && deciders) return decidedTip(choice, answered(deciders.meta, q).k);
    const item = ranking?.items.find((i) => i.id === idOf(f));
    if (!item || !ranking) return null;
    const { measure, k } = answered(ranking.meta, q);
    return rankTip(item, measure, k);
  };
}

function neighborhoods(p: Palette, status: Status, q: Question): Ground {
  const [ranking, decision] = [answers.neighborhoods.value, deciding.decision.value];
  const layers = areaLayers(p, { tip: areaTip(status, q), place: area });
  if (view.state.screen === 'decide' && decision) {
    const { colors, legend } = chanceClasses(decision, answered(decision.meta, q).k, p);
    const which = decision.meta.params.of === 'catchments' ? { catchmentColors: colors } : { colors };
    return { layers, sources: {}, legend, meta: decision.meta, loader: deciding.decision, ...which };
  }
  const classed = ranking && areaClasses(ranking, answered(ranking.meta, q).measure, p);
  const { colors = new Map(), legend = null } = classed ?? {};
  return { layers, sources: {}, legend, meta: ranking?.meta ?? null, loader: answers.neighborhoods, colors };
}

function cells(p: Palette, status: Status, hot: boolean): Ground {
  const [answer, loader] = [answers.cells.value, answers.cells];
  if (!answer) return { layers: [], sources: {}, legend: null, meta: null, loader };
  const { inner, legend } = cellClasses(answer, p);
  const tip = (f: Properties): Tip => {
    const title = `${count(Number(f.count ?? 0))} counted in this cell`;
    if (!hot) return { title, lines: [] };
    const says = f.hot === 'hot' ? 'hot: more than chance explains' : 'cold: less than chance explains';
    const z = typeof f.z === 'number' ? `Gi* ${rate(f.z)}` : 'Gi* unknown';
    return { title, lines: [`${z}, ${f.significant ? says : 'cannot be told from chance'}`] };
  };
  const layers = hot ? hotLayers(p, { tip }) : cellLayers(p, inner, { tip });
  const at = address('cells', answer.meta, { resolution: answer.resolution });
  return {
    layers,
    sources: { cells: vectorSource(at, status.city.bounds) },
    legend: hot ? hotLegend(answer, answers.chanceOfCells, p) : legend,
    meta: answer.meta,
    loader,
  };
}

function surface(p: Palette, status: Status): Ground {
  const [answer, loader] = [answers.surface.value, answers.surface];
  if (!answer) return { layers: [], sources: {}, legend: null, meta: null, loader };
  const bandwidth_m = answer.meta.params.bandwidth_m;
  const source = rasterSource(address('surface', answer.meta, { bandwidth_m }), status.city.bounds);
  const legend = surfaceLegend(answer, bandwidth_m, p);
  return { layers: surfaceLayer(), sources: { surface: source }, legend, meta: answer.meta, loader };
}

function chance(p: Palette, q: Question): Ground {
  const [answer, loader] = [chances.chance.value, chances.chance];
  const name = (id: unknown) => answers.neighborhoods.value?.items.find((i) => i.id === id)?.name;
  const named = (title: string, lines: string[], id: unknown): Tip => {
    const place = name(id);
    return { title, lines: place ? [...lines, place] : lines };
  };
  const inside = (f: Properties): Tip | null => {
    const found = answer?.cells.find((c) => c.id === f.id);
    if (!found) return null;
    const { main, more } = cellWords(found.p, found.standard_error);
    return named(main, [more], found.area);
  };
  const outside = (f: Properties) => (answer ? named(belowWords(answer.floor), [], f.id) : null);
  const sources = { chance: shapeSource(cellPolygons(answer?.cells ?? [])) };
  const layers = chanceLayers(p, drawBreaks, { tip: inside }, { tip: outside });
  if (!answer) return { layers, sources, legend: null, meta: null, loader };
  const { k } = answered(answer.meta, q);
  const km2 = answer.meta.params.area_km2;
  return { layers, sources, legend: chosenLegend(answer, k, km2, p), meta: answer.meta, loader };
}

function clusters(p: Palette): Ground {
  const [found, loader] = [hotSpots.clusters.value, hotSpots.clusters];
  // An answer of another method would stand under the wrong heading.
  const answer = found?.method === view.state.method ? found : null;
  const painted = answer ? paintedCells(answer, p) : [];
  const tip = (f: Properties): Tip => ({ title: '', lines: [String(f.words ?? '')] });
  return {
    layers: clusterLayers({ tip }),
    sources: { clusters: shapeSource(cellPolygons(painted)) },
    legend: answer && clusterLegend(answer, p),
    meta: answer?.meta ?? null,
    loader,
  };
}

/** The colored ground of the map, and under it the neighborhoods that can be opened wherever it is not theirs. */
export function ground(p: Palette, status: Status, q: Question): Ground {
  const { layer } = view;
  if (layer === 'neighborhoods') return neighborhoods(p, status, q);
  const found =
    layer === 'chance'
      ? chance(p, q)
      : layer === 'clusters'
        ? clusters(p)
        : layer === 'surface'
          ? surface(p, status)
          : cells(p, status, layer === 'hotspots');
  return { ...found, layers: [...areasTouch(p, { place: area }), ...found.layers] };
}
