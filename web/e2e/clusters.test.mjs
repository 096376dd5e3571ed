// The screen of hot spots, against the server at CATCHMENT_URL.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { base, faults, on, open, said, settled, shoot, text } from './browser.mjs';

const status = await said('status');
const panel = (tab) => text(tab, '.panel');
const within = (path) => `#/hotspots?${path}`;
/** Fast enough to be asked often. */
const years = 'from=2016-01&to=2018-12&res=8';

/** The null beside every map. */
async function statesChance(tab) {
  assert.match(
    await text(tab, '.null'),
    /Cells that hold half of the count.+By chance|By chance.+Cells that hold half/s,
  );
  assert.match(await text(tab, '.limits'), /Never shown per cell: .*rape/);
}

describe('hot spots', () => {
  on('are reached from the header, and say what each method answers and does not', async (tab) => {
    await open(tab, `#/?${years}`);
    await tab.getByRole('link', { name: 'Evidence' }).click();
    await settled(tab);
    assert.match(tab.url(), /\/evidence\/gi/);
    const names = await tab.locator('.methods b').allInnerTexts();
    assert.equal(names.length, 7);
    for (const name of names) {
      await tab.getByRole('radio', { name }).focus();
      if (!(await tab.getByRole('radio', { name }).isChecked())) await tab.keyboard.press('Space');
      assert.match(await text(tab, '.asks'), /\?\s+Not: It /, name);
      await tab.waitForSelector('main[aria-busy="false"]', { timeout: 90_000 });
    }
    await tab.getByText('What each answers, and what it does not').click();
    assert.equal((await tab.locator('details.all dd').count()) >= 7, true);
  });

  on('by Gi*: the share that stands out, beside chance', async (tab) => {
    await open(tab, within(years));
    assert.match(await text(tab, '.finding'), /cells stand out from chance.+Without correcting/s);
    await statesChance(tab);
    assert.match(await text(tab, '.legend'), /chance alone would/);
  });

  on('by local Moran: classes with numbers, on the map and in a table', async (tab) => {
    await open(tab, within(`method=moran&${years}`));
    assert.match(await text(tab, '.finding'), /can be told from chance/);
    assert.match(await panel(tab), /cannot be told from chance/);
    assert.match(await text(tab, '.legend'), /cannot be told from chance: \d/);
    await statesChance(tab);
  });

  on('emerging: only the categories that are there, each beside chance', async (tab) => {
    await open(tab, within(`method=emerging&${years}&step=3`));
    await shoot(tab, 'hotspots-emerging-1280x800');
    assert.match(await text(tab, '.finding'), /chance|No cell was hot/);
    assert.match(await panel(tab), /12 time steps, .*2016.+2018/);
    const legend = await tab.locator('.legend .swatches li').allInnerTexts();
    for (const words of legend) assert.match(words, /: [\d,]+$/, 'each class has its number of cells');
    assert.ok(legend.every((words) => !/: 0$/.test(words)));
    await statesChance(tab);
    await tab.getByRole('radio', { name: '12 months' }).check({ force: true });
    await settled(tab);
    assert.match(tab.url(), /step=12/);
    assert.match(await panel(tab), /3 time steps/);
    assert.match(await text(tab, '.limits'), /too few for a trend/);
  });

  on('emerging across the gap: steps with missing months are left out and named', async (tab) => {
    const gap = status.coverage.find((c) => c.status === 'missing');
    if (!gap) return;
    await open(tab, within('method=emerging&from=2018-01&to=2026-04&res=8&step=6'));
    const limits = await text(tab, '.limits');
    assert.match(limits, /a gap is not a zero/);
    assert.match(limits, /left out/);
    assert.match(limits, /The police changed their way of counting/);
    assert.match(limits, /both sides of a gap/);
  });

  on('by a scan of space and time: clusters with period, expected and p', async (tab) => {
    await open(tab, within(`method=scan&${years}`));
    await tab.waitForSelector('.badge', { timeout: 60_000 });
    assert.match(await text(tab, '.finding'), /simulations/);
    assert.match(await panel(tab), /No\.\s+Period\s+Cells\s+Count\s+Expected\s+Ratio\s+p/);
    assert.match(await text(tab, '.legend'), /Cluster with its number/);
    const chance = await tab.locator('tr.chance').count();
    const clusters = await tab.locator('.badge').count();
    assert.equal(
      await tab.locator('.map-label b').count(),
      clusters - chance,
      'what could be chance has no number on the map',
    );
    await statesChance(tab);
  });

  on('by a scan of space: more than residents explain, or more than area', async (tab) => {
    await open(tab, within(`method=scan-space&${years}`));
    await tab.waitForSelector('.badge', { timeout: 60_000 });
    assert.match(await panel(tab), /in proportion to residents/);
    assert.match(await text(tab, '.limits'), /spread as they lived in it.+only work, shop or pass through/s);
    await tab.getByRole('radio', { name: 'Area' }).check({ force: true });
    await settled(tab);
    assert.match(tab.url(), /expects=area/);
    assert.match(await panel(tab), /in proportion to area/);
  });

  on('near repeats: a table of bands, incidents and not offenses, no GeoJSON', async (tab) => {
    await open(tab, within(`method=knox&${years}`));
    await tab.waitForFunction(() => document.querySelectorAll('.result tbody tr').length >= 9 + 4);
    assert.match(await panel(tab), /events with a position and a date/);
    assert.equal(await tab.getByRole('link', { name: /GeoJSON of near/ }).count(), 0);
    await statesChance(tab);
  });

  on('concentration and stability: each figure beside chance, year by year', async (tab) => {
    await open(tab, within(`method=spread&${years}`));
    assert.match(
      await text(tab, '.finding'),
      /The hottest 5 ?% of cells hold .+; were all ground alike, chance alone would give/,
    );
    assert.match(await panel(tab), /had nothing changed but chance it would be/);
    await tab.getByRole('radio', { name: 'Each year with the next' }).check({ force: true });
    await settled(tab);
    assert.match(await panel(tab), /Jan 2016 – Dec 2016\s+to Jan 2017 – Dec 2017/);
    await statesChance(tab);
    const file = tab.waitForEvent('download');
    await tab.getByRole('link', { name: /Download CSV/ }).click();
    assert.match((await file).suggestedFilename(), /concentration.+\.csv$/);
  });

  on('can be taken away as files that the server makes', async (tab) => {
    await open(tab, within(`method=moran&${years}`));
    for (const [name, head] of [
      [/^Download CSV/, /cell,count,i,z,p,quadrant,significant/],
      [/^Download GeoJSON/, /FeatureCollection/],
    ]) {
      const href = await tab.getByRole('link', { name }).getAttribute('href');
      assert.match(await (await fetch(`${base}${href}`)).text(), head);
    }
  });

  for (const method of ['gi', 'moran', 'emerging', 'scan-space', 'knox', 'spread']) {
    on(`by ${method} has no serious fault of accessibility`, async (tab) => {
      await open(tab, within(`method=${method}&${years}`));
      assert.equal(await faults(tab), '');
    });
  }

  on(
    'fit a phone without scrolling sideways',
    async (tab) => {
      await open(tab, within(`method=emerging&${years}`));
      const [page, seen] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(page <= seen, `${page} wide`);
      assert.equal(await faults(tab), '');
      await shoot(tab, 'hotspots-400');
    },
    { viewport: { width: 400, height: 800 } },
  );

  on(
    'are readable in the dark',
    async (tab) => {
      await open(tab, within(`method=emerging&${years}`));
      assert.equal(await faults(tab), '');
      await shoot(tab, 'hotspots-dark');
    },
    { colorScheme: 'dark' },
  );
});
