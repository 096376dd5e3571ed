//! Damaged files: whatever comes, nothing panics, and what is read is accounted for.

use proptest::prelude::*;

use crate::support::{City, HEADER};

/// Sixty sound rows with the traps of the real files among them.
fn sound() -> Vec<u8> {
    let row = |i: u32| match i % 6 {
        0 => format!("15-{i},2015-01,01/05/2015 13:30,1,31111,\"ROBBERY, FIREARM\",1,270500,310500"),
        1 => format!("15-{},2015-01,1/5/2015 0:01,-1, 31111,ROBBERY,2,271500.5,310500.25", i - 1),
        2 => format!("15-{i},2015-02,,1,10000,HOMICIDE,0,0,0"),
        3 => format!(
            "15-{i},2015-02,01/31/1999 23:59,1,41111,\"A \"\"quoted\"\" text\nin two lines\",2,\"271,500\",310500"
        ),
        4 => format!("15-{i},2015-03,02/28/2015 12:00 PM,1,51111,CAF\u{c9},1,270001,310999"),
        _ => format!("15-{i},2015-03,03/01/2015,1,210000,OTHER,1,1e9,-1e9"),
    };
    let rows: Vec<String> = (0..60).map(row).collect();
    format!("{HEADER}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

/// A way to damage a file.
#[derive(Debug, Clone)]
enum Damage {
    Cut(prop::sample::Index),
    Flip(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Remove(prop::sample::Index, usize),
    SwapColumns(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        at().prop_map(Damage::Cut),
        (at(), 0u8..8).prop_map(|(i, bit)| Damage::Flip(i, bit)),
        (at(), prop::collection::vec(any::<u8>(), 0..8)).prop_map(|(i, b)| Damage::Insert(i, b)),
        (at(), prop::sample::select(vec![b"\"".to_vec(), b",".to_vec(), b"\r\n".to_vec(), b"\"\"".to_vec(), vec![0]]))
            .prop_map(|(i, b)| Damage::Insert(i, b)),
        (at(), 1usize..200).prop_map(|(i, n)| Damage::Remove(i, n)),
        (0usize..9, 0usize..9).prop_map(|(a, b)| Damage::SwapColumns(a, b)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    match damage {
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Flip(at, bit) => {
            let i = at.index(bytes.len());
            bytes[i] ^= 1 << bit;
        }
        Damage::Insert(at, new) => {
            let i = at.index(bytes.len());
            bytes.splice(i..i, new.iter().copied());
        }
        Damage::Remove(at, n) => {
            let i = at.index(bytes.len());
            bytes.drain(i..(i + n).min(bytes.len()));
        }
        Damage::SwapColumns(a, b) => {
            let head_end = bytes.iter().position(|b| *b == b'\n').map_or(0, |p| p + 1);
            let body = String::from_utf8_lossy(&bytes[head_end..]).into_owned();
            let swap = |line: &str| {
                let mut parts: Vec<&str> = line.split(',').collect();
                if *a < parts.len() && *b < parts.len() {
                    parts.swap(*a, *b);
                }
                parts.join(",")
            };
            let body: Vec<String> = body.split('\n').map(swap).collect();
            bytes.truncate(head_end);
            bytes.extend_from_slice(body.join("\n").as_bytes());
        }
    }
}

/// Reads the bytes as a file of the usual source; a typed error is as good as a balanced report.
fn read(city: &City, bytes: &[u8]) {
    city.file("2015-01.csv", bytes);
    if let Ok(read) = city.ingest() {
        let totals = read.quality.totals();
        assert!(read.quality.balances(), "{totals:?}");
        assert_eq!(read.incidents.rows.len() as u64, totals.rows - totals.rejected);
        assert!(read.incidents.positions.iter().all(|p| p.x_m.is_finite() && p.lng.is_finite()));
        assert_eq!(read.incidents.rows.iter().map(|r| i64::from(r.count)).sum::<i64>(), totals.net);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_damaged_file_does_not_panic_and_its_rows_balance(all in prop::collection::vec(damage(), 1..12)) {
        let city = City::new();
        let mut bytes = sound();
        for one in &all {
            apply(&mut bytes, one);
        }
        read(&city, &bytes);
    }

    #[test]
    fn random_bytes_under_a_good_header_do_not_panic(body in prop::collection::vec(any::<u8>(), 0..2000)) {
        let city = City::new();
        read(&city, &[HEADER.as_bytes(), b"\n", &body].concat());
    }

    #[test]
    fn random_bytes_do_not_panic(body in prop::collection::vec(any::<u8>(), 0..500)) {
        read(&City::new(), &body);
    }
}

#[test]
fn the_undamaged_file_is_read_whole() {
    let city = City::new();
    // Its rows are of three months: under the name of one it would be refused.
    let read = city.file("sound.csv", sound()).read();
    assert_eq!((read.quality.totals().rows, read.quality.totals().rejected), (60, 0));
}
