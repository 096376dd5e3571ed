//! Location models: what is refused, and what is answered.

use serde_json::json;

use super::Locate;

fn problem(more: &serde_json::Value) -> serde_json::Value {
    let point = |id: &str, x: f64, weight: f64| json!({"id": id, "x": x, "y": 0.0, "weight": weight});
    let demand = [point("a", 0.0, 3.0), point("b", 100.0, 2.0), point("c", 5000.0, 1.0)];
    let mut whole = json!({"model": "mclp", "sites": 1, "radius_m": 150.0, "demand": demand});
    for (name, value) in more.as_object().into_iter().flatten() {
        whole[name] = value.clone();
    }
    whole
}

fn asked(more: &serde_json::Value) -> Result<Locate, String> {
    let read: Locate = serde_json::from_value(problem(more)).map_err(|e| e.to_string())?;
    read.checked().map_err(|e| e.to_string())
}

#[test]
fn the_site_that_covers_most_is_chosen_and_proven() {
    let answer = asked(&json!({})).unwrap().solve().unwrap();
    assert_eq!((answer.objective, answer.bound, answer.uncovered), (5.0, 5.0, Some(1)));
    assert!(answer.finding[0].starts_with("Weight within 150 m of a site: 5.0 of 6.0 (83.3%); 1 points"));
    assert_eq!(answer.served[0].points, 2);
}

#[test]
fn what_would_have_no_effect_is_refused() {
    assert!(asked(&json!({"model": "p-median"})).unwrap_err().starts_with("radius_m = \"150\""));
    assert!(asked(&json!({"solver": "milp", "work": 5})).unwrap_err().starts_with("work = \"5\""));
    assert!(asked(&json!({"sites": 4})).unwrap_err().contains("1 to 3"));
    assert!(asked(&json!({"radius_m": null})).unwrap_err().starts_with("radius_m"));
    assert!(asked(&json!({"radius": 5})).unwrap_err().contains("unknown field"));
}

#[test]
fn degrees_are_refused_where_meters_are_meant() {
    let point = |id: &str, x: f64, y: f64| json!({"id": id, "x": x, "y": y, "weight": 5.0});
    let city = [point("a", -90.2, 38.6), point("b", -90.21, 38.61), point("c", -90.3, 38.7)];
    for more in [json!({"radius_m": 800.0}), json!({"model": "p-median", "radius_m": null})] {
        let mut more = more;
        more["demand"] = json!(city);
        let refused = asked(&more).unwrap().solve().unwrap_err().to_string();
        assert!(refused.starts_with("demand = \"x -90.3 to -90.2, y 38.6 to 38.7\""), "{refused}");
        assert!(refused.contains("degrees of longitude and latitude") && refused.contains("ogr2ogr"), "{refused}");
    }
    let whole = json!({"demand": [point("a", -90.0, 38.0), point("b", -91.0, 39.0)], "radius_m": 800.0});
    assert!(asked(&whole).unwrap().solve().unwrap_err().to_string().contains("degrees"));
    let board = json!({"demand": [point("a", 0.0, 0.0), point("b", 40.0, 0.0)], "radius_m": 10.0});
    assert!((asked(&board).unwrap().solve().unwrap().objective - 5.0).abs() < 1e-9);
    let far = [point("a", 250_000.0, 310_000.0), point("b", 250_100.0, 310_000.0)];
    let mixed = json!({"demand": far, "candidates": city});
    assert!(asked(&mixed).unwrap().solve().unwrap_err().to_string().starts_with("candidates"));
}

#[test]
fn distances_stand_once_for_each_pair_of_known_points() {
    let way = |demand: &str, distance: f64| json!({"demand": demand, "candidate": "a", "distance": distance});
    let of = |ways: serde_json::Value| {
        let more = json!({"candidates": [{"id": "a"}], "distances": ways});
        asked(&more).unwrap().solve().map_err(|e| e.to_string())
    };
    let objective = of(json!([way("a", 10.0), way("c", 20.0)])).unwrap().objective;
    assert!((objective - 4.0).abs() < 1e-12, "{objective}");
    assert!(of(json!([way("z", 10.0)])).unwrap_err().contains("the id of a demand point"));
    assert!(of(json!([way("a", 10.0), way("a", 11.0)])).unwrap_err().contains("one distance for each pair"));
    assert!(of(json!([way("a", -1.0)])).unwrap_err().contains("0 or more"));
}
