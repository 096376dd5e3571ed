/** The layers of the map, each as data: our own tiles and answers only. Pure: no map is touched here. */
import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  FillLayerSpecification,
  LayerSpecification,
  SourceSpecification,
} from 'maplibre-gl';
import type { Bounds, Shapes } from '../api/types';
import type { LngLat } from './labels';
import { classColor, type Palette } from './palette';
import type { MapLayer } from './scene';

type Color = DataDrivenPropertyValueSpecification<string>;

/** Areas are colored by the class that the ranking gave them; the tiles carry outlines only. */
function areaColor(p: Palette): Color {
  const colors = p.ramp.flatMap((color, i) => [i, color]);
  return [
    'match',
    ['coalesce', ['feature-state', 'color'], -1],
    ...colors,
    p.none,
  ] as unknown as ExpressionSpecification;
}

/** Cells are colored by their own count; zero has the quiet color. */
export function cellColor(p: Palette, inner: number[]): Color {
  const count: ExpressionSpecification = ['to-number', ['get', 'count'], 0];
  const steps = inner.flatMap((b, i) => [b, classColor(p, i + 1, inner.length + 1)]);
  const first = classColor(p, 0, inner.length + 1);
  const ramp = steps.length > 0 ? (['step', count, first, ...steps] as unknown as ExpressionSpecification) : first;
  return ['case', ['<=', count, 0], p.quiet, ramp] as unknown as ExpressionSpecification;
}

const significant: ExpressionSpecification = ['to-boolean', ['get', 'significant']];
const warm: ExpressionSpecification = ['>', ['to-number', ['get', 'z'], 0], 0];

function hotColor(p: Palette): Color {
  return ['case', ['all', significant, warm], p.hot, significant, p.cold, p.quiet];
}

/** A candidate catchment has the color of its class where the screen gives one. */
function catchmentColor(p: Palette): Color {
  const colors = p.ramp.flatMap((color, i) => [i, color]);
  const state: ExpressionSpecification = ['coalesce', ['feature-state', 'color'], -1];
  return ['match', state, ...colors, p.focus] as unknown as ExpressionSpecification;
}

/** Cells by the share of draws in which they were chosen. */
function chanceColor(p: Palette, inner: number[]): Color {
  const share: ExpressionSpecification = ['to-number', ['get', 'p'], 0];
  const steps = inner.flatMap((b, i) => [b, classColor(p, i + 1, inner.length + 1)]);
  return ['step', share, classColor(p, 0, inner.length + 1), ...steps] as unknown as ExpressionSpecification;
}

const nothing: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Tiles just outside the city are still asked for, so that edges draw whole. */
function wider([w, s, e, n]: Bounds): Bounds {
  // Of a city on the 180th meridian the box goes on beyond it; the map asks for tiles on one side of a box only.
  if (e > 180) return [-180, s - 0.02, 180, n + 0.02];
  return [w - 0.02, s - 0.02, e + 0.02, n + 0.02];
}

export function vectorSource(address: string, bounds: Bounds): SourceSpecification {
  return { type: 'vector', tiles: [address], bounds: wider(bounds), maxzoom: 14, promoteId: 'id' };
}

export function rasterSource(address: string, bounds: Bounds): SourceSpecification {
  return { type: 'raster', tiles: [address], tileSize: 256, bounds: wider(bounds), maxzoom: 15 };
}

export function shapeSource(data: GeoJSON.FeatureCollection | Shapes | null): SourceSpecification {
  return { type: 'geojson', data: (data ?? nothing) as GeoJSON.FeatureCollection, promoteId: 'id' };
}

const area = { source: 'neighborhoods', 'source-layer': 'neighborhoods' } as const;
const cell = { source: 'cells', 'source-layer': 'cells' } as const;
const site = { source: 'sites', 'source-layer': 'sites' } as const;
const now = { duration: 0 } as const;

/** A width that grows from the whole city to its streets. */
const byZoom = (far: number, near: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  10.5,
  far,
  13.5,
  near,
];

/** Parks have no rank: the ground is seen there. */
const unranked: ExpressionSpecification = [
  'all',
  ['==', ['get', 'kind'], 'park'],
  ['<', ['coalesce', ['feature-state', 'color'], -1], 0],
];

const marked: ExpressionSpecification = ['boolean', ['feature-state', 'marked'], false];
const focusWidth: ExpressionSpecification = ['case', marked, 3, 0];

type Says = Pick<MapLayer, 'tip' | 'place'>;
const plain = (...styles: LayerSpecification[]): MapLayer[] => styles.map((style) => ({ style }));

