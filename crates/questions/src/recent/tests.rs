//! Years laid beside each other, what chance leaves standing, and the sentences.

use std::collections::BTreeMap;

use catchment_model::{
    AreaBasis, AreaIdx, Coverage, Daily, Day, DayEntry, Finest, GroupId, Month, MonthStatus, OffenseGroup, Offenses,
    ReportedBy, Selection, Window,
};
use catchment_siting::TwoPeriods;

use super::days::{Asked, Sum, TwoYears, through};
use super::judge::{Row, alone, together};
use super::{RecentAsk, RecentStretch, RecentVerdict, words};
use crate::pieces::read_ask;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn day(text: &str) -> Day {
    let (month_of, number) = text.rsplit_once('-').unwrap();
    Day(Day::first_of(month(month_of)).0 + number.parse::<i32>().unwrap() - 1)
}

fn chosen() -> Selection {
    let group = OffenseGroup {
        id: "a".into(),
        label: "A".into(),
        weight: 1.0,
        reported_by: ReportedBy::Victim,
        finest: Finest::Cell,
        default: true,
    };
    Offenses::new(vec![group], BTreeMap::new()).unwrap().default_selection()
}

/// One incident of two offenses on a day, reported in a month.
fn entry(on: &str, reported: &str, area: u16) -> DayEntry {
    let day = (!on.is_empty()).then(|| day(on));
    let area = Some(AreaIdx(area));
    let reported = month(reported);
    DayEntry { group: GroupId(0), day, reported, area_point: None, area_label: area, net: 2, incidents: 1 }
}

fn daily(entries: Vec<DayEntry>) -> Daily {
    Daily::new(Window::new(month("2023-05"), month("2025-04")).unwrap(), entries, Vec::new())
}

fn covered(system: impl Fn(Month) -> &'static str) -> Coverage {
    let months = Window::new(month("2023-05"), month("2025-04")).unwrap().months();
    Coverage { months: months.map(|m| (m, (MonthStatus::Incidents, system(m).to_owned()))).collect() }
}

fn sum(incidents: i64) -> Sum {
    Sum { incidents, offenses: 2 * incidents }
}

#[test]
fn the_year_before_is_counted_as_it_was_known_at_the_same_time() {
    let daily = daily(vec![
        entry("2025-01-01", "2025-01", 0),
        entry("2025-04-30", "2025-04", 1),
        entry("2024-04-02", "2024-04", 0),
        // Happened within the days of the year before, and reported after them.
        entry("2024-04-30", "2024-05", 0),
        entry("2024-12-31", "2025-01", 0),
        entry("", "2025-02", 0),
        entry("", "2024-06", 0),
    ]);
    let chosen = chosen();
    let asked = Asked { daily: &daily, chosen: &chosen, basis: AreaBasis::Label, areas: 2 };
    let years = TwoYears::new(asked, day("2025-04-30")).unwrap();
    assert_eq!(years.sums(&[0, 1, 2], years.to_date), (sum(2), sum(1)));
    assert_eq!(years.sums(&[0], years.to_date), (sum(1), sum(1)));
    assert_eq!(years.sums(&[0, 1, 2], years.newest), (sum(1), Sum::default()));
    assert_eq!(years.late(asked), (1, 1));
    assert_eq!(years.without_day(asked), (2, 0));
    // 2024 has a leap day, which falls into the year before.
    assert_eq!((years.to_date.now.len(), years.to_date.then.len()), (120, 121));
    assert!((years.to_date.share() - 120.0 / 241.0).abs() < 1e-12);
}

#[test]
fn a_gap_and_another_way_of_counting_do_not_compare() {
    let daily = daily(vec![entry("2025-04-30", "2025-04", 0)]);
    let chosen = chosen();
    let asked = Asked { daily: &daily, chosen: &chosen, basis: AreaBasis::Label, areas: 1 };
    let years = TwoYears::new(asked, day("2025-04-30")).unwrap();
    let why = |coverage: &Coverage| years.to_date.not_compared(coverage);
    assert_eq!(why(&covered(|_| "NIBRS")), None);
    let changed = why(&covered(|m| if m < month("2024-03") { "UCR/SRS" } else { "NIBRS" })).unwrap();
    assert!(changed.contains("from UCR/SRS to NIBRS"), "{changed}");
    let mut gap = covered(|_| "NIBRS");
    gap.months.remove(&month("2024-02"));
    assert!(why(&gap).unwrap().contains("No incidents are known of 2024-02"));
    assert_eq!(years.newest.not_compared(&gap), None);
    // Steps that meet the gap are left out: two pairs of 28 days in February and March, of 13.
    assert_eq!(years.steps(&[0], 28, &covered(|_| "NIBRS")).len(), 13);
    assert!((10..13).contains(&years.steps(&[0], 28, &gap).len()));
}

