//! Every command on the made-up city, against plain loops over its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use h3o::{LatLng, Resolution};

use crate::program::{catchment, command, counts, csv, json};
use crate::small_city::{AREAS, MISSING, Row, SmallCity, ingested, path};

/// The city and its workspace, ingested once for all tests that only read.
fn city() -> (&'static SmallCity, &'static Path) {
    static CITY: OnceLock<(SmallCity, PathBuf)> = OnceLock::new();
    let (city, workspace) = CITY.get_or_init(|| {
        let city = SmallCity::write();
        let workspace = ingested(&city);
        (city, workspace)
    });
    (city, workspace)
}

fn victims(row: &Row) -> bool {
    ["homicide", "robbery", "assault"].contains(&row.group())
}

#[test]
fn every_row_in_is_accounted_for() {
    let (city, workspace) = city();
    let report = json(&catchment(workspace, &["quality", "--format", "json"]).ok());
    let totals = &report["totals"];
    let rows = city.rows.len() as u64 + city.broken;
    assert_eq!(totals["rows"], rows);
    assert_eq!(totals["rejected"], city.broken);
    assert_eq!(totals["cancelled"], city.cancelled);
    let n = |key: &str| totals[key].as_u64().expect("a count");
    assert_eq!(n("accepted") + n("cancelled") + n("unlocated") + n("rejected"), rows);
    assert_eq!(totals["net"], city.rows.iter().map(|r| r.count).sum::<i64>());
    assert_eq!(report["balances"], true);
}

#[test]
fn rejected_rows_are_listed_with_file_line_and_reason() {
    let (city, workspace) = city();
    let (header, rows) = csv(&catchment(workspace, &["quality", "--rejected", "--format", "csv"]).ok());
    assert_eq!(header, ["file", "line", "reason", "detail"]);
    let in_file = city.rows.iter().filter(|r| r.month == "2016-03").count();
    let lines: Vec<usize> = rows.iter().map(|r| r[1].parse().expect("a line")).collect();
    assert_eq!(lines, [in_file + 2, in_file + 3]);
    assert!(rows.iter().all(|r| r[0].contains("2016-03.csv")), "{rows:?}");
    assert!(rows[0][3].contains("77777"), "{rows:?}");
    assert!(rows[1][3].contains("one"), "{rows:?}");
}

#[test]
fn the_quality_report_has_every_form() {
    let (_, workspace) = city();
    let (header, files) = csv(&catchment(workspace, &["quality", "--by", "file", "--format", "csv"]).ok());
    assert_eq!(header[4..], ["rows", "accepted", "cancelled", "unlocated", "rejected", "net"]);
    assert_eq!(files.len(), 23);
    let (header, _) = csv(&catchment(workspace, &["quality", "--by", "reason", "--format", "csv"]).ok());
    assert_eq!(header, ["reason", "rows"]);
    let (header, years) = csv(&catchment(workspace, &["quality", "--by", "year", "--format", "csv"]).ok());
    assert_eq!(header, ["year", "offense", "rows", "located", "share", "warns"]);
    assert!(years.len() >= 8, "{years:?}");
    let table = catchment(workspace, &["quality"]).ok();
    assert!(table.contains("accepted") && table.contains("rejected 2"), "{table}");
}

#[test]
fn years_count_what_was_written() {
    let (city, workspace) = city();
    let out = catchment(
        workspace,
        &["counts", "--by", "year", "--offense", "homicide,robbery,rape,violent,drugs", "--format", "csv"],
    )
    .ok();
    let (header, rows) = csv(&out);
    assert_eq!(header, ["year", "offense", "count"]);
    let order: Vec<&str> = rows.iter().take(5).map(|r| r[1].as_str()).collect();
    assert_eq!(order, ["homicide", "robbery", "rape", "violent", "drugs"]);
    let mut truth = city.net(|r| Some(vec![r.year().to_owned(), r.group().to_owned()]));
    for (key, n) in city.net(|r| (r.group() != "drugs").then(|| vec![r.year().to_owned(), "violent".to_owned()])) {
        truth.insert(key, n);
    }
    truth.retain(|key, _| key[1] != "assault");
    assert_eq!(counts(&out, 2), truth);
}

