// The screens that choose sites, against the server at CATCHMENT_URL.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { faults, on, open, openPage, rectangle, results, said, settled, shoot, text } from './browser.mjs';

const weighed = '#/decide?weights=burden:3,recency:1,trend:1&k=5';
const three = '#/catchments?k=3&km2=0.25';
const status = await said('status');
/** A catchment around the middle of the city. */
const drawn = rectangle(status.city.center, [0.008, 0.006]);

const places = (tab) => tab.locator('.decide-row a');
const order = (tab) => tab.locator('.decide-row').evaluateAll((rows) => rows.map((r) => r.dataset.id).join(' '));
const slider = (tab, name) => tab.getByRole('slider', { name, exact: true });
const unfold = (tab, within) =>
  tab.evaluate((at) => {
    for (const d of document.querySelectorAll(`${at} details`)) d.open = true;
  }, within);

describe('the decision', () => {
  on('gives each place its chance under both kinds of doubt, and under each alone', async (tab) => {
    await open(tab, weighed);
    await shoot(tab, 'decide-1280x800');
    assert.ok((await places(tab).count()) >= 10);
    assert.match(
      await places(tab).first().textContent(),
      /Chance of top 5.+counts alone.+weights alone.+plausible ranks/s,
    );
    assert.match(await text(tab, '.legend'), /Chance of being in the top 5/);
    const chances = await tab.locator('.decide-row .p').allTextContents();
    for (const chance of chances) assert.doesNotMatch(chance, /(^|\D)(0|100)%/, 'no chance is printed as certain');
    assert.match(await text(tab, '.axis'), /both\s+counts\s+weights/);
  });

  on('re-ranks while a weight moves, and keeps the weights in the address', async (tab) => {
    await open(tab, '#/decide?weights=burden:1&k=5');
    const home = await order(tab);
    await slider(tab, 'Trend').focus();
    for (let i = 0; i < 10; i++) {
      await tab.keyboard.press('ArrowRight');
      await settled(tab);
      const share = Math.round((100 * (i + 1) * 0.5) / (1 + (i + 1) * 0.5));
      assert.match(await text(tab, '.decision .key'), new RegExp(`Trend ${share}%`), 'the list answers every step');
    }
    assert.notEqual(await order(tab), home, 'other weights, another order');
    await tab.waitForFunction(() => /trend:5/.test(location.search));
    assert.match(await slider(tab, 'Trend').getAttribute('aria-valuetext'), /5 of 5, 83% of all weight/);
    const now = await order(tab);
    await tab.reload();
    await settled(tab);
    assert.equal(await order(tab), now, 'the address restores the decision');
  });

  on('asks for a weight where none is left, and says what a criterion means', async (tab) => {
    await open(tab, '#/decide?weights=burden:1');
    await slider(tab, 'Burden').focus();
    await tab.keyboard.press('Home');
    await tab.getByText('Give at least one criterion some weight').waitFor();
    assert.ok((await places(tab).count()) > 5, 'the last list stays');
    await tab.getByRole('button', { name: 'What burden means' }).click();
    assert.ok((await text(tab, '.weights li p')).length > 20);
    await tab.getByRole('button', { name: 'All alike' }).click();
    await settled(tab);
    assert.match(tab.url(), /weights=[a-z_]+:1,/);
  });

  on('says how doubt about the weights enters, and changes it', async (tab) => {
    await open(tab, weighed);
    const words = tab.locator('.weights .sure + p');
    assert.match(await words.innerText(), /vary it between about \d+ ?% and \d+ ?%|taken as certain/);
    await tab.getByLabel('How sure are you of these weights?').focus();
    await tab.keyboard.press('Home');
    await tab.waitForFunction(() => /sure=5(&|$)/.test(location.search));
    await settled(tab);
    assert.match(await text(tab, '.weights .word'), /very unsure/);
  });

  on('shows what police-initiated offenses and funding rules would change', async (tab) => {
    await open(tab, weighed);
    await unfold(tab, '.further');
    await tab.locator('.guard tbody tr').nth(4).waitFor();
    assert.match(await text(tab, '.guard'), /feeds itself.+would enter the top 5/s);
    assert.match(await text(tab, '.rules'), /Enter.+Leave.+Source|No funding rule is known/s);
  });

  on('colors candidate catchments by their chance', async (tab) => {
    await open(tab, '#/decide?of=catchments&k=3&weights=burden:1');
    await shoot(tab, 'decide-catchments');
    assert.match(await text(tab, '#decide-title'), /Which 3 catchments/);
    assert.ok((await tab.locator('.map-label b').count()) >= 3);
  });
});

