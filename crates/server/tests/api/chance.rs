//! The chance of each cell of lying in one of the best catchments.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::{get, json, number, refused};

const ASKED: &str = "/api/v1/catchments/chance?k=2&area_km2=0.5&draws=60&shape=free";

#[tokio::test]
async fn chances_are_shares_of_the_draws_for_the_catchments_of_the_optimizer() {
    let answer = shares_of_the_optimizers_catchments("counted").await;
    for model in answer["model"].as_array().expect("a model") {
        assert!((number(&model["kept"]) - 1.0).abs() < 0.1 && number(&model["over_dispersion"]) >= 1.0, "{model}");
    }
    assert!(answer["expected"].is_null());
    let notes = answer["notes"].to_string();
    assert!(notes.contains("counts only") && notes.contains("late reports"), "{notes}");
}

#[tokio::test]
async fn by_expected_harm_the_chances_are_those_of_the_optimizers_own_choice() {
    let answer = shares_of_the_optimizers_catchments("expected").await;
    let model = &answer["expected"];
    assert!(
        number(&model["years"]) >= 1.0
            && number(&model["worth_years"]) > 0.0
            && number(&model["over_dispersion"]) > 0.0,
        "{model}"
    );
    assert_eq!(answer["model"], serde_json::json!([]));
    let notes = answer["notes"].to_string();
    assert!(notes.contains("past year") && notes.contains("weights of other offenses"), "{notes}");
    // It is the optimizer's default, and what is asked without a basis.
    assert_eq!(json(ASKED).await["cells"], answer["cells"]);
    assert_ne!(json(&format!("{ASKED}&basis=counted")).await["cells"], answer["cells"]);
}

#[tokio::test]
async fn expected_harm_without_a_past_year_is_refused_with_a_way_out() {
    let path = "/api/v1/catchments/chance?k=1&area_km2=0.5&draws=60&from=2018-01&to=2018-12";
    let problem = refused(path, "basis").await;
    assert!(problem.to_string().contains("counted"), "{problem}");
}

async fn shares_of_the_optimizers_catchments(basis: &str) -> serde_json::Value {
    let answer = json(&format!("{ASKED}&basis={basis}")).await;
    assert_eq!((&answer["basis"], &answer["meta"]["params"]["basis"]), (&basis.into(), &basis.into()));
    assert_eq!((&answer["draws"], &answer["resolution"], &answer["meta"]["seed"]), (&60.into(), &10.into(), &1.into()));
    let floor = number(&answer["floor"]);
    let cells = answer["cells"].as_array().expect("cells");
    assert!(!cells.is_empty() && cells.windows(2).all(|w| w[0]["id"].as_str() < w[1]["id"].as_str()));
    for cell in cells {
        let (p, error) = (number(&cell["p"]), number(&cell["standard_error"]));
        assert!((floor..=1.0).contains(&p) && is_whole(share(p) * 60.0) && error > 0.0 && error < 0.07, "{cell}");
    }
    // A draw chooses as much ground as the optimizer at most: the chances of all cells add up to no more than it.
    let chosen = json(&format!("/api/v1/optimize?k=2&area_km2=0.5&basis={basis}&shape=free")).await;
    let named = |a: &serde_json::Value| -> Vec<(String, String)> {
        let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
        a["catchments"].as_array().expect("catchments").iter().map(|c| (text(&c["id"]), text(&c["name"]))).collect()
    };
    assert_eq!(named(&answer), named(&chosen));
    assert!(cells.iter().map(|c| number(&c["p"])).sum::<f64>() * 0.0149 < 1.0 + 0.02);
    // Stability is the mean share of the draws of a catchment's cells (those below the floor add next to nothing).
    let p: BTreeMap<&str, f64> = cells.iter().map(|c| (c["id"].as_str().expect("an id"), number(&c["p"]))).collect();
    for (stable, plain) in
        answer["catchments"].as_array().expect("catchments").iter().zip(chosen["catchments"].as_array().expect("them"))
    {
        let own = plain["cells"].as_array().expect("cells");
        let mean = own.iter().map(|c| p.get(c.as_str().expect("an id")).map_or(0.0, |p| share(*p))).sum::<f64>()
            / own.len() as f64;
        assert!((number(&stable["share"]) - mean).abs() < 0.05, "{stable}: {mean}");
    }
    let holds = number(&answer["holds"]);
    assert!(holds > 0.5 && holds <= 1.0 + 1e-9 && number(&answer["holds_low"]) <= holds);
    answer
}

fn is_whole(n: f64) -> bool {
    (n - n.round()).abs() < 1e-6
}

/// The share of 60 draws that a chance stands for: above a half its odds were raised to the power of 0.6, and where
/// all draws agree half a draw was taken to disagree.
fn share(p: f64) -> f64 {
    if p <= 0.5 {
        return p;
    }
    let odds = (p / (1.0 - p)).powf(1.0 / 0.6);
    let share = odds / (1.0 + odds);
    if share > 59.4 / 60.0 { 1.0 } else { share }
}

#[tokio::test]
async fn the_ground_of_areas_is_that_of_their_cells() {
    let answer = json(ASKED).await;
    let cells = answer["cells"].as_array().expect("cells");
    let sure = |p: f64| p >= 0.9;
    for area in answer["areas"].as_array().expect("areas") {
        let own: Vec<f64> = cells.iter().filter(|c| c["area"] == area["id"]).map(|c| number(&c["p"])).collect();
        assert!((own.iter().copied().fold(0.0, f64::max) - number(&area["highest"])).abs() < 1e-12);
        let ground = own.iter().filter(|p| sure(**p)).count() as f64 * 0.0149;
        assert!((number(&area["sure_km2"]) - ground).abs() < 0.02 * ground.max(1e-6), "{area}");
    }
}

#[tokio::test]
async fn limits_hold_for_the_draws_too() {
    let free = json(ASKED).await;
    let home = free["areas"][0]["id"].as_str().expect("an area").to_owned();
    let without = json(&format!("{ASKED}&exclude={home}")).await;
    assert_eq!(without["limits"]["exclude"], serde_json::json!([home.as_str()]));
    assert!(without["cells"].as_array().expect("cells").iter().all(|c| c["area"] != home.as_str()));
}

#[tokio::test]
async fn chances_can_be_taken_away_as_files() {
    let csv = get(&format!("{ASKED}&format=csv")).await;
    assert!(csv.text().starts_with("cell,p,standard_error,area\n8a"), "{}", csv.text());
    let map = get(&format!("{ASKED}&format=geojson")).await.json();
    assert_eq!(map["features"][0]["geometry"]["type"], "MultiPolygon");
    assert_eq!(map["metadata"]["params"]["k"], 2);
    assert_eq!(map["features"].as_array().map(Vec::len), Some(csv.text().lines().count() - 1));
}

#[tokio::test]
async fn faults_are_named() {
    for (query, parameter) in [
        ("draws=49", "draws"),
        ("draws=1001", "draws"),
        ("effort=21", "effort"),
        ("exclude=nowhere", "exclude"),
        ("resolution=8", "resolution"),
        ("measure=count", "measure"),
        ("hours_a_day=3", "hours_a_day"),
    ] {
        refused(&format!("/api/v1/catchments/chance?{query}"), parameter).await;
    }
    let withheld = get("/api/v1/catchments/chance?offense=fondling").await;
    assert_eq!(withheld.status, StatusCode::BAD_REQUEST);
}
