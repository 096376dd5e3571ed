/** Failures in plain words, and what the reader can do. Pure. */
import { ApiError } from '../api/client';
import type { Problem } from '../api/types';

export interface Trouble {
  what: string;
  todo: string;
  /** Whether it may pass by itself, so that asking again is worth it. */
  passing?: true;
  /** Whether the months do not suit a place so fine, while larger ones are told. */
  period?: true;
}

const parameterNames: Record<string, string> = {
  from: 'the first month',
  to: 'the last month',
  offense: 'the choice of offenses',
  k: 'the number of areas',
  area_km2: 'the catchment area',
  resolution: 'the cell size',
  bandwidth_m: 'the bandwidth',
  weights: 'the weights',
  half_life_months: 'the half-life',
  spacing_m: 'the distance to sites',
  apart_m: 'the distance between new sites',
  least_residents: 'the least number of residents',
  outline: 'the shape',
  budget_usd: 'the budget',
  exclude: 'the areas left out',
  polygon: 'what is drawn',
  name: 'the name',
};

/** Whether a question ran out of time: that is no sign of a busy server, and asking again at once would not help. */
function tookTooLong(p: Problem): boolean {
  return p.code === 'timeout' || p.status === 504 || p.status === 408;
}

/** A failure in plain words, and what the reader can do. */
export function trouble(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return { what: 'Something went wrong in this page.', todo: 'Reload the page.' };
  const p = error.problem;
  if (!p) {
    return {
      what: 'The Catchment server does not answer.',
      todo: 'Check that it is running and that you are connected, then try again. What you see is the last answer.',
      passing: true,
    };
  }
  if (tookTooLong(p)) {
    return {
      what: 'The answer took too long, and the server gave it up.',
      todo: 'Ask for less (fewer years, larger cells, less work for the proof), or try again when the server is quiet.',
    };
  }
  if (p.status === 502 || p.status === 503 || p.status === 429) {
    return {
      what: 'The server is busy or still loading its data.',
      todo: 'It is asked again in a moment.',
      passing: true,
    };
  }
  if (p.code === 'empty-dataset') {
    return {
      what: 'This dataset holds no incidents.',
      todo: 'Build one with “catchment ingest”, then reload this page.',
    };
  }
  if (p.code === 'sign-in-needed') {
    return {
      what: 'You are signed out: your session is over.',
      todo: 'Reload this page to sign in again. Its address holds every choice.',
    };
  }
  if (p.status === 403) {
    return {
      what: sentence(p.detail ?? 'This is not open here'),
      todo: 'The address of this page holds every choice and can be kept instead.',
    };
  }
  if (p.status === 412) {
    return {
      what: 'Somebody saved this scenario since you opened it.',
      todo: 'Nothing was written over. Open it again, or save yours under a new name.',
    };
  }
  if (p.status === 404) return { what: sentence(p.detail ?? 'This was not found'), todo: 'Go back to the ranking.' };
  if (p.status >= 500) {
    return { what: 'The server failed on this question.', todo: 'Try again; if it persists, tell whoever runs it.' };
  }
  if (/^(from|to)$/.test(p.parameter ?? '') && /so fine a place/.test(p.accepted ?? '')) {
    return {
      what: 'Ground smaller than a neighborhood is not told for these months.',
      todo: 'It is told over whole calendar years, or over the period that is shown first. Neighborhoods are told for any months.',
      period: true,
    };
  }
  const name = p.parameter && (parameterNames[p.parameter] ?? p.parameter);
  return {
    what: sentence(p.detail ?? p.title ?? 'The server refused this question'),
    todo: name ? `Change ${name}${p.accepted ? ` (accepted: ${p.accepted})` : ''}.` : 'Change the question.',
  };
}

/** A text as a sentence: with a capital and a stop. */
export function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
