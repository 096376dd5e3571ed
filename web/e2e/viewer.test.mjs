// The viewer in a real browser, against the server at CATCHMENT_URL (default http://127.0.0.1:8080).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { base, on, open, page, rows, said, settled, shared, shoot, text } from './browser.mjs';

const status = await said('status');

/** Opens the list of single offense groups. */
const choose = (tab) => tab.getByText('Choose groups one by one').click();

describe('the first screen', () => {
  on('shows areas with intervals, the data’s age, its source and its limits', async (tab) => {
    await open(tab);
    await shoot(tab, 'map-1280x800');
    assert.ok((await rows(tab).count()) > 10);
    assert.match(await rows(tab).first().textContent(), /ranks? \d+(–\d+)?\s+plausible\. .+ 90% interval .+ to .+/);
    assert.ok((await tab.locator('.rank-row .interval').count()) > 10);
    assert.match(await text(tab, 'header'), /Data through \w{3} \d{4}/);
    const footer = await text(tab, 'footer');
    assert.match(footer, /Dataset [0-9a-f]{8}/);
    assert.match(footer, /% of the chosen rows that the files hold have a position/);
    assert.match(footer, /Source: \S+/);
    assert.match(await text(tab, '.head'), /Bars that overlap do not mean a tie/);
    assert.match(await text(tab, '.legend'), /per year/);
    assert.equal(await tab.locator('.maplibregl-ctrl-scale').count(), 2, 'a scale in miles and one in metres');
  });

  on('labels synthetic positions and stand-in outlines wherever there are any', async (tab) => {
    await open(tab);
    const notices = await tab.locator('.notices').innerText();
    if (status.city.synthetic) assert.ok(notices.includes(status.city.synthetic));
    if (status.sites.some((s) => s.shape === 'stand-in')) {
      assert.match(await text(tab, '.legend'), /outline not published: whole neighborhoods stand in/);
    }
  });

  on('sets police-initiated offenses apart and never chooses them by itself', async (tab) => {
    await open(tab);
    await choose(tab);
    const police = tab.locator('.police');
    assert.match(await police.innerText(), /feeds back/);
    assert.equal(await police.locator('input:checked').count(), 0);
  });
});

describe('an area', () => {
  on('opens from the list with its series, hours, offenses, posterior and three ranks', async (tab) => {
    await open(tab);
    const name = await text(tab, '.rank-row .name');
    await rows(tab).first().click();
    await tab.waitForSelector('.ranks');
    await settled(tab);
    await shoot(tab, 'area-1280x800');
    assert.equal(await text(tab, '#area-title'), name);
    assert.match(tab.url(), /\/ranking\/area\/[^?]+\?from=/);
    assert.equal(await tab.locator('.ranks > div').count(), 3);
    const titles = await tab.locator('article h3').allInnerTexts();
    for (const wanted of ['By month', 'By hour and weekday', 'Offenses', 'Estimated level', 'Why it ranks here']) {
      assert.ok(titles.includes(wanted), `${wanted} is among ${titles}`);
    }
  });

  on('draws the gap as a gap: hatched, labelled, with no line through it', async (tab) => {
    const gap = status.coverage.find((c) => c.status === 'missing');
    assert.ok(gap, 'the demo data has a gap');
    await open(tab);
    const id = await tab.locator('.rank-row').first().getAttribute('data-id');
    await open(tab, `#/area/${id}?from=${status.span.from}&to=${status.span.to}`);
    await tab.waitForSelector('rect.gap');
    await tab.locator('rect.gap').first().scrollIntoViewIfNeeded();
    await shoot(tab, 'gap');
    const crossing = await tab.evaluate(() => {
      const boxes = [...document.querySelectorAll('rect.gap')].map((r) => r.getBBox());
      const points = [...document.querySelectorAll('polyline')].flatMap((l) => [...l.points]);
      return points.filter((p) => boxes.some((b) => p.x > b.x + 0.5 && p.x < b.x + b.width - 0.5)).length;
    });
    assert.equal(crossing, 0, 'points drawn inside the gap');
    assert.ok((await tab.locator('polyline.months').count()) >= 2, 'the line is cut at the gap');
    assert.match(
      await tab.locator('article svg[aria-label*="Counts by month"]').getAttribute('aria-label'),
      /No public data from/,
    );
    assert.match(await text(tab, '.coverage'), /missing, not zero/);
    assert.ok((await tab.locator('line.break').count()) >= 1, 'the change of reporting system is marked');
  });
});

