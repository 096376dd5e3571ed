/** Which place is meant by what was typed, and how a chance is told in a table. Pure. */
import { probability } from '../../text/format';

const plain = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f’'.]/g, '')
    .trim();

/** The name that was typed, or the only one that begins with it or has it within; null where several do. */
export function namedPlace(text: string, names: readonly string[]): string | null {
  const wanted = plain(text);
  if (wanted.length < 2) return null;
  const exact = names.find((n) => plain(n) === wanted);
  if (exact) return exact;
  for (const fits of [(n: string) => plain(n).startsWith(wanted), (n: string) => plain(n).includes(wanted)]) {
    const found = names.filter(fits);
    if (found.length === 1) return found[0] ?? null;
    if (found.length > 1) return null;
  }
  return null;
}

export const likely = probability;
