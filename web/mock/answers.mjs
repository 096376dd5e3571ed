// Answers in the shapes of /api/v1, computed from the invented city.
import { aliases, areas, cells, center, coverage, offenses, random } from './city.mjs';

const index = (m) => Number(m.slice(0, 4)) * 12 + Number(m.slice(5)) - 1;
const month = (n) => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
const statusOf = (n) =>
  coverage.find((c) => n >= index(c.from) && n <= index(c.to)) ?? { status: 'missing', system: null };

export class Problem extends Error {
  constructor(parameter, value, accepted) {
    super(`${parameter} is "${value}"; expected ${accepted}`);
    this.body = {
      type: 'about:blank',
      title: 'A parameter is not valid',
      status: 400,
      code: 'bad-parameter',
      detail: this.message,
      parameter,
      value,
      accepted,
    };
  }
}

export function params(url) {
  const q = url.searchParams;
  const p = {
    from: q.get('from') ?? '2009-01',
    to: q.get('to') ?? '2018-12',
    offense: q.get('offense') ?? 'harm',
    unit: q.get('unit') ?? 'net',
    area: q.get('area') ?? 'label',
    measure: q.get('measure') ?? 'count',
    k: Number(q.get('k') ?? 10),
    of: q.get('of') ?? 'neighborhoods',
    area_km2: Number(q.get('area_km2') ?? 2.5),
  };
  if (!/^\d{4}-\d{2}$/.test(p.from)) throw new Problem('from', p.from, 'a month such as 2018-12');
  if (index(p.from) > index(p.to)) throw new Problem('from', p.from, `a month not after ${p.to}`);
  p.groups = p.offense.split(',').flatMap((o) => {
    const ids = aliases[o] ?? [o];
    if (!offenses.some((g) => g.id === ids[0])) throw new Problem('offense', o, offenses.map((g) => g.id).join(', '));
    return ids;
  });
  p.share = p.groups.reduce((sum, id) => sum + (offenses.find((g) => g.id === id)?.share ?? 0), 0);
  return p;
}

export function meta(p) {
  const months = index(p.to) - index(p.from) + 1;
  const missing = [];
  const systems = new Set();
  for (let n = index(p.from); n <= index(p.to); n++) {
    const s = statusOf(n);
    if (s.status === 'missing') missing.push(month(n));
    else systems.add(s.system);
  }
  const warnings = [];
  if (missing.length)
    warnings.push(
      `${missing.length} of ${months} months in this window have no public data. They are left out, not counted as zero.`,
    );
  if (systems.size > 1)
    warnings.push(
      'This window spans the change from UCR/SRS to NIBRS; counts before and after are not the same measure.',
    );
  return {
    dataset: '3f9c2a7be1d04c56',
    program: '0.1.0-mock',
    seed: 1,
    params: p,
    unit: p.unit,
    unit_label: p.unit === 'net' ? 'net offense counts' : 'incidents',
    window: { from: p.from, to: p.to, months, covered_months: months - missing.length, missing, systems: [...systems] },
    warnings,
    withheld: p.groups.filter((g) => g === 'rape'),
    source: 'Invented data of the viewer’s mock server',
  };
}

const noise = (a, n) => 0.75 + 0.5 * random(Number(a.id) * 4099 + n)();
export function monthly(a, n, share) {
  const trend = 1 + a.drift * Math.sin((n - 24096) / 40);
  return Math.round(a.monthly * share * trend * (1 + 0.2 * Math.sin(((n % 12) / 12) * 6.28 - 1.6)) * noise(a, n));
}
export function total(a, p) {
  let sum = 0;
  for (let n = index(p.from); n <= index(p.to); n++)
    if (statusOf(n).status !== 'missing') sum += monthly(a, n, p.share);
  return sum;
}

