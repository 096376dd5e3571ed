/** What is taken along from a view: how to cite it, and how to show it in another page. Pure. */

interface Cited {
  /** What the tab says: place, city, program. */
  title: string;
  period: string;
  source: string;
  dataset: string;
  program: string;
  address: string;
  today: Date;
}

/** A citation that finds the same figures again: source, period, dataset and the day it was looked at. */
export function citation({ title, period, source, dataset, program, address, today }: Cited): string {
  const day = today.toISOString().slice(0, 10);
  const stopped = source.replace(/\.$/, '');
  return `${title.replaceAll(' · ', ', ')}${period ? `, ${period}` : ''}. ${stopped}. Dataset ${dataset}, ${program}. ${address} (seen ${day}).`;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Heights that hold each form at usual widths, px. */
const heights: Record<string, number> = { map: 560, series: 340, hours: 360, change: 320 };

/** A frame for another page: as wide as its column, its address whole. */
export function embedCode(address: string, title: string, form: string): string {
  const height = heights[form] ?? 400;
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" loading="lazy" style="width:100%;height:${height}px;border:0"></iframe>`;
}
