//! The register of sites: opened, moved, changed and closed from the command line, read by whatever speaks of sites.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::formats::{FORMATS, convert};
use crate::program::{catchment, json as parsed};
use crate::serving::Server;
use crate::small_city::{SmallCity, ingested, path};

/// The made-up city with two sites in its city file.
fn city() -> (SmallCity, PathBuf) {
    let city = SmallCity::write();
    let mut file = fs::OpenOptions::new().append(true).open(city.file()).expect("the city file");
    let site = |id: &str, name: &str, area: u32| {
        format!(
            "\n[[site]]\nid = \"{id}\"\nname = \"{name}\"\nfrom = \"2015-03\"\nshape = \"stand-in\"\nareas = \
             [\"{area}\"]\nnote = \"Made up.\"\n"
        )
    };
    write!(file, "{}{}", site("west", "West", 1), site("east", "East", 3)).expect("two sites");
    let workspace = ingested(&city);
    (city, workspace)
}

/// A square in the second area, as `GeoJSON`.
fn square(folder: &Path) -> PathBuf {
    let (west, south, east, north) = (-90.225, 38.619, -90.216, 38.629);
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    let text = json!({ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": { "ID": 1 },
        "geometry": { "type": "Polygon", "coordinates": [ring] } }] });
    let file = folder.join("square.geojson");
    fs::write(&file, text.to_string()).expect("an outline");
    file
}

fn listed(workspace: &Path) -> Value {
    parsed(&catchment(workspace, &["sites", "list", "--format", "json"]).ok())
}

fn site<'v>(answer: &'v Value, id: &str) -> &'v Value {
    answer["sites"].as_array().and_then(|s| s.iter().find(|s| s["id"] == id)).unwrap_or(&Value::Null)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_site_opens_moves_changes_hands_and_closes_and_all_of_it_is_read_again() {
    let (city, workspace) = city();
    let before = listed(&workspace);
    assert_eq!(
        (before["begun"].as_bool(), site(&before, "west")["outlines"][0]["shape"].as_str()),
        (Some(false), Some("stand-in"))
    );
    assert!(!workspace.join("people.sqlite").exists(), "to list writes nothing");
    let square = square(city.dir.path());
    let moved = [
        "sites",
        "move",
        "west",
        "--from",
        "2016-04",
        "--outline",
        path(&square),
        "--source",
        "a map",
        "--why",
        "New contract.",
    ];
    let run = catchment(&workspace, &moved);
    assert!(run.err.contains("a register of sites begins here"), "{}", run.err);
    assert!(run.ok().contains("west: revision 2 saved"));
    for (from, by) in [("2015-03", "First Provider"), ("2016-09", "Second Provider")] {
        catchment(
            &workspace,
            &["sites", "change", "west", "--from", from, "--provider", by, "--staff", "7", "--why", "Handed over."],
        )
        .ok();
    }
    catchment(&workspace, &["sites", "close", "east", "--to", "2016-06", "--why", "Funding ended."]).ok();
    let added = ["sites", "add", "south", "--name", "South", "--from", "2016-02", "--areas", "5", "--why", "Opened."];
    catchment(&workspace, &added).ok();

    let history = parsed(&catchment(&workspace, &["sites", "history", "west", "--format", "json"]).ok());
    let revisions = history["revisions"].as_array().expect("revisions");
    assert_eq!(
        revisions.iter().map(|r| r["revision"].as_i64()).collect::<Vec<_>>(),
        [Some(1), Some(2), Some(3), Some(4)]
    );
    assert_eq!(revisions[0]["outlines"], site(&before, "west")["outlines"], "what was said first is still there");
    let outlines = &revisions[3]["outlines"];
    assert_eq!(
        (&outlines[0]["to"], &outlines[1]["from"], &outlines[1]["shape"]),
        (&json!("2016-03"), &json!("2016-04"), &json!("published"))
    );
    let facts = revisions[3]["facts"].as_array().expect("facts");
    assert_eq!(
        facts.iter().map(|f| f["providers"][0].as_str()).collect::<Vec<_>>(),
        [Some("First Provider"), Some("Second Provider")]
    );
    let at = |month: &str| catchment(&workspace, &["sites", "list", "--at", month]).ok();
    assert!(at("2016-08").contains("First Provider") && at("2016-09").contains("Second Provider"));
    let table = catchment(&workspace, &["sites", "history", "west"]).ok();
    assert!(table.contains("New contract.") && table.contains("from 2016-09: Second Provider, staff 7"), "{table}");

    let status = parsed(&catchment(&workspace, &["status", "--format", "json"]).ok());
    let ids: Vec<_> =
        status["sites"].as_array().expect("sites").iter().map(|s| (s["id"].as_str(), s["from"].as_str())).collect();
    assert_eq!(
        ids,
        [(Some("east"), Some("2015-03")), (Some("south"), Some("2016-02")), (Some("west"), Some("2015-03"))]
    );
    let check = |to: &str| {
        parsed(&catchment(&workspace, &["check", "--to", to, "--permutations", "99", "--format", "json"]).ok())
    };
    let open = |answer: &Value| {
        let sites = answer["sites"].as_array().expect("sites").iter();
        sites.map(|s| (s["id"].as_str().expect("an id").to_owned(), s["stand_in"] == true)).collect::<Vec<_>>()
    };
    let named = |id: &str, stands_in| (id.to_owned(), stands_in);
    let late = check("2016-12");
    assert_eq!(
        open(&late),
        [named("south", true), named("west", false)],
        "east closed, west moved to ground of its own"
    );
    assert_eq!(late["meta"]["register"], listed(&workspace)["blake3"]);
    assert!(
        late["meta"]["warnings"].to_string().contains("stands in for outlines that are not published: South"),
        "{late}"
    );
    assert_eq!(open(&check("2016-01")), [named("east", true), named("west", true)], "as they were then");
    assert_eq!(site(&late, "west")["from"], "2015-03");
}