#[test]
fn a_month_without_a_file_is_missing_and_not_zero() {
    let (city, workspace) = city();
    let run = catchment(workspace, &["counts", "--by", "month", "--offense", "homicide", "--format", "csv"]);
    assert!(run.err.contains(MISSING), "{}", run.err);
    let found = counts(&run.ok(), 2);
    assert_eq!(found.len(), 23);
    assert!(!found.contains_key(&vec![MISSING.to_owned(), "homicide".to_owned()]));
    let truth = city.net(|r| (r.group() == "homicide").then(|| vec![r.month.clone(), "homicide".to_owned()]));
    for (key, n) in &found {
        assert_eq!(*n, truth.get(key).copied().unwrap_or(0), "{key:?}");
    }
    let document =
        json(&catchment(workspace, &["counts", "--by", "month", "--offense", "homicide", "--format", "json"]).ok());
    let items = document["items"].as_array().expect("items");
    let missing = items.iter().find(|i| i["month"] == MISSING).expect("the missing month is there");
    assert_eq!((&missing["status"], missing["count"].is_null()), (&"missing".into(), true));
    assert_eq!(document["meta"]["window"]["missing"], serde_json::json!([MISSING]));
}

#[test]
fn months_of_occurrence_count_what_was_written() {
    let (city, workspace) = city();
    let args = ["counts", "--by", "month", "--time", "occurred", "--offense", "assault", "--format", "csv"];
    let found = counts(&catchment(workspace, &args).ok(), 2);
    let truth = city.net(|r| (r.group() == "assault").then(|| vec![r.occurred.clone(), "assault".to_owned()]));
    assert_eq!(found.len(), 23);
    for (key, n) in &found {
        assert_eq!(*n, truth.get(key).copied().unwrap_or(0), "{key:?}");
    }
}

#[test]
fn incidents_that_were_taken_back_do_not_count() {
    let (city, workspace) = city();
    let args = ["counts", "--by", "year", "--unit", "incident", "--offense", "robbery,assault", "--format", "csv"];
    let found = counts(&catchment(workspace, &args).ok(), 2);
    // Every number is one row, and one more where it was taken back at once.
    let back = |r: &Row| city.rows.iter().any(|o| o.count < 0 && o.number == r.number);
    let truth = |r: &Row| {
        ["robbery", "assault"]
            .contains(&r.group())
            .then(|| vec![r.year().to_owned(), r.group().to_owned()])
            .filter(|_| !back(r))
    };
    assert_eq!(found, city.net(truth));
    let error = catchment(workspace, &["counts", "--by", "year", "--unit", "incident", "--offense", "rape"]).failed();
    assert!(error.contains("--unit incident: expected net: rape"), "{error}");
}

fn by_neighborhood(area: &str, of: impl Fn(&Row) -> u32) {
    let (city, workspace) = city();
    let run = catchment(
        workspace,
        &["counts", "--by", "neighborhood", "--area", area, "--offense", "harm,robbery", "--format", "csv"],
    );
    let out = run.ok();
    let (header, rows) = csv(&out);
    assert_eq!(header, ["neighborhood_id", "neighborhood", "offense", "count"]);
    assert_eq!(rows.len(), 2 * (AREAS.len() + 1));
    let mut truth = city.net(|r| victims(r).then(|| (of(r).to_string(), "harm".to_owned())));
    truth.extend(city.net(|r| (r.group() == "robbery").then(|| (of(r).to_string(), "robbery".to_owned()))));
    for row in &rows {
        let name = AREAS.iter().find(|(id, _)| id.to_string() == row[0]).map_or("(unknown)", |(_, name)| *name);
        assert_eq!(row[1], name);
        let expected = truth.get(&(row[0].clone(), row[2].clone())).copied().unwrap_or(0);
        assert_eq!(row[3], expected.to_string(), "{row:?}");
    }
}

#[test]
fn neighborhoods_by_label_count_what_was_written() {
    by_neighborhood("label", |r| r.label);
}