/** A color and a width that grows. */
type Stroke = [string, ExpressionSpecification];

/** Outlines over a casing, not filled. */
function outlines(id: string, source: string, casing: Stroke, line: Stroke): MapLayer[] {
  const layer = (id: string, [color, width]: Stroke): LayerSpecification => {
    return { id, type: 'line', source, paint: { 'line-color': color, 'line-width': width } };
  };
  return plain(layer(`${id}-case`, casing), layer(id, line));
}

export function ground(p: Palette): MapLayer[] {
  return plain({ id: 'ground', type: 'background', paint: { 'background-color': p.ground } });
}

export function surfaceLayer(): MapLayer[] {
  return plain({ id: 'surface', type: 'raster', source: 'surface', paint: { 'raster-fade-duration': 0 } });
}

/** Neighborhoods without a color of their own: what lies on top is seen, and they can still be opened. */
export function areasTouch(p: Palette, says: Says): MapLayer[] {
  const paint = { 'fill-color': p.ground, 'fill-opacity': 0 };
  return [{ style: { id: 'areas-touch', type: 'fill', ...area, paint }, ...says }];
}

export function areaLayers(p: Palette, says: Says): MapLayer[] {
  const opacity: ExpressionSpecification = ['case', unranked, 0, 1];
  const paint = { 'fill-color': areaColor(p), 'fill-color-transition': now, 'fill-opacity': opacity };
  return [{ style: { id: 'areas', type: 'fill', ...area, paint }, ...says }];
}

export function cellLayers(p: Palette, inner: number[], says: Says): MapLayer[] {
  const paint = { 'fill-color': cellColor(p, inner), 'fill-color-transition': now };
  return [{ style: { id: 'cells', type: 'fill', ...cell, paint }, ...says }];
}

export function hotLayers(p: Palette, says: Says): MapLayer[] {
  const paint = { 'fill-color': hotColor(p), 'fill-color-transition': now, 'fill-opacity': 0.9 };
  const cold: ExpressionSpecification = ['all', significant, ['!', warm]];
  return [
    { style: { id: 'cells-hot', type: 'fill', ...cell, paint }, ...says },
    ...plain({ id: 'cells-cold', type: 'fill', ...cell, filter: cold, paint: { 'fill-pattern': 'hatch' } }),
  ];
}

export function chanceLayers(p: Palette, inner: number[], inside: Says, outside: Says): MapLayer[] {
  const paint = { 'fill-color': chanceColor(p, inner), 'fill-color-transition': now };
  return [
    { style: { id: 'chance-ground', type: 'fill', ...area, paint: { 'fill-color': p.quiet } }, ...outside },
    { style: { id: 'chance', type: 'fill', source: 'chance', paint }, ...inside },
  ];
}

/** Cells in classes, each with its color and perhaps a pattern. */
export function clusterLayers(says: Says): MapLayer[] {
  const source = 'clusters';
  const paint: FillLayerSpecification['paint'] = { 'fill-color': ['get', 'color'], 'fill-opacity': 0.9 };
  return [
    { style: { id: 'clusters', type: 'fill', source, paint }, ...says },
    ...plain({
      id: 'clusters-pattern',
      type: 'fill',
      source,
      filter: ['has', 'pattern'],
      paint: { 'fill-pattern': ['get', 'pattern'] },
    }),
  ];
}

export function areaLines(p: Palette): MapLayer[] {
  const width: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 9, 0.4, 13, 1.2];
  return plain({ id: 'areas-line', type: 'line', ...area, paint: { 'line-color': p.outline, 'line-width': width } });
}

export function siteLayers(p: Palette): MapLayer[] {
  const dashes = { 'line-color': p.site, 'line-width': 2, 'line-dasharray': [2, 1.5] };
  return plain(
    { id: 'sites-fill', type: 'fill', ...site, paint: { 'fill-pattern': 'dots' } },
    { id: 'sites-case', type: 'line', ...site, paint: { 'line-color': p.ground, 'line-width': 4.5 } },
    { id: 'sites', type: 'line', ...site, paint: dashes },
  );
}

/** Candidate catchments, colored where the screen gives them a class. */
export function catchmentLayers(p: Palette, says: Says): MapLayer[] {
  const source = 'catchments';
  const colored: ExpressionSpecification = ['>=', ['coalesce', ['feature-state', 'color'], -1], 0];
  const opacity: ExpressionSpecification = ['case', colored, 0.85, marked, 0.4, 0.06];
  const width: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 10, 1, 13, 2.5];
  const fill = { 'fill-color': catchmentColor(p), 'fill-opacity': opacity };
  return [
    { style: { id: 'catchments-fill', type: 'fill', source, paint: fill }, ...says },
    ...plain({ id: 'catchments', type: 'line', source, paint: { 'line-color': p.catchment, 'line-width': width } }),
  ];
}

