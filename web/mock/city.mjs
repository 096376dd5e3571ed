// An invented city for development and unit tests of the viewer. Nothing here is data: names, shapes and counts are made up.

/** Small seeded generator (mulberry32). */
export function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const center = [-90.25, 38.63];
const lng = (x) => center[0] + x / 87.1;
const lat = (y) => center[1] + y / 111.2;
const inside = (x, y) => (x / 6.2) ** 2 + (y / 13) ** 2 <= 1;

const first =
  'Alder Birch Cedar Dover Elm Fern Grove Hazel Iris Juniper Kestrel Linden Maple North Oak Poplar Quarry River South Tulip Upland Vine West Yarrow'.split(
    ' ',
  );
const last = ['Park', 'Hill', 'Place', 'Heights', 'Square', 'End', 'Crossing'];

function quads() {
  const next = random(7);
  const corner = new Map();
  const at = (i, j) => {
    const key = `${i},${j}`;
    if (!corner.has(key)) corner.set(key, [lng(i * 1.5 + (next() - 0.5) * 0.6), lat(j * 2.2 + (next() - 0.5) * 0.8)]);
    return corner.get(key);
  };
  const out = [];
  for (let j = -6; j < 6; j++) {
    for (let i = -5; i < 5; i++) {
      if (!inside((i + 0.5) * 1.5, (j + 0.5) * 2.2)) continue;
      out.push({ ring: [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1), at(i, j)], x: i + 0.5, y: j + 0.5 });
    }
  }
  return out;
}

export const areas = quads().map((q, n) => {
  const next = random(100 + n);
  const heat = Math.exp(1.5 * Math.exp(-((q.x + 1) ** 2 + (q.y - 3) ** 2) / 8) + 0.8 * next() - 1.1);
  return {
    id: String(n + 1),
    name: `${first[n % first.length]} ${last[Math.floor(n / first.length + n) % last.length]}`,
    kind: n % 19 === 7 ? 'park' : 'neighborhood',
    ring: q.ring,
    area_km2: 2.4 + next(),
    residents: n % 19 === 7 ? 12 : Math.round(900 + next() * 9000),
    monthly: 9 * heat,
    drift: (next() - 0.5) * 0.6,
  };
});

/** Flat-topped hexagons standing in for H3 cells. */
export const cells = (() => {
  const out = [];
  const r = 0.2;
  for (let i = -40; i < 40; i++) {
    for (let j = -80; j < 80; j++) {
      const x = i * r * 1.5;
      const y = (j + (i % 2 ? 0.5 : 0)) * r * Math.sqrt(3);
      if (!inside(x, y)) continue;
      const ring = [];
      for (let s = 0; s <= 6; s++) {
        const angle = (s * Math.PI) / 3;
        ring.push([lng(x + r * Math.cos(angle)), lat(y + r * Math.sin(angle))]);
      }
      const heat = Math.exp(-((x + 1.5) ** 2 + (y - 6) ** 2) / 12) + 0.6 * Math.exp(-((x - 2) ** 2 + (y + 4) ** 2) / 5);
      out.push({ id: `89mock${i + 40}x${j + 80}`, ring, heat, x, y });
    }
  }
  return out;
})();

export const offenses = [
  ['homicide', 'Homicide', 0.03, 'victim', 'cell', true],
  ['rape', 'Rape', 0.04, 'victim', 'city-year', false],
  ['sex_offense', 'Other sex offense', 0.03, 'victim', 'area', false],
  ['robbery_firearm', 'Robbery with a firearm', 0.2, 'victim', 'cell', true],
  ['robbery_weapon', 'Robbery with another weapon', 0.07, 'victim', 'cell', true],
  ['robbery_strongarm', 'Robbery, strong-arm', 0.1, 'victim', 'cell', false],
  ['assault_firearm', 'Aggravated assault with a firearm', 0.36, 'victim', 'cell', true],
  ['assault_other', 'Aggravated assault, other', 0.34, 'victim', 'cell', true],
  ['simple_assault', 'Simple assault', 0.9, 'victim', 'cell', false],
  ['property', 'Property', 3.1, 'victim', 'cell', false],
  ['weapons', 'Weapons', 0.3, 'police', 'cell', false],
  ['drugs', 'Drugs', 0.5, 'police', 'cell', false],
  ['vice', 'Vice', 0.1, 'police', 'cell', false],
  ['other', 'Other', 1.2, 'victim', 'cell', false],
].map(([id, label, share, reported_by, finest, isDefault]) => ({
  id,
  label,
  share,
  weight: 1,
  reported_by,
  finest,
  default: isDefault,
}));

export const aliases = {
  robbery: ['robbery_firearm', 'robbery_weapon', 'robbery_strongarm'],
  armed_robbery: ['robbery_firearm', 'robbery_weapon'],
  aggravated_assault: ['assault_firearm', 'assault_other'],
  violent: [
    'homicide',
    'rape',
    'robbery_firearm',
    'robbery_weapon',
    'robbery_strongarm',
    'assault_firearm',
    'assault_other',
  ],
  harm: ['homicide', 'robbery_firearm', 'robbery_weapon', 'assault_firearm', 'assault_other'],
};

export const coverage = [
  { from: '2008-01', to: '2020-12', status: 'incidents', system: 'UCR/SRS' },
  { from: '2021-01', to: '2022-03', status: 'area-counts', system: 'NIBRS' },
  { from: '2022-04', to: '2024-04', status: 'missing', system: null },
  { from: '2024-05', to: '2026-04', status: 'incidents', system: 'NIBRS' },
];
