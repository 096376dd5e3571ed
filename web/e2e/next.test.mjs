// Where next: what a stranger meets first, the ways between screens, and how an answer was made.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { base, faults, fits, on, openPage, phone, settled, shoot, wide } from './browser.mjs';

const sizes = [
  ['1440', wide],
  ['1024', { viewport: { width: 1024, height: 768 }, colorScheme: 'dark' }],
  ['390', phone],
];

describe('where next', () => {
  for (const [name, options] of sizes) {
    on(
      `names places, their share and how sure that is in the first view at ${name}`,
      async (tab) => {
        await tab.goto(`${base}/`);
        await tab.waitForSelector('.next .places');
        const { height } = tab.viewportSize();
        const names = await tab.locator('.places .name a').allTextContents();
        const said = await tab.locator('#next-title').textContent();
        for (const place of names) assert.ok(said.includes(place), `${place} in ${said}`);
        for (const part of ['#next-title', '.places', '#sure-title']) {
          const box = await tab.locator(part).boundingBox();
          assert.ok(box.y + box.height <= height, `${part} ends at ${box.y + box.height} of ${height}`);
        }
        assert.ok(await fits(tab), 'nothing overflows');
        await tab.waitForSelector('main[aria-busy="false"]', { timeout: 90_000 });
        assert.equal(await faults(tab), '');
        await shoot(tab, `next-${name}`);
      },
      options,
    );
  }

  on('opens a place and comes back to the answer', async (tab) => {
    await tab.goto(`${base}/`);
    await tab.locator('.places .name a').first().click();
    await tab.waitForSelector('.ranks');
    assert.match(tab.url(), /\/place\//);
    await tab.getByRole('button', { name: '← Where next' }).click();
    await tab.waitForSelector('.next .places');
  });

  on('says by which request and command it was made, and the request gives the same answer', async (tab) => {
    await tab.goto(`${base}/`);
    await tab.waitForSelector('.next .places');
    await tab.locator('.made summary').click();
    const command = await tab.locator('.made code').first().textContent();
    assert.match(command, /^catchment rank --from \d{4}-\d\d --to \d{4}-\d\d .*--format json$/);
    const answer = await (await fetch(base + (await tab.locator('.made code a').getAttribute('href')))).json();
    const shown = await tab.locator('.places .name a').allTextContents();
    assert.deepEqual(
      answer.items.slice(0, shown.length).map((i) => i.name),
      shown,
    );
  });
});

describe('the screens by reader', () => {
  on('are five groups, and each way opens', async (tab) => {
    await tab.goto(`${base}/`);
    const groups = tab.getByRole('navigation', { name: 'Screens' }).getByRole('link');
    assert.deepEqual(await groups.allTextContents(), ['Where next', 'Our sites', 'Decisions', 'Evidence', 'Data']);
    await groups.filter({ hasText: 'Evidence' }).click();
    const ways = tab.getByRole('navigation', { name: 'Evidence' }).getByRole('link');
    await ways.filter({ hasText: 'How concentrated' }).click();
    assert.match(tab.url(), /\/evidence\/spread/);
    await ways.filter({ hasText: 'Words' }).click();
    await tab.waitForSelector('#words-title');
    assert.equal(await faults(tab), '');
  });

  on('show what each month holds, with its caveats', async (tab) => {
    await openPage(tab, '#/data');
    assert.ok((await tab.locator('#data-title ~ .scroll tbody tr').count()) > 1);
    assert.ok((await tab.locator('i.missing').count()) > 1, 'a gap is shown');
    assert.equal(await faults(tab), '');
    await shoot(tab, 'data');
  });

  on('open addresses of earlier versions on what they asked', async (tab) => {
    await tab.goto(`${base}/#/?k=3&measure=per_km2`);
    await tab.waitForSelector('.rank-row');
    await settled(tab);
    assert.equal(await tab.locator('input[name=measure]:checked').inputValue(), 'per_km2');
  });
});
