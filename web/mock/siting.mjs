// Siting answers in the shapes of /api/v1, made up from the invented city. For development and tests against the mock only.
import { gridDisk, latLngToCell, polygonToCells } from 'h3-js';
import { meta, Problem, ranking } from './answers.mjs';
import { areas, random } from './city.mjs';

const criteria = [
  ['burden', 'Burden', 'Expected offenses per year by the chosen measure, small counts moved toward what is usual.'],
  ['recency', 'Recent burden', 'The same rate with recent years weighing more.'],
  ['persistence', 'Years hot', 'Share of the years in which the place was among the highest quarter.'],
  ['trend', 'Trend', 'Change per year as a share of the place’s own mean rate; rising places score higher.'],
  [
    'severity',
    'Severity',
    'Expected severity per year: each offense counted by the severity that the city file gives it.',
  ],
  ['residents', 'Residents reached', 'Residents, in thousands.'],
  ['shift_hours', 'Within working hours', 'Share of the offenses that fall within a site’s working hours.'],
  ['distance', 'Distance to sites', 'Kilometers from the middle of the place to the nearest existing site.'],
  ['equity', 'Share of unserved burden', 'The place’s share of the offenses in areas that no existing site serves.'],
];

function weightsOf(text) {
  const given = (text ?? 'burden:1').split(',').map((p) => p.split(':'));
  for (const [id] of given)
    if (!criteria.some(([c]) => c === id)) throw new Problem('weights', id, criteria.map(([c]) => c).join(', '));
  const weights = Object.fromEntries(given.map(([id, w]) => [id, Number(w)]));
  const sum = Object.values(weights).reduce((a, b) => a + b, 0);
  if (!(sum > 0)) throw new Problem('weights', text, 'one weight above 0');
  return { weights, sum };
}

/** Values from 0 to 1 by criterion: invented, but steady for one place. */
function scaled(i, n) {
  const next = random(900 + i);
  const own = Math.max(0, 1 - i / n);
  return Object.fromEntries(
    criteria.map(([id], c) => [id, c === 0 ? own : Math.min(1, Math.max(0, own * 0.5 + next() * 0.5))]),
  );
}

const clamp = (p) => Math.min(1, Math.max(0, p));
const logistic = (x) => 1 / (1 + Math.exp(-x));

export function decision(p, q) {
  const base = ranking(p).items;
  const { weights, sum } = weightsOf(q.get('weights'));
  const told = q.get('concentration') ?? 'inf';
  const unsure = told === 'inf' ? 1e6 : Number(told);
  const values = base.map((item, i) => ({ item, v: scaled(i, base.length) }));
  const scored = values
    .map(({ item, v }) => ({
      item,
      v,
      score: criteria.reduce((s, [id]) => s + ((weights[id] ?? 0) / sum) * v[id], 0),
    }))
    .sort((a, b) => b.score - a.score);
  const cut = scored[Math.min(p.k, scored.length) - 1].score;
  const many = Object.values(weights).filter((w) => w > 0).length > 1;
  const items = scored.map(({ item, v, score }, i) => {
    const counts = logistic((score - cut + 0.004) * 40);
    const byWeights = many ? logistic((score - cut + 0.004) * 14 * Math.sqrt(unsure / 10)) : i < p.k ? 1 : 0;
    const spread = Math.round(2 + 5 * (1 - Math.abs(2 * counts - 1)));
    return {
      id: item.id,
      name: item.name,
      rank: i + 1,
      score,
      p_top: clamp((counts + byWeights) / 2),
      p_top_weights_only: byWeights,
      p_top_counts_only: counts,
      rank_low: Math.max(1, i + 1 - spread),
      rank_high: Math.min(scored.length, i + 1 + spread),
      rank_set_low: Math.max(1, i + 1 - spread - 2),
      rank_set_high: Math.min(scored.length, i + 1 + spread + 2),
      criteria: criteria.map(([id]) => ({ id, value: v[id] * 100, contribution: ((weights[id] ?? 0) / sum) * v[id] })),
      would_change: {
        weight:
          i % 3 === 2 ? null : { criterion: 'recency', from: weights.recency ?? 0, to: (weights.recency ?? 0) + 1.4 },
        incidents: { n: 12 + i * 3, direction: i < p.k ? 'fewer' : 'more' },
      },
      expected_fall: { observed: item.score * 1.15, expected: item.score, share: 0.13 },
      detectable: { events_per_year: item.score, year_visible: i % 4 === 3 ? null : 2029 + (i % 6) },
      by_measure: {
        count: { rank: i + 1, low: Math.max(1, i - 2), high: i + 4, p_top: counts },
        per_resident: { rank: i + 3, low: Math.max(1, i - 1), high: i + 8, p_top: clamp(counts * 0.8) },
        per_km2: { rank: Math.max(1, i), low: Math.max(1, i - 4), high: i + 4, p_top: counts },
      },
    };
  });
  const m = meta(p);
  const half_life_months = Number(q.get('half_life_months') ?? 24);
  return {
    meta: { ...m, params: { ...m.params, criteria: weights, concentration: told, half_life_months } },
    criteria: criteria.map(([id, label, definition]) => ({
      id,
      label,
      definition,
      weight: weights[id] ?? 0,
      unavailable: null,
    })),
    items,
    not_ranked: ranking(p).not_ranked,
    guard: items.map((it) => ({
      id: it.id,
      name: it.name,
      rank: it.rank,
      rank_with_police_initiated: Math.max(1, it.rank + ((Number(it.id.replace(/\D/g, '')) % 7) - 3)),
    })),
    rules: [
      {
        id: 'mock-rule',
        label: 'An invented rule: the areas with most firearm offenses per resident over five years',
        source: 'Invented for the mock',
        unit_note: 'Offenses stand in for victims.',
        notes: [],
        chosen: items.slice(2, 12).map((i) => i.id),
        enter: items.slice(10, 12).map((i) => i.id),
        leave: items.slice(0, 2).map((i) => i.id),
      },
    ],
  };
}

