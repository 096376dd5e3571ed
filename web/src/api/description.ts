/** What the API's own description says of its parameters: which a question has, and what each accepts. Pure. */
import { parameters } from './parameters.gen';

export interface Parameter {
  minimum?: number;
  maximum?: number;
  default?: string | number | boolean | readonly unknown[] | null;
  enum?: readonly string[];
  pattern?: string;
}

const known: Record<string, Record<string, Parameter> | undefined> = parameters;

/** A path of the API as its description writes it. */
export type Path = keyof typeof parameters;

export function parameter(path: Path, name: string): Parameter {
  return known[path]?.[name] ?? {};
}

export function has(path: Path, name: string): boolean {
  return known[path]?.[name] !== undefined;
}

/** Smallest and largest value that a number may have. */
export function range(path: Path, name: string): [low: number, high: number] {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = parameter(path, name);
  return [minimum, maximum];
}

/** All whole numbers that a parameter may have; the description must bound them. */
export function numbersOf(path: Path, name: string): number[] {
  const [low, high] = range(path, name);
  if (!Number.isFinite(high - low)) return [];
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/** The default of a number where the description names one. */
export function usual(path: Path, name: string, otherwise: number): number {
  const value = Number(parameter(path, name).default ?? Number.NaN);
  return Number.isFinite(value) ? value : otherwise;
}

export type Values = Record<string, string | number | readonly string[] | null | undefined>;

/** Of these values, the ones that a question has. A parameter that a question lacks would be refused by name. */
export function only(path: Path, values: Values): [string, string][] {
  return Object.entries(values).flatMap(([name, value]): [string, string][] => {
    const text = typeof value === 'object' ? (value?.join(',') ?? '') : String(value ?? '');
    return text !== '' && has(path, name) ? [[name, text]] : [];
  });
}