describe('why here', () => {
  on('opens from the list: points, what would change it, three measures, no program, when visible', async (tab) => {
    await open(tab, weighed);
    const name = await text(tab, '.decide-row .name');
    const id = await tab.locator('.decide-row').first().getAttribute('data-id');
    await places(tab).first().focus();
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('#why-title');
    await settled(tab);
    await shoot(tab, 'why-1280x800');
    assert.equal(await text(tab, '#why-title'), name);
    assert.equal(await tab.evaluate(() => document.activeElement?.id), 'why-title');
    const titles = await tab.locator('article h3').allInnerTexts();
    for (const wanted of [
      'Why it is here',
      'What would change it',
      'By three measures',
      'What happens with no program',
      'When a result could be seen',
    ])
      assert.ok(titles.includes(wanted), `${wanted} is among ${titles}`);
    assert.equal(await tab.locator('.parts li').count(), 3, 'one bar for each criterion that weighs');
    assert.equal(await tab.locator('article tbody tr').count(), 3, 'three measures side by side');
    await tab.keyboard.press('Escape');
    await tab.waitForSelector('.decide-row');
    assert.equal(await tab.evaluate(() => document.activeElement?.closest('.decide-row')?.dataset.id), id);
  });

  on('opens from its address', async (tab) => {
    await open(tab, weighed);
    const id = await tab.locator('.decide-row').nth(2).getAttribute('data-id');
    const name = await text(tab, `.decide-row[data-id="${id}"] .name`);
    await open(tab, `#/decide/area/${encodeURIComponent(id)}${weighed.slice(weighed.indexOf('?'))}`);
    assert.equal(await text(tab, '#why-title'), name);
  });
});

describe('the optimizer', () => {
  on('shows the catchments, what they hold, and a proven bound in words', async (tab) => {
    await open(tab, three);
    await tab.locator('.map-label b').nth(2).waitFor();
    await shoot(tab, 'optimize-1280x800');
    assert.equal(await tab.locator('.chosen-row').count(), 3);
    assert.match(await text(tab, '.result'), /No other choice of 3 under these limits .+: this is proven\./);
    assert.match(await text(tab, '.result'), /flatters what is chosen/);
    assert.ok(await tab.locator('svg[aria-label^="Expected harm per year held by number of catchments"]').isVisible());
    assert.match(await text(tab, '.legend'), /Chosen catchment/);
  });

  on('chooses by what is to be expected, and by counts where asked', async (tab) => {
    await open(tab, three);
    assert.match(await text(tab, '.result'), /Chosen by the harm to expect per year after the period/);
    await tab.getByLabel('Choose by').selectOption('counted');
    await settled(tab);
    assert.match(tab.url(), /basis=counted/);
    assert.match(await text(tab, '.result'), /Chosen by the counts of the period/);
    assert.ok(await tab.locator('svg[aria-label^="Count held by number of catchments"]').isVisible());
  });

  on('gives rounder shapes where asked, and says what kind of shapes they are', async (tab) => {
    await open(tab, three);
    const outlines = /Outlines, rims of holes included, are|Shapes are walkable: no holes, no gaps, no spikes/;
    assert.match(await text(tab, '.result'), outlines);
    await tab.getByLabel('Shape').selectOption('2');
    await settled(tab);
    assert.match(tab.url(), /outline=2/);
    assert.match(
      await text(tab, '.result'),
      /Each outline, rims of holes included, is at most 2 times the circumference of a circle/,
    );
    assert.equal(await tab.locator('.chosen-row').count(), 3);
  });

  on('takes constraints, and keeps them in the address', async (tab) => {
    await open(tab, three);
    await tab.getByLabel('Budget, dollars').fill('1,500,000');
    await tab.keyboard.press('Enter');
    await tab.keyboard.press('Tab');
    await settled(tab);
    assert.match(tab.url(), /budget=1500000/);
    await tab.getByLabel('Leave out an area').selectOption({ index: 1 });
    await settled(tab);
    assert.match(tab.url(), /exclude=[^&]+/);
    await tab.getByRole('button', { name: /let it in again/ }).click();
    await settled(tab);
    assert.doesNotMatch(tab.url(), /exclude=/);
    await tab.getByLabel('How many').last().selectOption('1');
    await settled(tab);
    assert.equal(await tab.locator('.chosen-row').count(), 1);
  });
});

