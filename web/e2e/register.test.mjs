// The register of sites on the screen: added, moved, changed, closed; what is refused, and by whom it is seen.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { faults, fits, page, phone, settled, shared, shoot, wide } from './browser.mjs';
import { left, serve } from './served.mjs';

const options = { skip: left, timeout: 240_000 };
const dark = { ...phone, colorScheme: 'dark' };
const planner = { 'x-user': 'lee', 'x-role': 'planner' };
const reader = { 'x-user': 'kim', 'x-role': 'reader' };
const register = '/api/v1/sites/register';

let service;
before(async () => {
  if (!left) service = await serve(['--trust-user-header', 'x-user', '--trust-role-header', 'x-role']);
});
after(() => service?.stop());

/** A question to the service as somebody. */
async function ask(path, { who = planner, body, ...more } = {}) {
  const headers = { ...who, ...(body && { 'content-type': 'application/json' }), ...more.headers };
  const reply = await fetch(service.address + path, { ...more, headers, ...(body && { body: JSON.stringify(body) }) });
  return { status: reply.status, json: await reply.json() };
}
const kept = async (id) => (await ask(register)).json.sites.find((s) => s.id === id);
const historyOf = async (id) => (await ask(`${register}/${id}/history`)).json.revisions;

/** A test on a page of its own as somebody; what the console says beside `expected` is a fault. */
function as(who, name, test, { expected = /^$/, ...view } = wide) {
  it(name, options, async () => {
    const p = await page(await shared(), { ...view, extraHTTPHeaders: who });
    try {
      await test(p.tab);
      assert.deepEqual(
        p.errors.filter((text) => !expected.test(text)),
        [],
      );
    } finally {
      await p.context.close();
    }
  });
}

async function open(tab, id = null) {
  await tab.goto(`${service.address}/sites?part=register${id ? `&site=${id}` : ''}`);
  if (id) await tab.locator('.beside').waitFor();
  else await tab.waitForSelector('section.sites tbody tr');
  await tab.waitForSelector('.map[data-ready]');
}
const save = (tab) => tab.getByRole('button', { name: 'Save', exact: true }).click();
const act = (tab, name) => tab.getByRole('button', { name, exact: true }).click();
const saved = (tab, words) => tab.getByRole('status').filter({ hasText: words }).waitFor();
const why = (tab, text) => tab.getByLabel('Why').fill(text);
const fault = (tab, place) => tab.locator(`#site-${place}-fault`).textContent();

/** A square around a point of the city, degrees. */
function square(at, half) {
  const ring = [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
    [-half, -half],
  ];
  return { type: 'Polygon', coordinates: [ring.map(([x, y]) => [at[0] + x, at[1] + y])] };
}
const file = (name, content) => ({ name, mimeType: 'application/geo+json', buffer: Buffer.from(content) });

