import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { styleOf } from './apply';
import * as basemap from './basemap';
import { foundLayers, foundShapes, guardLayer, labelLayers, labelShapes } from './label-layers';
import * as layers from './layers';
import { classColor, dark, light, type Palette } from './palette';
import type { MapLayer, Scene } from './scene';

const bounds: [number, number, number, number] = [-90.4, 38.5, -90.1, 38.8];
const shapes = () => layers.shapeSource(null);

/** A scene of everything that any screen draws. */
function everything(p: Palette, more: MapLayer[] = []): Scene {
  const names = ['neighborhoods', 'cells', 'sites'];
  return {
    palette: p,
    sources: {
      ...Object.fromEntries(names.map((n) => [n, layers.vectorSource(`http://h/${n}`, bounds)])),
      surface: layers.rasterSource('http://h/surface', bounds),
      chance: shapes(),
      clusters: shapes(),
      catchments: shapes(),
      chosen: shapes(),
      basemap: basemap.basemapSource('http://h/basemap.pmtiles?v=1'),
      labels: layers.shapeSource(labelShapes([])),
      found: layers.shapeSource(foundShapes({ title: 'A & B', at: [-90, 38] })),
      draft: layers.shapeSource(
        layers.draftShape(
          [
            [-90, 38],
            [-90.1, 38],
            [-90, 38.1],
          ],
          false,
        ),
      ),
    },
    layers: [
      ...layers.ground(p),
      ...basemap.basemapGround(p),
      ...layers.areasTouch(p, {}),
      ...layers.surfaceLayer(),
      ...layers.areaLayers(p, {}),
      ...layers.cellLayers(p, [5, 10], {}),
      ...layers.hotLayers(p, {}),
      ...layers.chanceLayers(p, [0.1, 0.5], {}, {}),
      ...layers.clusterLayers({}),
      ...basemap.basemapStreets(p),
      ...layers.areaLines(p),
      ...layers.siteLayers(p),
      ...layers.catchmentLayers(p, {}),
      ...layers.markedLayers(p, true),
      ...layers.chosenLayers(p, true),
      ...layers.draftLayers(p),
      ...basemap.foundStreet(p, 'S Grand Blvd'),
      ...basemap.basemapNames(p, ['16']),
      ...guardLayer('chosen'),
      ...labelLayers(p),
      ...foundLayers(p),
      ...more,
    ],
    states: {},
    labels: [],
    drawing: false,
    handles: null,
    reveal: null,
    target: null,
    focus: null,
  };
}

describe('the style', () => {
  it('is valid and draws nothing from outside', () => {
    for (const p of [light, dark]) {
      const s = styleOf(everything(p));
      expect(validateStyleMin(s)).toEqual([]);
      expect(s.glyphs).toBeUndefined();
      expect(s.sprite).toBeUndefined();
      expect(JSON.stringify(s.sources).match(/https?:\/\/(?!h\/)/)).toBeNull();
    }
  });

  it('draws streets over what is counted, outlines over streets, and names over both', () => {
    const ids = everything(light).layers.map((l) => l.style.id);
    const order = ['land', 'cells', 'streets', 'chosen', 'names-streets', 'names-areas', 'labels-rank'];
    const at = order.map((id) => ids.indexOf(id));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
  });

  it('says the same layers in the dark, in other colors', () => {
    const of = (p: Palette) => [...basemap.basemapStreets(p), ...basemap.basemapNames(p, [])].map((l) => l.style);
    expect(of(dark).map((l) => l.id)).toEqual(of(light).map((l) => l.id));
    expect(of(dark).map((l) => l.layout)).toEqual(of(light).map((l) => l.layout));
    expect(of(dark).map((l) => l.paint)).not.toEqual(of(light).map((l) => l.paint));
  });

  it('has only what the scene has: nothing hidden, nothing fetched ahead', () => {
    const scene = { ...everything(light), sources: {}, layers: layers.ground(light) };
    expect(styleOf(scene)).toMatchObject({ sources: {}, layers: [{ id: 'ground' }] });
  });
});

describe('class colors', () => {
  it('end with the strongest', () => {
    expect(classColor(light, 2, 3)).toBe(light.ramp.at(-1));
    expect(classColor(light, 0, 1)).toBe(light.ramp[0]);
  });

  it('of cells set zero apart', () => {
    expect(JSON.stringify(layers.cellColor(light, []))).toContain(light.quiet);
  });
});
