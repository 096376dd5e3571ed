//! Two years of a place beside two years of the city.

use catchment_model::{Entry, Month, MonthStatus, Query, Window};

use super::{Changed, ThenNow, YearsCompared};
use crate::engine::{Engine, Months, fold_distinct};
use crate::words::{grouped, month_name};

/// Months of a year.
const YEAR: usize = 12;
/// Months between the first of two years and their last.
const BEFORE: u16 = 23;
/// 95% point of Student's t with 11 degrees of freedom: 24 months less twelve of the year and what the two years share.
const T90: f64 = 1.796;

/// Counts of 24 months, and the distinct incidents behind them.
#[derive(Debug, Clone, Default)]
struct TwoYears {
    months: Vec<i64>,
    incidents: i64,
}

impl TwoYears {
    fn new() -> Self {
        Self { months: vec![0; 2 * YEAR], incidents: 0 }
    }

    fn sums(&self) -> (i64, i64) {
        let (then, now) = self.months.split_at(YEAR);
        (then.iter().sum(), now.iter().sum())
    }

    /// How many times as much as pure chance the months vary beyond season and year, at least as much as the offenses
    /// of one incident make them; 1 or more.
    fn dispersion(&self) -> f64 {
        let (then, now) = self.sums();
        let all = (then + now) as f64;
        let (before, after) = self.months.split_at(YEAR);
        let pairs = before.iter().zip(after).flat_map(|(b, a)| [(*b, b + a, then), (*a, b + a, now)]);
        let apart = |(n, both, year): (i64, i64, i64)| {
            let expected = both as f64 * year as f64 / all;
            if expected > 0.0 { (n as f64 - expected).powi(2) / expected } else { 0.0 }
        };
        let pearson: f64 = pairs.map(apart).sum();
        let clumped = all / self.incidents.max(1) as f64;
        (pearson / (YEAR - 1) as f64).max(clumped).max(1.0)
    }

    /// Logarithm of now ÷ then, and its variance; none where one of the two is 0 or less.
    fn log_ratio(&self) -> Option<(f64, f64)> {
        let (then, now) = self.sums();
        let both = then > 0 && now > 0;
        both.then(|| {
            ((now as f64 / then as f64).ln(), self.dispersion() * ((then as f64).recip() + (now as f64).recip()))
        })
    }

    fn changed(&self) -> Changed {
        let (then, now) = self.sums();
        let ratio = self.log_ratio();
        let at = |z: f64| ratio.map(|(log, var)| (log + z * var.sqrt()).exp_m1());
        Changed { then, now, change: at(0.0), low: at(-T90), high: at(T90) }
    }

    /// All but a part of it.
    fn without(&self, part: &Self) -> Self {
        let months = self.months.iter().zip(&part.months).map(|(all, some)| all - some).collect();
        Self { months, incidents: self.incidents - part.incidents }
    }
}

/// The last twelve months of the window beside the twelve before it, which may lie outside of the window; `inside` says
/// of each place of the cube whether it belongs to the place asked about.
pub(super) fn then_now(engine: &Engine, query: &Query, inside: &[bool]) -> ThenNow {
    let window = match comparable(engine, query.window.to()) {
        Ok(window) => window,
        Err(why) => {
            return ThenNow { finding: "Then and now cannot be compared".to_owned(), sentence: why, years: None };
        }
    };
    let two = Query { window, ..query.clone() };
    let months = Months::of(window, engine);
    let (mut here, mut city) = (TwoYears::new(), TwoYears::new());
    fold_distinct(engine, &two, &months, |entry: &Entry, month, n, incidents| {
        city.months[month] += n;
        city.incidents += incidents;
        if inside[entry.place as usize] {
            here.months[month] += n;
            here.incidents += incidents;
        }
    });
    told(&here, &city, window)
}

/// The 24 months up to one; why not, where they do not compare.
fn comparable(engine: &Engine, to: Month) -> Result<Window, String> {
    let coverage = &engine.data.coverage.months;
    let first = to.index().checked_sub(BEFORE).and_then(Month::from_index);
    let window = first.and_then(|from| Window::new(from, to).ok());
    let missing = || {
        format!(
            "The twelve months up to {} and the twelve before are not all covered by incidents: a gap is no fall.",
            month_name(&to.to_string())
        )
    };
    let window = window.ok_or_else(missing)?;
    let known: Vec<_> = window.months().filter_map(|m| coverage.get(&m)).collect();
    if known.len() < 2 * YEAR || known.iter().any(|(status, _)| *status != MonthStatus::Incidents) {
        return Err(missing());
    }
    let systems: Vec<&String> = known.iter().map(|(_, system)| system).collect();
    if let Some(other) = systems.iter().find(|s| **s != systems[0]) {
        return Err(format!(
            "The police changed how they count from {} to {other} within these 24 months: the two do not compare.",
            systems[0]
        ));
    }
    Ok(window)
}

