//! Catchments drawn by hand.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::{Reply, STATE, json as get_json, number, send, service};

/// The finest cells of the city, in order.
async fn finest() -> Vec<h3o::CellIndex> {
    let answer = get_json("/api/v1/cells?resolution=10").await;
    let cells = answer["cells"].as_array().expect("cells");
    let all = cells.iter().map(|c| c["id"].as_str().expect("an id").parse().expect("a cell"));
    let inside = |cell: &h3o::CellIndex| {
        let at = h3o::LatLng::from(*cell);
        STATE
            .engine()
            .data
            .areas
            .list()
            .iter()
            .any(|a| geo::Contains::contains(&a.outline, &geo::Point::new(at.lng(), at.lat())))
    };
    all.filter(inside).collect()
}

async fn score(query: &str, body: &Value) -> Reply {
    let request = Request::post(format!("/api/v1/catchments/score{query}")).header("content-type", "application/json");
    send(service(), request.body(Body::from(body.to_string())).expect("a request")).await
}

/// The cells of the best catchment, as the ranking's file gives them.
async fn best_cells(query: &str) -> Vec<Value> {
    let corner = finest().await[0].parent(h3o::Resolution::Eight).expect("coarser");
    let answer = score(query, &json!({"cells": [corner.to_string()]})).await;
    answer.json()["best"]["cells"].as_array().expect("cells").clone()
}

#[tokio::test]
async fn the_searchs_own_choice_scores_all_of_the_best() {
    let cells = best_cells("").await;
    let told = score("", &json!({"cells": cells})).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text());
    let told = told.json();
    assert_eq!((&told["connected"], &told["compact"], &told["outside"]), (&json!(true), &json!(true), &json!(0)));
    let share = number(&told["share_of_best"]);
    assert!((0.97..=1.000_001).contains(&share), "{share}");
    assert!(number(&told["outline_m"]) > 0.0);
    let drawn = &told["drawn"];
    assert!(
        number(&drawn["score_low"]) < number(&drawn["score"]) && number(&drawn["score"]) < number(&drawn["score_high"]),
        "{drawn}"
    );
    assert!((number(&drawn["count"]) - number(&drawn["harm"])).abs() < 1e-9, "all weights are 1 here");
    assert!(number(&drawn["per_km2"]) > 0.0 && drawn["cells"].as_array().map(Vec::len) == Some(cells.len()));
    assert_eq!(told["meta"]["dataset"], STATE.engine().data.id);
}

#[tokio::test]
async fn a_polygon_holds_the_cells_whose_centers_it_holds() {
    let areas = get_json("/api/v1/areas/1").await;
    let engine = STATE.engine();
    let outline = &engine.data.areas.list()[0].outline;
    let ring: Vec<[f64; 2]> = outline.0[0].exterior().coords().map(|c| [c.x, c.y]).collect();
    let told = score("?measure=per_km2", &json!({"polygon": {"type": "Polygon", "coordinates": [ring]}})).await.json();
    let close = |a: f64, b: f64| (a - b).abs() < 0.05 * b;
    assert!(close(number(&told["drawn"]["area_km2"]), STATE.engine().data.areas.list()[0].area_km2), "{told}");
    assert!(told["drawn"]["name"].as_str().is_some_and(|n| areas.to_string().contains(n)));
    assert_eq!(told["meta"]["params"]["measure"], "per_km2");
}

#[tokio::test]
async fn pieces_and_reach_are_told() {
    let inside = finest().await;
    let far = [inside[0].to_string(), inside[inside.len() - 1].to_string()];
    let mut cells = best_cells("").await;
    cells.extend(far.iter().map(|c| json!(c)));
    let told = score("", &json!({"cells": cells})).await.json();
    assert_eq!((&told["connected"], &told["compact"]), (&json!(false), &json!(false)), "{told}");
    assert!(told["pieces"].as_u64().is_some_and(|n| n >= 2) && number(&told["radius_m"]) > number(&told["reach_m"]));
}

#[tokio::test]
async fn what_cannot_be_scored_is_refused_by_name() {
    let finer = finest().await[0].center_child(h3o::Resolution::Eleven).expect("finer").to_string();
    for (body, word) in [
        (json!({"cells": [finer]}), "resolution 11"),
        (json!({"cells": ["zebra"]}), "zebra"),
        (json!({"cells": []}), "0 cells"),
        (json!({"cells": ["8a1fb46622dffff"]}), "outside"),
        (json!({}), "either"),
        (json!({"polygon": {"type": "Point", "coordinates": [0, 0]}}), "Point"),
        (json!({"polygon": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}), "outside"),
    ] {
        let reply = score("", &body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{body}: {}", reply.text());
        let text = reply.text();
        assert!(text.contains(word), "{body}: {text}");
    }
    assert_eq!(score("?area_km2=2", &json!({"cells": []})).await.json()["code"], "unknown-parameter");
}
