// Every screen at every width down to a phone and to 200% zoom, light and dark, and on paper.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { base, faults, on, rectangle, said, shoot } from './browser.mjs';

const status = await said('status');
const ranking = await said('rankings');
const id = encodeURIComponent(ranking.items[0].id);
const site = encodeURIComponent(status.sites[0]?.id ?? '');
const draft = rectangle(status.city.center, [0.01, 0.01]);

const screens = {
  'where next': '/next',
  'a place': `/place/${id}`,
  'the full list': '/ranking',
  'a place of the list': `/ranking/area/${id}`,
  weighing: '/decide',
  'why here': `/decide/area/${id}`,
  'walkable areas': '/catchments',
  drawing: `/draw?draft=${draft}&drawn=1`,
  'hot spots': '/evidence/gi',
  'emerging hot spots': '/evidence/emerging',
  'local clusters': '/evidence/moran',
  'near repeats': '/evidence/knox',
  concentration: '/evidence/spread',
  backtest: '/evidence/backtest',
  words: '/glossary',
  decisions: '/decisions',
  data: '/data',
  'data and limits': '/ranking?limits=1',
  'our sites': '/sites',
  'a site': `/sites?site=${site}`,
  'did it work': '/sites?part=worked',
  register: '/sites?part=register',
  'a site of the register': `/sites?part=register&site=${site}`,
  'embedded map': '/embed/map',
  'embedded series': `/embed/series/${id}`,
  'embedded hours': `/embed/hours/${id}`,
  'embedded change': `/embed/change/${id}`,
};

/** 720 by 450 is 1440 by 900 at 200% zoom. */
const sizes = [
  [1024, 768],
  [768, 1024],
  [720, 450],
  [390, 844],
];

async function show(tab, path) {
  await tab.goto(base + path);
  await tab.waitForSelector('main[aria-busy="false"]', { timeout: 90_000 });
  // Work that was begun before the screen was there is waited for by its own sentence.
  await tab.waitForFunction(() => !document.querySelector('main progress, main.waiting'), null, { timeout: 90_000 });
  await tab.waitForSelector('main[aria-busy="false"]', { timeout: 90_000 });
}

const drawn = (tab) =>
  tab.waitForFunction(() => document.querySelector('.map')?.dataset.drawn === 'true', null, { timeout: 30_000 });

