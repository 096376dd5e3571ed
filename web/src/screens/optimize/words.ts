/** What the screen of catchments says about a choice. Pure; never surer than the data. */
import type { Optimized } from '../../api/types';
import { boundPercent, count } from '../../text/format';

/** What the catchments were chosen by. */
export function basisSentence(o: Pick<Optimized, 'basis' | 'expected' | 'harm'>): string {
  if (o.basis !== 'expected' || !o.expected) return 'Chosen by the counts of the period, every month alike.';
  const others = o.expected.predictors.filter((p) => p.weight > 0).map((p) => p.label.toLowerCase());
  const recent = 'Chosen by the harm to expect per year after the period: recent months count more';
  return others.length > 0
    ? `${recent}, and ${others.join(' and ')} count too, by what the years before teach.`
    : `${recent}.`;
}

/** How much more another choice could hold, at most. */
export function gapSentence(o: Pick<Optimized, 'harm' | 'bound' | 'gap' | 'basis'>, k: number): string {
  const harm = o.basis === 'expected' ? ' expected harm' : '';
  const more = o.harm > 0 ? o.bound / o.harm - 1 : 0;
  const what = k === 1 ? 'No other catchment' : `No other choice of ${k}`;
  if (more <= 1e-9) return `${what} under these constraints holds more${harm}: this is proven.`;
  return `${what} under these constraints could hold more than ${boundPercent(more)} more${harm}: this is proven.`;
}

export function budgetSentence(b: NonNullable<Optimized['budget']>, k: number): string {
  const usd = (n: number) => `$${count(n)}`;
  const each = `At ${usd(b.launch_usd)} to launch and ${count(b.staff_per_site)} staff per site`;
  const afford = `the budget covers ${count(b.affordable_k)} ${b.affordable_k === 1 ? 'site' : 'sites'}`;
  if (b.affordable_k < k) return `${each}, ${afford}: fewer than the ${count(k)} asked for.`;
  return `${each}, ${afford}.`;
}
