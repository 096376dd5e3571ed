/** What must stand beside figures wherever they are shown: what a window covers, what a site's outline is. Pure. */
import type { Said, SiteInfo, WindowMeta } from '../api/types';
import { monthLabel } from './format';

/** What an answer was made of, short: enough to ask for the same again. */
export function madeOf(meta: Said): string {
  const seed = meta.seed == null ? '' : `, seed ${meta.seed}`;
  return `Dataset ${meta.dataset.slice(0, 8)}${seed}.`;
}

/**
 * What the window covers; a gap is said, never counted as zero, and months that something must be known of are not said
 * to be whole.
 */
export function coverageSentence(w: WindowMeta, noted: readonly { from: string; to?: string | null }[] = []): string {
  if (w.covered_months === 0) return 'No public incident data in this window.';
  const about = noted.filter((m) => m.from <= w.to && (m.to ?? '9999') >= w.from);
  if (w.covered_months >= w.months) {
    if (about.length === 0) return `All ${w.months} months have incident data.`;
    return `All ${w.months} months have incident data, not all of them whole: read the note.`;
  }
  const gap = w.months - w.covered_months;
  const covered = `${w.covered_months} of ${w.months} months have incident data`;
  return `${covered}; ${gap} ${gap === 1 ? 'is' : 'are'} missing, not zero.`;
}

type Ground = Pick<SiteInfo, 'shape' | 'area_ids'>;

/** What stands in for outlines that are not published; null where all are the program's own. */
export function standInFor(sites: readonly Ground[]): string | null {
  const stand = sites.filter((s) => s.shape === 'stand-in');
  const words = stand.map((s) => (s.area_ids.length > 0 ? 'whole neighborhoods stand in' : 'other ground stands in'));
  return words.length > 0 ? [...new Set(words)].join(', or ') : null;
}

/** The label without which stand-in outlines are never drawn; null where there is none. */
export function standInLabel(sites: readonly Ground[]): string | null {
  const words = standInFor(sites);
  if (!words) return null;
  const all = sites.every((s) => s.shape === 'stand-in');
  return all ? `outline not published: ${words}` : `where the outline is not published, ${words}`;
}

export function siteSentence(site: SiteInfo, monthLabel: (m: string) => string): string {
  const until = site.to ? ` to ${monthLabel(site.to)}` : '';
  const dates = `${site.to ? '' : 'since '}${monthLabel(site.from)}${until}`;
  const label = standInLabel([site]);
  return label ? `${dates}; ${label}` : dates;
}

/** The sites of an area that are open in a month. */
export function openSites(sites: SiteInfo[], area: string, month: string): SiteInfo[] {
  return sites.filter((s) => s.area_ids.includes(area) && s.from <= month && (!s.to || s.to >= month));
}

/** The server's warning that the legend says on every screen. */
export const standInWarnings = [
  'whole neighborhoods stand in',
  'other ground stands in',
  'whole neighborhoods, or other ground, stand in',
].map((ground) => `Outlines of the sites are not published: ${ground}.`);

/** Warnings of an answer, without those that stand on the page anyway. */
export function freshWarnings(warnings: string[], shown: (string | null | undefined)[]): string[] {
  return warnings.filter((w) => !shown.includes(w));
}

/** The months that a note is about: `May 2024 on`. */
export function monthsLabel({ from, to }: { from: string; to?: string | null }): string {
  if (!to) return `${monthLabel(from)} on`;
  return from === to ? monthLabel(from) : `${monthLabel(from)} to ${monthLabel(to)}`;
}
