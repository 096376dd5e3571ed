// Our sites: the staff's quarterly job, and the two questions that the public asks of a program.
import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { base, done, faults, fits, on, phone, said, shoot, wide } from './browser.mjs';
import { madeUp } from './region.mjs';

/** The first check of a server looks for the best ground and takes its time. */
const patience = { timeout: 110_000 };

/** Long work is asked for until it is done: what is tested here is the screen, and not how fast a machine is. */
before(
  async () => {
    for (const question of ['sites/check?quarters=48', 'sites/evaluate']) await done(question);
  },
  { timeout: 600_000 },
);

/** From the first view, counting clicks. */
function counter(tab) {
  let clicks = 0;
  return {
    click: async (locator) => {
      clicks += 1;
      await locator.click({ timeout: 90_000 });
    },
    atMost: (n, what) => assert.ok(clicks <= n, `${what} in ${clicks} clicks`),
    nav: (name) => tab.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name }),
    way: (name) => tab.getByRole('navigation', { name: 'Our sites' }).getByRole('link', { name }),
  };
}

/** What stands around the panel is tested with the other screens. */
const inPanel = (tab) => faults(tab, '.panel');

describe('our sites', () => {
  on(
    'say what is under way, and name the sites, until the check is there',
    async (tab) => {
      const busy = JSON.stringify({ done: 2, total: 10, note: 'working' });
      let asked = 0;
      await tab.route('**/api/v1/sites/check*', (route) => {
        asked += 1;
        const wait = { status: 202, contentType: 'application/json', headers: { 'retry-after': '1' }, body: busy };
        return asked < 3 ? route.fulfill(wait) : route.continue();
      });
      await tab.goto(`${base}/#/sites`);
      await tab.waitForSelector('section.sites progress');
      assert.ok((await tab.locator('section.sites .waiting li').count()) > 0, 'the sites are named meanwhile');
      await tab.waitForSelector('section.sites [role=status], section.sites tbody tr');
      await tab.waitForSelector('section.sites tbody tr', patience);
    },
    wide,
  );

  on(
    'show every site with its verdict and reason in one click',
    async (tab) => {
      const staff = counter(tab);
      await tab.goto(`${base}/`);
      await staff.click(staff.nav('Our sites'));
      await tab.waitForSelector('section.sites tbody tr', patience);
      staff.atMost(1, 'all sites');
      const answer = await (await fetch(`${base}/api/v1/sites/check?quarters=48`)).json();
      const rows = tab.locator('section.sites tbody tr');
      assert.equal(await rows.count(), answer.sites.length + 1);
      for (const [i, site] of answer.sites.entries()) {
        const row = await rows.nth(i).textContent();
        assert.ok(row.includes(site.name) && row.includes(site.reason), site.name);
        if (site.stand_in) assert.match(row, /whole neighborhoods stand in/);
        if (site.earlier) assert.match(row, /In \w+ \d{4}: (stay|adjust|look again|too little data)/);
        if (site.earlier?.since)
          assert.match(row, /since then\s+[\d.]+%\s+\([\d.]+–[\d.]+%\)/, 'never without its interval');
        assert.ok(await rows.nth(i).locator('b.stay, b.adjust, b.look_again, b.too_little_data').isVisible());
      }
      assert.ok((await tab.locator('#sites-title').textContent()).length > 20);
      assert.ok(await tab.locator('.map-side').isVisible(), 'the map stands beside');
      assert.ok(await tab.getByText(answer.next_site.says.slice(0, 40)).isVisible(), 'one more site');
      const pages = tab.getByRole('link', { name: 'Page for the meeting (PDF)' });
      if (await pages.count()) {
        const reply = await fetch(base + (await pages.getAttribute('href')));
        assert.equal(reply.headers.get('content-type'), 'application/pdf');
        await reply.arrayBuffer();
      } else await tab.getByText('catchment report --document check --out check.pdf').waitFor({ state: 'attached' });
      await tab.waitForSelector('.map[data-ready]');
      await tab.waitForFunction(() => document.querySelector('.map')?.dataset.drawn === 'true');
      assert.equal(await inPanel(tab), '');
      await shoot(tab, 'sites-1440');
    },
    wide,
  );

  on(
    'open a site with its shift, drift and then and now in two clicks',
    async (tab) => {
      const staff = counter(tab);
      await tab.goto(`${base}/`);
      await staff.click(staff.nav('Our sites'));
      await tab.waitForSelector('section.sites tbody tr', patience);
      await staff.click(tab.locator('section.sites tbody th a').first());
      await tab.getByRole('heading', { name: 'The shift' }).waitFor();
      staff.atMost(2, 'a site');
      assert.match(tab.url(), /\/sites\?.*site=/);
      const checked = await (await fetch(`${base}/api/v1/sites/check?quarters=48`)).json();
      if (checked.sites[0].earlier)
        assert.ok(await tab.getByRole('heading', { name: 'A quarter earlier' }).isVisible(), 'what was said before');
      const { says, boundary } = checked.sites[0];
      for (const sentence of says.boundary ?? []) assert.ok(await tab.getByText(sentence).isVisible(), sentence);
      if (boundary) assert.ok(await tab.getByRole('heading', { name: 'The boundary' }).isVisible(), 'a change or none');
      for (const part of ['What it reaches', 'Then and now', 'Where the harm moved', 'Change beyond chance'])
        assert.ok(await tab.getByRole('heading', { name: part }).isVisible(), part);
      assert.equal(await inPanel(tab), '');
      await shoot(tab, 'sites-one-1440');
      await tab.getByRole('link', { name: '← Our sites' }).click();
      await tab.waitForSelector('section.sites tbody tr');
    },
    wide,
  );

  on(
    'read on a phone, and by keyboard alone',
    async (tab) => {
      await tab.goto(`${base}/#/sites`);
      await tab.waitForSelector('section.sites tbody tr', patience);
      assert.ok(await fits(tab), 'nothing overflows');
      await shoot(tab, 'sites-390');
      await tab.locator('section.sites tbody th a').first().focus();
      await tab.keyboard.press('Enter');
      await tab.getByRole('heading', { name: 'The shift' }).waitFor();
      assert.ok(await fits(tab), 'a site does not overflow');
      await shoot(tab, 'sites-one-390');
      assert.equal(await inPanel(tab), '');
    },
    phone,
  );
});

