// The resident's job on the public edition, served by a plain file server: CATCHMENT_PUBLIC names its folder.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { after, before, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { faults, results, start } from './browser.mjs';

const folder = process.env.CATCHMENT_PUBLIC;
const skip = folder ? false : 'CATCHMENT_PUBLIC names no public edition';
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.xml': 'application/atom+xml',
};
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

let server;
let browser;
let root;
let sent = 0;
before(async () => {
  if (skip) return;
  server = createServer(async (asked, answer) => {
    const path = normalize(decodeURIComponent(new URL(asked.url, 'http://x').pathname)).replace(/\/$/, '/index.html');
    try {
      const bytes = await readFile(join(folder, path));
      sent += gzipSync(bytes).length;
      answer.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(bytes);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  root = `http://127.0.0.1:${server.address().port}`;
  browser = await start();
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function open(options = {}) {
  const context = await browser.newContext({ ...phone, ...options });
  const tab = await context.newPage();
  const wrong = [];
  tab.on('console', (m) => m.type() === 'error' && wrong.push(m.text()));
  tab.on('pageerror', (e) => wrong.push(e.message));
  tab.on('request', (r) => !r.url().startsWith(root) && !r.url().startsWith('data:') && wrong.push(r.url()));
  return { context, tab, wrong };
}

const languages = [
  {
    code: 'en',
    front: '/index.html',
    not: 'The program is not in',
    here: 'The program is in Dutchtown.',
    cannot: 'What these numbers cannot say',
    before: 'Then and now',
  },
  {
    code: 'es',
    front: '/es/index.html',
    not: 'El programa no está en',
    here: 'El programa está en Dutchtown.',
    cannot: 'Lo que estos números no pueden decir',
    before: 'Antes y ahora',
  },
];

for (const language of languages) {
  it(`a street tells in two taps whether the program is there, what changed and what cannot be said (${language.code})`, {
    skip,
  }, async () => {
    const { tab, wrong, context } = await open();
    sent = 0;
    await tab.goto(root + language.front);
    assert.equal(await faults(tab), '');
    await tab.screenshot({ path: join(results, `public-${language.code}-front.png`) });
    // First tap: the field. Second: the street.
    await tab.tap('#find');
    await tab.keyboard.type('lindell boul');
    await tab.waitForSelector('#found a');
    assert.equal(await faults(tab), '');
    await tab.screenshot({ path: join(results, `public-${language.code}-found.png`) });
    await tab.locator('#found a', { hasText: 'Central West End' }).first().tap();
    await tab.waitForURL(/38-central-west-end/);
    const text = await tab.locator('main').innerText();
    assert.ok(text.startsWith(language.not), text.slice(0, 80));
    for (const words of [language.before, language.cannot]) assert.ok(text.includes(words), words);
    assert.equal(await faults(tab), '');
    await tab.screenshot({ path: join(results, `public-${language.code}-place.png`), fullPage: true });
    await tab.goto(`${root}${language.front.replace('index', 'n/16-dutchtown')}`);
    assert.ok((await tab.locator('h1').innerText()).startsWith(language.here));
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, 'nothing is wider than the phone');
    await tab.screenshot({ path: join(results, `public-${language.code}-inside.png`), fullPage: true });
    assert.deepEqual(wrong, []);
    assert.equal((await context.cookies()).length, 0);
    await context.close();
  });
}

it('a crossing is found, with the words of either street in any order', { skip }, async () => {
  const { tab, context } = await open();
  await tab.goto(`${root}/index.html`);
  await tab.fill('#find', 'lindell & grand');
  await tab.waitForSelector('#found a');
  const first = await tab.locator('#found a').first().innerText();
  assert.match(first, /Grand.*Lindell|Lindell.*Grand/);
  await context.close();
});

it('without script every neighborhood is a link, and its page has the answer', { skip }, async () => {
  const { tab, context } = await open({ javaScriptEnabled: false });
  await tab.goto(`${root}/index.html`);
  assert.equal(await tab.locator('#search').isVisible(), false);
  await tab.locator('.places a', { hasText: 'Dutchtown' }).first().tap();
  assert.match(await tab.locator('h1').innerText(), /Dutchtown/);
  await context.close();
});

it('first page, search included, weighs no more than 150 kB compressed', { skip }, async () => {
  const { tab, context } = await open({ serviceWorkers: 'block' });
  sent = 0;
  await tab.goto(`${root}/index.html`);
  await tab.tap('#find');
  await tab.keyboard.type('grand');
  await tab.waitForSelector('#found a');
  assert.ok(sent <= 150_000, `${sent} bytes`);
  await context.close();
});

it('after the first visit it works offline', { skip }, async () => {
  const { tab, context } = await open();
  await tab.goto(`${root}/index.html`);
  await tab.evaluate(() => navigator.serviceWorker.ready);
  await tab.reload();
  await tab.goto(`${root}/n/16-dutchtown.html`);
  await tab.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  await tab.goto(`${root}/index.html`);
  await tab.tap('#find');
  await tab.keyboard.type('dutch');
  await tab.waitForSelector('#found a');
  await tab.goto(`${root}/n/16-dutchtown.html`);
  assert.match(await tab.locator('h1').innerText(), /Dutchtown/);
  await context.close();
});

it('a site elsewhere shows a place in a frame, with the guard and the source, as wide as there is room', {
  skip,
}, async () => {
  const { tab, wrong, context } = await open({ hasTouch: false, isMobile: false });
  await tab.goto(`${root}/n/16-dutchtown.html`);
  await tab.locator('summary', { hasText: 'Show this place on your own site' }).click();
  const code = await tab.locator('#embed').inputValue();
  assert.match(code, new RegExp(`^<iframe src="${root}/embed/16-dutchtown.html" title="The program is in Dutchtown.`));
  const other = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end(code));
  await new Promise((done) => other.listen(0, '127.0.0.1', done));
  for (const width of [320, 900]) {
    await tab.setViewportSize({ width, height: 900 });
    await tab.goto(`http://127.0.0.1:${other.address().port}/`);
    const frame = tab.frameLocator('iframe');
    assert.equal(await frame.locator('h1').innerText(), 'The program is in Dutchtown.');
    const text = await frame.locator('main').innerText();
    assert.match(text, /They do not show by themselves what the program did.+Data through/s);
    const wide = await frame.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth);
    assert.equal(wide, false, `nothing is wider than ${width}`);
  }
  await tab.goto(`${root}/es/embed/16-dutchtown.html`);
  assert.equal(await faults(tab), '');
  const outside = wrong.filter((line) => !line.includes(`127.0.0.1:${other.address().port}`));
  assert.deepEqual(outside, []);
  other.close();
  await context.close();
});

it('the edition is as its manifest says, and a changed file is told', {
  skip: skip || !process.env.CATCHMENT_BIN,
}, async () => {
  const run = (...flags) => spawnSync(process.env.CATCHMENT_BIN, ['publish', ...flags], { encoding: 'utf8' });
  const work = await mkdtemp(join(tmpdir(), 'edition-'));
  const [key, copy] = [join(work, 'key'), join(work, 'copy')];
  await cp(folder, copy, { recursive: true });
  assert.match(run('--verify', copy).stdout, /files are as the manifest says; not signed/);
  assert.equal(run('--new-key', key).status, 0);
  assert.notEqual(run('--new-key', key).status, 0, 'a key is never written over');
  const signed = run('--out', copy, '--sign', key, '--workspace', process.env.CATCHMENT_WORKSPACE);
  assert.equal(signed.status, 0, signed.stderr);
  const [manifest, signature] = ['manifest.json', 'manifest.json.sig'].map((name) => join(copy, name));
  const openssl = [
    'pkeyutl',
    '-verify',
    '-pubin',
    '-inkey',
    `${key}.pub`,
    '-rawin',
    '-in',
    manifest,
    '-sigfile',
    signature,
  ];
  const other = spawnSync('openssl', openssl, { encoding: 'utf8' });
  assert.ok(other.error || other.status === 0, `another program agrees: ${other.stdout} ${other.stderr}`);
  assert.match(run('--verify', copy, '--key', `${key}.pub`).stdout, /signed with the key of/);
  await appendFile(join(copy, 'n/16-dutchtown.html'), ' ');
  const changed = run('--verify', copy, '--key', `${key}.pub`);
  assert.notEqual(changed.status, 0);
  assert.match(changed.stderr, /16-dutchtown\.html is not as the manifest says/);
  await rm(work, { recursive: true });
});

// The figures as somebody else's map reads them: by two libraries that are not ours.
it('the tiles hold the figures of the table and no others', { skip }, async () => {
  const [{ PMTiles }, { VectorTile }, { PbfReader }] = await Promise.all([
    import('pmtiles'),
    import('@mapbox/vector-tile'),
    import('pbf'),
  ]);
  const bytes = await readFile(join(folder, 'data/neighborhoods.pmtiles'));
  const source = {
    getKey: () => 'edition',
    getBytes: async (at, length) => ({ data: new Uint8Array(bytes).slice(at, at + length).buffer }),
  };
  const archive = new PMTiles(source);
  const { minLon, maxLon, minLat, maxLat, minZoom, maxZoom } = await archive.getHeader();
  const tile = (lon, lat, z) => {
    const y = Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI;
    return [Math.floor(((lon + 180) / 360) * 2 ** z), Math.floor(((1 - y) / 2) * 2 ** z)];
  };
  const rows = (await readFile(join(folder, 'data/figures.csv'), 'utf8')).trim().split('\n').slice(1);
  const table = new Map();
  for (const row of rows) {
    const [, id, from, to, offense, count, shown] = row.match(
      /^([^,]+),"(?:[^"]|"")*",([^,]+),([^,]+),([^,]+),([^,]*),(yes|no)$/,
    );
    table.set([id, from, to, offense].join(), shown === 'yes' ? Number(count) : undefined);
  }
  const { vector_layers: layers } = await archive.getMetadata();
  const fields = layers.find((l) => l.id === 'neighborhoods').fields;
  const months = new Map(
    Object.entries(fields)
      .map(([name, means]) => [name, means.match(/(\d{4}-\d{2}) to (\d{4}-\d{2})/)])
      .filter(([, found]) => found)
      .map(([name, found]) => [name, [found[1], found[2], name.replace(/_(12m|\d{4})$/, '')]]),
  );
  assert.ok(months.size >= 4, [...months.keys()].join());
  for (const z of [minZoom, maxZoom]) {
    const seen = new Set();
    const [west, north] = tile(minLon, maxLat, z);
    const [east, south] = tile(maxLon, minLat, z);
    for (let x = west; x <= east; x += 1) {
      for (let y = north; y <= south; y += 1) {
        const found = await archive.getZxy(z, x, y);
        const layer = found && new VectorTile(new PbfReader(new Uint8Array(found.data))).layers.neighborhoods;
        for (let i = 0; i < (layer?.length ?? 0); i += 1) {
          const { properties } = layer.feature(i);
          seen.add(properties.id);
          for (const [name, when] of months) {
            const said = table.get([properties.id, ...when].join());
            assert.equal(properties[name], said, `${name} of ${properties.name}`);
          }
        }
      }
    }
    const pages = (await readFile(join(folder, 'index.html'), 'utf8')).match(/href="n\//g).length;
    assert.equal(seen.size, pages, `zoom ${z}`);
  }
});

it('each page names a picture of its place that is there', { skip }, async () => {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const pages = ['index.html', 'es/index.html', ...html.match(/n\/[^"]+\.html/g).slice(0, 3)];
  for (const page of pages) {
    const text = await readFile(join(folder, page), 'utf8');
    const image = text.match(/property="og:image" content="([^"]+)"/)[1];
    const bytes = await readFile(join(folder, join(page, '..'), image));
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG', image);
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1200, 630]);
    assert.ok(bytes.length < 120_000, `${image}: ${bytes.length} bytes`);
    assert.match(text, /property="og:image:alt" content="[^"]+"/);
  }
});
