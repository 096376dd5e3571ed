//! What answers say, and that they agree with each other.

use crate::{STATE, json, number};
use catchment_model::{TimeBasis, Unit, Window};
use serde_json::{Value, json as value};

/// Replaces numbers that come from draws and sums by their kind, so that a snapshot shows the shape.
fn shape(v: &Value) -> Value {
    match v {
        Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (k.clone(), shape(v))).collect()),
        Value::Array(list) => Value::Array(list.iter().take(1).map(shape).collect()),
        Value::Number(n) => Value::String(if n.is_f64() { "number" } else { "whole number" }.to_owned()),
        other => other.clone(),
    }
}

#[tokio::test]
async fn the_status_describes_the_dataset() {
    let mut answer = json("/api/v1/status").await;
    answer["dataset"] = value!("(dataset)");
    answer["program"] = value!("(program)");
    insta::assert_json_snapshot!(answer);
}

#[tokio::test]
async fn a_ranking_has_the_agreed_shape() {
    let mut answer = json("/api/v1/rankings?from=2018-01&to=2020-12").await;
    answer["meta"]["dataset"] = value!("(dataset)");
    answer["meta"]["program"] = value!("(program)");
    answer["items"][0]["reasons"] = value!(["(sentences)"]);
    answer["finding"] = value!("(sentence)");
    let meta = answer["meta"].clone();
    insta::assert_json_snapshot!("ranking_meta", meta);
    insta::assert_json_snapshot!("ranking_shape", shape(&answer));
}

#[tokio::test]
async fn an_area_has_the_agreed_shape() {
    let mut answer = json("/api/v1/areas/1").await;
    answer["meta"] = value!("(meta)");
    answer["why"] = value!(["(sentences)"]);
    insta::assert_json_snapshot!(shape(&answer));
}

#[tokio::test]
async fn cells_and_surface_have_the_agreed_shape() {
    let mut cells = json("/api/v1/cells?resolution=9").await;
    cells["meta"] = value!("(meta)");
    cells["finding"] = value!(["(sentences)"]);
    cells["reach"]["says"] = value!(["(sentences)"]);
    insta::assert_json_snapshot!("cells_shape", shape(&cells));
    let mut surface = json("/api/v1/surface").await;
    surface["meta"] = value!("(meta)");
    insta::assert_json_snapshot!("surface_shape", shape(&surface));
}

#[tokio::test]
async fn counts_of_the_ranking_are_those_of_the_cube() {
    let answer = json("/api/v1/rankings?from=2018-01&to=2018-12").await;
    let window = Window::new("2018-01".parse().expect("month"), "2018-12".parse().expect("month")).expect("window");
    let selection = STATE.engine().data.offenses.select("harm").expect("selection");
    let query = catchment_model::Query { window, selection, unit: Unit::Net, time: TimeBasis::Reported, blocks: None };
    assert_eq!(answer["city"]["count"], STATE.engine().data.cube.total(&query));
    let by_area = STATE.engine().data.cube.by_area(&query, catchment_model::AreaBasis::Label, 9);
    let count = |id: &str| by_area[usize::from(STATE.engine().data.areas.find(id).expect("area").0)];
    let items = answer["items"].as_array().expect("items");
    assert_eq!(items.len(), 8, "all but the park");
    for item in items {
        let id = item["id"].as_str().expect("id");
        assert_eq!(item["count"], count(id), "{id}");
        assert!(
            (number(&item["per_km2"]) - count(id) as f64 / number(&item["area_km2"])).abs() < 1e-9,
            "one covered year"
        );
    }
    assert_eq!(answer["not_ranked"][0]["id"], "9");
    assert_eq!(answer["not_ranked"][0]["count"], count("9"));
    assert_eq!(answer["items"][0]["id"], "1", "the hot corner leads");
}

