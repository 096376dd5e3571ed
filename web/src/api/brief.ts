/** Where the server lays out the council's brief of a question. */
import { decisionUrl, type Question, type Weighing } from './questions';
import type { Of } from './types';

/** The same question as the decision's, at the address of briefs. */
export function briefUrl(q: Question, of: Of, km2: number, weighing: Weighing): string {
  const [, query = ''] = decisionUrl(q, of, km2, weighing).split('?', 2);
  return `/brief.pdf?${query}`;
}