describe('the keyboard', () => {
  on('walks the list with arrows, opens with Enter, goes back with Escape to the same row', async (tab) => {
    await open(tab);
    await rows(tab).first().focus();
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowDown');
    const third = await tab.locator('.rank-row').nth(2).getAttribute('data-id');
    const focused = () => tab.evaluate(() => document.activeElement?.closest('.rank-row')?.dataset.id);
    assert.equal(await focused(), third);
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('.ranks');
    assert.equal(await tab.evaluate(() => document.activeElement?.id), 'area-title');
    await tab.keyboard.press('Escape');
    await tab.waitForSelector('.rank-row');
    assert.equal(await focused(), third);
    await tab.keyboard.press('End');
    assert.equal(await focused(), await tab.locator('.rank-row').last().getAttribute('data-id'));
  });

  on('reaches every control, and the focus can be seen', async (tab) => {
    await open(tab);
    await tab.keyboard.press('Tab');
    assert.match(await tab.evaluate(() => document.activeElement?.textContent), /Skip to the ranking/);
    const seen = new Set();
    for (let i = 0; i < 70; i++) {
      await tab.keyboard.press('Tab');
      const [what, outline] = await tab.evaluate(() => {
        const e = document.activeElement;
        const shown = e.closest('label') ?? e;
        const widths = [e, shown].map((x) => Number.parseFloat(getComputedStyle(x).outlineWidth) || 0);
        return [
          `${e.tagName} ${e.getAttribute('name') ?? e.getAttribute('aria-label') ?? e.textContent.trim().slice(0, 20)}`,
          Math.max(...widths),
        ];
      });
      seen.add(what);
      if (!what.startsWith('BODY')) assert.ok(outline > 0, `${what} shows no focus`);
    }
    for (const wanted of ['of', 'measure', 'layer'])
      assert.ok(seen.has(`INPUT ${wanted}`), `${wanted} was reached: ${[...seen].join('; ')}`);
  });
});

describe('the address', () => {
  on('holds the whole state and restores it', async (tab) => {
    await open(tab, '#/?from=2015-01&to=2017-12&offense=homicide&measure=per_km2&k=5&layer=cells');
    assert.equal(await tab.locator('input[name=measure]:checked').inputValue(), 'per_km2');
    assert.equal(await tab.locator('input[name=layer]:checked').inputValue(), 'cells');
    assert.match(await text(tab, '.legend'), /Homicide, Jan 2015 – Dec 2017/);
    const first = await text(tab, '.rank-row .name');
    const url = tab.url();
    for (const part of [
      'from=2015-01',
      'to=2017-12',
      'offense=homicide',
      'measure=per_km2',
      'k=5',
      'layer=cells',
      'area=label',
      'unit=net',
    ]) {
      assert.ok(url.includes(part), `${part} in ${url}`);
    }
    await tab.goto('about:blank');
    await open(tab, url.slice(base.length + 1));
    assert.equal(await text(tab, '.rank-row .name'), first);
  });

  on('goes back and forward', async (tab) => {
    await open(tab);
    const home = await text(tab, '#ranking-title');
    await tab.getByRole('button', { name: 'All violent' }).click();
    await settled(tab);
    const changed = await text(tab, '#ranking-title');
    assert.notEqual(changed, home);
    await rows(tab).first().click();
    await tab.waitForSelector('.ranks');
    await tab.goBack();
    await tab.waitForSelector('.rank-row');
    assert.equal(await text(tab, '#ranking-title'), changed);
    await tab.goBack();
    await settled(tab);
    assert.equal(await text(tab, '#ranking-title'), home);
    await tab.goForward();
    await settled(tab);
    assert.equal(await text(tab, '#ranking-title'), changed);
  });
});

describe('a change', () => {
  on('of window or offenses redraws list and map, and both say so', async (tab) => {
    await open(tab, '#/?from=2009-01&to=2018-12');
    const year = tab.getByLabel('From, year');
    const last = Number(await tab.getByLabel('To, year').inputValue());
    for (const back of [1, 3, 5, 2, 7]) {
      await year.selectOption(String(last - back));
      await settled(tab);
      for (const part of ['.legend h2', '.ranking .head'])
        assert.match(await text(tab, part), new RegExp(`Jan ${last - back} – Dec ${last}`), part);
    }
    for (const name of ['All violent', 'Armed robbery', 'Aggravated assault', 'Serious harm']) {
      await tab.getByRole('button', { name, exact: true }).click();
      await settled(tab);
      for (const part of ['.legend h2', '#ranking-title'])
        assert.match(await text(tab, part), new RegExp(name, 'i'), part);
    }
  });

  on('keeps the old list until the new one is there, and drops stale answers', async (tab) => {
    await open(tab);
    await tab.route('**/api/v1/rankings**', async (route) => {
      await new Promise((done) => setTimeout(done, route.request().url().includes('homicide') ? 900 : 100));
      await route.continue().catch(() => {});
    });
    await choose(tab);
    const homicide = tab.getByLabel('Homicide', { exact: true });
    await tab.getByRole('button', { name: 'Armed robbery' }).click();
    await tab.waitForTimeout(30);
    assert.ok((await rows(tab).count()) > 10, 'the old list stays');
    await settled(tab);
    await homicide.click();
    await tab.getByRole('button', { name: 'Aggravated assault', exact: true }).click();
    await settled(tab);
    await tab.waitForTimeout(1200);
    assert.match(await text(tab, '.legend'), /Aggravated assault/);
    assert.match(tab.url(), /offense=aggravated_assault/);
  });
});

