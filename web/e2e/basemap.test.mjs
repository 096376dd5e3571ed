// The map under the data, and the search: what a resident does who looks for a street.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { base, faults, on, open, settled, shoot } from './browser.mjs';

/** A place by its camera. */
const at = (zoom, lat = 38.6065, lng = -90.2432) => `#/?at=${zoom}/${lat}/${lng}`;
const canvas = (tab) => tab.locator('.maplibregl-canvas');
const box = (tab) => tab.getByRole('combobox', { name: 'Find a place on the map' });
const options = (tab) => tab.getByRole('listbox', { name: 'Places found' }).getByRole('option');
const camera = (tab) => new URL(tab.url()).searchParams.get('at')?.split('/').map(Number);

async function drawn(tab) {
  await settled(tab);
  await tab.waitForFunction(() => document.querySelector('.maplibregl-canvas')?.ariaLabel?.includes('In view'), null, {
    timeout: 20_000,
  });
  return canvas(tab).getAttribute('aria-label');
}

describe('the map under the data', () => {
  for (const scheme of ['light', 'dark']) {
    for (const [zoom, wanted] of [
      [11, null],
      [13, /S Jefferson Ave|Arsenal St/],
      [15, /S Grand Blvd|Gravois Ave/],
    ]) {
      on(
        `draws streets with names at zoom ${zoom}, ${scheme}`,
        async (tab) => {
          await open(tab, at(zoom));
          if (wanted) assert.match(await drawn(tab), wanted);
          await shoot(tab, `basemap-${zoom}-${scheme}`);
        },
        { colorScheme: scheme, viewport: { width: 1440, height: 900 } },
      );
    }
  }

  on('comes by ranges of bytes of one file that may be kept, and says who made it', async (tab) => {
    const asked = [];
    tab.on('response', (r) => r.url().includes('basemap.pmtiles') && asked.push(r));
    await open(tab, at(14));
    await drawn(tab);
    assert.ok(asked.length > 1);
    for (const response of asked) {
      assert.equal(response.status(), 206);
      assert.match(response.headers()['cache-control'], /immutable/);
    }
    assert.match(await tab.locator('.legend .credits').innerText(), /TIGER\/Line 2019/);
  });
});

describe('the search', () => {
  on('finds a crossing by keyboard, marks it and flies there', async (tab) => {
    await open(tab);
    const asked = [];
    tab.on('request', (r) => asked.push(new URL(r.url()).pathname));
    await box(tab).focus();
    await tab.waitForResponse((r) => r.url().includes('gazetteer.json'));
    asked.length = 0;
    await tab.keyboard.type('grand & gravois');
    await options(tab).first().waitFor();
    assert.match(await options(tab).first().innerText(), /Grand Blvd & Gravois Ave\s+Crossing in /);
    assert.deepEqual(asked, [], 'nobody is asked for what is typed');
    assert.equal(await faults(tab), '');
    await shoot(tab, 'find-open');
    await tab.keyboard.press('ArrowDown');
    assert.equal(await box(tab).getAttribute('aria-activedescendant'), 'find-0');
    assert.equal(await options(tab).first().getAttribute('aria-selected'), 'true');
    await tab.keyboard.press('Enter');
    assert.equal(await options(tab).count(), 0);
    await tab.waitForFunction(() => location.search.includes('at=15'), null, { timeout: 20_000 });
    assert.match(await drawn(tab), /Gravois Ave/);
    const [zoom, lat, lng] = camera(tab);
    assert.ok(zoom > 15 && Math.abs(lat - 38.59) < 0.03 && Math.abs(lng + 90.24) < 0.02, tab.url());
    await shoot(tab, 'find-crossing');
    await tab.keyboard.press('Escape');
    assert.equal(await box(tab).inputValue(), '');
  });

  on('opens the page of a neighborhood that is spelled wrong', async (tab) => {
    await open(tab);
    await box(tab).fill('duchtown');
    await options(tab).first().click();
    await tab.waitForSelector('.ranks');
    assert.match(tab.url(), /\/ranking\/area\/16/);
    await settled(tab);
    assert.equal(await faults(tab), '');
    await shoot(tab, 'find-neighborhood');
  });

  on('says that nothing is like what was typed', async (tab) => {
    await open(tab);
    await box(tab).fill('xyzzyx');
    await tab.getByText('Nothing found').waitFor();
    await shoot(tab, 'find-nothing');
    assert.equal(await faults(tab), '');
  });

  on(
    'finds a street on a phone, and where the reader is, telling nobody',
    async (tab, { context }) => {
      await context.grantPermissions(['geolocation'], { origin: base });
      await context.setGeolocation({ latitude: 38.6302, longitude: -90.2001 });
      await open(tab);
      await box(tab).fill('cherokee');
      await options(tab).first().click();
      await settled(tab);
      await shoot(tab, 'find-phone');
      assert.equal(await faults(tab), '');
      const sent = [];
      tab.on('request', (r) => sent.push(r.url()));
      await tab.getByRole('button', { name: 'Where I am' }).click();
      await tab.waitForFunction(() => location.search.includes('/38.63'), null, { timeout: 20_000 });
      await settled(tab);
      assert.ok(
        sent.every((url) => !url.includes('38.6302') && !url.includes('90.2001')),
        sent.join(' '),
      );
    },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  );
});
