//! The real police files of St. Louis against published figures (`stl/FIGURES.md`, made with pandas; homicides also
//! against the FBI's).

use std::collections::BTreeMap;
use std::path::Path;

use catchment_ingest::Ingested;
use catchment_model::{GroupId, IncidentRow, LocalMinute, LocatedShare, MonthStatus, RowStatus};

use crate::support::{groups, net, reason, shared, st_louis};

/// Per year 2008 to 2020: rows, −1 rows, net, homicide, rape, robbery, armed robbery, robbery with a firearm,
/// aggravated assault, the same with a firearm.
const YEARS: [[i64; 10]; 13] = [
    [68410, 2351, 63708, 167, 237, 2634, 1744, 1512, 4345, 2296],
    [63046, 898, 61250, 143, 250, 2721, 1876, 1669, 4239, 2269],
    [57829, 851, 56127, 144, 188, 2125, 1482, 1343, 3748, 2031],
    [55247, 664, 53919, 113, 188, 2127, 1450, 1270, 3523, 1819],
    [53387, 653, 52081, 113, 199, 1777, 1156, 1016, 3571, 1811],
    [51970, 724, 50522, 120, 333, 1458, 946, 820, 3167, 1626],
    [47876, 631, 46614, 159, 279, 1562, 1061, 947, 3348, 1844],
    [51235, 654, 49927, 188, 263, 1790, 1315, 1176, 3522, 2092],
    [50427, 645, 49137, 188, 288, 1904, 1413, 1268, 3638, 2132],
    [48986, 627, 47732, 205, 289, 1944, 1522, 1378, 4021, 2616],
    [46742, 639, 45464, 187, 309, 1452, 1081, 977, 3577, 2332],
    [48901, 575, 47751, 194, 265, 1475, 1095, 990, 3858, 2537],
    [44720, 489, 43742, 264, 234, 1242, 924, 826, 4277, 3047],
];

/// Percentage of rows with coordinates, 2008 to 2020.
const GEOCODED: [f64; 13] = [99.44, 98.51, 97.63, 97.87, 98.0, 97.94, 97.34, 95.7, 96.87, 97.28, 97.34, 97.38, 91.97];

fn legacy(city: &Ingested) -> impl Iterator<Item = &IncidentRow> {
    let is = |row: &&IncidentRow| city.quality.files[usize::from(row.file)].source == "legacy";
    city.incidents.rows.iter().filter(is)
}

fn of_groups(city: &Ingested, name: &str) -> impl Fn(&IncidentRow) -> bool + use<> {
    let ids: Vec<GroupId> = groups(city, name);
    move |row| ids.contains(&row.group)
}

#[test]
fn every_row_of_the_legacy_files_is_accounted_for() {
    let Some(city) = st_louis("every_row_of_the_legacy_files_is_accounted_for") else { return };
    assert!(city.quality.balances());
    let files: Vec<_> = city.quality.files.iter().filter(|f| f.source == "legacy").collect();
    assert_eq!(files.len(), 156);
    assert_eq!(files.iter().map(|f| f.rows).sum::<u64>(), 688_776);
    assert_eq!(files.iter().map(|f| f.rejected).sum::<u64>(), 0, "{:?}", city.quality.rejections.first());
    assert_eq!(legacy(city).filter(|r| r.count < 0).count(), 10_401);
    assert_eq!(legacy(city).count(), 688_776);
}

#[test]
fn layouts_and_encodings_are_those_of_the_manifest() {
    let Some(city) = st_louis("layouts_and_encodings_are_those_of_the_manifest") else { return };
    let count = |of: &dyn Fn(&catchment_model::FileQuality) -> String| {
        let mut n: BTreeMap<String, usize> = BTreeMap::new();
        for file in city.quality.files.iter().filter(|f| f.source == "legacy") {
            *n.entry(of(file)).or_default() += 1;
        }
        n
    };
    let layouts = count(&|f| f.layout.clone());
    assert_eq!(layouts, BTreeMap::from([("A18".into(), 67), ("B20".into(), 88), ("C26".into(), 1)]));
    // 140 pure ASCII; 15 with Windows-1252 bytes, of which 2017-01 begins with a UTF-8 mark; 2018-05 is UTF-8 with its
    // mark.
    let encodings = count(&|f| f.encoding.clone());
    assert_eq!(encodings["ASCII"], 140, "{encodings:?}");
    let windows: usize = encodings.iter().filter(|(name, _)| name.starts_with("Windows-1252")).map(|(_, n)| n).sum();
    assert_eq!(windows, 15, "{encodings:?}");
    let of = |name: &str| city.quality.files.iter().find(|f| f.file.starts_with(name)).map(|f| f.encoding.as_str());
    assert_eq!(of("2017-01"), Some("Windows-1252 after a UTF-8 byte-order mark"));
    assert_eq!(of("2018-05"), Some("UTF-8 after a UTF-8 byte-order mark"));
}