function ranked(list, p, years) {
  const exposure = (a) =>
    p.measure === 'per_resident' ? a.residents / 1000 : p.measure === 'per_km2' ? a.area_km2 : 1;
  const items = list.map((a) => {
    const count = a.count ?? total(a, p);
    const e = exposure(a) * years;
    const sd = Math.sqrt(Math.max(count, 1) * 3) / e;
    const score = count / e;
    return {
      a,
      count,
      score,
      sd,
      score_low: Math.max(0, score - 1.645 * sd),
      score_high: score + 1.645 * sd,
      ranks: [],
    };
  });
  items.sort((m, n) => n.score - m.score);
  for (let d = 0; d < 120; d++) {
    const next = random(d + 1);
    const drawn = items
      .map((it, i) => [it.score + it.sd * (next() + next() + next() + next() - 2) * 1.7, i])
      .sort((m, n) => n[0] - m[0]);
    for (const [r, [, i]] of drawn.entries()) items[i].ranks.push(r + 1);
  }
  return items.map((it, i) => {
    it.ranks.sort((m, n) => m - n);
    return {
      rank: i + 1,
      id: it.a.id,
      name: it.a.name,
      kind: it.a.kind,
      score: it.score,
      score_low: it.score_low,
      score_high: it.score_high,
      count: it.count,
      per_1000: it.a.residents >= 100 ? it.count / years / (it.a.residents / 1000) : null,
      per_km2: it.count / years / it.a.area_km2,
      residents: it.a.residents,
      area_km2: it.a.area_km2,
      eb_rate: it.score * 0.98,
      rank_low: it.ranks[6],
      rank_high: it.ranks[113],
      p_top: it.ranks.filter((r) => r <= p.k).length / 120,
      reasons: [
        'Firearm assaults make up 41 % of its count, against 36 % in the city.',
        'Its count was among the ten highest in 8 of 10 years.',
      ],
    };
  });
}

const catchmentsOf = (p) =>
  [...areas]
    .sort((m, n) => total(n, p) - total(m, p))
    .slice(0, 14)
    .map((a, i) => {
      const [cx, cy] = a.ring.slice(0, 4).reduce(([x, y], [u, v]) => [x + u / 4, y + v / 4], [0, 0]);
      const r = Math.sqrt(p.area_km2 / Math.PI);
      const ring = [0, 1, 2, 3, 4, 5, 6, 7, 0].map((s) => [
        cx + (r * Math.cos((s * Math.PI) / 4)) / 87.1,
        cy + (r * Math.sin((s * Math.PI) / 4)) / 111.2,
      ]);
      return {
        id: `c${i + 1}`,
        name: `Near ${a.name}`,
        kind: 'catchment',
        ring,
        area_km2: p.area_km2,
        residents: 2100 + 90 * i,
        monthly: a.monthly * 0.6,
        drift: a.drift,
        count: Math.round(total(a, p) * 0.6),
      };
    });

export function ranking(p) {
  const m = meta(p);
  const years = m.window.covered_months / 12;
  const list = p.of === 'catchments' ? catchmentsOf(p) : areas.filter((a) => a.kind === 'neighborhood');
  const items = ranked(list, p, years);
  const sum = areas.reduce((s, a) => s + total(a, p), 0);
  const parks = areas
    .filter((a) => a.kind === 'park')
    .map((a) => ({ id: a.id, name: a.name, why: 'a park: nobody lives there', count: total(a, p) }));
  return {
    meta: m,
    items,
    not_ranked: p.of === 'catchments' ? [] : parks,
    city: { count: sum, per_1000: sum / years / 420, per_km2: sum / years / 170 },
    shapes: new Map(list.map((a) => [a.id, a.ring])),
  };
}

