import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/client';
import { trouble } from './trouble';

const problem = (p: object) => new ApiError({ status: 400, ...p }, 'x');

describe('a refused write', () => {
  const refused = (status: number) => trouble(new ApiError({ status, detail: 'not open here' }, 'refused'));
  it('offers the address instead', () => {
    expect(refused(403)).toEqual({
      what: 'Not open here.',
      todo: 'The address of this page holds every choice and can be kept instead.',
    });
  });
  it('says that nobody’s work was written over', () => {
    expect(refused(412).what).toMatch(/Somebody saved this scenario/);
  });
});

describe('trouble', () => {
  it('sends whoever is signed out to the way in', () => {
    const t = trouble(problem({ status: 401, code: 'sign-in-needed' }));
    expect(t.todo).toMatch(/^Reload this page to sign in again/);
    expect(t.passing).toBeUndefined();
  });

  it('names the parameter and what is accepted', () => {
    const t = trouble(problem({ parameter: 'k', accepted: '1 to 20', detail: 'k is 99; expected 1 to 20' }));
    expect(t).toEqual({ what: 'K is 99; expected 1 to 20.', todo: 'Change the number of areas (accepted: 1 to 20).' });
  });

  it('says that small ground is told over whole years', () => {
    const accepted = '2024-05: so fine a place is told by whole steps of 12 months';
    const t = trouble(problem({ parameter: 'from', accepted, detail: 'from is 2025-05' }));
    expect([t.period, t.what]).toEqual([true, 'Ground smaller than a neighborhood is not told for these months.']);
    expect(t.todo).toContain('whole calendar years');
  });

  it('tells silence from refusal', () => {
    expect(trouble(new ApiError(null, 'x')).what).toContain('does not answer');
    expect(trouble(problem({ status: 503 })).passing).toBe(true);
    expect(trouble(problem({ status: 500, detail: 'secret' })).what).not.toContain('secret');
    expect(trouble(new Error('bug')).todo).toBe('Reload the page.');
  });

  it('tells a question that ran out of time from a busy server', () => {
    const late = trouble(problem({ status: 503, code: 'timeout' }));
    expect(late.what).toContain('took too long');
    expect(late.what).not.toMatch(/busy|loading/);
    expect(late.passing).toBeUndefined();
  });
});