export function markedLayers(p: Palette, catchments: boolean): MapLayer[] {
  const paint = { 'line-color': p.focus, 'line-width': focusWidth };
  return plain(
    { id: 'areas-marked', type: 'line', ...area, paint },
    ...(catchments ? [{ id: 'catchments-marked', type: 'line', source: 'catchments', paint } as const] : []),
  );
}

/**
 * Outlines of what was chosen (orange) or found (ink); the outline alone where the colors beside it must be read.
 */
export function chosenLayers(p: Palette, filled: boolean, chosen = true): MapLayer[] {
  const source = 'chosen';
  const color = chosen ? p.focus : p.catchment;
  // Thin from afar: small cells leave holes, and their outlines would bury the map.
  const casing = { 'line-color': p.ground, 'line-width': byZoom(2.4, 6) };
  const filling = { 'fill-color': color, 'fill-opacity': 0.14 };
  const around: LayerSpecification[] = [
    { id: 'chosen-fill', type: 'fill', source, paint: filling },
    { id: 'chosen-case', type: 'line', source, paint: casing },
  ];
  const line = { 'line-color': color, 'line-width': byZoom(1.2, 3) };
  return plain(...(filled ? around : []), { id: 'chosen', type: 'line', source, paint: line });
}

/** Outlines of the places that an answer names: thick, with a casing, and not filled: the colors inside are read. */
export function namedLayers(p: Palette): MapLayer[] {
  return outlines('named', 'named', [p.halo, byZoom(5, 8)], [p.focus, byZoom(2.4, 4)]);
}

/** Outlines of the areas that a team can cover: thinner, in ink, for they are another answer. */
export function walkableLayers(p: Palette): MapLayer[] {
  return outlines('walkable', 'chosen', [p.halo, byZoom(3.6, 5.5)], [p.strong, byZoom(1.5, 2.5)]);
}

/** The latest outline of a site that is looked at: unbroken, for it is the one meant. */
export function openSiteLayers(p: Palette): MapLayer[] {
  return outlines('open-site', 'open-site', [p.halo, byZoom(5, 8)], [p.site, byZoom(2.4, 4)]);
}

/** A walk: its line with a casing, and the place where it begins and ends. */
export function walkLayers(p: Palette): MapLayer[] {
  const source = 'walk';
  const line = { 'line-cap': 'round', 'line-join': 'round' } as const;
  return plain(
    {
      id: 'walk-case',
      type: 'line',
      source,
      layout: line,
      paint: { 'line-color': p.ground, 'line-width': byZoom(6, 9) },
    },
    { id: 'walk', type: 'line', source, layout: line, paint: { 'line-color': p.focus, 'line-width': byZoom(3, 5) } },
    {
      id: 'walk-start',
      type: 'circle',
      source,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 8,
        'circle-color': p.ground,
        'circle-stroke-color': p.focus,
        'circle-stroke-width': 4,
      },
    },
  );
}

/** A catchment being drawn: its corners, and its outline so far. */
export function draftLayers(p: Palette): MapLayer[] {
  const source = 'draft';
  return plain(
    {
      id: 'draft-fill',
      type: 'fill',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': p.focus, 'fill-opacity': 0.18 },
    },
    { id: 'draft-case', type: 'line', source, paint: { 'line-color': p.ground, 'line-width': 6 } },
    { id: 'draft', type: 'line', source, paint: { 'line-color': p.focus, 'line-width': 3 } },
    {
      id: 'draft-points',
      type: 'circle',
      source,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 5,
        'circle-color': p.ground,
        'circle-stroke-color': p.focus,
        'circle-stroke-width': 2.5,
      },
    },
  );
}

export function draftShape(points: LngLat[], closed: boolean): GeoJSON.FeatureCollection {
  const feature = (geometry: GeoJSON.Geometry): GeoJSON.Feature => ({ type: 'Feature', properties: {}, geometry });
  const corners = points.map((coordinates) => feature({ type: 'Point', coordinates }));
  const [first] = points;
  if (!first || points.length < 2) return { ...nothing, features: corners };
  const outline: GeoJSON.Geometry =
    points.length > 2
      ? { type: 'Polygon', coordinates: [[...points, first]] }
      : { type: 'LineString', coordinates: points };
  return { ...nothing, features: [feature(outline), ...(closed ? [] : corners)] };
}
