//! Published numbers, those of scipy (`scripts/oracle/siting_prior.py` wrote `tests/reference/siting_prior.json`) and
//! those of R's spdep (`scripts/oracle/siting_eb.R` wrote `tests/reference/eb.json`, with spdep 1.2.7).

use std::collections::BTreeMap;

use catchment_siting::{Measure, RankInput, RankParams, marshall};
use serde_json::Value;

use crate::world::{group, shared, totals, unit};

/// Numeric columns of a dBASE file.
fn dbf(bytes: &[u8]) -> BTreeMap<String, Vec<f64>> {
    let word = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let (header, width) = (word(8), word(10));
    let rows = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
    let mut at = 1;
    let mut columns = BTreeMap::new();
    for field in bytes[32..header - 1].chunks(32) {
        let name: String = field[..11].iter().take_while(|b| **b != 0).map(|b| *b as char).collect();
        let wide = usize::from(field[16]);
        let cell = |row: usize| {
            String::from_utf8_lossy(&bytes[header + row * width + at..][..wide]).trim().parse().unwrap_or(f64::NAN)
        };
        columns.insert(name, (0..rows).map(cell).collect());
        at += wide;
    }
    columns
}

fn sids() -> Option<(Vec<f64>, Vec<f64>)> {
    let columns = dbf(&std::fs::read(shared("reference/sids2/sids2.dbf")?).expect("a readable file"));
    Some((columns["SID74"].clone(), columns["BIR74"].clone()))
}

fn near(a: f64, b: f64, relative: f64) {
    assert!((a / b - 1.0).abs() < relative, "{a}, expected {b}");
}

#[test]
fn marshall_reproduces_north_carolina() {
    let Some((deaths, births)) = sids() else { return };
    let eb = marshall(&deaths, &births).expect("rates");
    near(eb.variance, 7.692_930_6e-7, 1e-7);
    near(eb.mean, 0.002_021_444_9, 1e-7);
    let anson = (0..deaths.len())
        .max_by(|a, b| (deaths[*a] / births[*a]).total_cmp(&(deaths[*b] / births[*b])))
        .expect("counties");
    near(deaths[anson] / births[anson] * 1000.0, 9.554_1, 1e-5);
    near(eb.rates[anson] * 1000.0, 4.838_8, 1e-5);
    let published = [
        0.001_697_297_330_855_623,
        0.001_705_377_680_842_180_5,
        0.001_773_087_022_070_183_8,
        0.002_012_868_084_221_261,
        0.003_534_913_149_155_138_5,
    ];
    eb.rates.iter().zip(published).for_each(|(a, b)| near(*a, b, 1e-9));
}

#[test]
fn marshall_reproduces_the_counties_around_st_louis() {
    let (Some(counts), Some(expected)) =
        (shared("reference/stl/stl_hom.csv"), shared("reference/stl/esda_recomputed_rates.csv"))
    else {
        return;
    };
    let column = |path: &std::path::Path, at: usize| -> Vec<f64> {
        let mut reader = csv::Reader::from_path(path).expect("a readable file");
        reader.records().map(|r| r.expect("a row")[at].parse().expect("a number")).collect()
    };
    let eb = marshall(&column(&counts, 10), &column(&counts, 13)).expect("rates");
    let published = column(&expected, 0);
    assert_eq!(eb.rates.len(), 78);
    eb.rates.iter().zip(published).for_each(|(a, b)| near(*a, b, 1e-9));
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn whole(value: &Value) -> Vec<i64> {
    value.as_array().expect("a list").iter().map(|v| v.as_i64().expect("a whole number")).collect()
}

#[test]
fn marshall_gives_the_rates_of_spdep_with_and_without_variance_beyond_chance() {
    let reference: Value = serde_json::from_str(include_str!("../reference/eb.json")).expect("JSON");
    let people = numbers(&reference["people"]);
    for (name, varies) in [("apart", true), ("alike", false)] {
        let case = &reference["cases"][name];
        let eb = marshall(&numbers(&case["counts"]), &people).expect("rates");
        // spdep prints 15 digits; the variance is a difference that loses one or two.
        near(eb.mean, case["mean"].as_f64().expect("a mean"), 1e-13);
        if varies {
            near(eb.variance, case["variance"].as_f64().expect("a variance"), 1e-12);
        } else {
            assert!(
                eb.variance <= 0.0 && case["variance"].as_f64().is_some_and(|v| v <= 0.0),
                "{name}: {}",
                eb.variance
            );
        }
        let rates = numbers(&case["rates"]);
        assert_eq!(eb.rates.len(), rates.len());
        eb.rates.iter().zip(rates).for_each(|(a, b)| near(*a, b, 1e-12));
    }
}

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/siting_prior.json")).expect("JSON")
}

#[test]
fn the_gamma_prior_is_the_maximum_that_scipy_finds() {
    for case in reference()["priors"].as_array().expect("cases") {
        let t = numbers(&case["t"]);
        // One month: no over-dispersion, and an exposure of residents ÷ 1000 ÷ 12.
        let counts = whole(&case["y"]);
        let residents: Vec<f64> = t.iter().map(|e| e * 12_000.0).collect();
        let ranker =
            RankParams { measure: Measure::PerResident, min_residents: 0.0, draws: 100, ..RankParams::default() }
                .check()
                .expect("parameters");
        let fit = &ranker.rank(&totals(&counts, &residents)).expect("a ranking").groups[0];
        let (alpha, beta) = (case["alpha"].as_f64().expect("a number"), case["beta"].as_f64().expect("a number"));
        eprintln!("{}: α {} (scipy {alpha}), β {} (scipy {beta})", case["name"], fit.alpha, fit.beta);
        // The likelihood is flat at its top: a part in 10⁵ of α moves it by less than 10⁻⁹.
        near(fit.alpha, alpha, 1e-4);
        near(fit.alpha / fit.beta, alpha / beta, 1e-5);
    }
}

#[test]
fn over_dispersion_is_pearsons() {
    let case = &reference()["dispersion"];
    let rows: Vec<Vec<i64>> = case["monthly"].as_array().expect("rows").iter().map(whole).collect();
    let (units, months) = (rows.len(), rows[0].len());
    let monthly = rows.concat();
    let input = RankInput {
        months,
        units: (0..units).map(|i| unit(format!("u{i}"), 1_000.0, 1.0)).collect(),
        groups: vec![group("all", 1.0)],
        monthly,
        clusters: None,
        reference: None,
    };
    let ranking =
        RankParams { draws: 100, ..RankParams::default() }.check().and_then(|r| r.rank(&input)).expect("a ranking");
    near(ranking.groups[0].phi, case["phi"].as_f64().expect("a number"), 1e-9);
}