fn told(here: &TwoYears, city: &TwoYears, window: Window) -> ThenNow {
    let months: Vec<String> = window.months().map(|m| m.to_string()).collect();
    let years = YearsCompared {
        then_from: months[0].clone(),
        then_to: months[YEAR - 1].clone(),
        now_from: months[YEAR].clone(),
        now_to: months[2 * YEAR - 1].clone(),
        here: here.changed(),
        city: city.changed(),
    };
    let beside = beside(here, &city.without(here));
    let finding = match (&years.here.change, beside) {
        (None, _) => "Then and now: too few to compare".to_owned(),
        (_, Some(Beside::Same) | None) => {
            "Then and now: its change cannot be told from the rest of the city’s".to_owned()
        }
        (_, Some(Beside::Less)) => "Then and now: fewer than the city’s change explains".to_owned(),
        (_, Some(Beside::More)) => "Then and now: more than the city’s change explains".to_owned(),
    };
    let counted = format!(
        "Twelve months to {}: {}; twelve months to {}: {}{}.",
        month_name(&years.then_to),
        grouped(years.here.then),
        month_name(&years.now_to),
        grouped(years.here.now),
        change(&years.here)
    );
    let whole =
        format!("The city: {} and {}{}.", grouped(years.city.then), grouped(years.city.now), change(&years.city));
    let chance = match (years.here.low, years.here.high) {
        (Some(low), Some(high)) if low <= 0.0 && high >= 0.0 => {
            " A change like this one here can come by chance alone."
        }
        (Some(_), Some(_)) => " That it changed is more than chance; why it changed, these figures cannot say.",
        _ => "",
    };
    ThenNow { finding, sentence: format!("{counted} {whole}{chance}"), years: Some(years) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Same,
    Less,
    More,
}

/// Whether a place changed otherwise than the rest of the city, at 90%; none where one of the four counts is 0.
fn beside(here: &TwoYears, rest: &TwoYears) -> Option<Beside> {
    let ((log, var), (other, also)) = here.log_ratio().zip(rest.log_ratio())?;
    let (by, reach) = (log - other, T90 * (var + also).sqrt());
    Some(match by {
        by if by < -reach => Beside::Less,
        by if by > reach => Beside::More,
        _ => Beside::Same,
    })
}

/// `, 17% fewer (90% interval: 31% fewer to 2% more)`; nothing where there is no interval.
fn change(c: &Changed) -> String {
    let Some(((change, low), high)) = c.change.zip(c.low).zip(c.high) else { return String::new() };
    format!(", {} (90% interval: {} to {})", by(change), by(low), by(high))
}

fn by(share: f64) -> String {
    match (100.0 * share).round() {
        0.0 => "no change".to_owned(),
        percent if percent < 0.0 => format!("{:.0}% fewer", -percent),
        percent => format!("{percent:.0}% more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(then: i64, now: i64) -> TwoYears {
        let months = [then, now].into_iter().flat_map(|n| std::iter::repeat_n(n, YEAR)).collect();
        TwoYears { months, incidents: (then + now) * 12 }
    }

    fn window() -> Window {
        Window::new("2019-01".parse().unwrap(), "2020-12".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_change_within_chance_is_told_as_such_beside_the_city() {
        let told = told(&two(3, 2), &two(300, 270), window());
        assert_eq!(told.finding, "Then and now: its change cannot be told from the rest of the city’s");
        assert!(told.sentence.starts_with("Twelve months to December 2019: 36; twelve months to December 2020: 24, "));
        assert!(told.sentence.ends_with("can come by chance alone."), "{}", told.sentence);
        let years = told.years.unwrap();
        assert!(years.here.low.unwrap() < -0.33 && years.here.high.unwrap() > -0.33, "{:?}", years.here);
    }

    #[test]
    fn a_change_beyond_the_city_is_told_without_a_cause() {
        let told = told(&two(50, 20), &two(300, 270), window());
        assert_eq!(told.finding, "Then and now: fewer than the city’s change explains");
        assert!(told.sentence.ends_with("why it changed, these figures cannot say."), "{}", told.sentence);
    }

    #[test]
    fn nothing_in_a_year_has_no_interval() {
        let told = told(&two(0, 1), &two(300, 270), window());
        assert_eq!(
            (told.finding.as_str(), told.years.unwrap().here.change),
            ("Then and now: too few to compare", None)
        );
    }

    #[test]
    fn months_that_vary_more_than_chance_widen_the_interval() {
        let mut wild = two(10, 10);
        for (at, n) in wild.months.iter_mut().enumerate() {
            *n = if (at + at / YEAR).is_multiple_of(2) { 20 } else { 0 };
        }
        let width = |t: &TwoYears| t.changed().high.unwrap() - t.changed().low.unwrap();
        assert!(width(&wild) > 2.0 * width(&two(10, 10)), "{} {}", width(&wild), width(&two(10, 10)));
    }
}