#[test]
fn data_end_where_rows_end_unless_few_rows_explain_the_silence() {
    let often: Vec<DayEntry> = (1..=20).map(|d| entry(&format!("2025-04-{d:02}"), "2025-04", 0)).collect();
    assert_eq!(through(&daily(often)).unwrap().to_string(), "2025-04-20");
    let seldom = vec![entry("2025-03-02", "2025-03", 0), entry("2025-04-20", "2025-04", 0)];
    assert_eq!(through(&daily(seldom)).unwrap().to_string(), "2025-04-30");
    assert_eq!(through(&daily(Vec::new())), None);
}

fn row(now: i64, then: i64) -> Row {
    Row::new((sum(now), sum(then)), TwoPeriods::new(0.5, 1.0).unwrap())
}

#[test]
fn a_change_is_told_beyond_chance_alone_and_of_enough_incidents_only() {
    let fewer = alone(row(40, 80));
    assert_eq!(fewer.verdict, RecentVerdict::Fewer);
    assert!(
        fewer.sentence.starts_with("Fewer than a year before: 40 incidents against 80 a year before; chance alone")
    );
    let chance = alone(row(70, 80));
    assert_eq!((chance.verdict, chance.change), (RecentVerdict::Chance, Some(-0.125)));
    assert!(chance.sentence.starts_with("No more than chance: 70 incidents against 80"), "{}", chance.sentence);
    // Nine to none is beyond the band, and still too few.
    let few = alone(row(9, 0));
    assert_eq!((few.verdict, few.change), (RecentVerdict::Few, None));
    assert!(few.sentence.contains("fewer than 10 in both together"), "{}", few.sentence);
    assert_eq!(alone(row(200, 80)).verdict, RecentVerdict::More);
}

#[test]
fn among_many_places_one_that_is_a_little_outside_does_not_stand() {
    let mut rows = vec![row(30, 30); 78];
    rows.push(row(19, 38));
    let told = together(&rows, 0.05).unwrap();
    let last = told.last().unwrap();
    assert!(rows[78].outside() && last.verdict == RecentVerdict::Chance);
    assert!(last.sentence.starts_with("Not told from chance among so many places: 19"), "{}", last.sentence);
    rows[0] = row(5, 60);
    let told = together(&rows, 0.05).unwrap();
    assert_eq!(told.iter().filter(|b| b.verdict == RecentVerdict::Fewer).count(), 1);
    assert_eq!(told[0].verdict, RecentVerdict::Fewer);
}

#[test]
fn days_read_as_people_write_them_and_a_leap_day_is_said() {
    assert_eq!(words::span("2026-01-01", "2026-04-30"), "January 1 to April 30, 2026");
    assert_eq!(words::span("2025-12-20", "2026-01-16"), "December 20, 2025 to January 16, 2026");
    let text = |t: &str| t.to_owned();
    let stretch = |then_days| RecentStretch {
        from: text("2025-01-01"),
        to: text("2025-04-30"),
        days: 120,
        then_from: text("2024-01-01"),
        then_to: text("2024-04-30"),
        then_days,
        not_compared: None,
    };
    assert!(words::leap(&stretch(121)).unwrap().contains("February 29"));
    assert_eq!(words::leap(&stretch(120)), None);
    let city = alone(row(40, 80));
    let found = words::finding("Gridville", (&stretch(120), Some(&city)), (&stretch(120), None));
    let told =
        "Gridville, year to date, January 1 to April 30, 2025: 40 incidents against 80 a year before, 50% fewer;";
    assert!(found.starts_with(told) && found.contains("fewer than chance explains."), "{found}");
}

#[test]
fn a_window_is_no_parameter_of_the_newest_days() {
    let read = |name: &str, value: &str| read_ask::<RecentAsk>(&[(name.to_owned(), value.to_owned())]);
    assert!(read("offense", "a").is_ok() && read("area", "point").is_ok());
    assert!(read("from", "2025-01").is_err() && read("unit", "net").is_err());
}