describe('every screen', () => {
  for (const [name, path] of Object.entries(screens)) {
    on(
      `${name}: nothing scrolls sideways, and axe finds nothing moderate`,
      async (tab) => {
        await tab.emulateMedia({ colorScheme: 'light' });
        await tab.setViewportSize({ width: 1440, height: 900 });
        await show(tab, path);
        assert.equal(await faults(tab), '', 'light, 1440 pixels');
        const picture = (state) => shoot(tab, `screen-${name.replaceAll(' ', '-')}-${state}`);
        await picture('light');
        const high = await tab.evaluate(() => document.documentElement.scrollHeight);
        if (!path.startsWith('/embed'))
          assert.ok(high <= 900, `the page ends with its footer, not ${high} pixels down`);
        await tab.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
        await picture('forced-colors');
        await tab.emulateMedia({ colorScheme: 'dark', forcedColors: 'none' });
        await picture('dark');
        for (const [width, height] of sizes) {
          await tab.setViewportSize({ width, height });
          const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} pixels at ${width}`);
        }
        assert.equal(await faults(tab), '', 'dark, 390 pixels');
        await picture('phone');
      },
      { viewport: { width: 1440, height: 900 } },
    );
  }

  on('where colors are forced, what is chosen has an edge, and the signs of the map are seen', async (tab) => {
    await tab.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await show(tab, '/ranking');
    const style = (of, what) =>
      tab
        .locator(of)
        .first()
        .evaluate((e, what) => getComputedStyle(e)[what], what);
    assert.equal(await style('.presets [aria-pressed="true"]', 'outlineStyle'), 'solid');
    assert.notEqual(await style('.presets [aria-pressed="false"]', 'outlineStyle'), 'solid');
    assert.equal(await style('.maplibregl-ctrl-icon', 'filter'), 'none');
    await tab.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  });

  on(
    'the embedded map keeps its legend and its source apart in a low frame',
    async (tab) => {
      await show(tab, '/embed/map');
      const [legend, note] = [await tab.locator('.legend').boundingBox(), await tab.locator('.source').boundingBox()];
      assert.ok(legend.y + legend.height <= note.y, `${legend.y + legend.height} and ${note.y}`);
      assert.ok((await tab.locator('.embed .map').boundingBox()).height >= 180);
    },
    { viewport: { width: 720, height: 300 } },
  );

  on(
    'a way of looking that is shown is in view among many on a phone',
    async (tab) => {
      await show(tab, '/glossary');
      const box = await tab.locator('nav [aria-current=page]').filter({ hasText: 'Words' }).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box));
    },
    { viewport: { width: 390, height: 844 } },
  );
});

/** Lets the page get ready for the printer, and shows it as the printer sees it. */
async function onPaper(tab) {
  await tab.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await tab.emulateMedia({ media: 'print' });
}

/** Mean lightness of the printed map, 0 to 255, and how far its pixels lie apart. */
const lightness = (tab) =>
  tab.locator('canvas.printed').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const all = [];
    for (let i = 0; i < data.length; i += 4 * 101) all.push((data[i] + data[i + 1] + data[i + 2]) / 3);
    return { mean: all.reduce((a, b) => a + b) / all.length, range: Math.max(...all) - Math.min(...all) };
  });

describe('on paper', () => {
  for (const [name, path] of Object.entries({
    'where next': '/next',
    'a place': `/place/${id}`,
    'the full list': '/ranking',
    'our sites': '/sites',
    register: '/sites?part=register',
  })) {
    on(
      `${name} keeps its map, light also in the dark, and says the limits`,
      async (tab) => {
        await show(tab, path);
        await drawn(tab);
        await onPaper(tab);
        for (const kept of ['canvas.printed', '.legend', '.paper-limits', '.panel h2'])
          assert.ok(await tab.locator(kept).first().isVisible(), kept);
        assert.match(await tab.locator('.paper-limits').innerText(), /Nothing about persons/);
        for (const gone of ['.map', 'nav.screens', '.to-map', '.finder'])
          assert.ok(!(await tab.locator(gone).first().isVisible()), gone);
        const { mean, range } = await lightness(tab);
        assert.ok(mean > 150 && range > 60, `lightness ${mean.toFixed(0)}, range ${range.toFixed(0)}`);
        const whole = await tab.evaluate(() => getComputedStyle(document.querySelector('.panel > *')).breakInside);
        assert.equal(whole, 'auto', 'a screen goes over pages');
        assert.equal(await tab.evaluate(() => document.documentElement.dataset.theme), 'light');
        await shoot(tab, `paper-${path.split(/[/?]/)[1]}`);
        await tab.emulateMedia({ media: 'screen' });
        await tab.evaluate(() => dispatchEvent(new Event('afterprint')));
        assert.equal(await tab.evaluate(() => document.documentElement.dataset.theme), 'dark', 'as it was');
      },
      { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
    );
  }

  on('data and limits are printed whole, and alone', async (tab) => {
    await show(tab, '/ranking?limits=1');
    await onPaper(tab);
    const dialog = tab.locator('dialog');
    assert.ok(await dialog.getByRole('heading', { name: 'Sources' }).isVisible());
    const { cut, behind } = await dialog.evaluate((d) => ({
      cut: d.scrollHeight - d.clientHeight,
      behind: getComputedStyle(document.querySelector('.app > main')).display,
    }));
    assert.ok(cut <= 1, `${cut} pixels are cut off`);
    assert.equal(behind, 'none');
  });
});
