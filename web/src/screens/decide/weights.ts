/** Weights of criteria: read, written, and what doubt about them means. Pure. */
import { range } from '../../api/description';
import type { Fields } from '../../state/fields';

export type Weights = Record<string, number>;

/** Where the sliders end unless a weight is larger; only proportions matter. */
export const usualWeight = 5;

/** Weights that the server accepts: where its description gives no range for them, 0 to 1,000. */
const [low, high] = range('/api/v1/decision', 'weights').map((n, i) => (Number.isFinite(n) ? n : [0, 1000][i]));
export const [leastWeight, mostWeight] = [low ?? 0, high ?? 1000];

type Refuse = (value: string, accepted: string, instead: string) => void;

/**
 * `burden:3,recency:1` → weights; null where nothing can be read. A weight out of range becomes the nearest that is
 * accepted; that, and what is left out, is told.
 */
export function parseWeights(text: string | null, refuse: Refuse = () => undefined): Weights | null {
  if (!text || text === '0') return null;
  const accepted = `criterion:weight, with weights from ${leastWeight} to ${mostWeight.toLocaleString('en-US')}`;
  const pairs = text.split(',').flatMap((part): [string, number][] => {
    const [id, value] = part.split(':', 2).map((s) => s.trim());
    const n = Number(value);
    if (!id || !/^[a-z_]+$/.test(id) || !value || !Number.isFinite(n)) {
      refuse(part, accepted, 'no weight');
      return [];
    }
    const fitting = Math.min(mostWeight, Math.max(leastWeight, n));
    if (fitting !== n) refuse(part, accepted, String(fitting));
    return [[id, fitting]];
  });
  return pairs.length > 0 ? Object.fromEntries(pairs) : null;
}

/** Shortest text of weights; those of 0 are left out. */
export function formatWeights(weights: Weights): string {
  return Object.entries(weights)
    .filter(([, w]) => w > 0)
    .map(([id, w]) => `${id}:${Number(w.toFixed(2))}`)
    .join(',');
}

export function isWeighing(weights: Weights): boolean {
  return Object.values(weights).some((w) => w > 0);
}

/** A criterion's part of all weights, 0 to 1. */
export function shareOf(weights: Weights, id: string): number {
  const sum = Object.values(weights).reduce((s, w) => s + w, 0);
  return sum > 0 ? (weights[id] ?? 0) / sum : 0;
}

/** How sure the planner is: the concentration of the Dirichlet distribution around the weights. Infinite is certain. */
export const certainties: readonly { label: string; concentration: number }[] = [
  { label: 'very unsure', concentration: 5 },
  { label: 'unsure', concentration: 15 },
  { label: 'fairly sure', concentration: 50 },
  { label: 'sure', concentration: 150 },
  { label: 'very sure', concentration: 500 },
  { label: 'certain', concentration: Number.POSITIVE_INFINITY },
];

/** Nobody's weights are certain: unless the planner says otherwise, a share of a quarter may be 15% or 35%. */
export const usualConcentration = 50;

/** The step of the slider nearest to a concentration. */
export function certaintyStep(concentration: number): number {
  if (concentration === Number.POSITIVE_INFINITY) return certainties.length - 1;
  const distances = certainties.map((c) => Math.abs(Math.log(c.concentration / concentration)));
  return distances.indexOf(Math.min(...distances));
}

/** Concentrations that the server accepts: where its description gives no range for them, 1 to 100,000. */
const sureRange = range('/api/v1/decision', 'concentration').map((n, i) =>
  Number.isFinite(n) ? n : i === 0 ? 1 : 100_000,
) as [number, number];

/** As an address has it. */
export function formatConcentration(concentration: number): string {
  return concentration === Number.POSITIVE_INFINITY ? 'inf' : String(concentration);
}

export function readConcentration(fields: Fields): number | null {
  const text = fields.text('sure');
  return text === 'inf' ? Number.POSITIVE_INFINITY : fields.number('sure', ...sureRange);
}

/**
 * Colors of criteria in bars, told apart with every kind of color vision: Okabe & Ito (2008), with gray and brown for
 * the eighth and ninth.
 */
const colors = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#f0e442', '#8a8a8a', '#8c5a2b'];

export function criterionColor(position: number): string {
  return colors[position % colors.length] ?? '#8a8a8a';
}
