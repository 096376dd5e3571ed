// Writes what the viewer knows of the API from the server's own description (npm run gen-types, with CATCHMENT_URL):
// src/api/types.gen.ts, the shapes of the answers, and src/api/parameters.gen.ts, the parameters of each question.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const base = process.env.CATCHMENT_URL ?? 'http://127.0.0.1:8080';
const out = (name) => fileURLToPath(new URL(`../src/api/${name}`, import.meta.url));

/** The description: from a server, or from a file where CATCHMENT_URL names one. */
async function description() {
  if (base.startsWith('file:')) return JSON.parse(await readFile(fileURLToPath(base), 'utf8'));
  const answer = await fetch(`${base.replace(/\/$/, '')}/api/v1/openapi.json`);
  if (!answer.ok) throw new Error(`${base}/api/v1/openapi.json answered ${answer.status}`);
  return answer.json();
}

/** Shapes alone: what a field means is said in the description, where it is read. */
function shapes(node) {
  if (Array.isArray(node)) return node.map(shapes);
  if (node === null || typeof node !== 'object') return node;
  const kept = Object.entries(node).filter(([key, v]) => !plain.has(key) || typeof v === 'object');
  return Object.fromEntries(kept.map(([key, v]) => [key, shapes(v)]));
}
const plain = new Set(['description', 'example', 'examples', 'default', 'minimum', 'maximum', 'format', 'title']);

const facts = ['minimum', 'maximum', 'default', 'enum', 'pattern'];

/** Bounds that the description can only say in words: those of numbers within a text, such as weights of criteria. */
function boundsInWords(p, schema) {
  const [, minimum, maximum] = /\b(\d+) to (\d+)\b/.exec(p.description ?? '') ?? [];
  const spoken = [schema.type].flat().includes('string') && !schema.enum && maximum !== undefined;
  return spoken ? { minimum: Number(minimum), maximum: Number(maximum) } : {};
}

function parameter(p, schemas) {
  const named = p.schema.$ref?.split('/').at(-1);
  const told = { ...(named ? schemas[named] : {}), ...p.schema };
  const schema = { ...boundsInWords(p, told), ...told };
  const found = [schema, ...(schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [])];
  return Object.fromEntries(
    facts.flatMap((f) => {
      const value = found.map((s) => s[f] ?? schemas[s.$ref?.split('/').at(-1)]?.[f]).find((v) => v !== undefined);
      return value === undefined ? [] : [[f, value]];
    }),
  );
}

function questions({ paths, components }) {
  const list = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const query = (operation.parameters ?? []).filter((p) => p.in === 'query');
      if (method !== 'get' && query.length === 0) return [];
      const known = query.map((p) => [p.name, parameter(p, components.schemas)]);
      return known.length > 0 ? [[path, Object.fromEntries(known.sort(([a], [b]) => a.localeCompare(b)))]] : [];
    }),
  );
  return Object.fromEntries(list.sort(([a], [b]) => a.localeCompare(b)));
}

const document = await description();
const { components } = document;
const types = await openapiTS(
  { ...document, paths: {}, components: { schemas: shapes(components.schemas) } },
  { alphabetize: true, silent: true },
);
const head = '// Written by scripts/gen-api.mjs from /api/v1/openapi.json. Do not edit.\n';
await writeFile(out('types.gen.ts'), `${head}\n${astToString(types)}`);
const name = (key) => (/^[a-z_]\w*$/i.test(key) ? key : `'${key}'`);
const value = (v) => JSON.stringify(v).replaceAll('"', "'").replaceAll(',', ', ').replaceAll(':', ': ');
const line = ([key, known]) => {
  const inside = Object.entries(known).map(
    ([fact, v]) => `${fact}: ${fact === 'pattern' ? JSON.stringify(v) : value(v)}`,
  );
  return `    ${name(key)}: {${inside.length > 0 ? ` ${inside.join(', ')} ` : ''}},`;
};
const body = Object.entries(questions(document)).map(
  ([path, known]) => `  '${path}': {\n${Object.entries(known).map(line).join('\n')}\n  },`,
);
await writeFile(out('parameters.gen.ts'), `${head}\nexport const parameters = {\n${body.join('\n')}\n} as const;\n`);