describe('a site', () => {
  as(planner, 'is added by keyboard, with an id made of its name, and counts at once', async (tab) => {
    await open(tab);
    await tab.getByRole('button', { name: 'Add a site' }).focus();
    await tab.keyboard.press('Enter');
    const focused = () => tab.evaluate(() => document.activeElement?.id);
    assert.equal(await focused(), 'change-title');
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('Gravois & Benton');
    assert.equal(await tab.locator('#site-id').inputValue(), 'gravois-benton');
    await save(tab);
    assert.equal(await focused(), 'site-from', 'the first field that is missing');
    assert.match(await fault(tab, 'from'), /month is needed/);
    for (const missing of ['outline', 'why']) assert.match(await fault(tab, missing), /needed/);
    await tab.getByLabel('First month').fill('2024-06');
    const { features } = (await ask('/api/v1/rankings?format=geojson&top=500')).json;
    const [first, second] = features.map((f) => f.properties).slice(-2);
    for (const area of [first, second]) await tab.getByLabel('Take a neighborhood').selectOption(String(area.id));
    await tab
      .getByRole('list', { name: 'Neighborhoods that stand in' })
      .getByRole('button', { name: second.name })
      .click();
    await tab.getByLabel('Run by, one a line').fill('First Provider\nSecond Provider');
    await tab.getByLabel('Staff').fill('twelve');
    await why(tab, 'Asked for by the board in May 2024.');
    await settled(tab);
    assert.ok(await tab.locator('.legend').getByText('The new outline').isVisible());
    assert.equal(await faults(tab), '');
    await shoot(tab, 'register-add-1440');
    await save(tab);
    assert.match(await fault(tab, 'staff'), /“twelve” is no whole number/);
    await tab.getByLabel('Staff').fill('12');
    await save(tab);
    await saved(tab, 'Saved: Gravois & Benton, revision 1.');
    await tab.getByRole('heading', { name: 'Gravois & Benton', level: 2 }).waitFor();
    assert.equal(await focused(), 'sites-title');
    const site = await kept('gravois-benton');
    assert.deepEqual(
      [site.outlines[0].from, site.outlines[0].areas, site.facts[0].providers, site.facts[0].staff, site.why],
      ['2024-06', [String(first.id)], ['First Provider', 'Second Provider'], 12, 'Asked for by the board in May 2024.'],
    );
    await tab.locator('.history li').filter({ hasText: 'Asked for by the board' }).waitFor();
    assert.match(await tab.locator('.beside').innerText(), new RegExp(`whole neighborhoods stand in \\(${first.name}`));
    assert.equal(await faults(tab), '');
    // Whatever speaks of sites knows it without a reload.
    await tab.getByRole('navigation', { name: 'Our sites' }).getByRole('link', { name: 'In the right place?' }).click();
    await tab.locator('section.sites tbody th').filter({ hasText: 'Gravois & Benton' }).waitFor({ timeout: 90_000 });
  });

  as(
    planner,
    'whose id is taken is refused at the id',
    async (tab) => {
      await open(tab);
      await act(tab, 'Add a site');
      await tab.getByLabel('Name').fill('Gravois & Benton');
      await tab.getByLabel('First month').fill('2024-06');
      await tab.getByLabel('Take a neighborhood').selectOption({ index: 3 });
      await why(tab, 'Once more.');
      await save(tab);
      await tab.locator('#site-id-fault').waitFor();
      assert.match(await fault(tab, 'id'), /Another site has this id/);
      assert.equal(await tab.evaluate(() => document.activeElement?.id), 'site-id');
      assert.equal(await tab.getByLabel('Why').inputValue(), 'Once more.', 'nothing typed is lost');
      await act(tab, 'Leave without saving');
      assert.equal((await historyOf('gravois-benton')).length, 1);
    },
    { ...wide, expected: /409/ },
  );

  as(planner, 'moves to an outline drawn on the map, and the one before stays', async (tab) => {
    await open(tab, 'gravois-benton');
    await settled(tab);
    await act(tab, 'Move or reshape');
    await tab.getByLabel('Drawn on the map').check();
    const box = await tab.locator('.map').boundingBox();
    for (const [x, y] of [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.6, 0.6],
      [0.4, 0.6],
    ])
      await tab.mouse.click(box.x + box.width * x, box.y + box.height * y);
    await tab.getByText(/^4 corners/).waitFor();
    await act(tab, 'Close the outline');
    await tab.getByLabel('First month of the new outline').fill('2025-03');
    await why(tab, 'The team walks a smaller ground.');
    await save(tab);
    assert.match(await fault(tab, 'own'), /Say whether/);
    await tab.getByLabel('Other ground that stands in').check();
    assert.equal(await tab.locator('#site-own-fault').count(), 0, 'it is put right');
    await tab.getByLabel('Where the outline comes from').fill('Drawn by the office.');
    await settled(tab);
    assert.equal(await faults(tab), '');
    await shoot(tab, 'register-move-1440');
    await save(tab);
    await saved(tab, 'revision 2');
    const [before, now] = (await kept('gravois-benton')).outlines;
    assert.deepEqual(
      [before.to, now.from, now.shape, now.source],
      ['2025-02', '2025-03', 'stand-in', 'Drawn by the office.'],
    );
    assert.equal(now.outline.coordinates.flat().length, 1, 'one ring');
    await tab.locator('.history li').nth(1).waitFor();
    assert.ok(!/draft=/.test(tab.url()), 'the drawing is gone from the address');
    const said = await tab.locator('.beside').innerText();
    assert.match(said, /Jun 2024 to Feb 2025: whole neighborhoods stand in.+since Mar 2025: other ground stands in/s);
    await act(tab, 'Move or reshape');
    await tab.getByRole('link', { name: '← All sites' }).click();
    await tab.getByRole('navigation', { name: 'Our sites' }).getByRole('link', { name: 'In the right place?' }).click();
    const row = tab.locator('section.sites tbody tr').filter({ hasText: 'Gravois & Benton' });
    await row.getByText('other ground stands in').waitFor({ timeout: 90_000 });
    assert.match(await tab.locator('.legend').innerText(), /whole neighborhoods stand in, or other ground stands in/);
  });

  as(
    planner,
    'moves to the outline of a file, and a file that is none is refused with the reason',
    async (tab) => {
      const { center } = (await ask('/api/v1/status')).json.city;
      await open(tab, 'gravois-benton');
      await act(tab, 'Move or reshape');
      await tab.getByLabel('From a GeoJSON file').check();
      const input = tab.locator('input[type=file]');
      await input.setInputFiles(file('list.geojson', 'id,name'));
      await tab.locator('#site-outline-fault').waitFor();
      assert.match(await fault(tab, 'outline'), /no GeoJSON/);
      await input.setInputFiles(file('sea.geojson', JSON.stringify(square([0, 0], 0.01))));
      await tab.getByText('Read: sea.geojson').waitFor();
      assert.equal(await tab.locator('#site-outline-fault').count(), 0);
      await tab.getByLabel('First month of the new outline').fill('2025-09');
      await tab.getByLabel('The program’s own').check();
      await why(tab, 'The contract names this ground.');
      await save(tab);
      await tab.locator('#site-outline-fault').waitFor();
      assert.match(await fault(tab, 'outline'), /not accepted\. Accepted: ground in the city/);
      await input.setInputFiles(file('site.geojson', JSON.stringify(square(center, 0.01))));
      await tab.getByLabel('First month of the new outline').fill('2025-03');
      await save(tab);
      await tab.locator('#site-from-fault').waitFor();
      assert.match(await fault(tab, 'from'), /a month after 2025-03/);
      await tab.getByLabel('First month of the new outline').fill('2025-09');
      await save(tab);
      await saved(tab, 'revision 3');
      assert.equal((await kept('gravois-benton')).outlines.at(-1).shape, 'published');
    },
    { ...wide, expected: /400/ },
  );

  as(
    planner,
    'is changed by two at once: the second is told, sees what there is now, and saves on that',
    async (tab) => {
      await open(tab, 'gravois-benton');
      await act(tab, 'Change what holds');
      assert.match(await tab.locator('#site-staff-hint').textContent(), /Now: 12\. Left empty, it stays so/);
      await tab.getByLabel('First month in which this holds').fill('2026-01');
      await why(tab, 'New budget.');
      await save(tab);
      await tab.getByRole('alert').filter({ hasText: 'Nothing is changed yet' }).waitFor();
      await tab.getByLabel('Budget a year, dollars').fill('$750,000');
      const other = await ask(`${register}/gravois-benton`, {
        method: 'PUT',
        headers: { 'if-match': '"3"' },
        body: { why: 'Two more people.', from: '2025-11', staff: 14 },
      });
      assert.equal(other.status, 200, JSON.stringify(other.json));
      await save(tab);
      await tab.getByRole('alert').filter({ hasText: 'Nothing of yours was saved' }).waitFor();
      assert.equal((await historyOf('gravois-benton')).length, 4);
      assert.equal(await faults(tab), '');
      await shoot(tab, 'register-conflict-1440');
      await act(tab, 'Show what there is now');
      await saved(tab, 'Now revision 4, saved');
      await tab.locator('.history li').filter({ hasText: 'Two more people.' }).waitFor();
      assert.match(await tab.locator('#site-staff-hint').textContent(), /Now: 14/);
      assert.equal(await tab.getByLabel('Budget a year, dollars').inputValue(), '$750,000', 'what was typed stays');
      await save(tab);
      await saved(tab, 'revision 5');
      const { facts } = await kept('gravois-benton');
      assert.deepEqual(
        facts.map((f) => [f.from, f.staff, f.budget_dollars]),
        [
          ['2024-06', 12, null],
          ['2025-11', 14, null],
          ['2026-01', 14, 750000],
        ],
      );
    },
    { ...wide, expected: /412/ },
  );

  as(
    planner,
    'closes on a phone, not before it began, and its last month can be put right',
    async (tab) => {
      await open(tab, 'gravois-benton');
      assert.ok(await fits(tab), 'nothing overflows');
      await act(tab, 'Close');
      await tab.locator('#site-to').fill('2024-01');
      await why(tab, 'The contract ends.');
      await save(tab);
      await tab.locator('#site-to-fault').waitFor();
      assert.match(await fault(tab, 'to'), /2025-09 or later/);
      assert.equal(await faults(tab), '');
      await tab.locator('#site-to').fill('2026-03');
      await save(tab);
      await saved(tab, 'revision 6');
      await tab.getByText(/^Until Mar 2026/).waitFor();
      await act(tab, 'Change its last month');
      assert.equal(await tab.locator('#site-to').inputValue(), '2026-03');
      await tab.locator('#site-to').fill('2026-02');
      await why(tab, 'It closed a month earlier.');
      assert.ok(await fits(tab), 'the form does not overflow');
      await shoot(tab, 'register-close-390');
      await save(tab);
      await saved(tab, 'revision 7');
      assert.deepEqual((await historyOf('gravois-benton')).map((r) => r.outlines.at(-1).to).slice(-2), [
        '2026-03',
        '2026-02',
      ]);
    },
    { ...dark, expected: /400/ },
  );
});

