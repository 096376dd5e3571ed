/**
 * Colors of the map. Sequential ramps grow evenly in lightness, so that they keep their order in gray print and for
 * color-blind readers. Light: YlGnBu of ColorBrewer 2 (Harrower & Brewer 2003, doi 10.1179/000870403235002042).
 * In the dark the strongest class is the brightest.
 */
export interface Palette {
  ramp: readonly [string, ...string[]];
  none: string;
  ground: string;
  outline: string;
  strong: string;
  focus: string;
  hot: string;
  cold: string;
  quiet: string;
  site: string;
  catchment: string;
}

export const light: Palette = {
  ramp: ['#f7f7cf', '#cbe9b8', '#84cdba', '#43aec2', '#2b7cb5', '#253a92'],
  none: '#e7e5df',
  ground: '#f4f2ed',
  outline: '#8d959b',
  strong: '#1d2329',
  focus: '#b4400f',
  hot: '#b2182b',
  cold: '#4393c3',
  quiet: '#e9e7e1',
  site: '#6b2c83',
  catchment: '#1d2329',
};

export const dark: Palette = {
  ramp: ['#2b4150', '#2b5a76', '#2a7588', '#3f9f92', '#8dca85', '#f2ee9a'],
  none: '#262b30',
  ground: '#14181c',
  outline: '#5f6b75',
  strong: '#f3f5f6',
  focus: '#ffb37a',
  hot: '#f4775f',
  cold: '#6fb1dc',
  quiet: '#262c32',
  site: '#d9a6ee',
  catchment: '#f3f5f6',
};

export function palette(theme: 'light' | 'dark'): Palette {
  return theme === 'dark' ? dark : light;
}

/** Relative luminance (WCAG 2.2), 0 black to 1 white. */
export function luminance(hex: string): number {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** A color between two: 0 the first, 1 the second. With the ground first, a color as it looks at that opacity. */
export function mix(from: string, to: string, share: number): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(channel(from, at) * (1 - share) + channel(to, at) * share));
  return `#${mixed.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
}

/** The color of a class of any number of classes: all differ, the lowest and the highest are the ends of the ramp. */
export function classColor(p: Palette, cls: number, classes: number): string {
  const at = classes <= 1 ? 0 : (cls * (p.ramp.length - 1)) / (classes - 1);
  const from = p.ramp[Math.floor(at)] ?? p.ramp[0];
  return mix(from, p.ramp[Math.ceil(at)] ?? from, at - Math.floor(at));
}
