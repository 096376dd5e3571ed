/**
 * Asks for everything that the screen needs, and leaves alone what it does not. Called again whenever the state
 * changes.
 */
import { chances } from '../parts/chance/load.svelte';
import { newest } from '../parts/recent/load.svelte';
import { answers } from '../state/answers.svelte';
import { loaders } from '../state/loader.svelte';
import { view } from '../state/view.svelte';
import { backtesting } from './backtest/load.svelte';
import { deciding } from './decide/load.svelte';
import { scoring } from './draw/load.svelte';
import { hotSpots } from './hotspots/load.svelte';
import { optimizing } from './optimize/load.svelte';
import { opening } from './place/load.svelte';
import { saved } from './scenarios/load.svelte';
import { sitesAsked } from './sites/load.svelte';

const shared = [
  answers,
  opening,
  deciding,
  hotSpots,
  optimizing,
  chances,
  scoring,
  backtesting,
  saved,
  sitesAsked,
  newest,
];

export function load(): void {
  const { question: q } = view;
  const { screen } = view.state;
  if (!q) return;
  for (const l of loaders) if (l.screens && !l.screens.includes(screen)) l.leave();
  // Sites that were changed here change what is near them, too.
  const key = view.registered === 0 ? JSON.stringify(q) : `${JSON.stringify(q)} ${view.registered}`;
  for (const part of shared) part.load(q, key);
}