export function area(id, p, of) {
  const list = of === 'catchments' ? catchmentsOf(p) : areas;
  const a = list.find((x) => x.id === id);
  if (!a) return null;
  const rank = (measure) => {
    const it = ranking({ ...p, of, measure }).items.find((x) => x.id === id);
    return it ? { rank: it.rank, low: it.rank_low, high: it.rank_high, p_top: it.p_top } : null;
  };
  const r = ranking({ ...p, of });
  const it = r.items.find((x) => x.id === id);
  const series = [];
  for (let n = index(p.from); n <= index(p.to); n++) {
    const s = statusOf(n);
    series.push({
      month: month(n),
      status: s.status,
      count: s.status === 'missing' ? null : monthly(a, n, p.share),
      system: s.system,
    });
  }
  const mean = it?.score ?? 0;
  const sd = ((it?.score_high ?? 1) - (it?.score_low ?? 0)) / 3.29;
  const points = Array.from({ length: 61 }, (_, i) => ({
    x: mean + (i / 10 - 3) * sd,
    density: Math.exp(-((i / 10 - 3) ** 2) / 2),
  }));
  const count = total(a, p);
  return {
    meta: r.meta,
    area: {
      id,
      name: a.name,
      kind: a.kind,
      area_km2: a.area_km2,
      population: { 2010: a.residents, 2020: a.residents * 0.93 },
      sites: id === '70' ? ['mock-north'] : [],
    },
    count,
    per_1000: it?.per_1000 ?? null,
    per_km2: it?.per_km2 ?? 0,
    rank: { count: rank('count'), per_resident: rank('per_resident'), per_km2: rank('per_km2') },
    series,
    hours: Array.from({ length: 7 }, (_, d) =>
      Array.from({ length: 24 }, (_, h) =>
        Math.round((count / 168) * (1 + 0.8 * Math.cos(((h - 22) / 24) * 6.28)) * (d > 3 ? 1.2 : 0.9)),
      ),
    ),
    hours_unknown: Math.round(count * 0.02),
    shift_share: 0.371,
    offenses: p.groups
      .filter((g) => g !== 'rape')
      .map((g) => ({
        id: g,
        label: offenses.find((o) => o.id === g).label,
        count: Math.round((count * offenses.find((o) => o.id === g).share) / p.share),
      })),
    posterior: { mean, low: it?.score_low ?? 0, high: it?.score_high ?? 0, phi: 3, shrinkage: 0.04, points },
    why: it?.reasons ?? [],
  };
}

export function cellValues(p, resolution) {
  const m = meta(p);
  const list = cells.map((c, i) => {
    const count = Math.round(c.heat * 40 * p.share * (m.window.covered_months / 120) * (0.5 + random(i)()));
    const z = (c.heat - 0.22) * 12;
    const significant = z > 3 || z < -2.55;
    return {
      id: c.id,
      count,
      per_km2: count / 0.105,
      z,
      p: Math.exp((-z * z) / 2),
      significant,
      hot: significant ? (z > 0 ? 'hot' : 'cold') : null,
    };
  });
  return {
    meta: m,
    resolution,
    cells: list,
    fdr: {
      alpha: 0.05,
      before: list.filter((c) => Math.abs(c.z) > 1.96).length,
      after: list.filter((c) => c.significant).length,
      cells: list.length,
    },
  };
}

export const status = {
  city: {
    id: 'mock',
    name: 'Mockville',
    attribution: 'Invented data',
    notices: ['Everything here is invented by the mock server.'],
    synthetic: 'Positions are invented for this mock.',
    accuracy_m: 150,
    finest_resolution: 10,
    center,
    bounds: [-90.33, 38.51, -90.17, 38.75],
  },
  dataset: '3f9c2a7be1d04c56',
  program: '0.1.0-mock',
  through: '2026-04',
  span: { from: '2008-01', to: '2026-04' },
  coverage,
  offenses: offenses.map(({ share, ...o }) => o),
  aliases,
  rows: { rows: 688776, accepted: 650120, cancelled: 20802, unlocated: 17850, rejected: 4, net: 668000 },
  located: [2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020].flatMap((year) =>
    ['homicide', 'rape', 'robbery_firearm', 'assault_firearm'].map((offense, i) => ({
      year,
      offense,
      rows: 400 + i * 90,
      located: offense === 'rape' && year > 2013 ? 80 : 380 + i * 88,
      share: offense === 'rape' && year > 2013 ? 80 / 490 : (380 + i * 88) / (400 + i * 90),
      warns: offense === 'rape' && year > 2013,
    })),
  ),
  label_differs: { rows: 30453, of: 634000, share: 0.048 },
  warnings: ['Rape is withheld below city and year: most of its rows carry no position.'],
  defaults: {
    from: '2009-01',
    to: '2018-12',
    k: 10,
    offense: ['harm'],
    measure: 'count',
    catchment_km2: 2.5,
    catchment_presets_km2: [0.25, 2.5],
    bandwidth_m: 500,
    pixel_m: 50,
    fdr: 0.05,
    resolution: 9,
  },
  shift: { weekdays: [1, 2, 3, 4, 5], from_hour: 13, to_hour: 23, source: 'Invented' },
  areas: { note: null, credit: 'Invented', population_years: [2010, 2020], population_year: 2010 },
  sites: [
    {
      id: 'mock-north',
      name: 'Mock North',
      from: '2020-06',
      to: null,
      shape: 'stand-in',
      area_ids: ['70', '71'],
      note: 'Invented for the mock.',
    },
  ],
};
