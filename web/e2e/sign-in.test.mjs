// Sign-in by OpenID Connect, whole: a provider from the registry, the program in front of it, a browser between.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { start } from './browser.mjs';
import { freePort, startProvider } from './provider.mjs';
import { bin, left, started, workspace } from './served.mjs';

const options = { skip: left, timeout: 60_000 };
const secret = 'a secret of this test alone';

let folder;
let provider;
let stopProgram;
let service;
let browser;

before(async () => {
  if (options.skip) return;
  service = `http://127.0.0.1:${await freePort()}`;
  provider = await startProvider({ service, id: 'catchment', secret });
  folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
  await writeFile(join(folder, 'secret'), `${secret}\n`);
  await startProgram();
  browser = await start();
});

async function startProgram() {
  const flags = [
    ['--public-url', service],
    ['--workspace', workspace],
    ['--oidc-issuer', provider.issuer],
    ['--oidc-client-secret-file', join(folder, 'secret')],
    ['--oidc-role-claim', 'roles'],
  ];
  stopProgram = await started(service, flags.flat(), { CATCHMENT_OIDC_CLIENT_ID: 'catchment' });
}

after(async () => {
  await browser?.close();
  await stopProgram?.();
  provider?.stop();
  if (folder) await rm(folder, { recursive: true });
});

/** A browser of its own, in which somebody asked for an address and signed in as told. */
async function signedIn(who, address = '/') {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const tab = await context.newPage();
  await tab.goto(`${service}${address}`);
  assert.ok(tab.url().startsWith(provider.issuer), `the provider asks who it is: ${tab.url()}`);
  await tab.fill('input[name=login]', who);
  await tab.fill('input[name=password]', 'any');
  await tab.click('button[type=submit]');
  // Then the provider asks whether the service may know it.
  await tab.waitForSelector('input[name=login]', { state: 'detached' });
  await tab.click('button[type=submit]');
  await tab.waitForURL(`${service}/**`);
  assert.deepEqual(provider.wrong, []);
  return { context, tab };
}

/** A question of the page to its service, with the cookies of the browser. */
const ask = (tab, address, request = {}) =>
  tab.evaluate(
    async ([address, request]) => {
      const answer = await fetch(address, request);
      const json = answer.headers.get('content-type')?.includes('json');
      return { status: answer.status, body: json ? await answer.json() : null };
    },
    [address, request],
  );

const saving = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ name: 'North', question: { k: 2 } }),
};

it('nothing but the way in is open to whoever is not signed in', options, async () => {
  const paths = ['/api/v1/status', '/api/v1/session', '/api/v1/scenarios', '/api/v1/rankings?format=csv'];
  const more = ['/tiles/cells.json', '/tiles/surface/12/1024/1576', '/basemap.pmtiles', '/metrics', '/index.html'];
  for (const path of [...paths, ...more, '/api/v1/openapi.json', '/assets/none.js', '/none']) {
    const answer = await fetch(service + path, { redirect: 'manual' });
    assert.equal(answer.status, 401, path);
    assert.match(answer.headers.get('content-type'), /problem\+json/, path);
    assert.equal((await answer.json()).code, 'sign-in-needed', path);
  }
  // Not by fetch, which says of itself that it is no page.
  const page = await new Promise((resolve, reject) => {
    get(`${service}/place/1?k=2`, { headers: { accept: 'text/html' } }, resolve).on('error', reject);
  });
  page.resume();
  assert.equal(page.statusCode, 303);
  assert.equal(page.headers.location, `${service}/sign-in?to=%2Fplace%2F1%3Fk%3D2`);
  const way = await fetch(page.headers.location, { redirect: 'manual' });
  const there = new URL(way.headers.get('location'));
  assert.equal(there.origin, provider.issuer);
  for (const name of ['state', 'nonce', 'code_challenge']) assert.ok(there.searchParams.get(name).length >= 20, name);
  assert.equal(there.searchParams.get('code_challenge_method'), 'S256');
  assert.match(way.headers.get('set-cookie'), /^catchment-sign-in=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Lax$/);
  assert.equal((await fetch(`${service}/healthz`)).status, 200);
});