const middle = (a) => a.ring.slice(0, 4).reduce(([x, y], [u, v]) => [x + u / 4, y + v / 4], [0, 0]);

/** Cells of resolution 10 around a place: about as many as the area asks for. */
function patch([lng, lat], km2, seed) {
  const most = Math.max(3, Math.round(km2 / 0.0151));
  const around = gridDisk(latLngToCell(lat, lng, 10), Math.ceil(Math.sqrt(most / 3)) + 1);
  const next = random(seed + 5);
  const skew = 0.7 + 0.6 * next();
  const [row, column] = [random(seed), random(seed + 1)];
  return around.slice(0, most - Math.round(2 * skew * row() * column()));
}

export function optimize(p, q) {
  const excluded = new Set((q.get('exclude') ?? '').split(',').filter(Boolean));
  const spacing = Number(q.get('spacing_m') ?? 0);
  if (spacing > 10000) throw new Problem('spacing_m', String(spacing), '0 to 10000');
  const places = ranking({ ...p, of: 'neighborhoods' }).items.filter((i) => !excluded.has(i.id));
  const chosen = places.slice(spacing > 1000 ? 2 : 0).slice(0, p.k);
  const catchments = chosen.map((item, i) => {
    const a = areas.find((x) => x.id === item.id);
    return {
      id: `O${i + 1}`,
      name: `Near ${a.name}`,
      area_km2: p.area_km2 * (0.96 + 0.003 * i),
      count: Math.round(item.count * 0.6),
      harm: Math.round(item.count * 0.6),
      residents: Math.round(a.residents * 0.7),
      sites: [],
      outline_m: 6900,
      cells: patch(middle(a), p.area_km2, i),
    };
  });
  const harmOf = (n) => places.slice(0, n).reduce((s, i) => s + Math.round(i.count * 0.6), 0);
  const frontier = Array.from({ length: Math.max(6, p.k) }, (_, i) => {
    const harm = harmOf(i + 1);
    const gap = 0.008 + 0.004 * i;
    return { k: i + 1, harm, bound: harm / (1 - gap), gap };
  });
  const harm = catchments.reduce((s, c) => s + c.harm, 0);
  const gap = 0.008 + 0.004 * (p.k - 1);
  const budget = q.get('budget_usd');
  return {
    meta: meta(p),
    catchments,
    harm,
    bound: harm / (1 - gap),
    gap,
    frontier,
    shapes: "Outlines, rims of holes included, are 1.9 to 2.2 times a circle's of their area.",
    budget: budget && { launch_usd: 750000, staff_per_site: 8, affordable_k: Math.floor(Number(budget) / 750000) },
    walk: { km_per_hour: 3, hours_low: 2, hours_high: 6, street_km_per_km2: 18, days_to_cover: 2.5 },
    notes: ['Invented by the mock server.'],
  };
}

