/**
 * The layers of the basemap, as data: ground below the answer, streets above it, names above everything. Zooms as in
 * "map by zoom": the city to 12, its neighborhoods from 13, its streets from 15. Pure: no map is touched here.
 */
import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';
import type { Palette } from './palette';
import type { MapLayer } from './scene';

/** The name of the source, and of the protocol that reads it. */
export const basemap = 'basemap';

export function basemapSource(address: string): SourceSpecification {
  return { type: 'vector', url: `pmtiles://${address}` };
}

/** Names of the fonts, which fonts.css knows; signs that they lack come from the reader's own. */
export const fonts = { plain: ['Inter'], strong: ['Inter Semibold'], slanted: ['Inter Italic'] };

const plain = (...styles: LayerSpecification[]): MapLayer[] => styles.map((style) => ({ style }));
const from = (layer: string) => ({ source: basemap, 'source-layer': layer }) as const;
const street = from('street');

type Numbers = readonly (readonly [zoom: number, value: number])[];

/** A number that grows evenly for the eye between zooms. */
function grows(...all: Numbers): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.4], ['zoom'], ...all.flat()] as unknown as ExpressionSpecification;
}

const is = (...classes: string[]): ExpressionSpecification => ['in', ['get', 'class'], ['literal', classes]];
const kind = (...kinds: string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]];

/** What lies below the colors of the answer. */
export function basemapGround(p: Palette): MapLayer[] {
  return plain(
    { id: 'land', type: 'fill', ...from('land'), paint: { 'fill-color': p.land } },
    { id: 'park', type: 'fill', ...from('park'), paint: { 'fill-color': p.park } },
    { id: 'water', type: 'fill', ...from('water'), paint: { 'fill-color': p.water } },
  );
}

/** Widths of each class by zoom, pixels; casings are wider. */
const widths = {
  highway: steps(8, 0.8, 11, 1.6, 13, 3, 15, 5.5, 17, 13),
  arterial: steps(10, 0.4, 12, 1, 13, 1.7, 15, 4, 17, 12),
  street: steps(12, 0.4, 13, 0.7, 14, 1.2, 15, 2.2, 17, 8),
  ramp: steps(11, 0.5, 13, 1, 15, 2.2, 17, 6),
  alley: steps(14, 0.4, 15, 0.8, 17, 3),
};

/** Zooms with the value at each. */
function steps(...all: number[]): Numbers {
  return all.flatMap((zoom, i) => (i % 2 === 0 ? [[zoom, all[i + 1] ?? 0] as const] : []));
}

const wider = (all: Numbers, by: number): Numbers => all.map(([z, w]) => [z, w + by] as const);

const round = { 'line-cap': 'round', 'line-join': 'round' } as const;

/** A class of streets: its color, and a casing from the zoom at which there is room for one. */
function lines(id: string, classes: string[], color: string, width: Numbers, minzoom: number): LayerSpecification {
  const paint = { 'line-color': color, 'line-width': grows(...width) };
  return { id, type: 'line', ...street, filter: is(...classes), minzoom, layout: round, paint };
}

/** From afar many lines lie close: what is below them is seen through. */
function faint(layer: LayerSpecification): LayerSpecification {
  const opacity = grows(...steps(12, 0.4, 14, 0.75, 15.5, 1));
  return { ...layer, paint: { ...layer.paint, 'line-opacity': opacity } } as LayerSpecification;
}

/** Streets, over the colors: cells then read as blocks of a city. */
export function basemapStreets(p: Palette): MapLayer[] {
  const { alley, ramp, street: small, arterial, highway } = widths;
  return plain(
    lines('alleys', ['alley', 'path'], p.alley, alley, 14.5),
    lines('streets-case', ['street'], p.streetEdge, wider(small, 1.2), 14.5),
    lines('ramps-case', ['ramp'], p.highwayEdge, wider(ramp, 1.2), 13.5),
    lines('arterials-case', ['arterial'], p.streetEdge, wider(arterial, 1.4), 12.5),
    faint(lines('streets', ['street'], p.street, small, 12.3)),
    lines('ramps', ['ramp'], p.highway, ramp, 11.5),
    lines('arterials', ['arterial'], p.street, arterial, 10),
    lines('highways-case', ['highway'], p.highwayEdge, wider(highway, 1.6), 7),
    lines('highways', ['highway'], p.highway, highway, 7),
    {
      id: 'land-edge',
      type: 'line',
      ...from('land'),
      paint: { 'line-color': p.cityEdge, 'line-width': grows([9, 1], [13, 2]), 'line-dasharray': [4, 2] },
    },
  );
}

/** The street that was looked for, above all others. */
export function foundStreet(p: Palette, name: string): MapLayer[] {
  const filter: ExpressionSpecification = ['any', ['==', ['get', 'name'], name], ['==', ['get', 'ref'], name]];
  const line = (id: string, color: string, width: Numbers): LayerSpecification => {
    const paint = { 'line-color': color, 'line-width': grows(...width) };
    return { id, type: 'line', ...street, filter, layout: round, paint };
  };
  return plain(
    line('found-street-case', p.halo, steps(10, 4, 14, 6, 17, 16)),
    line('found-street', p.strong, steps(10, 2, 14, 3, 17, 10)),
  );
}

