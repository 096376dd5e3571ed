// Faults that were found once and must not come back, against the server at CATCHMENT_URL.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { base, on, open, openPage, said, settled, shoot, text } from './browser.mjs';

const status = await said('status');
const rankings = '**/api/v1/rankings**';

describe('an address', () => {
  on('keeps a weight that the server takes, however far the slider goes', async (tab) => {
    await open(tab, '#/decide?weights=burden:10,recency:1&k=3');
    const burden = tab.getByRole('slider', { name: 'Burden', exact: true });
    assert.equal(await burden.inputValue(), '10');
    assert.match(await burden.getAttribute('aria-valuetext'), /^10 of 10, 91% of all weight/);
    assert.match(await text(tab, '.decision .key'), /Burden 91%.+Recen\w+[^%]* 9%/s);
    assert.match(tab.url(), /weights=burden:10,recency:1/);
  });

  on('with a value out of range opens with the default, and says so', async (tab) => {
    await open(tab, '#/?of=catchments&km2=50&k=3');
    assert.match(await text(tab, '.refused'), /km2 “50”.+not accepted.+from 0\.05 to 25.+default/s);
    assert.match(tab.url(), new RegExp(`km2=${status.defaults.catchment_km2}(&|$)`));
    assert.ok((await tab.locator('.rank-row').count()) >= 1, 'the server answers');
    await tab.getByRole('button', { name: 'All violent' }).click();
    await settled(tab);
    assert.equal(await tab.locator('.refused').count(), 0, 'it is not said for longer than it matters');
  });

  on('with too large a weight says what it became', async (tab) => {
    await open(tab, '#/decide?weights=burden:5000&k=3');
    assert.match(await text(tab, '.refused'), /weights “burden:5000”.+instead: 1000/s);
  });
});

describe('the screen of catchments', () => {
  on('offers neither weights nor a measure, which would change nothing there', async (tab) => {
    await open(tab, '#/catchments?k=3&km2=0.25');
    for (const gone of ['input[name=measure]', 'input[name=of]', '.weights'])
      assert.equal(await tab.locator(gone).count(), 0, gone);
    await tab.getByRole('link', { name: 'Weigh what matters' }).click();
    await settled(tab);
    assert.ok((await tab.locator('input[name=measure]').count()) >= 2);
  });

  on('is saved as what was chosen there, and opens as it was', async (tab) => {
    let saved = null;
    const kept = () => ({
      ...saved,
      id: 7,
      revision: 1,
      created: '2026-01-01T00:00:00Z',
      updated: '2026-01-01T00:00:00Z',
    });
    await tab.route('**/api/v1/scenarios', async (route) => {
      if (route.request().method() === 'POST') {
        saved = route.request().postDataJSON();
        return route.fulfill({ status: 201, json: { ...kept(), blake3: '00', dataset: status.dataset } });
      }
      return route.fulfill({
        json: { scenarios: saved ? [{ ...kept(), blake3: '00', dataset: status.dataset }] : [] },
      });
    });
    await open(tab, '#/catchments?k=2&km2=0.25&spacing=500&basis=counted&at=12.5/38.63/-90.22');
    const names = await tab.locator('.chosen-row th').allInnerTexts();
    assert.equal(names.length, 2);
    await tab.getByRole('button', { name: 'Save as a scenario' }).click();
    await tab.waitForSelector('form .chosen');
    for (const name of names) assert.ok((await text(tab, 'form .chosen')).includes(name.split('\n')[0]), name);
    await tab.getByLabel('Name').fill('Two near the river');
    await tab.getByRole('button', { name: 'Save', exact: true }).click();
    await tab.waitForSelector('.scenario');
    assert.equal(saved.asked, 'optimize');
    assert.equal(saved.picked.length, 2);
    assert.deepEqual(
      saved.drawn.map((d) => d.name),
      names.map((n) => n.split('\n')[0]),
    );
    assert.ok(saved.drawn.every((d) => d.cells.length > 1));
    assert.equal(saved.question.area_km2, 0.25);
    assert.equal(saved.question.spacing_m, 500);
    assert.equal(saved.question.basis, 'counted');
    assert.ok(!('weights' in saved.question));
    await tab.getByRole('button', { name: 'Open Two near the river' }).click();
    await tab.waitForSelector('.chosen-row');
    await settled(tab);
    for (const part of [/\/catchments\?/, /spacing=500/, /basis=counted/, /at=12\.5\/38\.63\/-90\.22/])
      assert.match(tab.url(), part);
    assert.deepEqual(await tab.locator('.chosen-row th').allInnerTexts(), names);
  });

  on('is saved also where the page was loaded anew in between', async (tab) => {
    await openPage(tab, '#/scenarios?acted=optimize&k=2&km2=0.25&basis=counted');
    await tab.waitForSelector('form .chosen');
    assert.match(await text(tab, 'form .small'), /^2 catchments/);
  });
});

