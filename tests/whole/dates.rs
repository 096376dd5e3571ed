//! Dates and times as cities write them, read by the built binary.

use serde_json::Value;
use tempfile::TempDir;

use crate::faulty::understood;
use crate::program::{catchment, csv};

/// Counts by month as `2015-06 4`, months without a count left out.
fn months(workspace: &TempDir) -> Vec<String> {
    let out = catchment(workspace.path(), &["counts", "--by", "month", "--format", "csv"]).ok();
    let rows = csv(&out).1.into_iter().filter(|row| row.last().is_some_and(|n| n != "0"));
    rows.map(|row| format!("{} {}", row[0], row[row.len() - 1])).collect()
}

/// Counts of an area by hour of the day, and those whose hour is not known.
pub(crate) fn hours(workspace: &TempDir, area: &str) -> ([u64; 24], u64) {
    let out = catchment(workspace.path(), &["area", area, "--area", "point", "--format", "json"]).ok();
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    let mut sums = [0; 24];
    for weekday in answer["hours"].as_array().expect("weekdays") {
        for (hour, n) in weekday.as_array().expect("hours").iter().enumerate() {
            sums[hour] += n.as_u64().expect("a count");
        }
    }
    (sums, answer["hours_unknown"].as_u64().unwrap_or(0))
}

/// The same forty incidents, with their dates written in many ways.
#[test]
fn dates_are_one_however_they_are_written() {
    let plain = understood("dates-plain", &["accepted 40"]);
    let (right, by_hour) = (months(&plain), hours(&plain, "11"));
    assert!(right.len() > 20 && by_hour.0.iter().sum::<u64>() == 6, "{right:?} {by_hour:?}");
    for (name, said, with_hour) in [
        ("dates-csv-epoch", "date-as-number", true),
        ("dates-esrijson-epoch", "date-as-number", true),
        ("dates-geojson-epoch", "date-as-number", true),
        ("dates-date-2digit-year", "year-of-two-digits", true),
        ("dates-date-ampm", "accepted 40", true),
        ("dates-date-kc", "accepted 40", true),
        ("dates-date-words", "time-unknown", false),
        ("dates-date-parts", "accepted 40", true),
        ("dates-hour-column", "hour-of-day", true),
        ("dates-reported-mdy", "accepted 40", true),
    ] {
        let workspace = understood(name, &["accepted 40", said]);
        assert_eq!(months(&workspace), right, "{name}");
        if with_hour {
            assert_eq!(hours(&workspace, "11"), by_hour, "{name}");
        }
    }
    // Late on the last evening of January there, in February by UTC.
    let utc = understood("dates-iso-utc-Z", &["accepted 40", "40  time-converted"]);
    assert!(months(&utc).contains(&"2017-01 1".to_owned()), "{:?}", months(&utc));
    assert_eq!(hours(&utc, "11"), by_hour);
}

#[test]
fn times_with_an_offset_are_converted_and_said() {
    let workspace = understood("utc-read-as-local", &["time-converted"]);
    assert_eq!(months(&workspace), ["2015-06 4", "2015-07 1"]);
    let (hours, unknown) = hours(&workspace, "1");
    assert_eq!((hours[21], hours[2], unknown), (4, 1, 0));
}

#[test]
fn the_half_of_the_day_is_kept() {
    let workspace = understood("pm-with-points", &[]);
    let (by_hour, unknown) = hours(&workspace, "1");
    assert_eq!((by_hour[22], unknown), (5, 0), "{by_hour:?}");
}

#[test]
fn the_first_hour_after_midnight_is_not_lost_with_its_zeros() {
    let workspace = understood("hhmm-without-zeros", &[]);
    let (by_hour, unknown) = hours(&workspace, "1");
    assert_eq!(by_hour[0], 9, "{by_hour:?}");
    assert!(unknown <= 2, "{unknown}");
}

#[test]
fn years_of_two_digits_are_of_the_sources_own_time_and_said() {
    let workspace = understood("year-of-two-digits", &["2  year-of-two-digits"]);
    assert_eq!(months(&workspace), ["2015-03 1", "2016-12 1"]);
}

#[test]
fn a_date_of_report_is_read_as_any_date() {
    assert_eq!(months(&understood("report-date-with-a-day", &["accepted 7"])), ["2015-03 7"]);
}

#[test]
fn a_time_zone_that_there_is_none_of_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let city = folder.path().join("city.toml");
    let toml = std::fs::read_to_string(crate::faulty::city("dates-plain")).expect("the city file");
    let faults = std::path::PathBuf::from(crate::faulty::city("dates-plain"));
    let faults = faults.parent().and_then(|p| p.parent()).and_then(|p| p.to_str()).expect("the folder");
    let toml = toml.replace("America/Chicago", "Mars/Phobos").replace("../districts", &format!("{faults}/districts"));
    let toml = toml.replace("[\"in.csv\"]", &format!("[\"{faults}/dates-plain/in.csv\"]"));
    std::fs::write(&city, toml).expect("a city file");
    let error = catchment(folder.path(), &["ingest", city.to_str().expect("a path")]).failed();
    assert!(error.contains("time_zone = \"Mars/Phobos\"; expected a name of the IANA"), "{error}");
}
