/** What the screen of the sites says about itself; every sentence about a figure comes with the answer. Pure. */
import type { RegisteredSite, SiteVerdict } from '../../api/types';
import { count, monthLabel, percent } from '../../text/format';
import { standInFor } from '../../text/notes';

export const verdictNames: Record<SiteVerdict, string> = {
  stay: 'Stay',
  adjust: 'Adjust',
  look_again: 'Look again',
  too_little_data: 'Too little data',
};

/** The ends of an interval of shares: `5.3–6.6%`. */
export function ends(low: number, high: number, digits = 1): string {
  return `${(100 * low).toFixed(digits)}–${percent(high, digits)}`;
}

/** Degrees clockwise from north of a direction. */
export function degrees(direction: string): number {
  const ways = ['north', 'northeast', 'east', 'southeast', 'south', 'southwest', 'west', 'northwest'];
  return Math.max(0, ways.indexOf(direction)) * 45;
}

/** The share of a week that a schedule covers: what it would meet if harm came evenly. */
export function evenShare(weekdays: number[], from: number, to: number): number {
  return (weekdays.length * (to > from ? to - from : to + 24 - from)) / 168;
}

/** A ratio as a change with its sign: 0.55 is −45%. */
export function change(ratio: number): string {
  const by = Math.round(100 * (ratio - 1));
  return by === 0 ? '±0%' : `${by < 0 ? '−' : '+'}${Math.abs(by)}%`;
}

/** How an outcome or a method is called where it stands alone. */
export function plainName(id: string): string {
  const text = id.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Outline = RegisteredSite['outlines'][number];

/** What the ground of an outline is. */
export function groundSaid({ shape, areas }: Outline): string {
  return standInFor([{ shape: shape === 'stand-in' ? shape : 'published', area_ids: areas }]) ?? 'its own outline';
}

/** The months of an outline: `June 2020 to August 2023`. */
export function monthsSaid({ from, to }: Pick<Outline, 'from' | 'to'>): string {
  return to ? `${monthLabel(from)} to ${monthLabel(to)}` : `since ${monthLabel(from)}`;
}

/** The outlines of a site with their months: `June 2020 to August 2023: stand-in; since September 2023: published`. */
export function outlinesSaid(site: RegisteredSite): string {
  return site.outlines.map((o) => `${monthsSaid(o)}: ${groundSaid(o)}`).join('; ');
}

/** What holds of a site from which month on, a line each. */
export function factsSaid(site: RegisteredSite): string[] {
  return site.facts.map((f) => {
    const said = [
      ...(f.providers.length > 0 ? [`run by ${f.providers.join(' and ')}`] : []),
      ...(f.staff == null ? [] : [`staff ${count(f.staff)}`]),
      ...(f.budget_dollars == null ? [] : [`$${count(f.budget_dollars)} a year`]),
      ...(f.shift ? [f.shift] : []),
    ];
    const source = f.source ? ` (${f.source})` : '';
    return `From ${monthLabel(f.from)}: ${said.join(', ') || 'not known'}${source}.`;
  });
}

/** Who runs a site now, and since when. */
export function runBy(site: RegisteredSite): string {
  const held = site.facts.at(-1);
  if (!held || held.providers.length === 0) return 'not known';
  const who = held.providers.join(', ');
  // What holds changes for other reasons, too: they run it since the first of the entries that name them in a row.
  const others = site.facts.findLastIndex((f) => f.providers.join(', ') !== who);
  return `${who} since ${monthLabel(site.facts[others + 1]?.from ?? held.from)}`;
}
