//! Walk routes over HTTP: what is answered at the supervisor's desk, and to whom it is not.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use catchment_questions::optimize::ChosenCatchment;
use catchment_questions::report::{ReportAsk, ReportOrigin, report};
use catchment_questions::{Engine, Unwatched};
use catchment_server::{AppState, Config, ProxyHeaders, SignIn, router};
use catchment_store::{Dataset, Streets};
use serde_json::{Value, json};

use crate::city::{self, CORNER, SIDE};
use crate::scenarios::ask;
use crate::{Reply, SMALL, STATE, number, patient};

/// Streets along and across the corner, a block apart, each with a point at every crossing; one more ends in a block.
fn streets(city: &str) -> Streets {
    let at =
        |x: usize, y: usize| [CORNER.0 + SIDE.0 * (x as f64 + 0.5) / 8.0, CORNER.1 + SIDE.1 * (y as f64 + 0.5) / 8.0];
    let line = |name: String, points: Vec<[f64; 2]>| json!({ "name": name, "points": points });
    let across = (0..8).map(|y| line(format!("{} St", y + 1), (0..8).map(|x| at(x, y)).collect()));
    let along = (0..8).map(|x| {
        line(format!("{} Ave", ["A", "B", "C", "D", "E", "F", "G", "H"][x]), (0..8).map(|y| at(x, y)).collect())
    });
    let end = line("Short Pl".to_owned(), vec![at(0, 0), [at(0, 0)[0] + SIDE.0 / 20.0, at(0, 0)[1] + SIDE.1 / 20.0]]);
    let list: Vec<Value> = across.chain(along).chain([end]).collect();
    let file = json!({ "schema": 1, "city": city, "credits": ["Streets: made up"], "streets": list });
    Streets::from_bytes(Path::new("streets.json"), file.to_string().as_bytes()).expect("streets")
}

fn over(data: Dataset) -> Arc<AppState> {
    Arc::new(AppState::over(Engine::load(Arc::new(data)).expect("the engine")))
}

/// The city with its streets.
static WITH: LazyLock<(Arc<AppState>, tempfile::TempDir)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    let data = city::dataset(dir.path(), SMALL);
    let id = data.city.id.clone();
    (over(data.with_streets(streets(&id))), dir)
});

fn desk() -> Config {
    Config { allow_writes: true, ..patient() }
}

async fn get_as(config: Config, query: &str, headers: &[(&str, &str)]) -> Reply {
    ask(&router(Arc::clone(&WITH.0), config), "GET", &format!("/api/v1/route?{query}"), headers, None).await
}

async fn get(query: &str) -> Reply {
    get_as(desk(), query, &[]).await
}

fn list<'v>(value: &'v Value, name: &str) -> &'v Vec<Value> {
    value[name].as_array().expect("a list")
}

#[tokio::test]
async fn a_walk_is_closed_keeps_to_its_hours_and_stays_below_its_bound() {
    let reply = get("site=corner&hours=2").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("cache-control"), "private, no-store");
    let answer = reply.json();
    let stretches = list(&answer, "stretches");
    let ends = |s: &Value| (s["path"][0].clone(), list(s, "path").last().cloned().expect("a place"));
    for (one, next) in stretches.iter().zip(stretches.iter().cycle().skip(1)) {
        assert_eq!(ends(one).1, ends(next).0, "{one}");
    }
    assert_eq!(answer["start_at"], ends(&stretches[0]).0);
    let meters: f64 = stretches.iter().map(|s| number(&s["meters"])).sum();
    assert!((meters - number(&answer["meters"])).abs() < 1e-6 && meters <= 6_000.0 && meters > 5_000.0, "{meters}");
    assert!(number(&answer["minutes"]) <= 120.0);
    let harm = &answer["harm"];
    let [share, bound, of_bound] = ["share", "bound", "of_bound"].map(|name| number(&harm[name]));
    assert!(share > 0.0 && share <= bound && bound <= 1.0 && of_bound > 0.85, "{harm}");
    let passed = number(&answer["streets"]["passed_meters"]) / number(&answer["streets"]["meters"]);
    assert!(share > passed, "it passes more harm than streets: {share} and {passed}");
    let finding = answer["finding"].as_str().expect("a text");
    assert!(finding.contains("No walk of this length within the site could pass more"), "{finding}");
    assert!(answer["limits"].to_string().contains("not a prediction about a house or a person"));
    assert!(answer["shift"]["says"].as_str().expect("a text").contains("Tue–Sat 13:00–23:00"), "{}", answer["shift"]);
    assert_eq!(answer["streets"]["credits"], json!(["Streets: made up"]));
}

#[tokio::test]
async fn a_longer_walk_passes_no_less_and_the_shift_changes_no_street() {
    let [short, long] = [get("site=corner&hours=2").await.json(), get("site=corner&hours=4").await.json()];
    assert!(number(&long["harm"]["share"]) >= number(&short["harm"]["share"]));
    let night = get("site=corner&hours=2&shift=fri-sun%2020-4").await.json();
    assert_eq!(night["stretches"], short["stretches"]);
    assert!(night["shift"]["text"] == "Fri–Sun 20:00–04:00" && night["shift"]["met"] != short["shift"]["met"]);
}

