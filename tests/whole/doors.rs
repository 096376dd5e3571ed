//! Every question has every door: the same ask on the command line and over HTTP gives the same answer, every flag is a
//! parameter, every parameter has a flag, and what is refused is refused in the same words.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use catchment_questions::{Question, Visitor, visit};
use serde_json::{Value, json};

use crate::program::{Ran, catchment, json as read};
use crate::serving::Server;
use crate::small_city::{SmallCity, path};

/// What is asked at both doors: the question, the command, the address, and what is asked with.
type Ask = (&'static str, &'static [&'static str], &'static str, &'static str);

const ASKS: [Ask; 28] = [
    ("check", &["check"], "sites/check", "seed=2"),
    ("rankings", &["rank"], "rankings", "k=2&seed=5&measure=per_km2&area=point&top=4"),
    ("rankings", &["rank"], "rankings", "of=catchments&k=2&area_km2=0.4&basis=expected&top=5&offense=robbery"),
    (
        "decision",
        &["rank"],
        "decision",
        "weights=burden:2,recency:1&concentration=20&parts=by_measure,guard,rules&top=10",
    ),
    ("decision", &["rank"], "decision", "sites=none&half_life_months=12&of=catchments&area_km2=0.4&k=1&top=3"),
    ("cells", &["hotspots"], "cells", "resolution=8&alpha=0.1&ring=2&unit=incident&time=occurred"),
    ("clusters", &["hotspots"], "clusters", "method=moran&seed=3&resolution=8"),
    ("clusters", &["hotspots"], "clusters", "method=emerging&permutations=99&step_months=6&resolution=8"),
    ("clusters", &["hotspots"], "clusters", "method=scan&permutations=99&max_steps=2&resolution=8"),
    ("clusters", &["hotspots"], "clusters", "method=scan-space&permutations=99&baseline=area&resolution=8"),
    ("clusters", &["hotspots"], "clusters", "method=knox&permutations=99&distance_m=100,300&days=0,14"),
    ("concentration", &["concentration"], "concentration", "stability=years&resolution=8&top_share=0.1&seed=2"),
    ("optimize", &["optimize"], "optimize", "k=2&area_km2=0.4&effort=1&exclude=2&outline=3&staff=16&hours_a_day=3"),
    ("optimize", &["optimize"], "optimize", "k=2&area_km2=0.4&weights=burden:2,recency:1,residents:1&sites=none"),
    ("optimize", &["optimize"], "optimize", "k=1&area_km2=0.4&basis=counted&parts=prices,streets&shape=free"),
    ("optimize", &["optimize"], "optimize", "k=2&area_km2=0.3&apart_m=1200&least_residents=200"),
    ("chance", &["chance"], "catchments/chance", "k=1&area_km2=0.4&draws=50&basis=counted&effort=0&exclude=1"),
    (
        "chance",
        &["chance"],
        "catchments/chance",
        "k=1&area_km2=0.4&draws=50&effort=0&basis=counted&weights=burden:1,recency:1&half_life_months=12",
    ),
    ("counts", &["counts"], "counts", "by=year&offense=homicide,rape"),
    ("counts", &["counts"], "counts", "by=month&from=2015-06&to=2015-08"),
    ("counts", &["counts"], "counts", "by=neighborhood&area=point&unit=incident"),
    ("counts", &["counts"], "counts", "by=cell&resolution=9"),
    ("backtest", &["backtest"], "backtest", "k=1&area_km2=0.4&resolution=9&limit_draws=0&half_life=24&burst=1"),
    ("area", &["area", "2"], "areas/2", "k=2&measure=per_resident&offense=robbery"),
    ("catchment", &["area", "C1"], "catchments/C1", "k=2&area_km2=0.4&basis=counted"),
    ("recent", &["recent"], "recent", ""),
    ("recent", &["recent"], "recent", "offense=robbery&area=point"),
    ("status", &["status"], "status", ""),
];

/// Questions whose command writes or reads something of its own, or that a city without sites and a region has no
/// answer to: each has a test of its own here, a route beside (`routed`).
const APART: [&str; 6] = ["evaluate", "locate", "route", "score", "surface", "target"];

/// A city with six years, of which one month is missing: enough for a backtest.
struct City {
    small: SmallCity,
    workspace: PathBuf,
}

impl City {
    fn new() -> Self {
        let small = SmallCity::write();
        for month in 1..=12 {
            let text = std::fs::read_to_string(small.raw().join(format!("2016-{month:02}.csv"))).expect("a file");
            for year in 2011..=2014 {
                let earlier = text.replace("2016", &year.to_string()).replace("\n16-", &format!("\n{}-", year - 2000));
                std::fs::write(small.raw().join(format!("{year}-{month:02}.csv")), earlier).expect("a file");
            }
        }
        let city = std::fs::read_to_string(small.file()).expect("the city file");
        std::fs::write(small.file(), city.replace("from = \"2015-01\"", "from = \"2011-01\"")).expect("the city file");
        let workspace = crate::small_city::ingested(&small);
        Self { small, workspace }
    }

    fn cli(&self, args: &[&str]) -> Ran {
        catchment(&self.workspace, args)
    }
}

/// A question on the command line: its command, then each pair as a flag.
fn flags(command: &[&str], query: &str) -> Vec<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let flags = pairs.flat_map(|(name, value)| [format!("--{}", name.replace('_', "-")), value.to_owned()]);
    command.iter().map(|&part| part.to_owned()).chain(flags).collect()
}

/// Asks until long work is done.
fn served(ask: impl Fn() -> (u16, String)) -> (u16, Value) {
    let done = (0..600).find_map(|_| {
        let (code, body) = ask();
        if code == 202 {
            std::thread::sleep(Duration::from_millis(500));
        }
        (code != 202).then(|| (code, read(&body)))
    });
    done.expect("an answer within five minutes")
}

struct Names(BTreeSet<&'static str>);

impl Visitor for Names {
    fn question<Q: Question>(&mut self) {
        self.0.insert(Q::NAME);
    }
}

#[test]
fn the_same_ask_has_the_same_answer_at_both_doors() {
    let city = City::new();
    let server = Server::start(&city.workspace, &[]);
    for (question, command, address, query) in ASKS {
        let args = [flags(command, query), ["--format", "json"].map(str::to_owned).to_vec()].concat();
        let told = read(&city.cli(&args.iter().map(String::as_str).collect::<Vec<_>>()).ok());
        let (code, answer) = served(|| server.get(&format!("/api/v1/{address}?{query}")));
        assert_eq!(code, 200, "{question} {query}: {answer}");
        assert_eq!(told, answer, "{question} {query}");
    }
}

#[test]
fn what_the_real_city_alone_has_is_the_same_at_both_doors() {
    let Some(workspace) = crate::real::real() else { return };
    let server = Server::start(workspace, &[]);
    for (command, address, query) in
        [("evaluate", "sites/evaluate", "site=dutchtown&offense=homicide&seed=3"), ("target", "region/target", "")]
    {
        let args = [flags(&[command], query), ["--format", "json"].map(str::to_owned).to_vec()].concat();
        let told = read(&catchment(workspace, &args.iter().map(String::as_str).collect::<Vec<_>>()).ok());
        let (code, answer) = served(|| server.get(&format!("/api/v1/{address}?{query}")));
        assert_eq!((code, told), (200, answer), "{address}?{query}");
    }
    // A city without sites has nothing to evaluate, and says so at both doors.
    let city = City::new();
    let server = Server::start(&city.workspace, &[]);
    for (command, address) in [("evaluate", "sites/evaluate"), ("target", "region/target")] {
        let (code, body) = server.get(&format!("/api/v1/{address}"));
        assert_eq!(code, 404, "{address}: {body}");
        city.cli(&[command]).failed();
    }
}

#[test]
fn every_question_is_asked_at_both_doors_here() {
    let mut all = Names(BTreeSet::new());
    visit(&mut all);
    let asked: BTreeSet<&str> = ASKS.iter().map(|ask| ask.0).chain(APART).collect();
    assert_eq!(all.0, asked);
}

#[test]
fn tables_and_map_files_are_the_same_bytes_at_both_doors() {
    let city = City::new();
    let server = Server::start(&city.workspace, &[]);
    for (command, address, query) in [
        (&["rank"][..], "rankings", "k=2&top=3"),
        (&["hotspots"], "cells", "resolution=8"),
        (&["counts"], "counts", "by=neighborhood&offense=homicide,robbery"),
        (&["hotspots"], "clusters", "method=scan-space&permutations=99&resolution=8"),
    ] {
        for form in ["csv", "geojson"] {
            let query = format!("{query}&format={form}");
            let args = flags(command, &query);
            let told = city.cli(&args.iter().map(String::as_str).collect::<Vec<_>>()).ok();
            let (code, body) = server.get(&format!("/api/v1/{address}?{query}"));
            assert_eq!((code, body.trim_end()), (200, told.trim_end()), "{address}?{query}");
        }
    }
}

#[test]
fn a_drawn_area_is_scored_alike_from_a_map_file_and_from_a_body() {
    let city = City::new();
    let server = Server::start(&city.workspace, &[]);
    let ring = [[-90.226, 38.629], [-90.226, 38.624], [-90.218, 38.624], [-90.218, 38.629], [-90.226, 38.629]];
    let polygon = json!({"type": "Polygon", "coordinates": [ring]});
    let file = city.small.dir.path().join("drawn.geojson");
    let feature = json!({"type": "Feature", "properties": {}, "geometry": polygon});
    std::fs::write(&file, feature.to_string()).expect("a file");
    let query = "measure=per_km2&basis=expected&seed=3&from=2015-01";
    let args =
        [flags(&["score", "--drawn", path(&file)], query), vec!["--format".to_owned(), "json".to_owned()]].concat();
    let told = read(&city.cli(&args.iter().map(String::as_str).collect::<Vec<_>>()).ok());
    let body = json!({ "polygon": polygon }).to_string();
    let (code, answer) = served(|| server.post(&format!("/api/v1/catchments/score?{query}"), &body));
    assert_eq!((code, &told), (200, &answer));
}

#[test]
fn a_location_model_is_solved_alike_from_files_and_from_a_body() {
    let city = City::new();
    let server = Server::start(&city.workspace, &[]);
    let demand = [("a", 0.0, 5.0), ("b", 100.0, 3.0), ("c", 1000.0, 4.0), ("d", 1100.0, 1.0), ("e", 5000.0, 9.0)];
    let rows: Vec<String> = demand.iter().map(|(id, x, weight)| format!("{id},{x},0,{weight}")).collect();
    let file = city.small.dir.path().join("demand.csv");
    std::fs::write(&file, format!("id,x,y,weight\n{}\n", rows.join("\n"))).expect("a file");
    let points: Vec<Value> =
        demand.iter().map(|(id, x, weight)| json!({"id": id, "x": x, "y": 0.0, "weight": weight})).collect();
    for (args, problem) in [
        (
            &["--model", "mclp", "--radius", "150", "--sites", "2"][..],
            json!({"model": "mclp", "radius_m": 150, "sites": 2}),
        ),
        (
            &["--model", "p-median", "--sites", "3", "--solver", "milp"],
            json!({"model": "p-median", "sites": 3, "solver": "milp"}),
        ),
    ] {
        let args = [&["locate", "--demand", path(&file), "--format", "json"][..], args].concat();
        let told = read(&city.cli(&args).ok());
        let mut body = problem;
        body["demand"] = json!(points);
        let (code, answer) = served(|| server.post("/api/v1/locate", &body.to_string()));
        assert_eq!((code, &told), (200, &answer));
    }
}

#[test]
fn a_surface_is_the_same_in_the_file_and_over_http() {
    let city = City::new();
    let server = Server::start(&city.workspace, &[]);
    let file = city.small.dir.path().join("surface.tif");
    let query = "kernel=gaussian&bandwidth_m=300&pixel_m=50&edge=uniform&offense=robbery&from=2015-01";
    let args = flags(&["surface", "--out", path(&file)], query);
    let told = city.cli(&args.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    let (code, answer) = served(|| server.get(&format!("/api/v1/surface?{query}")));
    assert_eq!(code, 200, "{answer}");
    let written = crate::program::GeoTiff::read(&file);
    let of = |name: &str| answer[name].as_f64().expect("a number");
    assert!((written.max - of("max")).abs() < 1e-4 * of("max"), "{} and {}", written.max, answer["max"]);
    assert!((written.pixel_m - 50.0).abs() < f64::EPSILON);
    assert!(told.contains(&format!("peak: {}", answer["peak"]["area"].as_str().expect("an area"))), "{told}");
    for said in [answer["meta"]["dataset"].as_str(), Some("gaussian"), Some("uniform"), Some("robbery")] {
        assert!(written.metadata.iter().any(|m| m.contains(said.expect("a text"))), "{said:?}");
    }
}

/// Commands with the addresses of what they ask.
const COMMANDS: [(&str, &[&str]); 15] = [
    ("route", &["route"]),
    ("check", &["sites/check"]),
    ("evaluate", &["sites/evaluate"]),
    ("target", &["region/target"]),
    ("rank", &["rankings", "decision"]),
    ("hotspots", &["cells", "clusters"]),
    ("optimize", &["optimize"]),
    ("concentration", &["concentration"]),
    ("counts", &["counts"]),
    ("recent", &["recent"]),
    ("status", &["status"]),
    ("chance", &["catchments/chance"]),
    ("backtest", &["backtest"]),
    ("area", &["areas/{id}", "catchments/{id}"]),
    ("surface", &["surface"]),
];
/// What belongs to a door and not to a question.
const OF_THE_DOOR: [&str; 7] = ["format", "bom", "about", "dataset", "out", "help", "since"];
/// Flags of every command.
const EVERYWHERE: [&str; 2] = ["workspace", "threads"];
/// Flags with a name that was there before the parameter's.
const SHORT: [(&str, &str); 2] = [("bandwidth", "bandwidth_m"), ("cell", "pixel_m")];

/// The long flags of a command, as its help lists them.
fn listed(command: &str, folder: &Path) -> BTreeSet<String> {
    let help = catchment(folder, &[command, "--help"]).ok();
    let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let flag = |line: &str| {
        let at = line.find("--")?;
        Some(line[at + 2..].split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next()?.to_owned())
    };
    lines.filter_map(flag).collect()
}

fn described(document: &Value, address: &str) -> BTreeSet<String> {
    let methods = document["paths"][format!("/api/v1/{address}")].as_object().expect("an address that is described");
    let operation = methods.values().next().expect("a method");
    let names = operation["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "query");
    names.filter_map(|p| p["name"].as_str()).filter(|n| !OF_THE_DOOR.contains(n)).map(str::to_owned).collect()
}

#[test]
fn every_flag_is_a_parameter_and_every_parameter_has_a_flag() {
    let document = read(&catchment_server::openapi_json());
    let folder = tempfile::tempdir().expect("a folder");
    let own = |flag: &String| !OF_THE_DOOR.contains(&flag.as_str()) && !EVERYWHERE.contains(&flag.as_str());
    let parameter = |flag: String| {
        let short = SHORT.iter().find(|(short, _)| *short == flag);
        short.map_or_else(|| flag.replace('-', "_"), |(_, name)| (*name).to_owned())
    };
    let flags = |command: &str| -> BTreeSet<String> {
        listed(command, folder.path()).into_iter().filter(own).map(parameter).collect()
    };
    let mut addresses = BTreeSet::from(["catchments/score", "locate"]);
    for (command, asks) in COMMANDS {
        addresses.extend(asks);
        let parameters: BTreeSet<String> = asks.iter().flat_map(|address| described(&document, address)).collect();
        assert_eq!(flags(command), parameters, "{command}");
    }
    // A drawn area and a location model come as a body; their flags name files.
    let mut parameters = described(&document, "catchments/score");
    parameters.insert("drawn".to_owned());
    assert_eq!(flags("score"), parameters);
    let locate: BTreeSet<String> = listed("locate", folder.path()).into_iter().filter(own).collect();
    let members = ["model", "sites", "radius", "solver", "work", "demand", "candidates", "distances"];
    assert_eq!(locate, BTreeSet::from(members.map(str::to_owned)));
    // No address of an answer is left out.
    let answers = |(path, item): (&String, &Value)| {
        let answer = item.as_object()?.values().any(|o| o["tags"] == json!(["answers"]));
        path.strip_prefix("/api/v1/").filter(|_| answer).map(str::to_owned)
    };
    let all: BTreeSet<String> = document["paths"].as_object().expect("paths").iter().filter_map(answers).collect();
    assert_eq!(all, addresses.into_iter().map(str::to_owned).collect::<BTreeSet<String>>());
}

#[test]
fn what_is_refused_is_refused_in_the_same_words() {
    let city = City::new();
    let server = Server::start(&city.workspace, &[]);
    for (command, address, query, parameter) in [
        ("rank", "rankings", "k=0", "k"),
        ("rank", "rankings", "measure=per_person", "measure"),
        ("rank", "rankings", "from=2018-13", "from"),
        ("rank", "rankings", "area_km2=0.5", "area_km2"),
        ("rank", "decision", "weights=crime:1", "weights"),
        ("rank", "decision", "parts=weather", "parts"),
        ("hotspots", "cells", "alpha=1.5", "alpha"),
        ("hotspots", "cells", "ring=0", "ring"),
        ("hotspots", "clusters", "method=knox&baseline=area", "baseline"),
        ("hotspots", "clusters", "method=knox&days=-1", "days"),
        ("optimize", "optimize", "exclude=nowhere", "exclude"),
        ("optimize", "optimize", "budget_usd=1000", "budget_usd"),
        ("optimize", "optimize", "least_residents=900000", "least_residents"),
        ("optimize", "optimize", "apart_m=50001", "apart_m"),
        ("chance", "catchments/chance", "draws=49", "draws"),
        ("counts", "counts", "by=year&resolution=9", "resolution"),
        ("counts", "counts", "by=decade", "by"),
        ("backtest", "backtest", "burst=2", "burst"),
        ("surface", "surface", "bandwidth_m=0", "bandwidth_m"),
    ] {
        let (code, body) = server.get(&format!("/api/v1/{address}?{query}"));
        let problem = read(&body);
        assert_eq!((code, &problem["parameter"]), (400, &parameter.into()), "{address}?{query}: {body}");
        let mut args = flags(&[command], query);
        if command == "surface" {
            args.extend(["--out".to_owned(), path(&city.small.dir.path().join("x.tif")).to_owned()]);
        }
        let error = city.cli(&args.iter().map(String::as_str).collect::<Vec<_>>()).failed();
        let short = SHORT.iter().find(|(_, name)| *name == parameter).map(|(short, _)| (*short).to_owned());
        let flag = format!("--{}", short.unwrap_or_else(|| parameter.replace('_', "-")));
        let value = problem["value"].as_str().expect("a value");
        assert!(error.contains(&flag) && error.contains(value), "{flag} {value} in: {error}");
        let accepted = problem["accepted"].as_str().expect("what is accepted");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A way that works is told in flags.
        if !accepted.contains(" beside it") {
            assert!(words(&error).contains(&words(accepted)), "\"{accepted}\" in: {error}");
        }
    }
}