type Text = NonNullable<SymbolLayerSpecification['layout']>;
type Ink = NonNullable<SymbolLayerSpecification['paint']>;

const ink = (color: string, p: Palette, halo = 1.4): Ink => ({
  'text-color': color,
  'text-halo-color': p.halo,
  'text-halo-width': halo,
});

/** A name along its street. */
function along(size: ExpressionSpecification | number, font: string[], spacing: number): Text {
  return {
    'symbol-placement': 'line',
    'symbol-spacing': spacing,
    'text-field': ['get', 'name'],
    'text-font': font,
    'text-size': size,
    'text-max-angle': 32,
    'text-padding': 3,
    'text-letter-spacing': 0.01,
  };
}

function streetNames(p: Palette): LayerSpecification[] {
  const named = (...classes: string[]): ExpressionSpecification => ['all', is(...classes), ['has', 'name']];
  const layer = (id: string, classes: string[], minzoom: number, layout: Text): LayerSpecification => {
    const base = { ...street, id, type: 'symbol', minzoom } as const;
    return { ...base, filter: named(...classes), layout, paint: ink(p.label, p, 1.7) };
  };
  return [
    layer('names-ways', ['alley', 'path'], 16, along(10.5, fonts.plain, 260)),
    layer('names-streets', ['street'], 13.6, along(grows([13, 10.5], [17, 13]), fonts.plain, 280)),
    layer('names-arterials', ['arterial'], 12, along(grows([12, 10.5], [15, 12], [17, 14]), fonts.strong, 300)),
    layer('names-highways', ['highway'], 14, along(grows([13, 10.5], [17, 13]), fonts.plain, 420)),
  ];
}

/** Numbers of highways on shields; interstates from afar, other routes where there is room. */
function shields(p: Palette): LayerSpecification[] {
  const layer = (id: string, networks: string[], minzoom: number, spacing: number): LayerSpecification => ({
    id,
    type: 'symbol',
    ...street,
    minzoom,
    filter: ['in', ['get', 'network'], ['literal', networks]],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': spacing,
      'text-field': ['get', 'ref'],
      'text-font': fonts.strong,
      'text-size': 10,
      'text-rotation-alignment': 'viewport',
      'icon-rotation-alignment': 'viewport',
      'icon-image': 'shield',
      'icon-text-fit': 'both',
      'icon-text-fit-padding': [1, 3, 1, 3],
      'text-padding': 14,
    },
    paint: { 'text-color': p.label },
  });
  return [
    layer('shields-routes', ['us', 'state', 'county'], 13, 420),
    layer('shields-interstate', ['interstate'], 9, 320),
  ];
}

/** Names of parks, water and, but for those in `without`, of neighborhoods. */
function placeNames(p: Palette, without: string[]): LayerSpecification[] {
  const place = from('place');
  const text = (font: string[], size: ExpressionSpecification, width: number): Text => ({
    'text-field': ['get', 'name'],
    'text-font': font,
    'text-size': size,
    'text-max-width': width,
    'text-padding': 4,
    'text-line-height': 1.15,
    'symbol-sort-key': ['-', 0, ['get', 'km2']],
  });
  const small: ExpressionSpecification = ['any', ['>', ['get', 'km2'], 0.5], ['>=', ['zoom'], 13]];
  const green: ExpressionSpecification = ['all', kind('park', 'cemetery'), small];
  const others: ExpressionSpecification = [
    'all',
    kind('neighborhood'),
    ['!', ['in', ['get', 'id'], ['literal', without]]],
  ];
  return [
    {
      id: 'names-rivers',
      type: 'symbol',
      ...from('water_name'),
      minzoom: 9,
      layout: { ...along(grows([9, 11], [14, 15]), fonts.slanted, 600), 'text-letter-spacing': 0.12 },
      paint: ink(p.waterLabel, p, 0),
    },
    {
      id: 'names-green',
      type: 'symbol',
      ...place,
      minzoom: 11.5,
      filter: green,
      layout: text(fonts.slanted, grows([11, 10.5], [15, 13]), 7),
      paint: ink(p.parkLabel, p),
    },
    {
      id: 'names-water',
      type: 'symbol',
      ...place,
      filter: kind('water'),
      layout: text(fonts.slanted, grows([10, 11], [15, 14]), 7),
      paint: ink(p.waterLabel, p, 0),
    },
    {
      id: 'names-areas',
      type: 'symbol',
      ...place,
      minzoom: 11.8,
      filter: others,
      layout: text(fonts.strong, grows([11, 10.5], [13, 12], [16, 15]), 8),
      paint: ink(p.label, p, 1.6),
    },
  ];
}

/** Layers of names that say where one is, the most telling first. */
export const nameLayers: readonly string[] = ['names-areas', 'names-arterials', 'names-streets', 'names-green'];

/** All names, the ones that give way first. `without`: areas that have another label already. */
export function basemapNames(p: Palette, without: string[]): MapLayer[] {
  return plain(...streetNames(p), ...shields(p), ...placeNames(p, without));
}
