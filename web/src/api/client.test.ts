import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, get } from './client';
import { status } from './questions';

const json = (body: unknown, code = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status: code, headers });

/** Answers in this order, the last one for good. */
function answer(...list: Response[]): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(() => Promise.resolve((list.length > 1 ? list.shift() : list[0])?.clone()));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('failures', () => {
  it('carry the problem document', async () => {
    answer(json({ title: 'Bad', code: 'bad-parameter', detail: 'k is 99; expected 1 to 20', parameter: 'k' }, 400));
    const failure = await get('/api/v1/rankings').catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(ApiError);
    expect((failure as ApiError).problem).toMatchObject({ status: 400, parameter: 'k' });
  });

  it('survive an answer that is no JSON', async () => {
    answer(new Response('<html>', { status: 502 }));
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
    const failure = await status({ signal: stop.signal }).catch((e: unknown) => e);
    expect(failure).not.toBeInstanceOf(ApiError);
  });
});

describe('long work', () => {
  const running = (done: number) =>
    json({ state: 'running', done, total: 3, note: 'year 2015' }, 202, { 'retry-after': '1' });

  it('is asked for at the same address until it is done, and tells how far it is', async () => {
    vi.useFakeTimers();
    const fetch = answer(running(1), running(2), json({ years: 9 }));
    const onprogress = vi.fn();
    const waiting = get('/api/v1/backtest?k=3', { onprogress });
    await vi.advanceTimersByTimeAsync(2100);
    expect(await waiting).toEqual({ years: 9 });
    expect(new Set(fetch.mock.calls.map(([address]) => address))).toEqual(new Set(['/api/v1/backtest?k=3']));
    expect(onprogress.mock.calls.map(([p]) => p)).toEqual([
      { done: 1, total: 3, note: 'year 2015' },
      { done: 2, total: 3, note: 'year 2015' },
    ]);
  });

  it('is let go as soon as nobody waits for it', async () => {
    vi.useFakeTimers();
    const fetch = answer(running(1));
    const stop = new AbortController();
    const waiting = get('/api/v1/backtest', { signal: stop.signal }).catch((e: unknown) => e);
    await vi.advanceTimersByTimeAsync(100);
    stop.abort();
    expect(await waiting).toBeInstanceOf(DOMException);
    await vi.advanceTimersByTimeAsync(5000);
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});
