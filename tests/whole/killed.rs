//! An ingest that dies or fails leaves the dataset before it whole and answering.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::program::{catchment, command};
use crate::small_city::{SmallCity, path};

/// What a reader sees of the current dataset.
fn answers(workspace: &Path) -> [String; 2] {
    [
        catchment(workspace, &["counts", "--by", "year", "--offense", "all", "--format", "csv"]).ok(),
        catchment(workspace, &["quality", "--format", "json"]).ok(),
    ]
}

/// The city with one more row, so that its dataset differs.
fn change(city: &SmallCity, n: usize) {
    let file = city.raw().join("2016-12.csv");
    let mut text = std::fs::read_to_string(&file).expect("the file");
    text = format!("{text}Z{n},2016-12,12/01/2016 10:30,1,10000,HOMICIDE,1,-90.239,38.629\r\n");
    std::fs::write(&file, text).expect("the file is written");
}

#[test]
fn an_ingest_killed_at_any_moment_leaves_a_whole_dataset() {
    let (city, workspace) = SmallCity::ingested();
    let first = answers(&workspace);
    let started = std::time::Instant::now();
    change(&city, 0);
    catchment(&workspace, &["ingest", "--no-backtest", path(&city.file())]).ok();
    let whole_run = started.elapsed();
    let mut finished = 0;
    let mut before = answers(&workspace);
    assert_ne!(first, before);
    for n in 1..=24u32 {
        change(&city, n as usize);
        let mut child = command(&workspace)
            .args(["ingest", "--no-backtest", path(&city.file())])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        // Moments spread over a whole run, in an order that is not that of time.
        std::thread::sleep(whole_run.mul_f64(f64::from(n * 7 % 24) / 22.0).max(Duration::from_millis(1)));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let after = answers(&workspace);
        if after != before {
            finished += 1;
            before = after;
        }
    }
    assert!(finished < 24, "no run was killed in time");
    catchment(&workspace, &["ingest", "--no-backtest", path(&city.file())]).ok();
    assert_ne!(answers(&workspace), before);
    let left: Vec<String> = std::fs::read_dir(workspace.join("datasets"))
        .expect("the datasets")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.len() != 16)
        .collect();
    assert_eq!(left, Vec::<String>::new(), "what dead runs left is gone after the next");
}

#[test]
fn an_ingest_that_fails_leaves_the_dataset_before_it() {
    let (city, workspace) = SmallCity::ingested();
    let before = answers(&workspace);
    let good = std::fs::read_to_string(city.file()).expect("the city file");
    for (bad, word) in [
        (good.replace("schema = 1", "schema = 99"), "99"),
        (good.replace("areas.geojson", "nowhere.geojson"), "nowhere.geojson"),
        (good.replace("raw/*.csv", "other/*.csv"), "other/*.csv"),
        (good.replace("[\"Crime\"]", "[\"Krime\"]"), "Krime"),
        (good.replace("EPSG:26996", "EPSG:999999"), "EPSG:999999"),
        (good.replace("group = \"rape\"", "group = \"rapes\""), "rapes"),
    ] {
        std::fs::write(city.file(), &bad).expect("the city file is written");
        let error = catchment(&workspace, &["ingest", "--no-backtest", path(&city.file())]).failed();
        assert!(error.contains(word), "no \"{word}\" in: {error}");
        assert_eq!(answers(&workspace), before);
    }
}
