//! What may not be shown is not shown, at any address.

use axum::http::StatusCode;
use serde_json::json as value;

use crate::{get, json};

#[tokio::test]
async fn a_group_per_city_and_year_is_in_no_answer() {
    for path in [
        "/api/v1/rankings",
        "/api/v1/rankings?of=catchments",
        "/api/v1/areas/1",
        "/api/v1/catchments/C1",
        "/api/v1/cells",
        "/api/v1/surface",
    ] {
        let join = if path.contains('?') { '&' } else { '?' };
        let reply = get(&format!("{path}{join}offense=rape")).await;
        assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::BAD_REQUEST, &"withheld".into()), "{path}");
        let with = json(&format!("{path}{join}offense=homicide,robbery,rape")).await;
        let without = json(&format!("{path}{join}offense=homicide,robbery")).await;
        assert_eq!(with["meta"]["withheld"], value!(["rape"]), "{path}");
        for key in ["items", "count", "cells", "legend", "max", "mean", "hours", "series", "offenses"] {
            assert_eq!(with[key], without[key], "{path} {key}");
        }
        assert!(with["meta"]["warnings"].to_string().contains("rape"));
    }
}

#[tokio::test]
async fn a_group_per_area_is_in_neighborhoods_only() {
    let ranking = json("/api/v1/rankings?offense=fondling").await;
    assert!(ranking["city"]["count"].as_i64().expect("count") > 0);
    assert_eq!(ranking["meta"]["withheld"], value!([]));
    for path in [
        "/api/v1/rankings?of=catchments&",
        "/api/v1/cells?",
        "/api/v1/surface?",
        "/api/v1/catchments/C1?",
        "/tiles/cells/10/255/392?",
        "/tiles/surface/10/255/392?",
        "/tiles/catchments/10/255/392?",
        "/tiles/cells.json?",
    ] {
        let reply = get(&format!("{path}offense=fondling")).await;
        assert_eq!(reply.json()["code"], "withheld", "{path}");
    }
    let cells = json("/api/v1/cells?offense=violent").await;
    assert_eq!(cells["meta"]["withheld"], value!(["rape", "fondling"]));
    assert_eq!(cells["cells"], json("/api/v1/cells?offense=homicide,robbery").await["cells"]);
}

#[tokio::test]
async fn tiles_with_and_without_a_withheld_group_are_the_same_bytes() {
    for layer in ["neighborhoods", "catchments", "cells", "surface"] {
        let tile = |offense: &str| format!("/tiles/{layer}/11/510/785?offense={offense}");
        let (with, without) = (get(&tile("homicide,robbery,rape")).await, get(&tile("homicide,robbery")).await);
        assert_eq!(with.status, StatusCode::OK);
        assert_eq!(with.body, without.body, "{layer}");
    }
}

#[tokio::test]
async fn cells_finer_than_the_city_allows_do_not_exist() {
    let dir = tempfile::tempdir().expect("folder");
    let mut data = crate::city::dataset(dir.path(), crate::SMALL);
    data.city.positions.finest_resolution = catchment_model::Resolution::R9;
    let state = std::sync::Arc::new(catchment_server::AppState::load(std::sync::Arc::new(data)).expect("state"));
    let service = catchment_server::router(state, crate::patient());
    let request = |path: &str| axum::http::Request::get(path).body(axum::body::Body::empty()).expect("request");
    for path in [
        "/api/v1/cells?",
        "/api/v1/clusters?",
        "/api/v1/concentration?",
        "/api/v1/backtest?",
        "/api/v1/counts?by=cell&",
        "/tiles/cells/10/255/392?",
        "/tiles/cells.json?",
    ] {
        let reply = crate::send(service.clone(), request(&format!("{path}resolution=10"))).await;
        let told = (reply.status, &reply.json()["accepted"]);
        assert_eq!(told, (StatusCode::BAD_REQUEST, &"8 to 9".into()), "{path}");
    }
    let reply = crate::send(service, request("/api/v1/rankings?of=catchments&k=1")).await;
    assert_eq!(reply.json()["search"]["resolution"], 9, "catchments are made of what may be shown");
    assert_eq!(json("/api/v1/rankings?of=catchments&k=1").await["search"]["resolution"], 10);
}