describe('a label', () => {
  on('belongs to the answer that is shown, and an old one is marked until the new one is there', async (tab) => {
    await open(tab, '#/?from=2009-01&to=2018-12');
    let hold = () => {};
    const held = new Promise((resolve) => {
      hold = resolve;
    });
    await tab.route(rankings, async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await tab.getByLabel('From, year').selectOption('2014');
    await tab.waitForSelector('.legend .old');
    assert.match(await text(tab, '.legend'), /Jan 2009 – Dec 2018/);
    assert.match(await text(tab, '.legend .old'), /Not the newest/);
    assert.match(
      await text(tab, '.ranking .head'),
      /Jan 2009 – Dec 2018.+Not the newest|Not the newest.+Jan 2009 – Dec 2018/s,
    );
    hold();
    await settled(tab);
    assert.match(await text(tab, '.legend'), /Jan 2014 – Dec 2018/);
    assert.equal(await tab.locator('.legend .old').count(), 0);
  });

  on('of a dead server stays true, and the picture comes back by itself', async (tab, p) => {
    await open(tab, '#/?from=2009-01&to=2018-12');
    await tab.route(rankings, (route) => route.abort());
    await tab.getByRole('button', { name: 'Last 12 months' }).click();
    await tab.waitForSelector('.legend .old');
    assert.match(await text(tab, '.legend'), /Jan 2009 – Dec 2018/);
    assert.match(await text(tab, '[role=alert]'), /does not answer/);
    await shoot(tab, 'stale');
    await tab.unroute(rankings);
    await tab.waitForSelector('[role=alert]', { state: 'detached', timeout: 20_000 });
    await settled(tab);
    assert.match(await text(tab, '.legend'), /2026/);
    assert.equal(await tab.locator('.legend .old').count(), 0);
    p.errors.length = 0;
  });

  on('of a dead server is asked for at once when the network is back', async (tab, p) => {
    await open(tab);
    await tab.route(rankings, (route) => route.abort());
    await tab.getByRole('button', { name: 'All violent' }).click();
    await tab.waitForSelector('[role=alert]');
    await tab.unroute(rankings);
    await tab.evaluate(() => dispatchEvent(new Event('online')));
    await tab.waitForSelector('[role=alert]', { state: 'detached', timeout: 1500 });
    p.errors.length = 0;
  });
});

describe('long work', () => {
  on('is waited for with its progress, and running out of time is not called busy', async (tab, p) => {
    let asked = 0;
    const addresses = new Set();
    await tab.route('**/api/v1/backtest**', (route) => {
      asked += 1;
      addresses.add(route.request().url());
      if (asked <= 2)
        return route.fulfill({
          status: 202,
          headers: { 'retry-after': '1' },
          json: { state: 'running', done: asked, total: 9, note: `${asked} of 9 parts are done` },
        });
      return route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: '{"status":503,"code":"timeout","title":"Took too long"}',
      });
    });
    await tab.goto(`${base}/#/backtest?k=3&km2=0.25`);
    await tab.getByText('2 of 9 parts are done').waitFor();
    assert.equal(await tab.getByRole('progressbar').getAttribute('value'), '2');
    await tab.waitForSelector('[role=alert]');
    assert.match(await text(tab, '[role=alert]'), /took too long/);
    assert.doesNotMatch(await text(tab, '[role=alert]'), /busy|loading/);
    assert.equal(addresses.size, 1, 'one address');
    await tab.waitForTimeout(3000);
    assert.equal(asked, 3, 'it is not asked again by itself');
    p.errors.length = 0;
  });

  on('is let go when the reader leaves', async (tab) => {
    let asked = 0;
    await tab.route('**/api/v1/backtest**', (route) => {
      asked += 1;
      return route.fulfill({ status: 202, headers: { 'retry-after': '1' }, json: { done: 0, total: 9, note: '' } });
    });
    await tab.goto(`${base}/#/backtest?k=3&km2=0.25`);
    await tab.getByRole('progressbar').waitFor();
    await tab.getByRole('link', { name: 'Where next' }).first().click();
    await tab.waitForSelector('.next');
    const before = asked;
    await tab.waitForTimeout(2500);
    assert.equal(asked, before);
  });
});

