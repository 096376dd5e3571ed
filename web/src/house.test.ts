import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((f) => f.isFile() && /\.(ts|svelte)$/.test(f.name))
  .map((f) => relative(src, join(f.parentPath, f.name)));
const text = new Map(files.map((f) => [f, readFileSync(join(src, f), 'utf8')]));

/** The files that a file imports, types included. */
function imports(file: string): string[] {
  const named = [...(text.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((m) => m[1] ?? '');
  return named.flatMap((path) => {
    const at = normalize(join(dirname(file), path));
    return [at, `${at}.ts`, `${at}.svelte`].filter((f) => text.has(f)).slice(0, 1);
  });
}

/** A way from a file back to itself; empty where there is none. */
function circle(from: string): string[] {
  const seen = new Set<string>();
  const walk = (file: string, path: string[]): string[] => {
    for (const next of imports(file)) {
      if (next === from) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...path, next]);
      if (found.length > 0) return found;
    }
    return [];
  };
  return walk(from, [from]);
}

describe('the house', () => {
  it('has no circle of imports', () => {
    for (const file of files) expect(circle(file).join(' → '), file).toBe('');
  });

  it('has no component over 250 lines, and no file over 400 that is not generated', () => {
    const lines = (file: string) => (text.get(file) ?? '').split('\n').length - 1;
    const long = files.filter((f) => !f.endsWith('.gen.ts') && lines(f) > (f.endsWith('.svelte') ? 250 : 400));
    expect(long).toEqual([]);
  });

  it('asks the server in one room only', () => {
    const asking = files.filter((f) => !f.endsWith('.test.ts') && /\bfetch\(/.test(text.get(f) ?? ''));
    expect(asking).toEqual(['api/client.ts']);
  });
});