describe('the register', () => {
  as(reader, 'is read by readers, who see no form', async (tab) => {
    await open(tab);
    await tab.getByText('You are signed in as reader').waitFor();
    assert.equal(await tab.getByRole('button', { name: 'Add a site' }).count(), 0);
    await tab.locator('section.sites tbody th a').first().click();
    await tab.locator('.beside').waitFor();
    for (const name of ['Move or reshape', 'Change what holds', 'Close'])
      assert.equal(await tab.getByRole('button', { name, exact: true }).count(), 0, name);
    assert.equal(await faults(tab), '');
  });

  for (const [name, view] of Object.entries({
    1440: { ...wide, colorScheme: 'dark' },
    390: phone,
  })) {
    as(
      planner,
      `lists the sites and shows the form whole at ${name}`,
      async (tab) => {
        await open(tab);
        await settled(tab);
        assert.ok(await fits(tab), 'the list does not overflow');
        await shoot(tab, `register-${name}`);
        await act(tab, 'Add a site');
        for (const way of ['Drawn on the map', 'From a GeoJSON file', 'Whole neighborhoods stand in']) {
          await tab.getByLabel(way, { exact: true }).check();
          assert.ok(await fits(tab), `${way} does not overflow`);
          assert.equal(await faults(tab), '', way);
        }
      },
      view,
    );
  }

  as(
    planner,
    'that is not open here says so, and names the sites that are counted with',
    async (tab) => {
      await tab.route(`**${register}`, (route) =>
        route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          body: '{"status":403,"code":"writes-not-allowed","title":"Not open here"}',
        }),
      );
      await tab.goto(`${service.address}/sites?part=register`);
      await tab.getByText('The register is not open here').waitFor();
      assert.ok((await tab.locator('section.sites .list li').count()) > 0);
      assert.equal(await tab.getByRole('alert').count(), 0);
    },
    { ...wide, expected: /403/ },
  );
});
