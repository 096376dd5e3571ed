/** The screens by reader: what somebody comes to do, and the ways of looking at it. Pure. */
import type { Screen, ViewState } from '../state/url';

export interface Way {
  name: string;
  /** What the address becomes. */
  to: Partial<ViewState> & { screen: Screen };
}

interface Group {
  name: string;
  ways: Way[];
}

const hot = (method: ViewState['method']): Way['to'] => ({ screen: 'hotspots', method, step: null, baseline: null });

const sites = (part: ViewState['part']): Way['to'] => ({ screen: 'sites', part, site: null });

export const groups: Group[] = [
  {
    name: 'Where next',
    ways: [
      { name: 'The answer', to: { screen: 'next' } },
      { name: 'Full list', to: { screen: 'ranking' } },
      { name: 'Weigh what matters', to: { screen: 'decide' } },
      { name: 'Walkable areas', to: { screen: 'catchments' } },
      { name: 'Draw your own', to: { screen: 'draw' } },
    ],
  },
  {
    name: 'Our sites',
    ways: [
      { name: 'In the right place?', to: sites('check') },
      { name: 'Did it work?', to: sites('worked') },
      { name: 'The region’s target', to: sites('target') },
      { name: 'Register', to: sites('register') },
    ],
  },
  { name: 'Decisions', ways: [{ name: 'Saved, side by side', to: { screen: 'scenarios' } }] },
  {
    name: 'Evidence',
    ways: [
      { name: 'Where is it hotter than chance?', to: hot('gi') },
      { name: 'Where is it new?', to: hot('emerging') },
      { name: 'Does one incident bring the next?', to: hot('knox') },
      { name: 'How concentrated is it?', to: hot('spread') },
      { name: 'Would it have worked before?', to: { screen: 'backtest' } },
      { name: 'Words', to: { screen: 'glossary' } },
    ],
  },
  { name: 'Data', ways: [{ name: 'What the data hold', to: { screen: 'data' } }] },
];

/** The group of a screen. */
export function groupOf(screen: Screen): Group | undefined {
  return groups.find((g) => g.ways.some((w) => w.to.screen === screen));
}

/** Whether a way is the one shown: methods and parts share a screen. */
export function isShown({ to }: Way, state: Pick<ViewState, 'screen' | 'method' | 'part'>): boolean {
  const same = <K extends 'method' | 'part'>(name: K) => to[name] === undefined || to[name] === state[name];
  // A walk belongs to the site that is open under the check.
  const part = same('part') || (to.part === 'check' && state.part === 'route');
  return to.screen === state.screen && same('method') && part;
}
