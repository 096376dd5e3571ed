// For every reader: phones, the dark, paper, and axe on each screen, against the server at CATCHMENT_URL.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { faults, on, open, rows, shoot } from './browser.mjs';

describe('on a phone', () => {
  on(
    'nothing scrolls sideways, and map, legend and list are there',
    async (tab) => {
      await open(tab);
      await shoot(tab, 'phone');
      assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 375);
      for (const part of ['.map', '.legend', '.rank-row']) assert.ok(await tab.locator(part).first().isVisible(), part);
      await tab.locator('.all > summary').click();
      assert.ok(await tab.getByLabel('From, year').isVisible());
      assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 375);
      await rows(tab).first().click();
      await tab.waitForSelector('.ranks');
      assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 375);
    },
    { viewport: { width: 375, height: 760 }, hasTouch: true, isMobile: true },
  );
});

describe('from 1024 pixels up', () => {
  for (const width of [1024, 1280, 1440]) {
    on(
      `the header is one line at ${width} pixels`,
      async (tab) => {
        await open(tab);
        const found = await tab.evaluate(() => {
          const lines = (e) => {
            const words = document.createRange();
            words.selectNodeContents(e);
            return new Set([...words.getClientRects()].map((r) => Math.round(r.bottom))).size;
          };
          const parts = [...document.querySelectorAll('header :is(h1, .through, .screens a, .about button)')];
          const middle = (e) => Math.round(e.getBoundingClientRect().top + e.offsetHeight / 2);
          const rows = new Set([...document.querySelectorAll('header :is(.screens a, .about button)')].map(middle))
            .size;
          return {
            rows,
            wrapped: parts.filter((e) => lines(e) > 1).map((e) => e.textContent),
            parts: parts.length,
            width: document.documentElement.scrollWidth,
          };
        });
        assert.deepEqual(found, { rows: 1, wrapped: [], parts: 9, width });
      },
      { viewport: { width, height: 800 } },
    );
  }
});

describe('in the dark', () => {
  on(
    'follows the system, and the button turns it',
    async (tab) => {
      await open(tab);
      await shoot(tab, 'dark-1280x800');
      const ground = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const dark = await ground();
      await tab.getByRole('button', { name: 'Dark' }).click();
      assert.notEqual(await ground(), dark);
    },
    { colorScheme: 'dark' },
  );
});

describe('accessibility (axe: serious and critical)', () => {
  const screens = { map: '#/', catchments: '#/?of=catchments', hotspots: '#/?layer=hotspots', limits: '#/?limits=1' };
  for (const scheme of ['light', 'dark']) {
    for (const [name, hash] of Object.entries(screens)) {
      on(
        `${name}, ${scheme}`,
        async (tab) => {
          await open(tab, hash);
          assert.equal(await faults(tab), '');
        },
        { colorScheme: scheme },
      );
    }
    on(
      `area, ${scheme}`,
      async (tab) => {
        await open(tab);
        await rows(tab).first().click();
        await tab.waitForSelector('.ranks');
        assert.equal(await faults(tab), '');
      },
      { colorScheme: scheme },
    );
  }
});

describe('on paper', () => {
  on('the ranking and the legend stay, the map and the controls go', async (tab) => {
    await open(tab);
    await tab.emulateMedia({ media: 'print' });
    await shoot(tab, 'print');
    assert.ok(await tab.locator('.legend').isVisible());
    assert.ok(await tab.locator('.rank-row').first().isVisible());
    for (const gone of ['.map', '.controls', '.exports'])
      assert.ok(!(await tab.locator(gone).first().isVisible()), gone);
  });
});