#[test]
fn net_counts_per_year_of_report_are_the_published_ones() {
    let Some(city) = st_louis("net_counts_per_year_of_report_are_the_published_ones") else { return };
    let names =
        ["homicide", "rape", "robbery", "armed_robbery", "robbery_firearm", "aggravated_assault", "assault_firearm"];
    let tests: Vec<_> = names.iter().map(|n| of_groups(city, n)).collect();
    for (year, expected) in (2008..).zip(YEARS) {
        let rows: Vec<&IncidentRow> = legacy(city).filter(|r| r.reported.year() == year).collect();
        let sum = |test: &dyn Fn(&IncidentRow) -> bool| {
            rows.iter().filter(|r| test(r)).map(|r| i64::from(r.count)).sum::<i64>()
        };
        let mut got = vec![rows.len() as i64, rows.iter().filter(|r| r.count < 0).count() as i64, sum(&|_| true)];
        got.extend(tests.iter().map(|t| sum(t)));
        assert_eq!(got, expected, "{year}");
    }
}

#[test]
fn homicides_grouped_by_year_of_occurrence_are_the_published_ones() {
    let Some(city) = st_louis("homicides_grouped_by_year_of_occurrence_are_the_published_ones") else { return };
    let homicide = of_groups(city, "homicide");
    for (year, expected) in [(2017, 204), (2018, 185), (2019, 193), (2020, 264)] {
        let in_year =
            |r: &&IncidentRow| homicide(r) && r.occurred.and_then(LocalMinute::month).is_some_and(|m| m.year() == year);
        assert_eq!(legacy(city).filter(in_year).map(|r| i64::from(r.count)).sum::<i64>(), expected, "{year}");
    }
}

#[test]
fn the_geocoded_share_per_year_is_the_published_one() {
    let Some(city) = st_louis("the_geocoded_share_per_year_is_the_published_one") else { return };
    let files = &city.quality.files;
    for (year, expected) in (2008..).zip(GEOCODED) {
        let rows: Vec<&IncidentRow> = legacy(city).filter(|r| r.reported.year() == year).collect();
        let of_year = files.iter().filter(|f| f.source == "legacy" && f.file.starts_with(&year.to_string()));
        // Points that cannot be used have coordinates all the same.
        let unusable: u64 = of_year
            .map(|f| f.reasons.get("far-outside").unwrap_or(&0) + f.reasons.get("bad-coordinates").unwrap_or(&0))
            .sum();
        let located = rows.iter().filter(|r| city.incidents.position(r).is_some()).count() as u64 + unusable;
        let share = located as f64 / rows.len() as f64 * 100.0;
        // The published share has two decimals; cancelled rows far outside are not told apart in the report.
        assert!((share - expected).abs() < 0.011, "{year}: {share}, published {expected}");
    }
    let withheld = |l: &&LocatedShare| l.offense == "rape" && (2015..=2019).contains(&l.year);
    assert!(city.quality.located.iter().filter(withheld).all(|l| l.located == 0 && l.warns()));
    assert!(
        city.quality.warnings.iter().any(|w| w.contains("rape") && w.contains("2017")),
        "{:?}",
        city.quality.warnings
    );
}

#[test]
fn rows_without_place_and_outside_every_area_are_as_many_as_published() {
    let Some(city) = st_louis("rows_without_place_and_outside_every_area_are_as_many_as_published") else { return };
    let sum = |reason: &str| {
        city.quality
            .files
            .iter()
            .filter(|f| f.source == "legacy")
            .map(|f| f.reasons.get(reason).unwrap_or(&0))
            .sum::<u64>()
    };
    // 18,504 rows have coordinates of 0 and 767 others fall in no polygon.
    let all = ["no-coordinates", "cancelled-without-position", "far-outside", "outside-areas"].map(sum);
    assert_eq!(all.iter().sum::<u64>(), 18_504 + 767, "{all:?}");
    // 107 lie far away by any measure; with the limit of 1 km more do.
    assert!((107..250).contains(&all[2]), "{all:?}");
    assert_eq!(sum("bad-coordinates"), 0);
}

