/** Where the server lays out pages: the council's brief of a question, a quarterly check, a target. */
import { decisionUrl, type Question, sitesCheckUrl, targetUrl, type Weighing } from './questions';
import type { Of } from './types';

/** The same question as the decision's, at the address of briefs. */
export function briefUrl(q: Question, of: Of, km2: number, weighing: Weighing): string {
  const [, query = ''] = decisionUrl(q, of, km2, weighing).split('?', 2);
  return `/brief.pdf?${query}`;
}

/** The check that the screen shows, as pages for a meeting. */
export const checkPages = (): string => pages('check', sitesCheckUrl());

/** The target from the start that the screen shows. */
export const targetPages = (start: string | null): string => pages('target', targetUrl(start));

function pages(of: 'check' | 'target', asked: string): string {
  const [, query] = asked.split('?', 2);
  return `/brief.pdf?document=${of}${query ? `&${query}` : ''}`;
}
