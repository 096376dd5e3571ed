// Five readers and what they come for, one page each, against the server at CATCHMENT_URL.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { base, faults, fits, on, page, said, settled, shared, shoot } from './browser.mjs';

const status = await said('status');
const ranking = await said('rankings');
/** The other site: scripts/test lets it frame the viewer. */
const newsPort = 38_599;
const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' };

describe('the planner', () => {
  on(
    'opens it, saves a defended choice of three, and has the brief or the way to it, in six clicks',
    async (tab) => {
      let clicks = 0;
      const click = async (what) => {
        await what.click();
        clicks += 1;
      };
      await tab.goto(`${base}/`);
      await tab.waitForSelector('.next .places');
      const chosen = await tab.locator('.places .name a').allTextContents();
      await click(tab.getByRole('button', { name: 'Save this decision' }));
      await tab.getByText(`Chosen: ${chosen.join(', ')}`).waitFor();
      await click(tab.getByRole('button', { name: 'Save', exact: true }));
      await tab.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
      const row = tab.locator('.scenario').first();
      assert.match(await row.locator('th').textContent(), new RegExp(chosen[0]));
      const [saved] = (await (await fetch(`${base}/api/v1/scenarios`)).json()).scenarios;
      assert.equal(saved.asked, 'decision');
      assert.equal(saved.picked.length, chosen.length);
      const brief = row.getByRole('link', { name: /Brief/ });
      if (await brief.count()) {
        const reply = await fetch(base + (await brief.getAttribute('href')));
        assert.equal(reply.headers.get('content-type'), 'application/pdf');
        await reply.arrayBuffer();
      } else {
        // Where no program lays it out: the answer prints itself, with its map and its limits, and the way is told.
        await click(row.getByRole('button', { name: /^Open/ }));
        await tab.getByText('catchment report --out brief.pdf').waitFor({ state: 'attached' });
        assert.ok(await tab.getByRole('button', { name: 'Print a brief' }).isVisible());
      }
      assert.ok(clicks <= 6, `${clicks} clicks`);
    },
    desk,
  );
});

describe('the council member', () => {
  on(
    'asks why not another place, and sees its rank, its figures beside the chosen, and the reason',
    async (tab) => {
      const other = ranking.items.find((i) => i.rank === ranking.meta.params.k + 6) ?? ranking.items.at(-1);
      await tab.goto(`${base}/next`);
      await tab.waitForSelector('.next .places');
      await tab.getByRole('combobox', { name: 'Why not another place?' }).fill(other.name);
      const said = tab.locator('.why-not');
      await said.locator('tr.asked').waitFor();
      assert.match(
        await said.innerText(),
        new RegExp(`${other.name} is place ${other.rank} of ${ranking.items.length}`),
      );
      assert.match(await said.innerText(), /would (move|bring) it into the top|No /);
      assert.equal(await said.locator('tbody tr').count(), ranking.meta.params.k + 1);
      assert.equal(await faults(tab), '');
      await said.locator('tr.asked a').click();
      await tab.waitForSelector('.then-now');
      assert.match(tab.url(), /\/place\//);
      await settled(tab);
      assert.equal(await faults(tab), '');
      await shoot(tab, 'place-1440');
    },
    desk,
  );
});

describe('the criminologist', () => {
  const [bin, workspace] = [process.env.CATCHMENT_BIN, process.env.CATCHMENT_WORKSPACE];
  it('gives the shown command, and has the shown answer to the byte', {
    timeout: 120_000,
    skip: !bin && 'CATCHMENT_BIN and CATCHMENT_WORKSPACE name the program and its data',
  }, async () => {
    const { tab, context } = await page(await shared(), desk);
    await tab.goto(`${base}/place/${encodeURIComponent(ranking.items[0].id)}`);
    const made = tab.locator('.made').first();
    await made.locator('summary').click();
    const command = (await made.locator('code').first().textContent()).split(' ').slice(1);
    const request = await made.locator('code a').getAttribute('href');
    await context.close();
    const run = promisify(execFile)(bin, [...command, '--workspace', workspace], { maxBuffer: 1 << 28 });
    const [printed, served] = [(await run).stdout.trim(), (await (await fetch(base + request)).text()).trim()];
    // The program breaks its lines for people; every name, every digit and their order are the service's.
    const unbroken = printed.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text) => text ?? '');
    assert.equal(unbroken, served);
  });
});

describe('the journalist', () => {
  const elsewhere = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>News</title><main><h1>News</h1>${frame}</main></html>`);
  });
  let frame = '';
  after(() => elsewhere.close());

  it('takes the code from the page and shows the map in a page of another origin, with its source', {
    timeout: 120_000,
  }, async () => {
    const { tab, context } = await page(await shared(), desk);
    await tab.goto(`${base}/ranking`);
    await tab.waitForSelector('.rank-row');
    await tab.getByRole('button', { name: 'Share or cite' }).click();
    frame = await tab.getByLabel('Show in another page').inputValue();
    const cited = await tab.getByLabel('Cite this').inputValue();
    assert.match(cited, new RegExp(`Dataset ${status.dataset}.*seen \\d{4}-`));
    await new Promise((resolve) => elsewhere.listen(newsPort, '127.0.0.1', resolve));
    const news = `http://127.0.0.1:${newsPort}/`;
    const policy = (await fetch(`${base}/embed/map`)).headers.get('content-security-policy');
    if (policy.includes("frame-ancestors 'none'")) {
      // Closed unless the server was started with --allow-embed: the form itself is then looked at.
      await tab.goto(new URL(frame.match(/src="([^"]+)"/)[1].replaceAll('&amp;', '&')).href);
      await tab.waitForSelector('.embed .map[data-drawn="true"]', { timeout: 60_000 });
      assert.match(await tab.locator('.embed .source').innerText(), /not persons/);
    } else {
      await tab.goto(news);
      const inside = tab.frameLocator('iframe');
      await inside.locator('.embed .map[data-drawn="true"]').waitFor({ timeout: 60_000 });
      assert.match(await inside.locator('.embed .source').innerText(), /not persons/);
    }
    assert.equal(await faults(tab), '');
    await shoot(tab, 'embed');
    await context.close();
  });
});

describe('the resident', () => {
  on(
    'finds a street by typing it, on a phone, and is shown it on the map',
    async (tab) => {
      const { basemap } = await (await fetch(`${base}/api/v1/basemap`)).json();
      if (!basemap) return;
      const { streets } = await (await fetch(base + basemap.gazetteer)).json();
      const street = streets.find((s) => s.class === 'arterial') ?? streets[0];
      await tab.goto(`${base}/next`);
      await tab.waitForSelector('.map[data-ready]');
      await tab.getByRole('combobox', { name: 'Find a place on the map' }).fill(street.name);
      await tab.getByRole('listbox', { name: 'Places found' }).getByRole('option').first().click();
      await tab.waitForFunction(() => location.search.includes('at='), null, { timeout: 20_000 });
      assert.ok(await fits(tab), 'nothing overflows');
    },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' },
  );
});