#[test]
fn most_reversals_find_the_row_they_take_back() {
    let Some(city) = st_louis("most_reversals_find_the_row_they_take_back") else { return };
    let has_number = |r: &&IncidentRow| city.quality.files[usize::from(r.file)].layout != "A18";
    let matched = |numbered: bool| {
        let rows = legacy(city).filter(|r| r.count < 0 && r.status == RowStatus::Cancelled);
        rows.filter(|r| has_number(r) == numbered).count()
    };
    // With numbers, the same number and code: 4,426 of 4,585 (pandas). Without, 4,085 of 5,816 by minute, code and
    // place, less those whose place or date is not usable.
    assert_eq!(matched(true), 4_426);
    assert!((3_900..=4_085).contains(&matched(false)), "{}", matched(false));
    let pairs = legacy(city).filter(|r| r.status == RowStatus::Cancelled);
    assert_eq!(pairs.map(|r| i64::from(r.count)).sum::<i64>(), 0);
}

/// Columns of `figures_neighborhoods_2009_2018.csv` by name.
fn neighborhood_figures(shared: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(shared.join("stl/figures_neighborhoods_2009_2018.csv")).expect("figures");
    let mut lines = text.lines();
    let header: Vec<String> = lines.next().expect("a header").split(',').map(str::to_owned).collect();
    // No field before the last figure used here holds a comma.
    lines.map(|l| header.iter().cloned().zip(l.split(',').map(str::to_owned)).collect()).collect()
}

#[test]
fn neighborhood_counts_by_label_and_by_point_are_the_published_ones() {
    let name = "neighborhood_counts_by_label_and_by_point_are_the_published_ones";
    let (Some(city), Some(shared)) = (st_louis(name), shared(name)) else { return };
    let decade = |r: &IncidentRow| (2009..=2018).contains(&r.reported.year());
    let figures = neighborhood_figures(&shared);
    assert!(figures.len() >= 88);
    for row in figures {
        let id = &row["nbhd"];
        let figure = |column: &str| row[column].parse::<f64>().unwrap_or(0.0);
        let area = city.areas.find(id);
        if id != "0" {
            assert!(area.is_some(), "area {id}");
        }
        for (column, offense) in [
            ("violent", "violent"),
            ("homicide", "homicide"),
            ("rape", "rape"),
            ("robbery", "robbery"),
            ("armed_robbery", "armed_robbery"),
            ("agg_assault", "aggravated_assault"),
            ("firearm_agg_assault", "assault_firearm"),
        ] {
            let of = of_groups(city, offense);
            let got = net(city, |r| decade(r) && of(r) && r.label == area);
            assert_eq!(got as f64, figure(column), "{column} of neighborhood {id} by label");
        }
        if area.is_some() {
            let violent = of_groups(city, "violent");
            let got =
                net(city, |r| decade(r) && violent(r) && city.incidents.position(r).is_some_and(|p| p.area == area));
            assert_eq!(got as f64, figure("violent_by_point_in_polygon"), "violent of neighborhood {id} by point");
        }
    }
}

#[test]
fn labels_differ_from_polygons_as_often_as_published() {
    let Some(city) = st_louis("labels_differ_from_polygons_as_often_as_published") else { return };
    let sum = |reason: &str| {
        city.quality
            .files
            .iter()
            .filter(|f| f.source == "legacy")
            .map(|f| f.reasons.get(reason).unwrap_or(&0))
            .sum::<u64>()
    };
    assert_eq!(sum("label-differs"), 30_453);
}

#[test]
fn the_nibrs_files_are_read_whole() {
    let Some(city) = st_louis("the_nibrs_files_are_read_whole") else { return };
    let files: Vec<_> = city.quality.files.iter().filter(|f| f.source == "nibrs").collect();
    assert_eq!(files.len(), 24);
    assert_eq!(files.iter().map(|f| f.rows).sum::<u64>(), 91_654);
    assert_eq!(files.iter().map(|f| f.rejected).sum::<u64>(), 0, "{:?}", city.quality.rejections.first());
    let homicide = of_groups(city, "homicide");
    let in_year = |year: i32| net(city, |r| homicide(r) && r.reported.year() == year);
    assert_eq!([in_year(2024), in_year(2025), in_year(2026)], [89, 121, 31]);
    let numbers: i64 = city
        .incidents
        .rows
        .iter()
        .filter(|r| r.reported.year() >= 2024 && homicide(r))
        .map(|r| i64::from(r.incident))
        .sum();
    assert!(numbers > 200 && numbers < 241, "{numbers} homicide incidents");
}

