/** A change of a site as somebody types it: what is missing, what is sent, and where a refusal belongs. Pure. */
import { ApiError } from '../../../api/client';
import type { RegisteredSite, SiteChange } from '../../../api/types';
import { sentence, trouble } from '../../../text/trouble';

/** A new site, another outline, what holds from a month on, or the end. */
export type Kind = 'add' | 'move' | 'holds' | 'close';

/** How the outline comes: whole neighborhoods, corners on the map, or a file. */
export type Way = 'areas' | 'draw' | 'file';

export interface Typed {
  name: string;
  id: string;
  from: string;
  to: string;
  /** Whether an outline is the program's own; empty until somebody says so. */
  own: '' | 'own' | 'stand-in';
  source: string;
  /** One a line. */
  providers: string;
  staff: string;
  budget: string;
  shift: string;
  /** One a line. */
  documents: string;
  why: string;
}

/** What a fault can belong to; `form` is the whole. */
export type Place = keyof Typed | 'outline' | 'form';
export type Faults = Partial<Record<Place, string>>;

/** The ground of a site as it is sent: areas, or an outline of its own. */
export type Ground = { areas: string[] } | { geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon };

export const empty: Typed = {
  name: '',
  id: '',
  from: '',
  to: '',
  own: '',
  source: '',
  providers: '',
  staff: '',
  budget: '',
  shift: '',
  documents: '',
  why: '',
};

/** `O’Fallon & Penrose` → `o-fallon-penrose`: what an id may be made of. */
export function idOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 80)
    .replace(/-$/, '');
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean);

/** A number as people write it: `$1,200,000`, `12`; NaN where it is none. */
function numberOf(text: string): number {
  const digits = text.replace(/[\s$,]/g, '');
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}

const isMonth = (text: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
const month = 'A month is needed, such as 2024-06.';

/** The papers differ from those that there are. */
function papersChanged(typed: Typed, before: RegisteredSite | null): boolean {
  return linesOf(typed.documents).join('\n') !== (before?.documents ?? []).join('\n');
}

/** Whether anything is said that holds from a month on. */
const dated = (t: Typed) => [t.providers, t.staff, t.budget, t.shift].some((text) => text.trim() !== '');

/** What cannot be sent as it is, each at its place. The server says the rest. */
export function faultsOf(kind: Kind, typed: Typed, ground: Ground | null, before: RegisteredSite | null): Faults {
  const faults: Faults = {};
  const outlined = kind === 'add' || kind === 'move';
  if (kind === 'add' && typed.name.trim() === '') faults.name = 'A name is needed.';
  if (kind === 'add' && typed.id.trim() === '') faults.id = 'An id is needed: a–z, 0–9 and -.';
  if ((outlined || (kind === 'holds' && dated(typed))) && !isMonth(typed.from)) faults.from = month;
  if (kind === 'close' && !isMonth(typed.to)) faults.to = month;
  if (outlined && !ground) faults.outline = 'An outline is needed: neighborhoods, a drawing or a file.';
  if (outlined && ground && 'geometry' in ground && typed.own === '')
    faults.own = 'Say whether this is the program’s own outline.';
  for (const name of ['staff', 'budget'] as const) {
    const text = typed[name].trim();
    if (text !== '' && Number.isNaN(numberOf(text))) faults[name] = `“${text}” is no whole number.`;
  }
  if (kind === 'holds' && !dated(typed) && !papersChanged(typed, before))
    faults.form = 'Nothing is changed yet: say at least one thing that holds from a month on, or change the papers.';
  if (typed.why.trim() === '') faults.why = 'A reason is needed: it stays in the history.';
  return faults;
}

/** What is sent: what was left empty stays as it is, and is not sent. */
export function bodyOf(kind: Kind, t: Typed, ground: Ground | null, before: RegisteredSite | null): SiteChange {
  const text = (name: string, value: string) => (value.trim() === '' ? {} : { [name]: value.trim() });
  const number = (name: string, value: string) => (value.trim() === '' ? {} : { [name]: numberOf(value) });
  const providers = linesOf(t.providers);
  const facts = {
    ...(providers.length > 0 && { providers }),
    ...number('staff', t.staff),
    ...number('budget_dollars', t.budget),
    ...text('shift', t.shift),
    ...(papersChanged(t, before) && { documents: linesOf(t.documents) }),
  };
  const outline =
    ground === null
      ? {}
      : 'areas' in ground
        ? { areas: ground.areas }
        : { outline: ground.geometry, stand_in: t.own === 'stand-in' };
  const why = t.why.trim();
  switch (kind) {
    case 'add':
      return { why, name: t.name.trim(), from: t.from, ...outline, ...text('source', t.source), ...facts };
    case 'move':
      return { why, from: t.from, ...outline, ...text('source', t.source) };
    case 'holds':
      return { why, ...(dated(t) && { from: t.from }), ...facts };
    default:
      return { why, to: t.to };
  }
}

/** Names that the server gives to what stands under another name in the form. */
const places: Record<string, Place> = {
  areas: 'outline',
  stand_in: 'own',
  provider: 'providers',
  document: 'documents',
  facts: 'from',
  change: 'form',
};
const known = new Set<string>([...Object.keys(empty), 'outline']);

export interface Refused {
  faults: Faults;
  /** Whether somebody else saved in between. */
  conflict: boolean;
}

/** A refusal at the field that it is about, in words; what is about none of them stands at the whole form. */
export function refusedOf(error: unknown): Refused {
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem?.status === 412) return { faults: {}, conflict: true };
  if (problem?.code === 'site-taken')
    return { faults: { id: 'Another site has this id. Choose another one.' }, conflict: false };
  const name = problem?.parameter ?? '';
  const place = problem?.status === 413 ? 'outline' : (places[name] ?? (known.has(name) ? (name as Place) : 'form'));
  if (problem?.status === 400 && place !== 'form' && problem.accepted) {
    const value = problem.value ? `“${problem.value}” is not accepted. ` : '';
    return { faults: { [place]: `${value}${sentence(`Accepted: ${problem.accepted}`)}` }, conflict: false };
  }
  if (problem && problem.status >= 400 && problem.status < 500 && ![401, 403, 408, 429].includes(problem.status))
    return { faults: { [place]: sentence(problem.detail ?? problem.title ?? 'Not accepted') }, conflict: false };
  const { what, todo } = trouble(error);
  return { faults: { form: problem?.status === 403 ? what : `${what} ${todo}` }, conflict: false };
}