#[tokio::test]
async fn a_walk_begins_where_it_is_told_to() {
    let answer = get("site=corner&hours=2&start=h%20%26%208").await.json();
    assert_eq!((&answer["start"], &answer["meta"]["params"]["start"]), (&json!("8 St & H Ave"), &json!("h & 8")));
    let refused = get("site=corner&start=Nowhere%20%26%20A").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text().contains("a crossing of two streets within the site, such as"), "{}", refused.text());
    assert_eq!(get("site=corner&start=A").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_walk_is_a_table_and_lines_on_a_map() {
    let answer = get("site=corner&hours=2").await.json();
    let stretches = list(&answer, "stretches").len();
    let table = get("site=corner&hours=2&format=csv").await.text();
    assert_eq!(table.lines().count(), stretches + 1);
    assert!(table.starts_with("step,turn,street,from,to,heading,meters,passed_before\n1,begin,"), "{table}");
    let map = get("site=corner&hours=2&format=geojson").await.json();
    let features = list(&map, "features");
    assert_eq!(features.len(), stretches);
    assert!(features.iter().all(|f| f["geometry"]["type"] == "LineString" && f["properties"]["street"].is_string()));
}

#[tokio::test]
async fn planners_get_a_route_and_readers_and_the_world_none_also_where_one_is_remembered() {
    let query = "site=corner&hours=2";
    let known = get(query).await;
    let tag = [("if-none-match", known.header("etag"))];
    let header = |name: &str| name.parse().expect("a name");
    let signed = || Config {
        sign_in: Some(SignIn::Proxy(ProxyHeaders { user: header("x-user"), role: Some(header("x-role")) })),
        ..patient()
    };
    let [reader, planner] = [[("x-user", "kim"), ("x-role", "reader")], [("x-user", "lee"), ("x-role", "planner")]];
    let public = || Some("https://staff.example.org".parse().expect("an address"));
    for (config, headers, wanted) in [
        (signed(), &reader[..], StatusCode::FORBIDDEN),
        (signed(), &planner[..], StatusCode::OK),
        (signed(), &[], StatusCode::UNAUTHORIZED),
        (patient(), &[], StatusCode::FORBIDDEN),
        (patient(), &tag, StatusCode::FORBIDDEN),
        (Config { public_url: public(), ..desk() }, &[], StatusCode::FORBIDDEN),
        (Config { public_url: public(), ..signed() }, &reader, StatusCode::FORBIDDEN),
        (Config { public_url: public(), ..signed() }, &[], StatusCode::UNAUTHORIZED),
        (Config { public_url: public(), ..signed() }, &planner, StatusCode::OK),
        (desk(), &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN),
    ] {
        for format in ["json", "csv", "geojson", "about"] {
            let reply = get_as(config.clone(), &format!("{query}&format={format}"), headers).await;
            assert_eq!(reply.status, wanted, "{headers:?} {format}: {}", reply.text());
            assert!(wanted == StatusCode::OK || !reply.text().contains(" Ave"), "{}", reply.text());
        }
    }
    let told = get_as(signed(), query, &reader).await.json();
    assert_eq!(
        (told["code"].as_str(), told["title"].as_str()),
        (Some("desk"), Some("For the supervisor's desk alone"))
    );
}

/// The best catchment of the city as the council's brief has it.
fn in_the_brief(engine: &Engine) -> (ChosenCatchment, Value) {
    let asked = [("k", "1"), ("area_km2", "0.5"), ("basis", "counted"), ("effort", "1")];
    let pairs = asked.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let ask = ReportAsk { pairs: &pairs, origin: ReportOrigin::Asked, backtest: false };
    let brief = report(engine, &ask, &Unwatched).expect("a brief");
    let outline = serde_json::to_value(&brief.outlines.choice[0].geometry).expect("an outline");
    (brief.choice.expect("a choice").answer.catchments.remove(0), outline)
}

#[test]
fn the_brief_draws_a_chosen_area_along_streets_where_there_are_any_and_by_its_cells_else() {
    let (followed, drawn) = in_the_brief(&WITH.0.engine());
    let along = followed.along.expect("an outline along streets");
    assert_eq!(drawn, along.outline);
    assert!(along.count > 0 && (0.3..0.8).contains(&along.area_km2), "{along:?}");
    let (plain, cells) = in_the_brief(&STATE.engine());
    assert!(plain.along.is_none() && cells != drawn);
    assert_eq!(plain.cells, followed.cells, "the choice is the same");
}

#[tokio::test]
async fn without_streets_without_a_site_and_with_too_little_data_it_is_said_why() {
    let plain = router(city::state(SMALL), desk());
    let none = ask(&plain, "GET", "/api/v1/route?site=corner", &[], None).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.text().contains("without a basemap no street is known"), "{}", none.text());
    let other = get("site=nowhere").await;
    assert!(other.status == StatusCode::NOT_FOUND && other.text().contains("corner"), "{}", other.text());
    let dir = tempfile::tempdir().expect("a folder");
    let data = city::dataset(dir.path(), city::Size { rows: 300, ..SMALL });
    let id = data.city.id.clone();
    let quiet = router(over(data.with_streets(streets(&id))), desk());
    let few = ask(&quiet, "GET", "/api/v1/route?site=corner&offense=homicide", &[], None).await;
    assert_eq!(few.status, StatusCode::BAD_REQUEST, "{}", few.text());
    assert!(few.text().contains("at least 46 incidents") && few.text().contains("too little data"), "{}", few.text());
    for (query, wanted) in [("site=corner&hours=7", "2 to 6 hours"), ("site=corner&shift=always", "tue-sat 13-23")] {
        let reply = get(query).await;
        assert!(reply.status == StatusCode::BAD_REQUEST && reply.text().contains(wanted), "{}", reply.text());
    }
}
