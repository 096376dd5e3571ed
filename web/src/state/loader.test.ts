import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { Loader } from './loader.svelte';

describe('a loader', () => {
  it('keeps the old answer until the new one is there', async () => {
    const loader = new Loader<string>();
    await loader.load('a', () => Promise.resolve('first'));
    const second = loader.load('b', () => Promise.resolve('second'));
    expect([loader.value, loader.busy]).toEqual(['first', true]);
    await second;
    expect([loader.value, loader.busy]).toEqual(['second', false]);
  });

  it('drops the answer of a question that was overtaken', async () => {
    const loader = new Loader<string>();
    let late = (_: string) => {};
    const slow = loader.load('slow', () => new Promise((resolve) => (late = resolve)));
    await loader.load('fast', () => Promise.resolve('fast'));
    late('slow');
    await slow;
    expect(loader.value).toBe('fast');
  });

  it('does not ask twice for what it holds', async () => {
    const loader = new Loader<string>();
    const ask = vi.fn(() => Promise.resolve('x'));
    await loader.load('a', ask);
    await loader.load('a', ask);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('asks again for what failed only when told to, and keeps the last answer meanwhile', async () => {
    const loader = new Loader<string>();
    await loader.load('a', () => Promise.resolve('old'));
    await loader.load('b', () => Promise.reject(new ApiError(null, 'silence')));
    expect(loader.value).toBe('old');
    expect(loader.trouble?.what).toContain('does not answer');
    expect(loader.old).toBe(true);
    await loader.load('b', () => Promise.resolve('not asked'));
    expect(loader.value).toBe('old');
    await loader.again();
    expect(loader.trouble).not.toBeNull();
    await loader.load('c', () => Promise.resolve('new'));
    expect([loader.value, loader.trouble, loader.old]).toEqual(['new', null, false]);
  });

  it('calls an answer old when the next one is long in coming, and not before', async () => {
    vi.useFakeTimers();
    const loader = new Loader<string>();
    await loader.load('a', () => Promise.resolve('first'));
    let late = (_: string) => {};
    const slow = loader.load('b', () => new Promise((resolve) => (late = resolve)));
    await vi.advanceTimersByTimeAsync(500);
    expect(loader.old).toBe(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(loader.old).toBe(true);
    late('second');
    await slow;
    expect([loader.value, loader.old]).toEqual(['second', false]);
    vi.useRealTimers();
  });

  it('lets long work go that nobody looks at, and asks for it again on return', async () => {
    const loader = new Loader<string>();
    const signals: AbortSignal[] = [];
    const ask = ({ signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return new Promise<string>(() => {});
    };
    void loader.load('long', ask);
    loader.leave();
    expect([signals[0]?.aborted, loader.busy]).toEqual([true, false]);
    void loader.load('long', ask);
    expect(signals).toHaveLength(2);
  });

  it('shows answers while a question moves, and ends with the last one', async () => {
    const loader = new Loader<string>();
    let first = (_: string) => {};
    let last = (_: string) => {};
    const ask = vi.fn((_: string) => new Promise<string>((resolve) => (last = resolve)));
    const moving = loader.follow('1', () => new Promise((resolve) => (first = resolve)));
    for (const n of ['2', '3', '4']) void loader.follow(n, () => ask(n));
    first('1');
    await moving;
    expect([loader.value, loader.busy]).toEqual(['1', true]);
    last('4');
    await vi.waitFor(() => expect(loader.busy).toBe(false));
    expect(loader.value).toBe('4');
    expect(ask.mock.calls).toEqual([['4']]);
  });

  it('gives up an answer that takes too long once the question has moved', async () => {
    const loader = new Loader<string>();
    let late = (_: string) => {};
    const slow = loader.follow('slow', () => new Promise((resolve) => (late = resolve)));
    await loader.follow('next', () => Promise.resolve('next'), 0);
    late('slow');
    await slow;
    expect(loader.value).toBe('next');
  });
});
