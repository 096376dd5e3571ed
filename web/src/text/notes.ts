/** What must stand beside figures wherever they are shown: what a window covers, what a site's outline is. Pure. */
import type { Said, SiteInfo, WindowMeta } from '../api/types';

/** What an answer was made of, short: enough to ask for the same again. */
export function madeOf(meta: Said): string {
  const seed = meta.seed == null ? '' : `, seed ${meta.seed}`;
  return `Dataset ${meta.dataset.slice(0, 8)}${seed}.`;
}

/** What the window covers; a gap is said, never counted as zero. */
export function coverageSentence(w: WindowMeta): string {
  if (w.covered_months === 0) return 'No public incident data in this window.';
  if (w.covered_months >= w.months) return `All ${w.months} months have incident data.`;
  const gap = w.months - w.covered_months;
  const covered = `${w.covered_months} of ${w.months} months have incident data`;
  return `${covered}; ${gap} ${gap === 1 ? 'is' : 'are'} missing, not zero.`;
}

/** The label without which a stand-in outline is never drawn. */
export const standIn = 'outline not published: whole neighborhoods stand in';

export function siteSentence(site: SiteInfo, monthLabel: (m: string) => string): string {
  const until = site.to ? ` to ${monthLabel(site.to)}` : '';
  const dates = `${site.to ? '' : 'since '}${monthLabel(site.from)}${until}`;
  return site.shape === 'stand-in' ? `${dates}; ${standIn}` : dates;
}

/** The sites of an area that are open in a month. */
export function openSites(sites: SiteInfo[], area: string, month: string): SiteInfo[] {
  return sites.filter((s) => s.area_ids.includes(area) && s.from <= month && (!s.to || s.to >= month));
}

/** The server's warning that the legend says on every screen. */
export const standInWarning = 'Outlines of the sites are not published: whole neighborhoods stand in.';

/** Warnings of an answer, without those that stand on the page anyway. */
export function freshWarnings(warnings: string[], shown: (string | null | undefined)[]): string[] {
  return warnings.filter((w) => !shown.includes(w));
}