/** The chosen cells are the surer the earlier their catchment was chosen. */
export function chance(p, q) {
  const plain = optimize(p, q);
  const p_of = (i) => Math.max(0.1, 0.96 - 0.15 * i);
  const cells = plain.catchments.flatMap((c, i) =>
    c.cells.map((id) => ({ id, p: p_of(i), standard_error: 0.03, area: null })),
  );
  const catchments = plain.catchments.map(({ id, name, area_km2 }, i) => ({
    id,
    name,
    area_km2,
    share: p_of(i),
    standard_error: 0.03,
    mostly: p_of(i),
  }));
  return {
    meta: meta(p),
    limits: {},
    resolution: 10,
    draws: 200,
    floor: 0.05,
    cells: cells.sort((a, b) => (a.id < b.id ? -1 : 1)),
    areas: [],
    catchments,
    holds: 0.96,
    holds_low: 0.94,
    model: [],
    notes: ['Invented by the mock server.'],
  };
}

export function score(p, body) {
  const ring = body?.polygon?.coordinates?.[0];
  if (!ring || ring.length < 4) throw new Problem('polygon', 'nothing', 'a polygon of 4 to 5000 corners');
  const own = polygonToCells(ring, 10, true);
  if (own.length === 0) throw new Problem('polygon', '0 cells', 'at least one cell whose center lies in the city');
  const km2 = own.length * 0.0151;
  if (km2 > 25) throw new Problem('polygon', `${km2.toFixed(2)} km²`, 'up to 25 km²');
  const years = meta(p).window.covered_months / 12;
  const first = areas.find((x) => x.id === ranking({ ...p, of: 'neighborhoods' }).items[0].id);
  const scored = (name, list, count) => ({
    name,
    cells: list,
    area_km2: km2,
    residents: Math.round(km2 * 2400),
    count,
    harm: count,
    per_1000: count / years / (km2 * 2.4),
    per_km2: count / years / km2,
    score: count / years,
    score_low: (count / years) * 0.86,
    score_high: (count / years) * 1.15,
    sites: [],
  });
  const count = Math.round(km2 * 180);
  return {
    meta: meta(p),
    drawn: scored('Partly Elm Park', own, count),
    best: scored(`Near ${first.name}`, patch(middle(first), km2, 3), Math.round(count * 1.6)),
    share_of_best: 1 / 1.6,
    outside: 0,
    connected: true,
    pieces: 1,
    compact: km2 < 4,
    radius_m: 1250,
    reach_m: 1100,
    outline_m: 7400,
  };
}

const methods = [
  ['engine', true, 0.78],
  ['greedy', true, 0.74],
  ['neighborhoods', true, 0.3],
  ['hottest-cells', false, 0.66],
  ['kde-peaks', true, 0.75],
  ['gi-cells', false, 0.69],
  ['engine-cells', false, 0.83],
  ['random', true, 0.06],
  ['oracle', true, 1],
];

export function backtest(p) {
  const years = [2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2025];
  const rows = years.flatMap((year) =>
    methods.map(([method, , level], i) => {
      const oracle = 0.11 + 0.02 * random(year)();
      const ratio = method === 'oracle' ? 1 : Math.min(1, level * (0.9 + 0.2 * random(year * 31 + i)()));
      return { year, method, area_km2: p.area_km2, k: p.k, capture: ratio * oracle, oracle, capture_ratio: ratio };
    }),
  );
  const mean = (method, field) => {
    const own = rows.filter((r) => r.method === method);
    return own.reduce((s, r) => s + r[field], 0) / own.length;
  };
  const lead = (first, method) => {
    const difference = mean(first, 'capture_ratio') - mean(method, 'capture_ratio');
    return {
      mean: difference,
      low: difference - 0.045,
      high: difference + 0.045,
      above: difference > 0 ? 8 : 2,
      years: 9,
    };
  };
  const summary = methods.map(([method, connected]) => ({
    area_km2: p.area_km2,
    method,
    connected,
    capture: mean(method, 'capture'),
    capture_ratio: mean(method, 'capture_ratio'),
    engine_less: method === 'engine' || method === 'oracle' ? null : lead('engine', method),
    engine_cells_less: connected || method === 'engine-cells' ? null : lead('engine-cells', method),
  }));
  return {
    meta: meta(p),
    parameters: { resolution: 10, engine: { bandwidth_m: 300, half_life_months: 36, prior_months: 24 } },
    years: years.map((year) => ({ year, past_months: 48 })),
    rows,
    summary,
    limit: [{ area_km2: p.area_km2, capture_ratio: 0.86 }],
    notes: ['2021 to 2024 are left out: there is no public data for them.', 'Invented by the mock server.'],
  };
}

