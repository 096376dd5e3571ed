// Writes src/types.gen.ts from the server's own description: npm run gen-types, with CATCHMENT_URL naming a running server.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const base = (process.env.CATCHMENT_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const out = fileURLToPath(new URL('../src/api/types.gen.ts', import.meta.url));

const plain = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };
const name = (ref) => ref.split('/').at(-1);
const union = (list) => [...new Set(list)].join(' | ') || 'unknown';
const wrapped = (type) => (/[|]/.test(type) ? `(${type})` : type);

function ofKind(kind, s) {
  if (kind === 'array') {
    if (s.prefixItems) return `[${s.prefixItems.map(type).join(', ')}]`;
    return `${wrapped(type(s.items ?? {}))}[]`;
  }
  if (kind !== 'object') return plain[kind] ?? 'unknown';
  if (s.properties) return `{ ${fields(s).join(' ')} }`;
  return `Record<string, ${s.additionalProperties ? type(s.additionalProperties) : 'unknown'}>`;
}

function type(s) {
  if (s.$ref) return name(s.$ref);
  if (s.enum) return union(s.enum.map((v) => JSON.stringify(v)));
  const options = s.oneOf ?? s.anyOf;
  if (options) return union(options.map(type));
  if (s.allOf) return s.allOf.map(type).join(' & ');
  const kinds = s.type === undefined ? [] : [s.type].flat();
  return union(kinds.map((k) => ofKind(k, s)));
}

function fields(s) {
  const required = new Set(s.required ?? []);
  return Object.entries(s.properties ?? {}).map(([key, p]) => `${key}${required.has(key) ? '' : '?'}: ${type(p)};`);
}

function declared([title, s]) {
  if (s.type === 'object' && s.properties)
    return `export interface ${title} {\n${fields(s)
      .map((f) => `  ${f}\n`)
      .join('')}}\n`;
  return `export type ${title} = ${type(s)};\n`;
}

const answer = await fetch(`${base}/api/v1/openapi.json`);
if (!answer.ok) throw new Error(`${base}/api/v1/openapi.json answered ${answer.status}`);
const { components } = await answer.json();
const body = Object.entries(components.schemas)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(declared)
  .join('\n');
await writeFile(out, `// Written by scripts/gen-types.mjs from /api/v1/openapi.json. Do not edit.\n\n${body}`);