describe('the chance of being chosen', () => {
  on('is drawn by cell, and said in words, on the screen of the catchments', async (tab) => {
    await open(tab, `${three}&basis=counted`);
    await tab.getByRole('button', { name: 'Show the chance of being chosen' }).click();
    await tab.waitForFunction(() => /layer=chance/.test(location.search));
    await tab.waitForSelector('section.chance ol li', { timeout: 90_000 });
    await settled(tab);
    await shoot(tab, 'chance-1280x800');
    assert.equal(await tab.locator('section.chance ol li').count(), 3, 'one sentence for each catchment');
    assert.match(
      await text(tab, 'section.chance'),
      /draws of the counts.+of its ground is chosen again.+Sure.+Likely.+Possible/s,
    );
    assert.match(await text(tab, 'section.chance .note'), /counts only.+late reports/s);
    assert.match(await text(tab, '.legend'), /of 10 draws.+counts only/s);
    assert.match(await text(tab, '.result thead'), /Chosen again/);
    const shares = await tab.locator('.chosen-row td:last-child').allInnerTexts();
    for (const share of shares) assert.doesNotMatch(share, /(^|\D)(0|100)%/, 'no share is printed as certain');
    assert.equal(await faults(tab), '');
  });

  on('judges the choice on the screen: by expected harm unless counts are chosen', async (tab) => {
    await open(tab, `${three}&layer=chance`);
    await tab.waitForSelector('section.chance ol li', { timeout: 90_000 });
    await settled(tab);
    await shoot(tab, 'chance-expected-1280x800');
    const said = await text(tab, 'section.chance');
    assert.match(
      said,
      /by the harm to expect per year after.+draws of next year['’]s harm.+past years?,? (each )?held against what would/s,
    );
    assert.match(await text(tab, 'section.chance .note'), /neighbors that rise together.+true doubt is larger/s);
    assert.match(await text(tab, '.legend'), /of 10 draws of next year’s harm/);
    assert.match(await text(tab, '.result thead'), /Chosen again/);
    assert.equal(await faults(tab), '');
  });

  on('is read by pointing at the ground, and stays on screens that choose', async (tab) => {
    await open(tab, '#/catchments?k=3&km2=0.25&layer=chance');
    await tab.waitForSelector('section.chance ol li', { timeout: 90_000 });
    await settled(tab);
    const box = await tab.locator('.map').boundingBox();
    const badge = await tab.locator('.map-label b').first().boundingBox();
    assert.ok(box && badge);
    await tab.mouse.move(badge.x + badge.width / 2, badge.y + badge.height / 2 + 1);
    await tab.waitForSelector('.tip');
    assert.match(await text(tab, '.tip'), /^Chance of being chosen again: /);
    await tab.getByRole('link', { name: 'Full list' }).click();
    await settled(tab);
    assert.doesNotMatch(await text(tab, '.legend'), /Chance of being chosen/);
    assert.equal(await tab.getByRole('radio', { name: 'Chance of being chosen' }).count(), 0);
  });

  on('can be asked for while deciding, by keyboard', async (tab) => {
    await open(tab, '#/decide?weights=burden:1&k=3&km2=0.25');
    await tab.getByRole('radio', { name: 'Chance of being chosen' }).focus();
    await tab.keyboard.press('Space');
    await tab.waitForSelector('section.chance ol li', { timeout: 90_000 });
    await settled(tab);
    await shoot(tab, 'chance-decide');
    assert.match(await text(tab, 'section.chance'), /How sure is the choice of places/);
    assert.match(await text(tab, '.legend'), /best 3 catchments of 0.25 km²/);
    assert.equal(await faults(tab), '');
  });

  on(
    'fits a phone',
    async (tab) => {
      await open(tab, '#/catchments?k=3&km2=0.25&layer=chance');
      await tab.waitForSelector('section.chance ol li', { timeout: 90_000 });
      await settled(tab);
      await tab.screenshot({ path: `${results}chance-400.png`, fullPage: true });
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 400, `the page is ${wide} px wide`);
    },
    { viewport: { width: 400, height: 850 } },
  );
});

