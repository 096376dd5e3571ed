/** The style of the map: sources and layers of our own tiles only. Pure: no map is touched here. */
import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import type { Layer } from '../state/url';
import { drawBreaks } from './legend';
import { classColor, type Palette } from './palette';

type Color = DataDrivenPropertyValueSpecification<string>;

/** Areas are colored by the class that the ranking gave them; the tiles carry outlines only. */
export function areaColor(p: Palette): Color {
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

export function hotColor(p: Palette): Color {
  return ['case', ['all', significant, warm], p.hot, significant, p.cold, p.quiet];
}

/** A candidate catchment has the color of its class where the screen gives one. */
export function catchmentColor(p: Palette): Color {
  const colors = p.ramp.flatMap((color, i) => [i, color]);
  const state: ExpressionSpecification = ['coalesce', ['feature-state', 'color'], -1];
  return ['match', state, ...colors, p.focus] as unknown as ExpressionSpecification;
}

/** Cells by the share of draws in which they were chosen. */
export function chanceColor(p: Palette, inner: number[]): Color {
  const share: ExpressionSpecification = ['to-number', ['get', 'p'], 0];
  const steps = inner.flatMap((b, i) => [b, classColor(p, i + 1, inner.length + 1)]);
  return ['step', share, classColor(p, 0, inner.length + 1), ...steps] as unknown as ExpressionSpecification;
}

export interface Addresses {
  neighborhoods: string;
  cells: string;
  surface: string;
  sites: string;
}

const empty: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

function sources(at: Addresses, bounds: [number, number, number, number]): Record<string, SourceSpecification> {
  const vector = (url: string): SourceSpecification => ({
    type: 'vector',
    tiles: [url],
    bounds,
    maxzoom: 14,
    promoteId: 'id',
  });
  return {
    neighborhoods: vector(at.neighborhoods),
    cells: vector(at.cells),
    sites: vector(at.sites),
    surface: { type: 'raster', tiles: [at.surface], tileSize: 256, bounds, maxzoom: 15 },
    chance: { type: 'geojson', data: empty },
    catchments: { type: 'geojson', data: empty, promoteId: 'id' },
    chosen: { type: 'geojson', data: empty },
    draft: { type: 'geojson', data: empty },
    clusters: { type: 'geojson', data: empty },
  };
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

function layers(p: Palette): LayerSpecification[] {
  const marked: ExpressionSpecification = ['boolean', ['feature-state', 'marked'], false];
  const colored: ExpressionSpecification = ['>=', ['coalesce', ['feature-state', 'color'], -1], 0];
  const focusWidth: ExpressionSpecification = ['case', marked, 3, 0];
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': p.ground } },
    { id: 'surface', type: 'raster', source: 'surface', paint: { 'raster-fade-duration': 0 } },
    { id: 'areas-touch', type: 'fill', ...area, paint: { 'fill-color': p.ground, 'fill-opacity': 0 } },
    { id: 'areas', type: 'fill', ...area, paint: { 'fill-color': areaColor(p), 'fill-color-transition': now } },
    { id: 'cells', type: 'fill', ...cell, paint: { 'fill-color': p.quiet, 'fill-color-transition': now } },
    {
      id: 'cells-hot',
      type: 'fill',
      ...cell,
      paint: { 'fill-color': hotColor(p), 'fill-color-transition': now, 'fill-opacity': 0.9 },
    },
    {
      id: 'cells-cold',
      type: 'fill',
      ...cell,
      filter: ['all', significant, ['!', warm]],
      paint: { 'fill-pattern': 'hatch' },
    },
    { id: 'chance-ground', type: 'fill', ...area, paint: { 'fill-color': p.quiet } },
    {
      id: 'chance',
      type: 'fill',
      source: 'chance',
      paint: { 'fill-color': chanceColor(p, drawBreaks), 'fill-color-transition': now },
    },
    {
      id: 'clusters',
      type: 'fill',
      source: 'clusters',
      paint: { 'fill-color': ['get', 'color'], 'fill-opacity': 0.9 },
    },
    {
      id: 'clusters-pattern',
      type: 'fill',
      source: 'clusters',
      filter: ['has', 'pattern'],
      paint: { 'fill-pattern': ['get', 'pattern'] },
    },
    {
      id: 'areas-line',
      type: 'line',
      ...area,
      paint: { 'line-color': p.outline, 'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.4, 13, 1.2] },
    },
    { id: 'sites-fill', type: 'fill', ...site, paint: { 'fill-pattern': 'dots' } },
    { id: 'sites-case', type: 'line', ...site, paint: { 'line-color': p.ground, 'line-width': 4.5 } },
    {
      id: 'sites',
      type: 'line',
      ...site,
      paint: { 'line-color': p.site, 'line-width': 2, 'line-dasharray': [2, 1.5] },
    },
    {
      id: 'catchments-fill',
      type: 'fill',
      source: 'catchments',
      paint: { 'fill-color': catchmentColor(p), 'fill-opacity': ['case', colored, 0.85, marked, 0.4, 0.06] },
    },
    {
      id: 'catchments',
      type: 'line',
      source: 'catchments',
      paint: { 'line-color': p.catchment, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1, 13, 2.5] },
    },
    { id: 'areas-marked', type: 'line', ...area, paint: { 'line-color': p.focus, 'line-width': focusWidth } },
    {
      id: 'catchments-marked',
      type: 'line',
      source: 'catchments',
      paint: { 'line-color': p.focus, 'line-width': focusWidth },
    },
    {
      id: 'chosen-fill',
      type: 'fill',
      source: 'chosen',
      paint: { 'fill-color': p.catchment, 'fill-opacity': 0.14 },
    },
    // Thin from afar: small cells leave holes, and their outlines would bury the map.
    {
      id: 'chosen-case',
      type: 'line',
      source: 'chosen',
      paint: { 'line-color': p.ground, 'line-width': byZoom(2.4, 6) },
    },
    {
      id: 'chosen',
      type: 'line',
      source: 'chosen',
      paint: { 'line-color': p.catchment, 'line-width': byZoom(1.2, 3) },
    },
    {
      id: 'draft-fill',
      type: 'fill',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': p.focus, 'fill-opacity': 0.18 },
    },
    { id: 'draft-case', type: 'line', source: 'draft', paint: { 'line-color': p.ground, 'line-width': 6 } },
    { id: 'draft', type: 'line', source: 'draft', paint: { 'line-color': p.focus, 'line-width': 3 } },
    {
      id: 'draft-points',
      type: 'circle',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 5,
        'circle-color': p.ground,
        'circle-stroke-color': p.focus,
        'circle-stroke-width': 2.5,
      },
    },
  ];
}

export function style(p: Palette, at: Addresses, bounds: [number, number, number, number]): StyleSpecification {
  return { version: 8, sources: sources(at, bounds), layers: layers(p), transition: { duration: 0, delay: 0 } };
}

/** Which layers are seen for a choice; outlines of areas always are. */
export function visible(layer: Layer | 'clusters', sites: boolean, catchments: boolean): Record<string, boolean> {
  return {
    areas: layer === 'neighborhoods',
    cells: layer === 'cells',
    'cells-hot': layer === 'hotspots',
    'cells-cold': layer === 'hotspots',
    surface: layer === 'surface',
    clusters: layer === 'clusters',
    'clusters-pattern': layer === 'clusters',
    'chance-ground': layer === 'chance',
    chance: layer === 'chance',
    // The outline alone, thin enough to read the colors beside it.
    'chosen-fill': layer !== 'chance',
    'chosen-case': layer !== 'chance',
    'sites-fill': sites,
    'sites-case': sites,
    sites,
    'catchments-fill': catchments,
    catchments,
    'catchments-marked': catchments,
  };
}