#[test]
fn neighborhoods_by_point_count_what_was_written() {
    by_neighborhood("point", |r| r.point.unwrap_or(0));
}

#[test]
fn cells_count_what_was_written() {
    let (city, workspace) = city();
    for (flag, resolution) in [("8", Resolution::Eight), ("9", Resolution::Nine), ("10", Resolution::Ten)] {
        let run = catchment(
            workspace,
            &["counts", "--by", "cell", "--resolution", flag, "--offense", "harm", "--format", "csv"],
        );
        let cell = |r: &Row| LatLng::new(r.lat, r.lng).expect("a place").to_cell(resolution).to_string();
        let mut truth = city.net(|r| (victims(r) && r.point.is_some()).then(|| vec![cell(r), "harm".to_owned()]));
        truth.retain(|_, n| *n != 0);
        assert_eq!(counts(&run.ok(), 2), truth);
    }
}

#[test]
fn what_may_not_be_shown_so_finely_is_refused_or_named() {
    let (_, workspace) = city();
    for by in ["month", "neighborhood", "cell"] {
        let error = catchment(workspace, &["counts", "--by", by, "--offense", "rape"]).failed();
        assert!(error.contains("rape") && error.contains("--by year"), "{error}");
        let run = catchment(workspace, &["counts", "--by", by, "--offense", "violent", "--format", "json"]);
        assert!(run.err.contains("rape"), "{}", run.err);
        assert_eq!(json(&run.ok())["meta"]["withheld"], serde_json::json!(["rape"]));
    }
}

#[test]
fn counts_have_every_form() {
    let (_, workspace) = city();
    for by in ["year", "month", "neighborhood", "cell"] {
        let table = catchment(workspace, &["counts", "--by", by]).ok();
        assert!(table.contains("harm") && table.contains("Made up for tests"), "{table}");
        json(&catchment(workspace, &["counts", "--by", by, "--format", "json"]).ok());
    }
    for by in ["neighborhood", "cell"] {
        let map = json(&catchment(workspace, &["counts", "--by", by, "--format", "geojson"]).ok());
        assert_eq!(map["type"], "FeatureCollection");
        for feature in map["features"].as_array().expect("features") {
            let columns = feature["properties"].as_object().expect("columns");
            assert!(feature["geometry"]["coordinates"].is_array() && columns["harm"].is_i64(), "{feature}");
            assert!(feature["id"].is_string() && feature["id"] == columns["id"], "{feature}");
            assert!(columns.values().all(|v| !v.is_object() && !v.is_array()), "{feature}");
            assert!(by == "neighborhood" || columns["hex_id"] == columns["cell"], "{feature}");
        }
    }
    for by in ["year", "month"] {
        let error = catchment(workspace, &["counts", "--by", by, "--format", "geojson"]).failed();
        assert!(error.contains("geojson"), "{error}");
    }
}

#[test]
fn hotspots_list_every_study_cell_with_its_count() {
    let (city, workspace) = city();
    let run = catchment(workspace, &["hotspots", "--resolution", "9", "--offense", "harm", "--format", "csv"]);
    let (header, rows) = csv(&run.ok());
    assert_eq!(header, ["cell", "count", "z", "p", "significant"]);
    let cells: BTreeSet<&str> = rows.iter().map(|r| r[0].as_str()).collect();
    assert_eq!(cells.len(), rows.len());
    assert!(rows.iter().any(|r| r[1] == "0"), "cells without offenses count too");
    let cell = |r: &Row| LatLng::new(r.lat, r.lng).expect("a place").to_cell(Resolution::Nine).to_string();
    let truth: BTreeMap<String, i64> = city.net(|r| (victims(r) && r.point.is_some()).then(|| cell(r)));
    for row in &rows {
        assert_eq!(row[1].parse::<i64>().expect("a count"), truth.get(&row[0]).copied().unwrap_or(0), "{row:?}");
        let p: f64 = row[3].parse().expect("a p");
        assert!((0.0..=1.0).contains(&p) && ["true", "false"].contains(&row[4].as_str()), "{row:?}");
    }
    for format in ["geojson", "table"] {
        catchment(workspace, &["hotspots", "--format", format]).ok();
    }
    let answer = json(&catchment(workspace, &["hotspots", "--alpha", "0.01", "--ring", "2", "--format", "json"]).ok());
    let params = answer["meta"]["params"].as_object().expect("what was asked");
    assert_eq!((&params["alpha"], &params["ring"], params.get("fdr")), (&0.01.into(), &2.into(), None));
}

