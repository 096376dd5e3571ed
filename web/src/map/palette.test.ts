import { describe, expect, it } from 'vitest';
import { classColor, dark, light, luminance, mix } from './palette';

const ratio = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

describe('the ramps', () => {
  it('keep their order in gray print', () => {
    const falling = light.ramp.map(luminance);
    expect([...falling].sort((a, b) => b - a)).toEqual(falling);
    const rising = dark.ramp.map(luminance);
    expect([...rising].sort((a, b) => a - b)).toEqual(rising);
  });

  it('have neighbors that differ visibly without hue', () => {
    for (const ramp of [light.ramp, dark.ramp]) {
      const lum = ramp.map(luminance);
      lum.slice(1).forEach((l, i) => {
        expect(ratio(l, lum[i] ?? 0)).toBeGreaterThan(1.17);
      });
    }
  });

  it('know black from white', () => {
    expect([luminance('#000000'), luminance('#ffffff')]).toEqual([0, 1]);
  });
});

describe('class colors', () => {
  it('are all different, however many classes there are', () => {
    for (const classes of [2, 6, 7, 9]) {
      const colors = Array.from({ length: classes }, (_, i) => classColor(light, i, classes));
      expect(new Set(colors).size).toBe(classes);
      expect([colors[0], colors.at(-1)]).toEqual([light.ramp[0], light.ramp.at(-1)]);
    }
  });

  it('mix evenly', () => {
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
    expect(mix('#0000ff', '#ff0000', 1)).toBe('#ff0000');
  });
});

describe('names on the map', () => {
  it('can be read on their halo and on the ground', () => {
    for (const p of [light, dark]) {
      const pairs: [string, string][] = [
        [p.label, p.halo],
        [p.label, p.land],
        [p.parkLabel, p.park],
        [p.waterLabel, p.water],
        [p.site, p.halo],
      ];
      for (const [ink, ground] of pairs) {
        expect(ratio(luminance(ink), luminance(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4);
      }
    }
  });
});