#[test]
fn outlines_are_imported_from_geopackage_and_shapefile_as_from_geojson() {
    let (city, workspace) = city();
    let geojson = square(city.dir.path());
    let mut outlines = Vec::new();
    for ending in ["geojson", "gpkg", "shp"] {
        let file = city.dir.path().join(format!("in.{ending}"));
        match FORMATS.iter().find(|f| f.ending == ending) {
            Some(format) if ending != "geojson" => convert(&geojson, format, &file).expect("a copy"),
            _ => fs::copy(&geojson, &file).map(|_| ()).expect("a copy"),
        }
        let add = [
            "sites",
            "add",
            ending,
            "--name",
            ending,
            "--from",
            "2016-01",
            "--outline",
            path(&file),
            "--why",
            "Imported.",
        ];
        catchment(&workspace, &add).ok();
        let answer = listed(&workspace);
        let ring = site(&answer, ending)["outlines"][0]["outline"]["coordinates"][0][0].clone();
        let mut corners: Vec<String> = ring
            .as_array()
            .expect("a ring")
            .iter()
            .map(|c| format!("{:.5} {:.5}", c[0].as_f64().unwrap_or(0.0), c[1].as_f64().unwrap_or(0.0)))
            .collect();
        corners.sort();
        corners.dedup();
        outlines.push(corners);
    }
    assert_eq!(outlines[0].len(), 4);
    assert!(outlines.iter().all(|o| *o == outlines[0]), "{outlines:?}");
}

