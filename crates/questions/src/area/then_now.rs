//! Two years of a place beside two years of the city.

use catchment_model::city::BridgeSource;
use catchment_model::{Month, MonthStatus, Query, Unit, Window};
use catchment_siting::{LogRatio, TwoYears, interval};

use super::{AcrossBreak, Changed, ThenNow, YearsCompared};
use crate::answers::BridgeUsed;
use crate::engine::{Carries, Engine, carries, offered, one_way};
use crate::error::AskError;
use crate::words::{grouped, month_name};

/// Months of a year.
const YEAR: usize = 12;
/// Months between the first of two years and their last.
const BEFORE: u16 = 23;

/// Two years that can be set beside each other, and how each was counted.
struct Years<'a> {
    window: Window,
    /// Reporting systems, where they differ or the publication does.
    across: Option<[&'a str; 2]>,
}

/// What place the two years are told of.
pub(super) struct Here<'a> {
    /// Whether each place of the cube belongs to it.
    pub(super) inside: &'a [bool],
    /// Whether months that are published per area only have a count here.
    pub(super) with_area_counts: bool,
    /// Bridge that was asked for.
    pub(super) bridge: Option<&'a BridgeSource>,
}

/// The last twelve months of the window beside the twelve before it, which may lie outside of the window.
///
/// # Errors
/// [`AskError::Internal`] where a bridge's figures are not in the dataset.
pub(super) fn then_now(engine: &Engine, query: &Query, of: &Here<'_>) -> Result<ThenNow, AskError> {
    let years = match comparable(engine, query, of) {
        Ok(years) => years,
        Err(why) => {
            let finding = "Then and now cannot be compared".to_owned();
            return Ok(ThenNow { finding, sentence: why, years: None, across: None });
        }
    };
    let window = years.window;
    let two = Query { window, ..query.clone() };
    let (mut here, mut city) = (TwoYears::new(), TwoYears::new());
    let coverage = &engine.data.coverage.months;
    let known: Vec<bool> =
        window.months().map(|m| matches!(coverage.get(&m), Some((MonthStatus::Incidents, _)))).collect();
    engine.data.cube.fold_distinct(&two, |entry, n, incidents| {
        let Some(month) = two.month_of(entry) else { return };
        let add = |to: &mut TwoYears| {
            to.months[month] += n;
            if known[month] {
                to.counted += n;
                to.incidents += incidents;
            }
        };
        add(&mut city);
        if of.inside[entry.place as usize] {
            add(&mut here);
        }
    });
    let bridge = of.bridge.filter(|_| years.across.is_some());
    let carried = bridge.map(|b| carries(engine, b, &query.selection)).transpose()?;
    let across = years.across.map(|systems| across(engine, systems, window, carried.as_ref()));
    Ok(told(&here, &city, window, (across, carried.and_then(Result::ok))))
}

fn across(
    engine: &Engine,
    [then, now]: [&str; 2],
    window: Window,
    carried: Option<&Result<Carries, String>>,
) -> AcrossBreak {
    let bridges = halves(window).map(|[then, now]| offered(engine, then, now)).unwrap_or_default();
    AcrossBreak {
        then: then.to_owned(),
        now: now.to_owned(),
        bridges,
        bridge: carried.and_then(|c| c.as_ref().ok()).map(|c| c.used.clone()),
        refused: carried.and_then(|c| c.as_ref().err()).cloned(),
    }
}

/// The twelve months up to the last of the window, and the twelve before.
pub(super) fn two_years(to: Month) -> Option<[Window; 2]> {
    let first = to.index().checked_sub(BEFORE).and_then(Month::from_index)?;
    halves(Window::new(first, to).ok()?)
}

fn halves(window: Window) -> Option<[Window; 2]> {
    let month = |at: usize| window.months().nth(at);
    let then = Window::new(month(0)?, month(YEAR - 1)?).ok()?;
    Some([then, Window::new(month(YEAR)?, month(2 * YEAR - 1)?).ok()?])
}

