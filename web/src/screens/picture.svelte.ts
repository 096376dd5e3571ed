/** The map of every screen as one scene: the colored ground, what is outlined on it, and what is written there. */
import type { SourceSpecification } from 'maplibre-gl';
import { answered, type Question, tiles } from '../api/questions';
import type { Bounds, Of, Shapes, Status } from '../api/types';
import { basemapGround, basemapNames, basemapSource, basemapStreets, foundStreet } from '../map/basemap';
import { type CellSet, cellShapes } from '../map/cells.svelte';
import { foundLayers, foundShapes, guardLayer, labelLayers, labelShapes } from '../map/label-layers';
import { areaLabels, type Label, letterLabels, siteLabels } from '../map/label-texts';
import { boxOf, type LngLat, labelPoint, labelPoints } from '../map/labels';
import {
  areaLines,
  catchmentLayers,
  chosenLayers,
  draftLayers,
  ground as groundColor,
  markedLayers,
  namedLayers,
  openSiteLayers,
  shapeSource,
  siteLayers,
  vectorSource,
  walkableLayers,
  walkLayers,
} from '../map/layers';
import type { Legend } from '../map/legend';
import { palette } from '../map/palette';
import type { FeatureState, MapLayer, Properties, Scene, States } from '../map/scene';
import { finding } from '../parts/find/finding.svelte';
import { answers } from '../state/answers.svelte';
import { theme } from '../state/theme.svelte';
import { view } from '../state/view.svelte';
import { windowLabel } from '../text/format';
import { selectionLabel } from '../text/offenses';
import { deciding } from './decide/load.svelte';
import { drawing } from './draw/drawing.svelte';
import { scoring } from './draw/load.svelte';
import { catchmentTip, type Ground, ground, withCatchments } from './ground.svelte';
import { hotSpots } from './hotspots/load.svelte';
import { told } from './hotspots/words';
import { optimizing } from './optimize/load.svelte';
import { letterOf } from './place/load.svelte';
import { bestGround } from './sites/ground';
import { sitesAsked } from './sites/load.svelte';
import { draftOutline, keptOutlines, openSite } from './sites/register/ground';
import { walkShapes } from './sites/walk';

interface Outline {
  kind: 'catchment' | 'chosen' | 'walkable' | 'found' | 'draft' | 'kept' | 'walked';
  text: string;
}

/** The legend of a picture, and whether the picture is that of an earlier question. */
export interface Caption {
  legend: Legend | null;
  /** What is counted and when, as the answer that is shown says it. */
  heading: string;
  old: boolean;
  outlines: Outline[];
}

/** Screens that outline what they found: the ranks of areas would only be in the way. */
const outlining = () => ['catchments', 'draw', 'hotspots', 'sites'].includes(view.state.screen);

