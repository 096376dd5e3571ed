//! Counts by day of every area, folded from the daily cube: two years up to a day, each as it was known at its end.

use catchment_model::{AreaBasis, Coverage, Daily, Day, Days, Month, MonthStatus, Selection};

use crate::words::{day_name, runs};

/// Chance below which days without any row are days that the files do not reach.
const UNLIKELY: f64 = 0.001;
/// Days that the usual number of rows is taken from.
const USUAL: i32 = 56;
/// Days of the newest year that steps are made of: 52 weeks.
const YEAR: i32 = 364;
const MONTHS: u16 = 12;

/// Distinct incidents and offenses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) incidents: i64,
    pub(super) offenses: i64,
}

/// The last day that the files reach: the end of the newest month, unless so many days without any row before it would
/// come by chance in fewer than one of a thousand cases.
pub(super) fn through(daily: &Daily) -> Option<Day> {
    let month = daily.window().to();
    let end = Day::last_of(month);
    let counted = daily.entries().iter().filter(|e| e.reported == month || e.reported.next() == month);
    let days = counted.filter_map(|e| Some((e.day?, f64::from(e.net.max(e.incidents).max(0)))));
    let days: Vec<(Day, f64)> = days.collect();
    let last = days.iter().filter(|(_, n)| *n > 0.0).map(|(day, _)| *day).max()?;
    let usual = Days { from: last.back(USUAL - 1), to: last };
    let rows: f64 = days.iter().filter(|(day, _)| usual.contains(*day)).map(|(_, n)| n).sum();
    let empty = f64::from(end.0 - last.0);
    Some(if (-empty * rows / f64::from(USUAL)).exp() < UNLIKELY { last } else { end })
}

/// What is counted, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) daily: &'a Daily,
    pub(super) chosen: &'a Selection,
    pub(super) basis: AreaBasis,
    /// Number of areas.
    pub(super) areas: usize,
}

/// Counts of a year by area and day; rows in no area last.
#[derive(Debug)]
struct Table {
    days: Days,
    rows: Vec<Vec<Sum>>,
}

impl Table {
    /// Counts what happened on some days and was reported by the end of a month.
    fn new(asked: Asked<'_>, days: Days, until: Month) -> Self {
        let mut rows = vec![vec![Sum::default(); days.len()]; asked.areas + 1];
        let keep = |day: Option<Day>, reported| day.is_some_and(|d| days.contains(d)) && reported <= until;
        asked.daily.fold(
            asked.chosen,
            |entry| keep(entry.day, entry.reported),
            |entry, offenses, incidents| {
                let area = entry.area(asked.basis).map_or(asked.areas, |a| usize::from(a.0)).min(asked.areas);
                let at = entry.day.and_then(|d| usize::try_from(d.0 - days.from.0).ok());
                if let Some(sum) = at.and_then(|at| rows[area].get_mut(at)) {
                    sum.incidents += incidents;
                    sum.offenses += offenses;
                }
            },
        );
        Self { days, rows }
    }

    fn sum(&self, area: usize, days: Days) -> Sum {
        let from = usize::try_from(days.from.0 - self.days.from.0).unwrap_or(0);
        let held = self.rows[area].iter().skip(from).take(days.len());
        held.fold(Sum::default(), |s, n| Sum {
            incidents: s.incidents + n.incidents,
            offenses: s.offenses + n.offenses,
        })
    }
}

/// Days up to one beside the same days a year before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) now: Days,
    pub(super) then: Days,
}

impl Pair {
    fn new(now: Days) -> Self {
        Self { now, then: now.year_before() }
    }

    /// The later days' share of all.
    pub(super) fn share(self) -> f64 {
        self.now.len() as f64 / (self.now.len() + self.then.len()) as f64
    }