/// The 24 months up to the last of the window; why not, where they do not compare.
fn comparable<'a>(engine: &'a Engine, query: &Query, of: &Here<'_>) -> Result<Years<'a>, String> {
    let (coverage, to) = (&engine.data.coverage, query.window.to());
    let missing = || {
        format!(
            "The twelve months up to {} and the twelve before are not all covered by incidents: a gap is no fall.",
            month_name(&to.to_string())
        )
    };
    let [then, now] = two_years(to).ok_or_else(missing)?;
    let window = Window::new(then.from(), now.to()).map_err(|_cause| missing())?;
    let by_area = of.with_area_counts && query.unit == Unit::Net;
    let counted = |status: MonthStatus| status == MonthStatus::Incidents || by_area;
    let all: Vec<_> = window.months().filter_map(|m| coverage.months.get(&m)).collect();
    if all.len() < 2 * YEAR || all.iter().any(|(status, _)| !counted(*status)) {
        return Err(missing());
    }
    let (Some(before), Some(after)) = (one_way(coverage, then), one_way(coverage, now)) else {
        let systems = coverage.systems(window).join(" to ");
        return Err(format!(
            "The police changed how they count or what they publish within one of these years ({systems}): the two do \
             not compare."
        ));
    };
    Ok(Years { window, across: (before != after).then_some([before.1, after.1]) })
}

fn changed(of: &TwoYears, across: bool, bridge: Option<&Carries>) -> Changed {
    let (then, now) = of.sums();
    // Counts on both sides of a break give no change by themselves.
    let ratio = match bridge {
        Some(carries) => of.log_ratio().map(|change| carries.bridge.carry(change)),
        None => of.log_ratio().filter(|_| !across),
    };
    let ends = ratio.map(interval);
    Changed {
        then,
        now,
        change: ratio.map(|r| r.log.exp_m1()),
        low: ends.map(|e| e.0 - 1.0),
        high: ends.map(|e| e.1 - 1.0),
    }
}

fn told(
    here: &TwoYears,
    city: &TwoYears,
    window: Window,
    (across, carries): (Option<AcrossBreak>, Option<Carries>),
) -> ThenNow {
    let months: Vec<String> = window.months().map(|m| m.to_string()).collect();
    let changed = |of: &TwoYears| changed(of, across.is_some(), carries.as_ref());
    let rest = city.without(here);
    let beside = here.log_ratio().zip(rest.log_ratio()).map(|(here, rest)| against(here, rest));
    let years = YearsCompared {
        then_from: months[0].clone(),
        then_to: months[YEAR - 1].clone(),
        now_from: months[YEAR].clone(),
        now_to: months[2 * YEAR - 1].clone(),
        here: changed(here),
        city: changed(city),
        beside_rest: beside.map(|b| as_changed(here.sums(), b)),
    };
    let finding = match (here.log_ratio(), beside.map(interval)) {
        (None, _) => "Then and now: too few to compare",
        (_, Some((_, high))) if high < 1.0 => "Then and now: fewer than the city’s change explains",
        (_, Some((low, _))) if low > 1.0 => "Then and now: more than the city’s change explains",
        _ => "Then and now: its change cannot be told from the rest of the city’s",
    };
    let mut said = vec![
        format!(
            "Twelve months to {}: {}; twelve months to {}: {}{}.",
            month_name(&years.then_to),
            grouped(years.here.then),
            month_name(&years.now_to),
            grouped(years.here.now),
            change(&years.here)
        ),
        format!("The city: {} and {}{}.", grouped(years.city.then), grouped(years.city.now), change(&years.city)),
    ];
    said.extend(across.as_ref().map(|a| over_break(a, years.beside_rest.as_ref())));
    said.extend(by_chance(&years.here).map(str::to_owned));
    ThenNow { finding: finding.to_owned(), sentence: said.join(" "), years: Some(years), across }
}

