import { describe, expect, it } from 'vitest';
import { citation, embedCode } from './share';

describe('what is taken along', () => {
  it('is cited with period, source, dataset and day', () => {
    const text = citation({
      title: 'Dutchtown · St. Louis · Catchment',
      period: 'May 2024 – Apr 2026',
      source: 'Police files.',
      dataset: '223dce999c38b9ac',
      program: 'catchment 0.1.0',
      address: 'https://example.org/place/16',
      today: new Date('2026-11-29T10:00:00Z'),
    });
    expect(text).toBe(
      'Dutchtown, St. Louis, Catchment, May 2024 – Apr 2026. Police files. Dataset 223dce999c38b9ac, ' +
        'catchment 0.1.0. https://example.org/place/16 (seen 2026-11-29).',
    );
  });

  it('is framed as wide as its column, and cannot break out of the code', () => {
    const code = embedCode('https://example.org/embed/map?a=1&b=2', 'A "quoted" <b>', 'map');
    expect(code).toContain('src="https://example.org/embed/map?a=1&amp;b=2"');
    expect(code).toContain('title="A &quot;quoted&quot; &lt;b>"');
    expect(code).toContain('width:100%');
  });
});
