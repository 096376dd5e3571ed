// Serves the invented city in the shapes of the HTTP contract, and `dist/` if it was built. For development and tests only.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { area, cellValues, Problem, params, ranking, status } from './answers.mjs';
import { areas } from './city.mjs';
import * as siting from './siting.mjs';
import { cellFeatures, feature, surfaceLegend, surfaceTile, vectorTile } from './tiles.mjs';

const dist = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'dist');
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const csv = (rows) => {
  const head = Object.keys(rows[0] ?? {}).filter((k) => k !== 'reasons');
  return [head, ...rows.map((r) => head.map((h) => r[h]))].map((r) => r.join(',')).join('\n');
};

function json(body, type = 'application/json', code = 200) {
  return { code, type, body: JSON.stringify(body) };
}

function listAnswer(url, answer, rows, features) {
  const format = url.searchParams.get('format');
  if (format === 'csv') return { code: 200, type: 'text/csv', body: csv(rows) };
  if (format === 'geojson') return json({ type: 'FeatureCollection', features: features() }, 'application/geo+json');
  return json(answer);
}

const notFound = (path) =>
  json(
    { type: 'about:blank', title: 'Not found', status: 404, code: 'not-found', detail: `there is no ${path}` },
    'application/problem+json',
    404,
  );
const orNone = (body, path) => (body ? json(body) : notFound(path));

function sitingApi(url, path, { method, body, ifMatch }) {
  const one = path.match(/^\/scenarios\/(\d+)(\/history|\/record)?$/);
  const id = one && Number(one[1]);
  if (path === '/scenarios' && method === 'POST') return json(siting.saveScenario(body), 'application/json', 201);
  if (path === '/scenarios') return json(siting.listScenarios());
  if (path === '/scenarios/compare') return orNone(siting.compare(url, params), path);
  if (one && one[2] === '/history') return orNone(siting.history(id), path);
  if (one && one[2] === '/record') return orNone(siting.record(id), path);
  if (one && method === 'PUT') return json(siting.saveScenario(body, id, ifMatch));
  const p = params(url);
  const q = url.searchParams;
  if (path === '/decision') {
    const answer = siting.decision(p, q);
    return listAnswer(url, answer, answer.items, () => []);
  }
  if (path === '/optimize') {
    const answer = siting.optimize(p, q);
    return listAnswer(url, answer, answer.catchments, () => []);
  }
  if (path === '/catchments/chance') {
    const answer = siting.chance(p, q);
    return listAnswer(url, answer, answer.cells, () => cellFeatures(answer.cells));
  }
  if (path === '/backtest') {
    const answer = siting.backtest(p);
    return listAnswer(url, answer, answer.rows, () => []);
  }
  if (path === '/concentration') return json(siting.concentration(p, Number(q.get('resolution') ?? 9)));
  if (path === '/catchments/score' && method === 'POST') return json(siting.score(p, body));
  return null;
}

function api(url, request) {
  const path = url.pathname.slice('/api/v1'.length);
  const siting = sitingApi(url, path, request);
  if (siting) return siting;
  if (path === '/status') return json(status);
  const p = params(url);
  if (path === '/rankings') {
    const { shapes, ...answer } = ranking(p);
    return listAnswer(url, answer, answer.items, () => answer.items.map((it) => feature(shapes.get(it.id), it)));
  }
  if (path === '/cells') {
    const answer = cellValues(p, 9);
    return listAnswer(url, answer, answer.cells, () => cellFeatures(answer.cells));
  }
  if (path === '/surface')
    return json({
      meta: ranking(p).meta,
      legend: surfaceLegend,
      max: 150,
      mean: 18,
      unit: 'per km² per year',
      grid: {},
    });
  const one = path.match(/^\/(areas|catchments)\/(.+)$/);
  const found = one && area(decodeURIComponent(one[2]), p, one[1] === 'areas' ? 'neighborhoods' : 'catchments');
  if (found) return json(found);
  return notFound(path);
}

function tile(url) {
  const [, , layer, z, x, y] = url.pathname.split('/');
  const at = [Number(z), Number(x), Number(y)];
  if (layer === 'surface') return { code: 200, type: 'image/png', body: surfaceTile(...at) };
  const p = params(url);
  const features = {
    neighborhoods: () => areas.map((a) => feature(a.ring, { id: a.id, name: a.name, kind: a.kind })),
    cells: () => cellFeatures(cellValues(p, 9).cells),
    catchments: () => {
      const r = ranking({ ...p, of: 'catchments' });
      return r.items.map((it) => feature(r.shapes.get(it.id), it));
    },
    sites: () =>
      status.sites.flatMap((s) =>
        s.area_ids.map((id) =>
          feature(areas.find((a) => a.id === id).ring, {
            id: s.id,
            name: s.name,
            from: s.from,
            to: s.to,
            shape: s.shape,
          }),
        ),
      ),
  }[layer];
  const body = features ? vectorTile(layer, features(), ...at) : null;
  return body
    ? { code: 200, type: 'application/vnd.mapbox-vector-tile', body }
    : { code: 204, type: 'text/plain', body: '' };
}

async function file(url) {
  const path = normalize(url.pathname === '/' ? '/index.html' : url.pathname);
  try {
    return {
      code: 200,
      type: types[extname(path)] ?? 'application/octet-stream',
      body: await readFile(join(dist, path)),
    };
  } catch {
    return { code: 404, type: 'text/plain', body: 'not found' };
  }
}

async function answer(url, request) {
  try {
    if (url.pathname.startsWith('/api/v1/')) return api(url, request);
    if (url.pathname.startsWith('/tiles/')) return tile(url);
    return await file(url);
  } catch (error) {
    if (error instanceof Problem) {
      const code = error.code ?? 400;
      return json({ ...error.body, status: code }, 'application/problem+json', code);
    }
    throw error;
  }
}

const port = Number(process.env.PORT ?? 8099);
async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString()) : null;
}
createServer(async (request, response) => {
  const told = { method: request.method, body: await bodyOf(request), ifMatch: request.headers['if-match'] ?? null };
  const { code, type, body } = await answer(new URL(request.url, 'http://mock'), told);
  response.writeHead(code, { 'content-type': type }).end(body);
}).listen(port, '127.0.0.1', () => process.stdout.write(`mock server with invented data: http://127.0.0.1:${port}\n`));