    /// Why the two do not compare: a month without incidents, or another way of counting.
    pub(super) fn not_compared(self, coverage: &Coverage) -> Option<String> {
        let months = |days: Days| {
            let last = days.to.month().map_or(0, Month::index);
            (days.from.month().map_or(1, Month::index)..=last).filter_map(Month::from_index)
        };
        let both = || months(self.then).chain(months(self.now));
        let known = |m: &Month| coverage.months.get(m).filter(|(status, _)| *status == MonthStatus::Incidents);
        let missing: Vec<Month> = both().filter(|m| known(m).is_none()).collect();
        if !missing.is_empty() {
            return Some(format!("No incidents are known of {}: a gap is no fall.", runs(missing)));
        }
        let systems: Vec<&String> = both().filter_map(|m| known(&m).map(|(_, system)| system)).collect();
        let other = systems.iter().find(|s| **s != systems[0])?;
        Some(format!("The police changed how they count from {} to {other}: the two do not compare.", systems[0]))
    }
}

/// Two years up to a day: the newest as it is known, the one before as it was known at the same time.
#[derive(Debug)]
pub(super) struct TwoYears {
    pub(super) to_date: Pair,
    pub(super) newest: Pair,
    now: Table,
    then: Table,
    /// Last month of report of the year before.
    until_then: Month,
    end: Day,
}

impl TwoYears {
    /// The two years up to a day; none where a year before lies before all months.
    pub(super) fn new(asked: Asked<'_>, end: Day) -> Option<Self> {
        let until = end.month()?;
        let until_then = Month::from_index(until.index().checked_sub(MONTHS)?)?;
        let first = Day::first_of(asked.daily.window().from());
        let year = |end: Day, new_year: Day| Days { from: end.back(YEAR - 1).min(new_year).max(first), to: end };
        let then = end.year_before();
        Some(Self {
            to_date: Pair::new(Days { from: end.new_year(), to: end }),
            newest: Pair::new(Days { from: end.back(27), to: end }),
            now: Table::new(asked, year(end, end.new_year()), until),
            then: Table::new(asked, year(then, then.new_year()), until_then),
            until_then,
            end,
        })
    }

    /// The counts of some areas together: now, and a year before.
    pub(super) fn sums(&self, areas: &[usize], pair: Pair) -> (Sum, Sum) {
        let of = |table: &Table, days| {
            areas.iter().fold(Sum::default(), |s, area| {
                let n = table.sum(*area, days);
                Sum { incidents: s.incidents + n.incidents, offenses: s.offenses + n.offenses }
            })
        };
        (of(&self.now, pair.now), of(&self.then, pair.then))
    }

    /// Incidents of the newest year in steps of so many days, each beside the same days a year before; steps that do
    /// not compare are left out.
    pub(super) fn steps(&self, areas: &[usize], days: i32, coverage: &Coverage) -> Vec<(u64, u64)> {
        let step = |end: Day, at: i32| Days { from: end.back(days * (at + 1) - 1), to: end.back(days * at) };
        let pairs = (0..YEAR / days).map(|at| Pair { now: step(self.end, at), then: step(self.end.year_before(), at) });
        let whole = |p: &Pair| p.then.from >= self.then.days.from && p.not_compared(coverage).is_none();
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        pairs
            .filter(whole)
            .map(|pair| self.sums(areas, pair))
            .map(|(now, then)| (count(now.incidents), count(then.incidents)))
            .collect()
    }

    /// Incidents of the newest days a year before that were reported after the end of their time, and all of them.
    pub(super) fn late(&self, asked: Asked<'_>) -> (i64, i64) {
        let all = Table::new(asked, self.newest.then, asked.daily.window().to());
        let sum = |table: &Table| (0..=asked.areas).map(|a| table.sum(a, self.newest.then).incidents).sum::<i64>();
        (sum(&all) - sum(&self.then), sum(&all))
    }

    /// Offenses reported in the months of the year to date whose day is not known: now, and a year before.
    pub(super) fn without_day(&self, asked: Asked<'_>) -> (i64, i64) {
        let of = |days: Days, until: Month| {
            let mut sum = 0;
            let from = days.from.month();
            let reported = |m: Month| from.is_some_and(|from| (from..=until).contains(&m));
            asked.daily.fold(asked.chosen, |e| e.day.is_none() && reported(e.reported), |_, n, _| sum += n);
            sum
        };
        (of(self.to_date.now, self.end.month().unwrap_or(self.until_then)), of(self.to_date.then, self.until_then))
    }

    /// The last day, and the last of the year before, for people.
    pub(super) fn ends(&self) -> (String, String) {
        (day_name(&self.end.to_string()), day_name(&self.end.year_before().to_string()))
    }
}