#[tokio::test]
async fn rates_divide_by_covered_months_and_area_counts_enter_no_rank() {
    let answer = json("/api/v1/rankings?from=2019-12&to=2020-04").await;
    let window = &answer["meta"]["window"];
    assert_eq!((&window["months"], &window["covered_months"]), (&value!(5), &value!(2)));
    assert_eq!(window["missing"], value!(["2020-01", "2020-02", "2020-03"]));
    assert_eq!(window["systems"], value!(["UCR/SRS", "NIBRS"]));
    let second = answer["items"].as_array().expect("items").iter().find(|i| i["id"] == "2").expect("item");
    assert!((number(&second["per_km2"]) - number(&second["count"]) * 6.0 / number(&second["area_km2"])).abs() < 1e-9);
    let area = json("/api/v1/areas/2?from=2019-12&to=2020-04").await;
    assert_eq!(area["count"], second["count"], "the 17 of the area count are not in it");
    let statuses: Vec<&str> =
        area["series"].as_array().expect("series").iter().filter_map(|m| m["status"].as_str()).collect();
    assert_eq!(statuses, ["incidents", "missing", "missing", "area-counts", "incidents"]);
    assert_eq!(area["series"][3]["count"], 17);
    assert_eq!(area["series"][1]["count"], Value::Null);
    let by_point = json("/api/v1/areas/2?from=2019-12&to=2020-04&area=point").await;
    assert_eq!(by_point["series"][3]["count"], Value::Null, "a published count has no point");
}

/// What is true of some months is said where they are counted, and nowhere else.
#[tokio::test]
async fn a_note_on_months_stands_beside_what_counts_them() {
    for (window, said) in [
        ("from=2018-01&to=2020-03", true),
        ("from=2020-04&to=2020-06", true),
        ("from=2018-01&to=2020-02", false),
        ("from=2020-05&to=2020-06", false),
    ] {
        for question in ["rankings", "cells", "areas/1"] {
            let warnings = json(&format!("/api/v1/{question}?{window}")).await["meta"]["warnings"].to_string();
            assert_eq!(warnings.contains("Nobody was out."), said, "{question} {window}: {warnings}");
        }
    }
}

/// What patrols find says where they are.
#[tokio::test]
async fn offenses_that_police_find_and_rates_of_areas_carry_their_caution() {
    let warned = async |path: &str| json(path).await["meta"]["warnings"].to_string();
    let drugs = warned("/api/v1/rankings?offense=drugs,robbery").await;
    assert!(drugs.contains("Police find these offenses themselves") && drugs.contains(": drugs."), "{drugs}");
    let default = warned("/api/v1/rankings").await;
    assert!(!default.contains("themselves") && !default.contains("no one's own risk"), "{default}");
    assert!(warned("/api/v1/rankings?measure=per_resident").await.contains("no one's own risk"));
}