#[test]
fn what_cannot_be_is_refused_and_leaves_the_register_as_it_was() {
    let (city, workspace) = city();
    let square = square(city.dir.path());
    catchment(&workspace, &["sites", "close", "east", "--to", "2016-06", "--why", "Funding ended."]).ok();
    let kept = listed(&workspace);
    let far = city.dir.path().join("far.geojson");
    fs::write(&far, fs::read_to_string(&square).expect("text").replace("-90.2", "-80.2")).expect("an outline");
    let refused = |args: &[&str], expected: &str| {
        let error = catchment(&workspace, args).failed();
        assert!(error.contains(expected), "{args:?}: {error}");
    };
    let why = ["--why", "x"];
    let with = |args: &[&'static str]| [args, &why[..]].concat();
    refused(&with(&["sites", "close", "nowhere", "--to", "2016-01"]), "catchment sites list");
    refused(&with(&["sites", "close", "west", "--to", "2014-01"]), "2015-03 or later");
    refused(&with(&["sites", "close", "west", "--to", "June"]), "--to");
    refused(&with(&["sites", "change", "west", "--from", "2016-01"]), "nothing would change");
    refused(&with(&["sites", "change", "west", "--from", "2016-01", "--staff", "99999"]), "0 to 10000");
    refused(&with(&["sites", "move", "west", "--from", "2015-03", "--areas", "2"]), "a month after 2015-03");
    refused(&with(&["sites", "move", "east", "--from", "2016-09", "--areas", "2"]), "the site closed then");
    refused(&with(&["sites", "move", "west", "--from", "2016-01", "--areas", "99"]), "the id of an area");
    refused(&with(&["sites", "move", "west", "--from", "2016-01"]), "--outline");
    refused(&with(&["sites", "add", "west", "--name", "W", "--from", "2016-01", "--areas", "2"]), "already");
    refused(&with(&["sites", "add", "West!", "--name", "W", "--from", "2016-01", "--areas", "2"]), "1 to 80");
    refused(&["sites", "close", "west", "--to", "2016-12", "--why", " "], "why");
    refused(
        &["sites", "move", "west", "--from", "2016-01", "--outline", path(&far), "--why", "x"],
        "ground in the city",
    );
    refused(&["sites", "move", "west", "--from", "2016-01", "--outline", "none.gpkg", "--why", "x"], "none.gpkg");
    assert_eq!(listed(&workspace), kept);
}

#[test]
fn a_damaged_row_is_told_and_takes_no_other_site_down() {
    let (_city, workspace) = city();
    let add = [
        "sites",
        "add",
        "south",
        "--name",
        "South",
        "--from",
        "2016-02",
        "--areas",
        "5",
        "--source",
        "damage here",
        "--why",
        "Opened.",
    ];
    catchment(&workspace, &add).ok();
    let file = workspace.join("people.sqlite");
    let mut bytes = fs::read(&file).expect("the register");
    let at = bytes.windows(11).position(|w| w == b"damage here").expect("the text");
    bytes[at] = b'D';
    fs::write(&file, bytes).expect("the register");
    let run = catchment(&workspace, &["sites", "list", "--format", "json"]);
    assert!(run.err.contains("south, revision 1: its content does not match its hash"), "{}", run.err);
    let answer = parsed(&run.ok());
    assert_eq!((answer["sites"].as_array().map(Vec::len), &answer["damaged"][0]["id"]), (Some(2), &json!("south")));
    let check = parsed(&catchment(&workspace, &["check", "--permutations", "99", "--format", "json"]).ok());
    assert_eq!(check["sites"].as_array().map(Vec::len), Some(2));
    assert!(check["meta"]["warnings"].to_string().contains("damaged at south: these sites are left out"), "{check}");
    let error = catchment(&workspace, &["sites", "close", "south", "--to", "2016-12", "--why", "x"]).failed();
    assert!(error.contains("does not match its hash"), "{error}");
}

#[test]
fn a_check_is_the_same_to_the_byte_where_it_is_kept_and_a_damaged_file_is_found_anew() {
    let (_city, workspace) = city();
    let check = || catchment(&workspace, &["check", "--permutations", "99", "--format", "json"]).ok();
    let first = check();
    let kept: Vec<PathBuf> = files(&workspace.join("answers"));
    assert!(!kept.is_empty(), "what was searched for is kept");
    assert_eq!(check(), first);
    for file in &kept {
        let text = fs::read_to_string(file).expect("a kept file");
        fs::write(file, text.replace("\"value\":", "\"value\": ").replacen("1,", "2,", 1)).expect("damage");
    }
    assert_eq!(check(), first, "damage is not believed");
    for file in &kept {
        fs::write(file, "{").expect("damage");
    }
    assert_eq!(check(), first);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    entries.flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] }).collect()
}