describe('drawing a catchment', () => {
  on('by clicks: corners, undo, finish, and the best of the size beside it', async (tab) => {
    await open(tab, '#/draw');
    const box = await tab.locator('.map').boundingBox();
    const click = (x, y) => tab.mouse.click(box.x + box.width * x, box.y + box.height * y);
    for (const [x, y] of [
      [0.48, 0.48],
      [0.53, 0.48],
      [0.53, 0.53],
      [0.48, 0.53],
      [0.3, 0.3],
    ])
      await click(x, y);
    await tab.getByRole('button', { name: 'Undo last corner' }).click();
    assert.match(await text(tab, 'section.draw [role=status]'), /^4 corners/);
    await tab.getByRole('button', { name: 'Finish and score' }).click();
    await tab.waitForSelector('.card');
    await settled(tab);
    await tab.waitForTimeout(500);
    await shoot(tab, 'draw-1280x800');
    assert.match(await text(tab, '.card'), /Counted.+90% interval.+Per 1,000 residents a year.+Per km² a year/s);
    assert.match(await text(tab, '.legend'), /Your catchment/);
    assert.match(tab.url(), /draft=.+drawn=1/);
    await tab.goBack();
    assert.match(await text(tab, 'section.draw [role=status]'), /^4 corners/);
  });

  on('from a proposed area, whose corners and sides are dragged and scored anew', async (tab) => {
    await open(tab, '#/draw');
    const from = tab.getByLabel('Start from a proposed area, or a neighborhood');
    const first = from.locator('optgroup[label^=Proposed] option').first();
    await first.waitFor({ state: 'attached', timeout: 60_000 });
    await from.selectOption(await first.getAttribute('value'));
    await tab.waitForSelector('.card', { timeout: 30_000 });
    await settled(tab);
    const status = () => text(tab, 'section.draw [role=status]');
    const corners = Number(/Finished: (\d+)/.exec(await status())[1]);
    assert.equal(await tab.locator('.corner-handle').count(), corners);
    const drag = async (of) => {
      const { x, y } = await tab.locator(of).nth(2).boundingBox();
      const scored = tab.waitForResponse((r) => r.url().includes('/catchments/score'), { timeout: 30_000 });
      await tab.mouse.move(x + 5, y + 5);
      await tab.mouse.down();
      await tab.mouse.move(x + 45, y + 25, { steps: 4 });
      await tab.mouse.up();
      assert.equal((await scored).status(), 200);
    };
    const before = tab.url();
    await drag('.corner-handle');
    assert.notEqual(tab.url(), before, 'what is moved stands in the address');
    assert.match(await status(), new RegExp(`^Finished: ${corners} corners`));
    await drag('.side-handle');
    assert.match(await status(), new RegExp(`^Finished: ${corners + 1} corners`));
    await shoot(tab, 'draw-proposed');
  });

  on('without a mouse: at the cross, by typing, and from a neighborhood', async (tab) => {
    await open(tab, '#/draw');
    await tab.getByRole('button', { name: 'Set a corner at the cross' }).focus();
    await tab.keyboard.press('Enter');
    assert.match(await text(tab, 'section.draw [role=status]'), /^1 corner/);
    const [lng, lat] = status.city.center;
    const type = async (words) => {
      await tab.getByLabel('Type a corner: latitude, longitude').fill(words);
      await tab.keyboard.press('Enter');
    };
    await type('here');
    assert.match(await text(tab, '#typed-wrong'), /Two numbers are needed/);
    await type(`${lat + 0.008}, ${lng}`);
    await type(`${lat + 0.008}, ${lng + 0.01}`);
    assert.match(await text(tab, 'section.draw [role=status]'), /^3 corners/);
    await tab.getByRole('button', { name: 'Finish and score' }).focus();
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('.card', { timeout: 30_000 });
    await tab.getByRole('button', { name: 'Start over' }).click();
    await tab.getByLabel('Start from a proposed area, or a neighborhood').selectOption({ index: 2 });
    await tab.waitForSelector('.card', { timeout: 30_000 });
    assert.match(await text(tab, 'section.draw [role=status]'), /Finished: \d+ corners/);
  });
});

