import type { Map as MapLibre } from 'maplibre-gl';
import { expect, it, vi } from 'vitest';
import { Stage } from './apply';
import { areaLayers, areaLines, cellLayers, ground, shapeSource, vectorSource } from './layers';
import { dark, light } from './palette';
import type { Scene } from './scene';

const bounds: [number, number, number, number] = [0, 0, 1, 1];
const scene = (more: Partial<Scene>): Scene => ({
  palette: light,
  sources: { neighborhoods: vectorSource('http://h/n', bounds) },
  layers: [...ground(light), ...areaLayers(light, {}), ...areaLines(light)],
  states: {},
  labels: [],
  drawing: false,
  handles: null,
  reveal: null,
  target: null,
  focus: null,
  ...more,
});

/** A map that only remembers what it was told. */
function remembering() {
  const told: string[] = [];
  const source = {
    setTiles: (tiles: string[]) => told.push(`tiles ${tiles[0]}`),
    setData: () => told.push('data'),
  };
  const map = {
    addSource: (name: string) => told.push(`source ${name}`),
    addLayer: (layer: { id: string }, above?: string) => told.push(`layer ${layer.id} under ${above}`),
    setLayoutProperty: (id: string, _: string, v: string) => told.push(`${id} ${v}`),
    setPaintProperty: (id: string, name: string) => told.push(`${id} ${name}`),
    setFeatureState: vi.fn(({ id }: { id: string }, state: object) => told.push(`${id} ${JSON.stringify(state)}`)),
    getSource: () => source,
  };
  return { told, map: map as unknown as MapLibre };
}

it('the same scene again tells the map nothing', () => {
  const { told, map } = remembering();
  const stage = new Stage(map, scene({}));
  stage.apply(scene({}));
  expect(told).toEqual([]);
});

it('a layer comes when it is asked for, in its place, and hides when it is not', () => {
  const { told, map } = remembering();
  const stage = new Stage(map, scene({}));
  const cells = { cells: vectorSource('http://h/c', bounds) };
  const layers = [...ground(light), ...cellLayers(light, [5], {}), ...areaLines(light)];
  stage.apply(scene({ sources: { ...scene({}).sources, ...cells }, layers }));
  expect(told).toEqual(['source cells', 'areas none', 'layer cells under areas-line']);
  told.length = 0;
  stage.apply(scene({}));
  expect(told).toEqual(['cells none', 'areas visible']);
});

it('other colors, another address, other data are changed in place', () => {
  const { told, map } = remembering();
  const stage = new Stage(map, scene({ sources: { ...scene({}).sources, chosen: shapeSource(null) } }));
  const data: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
  stage.apply(
    scene({
      sources: { neighborhoods: vectorSource('http://h/n?dataset=b', bounds), chosen: shapeSource(data) },
      layers: [...ground(dark), ...areaLayers(light, {}), ...areaLines(light)],
    }),
  );
  expect(told).toEqual(['tiles http://h/n?dataset=b', 'data', 'ground background-color']);
});

it('states of features are set and taken back one by one', () => {
  const { told, map } = remembering();
  const stage = new Stage(map, scene({}));
  const states = (features: [string, object][]) => ({ neighborhoods: { features: new Map(features) } });
  stage.apply(
    scene({
      states: states([
        ['a', { color: 2 }],
        ['b', { color: 1, marked: true }],
      ]),
    }),
  );
  told.length = 0;
  stage.apply(
    scene({
      states: states([
        ['a', { color: 2 }],
        ['b', { color: 1 }],
      ]),
    }),
  );
  stage.apply(scene({ states: states([['a', { color: 2 }]]) }));
  expect(told).toEqual(['b {"color":1,"marked":false}', 'b {"color":-1,"marked":false}']);
});
