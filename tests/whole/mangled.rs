//! Mangled files: the program ends in a sane way, says what it saw, and accounts for every row.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::program::{catchment, json};
use crate::small_city::{SmallCity, path};

/// What is done to a file.
#[derive(Debug, Clone)]
enum Harm {
    Cut(prop::sample::Index),
    Bytes(prop::sample::Index, Vec<u8>),
    Overwrite(prop::sample::Index, Vec<u8>),
    SwapColumns(usize, usize),
    DropColumn(usize),
    RepeatHeader(prop::sample::Index),
    Quote(prop::sample::Index),
    OnlyNoise(Vec<u8>),
}

fn harm() -> impl Strategy<Value = Harm> {
    let noise = || prop::collection::vec(any::<u8>(), 1..200);
    prop_oneof![
        any::<prop::sample::Index>().prop_map(Harm::Cut),
        (any::<prop::sample::Index>(), noise()).prop_map(|(at, bytes)| Harm::Bytes(at, bytes)),
        (any::<prop::sample::Index>(), noise()).prop_map(|(at, bytes)| Harm::Overwrite(at, bytes)),
        (0..9usize, 0..9usize).prop_map(|(a, b)| Harm::SwapColumns(a, b)),
        (0..9usize).prop_map(Harm::DropColumn),
        any::<prop::sample::Index>().prop_map(Harm::RepeatHeader),
        any::<prop::sample::Index>().prop_map(Harm::Quote),
        noise().prop_map(Harm::OnlyNoise),
    ]
}

fn harmed(good: &[u8], harm: &Harm) -> Vec<u8> {
    let mut bytes = good.to_vec();
    let lines = || good.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let columns = |change: &dyn Fn(&mut Vec<String>)| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(good);
        let mut writer = csv::Writer::from_writer(Vec::new());
        for record in reader.records() {
            let mut fields: Vec<String> = record.expect("good rows").iter().map(str::to_owned).collect();
            change(&mut fields);
            writer.write_record(&fields).expect("memory");
        }
        writer.into_inner().expect("memory")
    };
    match harm {
        Harm::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Harm::Bytes(at, noise) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, noise.iter().copied());
        }
        Harm::Overwrite(at, noise) => {
            let at = at.index(bytes.len());
            let end = (at + noise.len()).min(bytes.len());
            bytes[at..end].copy_from_slice(&noise[..end - at]);
        }
        // The header stays: values stand under the wrong names.
        Harm::SwapColumns(a, b) => {
            let swapped = columns(&|fields| fields.swap(*a, *b));
            let mut lines = lines();
            let body = swapped.split_inclusive(|b| *b == b'\n').skip(1).flatten().copied().collect();
            lines.truncate(1);
            lines.push(body);
            bytes = lines.concat();
        }
        Harm::DropColumn(at) => {
            bytes = columns(&|fields| {
                fields.remove(*at);
            });
        }
        Harm::RepeatHeader(at) => {
            let mut lines = lines();
            let at = at.index(lines.len());
            lines.insert(at, lines[0].clone());
            bytes = lines.concat();
        }
        Harm::Quote(at) => bytes.insert(at.index(good.len()), b'"'),
        Harm::OnlyNoise(noise) => bytes.clone_from(noise),
    }
    bytes
}

#[test]
fn mangled_files_end_in_an_error_or_a_balanced_report() {
    let city = SmallCity::write();
    let workspace = city.workspace();
    let file = city.raw().join("2016-05.csv");
    let good = std::fs::read(&file).expect("the file");
    // Fewer files make each of the many runs short.
    for entry in std::fs::read_dir(city.raw()).expect("the files") {
        let path = entry.expect("an entry").path();
        if !path.ends_with("2016-05.csv") && !path.ends_with("2016-06.csv") {
            std::fs::remove_file(path).expect("a file goes");
        }
    }
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 80, failure_persistence: None, max_shrink_iters: 30, ..Config::default() },
        seed,
    );
    let outcome = runner.run(&harm(), |harm| {
        std::fs::write(&file, harmed(&good, &harm)).expect("the file is written");
        let run = catchment(&workspace, &["ingest", "--no-backtest", path(&city.file()), "--format", "json"]);
        prop_assert!(matches!(run.code, Some(0 | 1)), "exit code {:?}", run.code);
        if run.code == Some(1) {
            prop_assert!(run.err.contains("error: ") && run.err.contains("2016-05.csv"), "{}", run.err);
        } else {
            let report = json(&run.out);
            prop_assert_eq!(&report["balances"], true);
            let n = |key: &str| report["totals"][key].as_u64().unwrap_or(u64::MAX);
            prop_assert_eq!(n("rows"), n("accepted") + n("cancelled") + n("unlocated") + n("rejected"));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn city_files_of_noise_are_refused_with_their_name() {
    let city = SmallCity::write();
    let good = std::fs::read_to_string(city.file()).expect("the city file");
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[9; 32]);
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 40, failure_persistence: None, max_shrink_iters: 30, ..Config::default() },
        seed,
    );
    let outcome = runner.run(&(any::<prop::sample::Index>(), "[ -~\\n]{1,20}"), |(at, noise)| {
        let at = at.index(good.len());
        std::fs::write(city.file(), format!("{}{noise}{}", &good[..at], &good[at..]))
            .expect("the city file is written");
        let run = catchment(&city.workspace(), &["ingest", "--no-backtest", path(&city.file())]);
        prop_assert!(matches!(run.code, Some(0 | 1)), "exit code {:?}", run.code);
        if run.code == Some(1) {
            prop_assert!(run.err.starts_with("error: ") || run.err.contains("\nerror: "), "{}", run.err);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|e| panic!("{e}"));
}