#[test]
fn published_counts_enter_once_as_first_published() {
    let Some(city) = st_louis("published_counts_enter_once_as_first_published") else { return };
    let of_2021 = |name: &str| {
        let ids = groups(city, name);
        city.area_counts
            .iter()
            .filter(|c| c.month.year() == 2021 && ids.contains(&c.group))
            .map(|c| i64::from(c.net))
            .sum::<i64>()
    };
    // As first published: 09A 195, 120 897, 13A 3,224, less those of unknown neighborhood.
    let unknown: BTreeMap<&str, i64> =
        BTreeMap::from([("homicide", 195), ("robbery", 897), ("aggravated_assault", 3_224)]);
    for (name, total) in unknown {
        let got = of_2021(name);
        assert!(got <= total && got >= total - total / 50 - 3, "{name}: {got} of {total}");
    }
    let files: Vec<_> = city.quality.files.iter().filter(|f| f.source.starts_with("nibrs-tables")).collect();
    assert_eq!(files.iter().map(|f| f.rejected).sum::<u64>(), 0, "{:?}", city.quality.rejections.first());
    // 89 neighborhoods, "Unknown" among them: 1 in 89 rows has no area.
    assert!(files.iter().all(|f| f.unlocated * 89 == f.rows), "{files:?}");
}

#[test]
fn gaps_are_missing_months_and_not_zeros() {
    let Some(city) = st_louis("gaps_are_missing_months_and_not_zeros") else { return };
    let status = |m: &str| city.coverage.months.get(&m.parse().unwrap()).map(|(s, system)| (*s, system.as_str()));
    assert_eq!(status("2020-12"), Some((MonthStatus::Incidents, "UCR/SRS")));
    assert_eq!(status("2021-01"), Some((MonthStatus::AreaCounts, "NIBRS")));
    assert_eq!(status("2022-03"), Some((MonthStatus::AreaCounts, "NIBRS")));
    assert_eq!(status("2022-04"), None);
    assert_eq!(status("2024-04"), None);
    assert_eq!(status("2024-05"), Some((MonthStatus::Incidents, "NIBRS")));
    assert_eq!(city.coverage.months.len(), 156 + 15 + 24);
}

#[test]
fn placeholder_times_are_unknown_hours() {
    let Some(city) = st_louis("placeholder_times_are_unknown_hours") else { return };
    let rows = legacy(city).count() as f64;
    let unknown = legacy(city).filter(|r| r.block.hour().is_none()).count() as f64;
    assert!((unknown / rows - 0.016).abs() < 0.001, "{}", unknown / rows);
    let violent = of_groups(city, "violent");
    let unreadable = reason(city, "date-unreadable");
    assert_eq!(unreadable, 0);
    // Tuesday to Saturday, 13:00 to 22:59, violent, 2009–2018, net: 22,321 of 59,360 (published).
    let decade = |r: &IncidentRow| (2009..=2018).contains(&r.reported.year()) && violent(r);
    let shift = |r: &IncidentRow| matches!((r.block.weekday(), r.block.hour()), (Some(1..=5), Some(13..=22)));
    assert_eq!(net(city, |r| decade(r) && shift(r)), 22_321);
    assert_eq!(net(city, decade), 59_360);
}

#[test]
fn areas_have_their_residents_and_sites_their_outlines() {
    let Some(city) = st_louis("areas_have_their_residents_and_sites_their_outlines") else { return };
    assert_eq!(city.areas.len(), 88);
    let sum = |year: u16| city.areas.list().iter().filter_map(|a| a.population.get(&year)).sum::<f64>();
    assert_eq!(sum(2000), 348_189.0);
    assert_eq!(sum(2010), 319_294.0);
    // 16 residents are in no neighborhood.
    assert_eq!(sum(2020), 301_578.0 - 16.0);
    let km2: f64 = city.areas.list().iter().map(|a| a.area_km2).sum();
    assert!((160.0..180.0).contains(&km2), "{km2}");
    assert_eq!(city.sites.len(), 3);
    assert!(city.sites.iter().all(|s| !s.outline.0.is_empty() && !s.note.is_empty()));
    assert!(city.inputs.iter().any(|i| i.name == "BND_Nhd88_cw.dbf" && i.blake3.len() == 64));
}
