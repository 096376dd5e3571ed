//! Counts over HTTP: the same as in the cube, whatever they are told by.

use axum::http::StatusCode;
use catchment_model::{AreaBasis, Query, TimeBasis, Unit, Window};
use serde_json::Value;

use crate::{STATE, get, json, refused};

fn items(answer: &Value) -> &Vec<Value> {
    answer["items"].as_array().expect("items")
}

fn sum<'a>(items: impl IntoIterator<Item = &'a Value>) -> i64 {
    items.into_iter().filter_map(|item| item["count"].as_i64()).sum()
}

/// What the cube counts in one year.
fn cube() -> Query {
    let window = Window::new("2018-01".parse().expect("month"), "2018-12".parse().expect("month")).expect("window");
    let selection = STATE.engine().data.offenses.select("harm").expect("selection");
    Query { window, selection, unit: Unit::Net, time: TimeBasis::Reported, blocks: None }
}

#[tokio::test]
async fn every_key_counts_the_same_rows() {
    let ask = "/api/v1/counts?from=2018-01&to=2018-12&by=";
    let total = STATE.engine().data.cube.total(&cube());
    let years = json(&format!("{ask}year")).await;
    assert_eq!(
        years["items"],
        serde_json::json!([{
            "year": 2018, "offense": "harm", "count": total, "status": "complete", "covered_months": 12
        }])
    );
    let months = json(&format!("{ask}month")).await;
    assert_eq!((items(&months).len(), sum(items(&months))), (12, total));
    let areas = json(&format!("{ask}neighborhood")).await;
    let by_area = STATE.engine().data.cube.by_area(&cube(), AreaBasis::Label, 9);
    for item in items(&areas).iter().filter(|item| item["neighborhood_id"] != "0") {
        let id = item["neighborhood_id"].as_str().expect("an id");
        let at = STATE.engine().data.areas.find(id).expect("an area");
        assert_eq!(item["count"], by_area[usize::from(at.0)], "{id}");
    }
    assert_eq!(sum(items(&areas)), total, "with those of no neighborhood");
    let cells = json(&format!("{ask}cell&resolution=9")).await;
    let map = json("/api/v1/cells?from=2018-01&to=2018-12&resolution=9").await;
    assert_eq!(sum(items(&cells)), sum(map["cells"].as_array().expect("cells")), "the located rows");
}

#[tokio::test]
async fn a_key_must_be_named_and_what_belongs_to_another_is_refused() {
    for (query, parameter) in [
        ("", "by"),
        ("by=month&area=label", "area"),
        ("by=cell&area=point", "area"),
        ("by=year&resolution=9", "resolution"),
        ("by=year&offense=arson", "offense"),
        ("by=year&offense=rape&unit=incident", "unit"),
    ] {
        refused(&format!("/api/v1/counts?{query}"), parameter).await;
    }
}

#[tokio::test]
async fn a_year_without_data_has_no_count_and_no_row() {
    let answer = json("/api/v1/counts?by=month&from=2019-12&to=2020-04").await;
    let known: Vec<(&str, bool)> =
        items(&answer).iter().map(|i| (i["status"].as_str().expect("a status"), i["count"].is_null())).collect();
    let missing = ("missing", true);
    let expected = [("incidents", false), missing, missing, ("area-counts", true), ("incidents", false)];
    // Homicides of the month that has counts only were not published: the sum is not known.
    assert_eq!(known, expected, "{answer}");
    let table = get("/api/v1/counts?by=month&from=2019-12&to=2020-04&format=csv").await.text();
    assert_eq!(table.lines().count(), 3, "{table}");
    let published = json("/api/v1/counts?by=month&from=2020-03&to=2020-03&offense=robbery").await;
    assert_eq!(items(&published)[0]["count"], 17);
}

#[tokio::test]
async fn what_is_shown_per_year_only_is_counted_by_year_and_by_nothing_finer() {
    let years = json("/api/v1/counts?by=year&offense=rape&from=2018-01&to=2018-12").await;
    let rape = STATE.engine().data.offenses.id("rape").expect("a group");
    let engine = STATE.engine();
    let cube = &engine.data.cube;
    let kept = cube.year_counts().iter().filter(|c| c.group == rape && c.year == 2018).map(|c| c.net).sum::<i64>();
    assert!(kept > 0 && !cube.entries().iter().any(|e| e.group == rape), "nothing finer is kept");
    assert_eq!(items(&years)[0]["count"], kept);
    for by in ["month", "neighborhood", "cell"] {
        let reply = get(&format!("/api/v1/counts?by={by}&offense=rape")).await;
        assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::BAD_REQUEST, &"withheld".into()), "{by}");
    }
    let cells = get("/api/v1/counts?by=cell&offense=fondling").await;
    assert_eq!(cells.json()["code"], "withheld");
    assert_eq!(get("/api/v1/counts?by=neighborhood&offense=fondling").await.status, StatusCode::OK);
}
