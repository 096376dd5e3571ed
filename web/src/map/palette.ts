/**
 * Colors of the map. Three have a meaning: purple is harm, burnt orange is chosen or asked for, teal is a program; all
 * else is ground and ink. The ramp grows evenly in lightness, so that it keeps its order in gray print and for
 * color-blind readers; in the dark the strongest class is the brightest.
 */
export interface Palette {
  ramp: readonly [string, ...string[]];
  none: string;
  /** What surrounds the city, and casings of what is drawn on it. */
  ground: string;
  outline: string;
  strong: string;
  focus: string;
  hot: string;
  cold: string;
  quiet: string;
  site: string;
  catchment: string;
  land: string;
  water: string;
  park: string;
  street: string;
  streetEdge: string;
  alley: string;
  highway: string;
  highwayEdge: string;
  cityEdge: string;
  label: string;
  halo: string;
  waterLabel: string;
  parkLabel: string;
}

export const light: Palette = {
  ramp: ['#e4dcee', '#cbbddf', '#aa94c8', '#8a6fae', '#6a4c92', '#46296f'],
  none: '#e9e6df',
  ground: '#efece5',
  outline: '#a9a396',
  strong: '#1a1e23',
  focus: '#b23a00',
  hot: '#b2182b',
  cold: '#4393c3',
  quiet: '#f3f0ea',
  site: '#0b6157',
  catchment: '#1a1e23',
  land: '#f8f6f2',
  water: '#cfdde3',
  park: '#e1e9d9',
  street: '#ffffff',
  streetEdge: '#dcd7cc',
  alley: '#ece8df',
  highway: '#ffffff',
  highwayEdge: '#b9b2a3',
  cityEdge: '#8a8579',
  label: '#4b535c',
  halo: '#ffffff',
  waterLabel: '#4d6b7a',
  parkLabel: '#4e6843',
};

export const dark: Palette = {
  ramp: ['#2f2940', '#443859', '#614d85', '#7f68a8', '#a48dc9', '#d0bfe9'],
  none: '#282d33',
  ground: '#15191d',
  outline: '#5d666f',
  strong: '#eceef0',
  focus: '#ff9a62',
  hot: '#f4775f',
  cold: '#6fb1dc',
  quiet: '#252a30',
  site: '#66cbbb',
  catchment: '#eceef0',
  land: '#20252b',
  water: '#17303b',
  park: '#1f2c23',
  street: '#3b434c',
  streetEdge: '#2a3037',
  alley: '#2f363d',
  highway: '#4f5963',
  highwayEdge: '#191d21',
  cityEdge: '#78828c',
  label: '#b9c0c7',
  halo: '#1b2025',
  waterLabel: '#86a9b8',
  parkLabel: '#93b38a',
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