describe('a fault', () => {
  on(
    'of one part is not told in the next',
    async (tab, { errors }) => {
      const problem = { status: 500, code: 'internal', title: 'Internal', detail: 'made up' };
      await tab.route('**/api/v1/sites/check*', (route) =>
        route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
      );
      await tab.goto(`${base}/#/sites`);
      await tab.getByText('The sites cannot be checked.').waitFor();
      assert.ok((await tab.getByRole('alert').count()) > 0, 'the fault is told');
      await counter(tab).way('Did it work?').click();
      await tab.waitForSelector('section.sites figure svg', patience);
      assert.equal(await tab.getByRole('alert').count(), 0, 'and not here');
      // The fault was made up.
      assert.ok(errors.splice(0).every((text) => text.includes('/api/v1/sites/check')));
    },
    wide,
  );
});

describe('did it work', () => {
  for (const [name, options] of [
    ['1440', wide],
    ['390', { ...phone, colorScheme: 'dark' }],
  ]) {
    on(
      `is answered by all estimates side by side, with the claims, never by one number, at ${name}`,
      async (tab) => {
        const staff = counter(tab);
        await tab.goto(`${base}/#/sites?part=worked`);
        await tab.waitForSelector('section.sites figure svg', patience);
        const answer = await (await fetch(`${base}/api/v1/sites/evaluate`)).json();
        assert.equal(await tab.locator('section.sites figure svg circle').count(), answer.specs.length);
        const text = await tab.locator('section.sites').textContent();
        for (const claim of answer.claims) assert.ok(text.includes(claim.text), claim.text);
        assert.ok(!/\bcaused by\b|\bthanks to\b|significant/i.test(text));
        const { region } = await said('status');
        assert.equal(await staff.way('The region’s target').count(), region ? 1 : 0);
        await staff.click(staff.way('In the right place?'));
        await staff.click(staff.way('Did it work?'));
        assert.ok(await fits(tab), 'nothing overflows');
        assert.equal(await inPanel(tab), '');
        await shoot(tab, `sites-worked-${name}`);
      },
      options,
    );
  }
});

/** A city without a region is given a made-up one: the screen is looked at whatever city is served. */
async function withTarget(tab) {
  const status = await said('status');
  await tab.route('**/api/v1/status*', (route) => route.fulfill({ json: { ...status, region: true } }));
  await tab.route('**/api/v1/region/target*', (route) =>
    route.fulfill({ json: madeUp(new URL(route.request().url()).searchParams.get('start') ?? undefined) }),
  );
}

describe('the region’s target', () => {
  for (const [name, options] of [
    ['1440', wide],
    ['390', phone],
  ]) {
    on(
      `shows who is missing as missing, at ${name}`,
      async (tab) => {
        const answer = await fetch(`${base}/api/v1/region/target`);
        const told = answer.ok ? await answer.json() : madeUp();
        if (!answer.ok) await withTarget(tab);
        const staff = counter(tab);
        await tab.goto(`${base}/#/sites?part=target`);
        await tab.waitForSelector('section.sites figure svg', patience);
        const none = told.counties.filter((c) => c.monthly === 0);
        assert.equal(await tab.locator('.sites .nothing').count(), none.length);
        assert.ok(await fits(tab), 'nothing overflows');
        assert.equal(await inPanel(tab), '');
        await shoot(tab, `sites-target-${name}`);
        const starts = tab.getByLabel('Start, stated as');
        assert.equal(await starts.locator('option').count(), told.starts.length);
        await starts.selectOption(told.starts.at(-1).from);
        await tab.waitForFunction((start) => location.search.includes(`start=${start}`), told.starts.at(-1).from);
        await staff.click(staff.way('Did it work?'));
        await staff.click(staff.way('The region’s target'));
        await tab.waitForSelector('section.sites figure svg', patience);
      },
      options,
    );
  }
});

describe('on paper', () => {
  on('the check stays without map and controls', async (tab) => {
    await tab.goto(`${base}/#/sites`);
    await tab.waitForSelector('section.sites tbody tr', patience);
    await tab.emulateMedia({ media: 'print' });
    await shoot(tab, 'sites-print');
    assert.ok(await tab.locator('.sites table').isVisible());
    for (const gone of ['.map', '.sites .actions', 'nav.screens'])
      assert.ok(!(await tab.locator(gone).first().isVisible()), gone);
  });
});