describe('the backtest', () => {
  on('compares ways of choosing with paired intervals, year by year, and says its limits', async (tab) => {
    await openPage(tab, '#/backtest?k=3&km2=0.25');
    await tab.waitForSelector('.method', { timeout: 90_000 });
    await shoot(tab, 'backtest-1280x800');
    assert.ok((await tab.locator('.method').count()) >= 5);
    assert.match(
      await text(tab, '.finding'),
      /The engine reached \d+ ?% of the best choice of sites known of for the year itself/,
    );
    assert.match(await text(tab, '.engine'), /Engine/);
    assert.ok((await tab.locator('.multiples figure').count()) >= 4);
    assert.match(await text(tab, '.backtest'), /not whether a program would have prevented any/);
    await unfold(tab, '.backtest');
    assert.ok((await tab.locator('.backtest details tbody tr').count()) >= 4);
  });
});

describe('scenarios', () => {
  on('are saved and compared, or the page says plainly that nothing is kept', async (tab, p) => {
    const save = async (name) => {
      await tab.getByLabel('Name').fill(name);
      await tab.getByRole('textbox', { name: 'Note' }).fill('For the browser test.');
      await tab.getByRole('button', { name: 'Save', exact: true }).click();
      await tab.waitForSelector('form [role=alert], form [role=status]:not(:empty)');
      return (await tab.locator('form [role=alert]').count()) === 0;
    };
    await openPage(tab, '#/scenarios?k=3');
    await shoot(tab, 'scenarios-empty');
    const kept = await save('Three by count');
    if (!kept) {
      assert.match(await text(tab, 'form [role=alert]'), /Copy the address instead/);
      p.errors.length = 0;
      return;
    }
    await openPage(tab, '#/scenarios?k=3&measure=per_resident');
    assert.ok(await save('Three per resident'));
    await tab.waitForFunction(() => document.querySelectorAll('.scenario').length >= 2);
    await tab.getByRole('radio', { name: 'first' }).nth(1).check();
    await tab.getByRole('radio', { name: 'second' }).first().check();
    await tab.waitForSelector('.compare', { timeout: 30_000 });
    await shoot(tab, 'scenarios-1280x800');
    assert.match(await text(tab, '.compare .finding'), /both/i);
    assert.match(await text(tab, '.compare'), /measure/);
    assert.match(tab.url(), /a=\d+&b=\d+/);
    const file = tab.waitForEvent('download');
    await tab
      .getByRole('button', { name: /Decision record of Three per resident/ })
      .first()
      .click();
    assert.match((await file).suggestedFilename(), /^record-scenario-\d+-revision-\d+\.json$/);
    await tab.getByRole('button', { name: 'Open Three per resident' }).first().click();
    await tab.waitForFunction(() => /measure=per_resident/.test(location.search));
  });

  on('cannot be kept where writing is refused, and the address stands in', async (tab, p) => {
    await tab.route('**/api/v1/scenarios', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 403,
            contentType: 'application/problem+json',
            body: '{"status":403,"title":"Not open here"}',
          })
        : route.continue(),
    );
    await openPage(tab, '#/scenarios');
    await tab.getByLabel('Name').fill('Refused');
    await tab.getByRole('button', { name: 'Save', exact: true }).click();
    await tab.waitForSelector('form [role=alert]');
    assert.match(await text(tab, 'form [role=alert]'), /Copy the address instead/);
    await tab.getByRole('button', { name: 'Copy address' }).click();
    await tab.waitForSelector('form [role=status]:not(:empty)');
    p.errors.length = 0;
  });
});

