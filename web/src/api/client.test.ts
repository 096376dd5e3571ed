import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, type Question, ranking, rankingUrl, status, tiles } from './client';

const question: Question = {
  from: '2009-01',
  to: '2018-12',
  offense: ['homicide', 'robbery'],
  unit: 'net',
  time: 'reported',
  area: 'label',
  measure: 'count',
  k: 3,
};

function answer(body: unknown, code = 200): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status: code })));
}

afterEach(() => vi.unstubAllGlobals());

describe('addresses', () => {
  it('say everything that was asked', () => {
    expect(rankingUrl(question, 'neighborhoods', 2.5, 'csv')).toBe(
      '/api/v1/rankings?from=2009-01&to=2018-12&offense=homicide,robbery&unit=net&time=reported&area=label&measure=count&k=3&of=neighborhoods&format=csv',
    );
  });

  it('carry the catchment area only for catchments', () => {
    expect(rankingUrl(question, 'catchments', 0.25)).toContain('area_km2=0.25');
  });

  it('of tiles keep their placeholders', () => {
    expect(tiles('cells', 'http://here', new URLSearchParams({ offense: 'a,b' }))).toBe(
      'http://here/tiles/cells/{z}/{x}/{y}?offense=a,b',
    );
  });
});

describe('failures', () => {
  it('carry the problem document', async () => {
    answer({ title: 'Bad', code: 'bad-parameter', detail: 'k is 99; expected 1 to 20', parameter: 'k' }, 400);
    const failure = await ranking(question, 'neighborhoods', 1).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(ApiError);
    expect((failure as ApiError).problem).toMatchObject({ status: 400, parameter: 'k' });
  });

  it('survive an answer that is no JSON', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })));
    const failure = await status().catch((e: unknown) => e);
    expect((failure as ApiError).problem).toEqual({ status: 502 });
  });

  it('without an answer have no problem document', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    const failure = await status().catch((e: unknown) => e);
    expect((failure as ApiError).problem).toBeNull();
  });

  it('of an aborted request are not an ApiError', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('aborted', 'AbortError')));
    const stop = new AbortController();
    stop.abort();
    const failure = await status(stop.signal).catch((e: unknown) => e);
    expect(failure).not.toBeInstanceOf(ApiError);
  });
});
