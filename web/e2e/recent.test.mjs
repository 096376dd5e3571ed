// The newest days: on the page of a neighborhood beside the city, and where the data are described.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { base, faults, fits, on, openPage, phone, said, shoot, wide } from './browser.mjs';

const sizes = [
  ['1440', wide],
  ['390', phone],
];
const grouped = (n) => n.toLocaleString('en-US');

/** The newest days as the service tells them. */
const told = () => said('recent');

describe('the newest days', () => {
  for (const [name, options] of sizes) {
    on(
      `stand under then and now on the page of a place at ${name}`,
      async (tab) => {
        await tab.goto(`${base}/`);
        const link = tab.locator('.places .name a').first();
        const place = await link.textContent();
        await link.click();
        await tab.waitForSelector('.newest tbody .own');
        const answer = await told();
        const item = answer.items.find((i) => i.name === place);
        const section = tab.locator('.newest');
        const own = await section.locator('.own').first().innerText();
        for (const n of [item.year_to_date.incidents, item.year_to_date.incidents_then])
          assert.ok(own.includes(grouped(n)), `${n} in ${own}`);
        assert.ok((await section.textContent()).includes(item.year_to_date.sentence), 'the words come with the answer');
        const order = await tab.evaluate(() =>
          document.querySelector('.then-now').compareDocumentPosition(document.querySelector('.newest')),
        );
        assert.ok(order & 4, 'after then and now');
        // Days that the demo's files drew are said to be drawn, beside the figures.
        const drawn = answer.meta.warnings.filter((w) => w.startsWith('Days are synthetic'));
        for (const w of drawn) assert.ok((await section.textContent()).includes(w), w);
        // Where the rule keeps days of a neighborhood back, only the city has them, and it is said.
        if (!item.last_28_days) assert.ok((await section.textContent()).includes('of the city alone'));
        assert.ok(await fits(tab), 'nothing overflows');
        assert.equal(await faults(tab), '');
        await section.scrollIntoViewIfNeeded();
        await shoot(tab, `recent-place-${name}`);
      },
      options,
    );

    on(
      `are told of the city on the page of the data at ${name}`,
      async (tab) => {
        await openPage(tab, '#/data');
        await tab.waitForSelector('.newest tbody td');
        const answer = await told();
        const text = await tab.locator('.newest').textContent();
        assert.ok(text.includes(answer.finding), answer.finding);
        assert.equal(await tab.locator('.newest .own').count(), 0);
        for (const sentence of answer.says)
          assert.equal(await tab.locator('main li', { hasText: sentence }).count(), 1, sentence);
        assert.equal(await faults(tab), '');
        await tab.locator('.newest').scrollIntoViewIfNeeded();
        await shoot(tab, `recent-data-${name}`);
      },
      options,
    );
  }

  on('are not in the first view of the answer', async (tab) => {
    await tab.goto(`${base}/`);
    await tab.waitForSelector('.next .places');
    assert.equal(await tab.locator('.newest').count(), 0);
  });
});