#[tokio::test]
async fn warnings_name_break_gap_positions_and_few_counts() {
    let answer = json("/api/v1/rankings?from=2019-12&to=2020-12&offense=homicide&of=catchments&k=1").await;
    let text = answer["meta"]["warnings"].to_string();
    for part in [
        "not comparable",
        "2020-01 to 2020-02",
        "counts per neighborhood only (2020-03)",
        "60% of the rows of Homicide in 2020",
        "Positions are made up",
        "stand in",
        "are estimated",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let few = json("/api/v1/rankings?from=2018-01&to=2018-01&offense=homicide").await;
    assert!(few["meta"]["warnings"].to_string().contains("too few"), "{}", few["meta"]["warnings"]);
}

#[tokio::test]
async fn too_few_residents_leave_no_rate_and_no_rank_by_it() {
    let by_count = json("/api/v1/rankings").await;
    let eighth = by_count["items"].as_array().expect("items").iter().find(|i| i["id"] == "8").expect("item").clone();
    assert_eq!(eighth["per_1000"], Value::Null);
    let by_rate = json("/api/v1/rankings?measure=per_resident").await;
    assert!(by_rate["items"].as_array().expect("items").iter().all(|i| i["id"] != "8"));
    let area = json("/api/v1/areas/8").await;
    assert_eq!(area["rank"]["per_resident"], Value::Null);
    assert!(area["rank"]["count"]["rank"].is_u64());
}

#[tokio::test]
async fn an_area_adds_up() {
    let area = json("/api/v1/areas/1").await;
    let count = area["count"].as_i64().expect("count");
    let sum =
        |list: &Value| list.as_array().expect("list").iter().map(|v| v["count"].as_i64().unwrap_or(0)).sum::<i64>();
    assert_eq!(sum(&area["series"]), count, "the whole window has incidents");
    assert_eq!(sum(&area["offenses"]), count);
    let hours: i64 = area["hours"]
        .as_array()
        .expect("days")
        .iter()
        .flat_map(|d| d.as_array().expect("hours"))
        .filter_map(Value::as_i64)
        .sum();
    assert_eq!(hours + area["hours_unknown"].as_i64().expect("number"), count);
    let share = number(&area["shift_share"]);
    assert!((0.2..0.4).contains(&share), "50 of 168 hours: {share}");
    assert_eq!(area["area"]["sites"], value!(["corner"]));
    assert_eq!(area["posterior"]["points"].as_array().expect("points").len(), 101);
    assert!(area["why"].as_array().expect("why").len() >= 3);
}

#[tokio::test]
async fn a_park_is_counted_and_not_ranked() {
    let park = json("/api/v1/areas/9").await;
    assert_eq!(park["area"]["kind"], "park");
    assert!(park["count"].as_i64().expect("count") > 0);
    assert_eq!((&park["posterior"], &park["rank"]["count"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn catchments_are_stable_within_their_size_and_have_details() {
    let path = "/api/v1/rankings?of=catchments&area_km2=0.5&k=2";
    let answer = json(path).await;
    assert_eq!(answer, json(path).await);
    let items = answer["items"].as_array().expect("items");
    assert!(items.len() >= 2);
    for item in items {
        assert!(number(&item["area_km2"]) <= 0.5 + 1e-9);
        assert!(item["id"].as_str().expect("id").starts_with('C'));
    }
    let first = &items[0];
    let detail = json(&format!("/api/v1/catchments/{}?area_km2=0.5&k=2", first["id"].as_str().expect("id"))).await;
    assert_eq!(detail["count"], first["count"]);
    assert_eq!(detail["area"]["kind"], "catchment");
    assert_eq!(detail["rank"]["count"]["rank"], first["rank"]);
    assert!(number(&answer["search"]["gap"]) < 0.6);
}

#[tokio::test]
async fn top_shortens_the_list_and_nothing_else() {
    let all = json("/api/v1/rankings").await;
    let top = json("/api/v1/rankings?top=2").await;
    assert_eq!(top["items"].as_array().expect("items").len(), 2);
    assert_eq!(top["items"][1], all["items"][1]);
    assert_eq!(top["legend"], all["legend"]);
}

#[tokio::test]
async fn cells_count_zeros_and_sum_to_the_located_rows() {
    let answer = json("/api/v1/cells?resolution=8").await;
    let cells = answer["cells"].as_array().expect("cells");
    let sum: i64 = cells.iter().filter_map(|c| c["count"].as_i64()).sum();
    assert_eq!(answer["fdr"]["cells"], cells.len());
    let surface = json("/api/v1/surface").await;
    let km2: f64 = STATE.engine().data.areas.list().iter().map(|a| a.area_km2).sum();
    let years = number(&surface["meta"]["window"]["covered_months"]) / 12.0;
    assert!((number(&surface["mean"]) * km2 * years - sum as f64).abs() < 1e-6, "the surface counts the same rows");
    let fine = json("/api/v1/cells?resolution=10").await;
    let zeros = fine["cells"].as_array().expect("cells").iter().filter(|c| c["count"] == 0).count();
    assert!(zeros > 0);
    assert!(number(&fine["fdr"]["after"]) <= number(&fine["fdr"]["before"]));
    assert!(fine["cells"].as_array().expect("cells").iter().any(|c| c["hot"] == "hot"));
}

#[tokio::test]
async fn incidents_are_another_unit_than_net_counts() {
    let net = json("/api/v1/rankings?unit=net").await;
    let incident = json("/api/v1/rankings?unit=incident").await;
    assert_ne!(net["city"]["count"], incident["city"]["count"]);
    assert_eq!(incident["meta"]["unit"], "incident");
}

#[tokio::test]
async fn default_and_spelled_out_questions_are_one() {
    let short = json("/api/v1/rankings").await;
    let p = &short["meta"]["params"];
    let offense: Vec<&str> = p["offense"].as_array().expect("list").iter().filter_map(Value::as_str).collect();
    let (from, to) = (p["from"].as_str().expect("month"), p["to"].as_str().expect("month"));
    let long = format!(
        "/api/v1/rankings?k=3&seed=1&measure=count&area=label&time=reported&unit=net&offense={}&to={to}&from={from}",
        offense.join(",")
    );
    assert_eq!(short, json(&long).await);
}

#[tokio::test]
async fn the_seed_moves_draws_and_not_counts() {
    let one = json("/api/v1/rankings?seed=1").await;
    let two = json("/api/v1/rankings?seed=2").await;
    assert_eq!(one["items"][0]["count"], two["items"][0]["count"]);
    assert_ne!(one["items"][0]["score_low"], two["items"][0]["score_low"]);
}
