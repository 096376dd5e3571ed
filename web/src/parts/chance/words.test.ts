import { describe, expect, it } from 'vitest';
import type { ChanceArea, StableCatchment } from '../../api/types';
import {
  cellWords,
  chanceCovers,
  chanceFinding,
  chanceLists,
  drawsWords,
  holdsSentence,
  learnedSentence,
  stableWords,
} from './words';

describe('the chance of being chosen', () => {
  it('is said in draws, and never as certain or impossible', () => {
    expect(drawsWords(0.82)).toBe('in about 8 of 10 draws');
    expect(drawsWords(0.06)).toBe('in about 1 of 10 draws');
    expect(drawsWords(1)).toBe('in nearly every draw');
    expect(drawsWords(0)).toBe('in fewer than 1 of 20 draws');
    expect(cellWords(1, 0.01).more).toBe('>99%, give or take 1 point of drawing');
    expect(cellWords(0.5, 0.035).more).toBe('50%, give or take 4 points of drawing');
  });

  it('says what it does not cover', () => {
    for (const left of ['places', 'late reports', 'change over time', 'weights']) {
      expect(chanceCovers({ basis: 'counted' })).toContain(left);
    }
    for (const left of ['places', 'late reports', 'neighbors that rise together', 'weights']) {
      expect(chanceCovers({ basis: 'expected' })).toContain(left);
    }
  });

  it('says of each catchment how much of it comes back', () => {
    expect(stableWords({ share: 0.824, mostly: 1 })).toBe(
      '82% of its ground is chosen again; it comes back, at least half of it, in nearly every draw',
    );
    expect(stableWords({ share: 0.45, mostly: 0.46 })).toBe(
      '45% of its ground is chosen again; at least half of it comes back in about 5 of 10 draws',
    );
    expect(stableWords({ share: 0.01, mostly: 0.01 })).toMatch(/in nearly every draw another place is better/);
  });

  it('says of all together how firm they are, and what a wrong choice would cost', () => {
    const c = (mostly: number) => ({ mostly }) as StableCatchment;
    expect(chanceFinding({ basis: 'counted', catchments: [c(1), c(0.95), c(0.2)], draws: 200 })).toBe(
      'Chosen again on 200 draws of the counts, two of the three catchments stay mostly where they are in about 9 of 10 draws or more.',
    );
    expect(chanceFinding({ basis: 'counted', catchments: [c(0.2), c(0.1)], draws: 200 })).toMatch(
      /none of the two catchments stay/,
    );
    // What is said to come back in about 9 of 10 draws is counted as such.
    expect(stableWords({ share: 0.8, mostly: 0.88 })).toMatch(/in about 9 of 10 draws/);
    expect(chanceFinding({ basis: 'counted', catchments: [c(0.88), c(0.84)], draws: 200 })).toMatch(
      /one of the two catchments stays mostly where it is in about 9 of 10/,
    );
    expect(chanceFinding({ basis: 'counted', catchments: [c(1)], draws: 200 })).toMatch(
      /the catchment stays mostly where it is/,
    );
    expect(holdsSentence({ basis: 'counted', holds: 0.96, holds_low: 0.953 })).toMatch(
      /holds 96% .+ at least 95% in 9 of 10 draws/,
    );
    expect(holdsSentence({ basis: 'counted', holds: null, holds_low: null })).toBeNull();
  });

  it('says by which basis the choice was drawn again, and from what its doubt was learned', () => {
    const c = { mostly: 0.4 } as StableCatchment;
    expect(chanceFinding({ basis: 'expected', catchments: [c], draws: 100 })).toMatch(
      /on 100 draws of next year’s harm,/,
    );
    expect(holdsSentence({ basis: 'expected', holds: 0.9, holds_low: 0.8 })).toMatch(
      /^What is lost if the year comes otherwise/,
    );
    const model = { years: 5, worth_years: 1.82, share_around: 0.05, reach_m: 400, over_dispersion: 1.1 };
    expect(learnedSentence({ expected: model })).toMatch(/from 5 past years.+ worth 1\.82 years of counting it\.$/);
    expect(learnedSentence({ expected: null })).toBeNull();
  });
});

describe('the map in words', () => {
  const area = (name: string, sure_km2: number, likely_km2 = 0, possible_km2 = 0): ChanceArea => ({
    id: name,
    name,
    highest: 1,
    sure_km2,
    likely_km2,
    possible_km2,
  });

  it('lists areas by the ground they have', () => {
    const [sure, likely, possible] = chanceLists([area('A', 0.2, 0.3), area('B', 0.4), area('C', 0, 0, 0.1)]);
    expect(sure?.text).toBe('B (0.40 km²), A (0.20 km²)');
    expect(likely?.text).toBe('A (0.30 km²)');
    expect(possible?.text).toBe('C (0.10 km²)');
  });

  it('says where there is nothing, and how many are left out', () => {
    expect(chanceLists([])[0]?.text).toBe('nowhere');
    const many = Array.from({ length: 5 }, (_, i) => area(`N${i}`, i + 1));
    expect(chanceLists(many, 3)[0]?.text).toMatch(/, and 2 more$/);
  });
});
