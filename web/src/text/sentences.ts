/** Sentences that the viewer says about answers: errors, rankings, windows. Pure; never surer than the data. */
import { ApiError } from '../api/client';
import type { RankItem, RankOfArea, SiteInfo, WindowMeta } from '../api/types';
import { count, probability, range } from './format';

export interface Trouble {
  what: string;
  todo: string;
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
  outline: 'the shape',
  budget_usd: 'the budget',
  exclude: 'the areas left out',
  polygon: 'what is drawn',
  name: 'the name',
};

/** A failure in plain words, and what the reader can do. */
export function trouble(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return { what: 'Something went wrong in this page.', todo: 'Reload the page.' };
  const p = error.problem;
  if (!p) {
    return {
      what: 'The Catchment server does not answer.',
      todo: 'Check that it is running and that you are connected, then try again. What you see is the last answer.',
    };
  }
  if (p.status === 503 || p.status === 429) {
    return { what: 'The server is busy or still loading its data.', todo: 'Try again in a moment.' };
  }
  if (p.code === 'empty-dataset') {
    return {
      what: 'This dataset holds no incidents.',
      todo: 'Build one with “catchment ingest”, then reload this page.',
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
  const name = p.parameter && (parameterNames[p.parameter] ?? p.parameter);
  return {
    what: sentence(p.detail ?? p.title ?? 'The server refused this question'),
    todo: name ? `Change ${name}${p.accepted ? ` (accepted: ${p.accepted})` : ''}.` : 'Change the question.',
  };
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** How much of the top k is settled. */
export function topSentence(items: RankItem[], k: number): string {
  const sure = items.filter((i) => i.p_top >= 0.9).length;
  const open = items.filter((i) => i.p_top >= 0.1 && i.p_top < 0.9).length;
  const places = k === 1 ? 'first' : `in the top ${k}`;
  if (open === 0) return `${count(sure)} ${sure === 1 ? 'area is' : 'areas are'} clearly ${places}.`;
  const first =
    sure === 0
      ? `No area is clearly ${places}`
      : `${sure} of ${k} ${sure === 1 ? 'is' : 'are'} clearly ${places} (a chance of 90% or more)`;
  return `${first}; for ${open} ${sure === 0 ? '' : 'more '}${open === 1 ? 'area' : 'areas'}, it could go either way.`;
}

/** The ranks whose intervals cannot be told apart from the first place's, if any. */
export function tiedWithFirst(items: RankItem[]): number {
  const first = items[0];
  return first ? items.filter((i) => i.score_high >= first.score_low).length : 0;
}

export function rankSentence(rank: RankOfArea, k: number): string {
  const place = rank.low === rank.high ? `rank ${rank.low}` : `ranks ${range(rank.low, rank.high)}`;
  return `90% interval: ${place}. Chance of top ${k}: ${probability(rank.p_top)}.`;
}

/** What the window covers; a gap is said, never counted as zero. */
export function coverageSentence(w: WindowMeta): string {
  if (w.covered_months === 0) return 'No public incident data in this window.';
  if (w.covered_months >= w.months) return `All ${w.months} months have incident data.`;
  const gap = w.months - w.covered_months;
  return `${w.covered_months} of ${w.months} months have incident data; ${gap} ${gap === 1 ? 'is' : 'are'} missing, not zero.`;
}

/** The label without which a stand-in outline is never drawn. */
export const standIn = 'outline not published: whole neighborhoods stand in';

export function siteSentence(site: SiteInfo, monthLabel: (m: string) => string): string {
  const until = site.to ? ` to ${monthLabel(site.to)}` : '';
  const dates = `${site.to ? '' : 'since '}${monthLabel(site.from)}${until}`;
  return site.shape === 'stand-in' ? `${dates}; ${standIn}` : dates;
}

/** The server's warning that the legend says on every screen. */
export const standInWarning = 'Outlines of the sites are not published: whole neighborhoods stand in.';

/** Warnings of an answer, without those that stand on the page anyway. */
export function freshWarnings(warnings: string[], shown: (string | null)[]): string[] {
  return warnings.filter((w) => !shown.includes(w));
}