class Picture {
  #colors = $derived(palette(theme.current));
  #known = $derived.by((): { status: Status; q: Question } | null => {
    const [status, q] = [view.status.value, view.question];
    return status && q ? { status, q } : null;
  });
  #ground = $derived.by((): Ground | null => this.#known && ground(this.#colors, this.#known.status, this.#known.q));
  #points = $derived(pointsOf(answers.neighborhoodShapes.value));
  #catchmentPoints = $derived(pointsOf(answers.catchmentShapes.value));

  /** Clusters that can be told from chance: the others are colored faintly, and neither outlined nor numbered. */
  #clusters = $derived.by(() => {
    const { screen, method } = view.state;
    const answer = hotSpots.clusters.value;
    const fits = screen === 'hotspots' && view.layer === 'clusters' && answer?.method === method;
    return fits ? (answer.clusters?.filter((c) => told(c.p)) ?? null) : null;
  });

  /** Sets of cells outlined: the optimizer's catchments, told clusters, or the best of the size of the one drawn. */
  #sets = $derived.by((): CellSet[] => {
    const { screen, embed } = view.state;
    if (screen === 'next' && !embed) return walkables();
    if (screen === 'sites') return view.state.part === 'check' ? bestGround() : [];
    if (screen === 'catchments') return optimizing.optimized.value?.catchments ?? [];
    if (this.#clusters)
      return this.#clusters.map((c) => ({ id: String(c.cluster), name: `Cluster ${c.cluster}`, cells: c.cells }));
    const best = screen === 'draw' ? scoring.score.value?.best : null;
    return best ? [{ ...best, id: 'best' }] : [];
  });
  #chosen = $derived(cellShapes(this.#sets));

  /** The places that the answer names, or the one that is open: outlined, numbered, and what the map looks at. */
  #named = $derived.by((): Shapes | null => {
    const { screen, open } = view.state;
    if (screen !== 'next') return null;
    const shapes = withCatchments() ? answers.catchmentShapes.value : answers.neighborhoodShapes.value;
    const decision = deciding.decision.value;
    if (!shapes || !decision) return null;
    const first = decision.items.filter((i) => i.rank <= decision.meta.params.k).map((i) => i.id);
    const ids = new Set(open ? [open.id] : first);
    const features = shapes.features.filter((f) => ids.has(String(f.properties.id ?? f.id)));
    return features.length > 0 ? { ...shapes, features } : null;
  });

  /** The latest outline of the site that is open in the register. */
  #site = $derived(openSite());
  /** An outline being drawn, chosen or read from a file. */
  #draft = $derived(draftOutline());
  /** The walk that is asked for; not that of an earlier question. */
  #walk = $derived.by((): GeoJSON.FeatureCollection | null => {
    if (view.state.screen !== 'sites' || view.state.part !== 'route') return null;
    const { value, trouble } = sitesAsked.route;
    return value && !trouble && value.meta.params.site === view.state.site ? walkShapes(value) : null;
  });
  #sitePoints = $derived(
    new Map(
      [...keptOutlines()].flatMap(([id, shape]): [string, LngLat][] => {
        const at = labelPoint(shape);
        return at ? [[id, at]] : [];
      }),
    ),
  );

  /** The outline of a place, where it is known. */
  shapeOf(open: { of: Of; id: string } | null): GeoJSON.Polygon | GeoJSON.MultiPolygon | null {
    if (!open) return null;
    const lists =
      open.of === 'catchments' ? [this.#chosen, answers.catchmentShapes.value] : [answers.neighborhoodShapes.value];
    const all = lists.flatMap((l) => l?.features ?? []);
    return all.find((f) => String(f.properties.id ?? f.id) === open.id)?.geometry ?? null;
  }

  caption = $derived.by((): Caption => {
    const [shown, known] = [this.#ground, this.#known];
    const q = known && shown?.meta ? answered(shown.meta, known.q) : null;
    const heading = known && q ? `${selectionLabel(q.offense, known.status)}, ${windowLabel(q.from, q.to)}` : '';
    return {
      legend: shown?.legend ?? null,
      heading,
      old: shown?.loader?.old ?? false,
      outlines: this.#outlines,
    };
  });

  #outlines = $derived.by((): Outline[] => {
    const { screen, draft } = view.state;
    if (screen === 'sites' && view.state.part === 'register')
      return [
        ...(this.#site ? [{ kind: 'kept', text: 'This site, as it is now' } as const] : []),
        ...(this.#draft?.features.length ? [{ kind: 'draft', text: 'The new outline' } as const] : []),
      ];
    if (screen === 'sites' && view.state.part === 'route')
      return this.#walk ? [{ kind: 'walked', text: 'Walk route; it begins and ends at the ring' }] : [];
    if (screen === 'sites' && this.#chosen) {
      const changed = this.#sets.some((set) => set.id === 'boundary');
      const text = changed ? 'Boundary that would have helped' : 'Best ground of the sites’ size and number';
      return [{ kind: 'chosen', text }];
    }
    if (withCatchments()) return [{ kind: 'catchment', text: 'Candidate catchment with its rank' }];
    if (screen === 'catchments' && this.#chosen) return [{ kind: 'chosen', text: 'Chosen catchment' }];
    if (screen === 'next') {
      const named: Outline[] = this.#named ? [{ kind: 'chosen', text: 'Named by the answer' }] : [];
      return this.#chosen ? [...named, { kind: 'walkable', text: 'Area that a team can cover' }] : named;
    }
    if (this.#clusters && this.#chosen) return [{ kind: 'found', text: 'Cluster with its number' }];
    if (screen !== 'draw') return [];
    const own: Outline[] = draft.length > 0 ? [{ kind: 'draft', text: 'Your catchment' }] : [];
    return this.#chosen ? [...own, { kind: 'found', text: 'Best found of the same size' }] : own;
  });

  #labels = $derived.by((): Label[] => {
    const status = view.status.value;
    if (!status) return [];
    const all = siteLabels(status.sites, this.#points, this.#sitePoints);
    // Where the sites are what is looked at, they are named from afar.
    const names = new Map(status.sites.map((s) => [s.id, s.name]));
    const named = all.map((l): Label => ({ ...l, kind: 'rank', text: names.get(l.id) ?? '' }));
    if (view.state.screen === 'sites') return named;
    const sites = view.state.sites ? all : [];
    if (outlining()) {
      const ranks = this.#clusters
        ? this.#clusters.map((c) => ({ id: String(c.cluster), name: '', rank: c.cluster }))
        : (optimizing.optimized.value?.catchments ?? []).map((c, i) => ({ ...c, rank: i + 1 }));
      const numbered = view.state.screen === 'catchments' || this.#clusters !== null;
      const own = numbered ? areaLabels(ranks, pointsOf(this.#chosen), view.k, true) : [];
      const items = answers.neighborhoods.value?.items ?? [];
      const names = items.map((i) => ({ ...i, rank: Number.POSITIVE_INFINITY }));
      return [...own, ...areaLabels(names, this.#points, 0, false), ...sites];
    }
    const catchments = withCatchments();
    const decides = view.state.screen === 'decide' || view.state.screen === 'next';
    const decision = decides ? deciding.decision.value : null;
    const list = decision ?? (catchments ? answers.catchments.value : answers.neighborhoods.value);
    const k = list && this.#known ? answered(list.meta, this.#known.q).k : view.k;
    const points = catchments ? this.#catchmentPoints : this.#points;
    const covered = letterLabels(
      view.state.screen === 'next' ? (this.#chosen?.features ?? []).map((f) => String(f.id)) : [],
      pointsOf(this.#chosen),
    );
    return [...areaLabels(list?.items ?? [], points, k, catchments), ...covered, ...sites];
  });

  /** Names that the basemap writes itself are left to it. */
  #written = $derived(finding.files ? this.#labels.filter((l) => l.kind !== 'name') : this.#labels);
  #labelShapes = $derived(shapeSource(labelShapes(this.#written)));
  #labelled = $derived(this.#written.filter((l) => l.kind === 'rank' && l.text !== '').map((l) => l.id));

  #layers = $derived.by((): MapLayer[] => {
    const [p, shown, known] = [this.#colors, this.#ground, this.#known];
    const { screen, sites } = view.state;
    const catchments = withCatchments() && answers.catchmentShapes.value !== null;
    const map = finding.files !== null;
    const place = (f: Properties) => ({ of: 'catchments' as const, id: String(f.id) });
    // Over cells or a surface the pointer speaks of those, and not of what is drawn around them.
    const tip = known && view.layer === 'neighborhoods' ? { tip: catchmentTip(known.q) } : {};
    return [
      ...groundColor(p),
      ...(map ? basemapGround(p) : []),
      ...(shown?.layers ?? []),
      ...(map ? basemapStreets(p) : []),
      ...areaLines(p),
      ...(sites ? siteLayers(p) : []),
      ...(catchments ? catchmentLayers(p, { ...tip, place }) : []),
      ...markedLayers(p, catchments),
      ...(this.#named ? namedLayers(p) : []),
      ...(this.#chosen && screen === 'next' ? walkableLayers(p) : []),
      ...(this.#chosen && screen !== 'next'
        ? chosenLayers(p, view.layer !== 'chance', ['catchments', 'sites'].includes(screen))
        : []),
      ...(this.#site ? openSiteLayers(p) : []),
      ...(this.#draft ? draftLayers(p) : []),
      ...(this.#walk ? walkLayers(p) : []),
      ...(map && finding.street !== null ? foundStreet(p, finding.street) : []),
      ...(map ? basemapNames(p, this.#labelled) : []),
      ...(this.#chosen ? guardLayer('chosen') : []),
      ...(this.#named ? guardLayer('named') : []),
      ...(this.#draft ? guardLayer('draft') : []),
      ...labelLayers(p),
      ...foundLayers(p),
    ];
  });

  #states = $derived.by((): Record<string, States> => {
    const shown = this.#ground;
    const of = (which: 'neighborhoods' | 'catchments', colors: Map<string, number> | undefined) => {
      const features = new Map<string, FeatureState>();
      for (const [id, color] of colors ?? []) features.set(id, { color });
      for (const p of [view.state.open, view.hover])
        if (p?.of === which) features.set(p.id, { ...features.get(p.id), marked: true });
      return features;
    };
    const neighborhoods = { sourceLayer: 'neighborhoods', features: of('neighborhoods', shown?.colors) };
    if (!withCatchments() || !answers.catchmentShapes.value) return { neighborhoods };
    return { neighborhoods, catchments: { features: of('catchments', shown?.catchmentColors) } };
  });

  #sources = $derived.by((): Record<string, SourceSpecification> => {
    const status = view.status.value;
    if (!status) return {};
    const { sites } = view.state;
    const { bounds } = status.city;
    // Sites that were changed here have other tiles under the same address: with another fragment they are asked anew.
    const sitesNow = vectorSource(
      `${tiles('sites', location.origin, status.dataset)}${view.registered > 0 ? `#${view.registered}` : ''}`,
      bounds,
    );
    const catchments = withCatchments() ? answers.catchmentShapes.value : null;
    const { files, found } = finding;
    return {
      ...(files && { basemap: basemapSource(new URL(files.pmtiles, location.href).href) }),
      neighborhoods: vectorSource(tiles('neighborhoods', location.origin, status.dataset), bounds),
      ...(sites && { sites: sitesNow }),
      ...this.#ground?.sources,
      ...(catchments && { catchments: shapeSource(catchments) }),
      ...(this.#chosen && { chosen: shapeSource(this.#chosen) }),
      ...(this.#named && { named: shapeSource(this.#named) }),
      ...(this.#site && { 'open-site': shapeSource(collection([this.#site])) }),
      ...(this.#draft && { draft: shapeSource(this.#draft) }),
      ...(this.#walk && { walk: shapeSource(this.#walk) }),
      labels: this.#labelShapes,
      found: shapeSource(foundShapes(found)),
    };
  });

  #reveal = $derived.by(() => {
    const { open } = view.state;
    return (open && (open.of === 'catchments' ? this.#catchmentPoints : this.#points).get(open.id)) ?? null;
  });

  /** Where the answer lies: around its places, so that they are seen before anything else. */
  #focus = $derived.by((): Bounds | null => {
    const { screen, open } = view.state;
    if (screen === 'sites' && this.#walk) {
      const coordinates = this.#walk.features.flatMap((f) =>
        f.geometry.type === 'LineString' ? [f.geometry.coordinates] : [],
      );
      return boxOf([{ type: 'Polygon', coordinates }]);
    }
    if (screen === 'sites') return this.#site && boxOf([this.#site]);
    if (screen !== 'next') return null;
    const one = this.shapeOf(open);
    if (one) return boxOf([one]);
    const answer = [this.#named, this.#chosen].flatMap((s) => s?.features ?? []).map((f) => f.geometry);
    return this.#named ? boxOf(answer) : null;
  });

  /** Corners that can be dragged: those of the catchment being drawn. */
  #handles = $derived(
    view.state.screen === 'draw' && view.state.draft.length > 0
      ? { points: view.state.draft, closed: view.state.drawn }
      : null,
  );

  scene = $derived<Scene>({
    palette: this.#colors,
    sources: this.#sources,
    layers: this.#layers,
    states: this.#states,
    labels: this.#labels,
    drawing: drawing.on && !view.state.drawn,
    handles: this.#handles,
    reveal: this.#reveal,
    target: finding.target,
    focus: this.#focus,
  });
}

/** The areas of the answer that a team can cover, by letter. */
function walkables(): CellSet[] {
  const { value, trouble } = optimizing.optimized;
  const list = trouble?.period ? [] : (value?.catchments ?? []);
  return list.map(({ name, cells, along }, at) => ({ id: letterOf(at), name, cells, along }));
}

function collection(outlines: (GeoJSON.Polygon | GeoJSON.MultiPolygon)[]): GeoJSON.FeatureCollection {
  const features = outlines.map((geometry): GeoJSON.Feature => ({ type: 'Feature', properties: {}, geometry }));
  return { type: 'FeatureCollection', features };
}

function pointsOf(shapes: Shapes | null) {
  return shapes ? labelPoints(shapes) : new Map();
}

export const picture = new Picture();
