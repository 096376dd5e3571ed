//! Published counts: per area and month, and per city and year.

use catchment_model::MonthStatus;

use crate::support::{City, reason};

const TABLES: &str = r#"
[[source]]
id = "tables"
name = "Published tables"
kind = "area-counts"
paths = ["tables.csv"]
reporting = "NIBRS"
from = "2015-01"
to = "2015-03"
[source.columns]
reported = ["month"]
area_name = ["neighborhood"]
code = ["nibrs"]
count = ["count"]
[source.skip]
nibrs = ["TOTAL"]
[[source.code]]
group = "homicide"
is = ["09A", "09B"]
[[source.code]]
group = "robbery"
is = ["120"]
[[source]]
id = "years"
name = "Published years"
kind = "year-counts"
paths = ["years.csv"]
reporting = "UCR/SRS"
from = "2014-01"
to = "2015-12"
[source.columns]
year = ["Year"]
code = ["offense"]
count = ["n"]
[[source.code]]
group = "other"
"#;

fn city() -> City {
    let city = City::with_source(TABLES);
    city.file("years.csv", "Year,offense,n\n2014,a,5\n2014,b,7\n2015,a,1\nlater,a,2\n");
    city.file(
        "tables.csv",
        "month,neighborhood,nibrs,count\n2015-01,WEST-SIDE,09A,1\n2015-01,West Side,09B,2\n2015-01,West Side,TOTAL,3\n\
         2015-02,East Side,120,4\n2015-02,Unknown,120,9\n2015-02,East Side,999,1\n2016-02,East Side,120,1\n\
         2015-02,East Side,120,many\n",
    );
    city
}

#[test]
fn counts_per_area_and_month_are_added_up_by_group() {
    let read = city().read();
    let got: Vec<(String, u16, u8, i32)> =
        read.area_counts.iter().map(|c| (c.month.to_string(), c.area.0, c.group.0, c.net)).collect();
    assert_eq!(got, [("2015-01".to_owned(), 0, 0, 3), ("2015-02".to_owned(), 1, 1, 4)]);
}

#[test]
fn their_rows_are_accounted_for_too() {
    let read = city().read();
    let tables = &read.quality.files[0];
    assert_eq!((tables.rows, tables.accepted, tables.unlocated, tables.rejected), (7, 3, 1, 3));
    assert_eq!((reason(&read, "not-selected"), reason(&read, "label-unknown")), (1, 1));
    let reasons: Vec<&str> = read.quality.rejections.iter().map(|r| r.reason.as_str()).collect();
    assert_eq!(reasons, ["code-unknown", "outside-period", "count-unreadable", "year-unreadable"]);
}

#[test]
fn their_months_are_covered_without_incidents() {
    let read = city().read();
    let statuses: Vec<MonthStatus> = read.coverage.months.values().map(|(s, _)| *s).collect();
    assert_eq!(statuses, [MonthStatus::AreaCounts; 2]);
    assert!(read.quality.warnings.iter().any(|w| w.contains("2015-03")));
}

#[test]
fn counts_per_year_are_added_up_by_group() {
    let read = city().read();
    let got: Vec<(i32, u8, i64)> = read.year_counts.iter().map(|c| (c.year, c.group.0, c.net)).collect();
    assert_eq!(got, [(2014, 2, 12), (2015, 2, 1)]);
}
