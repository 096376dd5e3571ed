/**
 * Reading one address: each value is checked against what is accepted, and what is not accepted is remembered. Pure.
 */
import { type Path, range } from '../api/description';

/** A value of the address that was not taken, and what would be. */
export interface Refused {
  name: string;
  value: string;
  accepted: string;
  /** What is used in its place. */
  instead: string;
}

const instead = 'the default';
const words = (n: number) => n.toLocaleString('en-US', { maximumFractionDigits: 20 });

export class Fields {
  readonly refused: Refused[] = [];
  readonly #query: URLSearchParams;

  constructor(query: string) {
    this.#query = new URLSearchParams(query);
  }

  /** The text of a value; null where it is absent or empty. */
  text(name: string): string | null {
    return this.#query.get(name)?.trim() || null;
  }

  list(name: string): string[] {
    return this.text(name)?.split(',').filter(Boolean) ?? [];
  }

  flag(name: string, value: string): boolean {
    return this.#query.get(name) === value;
  }

  /** Remembers that a value is not accepted. */
  refuse(name: string, value: string, accepted: string, otherwise = instead): null {
    this.refused.push({ name, value, accepted, instead: otherwise });
    return null;
  }

  oneOf<T extends string, N extends T | null>(name: string, accepted: readonly T[], otherwise: N): T | N {
    const value = this.text(name);
    if (value === null) return otherwise;
    const found = accepted.find((a) => a === value);
    if (found === undefined) this.refuse(name, value, accepted.join(', '));
    return found ?? otherwise;
  }

  number(name: string, low: number, high: number, whole = false): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const n = Number(value);
    if (Number.isFinite(n) && n >= low && n <= high && (!whole || Number.isInteger(n))) return n;
    const kind = whole ? 'a whole number' : 'a number';
    if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return this.refuse(name, value, kind);
    const upTo =
      high === Number.POSITIVE_INFINITY ? `of ${words(low)} or more` : `from ${words(low)} to ${words(high)}`;
    return this.refuse(name, value, `${kind} ${upTo}`);
  }

  /** A number in the range that the API's description gives to a parameter. */
  parameter(name: string, path: Path, parameter: string, whole = false): number | null {
    return this.number(name, ...range(path, parameter), whole);
  }
}

/** Parts of an address: what is null stands for its default and is left out. */
export type Pairs = [name: string, value: string | number | null][];
