//! Whatever is in a city file, a date or a position: nothing panics, every row is accounted for, and what is said of it
//! is short. `just fuzz` runs them longer, from other beginnings.

use catchment_model::city::City as CityFile;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{City, HEADER, here};

/// Longest message, bytes.
const LONGEST: usize = 1024;

/// As many cases as a run of all tests has time for, unless the environment asks for more from another beginning.
fn config(cases: u32) -> ProptestConfig {
    let told = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let cases = told("CATCHMENT_FUZZ_CASES").and_then(|n| u32::try_from(n).ok()).unwrap_or(cases);
    let rng_seed = RngSeed::Fixed(told("CATCHMENT_FUZZ_SEED").unwrap_or(20_261_129));
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

/// Texts that mean something in the places where they are put.
fn words() -> impl Strategy<Value = String> {
    let known = [
        "",
        "0",
        "-0",
        "-1",
        "1",
        "12",
        "13",
        "1e308",
        "-1e309",
        "NaN",
        "inf",
        "99999999999999999999",
        "0x10",
        "1_000",
        "2015-01",
        "2015-13",
        "0000-00",
        "9999-12",
        "2015-02-29",
        "2016-02-29",
        "01/31/1999 23:59",
        "1/5/2015 0:01",
        "02/30/2015",
        "13/13/2015 25:61",
        "2015-01-05T13:30:00Z",
        "2015-03-08 02:30",
        "12:00 AM",
        "24:00",
        "true",
        "\"",
        "\"\"",
        "[",
        "]]",
        "{",
        "}",
        "[[",
        "=",
        "'",
        "'''",
        "\"\"\"",
        "#",
        ",",
        ";",
        "\t",
        "\u{0}",
        "\u{feff}",
        "\u{202e}",
        "\u{1d7d9}",
        "é",
        "…",
        "-90.2",
        "38.6",
        "270500",
        "310500",
        "\"270,500\"",
        "270500.5.5",
        "EPSG:26996",
        "EPSG:0",
        "+proj=utm",
        "America/Chicago",
        "Nowhere/X",
        "homicide",
        "*.csv",
        "/dev/zero",
        "../..",
        "/vsicurl/http://x/y",
    ];
    prop_oneof![
        4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => any::<f64>().prop_map(|x| x.to_string()),
        1 => any::<i64>().prop_map(|x| x.to_string()),
        1 => prop::sample::select(known.to_vec()).prop_flat_map(|t| (1usize..3000).prop_map(move |n| t.repeat(n))),
    ]
}

/// A way to change a city file.
#[derive(Debug, Clone)]
enum Change {
    /// The value behind a key.
    Value(prop::sample::Index, String),
    /// A word somewhere.
    Insert(prop::sample::Index, String),
    DropLine(prop::sample::Index),
    Twice(prop::sample::Index, usize),
    Swap(prop::sample::Index, prop::sample::Index),
    Cut(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    let quoted = words().prop_map(|word| format!("\"{}\"", word.replace(['"', '\\', '\n'], "")));
    prop_oneof![
        4 => (at(), words()).prop_map(|(i, w)| Change::Value(i, w)),
        3 => (at(), quoted).prop_map(|(i, w)| Change::Value(i, w)),
        2 => (at(), words()).prop_map(|(i, w)| Change::Insert(i, w)),
        1 => at().prop_map(Change::DropLine),
        1 => (at(), 1usize..60).prop_map(|(i, n)| Change::Twice(i, n)),
        1 => (at(), at()).prop_map(|(i, j)| Change::Swap(i, j)),
        1 => at().prop_map(Change::Cut),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for change in changes {
        if lines.is_empty() {
            break;
        }
        let n = lines.len();
        match change {
            Change::Value(at, word) => {
                let line = &mut lines[at.index(n)];
                if let Some(eq) = line.find('=') {
                    *line = format!("{}= {word}", &line[..eq]);
                }
            }
            Change::Insert(at, word) => lines[at.index(n)].push_str(word),
            Change::DropLine(at) => drop(lines.remove(at.index(n))),
            Change::Twice(at, times) => {
                let line = lines[at.index(n)].clone();
                lines.extend(std::iter::repeat_n(line, *times));
            }
            Change::Swap(a, b) => lines.swap(a.index(n), b.index(n)),
            Change::Cut(at) => lines.truncate(at.index(n)),
        }
    }
    lines.join("\n")
}

fn short(error: &impl std::error::Error) {
    let mut cause = Some(error as &dyn std::error::Error);
    while let Some(error) = cause {
        let text = error.to_string();
        assert!(!text.is_empty() && text.len() <= LONGEST, "{} bytes: {:.300}", text.len(), text);
        cause = error.source();
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_changed_city_file_is_read_or_refused_shortly(changes in prop::collection::vec(change(), 1..6), real: bool) {
        let name = if real { "stl/city-real.toml" } else { "stl/city.toml" };
        let text = std::fs::read_to_string(here("../../data").join(name)).expect("a city file");
        if let Err(error) = CityFile::from_toml(&changed(&text, &changes)) {
            short(&error);
        }
    }
}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn any_date_position_count_or_code_is_read_or_rejected(
        rows in prop::collection::vec(prop::collection::vec(words(), 9), 1..30),
        noise in 0usize..9,
    ) {
        let quoted = |word: &String| format!("\"{}\"", word.replace('"', "\"\""));
        // One column is as it comes; the others are sound, so that it is what decides.
        let sound = ["15-1", "2015-01", "01/05/2015 13:30", "1", "31111", "ROBBERY", "1", "270500", "310500"];
        let line = |row: &Vec<String>| {
            let fields = (0..9).map(|i| if i == noise || noise == 8 { quoted(&row[i]) } else { sound[i].to_owned() });
            fields.collect::<Vec<_>>().join(",")
        };
        let text = format!("{HEADER}\n{}\n", rows.iter().map(line).collect::<Vec<_>>().join("\n"));
        let city = City::new();
        city.file("2015-01.csv", text.as_bytes());
        match city.ingest() {
            Ok(read) => {
                let totals = read.quality.totals();
                prop_assert!(read.quality.balances(), "{totals:?}");
                prop_assert_eq!(totals.rows, rows.len() as u64);
                prop_assert!(read.incidents.positions.iter().all(|p| p.x_m.is_finite() && p.lng.is_finite()));
            }
            Err(error) => short(&error),
        }
    }
}