describe('the map', () => {
  on('answers a hovered row, and the row answers the map', async (tab) => {
    await open(tab);
    const row = tab.locator('.rank-row').nth(3);
    await rows(tab).nth(3).hover();
    await tab.waitForFunction(
      (id) => document.querySelector(`.rank-row[data-id="${id}"]`).classList.contains('hovered'),
      await row.getAttribute('data-id'),
    );
    const box = await tab.locator('.map').boundingBox();
    let hit = null;
    for (const [fx, fy] of [
      [0.5, 0.5],
      [0.55, 0.4],
      [0.45, 0.6],
      [0.5, 0.3],
    ]) {
      await tab.mouse.move(box.x + box.width * fx, box.y + box.height * fy);
      await tab.waitForTimeout(150);
      hit = await tab.evaluate(() => document.querySelector('.rank-row.hovered')?.dataset.id ?? null);
      if (hit) break;
    }
    assert.ok(hit, 'a row lights up under the pointer on the map');
    assert.ok((await tab.locator('.tip').innerText()).length > 10);
    await tab.mouse.down();
    await tab.mouse.up();
    await tab.waitForSelector('#area-title');
    assert.match(tab.url(), /\/ranking\/area\//);
  });

  for (const [layer, legend] of [
    ['cells', /H3 cells/],
    ['hotspots', /false discovery rate/],
    ['surface', /smoothed over/],
  ]) {
    on(`shows ${layer} with unit and period in its legend`, async (tab) => {
      await open(tab, `#/?layer=${layer}`);
      await tab.waitForTimeout(300);
      await shoot(tab, `layer-${layer}`);
      assert.match(await text(tab, '.legend'), legend);
      assert.match(await text(tab, '.legend'), /\w{3} \d{4} – \w{3} \d{4}/);
    });
  }

  on('shows catchments with their ranks', async (tab) => {
    await open(tab, '#/?of=catchments');
    await shoot(tab, 'catchments-1280x800');
    assert.ok((await rows(tab).count()) >= 1);
    assert.ok((await tab.locator('.map-label b').count()) >= 1);
    await rows(tab).first().click();
    await tab.waitForSelector('.ranks');
    assert.match(tab.url(), /\/ranking\/catchment\//);
  });
});

describe('exports', () => {
  on('answer as CSV and GeoJSON files', async (tab) => {
    await open(tab);
    for (const [name, type, sign] of [
      ['Download CSV', /text\/csv/, /rank/],
      ['Download GeoJSON', /geo\+json/, /FeatureCollection/],
    ]) {
      const href = await tab.getByRole('link', { name }).getAttribute('href');
      const answer = await fetch(new URL(href, base));
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type'), type);
      assert.match(await answer.text(), sign);
    }
  });
});

describe('data and limits', () => {
  on('accounts for the rows and says what is not claimed', async (tab) => {
    await open(tab, '#/?limits=1');
    await shoot(tab, 'limits');
    const words = await text(tab, 'dialog');
    for (const wanted of [
      /Nothing about persons/,
      /A gap is not zero/,
      /no program runs/,
      /Rows read/,
      /Police label/i,
    ])
      assert.match(words, wanted);
    await tab.keyboard.press('Escape');
    await tab.waitForSelector('dialog', { state: 'detached' });
    assert.ok(!tab.url().includes('limits'));
  });
});

describe('trouble', () => {
  it('is told in plain words, and a second try helps', { timeout: 60_000 }, async () => {
    const { tab, context } = await page(await shared());
    // A page that nobody sees does not come back by itself: the button alone helps.
    await tab.addInitScript(() => Object.defineProperty(document, 'hidden', { get: () => true }));
    await open(tab);
    await tab.route('**/api/v1/rankings**', (route) => route.abort());
    await tab.getByRole('button', { name: 'Armed robbery' }).click();
    const alert = tab.locator('[role=alert]');
    await alert.waitFor();
    assert.match(await alert.innerText(), /does not answer/);
    assert.ok((await rows(tab).count()) > 10, 'the last answer stays');
    await tab.unroute('**/api/v1/rankings**');
    await tab.getByRole('button', { name: 'Try again' }).click();
    await alert.waitFor({ state: 'detached' });
    await context.close();
  });

  it('of a refused question names what to change', { timeout: 60_000 }, async () => {
    const { tab, context } = await page(await shared());
    await tab.goto(`${base}/#/area/no-such-area`);
    await tab.waitForSelector('[role=alert]');
    assert.match(await text(tab, '[role=alert]'), /no-such-area|not found/i);
    await context.close();
  });
});
