// Starts Chromium and opens the viewer; remembers what went wrong on the page.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

export const base = (process.env.CATCHMENT_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
export const results = fileURLToPath(new URL('../test-results/', import.meta.url));

const flags = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Screens of a desk and of a hand. */
export const wide = { viewport: { width: 1440, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What the server says at an address. */
export async function said(question) {
  const answer = await fetch(`${base}/api/v1/${question}`);
  assert.equal(answer.status, 200, `no answer at ${answer.url}; set CATCHMENT_URL`);
  return answer.json();
}

/** Waits for long work: what is tested is the screen, and not how fast a machine is. */
export async function done(question) {
  while ((await fetch(`${base}/api/v1/${question}`)).status === 202) await new Promise((go) => setTimeout(go, 1000));
}

/** A rectangle about a place, as the address of a drawing has it. */
export function rectangle([lng, lat], [x, y]) {
  const corners = [
    [-x, -y],
    [x, -y],
    [x, y],
    [-x, y],
  ];
  return corners.map(([east, north]) => `${(lng + east).toFixed(5)},${(lat + north).toFixed(5)}`).join(';');
}

/** The one browser of a test file. */
let browser;
export function shared() {
  browser ??= start();
  return browser;
}
after(async () => (await browser)?.close());

export async function start() {
  await mkdir(results, { recursive: true });
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

/** A page of its own, with `errors` (console and page) and `outside` (requests to other hosts) filled as it runs. */
export async function page(browser, options = {}) {
  return watched(await contextOf(browser, options));
}

function contextOf(browser, options) {
  // Nothing is waited for that only moves.
  const usual = { viewport: { width: 1280, height: 800 }, colorScheme: 'light', reducedMotion: 'reduce' };
  return browser.newContext({ ...usual, ...options });
}

/** A tab of a context, with what goes wrong on it. */
async function watched(context) {
  const tab = await context.newPage();
  const errors = [];
  const outside = [];
  tab.on('console', (m) => m.type() === 'error' && errors.push(`${m.text()} (${m.location().url})`));
  tab.on('pageerror', (e) => errors.push(e.message));
  tab.on('request', (r) => {
    const own = r.url().startsWith(base) || r.url().startsWith('blob:') || r.url().startsWith('data:');
    if (!own) outside.push(r.url());
  });
  return { context, tab, errors, outside };
}

/** Opens a state and waits until list and map are drawn. */
export async function open(tab, hash = '#/ranking') {
  await tab.goto(`${base}/${hash}`);
  await tab.waitForSelector('.map[data-ready]', { timeout: 30_000 });
  await settled(tab);
}

/** Opens a screen that has no map. */
export async function openPage(tab, hash) {
  await tab.goto(`${base}/${hash}`);
  await tab.waitForSelector('main.mapless[aria-busy="false"]', { timeout: 120_000 });
}

/** Waits until nothing is under way and the map stands still. */
export async function settled(tab) {
  await tab.waitForSelector('main[aria-busy="false"]', { timeout: 30_000 });
  await tab.waitForFunction(() => document.querySelector('.map')?.dataset.drawn === 'true', null, { timeout: 30_000 });
}

/** Contexts of the file by their options: what a page before has fetched and compiled is not fetched again. */
const contexts = new Map();

async function sharedPage(options) {
  const key = JSON.stringify(options);
  if (!contexts.has(key)) contexts.set(key, contextOf(await shared(), options));
  return watched(await contexts.get(key));
}

/** Moderate, serious and critical faults that axe finds, on the page or within a part of it, as text; empty is good. */
export async function faults(tab, within = ':root') {
  await tab.evaluate(axe.source);
  const found = await tab.evaluate(
    (part) => globalThis.axe.run(document.querySelector(part), { resultTypes: ['violations'] }),
    within,
  );
  const bad = found.violations.filter((v) => v.impact !== 'minor');
  return bad.map((v) => `${v.id}: ${v.nodes.length} times, first ${v.nodes[0].target.join(' ')}`).join('\n');
}

export const shoot = (tab, name) => tab.screenshot({ path: `${results}${name}.png` });

/** The text of the first place that a selector finds. */
export const text = (tab, selector) => tab.locator(selector).first().innerText();

/** Whether nothing reaches beyond the right edge. */
export const fits = (tab) => tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** The links of the list. */
export const rows = (tab) => tab.locator('.rank-row a');

/**
 * Runs a test on a page of its own, in a context of its own where it is to begin `cold`, with nothing fetched; no
 * test may leave an error on the console or ask another host.
 */
export function on(name, test, { cold = false, ...options } = {}) {
  it(name, { timeout: 120_000 }, async () => {
    const p = cold ? await page(await shared(), options) : await sharedPage(options);
    try {
      await test(p.tab, p);
      assert.deepEqual(p.errors, [], 'errors on the console');
      assert.deepEqual(p.outside, [], 'requests to other hosts');
    } finally {
      // The next one begins as a stranger does.
      await p.tab.evaluate(() => localStorage.clear()).catch(() => {});
      await (cold ? p.context : p.tab).close();
    }
  });
}
