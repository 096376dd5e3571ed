/** Scenarios as the viewer keeps them: its own address goes along in the note, so that a saved choice opens as it was. Pure. */
import { type Constraints, given, type Question, type Weighing } from '../../api/client';
import type { DecidedItem, Of, Scenario, ScenarioBody } from '../../api/types';
import { format, initial, parse, type ViewState } from '../../state/url';
import { toPolygon } from '../draw/polygon';

const mark = 'Address in the viewer: ';

export function withAddress(note: string, address: string): string {
  return [note.trim(), `${mark}${address}`].filter(Boolean).join('\n\n');
}

/** The note as written, and the address that stands under it. */
export function splitNote(note: string): { text: string; address: string | null } {
  const at = note.lastIndexOf(mark);
  if (at < 0) return { text: note, address: null };
  const address = note.slice(at + mark.length).trim();
  return { text: note.slice(0, at).trim(), address: address.startsWith('#/') ? address : null };
}

/** Parameters that have a shorter name in the viewer's address. */
const names: Record<string, string> = {
  area_km2: 'km2',
  concentration: 'sure',
  half_life_months: 'half',
  spacing_m: 'spacing',
  budget_usd: 'budget',
};

/** The fragment that opens a scenario. Without an address of its own, its question as a ranking. */
export function addressOf(s: Scenario): string {
  const { address } = splitNote(s.note);
  if (address) return address;
  const pairs = Object.entries(s.question).map(([k, v]): [string, string] => [names[k] ?? k, String(v)]);
  return format(parse(`#/?${new URLSearchParams(pairs)}`));
}

/** What is saved: the question with everything filled in, its weights and limits, the first k places, and the catchment drawn. */
export function scenarioBody(
  name: string,
  note: string,
  state: ViewState,
  q: Question,
  choice: { of: Of; picked: string[]; weighing: Weighing | null; constraints: Constraints },
): ScenarioBody {
  const polygon = state.drawn ? toPolygon(state.draft) : null;
  // Harm to expect is what the choice maximizes unless it is told otherwise.
  const { area_km2, basis, ...limits } = choice.constraints;
  const limited = Object.values(limits).some((v) => v !== null && v !== '');
  const size = choice.of === 'catchments' || limited ? { area_km2 } : {};
  return {
    name: name.trim(),
    note: withAddress(note, format({ ...state, open: null, compare: [null, null], camera: null })),
    question: {
      ...q,
      of: choice.of,
      ...size,
      ...given({ ...choice.weighing }),
      ...given({ ...limits, basis: limited && basis !== initial.basis ? basis : null }),
    },
    picked: choice.picked,
    drawn: polygon ? [{ name: `Drawn for ${name.trim()}`, polygon }] : [],
    archived: false,
  };
}

/** Ids of the first k, where a decision is known: what the planner saw when saving. */
export function pickedOf(items: DecidedItem[] | undefined, k: number): string[] {
  return (items ?? []).filter((i) => i.rank <= k).map((i) => i.id);
}