it('a planner signs in, saves, is put down, and signs out', options, async () => {
  const { context, tab } = await signedIn('paul', '/api/v1/status');
  assert.equal(tab.url(), `${service}/api/v1/status`, 'where somebody wanted to go');
  await tab.goto(`${service}/`);
  const cookie = (await context.cookies()).find((c) => c.name === 'catchment');
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.value.length], [true, 'Lax', 43]);
  const session = await ask(tab, '/api/v1/session');
  assert.deepEqual(session.body, { name: 'paul', role: 'planner', sign_out: '/sign-out' });
  assert.equal((await ask(tab, '/api/v1/status')).status, 200);
  assert.equal((await ask(tab, '/tiles/cells.json')).status, 200);
  assert.equal((await ask(tab, '/metrics')).status, 403, 'administrators read it');
  const saved = await ask(tab, '/api/v1/scenarios', saving);
  assert.equal(saved.status, 201, JSON.stringify(saved.body));
  const trail = spawnSync(bin, ['audit', '--format', 'csv', '--workspace', workspace], { encoding: 'utf8' });
  assert.match(trail.stdout, /,paul,planner,write,\/api\/v1\/scenarios\/\d+ revision 1$/m);

  // A session lasts over a restart of the service.
  await stopProgram();
  await startProgram();
  assert.equal((await ask(tab, '/api/v1/session')).body.name, 'paul');

  const out = tab.getByRole('link', { name: 'Sign out' });
  await out.click();
  await tab.waitForURL(`${provider.issuer}/**`);
  // The provider asks whether its own session is to end, too.
  await tab.click('button[value=yes]');
  await tab.waitForURL(`${service}/sign-out/done`);
  assert.match(await tab.locator('h1').innerText(), /signed out/);
  assert.equal((await ask(tab, '/api/v1/status')).status, 401);
  const old = await fetch(`${service}/api/v1/status`, { headers: { cookie: `catchment=${cookie.value}` } });
  assert.equal(old.status, 401, 'the cookie of before opens nothing');
  await context.close();
});

it('a reader reads and saves nothing; whoever has no role is told so', options, async () => {
  const { context, tab } = await signedIn('rita');
  assert.equal((await ask(tab, '/api/v1/session')).body.role, 'reader');
  assert.equal((await ask(tab, '/api/v1/rankings?k=2')).status, 200);
  const refused = await ask(tab, '/api/v1/scenarios', saving);
  assert.deepEqual([refused.status, refused.body.code], [403, 'role']);
  await context.close();

  const guest = await signedIn('guest');
  assert.match(guest.tab.url(), /\/sign-in\/back/);
  assert.match(await guest.tab.locator('main').innerText(), /You have no role here.+guest.+roles/s);
  assert.equal((await ask(guest.tab, '/api/v1/status')).status, 401);
  await guest.context.close();

  const admin = await signedIn('ada');
  assert.equal((await ask(admin.tab, '/metrics')).status, 200);
  await admin.context.close();
});

it('a sign-in of another browser, or one that was changed, ends nowhere', options, async () => {
  const begun = await fetch(`${service}/sign-in`, { redirect: 'manual' });
  const state = new URL(begun.headers.get('location')).searchParams.get('state');
  const [cookie] = begun.headers.get('set-cookie').split(';');
  for (const [back, held] of [
    [`state=${state}x&code=1`, cookie],
    [`state=${state}&code=1`, ''],
    [`state=${state}&code=1`, cookie],
  ]) {
    const answer = await fetch(`${service}/sign-in/back?${back}`, { headers: { cookie: held }, redirect: 'manual' });
    assert.equal(answer.status, 400, back);
    assert.equal(answer.headers.get('set-cookie'), null);
  }
});