describe('a hot-spot map', () => {
  on('says how concentrated pure chance would be', async (tab) => {
    await open(tab, '#/?layer=hotspots');
    await tab.waitForFunction(() => /chance alone/.test(document.querySelector('.legend').textContent));
    assert.match(
      await text(tab, '.legend'),
      /The hottest 5 ?% of cells hold .+; were all ground alike, chance alone would give them .+%/,
    );
  });
});

describe('the siting screens for every reader', () => {
  const screens = () => ({
    decide: weighed,
    catchments: three,
    draw: `#/draw?draft=${drawn}&drawn=1`,
    backtest: '#/backtest?k=3&km2=0.25',
    scenarios: '#/scenarios',
  });
  const names = ['decide', 'catchments', 'draw', 'backtest', 'scenarios'];
  const show = async (tab, name) => {
    const mapless = name === 'backtest' || name === 'scenarios';
    await (mapless ? openPage : open)(tab, screens()[name]);
    await tab.waitForFunction(() => !document.querySelector('.panel [role=status].muted'), null, { timeout: 90_000 });
    await tab.waitForTimeout(300);
  };

  for (const scheme of ['light', 'dark']) {
    for (const name of names) {
      on(
        `${name}, ${scheme}: axe finds nothing serious or critical, folded or not`,
        async (tab) => {
          await show(tab, name);
          if (scheme === 'dark') await shoot(tab, `${name}-dark`);
          assert.equal(await faults(tab), '');
          await unfold(tab, '.panel');
          assert.equal(await faults(tab), '');
        },
        { colorScheme: scheme },
      );
    }
    on(
      `why here, ${scheme}: axe finds nothing serious or critical`,
      async (tab) => {
        await open(tab, weighed);
        await places(tab).first().click();
        await tab.waitForSelector('#why-title');
        await unfold(tab, '.panel');
        assert.equal(await faults(tab), '');
      },
      { colorScheme: scheme },
    );
  }

  for (const name of names) {
    on(
      `${name} on a phone: nothing scrolls sideways`,
      async (tab) => {
        await show(tab, name);
        await tab.screenshot({
          path: new URL(`../test-results/${name}-phone.png`, import.meta.url).pathname,
          fullPage: true,
        });
        assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 375);
        await unfold(tab, '.panel');
        assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 375, 'unfolded');
      },
      { viewport: { width: 375, height: 760 }, hasTouch: true, isMobile: true },
    );
  }

  on('on paper the decision stays, the sliders and the map go', async (tab) => {
    await open(tab, weighed);
    await tab.emulateMedia({ media: 'print' });
    await shoot(tab, 'decide-print');
    assert.ok(await tab.locator('.decide-row').first().isVisible());
    assert.match(await text(tab, '.decision .key'), /Burden 60%.+taken as fairly sure/s);
    for (const gone of ['.map', '.controls', '.screens', '.exports'])
      assert.ok(!(await tab.locator(gone).first().isVisible()), gone);
  });
});
