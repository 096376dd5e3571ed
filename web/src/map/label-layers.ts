/** Labels of the answer as layers: what they say, and what keeps the names of the basemap off them. Pure. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { fonts } from './basemap';
import type { Label } from './label-texts';
import type { LngLat } from './labels';
import type { Palette } from './palette';
import type { MapLayer } from './scene';

/** Names of areas outside the top, and of sites, are shown from here on. */
const nameZoom = 11.4;

export function labelShapes(labels: Label[]): GeoJSON.FeatureCollection {
  const features = labels.map(
    ({ kind, text, badge, at }, order): GeoJSON.Feature => ({
      type: 'Feature',
      properties: { kind, text, order, badge: badge !== undefined },
      geometry: { type: 'Point', coordinates: at },
    }),
  );
  return { type: 'FeatureCollection', features };
}

const size: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 11, 11, 15, 14];

function texts(id: string, kind: Label['kind'], color: string, p: Palette, more: object): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'labels',
    filter: ['==', ['get', 'kind'], kind],
    ...(kind !== 'rank' && { minzoom: nameZoom }),
    layout: {
      'text-field': ['get', 'text'],
      'text-font': fonts.strong,
      'text-size': size,
      'text-max-width': 9,
      'text-line-height': 1.15,
      'text-padding': 3,
      'symbol-sort-key': ['get', 'order'],
      ...more,
    },
    paint: { 'text-color': color, 'text-halo-color': p.halo, 'text-halo-width': 1.6 },
  };
}

/** Nothing is drawn, but no name may stand there: under a badge, across an outline that was chosen. */
const keepOff = { 'icon-image': 'clear', 'icon-allow-overlap': true } as const;

/** What the labels say, the last first to have room. Badges stand above the map: their room is kept. */
export function labelLayers(p: Palette): MapLayer[] {
  const under = { 'text-anchor': 'top', 'text-offset': [0, 0.95], 'text-optional': true, ...keepOff };
  return [
    texts('labels-name', 'name', p.label, p, {}),
    texts('labels-site', 'site', p.site, p, { 'text-anchor': 'top', 'text-offset': [0, 2.3] }),
    texts('labels-rank', 'rank', p.strong, p, under),
  ].map((style) => ({ style }));
}

/** Keeps names off outlines that were chosen. */
export function guardLayer(source: string): MapLayer[] {
  const layout = { 'symbol-placement': 'line', 'symbol-spacing': 12, 'icon-padding': 0, ...keepOff } as const;
  return [{ style: { id: `${source}-guard`, type: 'symbol', source, minzoom: 12.5, layout } }];
}

/** A place that was looked for, or where the reader is. */
export interface Found {
  title: string;
  at: LngLat;
}

export function foundShapes(found: Found | null): GeoJSON.FeatureCollection {
  const point = (f: Found): GeoJSON.Feature => ({
    type: 'Feature',
    properties: { text: f.title },
    geometry: { type: 'Point', coordinates: f.at },
  });
  return { type: 'FeatureCollection', features: found ? [point(found)] : [] };
}

export function foundLayers(p: Palette): MapLayer[] {
  const source = 'found';
  const around = {
    'circle-radius': 9,
    'circle-color': p.strong,
    'circle-stroke-color': p.halo,
    'circle-stroke-width': 3,
  };
  const layout = {
    'text-field': ['get', 'text'] as ExpressionSpecification,
    'text-font': fonts.strong,
    'text-size': 14,
    'text-anchor': 'bottom' as const,
    'text-offset': [0, -1.1] as [number, number],
    'text-max-width': 14,
    'text-allow-overlap': true,
  };
  const ink = { 'text-color': p.strong, 'text-halo-color': p.halo, 'text-halo-width': 2 };
  const layers: LayerSpecification[] = [
    { id: 'found', type: 'circle', source, paint: around },
    { id: 'found-dot', type: 'circle', source, paint: { 'circle-radius': 3.5, 'circle-color': p.halo } },
    { id: 'found-name', type: 'symbol', source, layout, paint: ink },
  ];
  return layers.map((style) => ({ style }));
}
