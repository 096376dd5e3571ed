//! Programs of other cities by their city files alone: figures counted apart, claims beside them, and what
//! `docs/claims.md` says of both.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::other_cities::read;
use crate::program::{command, csv, json, ran};
use crate::real::{project, shared};

fn evaluated(workspace: &TempDir, site: &str) -> Value {
    let args = ["evaluate", "--site", site, "--offense", "homicide,shooting", "--format", "json"];
    json(&ran(command(workspace.path()).args(args).output().expect("it runs")).ok())
}

/// Deaths and injuries by precinct and year, counted from the file of the police and from nothing else.
fn counted(shared: &Path) -> BTreeMap<(String, i64), [i64; 2]> {
    let file = shared.join("other/new-york/nypd_shooting_incident_data_historic_2006-2018.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file).expect("the file")).read_to_string(&mut text).expect("text");
    let (header, rows) = csv(&text);
    let at = |name: &str| header.iter().position(|h| h == name).expect("a column");
    let (date, precinct, death) = (at("OCCUR_DATE"), at("PRECINCT"), at("STATISTICAL_MURDER_FLAG"));
    let mut counts = BTreeMap::new();
    for row in rows {
        let year = row[date][row[date].len() - 4..].parse().expect("a year");
        let which = usize::from(!row[death].eq_ignore_ascii_case("true"));
        counts.entry((row[precinct].clone(), year)).or_insert([0, 0])[which] += 1;
    }
    counts
}

/// Victims less deaths, and deaths, of a year (`figures_years.csv`).
fn of_the_city(shared: &Path) -> BTreeMap<i64, [i64; 2]> {
    let text = std::fs::read_to_string(shared.join("other/new-york/figures_years.csv")).expect("figures");
    let number = |n: &String| n.parse::<i64>().expect("a number");
    let year = |row: &Vec<String>| (number(&row[0]), [number(&row[3]), number(&row[1]) - number(&row[3])]);
    csv(&text).1.iter().map(year).collect()
}

fn claims() -> String {
    std::fs::read_to_string(project().join("docs/claims.md")).expect("the page of claims")
}

/// The page repeats claim, source and finding word for word.
fn stands_on_the_page(answer: &Value) {
    let page = claims();
    let told = answer["claims"].as_array().expect("claims");
    assert!(!told.is_empty());
    for claim in told {
        for part in ["text", "source"] {
            let part = claim[part].as_str().expect("a text");
            assert!(page.contains(part), "docs/claims.md has no \"{part}\"");
        }
    }
    for part in ["headline", "finding"] {
        let part = answer[part].as_str().expect("a text");
        assert!(page.contains(part), "docs/claims.md has no \"{part}\"");
    }
}

#[test]
fn new_york_tells_its_counts_before_and_after_and_the_claims_beside_them() {
    let Some(shared) = shared() else { return };
    let workspace = read("new-york/city.toml", &shared);
    let answer = evaluated(&workspace, "sos-south-bronx");
    let (precincts, city) = (counted(&shared), of_the_city(&shared));
    let plain = answer["plain"].as_array().expect("counts");
    // Two outcomes; 2013 and the year before, each beside 2014 to 2018.
    assert_eq!(plain.len(), 2 * 2 * 5, "{plain:?}");
    for told in plain {
        let of = |name: &str| told[name].as_i64().expect("a count");
        let which = usize::from(told["outcome"] == "shooting");
        for (year, own, all) in [("before", "before_count", "city_before"), ("after", "after_count", "city_after")] {
            let year = of(year);
            assert_eq!(of(own), precincts[&("40".to_owned(), year)][which], "precinct 40, {year}: {told}");
            assert_eq!(of(all), city[&year][which], "the city, {year}: {told}");
        }
    }
    let claimed: Vec<f64> =
        answer["claims"].as_array().expect("claims").iter().filter_map(|c| c["change"].as_f64()).collect();
    assert_eq!(claimed, [-0.37, -0.63]);
    let methods: std::collections::BTreeSet<&str> =
        answer["specs"].as_array().expect("estimates").iter().filter_map(|s| s["method"].as_str()).collect();
    assert_eq!(methods.len(), 5, "{methods:?}");
    let told = answer["summary"]["fall_of_20_told"].as_f64().expect("a share");
    assert!((0.0..=1.0).contains(&told) && answer["summary"]["p"].as_f64().is_some(), "{}", answer["summary"]);
    stands_on_the_page(&answer);
}

#[test]
fn baltimore_has_claims_and_no_year_to_hold_them_against() {
    let Some(shared) = shared() else { return };
    let workspace = read("baltimore/city.toml", &shared);
    let answer = evaluated(&workspace, "safe-streets-mcelderry-park");
    assert!(answer["summary"].is_null() && answer["specs"].as_array().is_some_and(Vec::is_empty), "{answer}");
    assert!(answer["finding"].as_str().is_some_and(|f| f.starts_with("No estimate can be made")), "{answer}");
    let claims = answer["claims"].as_array().expect("claims");
    assert!(claims.len() == 2 && claims.iter().all(|c| c["share_as_large"].is_null()), "{claims:?}");
    stands_on_the_page(&answer);
}

#[test]
fn programs_without_data_have_their_claim_and_say_that_nothing_here_weighs_it() {
    let page = claims();
    for program in ["Richmond", "Sacramento"] {
        let row = page.lines().find(|l| l.starts_with(&format!("| {program}"))).expect("a row");
        assert!(row.contains("no data here"), "{row}");
    }
}
