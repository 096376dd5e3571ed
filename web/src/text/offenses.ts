/** Choosing offense groups: names of single groups and of several together. Pure. */
import type { OffenseInfo, Status } from '../api/types';

type Known = Pick<Status, 'offenses' | 'aliases'>;

/** The single groups behind names, in the city's order, each once; unknown names are left out. */
export function expand(names: string[], known: Known): string[] {
  const chosen = new Set(names.flatMap((n) => known.aliases[n] ?? [n]));
  return known.offenses.map((o) => o.id).filter((id) => chosen.has(id));
}

/** The shortest way to say the same choice: the name of several together where one fits exactly. */
export function compact(ids: string[], known: Known): string[] {
  const wanted = new Set(ids);
  const fits = (members: string[]) => members.length === wanted.size && members.every((m) => wanted.has(m));
  const alias = Object.keys(known.aliases)
    .sort((a) => (a === 'harm' ? -1 : 0))
    .find((a) => fits(known.aliases[a] ?? []));
  return alias && ids.length > 1 ? [alias] : ids;
}

/** Adds or takes out one group. The last one stays: an empty choice is not a question. */
export function toggle(ids: string[], id: string, known: Known): string[] {
  const next = ids.includes(id) ? ids.filter((i) => i !== id) : [...ids, id];
  return next.length === 0 ? ids : expand(next, known);
}

export function defaultOffenses(status: Pick<Status, 'offenses' | 'aliases' | 'defaults'>): string[] {
  const named = status.defaults.offense;
  const list = Array.isArray(named) ? named : named.split(',');
  const known = expand(list, status);
  return known.length > 0 ? compact(known, status) : status.offenses.filter((o) => o.default).map((o) => o.id);
}

const aliasLabels: Record<string, string> = { harm: 'Serious harm', violent: 'All violent' };

/** `armed_robbery` → Armed robbery. */
export function aliasLabel(alias: string): string {
  const words = alias.replaceAll('_', ' ');
  return aliasLabels[alias] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** What is counted, in a few words. */
export function selectionLabel(names: string[], known: Known): string {
  const ids = expand(names, known);
  const [alias] = compact(ids, known);
  if (alias && alias in known.aliases) return aliasLabel(alias);
  const labels = ids.map((id) => known.offenses.find((o) => o.id === id)?.label ?? id);
  return labels.length > 2 ? `${labels.length} offense groups` : labels.join(' and ');
}

export function byReporter(offenses: OffenseInfo[]): { victim: OffenseInfo[]; police: OffenseInfo[] } {
  return {
    victim: offenses.filter((o) => o.reported_by === 'victim'),
    police: offenses.filter((o) => o.reported_by === 'police'),
  };
}