describe('the pointer', () => {
  /** Moves over the map until something is said, or nothing is. */
  async function over(tab) {
    const box = await tab.locator('.map').boundingBox();
    const said = [];
    for (const [fx, fy] of [
      [0.5, 0.5],
      [0.55, 0.42],
      [0.45, 0.58],
    ]) {
      await tab.mouse.move(box.x + box.width * fx, box.y + box.height * fy);
      await tab.waitForTimeout(200);
      if ((await tab.locator('.tip').count()) > 0) said.push(await text(tab, '.tip'));
    }
    return said;
  }

  on('over cells says what the cell holds, never the neighborhood’s figure', async (tab) => {
    await open(tab, '#/?layer=cells');
    const said = await over(tab);
    assert.ok(said.length > 0);
    for (const words of said) {
      assert.match(words, /^[\d,]+ counted in this cell$/);
      assert.doesNotMatch(words, /per year|Rank/);
    }
  });

  on('over hot spots says what the test found of the cell', async (tab) => {
    await open(tab, '#/?layer=hotspots');
    const said = await over(tab);
    assert.ok(said.length > 0);
    for (const words of said) assert.match(words, /counted in this cell\s+Gi\* .+chance/);
  });

  on('over the surface says nothing', async (tab) => {
    await open(tab, '#/?layer=surface');
    assert.deepEqual(await over(tab), []);
  });

  on('says nothing of a place that the map has moved away from', async (tab) => {
    await open(tab);
    assert.ok((await over(tab)).length > 0);
    await tab.locator('.tip').waitFor();
    await tab.locator('.map canvas').focus();
    await tab.keyboard.press('ArrowRight');
    await tab.waitForSelector('.tip', { state: 'detached', timeout: 5000 });
  });
});

describe('the first view', () => {
  on('fetches only what it shows, and tiles name their dataset', async (tab) => {
    const asked = [];
    tab.on('request', (r) => asked.push(r.url()));
    await open(tab);
    for (const hidden of [/\/tiles\/(surface|cells)\//, /h3/i])
      assert.deepEqual(
        asked.filter((u) => hidden.test(u)),
        [],
        String(hidden),
      );
    const tiles = asked.filter((u) => u.includes('/tiles/'));
    assert.ok(tiles.length > 0);
    for (const u of tiles) assert.ok(u.includes(`dataset=${status.dataset}`), u);
  });

  on('sends each layer its own parameters alone', async (tab) => {
    const asked = [];
    tab.on('request', (r) => asked.push(r.url()));
    for (const layer of ['cells', 'surface']) await open(tab, `#/?layer=${layer}`);
    const names = (layer) => {
      const of = asked.filter((u) => u.includes(`/tiles/${layer}/`)).map((u) => new URL(u).searchParams.keys());
      return new Set(of.flatMap((keys) => [...keys]));
    };
    for (const fixed of ['neighborhoods', 'sites'])
      assert.deepEqual(
        [...names(fixed)].filter((n) => n !== 'dataset'),
        [],
        fixed,
      );
    assert.ok(!names('cells').has('bandwidth_m'));
    assert.ok(!names('surface').has('resolution'));
    assert.ok(names('cells').has('resolution') && names('surface').has('bandwidth_m'));
  });
});

// Both wait for the network nearly all of the time: side by side they take half of it.
describe('the first view over slow 3G', { concurrency: 2 }, () => {
  for (const [name, viewport] of Object.entries({
    'a desk': { width: 1280, height: 800 },
    'a phone': { width: 390, height: 844 },
  })) {
    on(
      `stands still on ${name} while it loads over slow 3G`,
      async (tab, { context }) => {
        await tab.addInitScript(() => {
          globalThis.shifts = [];
          new PerformanceObserver((list) => {
            for (const e of list.getEntries()) {
              if (e.hadRecentInput) continue;
              const moved = e.sources.map((s) => `${s.node?.nodeName}.${s.node?.className}`).join(' ');
              globalThis.shifts.push({ value: e.value, moved });
            }
          }).observe({ type: 'layout-shift', buffered: true });
        });
        const session = await context.newCDPSession(tab);
        await session.send('Network.enable');
        const rate = (400 * 1000) / 8;
        await session.send('Network.emulateNetworkConditions', {
          offline: false,
          latency: 400,
          downloadThroughput: rate,
          uploadThroughput: rate,
        });
        await tab.goto(`${base}/#/`);
        await tab.waitForSelector('.next .places', { timeout: 90_000 });
        await tab.waitForSelector('.map[data-ready]', { timeout: 90_000 });
        await tab.waitForTimeout(1000);
        await shoot(tab, `slow-${viewport.width}`);
        const shifts = await tab.evaluate(() => globalThis.shifts);
        const sum = shifts.reduce((s, e) => s + e.value, 0);
        process.stdout.write(`# layout shifts on ${name}: ${sum.toFixed(4)}\n`);
        assert.ok(sum < 0.1, `shifts of ${sum.toFixed(3)}: ${JSON.stringify(shifts)}`);
      },
      { viewport, cold: true },
    );
  }
});