export function concentration(p, resolution) {
  const against = (observed, low, high) => ({ observed, null: { mean: (low + high) / 2, low, high } });
  return {
    meta: meta(p),
    resolution,
    concentration: {
      cells_with_half: against(0.112, 0.361, 0.384),
      cells_with_quarter: against(0.034, 0.142, 0.158),
      in_hottest_5_percent: against(0.33, 0.1, 0.12),
      gini: against(0.71, 0.21, 0.23),
      generalized_gini: against(0.71, 0.21, 0.23),
    },
  };
}

const saved = new Map();
const histories = new Map();

export function listScenarios() {
  return { scenarios: [...saved.values()].reverse() };
}

export function saveScenario(body, id = saved.size + 1, ifMatch = null) {
  const old = saved.get(id);
  if (!body?.name?.trim()) throw new Problem('name', body?.name ?? '', '1 to 200 characters');
  if (old && ifMatch !== `"${old.revision}"`) {
    const stale = new Problem('If-Match', ifMatch ?? '', `"${old.revision}"`);
    stale.code = 412;
    throw stale;
  }
  const now = new Date().toISOString();
  const revision = (old?.revision ?? 0) + 1;
  const mark = { id, revision, created: old?.created ?? now, updated: now, blake3: `${id}${revision}`.padEnd(64, '0') };
  const next = { ...body, ...mark, dataset: '3f9c2a7be1d04c56' };
  saved.set(id, next);
  histories.set(id, [...(histories.get(id) ?? []), next]);
  return next;
}

export function history(id) {
  const scenarios = histories.get(id);
  return scenarios ? { scenarios } : null;
}

export function record(id) {
  const scenario = saved.get(id);
  return scenario ? { record: 1, blake3: '0f1e2d3c', scenario } : null;
}

export function compare(url, paramsOf) {
  const [a, b] = ['a', 'b'].map((side) => saved.get(Number(url.searchParams.get(side))));
  if (!a || !b) return null;
  const side = (s) => {
    const pairs = Object.entries(s.question).map(([k, v]) => [k, String(v)]);
    const p = paramsOf(new URL(`http://mock/?${new URLSearchParams(pairs)}`));
    const items = ranking(p).items;
    const chosen = items.filter((i) => (s.picked.length > 0 ? s.picked.includes(i.id) : i.rank <= p.k));
    const drawn = s.drawn.map((d) => {
      const scored = score(p, d);
      return { name: d.name, score: scored.drawn, share_of_best: scored.share_of_best, why_not: null };
    });
    const told = { id: s.id, revision: s.revision, name: s.name, saved_on: s.dataset, meta: meta(p) };
    return {
      places: chosen.map((item) => ({ item, harm: item.count })),
      told: { ...told, picked: s.picked.length > 0, drawn },
    };
  };
  const [left, right] = [side(a), side(b)];
  const twin = (place) => right.places.find((q) => q.item.id === place.item.id);
  const keys = [...new Set([...Object.keys(a.question), ...Object.keys(b.question)])];
  return {
    a: left.told,
    b: right.told,
    differences: keys
      .filter((key) => String(a.question[key]) !== String(b.question[key]))
      .map((key) => ({ parameter: key, a: a.question[key] ?? null, b: b.question[key] ?? null })),
    both: left.places.filter(twin).map((place) => ({ a: place, b: twin(place), overlap: 1 })),
    only_a: left.places.filter((place) => !twin(place)),
    only_b: right.places.filter((q) => !left.places.some((place) => place.item.id === q.item.id)),
    warnings: [],
  };
}
