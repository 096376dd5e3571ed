// A made-up answer about a region's target, in the form of the service's own, for cities that have none.

const months = (first, n) =>
  Array.from({ length: n }, (_, i) => {
    const at = first + i;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });

/** December 2023, in months. */
const FIRST = 2023 * 12 + 11;

function agency(id, name, compared, count) {
  const month = (text, i) => ({
    month: text,
    status: i < 25 ? 'reported' : 'late',
    count: count + i,
    edition: 'made up',
    remark: '',
  });
  return { id, name, compared, months: months(FIRST, 27).map(month) };
}

const county = (name, agencies, masks) => ({
  county: name,
  agencies,
  monthly: masks.length,
  says:
    masks.length > 0
      ? `${name}: ${masks.length} of ${agencies} agencies publish months.`
      : `${name}: none of ${agencies} agencies publishes months.`,
  masks,
});

const starts = [
  { name: 'winter 2024–25', from: '2024-12', source: 'made up' },
  { name: 'winter 2023–24', from: '2023-12', source: 'made up' },
];

/** The answer for a start; the one that is stated first where none is asked for. */
export function madeUp(start = starts[0].from) {
  const point = (month, i) => ({
    month,
    count: 40 - i,
    ratio: 1 - i / 100,
    chance_low: 1 - (i + 1) / 200,
    chance_high: 1 + (i + 1) / 200,
    on_pace: 1 - i / 180,
    late: i > 12,
  });
  return {
    meta: {
      dataset: 'made-up',
      program: 'made up',
      params: { start, to: '2026-02' },
      unit_label: 'offenses as agencies report them',
      source: 'Made up.',
      warnings: ['Agencies that are missing are missing in every total.'],
    },
    headline: 'The two agencies that can be compared count 14.0% fewer; of County C nothing is known by month.',
    finding: 'Of 9 agencies two can be compared.',
    region: 'City A, County B and County C',
    offenses: ['murder', 'robbery'],
    reduction: 0.2,
    end: '2027-11',
    starts: starts.map((s) => ({ ...s, taken: s.from === start })),
    baseline_from: '2023-12',
    baseline_to: '2024-11',
    compared: ['Police of A', 'Police of B'],
    baseline: 480,
    dispersion: 1.5,
    points: months(FIRST + 12, 15).map(point),
    pace_needed: 0.06,
    pace: 'To reach −20% by November 2027, 6.0% fewer each year are needed from now on.',
    counties: [
      county('City A', 1, [agency('A0', 'Police of A', true, 20)]),
      county('County B', 5, [agency('B0', 'Police of B', true, 10)]),
      county('County C', 3, []),
    ],
  };
}
