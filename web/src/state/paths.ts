/** The path of each view. Pure. */
import type { Of } from '../api/types';

/** What other pages can frame. */
export const forms = ['map', 'series', 'hours', 'change'] as const;
export type Form = (typeof forms)[number];

/** Screens whose word in the address is another than their name. */
const words: Record<string, string> = { scenarios: 'decisions' };

export function wordOf(screen: string): string {
  return words[screen] ?? screen;
}

interface Shown {
  screen: string;
  method: string;
  embed: Form | null;
  open: { of: Of; id: string } | null;
}

/** The path of a state: places have one of their own, ways of looking stand under the evidence. */
export function pathOf({ screen, method, embed, open }: Shown): string {
  const id = open && encodeURIComponent(open.id);
  if (embed) return id ? `/embed/${embed}/${id}` : `/embed/${embed}`;
  if (screen === 'hotspots') return `/evidence/${method}`;
  if (screen === 'backtest') return '/evidence/backtest';
  if (!open) return `/${wordOf(screen)}`;
  if (screen === 'next') return open.of === 'catchments' ? `/catchment/${id}` : `/place/${id}`;
  return `/${wordOf(screen)}/${open.of === 'catchments' ? 'catchment' : 'area'}/${id}`;
}