/// What a break does to the two years: bridged, or only beside the rest of the city.
fn over_break(across: &AcrossBreak, rest: Option<&Changed>) -> String {
    if let Some(BridgeUsed { says, .. }) = &across.bridge {
        return format!("Changes are as {} would have counted them. {says}", across.then);
    }
    let counted = if across.then == across.now {
        "The police published the two years in different ways".to_owned()
    } else {
        format!("The police changed how they count from {} to {} between them", across.then, across.now)
    };
    let rest = rest.map_or_else(String::new, |r| {
        format!(" Beside the rest of the city, which changed with it{}.", change(r).replacen(',', ":", 1))
    });
    let refused = across.refused.as_ref().map_or_else(String::new, |why| format!(" {why}"));
    format!("{counted}: the numbers do not compare by themselves.{rest}{refused}")
}

fn by_chance(here: &Changed) -> Option<&'static str> {
    let (low, high) = here.low.zip(here.high)?;
    Some(if low <= 0.0 && high >= 0.0 {
        "A change like this one here can come by chance alone."
    } else {
        "That it changed is more than chance; why it changed, these figures cannot say."
    })
}

/// The change of a place ÷ that of the rest: what both sides of a break share falls out.
fn against(here: LogRatio, rest: LogRatio) -> LogRatio {
    LogRatio { log: here.log - rest.log, variance: here.variance + rest.variance, free: here.free }
}

fn as_changed((then, now): (i64, i64), ratio: LogRatio) -> Changed {
    let (low, high) = interval(ratio);
    Changed { then, now, change: Some(ratio.log.exp_m1()), low: Some(low - 1.0), high: Some(high - 1.0) }
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
        TwoYears { months, counted: (then + now) * 12, incidents: (then + now) * 12 }
    }

    fn window() -> Window {
        Window::new("2019-01".parse().unwrap(), "2020-12".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_change_within_chance_is_told_as_such_beside_the_city() {
        let told = told(&two(3, 2), &two(300, 270), window(), (None, None));
        assert_eq!(told.finding, "Then and now: its change cannot be told from the rest of the city’s");
        assert!(told.sentence.starts_with("Twelve months to December 2019: 36; twelve months to December 2020: 24, "));
        assert!(told.sentence.ends_with("can come by chance alone."), "{}", told.sentence);
        let years = told.years.unwrap();
        assert!(years.here.low.unwrap() < -0.33 && years.here.high.unwrap() > -0.33, "{:?}", years.here);
    }

    #[test]
    fn a_change_beyond_the_city_is_told_without_a_cause() {
        let told = told(&two(50, 20), &two(300, 270), window(), (None, None));
        assert_eq!(told.finding, "Then and now: fewer than the city’s change explains");
        assert!(told.sentence.ends_with("why it changed, these figures cannot say."), "{}", told.sentence);
    }

    #[test]
    fn nothing_in_a_year_has_no_interval() {
        let told = told(&two(0, 1), &two(300, 270), window(), (None, None));
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
        let width = |t: &TwoYears| changed(t, false, None).high.unwrap() - changed(t, false, None).low.unwrap();
        assert!(width(&wild) > 2.0 * width(&two(10, 10)), "{} {}", width(&wild), width(&two(10, 10)));
    }

    #[test]
    fn across_a_break_only_the_ratio_to_the_rest_of_the_city_is_told_and_a_refused_bridge_says_why() {
        let across = AcrossBreak {
            then: "UCR/SRS".into(),
            now: "NIBRS".into(),
            bridges: Vec::new(),
            bridge: None,
            refused: Some("The bridge state does not carry these offenses: it moved.".into()),
        };
        let told = told(&two(50, 20), &two(300, 270), window(), (Some(across), None));
        let years = told.years.unwrap();
        assert_eq!((years.here.change, years.city.change), (None, None), "never by itself");
        assert!((years.beside_rest.unwrap().change.unwrap() + 0.6).abs() < 1e-12, "50 to 20 beside 250 to 250");
        assert_eq!(told.finding, "Then and now: fewer than the city’s change explains");
        assert!(
            told.sentence.contains(
                "from UCR/SRS to NIBRS between them: the numbers do not compare by themselves. Beside the rest of the \
                 city, which changed with it: 60% fewer (90% interval: "
            ) && told.sentence.ends_with("does not carry these offenses: it moved."),
            "{}",
            told.sentence
        );
    }
}
