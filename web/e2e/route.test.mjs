// A walk route of a site: on the map, street by street, on one printed page, and for whom it is not.
import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { base, done, faults, fits, on, phone, results, settled, shoot, wide } from './browser.mjs';

/** The first walk of a server takes its time. */
const patience = { timeout: 110_000 };
const site = 'dutchtown';
const asked = (query) => fetch(`${base}/api/v1/route?site=${site}${query}`);

async function answered(query = '') {
  for (;;) {
    const reply = await asked(query);
    if (reply.status !== 202) return reply.json();
    await new Promise((go) => setTimeout(go, 500));
  }
}

/** Long work is asked for until it is done: what is tested here is the screen, and not how fast a machine is. */
before(
  async () => {
    await done('sites/check?quarters=48');
    for (const query of ['', '&hours=2']) await answered(query);
  },
  { timeout: 600_000 },
);

const open = async (tab) => {
  await tab.goto(`${base}/sites?part=route&site=${site}`);
  await tab.waitForSelector('.walk ol li', patience);
};

describe('a walk route', () => {
  on(
    'is reached from its site, drawn on the map, and told street by street with its bound',
    async (tab) => {
      await tab.goto(`${base}/sites?site=${site}`);
      await tab.getByRole('link', { name: 'Walk route' }).click(patience);
      await tab.waitForSelector('.walk ol li', patience);
      const answer = await answered();
      assert.equal(await tab.locator('.walk ol li').count(), answer.stretches.length);
      const text = await tab.locator('.walk').textContent();
      for (const said of [answer.headline, answer.finding, answer.start, ...answer.limits, ...answer.notes])
        assert.ok(text.includes(said), said);
      assert.match(answer.finding, /No walk of this length within the site could pass more/);
      for (const [i, stretch] of answer.stretches.entries()) {
        const item = await tab.locator('.walk ol li').nth(i).textContent();
        assert.ok(item.includes(stretch.street) && item.includes(stretch.says), stretch.says);
      }
      await settled(tab);
      assert.ok(await tab.getByText('Walk route; it begins and ends at the ring').isVisible(), 'in the legend');
      assert.equal(await tab.getByRole('link', { name: 'In the right place?' }).getAttribute('aria-current'), 'page');
      assert.equal(await faults(tab, '.panel'), '');
      await shoot(tab, 'route-1440');
      await tab.getByRole('link', { name: `← ${answer.site}` }).click();
      await tab.getByRole('heading', { name: 'The shift' }).waitFor();
    },
    wide,
  );

  on(
    'follows the hours, the shift and the start that are chosen',
    async (tab) => {
      await open(tab);
      await tab.getByLabel('Walk for').selectOption('2');
      await tab.waitForFunction(() => location.search.includes('hours=2'));
      const short = await answered('&hours=2');
      await tab.getByText(short.finding).waitFor(patience);
      await tab.getByLabel('First hour of the shift').selectOption('18');
      await tab.getByText(/fall into Tue–Sat 18:00–23:00/).waitFor(patience);
      const where = short.stretches.find((s) => s.turn === 'left' || s.turn === 'right');
      await tab.getByLabel('Begin at').fill(`${where.street} & ${where.from}`);
      await tab.keyboard.press('Enter');
      await tab.waitForFunction(() => location.search.includes('begin='));
      await tab.waitForFunction(
        (names) =>
          names.every((n) => document.querySelector('.walk ol')?.previousElementSibling?.textContent.includes(n)),
        [where.street, where.from],
        patience,
      );
    },
    wide,
  );

  on(
    'says why there is none where a start is no crossing of the site',
    async (tab, { errors }) => {
      await tab.goto(`${base}/sites?part=route&site=${site}&begin=Nowhere%20%26%20Never`);
      await tab.getByText('There is no walk route.').waitFor(patience);
      assert.match(await tab.locator('.app').textContent(), /a crossing of two streets within the site/);
      // The browser itself tells of the answer 400.
      assert.ok(errors.splice(0).every((text) => text.includes('/api/v1/route')));
    },
    wide,
  );

  on(
    'reads on a phone',
    async (tab) => {
      await open(tab);
      assert.ok(await fits(tab), 'nothing overflows');
      assert.equal(await faults(tab, '.panel'), '');
      await shoot(tab, 'route-390');
    },
    phone,
  );

  on('is one printed page with map, streets and what it is not', async (tab) => {
    await open(tab);
    await settled(tab);
    for (const format of ['Letter', 'A4']) {
      const margin = { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' };
      const pdf = await tab.pdf({ format, margin, path: `${results}route-${format}.pdf` });
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g);
      assert.equal(pages?.length, 1, `${format}: one page`);
    }
    await tab.emulateMedia({ media: 'print' });
    await tab.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.ok(await tab.locator('.printed').isVisible(), 'the map');
    assert.ok((await tab.locator('.walk ol').isVisible()) && (await tab.locator('.walk .desk').isVisible()));
    for (const gone of ['.walk form', '.walk .actions', 'nav'])
      assert.ok(!(await tab.locator(gone).first().isVisible()), gone);
    await shoot(tab, 'route-print');
  });
});

describe('readers', () => {
  on('see no way to a walk route', async (tab) => {
    const session = { name: 'kim', role: 'reader' };
    await tab.route('**/api/v1/session*', (route) => route.fulfill({ json: session }));
    await tab.goto(`${base}/sites?site=${site}`);
    await tab.getByRole('heading', { name: 'The shift' }).waitFor(patience);
    assert.equal(await tab.getByRole('link', { name: 'Walk route' }).count(), 0);
    assert.ok(await tab.getByRole('link', { name: 'In the register' }).isVisible(), 'the other ways are there');
  });
});