#[test]
fn every_method_of_finding_clusters_prints_its_columns() {
    let (_, workspace) = city();
    for (method, columns) in [
        ("moran", "cell,count,i,z,p,quadrant,significant"),
        ("emerging", "cell,count,category,hot_steps,cold_steps,trend,trend_p,z_last"),
        ("scan", "cluster,cell,from,to,count,expected,relative_risk,llr,p"),
        ("scan-space", "cluster,cell,from,to,count,expected,relative_risk,llr,p"),
        ("knox", "distance_m,days,pairs,expected,ratio,p"),
    ] {
        let steps: &[&str] = if ["emerging", "scan"].contains(&method) { &["--step-months", "1"] } else { &[] };
        let of = |format| {
            let ask = ["hotspots", "--method", method, "--resolution", "8", "--format", format];
            catchment(workspace, &[&ask[..], steps].concat())
        };
        assert_eq!(csv(&of("csv").ok()).0, columns.split(',').collect::<Vec<_>>(), "{method}");
        for format in ["json", "table"] {
            of(format).ok();
        }
    }
    for (more, baseline) in [(&[][..], "residents"), (&["--baseline", "area"][..], "area")] {
        let flags = ["hotspots", "--method", "scan-space", "--resolution", "8", "--format", "json"];
        let answer = json(&catchment(workspace, &[&flags[..], more].concat()).ok());
        assert_eq!(answer["meta"]["params"]["clusters"]["baseline"], baseline);
    }
    let error = catchment(workspace, &["hotspots", "--method", "scan-space", "--baseline", "permutation"]).failed();
    assert!(error.contains("--baseline") && error.contains("residents or area"), "{error}");
    let error = catchment(workspace, &["hotspots", "--method", "knox", "--format", "geojson"]).failed();
    assert!(error.contains("--format") && error.contains("csv"), "{error}");
}

#[test]
fn the_ranking_puts_the_violent_neighborhood_first() {
    let (city, workspace) = city();
    let run =
        catchment(workspace, &["rank", "--of", "neighborhoods", "--top", "3", "--offense", "harm", "--format", "csv"]);
    let (header, rows) = csv(&run.ok());
    assert_eq!(
        header,
        [
            "rank",
            "id",
            "name",
            "score",
            "count",
            "per_1000",
            "per_km2",
            "rank_low",
            "rank_high",
            "p_top",
            "incidents",
            "next_low",
            "next_high",
            "p_next"
        ]
    );
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[0][0].as_str(), rows[0][1].as_str(), rows[0][2].as_str()), ("1", "2", "Old Mill, North"));
    let truth = city.net(|r| (victims(r) && r.label == 2).then_some(()))[&()];
    assert_eq!(rows[0][4], truth.to_string());
    let all = catchment(workspace, &["rank", "--top", "100", "--format", "csv"]).ok();
    let (_, rows) = csv(&all);
    assert_eq!(rows.len(), 5, "parks are not ranked: {all}");
    for row in rows {
        let n = |at: usize| row[at].parse::<f64>().expect("a number");
        assert!(n(7) <= n(0) && n(0) <= n(8), "{row:?}");
        assert!((0.0..=1.0).contains(&n(9)), "{row:?}");
    }
}

