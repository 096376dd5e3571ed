import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { styleOf } from './apply';
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
      ...layers.areasTouch(p, {}),
      ...layers.surfaceLayer(),
      ...layers.areaLayers(p, {}),
      ...layers.cellLayers(p, [5, 10], {}),
      ...layers.hotLayers(p, {}),
      ...layers.chanceLayers(p, [0.1, 0.5], {}, {}),
      ...layers.clusterLayers({}),
      ...layers.areaLines(p),
      ...layers.siteLayers(p),
      ...layers.catchmentLayers(p, {}),
      ...layers.markedLayers(p, true),
      ...layers.chosenLayers(p, true),
      ...layers.draftLayers(p),
      ...more,
    ],
    states: {},
    labels: [],
    drawing: false,
    reveal: null,
    target: null,
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
