/** Small repeating pictures, so that meaning never rests on color alone. Drawn here: nothing is fetched. */
import type { Palette } from './palette';

interface Pattern {
  width: number;
  height: number;
  data: Uint8Array;
  /** How it is stretched around a text, where it is. */
  options?: { pixelRatio: number; stretchX: Span[]; stretchY: Span[]; content: [number, number, number, number] };
}

type Span = [from: number, to: number];

function draw(size: number, color: string, alpha: number, inked: (x: number, y: number) => boolean): Pattern {
  const rgb = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const data = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (inked(x, y)) data.set([...rgb, Math.round(255 * alpha)], (y * size + x) * 4);
    }
  }
  return { width: size, height: size, data };
}

/** Patterns that a class of cells can carry beside its color. */
export type PatternName = 'hatch' | 'back' | 'bars' | 'spots' | 'grid';

/**
 * Lines, spots and grids for classes of cells (diagonal lines: cold spots), sparse dots for stand-in outlines of sites.
 */
export function patterns(p: Palette): Map<string, Pattern> {
  return new Map([
    ['hatch', draw(8, p.ground, 0.9, (x, y) => (x + y) % 8 < 2)],
    ['back', draw(8, p.ground, 0.9, (x, y) => (x - y + 8) % 8 < 2)],
    ['bars', draw(6, p.ground, 0.9, (x) => x < 2)],
    ['spots', draw(8, p.ground, 0.95, (x, y) => (x - 3.5) ** 2 + (y - 3.5) ** 2 < 5)],
    ['grid', draw(8, p.ground, 0.9, (x, y) => x < 2 || y < 2)],
    ['dots', draw(10, p.site, 0.6, (x, y) => (x === 2 || x === 3) && (y === 2 || y === 3))],
    ['shield', shield(p.halo, p.highwayEdge)],
    ['clear', draw(16, p.halo, 0, () => false)],
  ]);
}

/** A plate with round corners at twice the size, for the numbers of highways: the middle stretches with the number. */
function shield(ground: string, border: string): Pattern {
  const [size, radius, line] = [36, 10, 2];
  const rgb = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const data = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      // How far a pixel is inside the plate.
      const corner = (v: number) => Math.max(radius - v - 0.5, v + 0.5 - (size - radius), 0);
      const inside = radius - Math.hypot(corner(x), corner(y));
      const edge = Math.min(inside, x + 0.5, y + 0.5, size - x - 0.5, size - y - 0.5);
      if (edge <= 0) continue;
      const alpha = Math.round(255 * Math.min(1, edge));
      data.set([...rgb(edge < line ? border : ground), alpha], (y * size + x) * 4);
    }
  }
  const middle: Span[] = [[radius, size - radius]];
  const content: [number, number, number, number] = [6, 5, size - 6, size - 5];
  return { width: size, height: size, data, options: { pixelRatio: 2, stretchX: middle, stretchY: middle, content } };
}
