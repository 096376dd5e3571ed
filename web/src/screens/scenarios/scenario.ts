/**
 * Scenarios as the viewer keeps them: the whole state of the screen that was acted on, so that it opens as it was.
 * Pure.
 */
import { only, type Path, type Values } from '../../api/description';
import type { Constraints, Question, Weighing } from '../../api/questions';
import type { Asked, ChosenCatchment, DrawnArea, Of, Scenario, ScenarioBody } from '../../api/types';
import { format, parse, type ViewState } from '../../state/url';
import { toPolygon } from '../draw/polygon';

/** Scenarios of earlier versions kept the address under their note. */
const mark = 'Address in the viewer: ';

/** The note as written, and the address that stands under it in older scenarios. */
export function splitNote(note: string): { text: string; address: string | null } {
  const at = note.lastIndexOf(mark);
  if (at < 0) return { text: note, address: null };
  const address = note.slice(at + mark.length).trim();
  return { text: note.slice(0, at).trim(), address: /^#?\//.test(address) ? address : null };
}

/** Parameters that have a shorter name in the viewer's address. */
const names: Record<string, string> = {
  area_km2: 'km2',
  concentration: 'sure',
  half_life_months: 'half',
  spacing_m: 'spacing',
  apart_m: 'apart',
  least_residents: 'residents',
  budget_usd: 'budget',
};

/** The screen that asks a question. */
const screenOf: Record<Asked, ViewState['screen']> = {
  rankings: 'ranking',
  decision: 'decide',
  optimize: 'catchments',
};

/** The address that opens a scenario. Without an address of its own, its question on the screen that asks it. */
export function addressOf(s: Pick<Scenario, 'note' | 'question' | 'view' | 'asked'>): string {
  const address = s.view ?? splitNote(s.note).address;
  const [q, optimized] = [s.question as Record<string, unknown>, s.asked === 'optimize'];
  // Saved before they were the default: no distance meant that existing sites play no part, no shape a free one.
  const then: Partial<ViewState> = {
    ...(optimized && q.spacing_m == null ? { spacing: null } : {}),
    ...(optimized && q.shape == null && q.outline == null ? { shape: 'free' } : {}),
  };
  if (address && /^#?\//.test(address)) {
    return Object.keys(then).length > 0 ? format({ ...parse(address), ...then }) : address;
  }
  const pairs = Object.entries(s.question).map(([k, v]): [string, string] => [names[k] ?? k, String(v)]);
  const state = parse(`#/?${new URLSearchParams(pairs)}`);
  return format({ ...state, ...then, screen: screenOf[s.asked ?? 'rankings'] });
}

/** What the screen acted on has chosen. */
export interface Choice {
  asked: Asked;
  of: Of;
  picked: string[];
  /** The ground of what was chosen, where it is no area that the city names. */
  chosen: DrawnArea[];
  weighing: Weighing | null;
  constraints: Constraints;
}

const paths: Record<Asked, Path> = {
  rankings: '/api/v1/rankings',
  decision: '/api/v1/decision',
  optimize: '/api/v1/optimize',
};

/** The parameters that the question acted on has, with everything filled in; no others. */
function questionOf(q: Question, { asked, of, weighing, constraints }: Choice): Record<string, unknown> {
  const { area_km2, ...limits } = constraints;
  const size = asked === 'optimize' || of === 'catchments' ? { area_km2 } : {};
  const own: Values = asked === 'optimize' ? { ...limits } : asked === 'decision' ? { of, ...weighing } : { of };
  const all: Values = { ...q, ...size, ...own };
  return Object.fromEntries(only(paths[asked], all).map(([name]) => [name, all[name]]));
}

/**
 * What is saved: question, weights and limits; what was picked and its ground; the catchment drawn; the screen itself.
 */
export function scenarioBody(name: string, note: string, state: ViewState, q: Question, choice: Choice): ScenarioBody {
  const polygon = state.drawn ? toPolygon(state.draft) : null;
  const own: DrawnArea[] = polygon ? [{ name: `Drawn for ${name.trim()}`, polygon }] : [];
  const screen = state.drawn && choice.asked === 'rankings' ? 'draw' : screenOf[choice.asked];
  return {
    name: name.trim(),
    note: note.trim(),
    question: questionOf(q, choice),
    picked: choice.picked,
    drawn: [...choice.chosen, ...own],
    archived: false,
    asked: choice.asked,
    view: format({ ...state, screen, open: null, compare: [null, null] }),
  };
}

/** Ids of the first k, where a list is known: what the planner saw when saving. */
export function pickedOf(items: readonly { id: string; rank: number }[] | undefined, k: number): string[] {
  return (items ?? []).filter((i) => i.rank <= k).map((i) => i.id);
}

/** The chosen catchments: which they are, and the cells of each under its name. */
export function chosenOf(catchments: readonly ChosenCatchment[]): Pick<Choice, 'picked' | 'chosen'> {
  return {
    picked: catchments.map((c) => c.id),
    chosen: catchments.map(({ name, cells }) => ({ name, cells })),
  };
}
