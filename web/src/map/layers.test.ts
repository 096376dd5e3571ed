import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { cellColor, style, visible } from './layers';
import { classColor, dark, light } from './palette';

const at = { neighborhoods: 'http://h/n', cells: 'http://h/c', surface: 'http://h/s', sites: 'http://h/t' };

describe('the style', () => {
  it('is valid and draws nothing from outside', () => {
    for (const p of [light, dark]) {
      const s = style(p, at, [-90.4, 38.5, -90.1, 38.8]);
      expect(validateStyleMin(s)).toEqual([]);
      expect(s.glyphs).toBeUndefined();
      expect(s.sprite).toBeUndefined();
      expect(JSON.stringify(s.sources).match(/https?:\/\/(?!h\/)/)).toBeNull();
    }
  });

  it('shows one surface of values at a time', () => {
    const shown = (l: 'neighborhoods' | 'cells' | 'hotspots' | 'surface') => {
      const v = visible(l, true, false);
      return ['areas', 'cells', 'cells-hot', 'surface'].filter((id) => v[id]);
    };
    expect(shown('neighborhoods')).toEqual(['areas']);
    expect(shown('cells')).toEqual(['cells']);
    expect(shown('hotspots')).toEqual(['cells-hot']);
    expect(shown('surface')).toEqual(['surface']);
  });
});

describe('class colors', () => {
  it('end with the strongest', () => {
    expect(classColor(light, 2, 3)).toBe(light.ramp.at(-1));
    expect(classColor(light, 0, 1)).toBe(light.ramp[0]);
  });

  it('of cells set zero apart', () => {
    const s = style(light, at, [0, 0, 1, 1]);
    const cells = s.layers.find((l) => l.id === 'cells');
    if (cells?.type === 'fill') cells.paint = { 'fill-color': cellColor(light, [5, 10]) };
    expect(validateStyleMin(s)).toEqual([]);
    expect(JSON.stringify(cellColor(light, []))).toContain(light.quiet);
  });
});
