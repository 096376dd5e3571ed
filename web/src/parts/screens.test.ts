import { expect, it } from 'vitest';
import { parse, screens } from '../state/url';
import { groupOf, groups, isShown } from './screens';

it('reaches every screen from one of five groups', () => {
  expect(groups.map((g) => g.name)).toEqual(['Where next', 'Our sites', 'Decisions', 'Evidence', 'Data']);
  for (const screen of screens) expect(groupOf(screen)?.ways.length, screen).toBeGreaterThan(0);
});

it('marks one way at a time, also where methods share a screen', () => {
  const shown = (hash: string) =>
    groups.flatMap((g) => g.ways.filter((w) => isShown(w, parse(hash)))).map((w) => w.name);
  expect(shown('')).toEqual(['The answer']);
  expect(shown('#/?k=3')).toEqual(['Full list']);
  expect(shown('#/hotspots?method=knox')).toEqual(['Does one incident bring the next?']);
  expect(shown('#/sites?part=worked')).toEqual(['Did it work?']);
  expect(shown('#/catchments?k=3')).toEqual(['Walkable areas']);
});
