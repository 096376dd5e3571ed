/** What the labels on the map say. Pure. */

import type { SiteInfo } from '../api/types';
import { monthLabel } from '../text/format';
import type { LngLat } from './labels';

export interface Label {
  id: string;
  at: LngLat;
  kind: 'rank' | 'name' | 'site';
  /** Rank in the badge, where it has one. */
  badge?: string;
  text: string;
}

interface Ranked {
  id: string;
  name: string;
  rank: number;
}

/** Rank badges for the first k (all of the catchments); plain names for the rest. */
export function areaLabels(items: Ranked[], points: Map<string, LngLat>, k: number, catchments: boolean): Label[] {
  return items.flatMap((item): Label[] => {
    const at = points.get(item.id);
    if (!at) return [];
    if (catchments) return [{ id: item.id, at, kind: 'rank', badge: String(item.rank), text: '' }];
    const ranked = item.rank <= k;
    const badge = ranked ? { badge: String(item.rank) } : {};
    return [{ id: item.id, at, kind: ranked ? 'rank' : 'name', text: item.name, ...badge }];
  });
}

/** Letters of areas, which have no rank. */
export function letterLabels(letters: string[], points: Map<string, LngLat>): Label[] {
  return letters.flatMap((id): Label[] => {
    const at = points.get(id);
    return at ? [{ id, at, kind: 'rank', badge: id, text: '' }] : [];
  });
}

/**
 * Sites carry their dates, and the stand-in where the outline is not published; names stand in the legend and the tips.
 * `own`: where sites lie whose ground is no area of the city.
 */
export function siteLabels(sites: SiteInfo[], points: Map<string, LngLat>, own = new Map<string, LngLat>()): Label[] {
  return sites.flatMap((site): Label[] => {
    const at = site.area_ids.map((id) => points.get(id)).find((p) => p !== undefined) ?? own.get(site.id);
    if (!at) return [];
    const dates = site.to ? `${monthLabel(site.from)} – ${monthLabel(site.to)}` : `since ${monthLabel(site.from)}`;
    const text = `site ${dates}${site.shape === 'stand-in' ? ' (stand-in)' : ''}`;
    return [{ id: site.id, at, kind: 'site', text }];
  });
}