#[test]
fn since_is_silent_unless_a_verdict_changed() {
    let (_city, workspace) = city();
    let ask = ["check", "--permutations", "99"];
    let last = workspace.join("last.json");
    fs::write(&last, catchment(&workspace, &[&ask[..], &["--format", "json"]].concat()).ok()).expect("a file");
    let since = |file: &str| catchment(&workspace, &[&ask[..], &["--since", file]].concat());
    let quiet = since(path(&last));
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (Some(0), "", ""));
    catchment(&workspace, &["sites", "close", "east", "--to", "2016-06", "--why", "Funding ended."]).ok();
    let loud = since(path(&last));
    assert_eq!((loud.code, loud.err.as_str()), (Some(3), ""));
    let told = parsed(&loud.out);
    let changed = told["changed"].as_array().expect("changes");
    assert_eq!((changed.len(), &changed[0]["site"], changed[0]["now"].is_null()), (1, &json!("east"), true), "{told}");
    assert!(since("nowhere.json").failed().contains("neither a month"), "a file that is not there is no silence");
    assert!(since("2016-12").failed().contains("a month before 2016-12"));
    fs::write(&last, "{}").expect("a file");
    assert!(since(path(&last)).failed().contains("expected what `check --format json` wrote"));
}

#[test]
fn a_server_that_runs_sees_what_the_command_line_writes_into_the_register() {
    let (_city, workspace) = city();
    let server = Server::start(&workspace, &[]);
    let registered = || parsed(&server.get("/api/v1/sites/register").1);
    let check = || parsed(&server.get("/api/v1/sites/check?permutations=99").1);
    assert_eq!(registered()["begun"], json!(false));
    let open = |ended: &Value| ended["sites"].as_array().map_or(0, Vec::len);
    // Whatever takes longer than a request waits is asked for until it is there.
    let checked = || {
        (0..600).find_map(|_| {
            let answer = check();
            if answer["sites"].is_array() {
                return Some(answer);
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            None
        })
    };
    let before = checked().expect("a check");
    assert_eq!((open(&before), before["meta"]["register"].is_null()), (2, true));
    catchment(&workspace, &["sites", "close", "east", "--to", "2015-06", "--why", "Funding ended."]).ok();
    assert_eq!(site(&registered(), "east")["outlines"][0]["to"], "2015-06", "without a restart");
    let after = checked().expect("a check");
    assert_eq!((open(&after), after["meta"]["register"].is_string()), (1, true), "{after}");
    let hash = after["meta"]["register"].clone();
    catchment(&workspace, &["sites", "change", "west", "--from", "2015-05", "--staff", "9", "--why", "Grew."]).ok();
    assert_ne!(checked().expect("a check")["meta"]["register"], hash, "and the next change, too");
}

#[test]
fn who_runs_a_site_comes_from_the_city_file_with_dates_and_source() {
    let city = SmallCity::write();
    let mut file = fs::OpenOptions::new().append(true).open(city.file()).expect("the city file");
    write!(
        file,
        "\n[[site]]\nid = \"west\"\nname = \"West\"\nfrom = \"2015-03\"\nshape = \"stand-in\"\nareas = [\"1\"]\n\
         [[site.provider]]\nnames = [\"First\", \"Second\"]\nfrom = \"2015-03\"\nto = \"2016-02\"\n\
         source = \"a page\"\n\
         [[site.provider]]\nnames = [\"Third\"]\nfrom = \"2016-03\"\nsource = \"a page\"\n"
    )
    .expect("a site");
    let workspace = ingested(&city);
    let said = "Third since March 2016; First and Second, March 2015 to February 2016. Source: a page.";
    let facts = |answer: &Value| site(answer, "west")["facts"].clone();
    let before = facts(&listed(&workspace));
    assert_eq!((&before[0]["providers"], &before[1]["source"]), (&json!(["First", "Second"]), &json!("a page")));
    let status = || parsed(&catchment(&workspace, &["status", "--format", "json"]).ok());
    assert_eq!(status()["sites"][0]["run_by"], said);
    let check = || parsed(&catchment(&workspace, &["check", "--permutations", "99", "--format", "json"]).ok());
    assert_eq!(check()["sites"][0]["run_by"], said);
    // A register begins with them; what is written later is told from then on.
    catchment(&workspace, &["sites", "change", "west", "--from", "2016-05", "--staff", "9", "--why", "Grew."]).ok();
    let begun = facts(&listed(&workspace));
    assert_eq!((begun.as_array().map(Vec::len), &begun[2]["providers"]), (Some(3), &json!(["Third"])));
    assert_eq!(check()["sites"][0]["run_by"], said, "staff is no change of who runs it");
    let over = ["sites", "change", "west", "--from", "2016-09", "--provider", "Fourth", "--why", "Handed over."];
    catchment(&workspace, &over).ok();
    let run_by = status()["sites"][0]["run_by"].as_str().unwrap_or_default().to_owned();
    assert!(run_by.starts_with("Fourth since September 2016; Third, March 2016 to August 2016;"), "{run_by}");
}

#[test]
fn a_register_that_began_before_the_city_file_named_providers_takes_them_over_as_a_revision() {
    let (city, workspace) = city();
    let grew = ["sites", "change", "west", "--from", "2016-01", "--staff", "9", "--why", "Grew."];
    catchment(&workspace, &grew).ok();
    assert!(site(&listed(&workspace), "west")["city_file_says"].is_null(), "the city file names nobody");
    let provider = "\n[[site.provider]]\nnames = [\"First\"]\nfrom = \"2015-03\"\nto = \"2016-02\"\n\
        source = \"a page\"\n[[site.provider]]\nnames = [\"Second\"]\nfrom = \"2016-03\"\nsource = \"a page\"\n";
    let text = fs::read_to_string(city.file()).expect("the city file");
    let named = text.replace("note = \"Made up.\"\n", &format!("note = \"Made up.\"\n{provider}"));
    fs::write(city.file(), named).expect("providers");
    catchment(&workspace, &["ingest", "--no-backtest", path(&city.file())]).ok();
    let offered = listed(&workspace);
    let said = "Second since March 2016; First, March 2015 to February 2016. Source: a page.";
    assert_eq!(site(&offered, "west")["city_file_says"], said);
    assert_eq!(site(&offered, "west")["facts"][0]["providers"], json!([]), "offered, and not written by itself");

    catchment(&workspace, &["sites", "fill", "west"]).ok();
    let history = || parsed(&catchment(&workspace, &["sites", "history", "west", "--format", "json"]).ok());
    let revisions = history()["revisions"].as_array().cloned().expect("revisions");
    assert_eq!(revisions.len(), 3, "the two before stay");
    assert_eq!((&revisions[1]["facts"][0]["staff"], &revisions[1]["facts"][1]), (&json!(9), &Value::Null));
    let facts: Vec<(&Value, &Value, &Value)> = (revisions[2]["facts"].as_array().expect("facts").iter())
        .map(|f| (&f["from"], &f["providers"], &f["staff"]))
        .collect();
    let [first, second] = [json!(["First"]), json!(["Second"])];
    let months = [json!("2015-03"), json!("2016-01"), json!("2016-03")];
    let staff = [Value::Null, json!(9)];
    assert_eq!(
        facts,
        [(&months[0], &first, &staff[0]), (&months[1], &first, &staff[1]), (&months[2], &second, &staff[1])]
    );
    assert!(catchment(&workspace, &["sites", "fill", "west"]).failed().contains("nobody who runs it"));
    assert!(site(&listed(&workspace), "west")["city_file_says"].is_null(), "nothing is left to fill");
}
