//! Two series of one truth, counted by two rules whose ratio to a third publication wanders: how often the change of a
//! place across the break lies within the interval that a bridge gives.

use catchment_siting::{Bridge, BridgeInput, Normal, Stream, TwoYears, interval, poisson};

use crate::published::Rate;

const LEVEL: f64 = 0.9;
const YEAR: usize = 12;
/// Made-up cities of each case.
const CITIES: u64 = 2_000;
/// What of the truth the publication holds.
const PUBLICATION: f64 = 0.95;
/// By how much a rule's share wanders, one for each city in turn: years, months.
const WANDERS: [(f64, f64); 4] = [(0.0, 0.0), (0.02, 0.04), (0.05, 0.05), (0.1, 0.05)];
/// Of what moves a month, so much stays for the next.
const STAYS: f64 = 0.5;

/// A city to be made up.
#[derive(Debug, Clone, Copy)]
struct Case {
    /// Months before and after that both publications know.
    months: [usize; 2],
    /// True events of a month in the city.
    city: f64,
    /// What of them the place holds.
    share: f64,
    /// What of the truth the series hold before and after.
    rules: [f64; 2],
    /// Whether what they hold wanders.
    wanders: bool,
}

/// As long as homicides and the tables of neighborhoods of St. Louis: four years and fifteen months.
const SHORT: Case = Case { months: [48, 15], city: 300.0, share: 1.0 / 40.0, rules: [0.9, 0.75], wanders: true };
/// Four years and three.
const LONG: Case = Case { months: [48, 36], ..SHORT };

struct Draws {
    stream: Stream,
    normal: Normal,
    next: u64,
}

impl Draws {
    fn gauss(&mut self) -> f64 {
        self.next += 1;
        self.normal.draw(self.stream, self.next)
    }

    #[expect(clippy::cast_possible_truncation, reason = "small counts")]
    fn events(&mut self, mean: f64) -> i64 {
        self.next += 1;
        poisson(mean, self.stream, self.next) as i64
    }

    /// Series and publication of one month: what only one of them holds, and what both hold.
    fn counted(&mut self, truth: f64, rule: f64) -> (i64, i64) {
        let both = self.events(truth * rule * PUBLICATION);
        let series = self.events(truth * rule * (1.0 - PUBLICATION));
        let other = self.events(truth * (1.0 - rule) * PUBLICATION);
        (both + series, both + other)
    }
}

/// One city: what its place's change is said to be over the bridge and without it, and what it is.
fn one(case: Case, seed: u64) -> ([(f64, f64); 2], f64) {
    let mut draws = Draws { stream: Stream::new(seed, &["bridge"]), normal: Normal::new(), next: 0 };
    let at = if case.wanders { usize::try_from(seed % 4).expect("small") } else { 0 };
    let (by_year, by_month) = WANDERS[at];
    let changes = [0.25 * draws.gauss(), 0.25 * draws.gauss()].map(f64::exp);
    let mut input = BridgeInput::default();
    let mut two = TwoYears::new();
    for (side, months) in case.months.into_iter().enumerate() {
        let (mut year, mut month) = (0.0, by_month * draws.gauss());
        for at in 0..months {
            if at % YEAR == 0 {
                year = by_year * draws.gauss();
            }
            month = STAYS * month + (1.0 - STAYS * STAYS).sqrt() * by_month * draws.gauss();
            let rule = (case.rules[side] * (year + month).exp()).min(1.0);
            let rate = |change: f64, events: f64| if side == 0 { events } else { events * change };
            let here = draws.counted(rate(changes[0], case.city * case.share), rule);
            let rest = draws.counted(rate(changes[1], case.city * (1.0 - case.share)), rule);
            let whole = (here.0 + rest.0, here.1 + rest.1);
            if side == 0 {
                input.before.push(whole);
            } else {
                input.after.push(whole);
            }
            // The last year before, and the first after.
            let then = (side == 0).then(|| (at + YEAR).checked_sub(months)).flatten();
            let now = (side == 1 && at < YEAR).then_some(YEAR + at);
            if let Some(at) = then.or(now) {
                two.months[at] = here.0;
                two.counted += here.0;
                two.incidents += here.0;
            }
        }
    }
    let change = two.log_ratio().expect("counts in both years");
    let bridge = Bridge::new(&input).expect("a bridge");
    ([interval(bridge.carry(change)), interval(change)], changes[0])
}

/// How often the truth lies within the interval, over the bridge and without it.
fn held(case: Case, first: u64) -> [Rate; 2] {
    let all: Vec<_> = (0..CITIES).map(|i| one(case, first + i)).collect();
    let rate = |which: usize| {
        let holds = |(ends, truth): &([(f64, f64); 2], f64)| (ends[which].0..=ends[which].1).contains(truth);
        Rate::share(LEVEL, &all.iter().map(|a| (f64::from(u8::from(holds(a))), 1.0)).collect::<Vec<_>>())
    };
    [rate(0), rate(1)]
}

#[test]
fn a_change_across_the_break_lies_within_its_interval_at_least_as_often_as_stated() {
    let whole = Case { share: 1.0, ..SHORT };
    // What the interval of the change holds by itself, where nothing changed in how anybody counts.
    let one_rule = Case { rules: [0.9, 0.9], wanders: false, ..SHORT };
    let ([short, raw], [long, _], [city, _]) = (held(SHORT, 0), held(LONG, 10_000), held(whole, 20_000));
    let [_, alike] = held(one_rule, 30_000);
    let rates = [
        ("bridge/short", &short),
        ("bridge/long", &long),
        ("bridge/city", &city),
        ("bridge/without", &raw),
        ("bridge/one-rule", &alike),
    ];
    for (key, rate) in rates {
        rate.tell(key);
    }
    for (key, rate) in rates {
        rate.hold(key);
    }
    for rate in [&short, &long, &city] {
        assert!(rate.value() + rate.half() >= LEVEL, "{rate:?}");
    }
    assert!(raw.value() + raw.half() < LEVEL, "without a bridge the new rule passes for a change: {raw:?}");
}