#[test]
fn the_ranking_has_every_form_and_measure() {
    let (_, workspace) = city();
    let table = catchment(workspace, &["rank"]).ok();
    for word in ["Old Mill, North", "2016-12", "seed", "Made up for tests"] {
        assert!(table.contains(word), "no {word} in {table}");
    }
    for measure in ["count", "per_resident", "per_km2"] {
        let document = json(&catchment(workspace, &["rank", "--measure", measure, "--format", "json"]).ok());
        assert_eq!(document["meta"]["params"]["measure"], measure);
    }
    let map = json(
        &catchment(
            workspace,
            &["rank", "--of", "catchments", "--area-km2", "0.5", "--top", "2", "--format", "geojson"],
        )
        .ok(),
    );
    assert_eq!(map["features"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_seed_decides_the_draws_and_nothing_else_does() {
    let (_, workspace) = city();
    let rank = |seed: &str| catchment(workspace, &["rank", "--seed", seed, "--format", "csv"]).ok();
    assert_eq!(rank("7"), rank("7"));
}

#[test]
fn the_surface_is_a_geotiff_with_its_crs() {
    let (_, workspace) = city();
    let folder = tempfile::tempdir().expect("a folder");
    for edge in ["none", "uniform", "diggle"] {
        let file = folder.path().join(format!("{edge}.tif"));
        let run = catchment(
            workspace,
            &["surface", "--bandwidth", "300", "--cell", "50", "--edge", edge, "--out", path(&file)],
        );
        run.ok();
        let tiff = crate::program::GeoTiff::read(&file);
        assert!(tiff.crs.contains("26996") || tiff.crs.contains("Missouri East"), "{}", tiff.crs);
        assert!((tiff.pixel_m - 50.0).abs() < 1e-9, "{tiff:?}");
        assert!(tiff.metadata.iter().any(|m| m.contains("per km² per year")), "{:?}", tiff.metadata);
        assert!(tiff.max > 0.0 && tiff.min >= 0.0, "{tiff:?}");
    }
}

#[test]
fn a_surface_for_standard_output_is_the_file_and_nothing_else() {
    let (_, workspace) = city();
    let folder = tempfile::tempdir().expect("a folder");
    let (file, piped) = (folder.path().join("file.tif"), folder.path().join("piped.tif"));
    let ask = ["surface", "--bandwidth", "300", "--cell", "50", "--out"];
    let told = catchment(workspace, &[&ask[..], &[path(&file)]].concat()).ok();
    assert!(told.contains("pixels of 50 m") && told.contains("Made up for tests"), "{told}");
    let run = command(workspace).args(ask).arg("-").output().expect("it runs");
    assert!(run.status.success());
    assert_eq!(run.stdout, std::fs::read(&file).expect("the file"));
    std::fs::write(&piped, &run.stdout).expect("written");
    assert!(crate::program::GeoTiff::read(&piped).max > 0.0);
    let words = String::from_utf8(run.stderr).expect("words");
    assert!(words.contains("pixels of 50 m") && words.contains("Made up for tests"), "{words}");
    assert!(!Path::new("-").exists());
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let city = SmallCity::write();
    let mut seen = Vec::new();
    for threads in ["1", "2"] {
        let workspace = city.dir.path().join(threads);
        let run = |args: &[&str]| catchment(&workspace, &[&["--threads", threads], args].concat()).ok();
        run(&["ingest", "--no-backtest", path(&city.file())]);
        let asked = [
            run(&["counts", "--by", "cell", "--format", "json"]),
            run(&["hotspots", "--format", "csv"]),
            run(&["rank", "--format", "json", "--seed", "3"]),
            run(&["rank", "--of", "catchments", "--area-km2", "0.5", "--format", "json"]),
        ];
        let tif = city.dir.path().join(format!("{threads}.tif"));
        run(&["surface", "--out", path(&tif)]);
        let mut files = files(&workspace);
        files.insert("tif".to_owned(), std::fs::read(&tif).expect("the surface"));
        seen.push((files, asked.to_vec()));
    }
    assert_eq!(seen[0].1, seen[1].1);
    for (name, bytes) in &seen[0].0 {
        assert!(seen[1].0.get(name) == Some(bytes), "{name} differs");
    }
    assert_eq!(seen[0].0.len(), seen[1].0.len());
}

/// Every file below a folder by its path.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).expect("a folder").map(|e| e.expect("an entry").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                let name = entry.strip_prefix(folder).expect("below").display().to_string();
                found.insert(name, std::fs::read(&entry).expect("a file"));
            }
        }
    }
    found
}
