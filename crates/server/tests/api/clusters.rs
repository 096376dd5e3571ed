//! Clusters and concentration: agreement with the counts, gaps, privacy, files.

use axum::http::StatusCode;
use serde_json::Value;

use crate::{get, json, number, refused};

fn list<'a>(answer: &'a Value, name: &str) -> &'a Vec<Value> {
    answer[name].as_array().unwrap_or_else(|| unreachable!("no {name}: {answer}"))
}

#[tokio::test]
async fn local_moran_has_the_cells_and_counts_of_gi_star() {
    let cells = json("/api/v1/cells?from=2018-01&to=2019-12").await;
    let moran = json("/api/v1/clusters?method=moran&from=2018-01&to=2019-12").await;
    let pair = |c: &Value| (c["id"].clone(), c["count"].clone());
    assert_eq!(
        list(&moran, "cells").iter().map(pair).collect::<Vec<_>>(),
        list(&cells, "cells").iter().map(pair).collect::<Vec<_>>()
    );
    assert!(list(&moran, "cells").iter().any(|c| c["quadrant"] == "HH" && c["significant"] == true), "the hot corner");
    assert_eq!(moran["fdr"]["cells"], cells["fdr"]["cells"]);
    assert_eq!(moran, json("/api/v1/clusters?from=2018-01&to=2019-12").await, "moran is the default, and repeatable");
}

#[tokio::test]
async fn steps_with_a_missing_month_are_gaps_and_the_last_ends_with_the_window() {
    let answer = json("/api/v1/clusters?method=emerging&step_months=3&from=2018-02&to=2020-12&resolution=8").await;
    let steps = list(&answer, "steps");
    assert_eq!(
        (steps.first().map(|s| &s["from"]), steps.last().map(|s| &s["to"])),
        (Some(&"2018-04".into()), Some(&"2020-12".into()))
    );
    assert_eq!(answer["gaps"], serde_json::json!(["2020-01 to 2020-03"]));
    let warnings = answer["meta"]["warnings"].to_string();
    for said in
        ["1 time step has a month without data", "2 months with data fill no whole time step", "on both sides of a gap"]
    {
        assert!(warnings.contains(said), "no \"{said}\" in {warnings}");
    }
    let cells = list(&answer, "cells");
    assert!(
        cells
            .iter()
            .all(|c| c["category"].is_string() && c["hot_steps"].as_u64().expect("steps") <= steps.len() as u64)
    );
    // The two months before the first step are not counted.
    let counted: i64 = cells.iter().filter_map(|c| c["count"].as_i64()).sum();
    let whole = json("/api/v1/cells?from=2018-04&to=2020-12&resolution=8").await;
    assert_eq!(counted, list(&whole, "cells").iter().filter_map(|c| c["count"].as_i64()).sum::<i64>());
}

#[tokio::test]
async fn scanned_clusters_share_no_cell_and_span_no_gap() {
    let path = "/api/v1/clusters?method=scan&permutations=99&max_steps=4&resolution=8&seed=3";
    let answer = json(path).await;
    let mut seen = std::collections::BTreeSet::new();
    let clusters = list(&answer, "clusters");
    assert!(!clusters.is_empty());
    for c in clusters {
        assert!(c["cells"].as_array().expect("cells").iter().all(|id| seen.insert(id.to_string())));
        let (from, to) = (c["from"].as_str().expect("from"), c["to"].as_str().expect("to"));
        assert!(to < "2020-01" || from >= "2020-04", "{from} to {to}");
        assert!(number(&c["p"]) >= 0.01 && number(&c["p"]) <= 1.0 && number(&c["count"]) > number(&c["expected"]));
    }
    assert_eq!(answer, json(path).await);
}

#[tokio::test]
async fn a_scan_by_residents_finds_the_hot_corner_in_the_whole_window() {
    let answer = json("/api/v1/clusters?method=scan-space&resolution=8&from=2018-01&to=2020-12").await;
    let params = &answer["meta"]["params"]["clusters"];
    assert_eq!((&params["baseline"], &params["max_cells"]), (&"residents".into(), &25.into()), "{params}");
    assert!(params.get("step_months").is_none() && answer.get("steps").is_none());
    let first = &list(&answer, "clusters")[0];
    assert_eq!((&first["from"], &first["to"]), (&"2018-01".into(), &"2020-12".into()));
    assert!(
        number(&first["count"]) > number(&first["expected"]) && number(&first["llr"]) > number(&answer["chance_llr"])
    );
    // The total of a scan: what entered and what could not is all that is counted in cells.
    let cells = json("/api/v1/cells?resolution=8&from=2018-01&to=2020-12&unit=incident").await;
    let all: i64 = list(&cells, "cells").iter().filter_map(|c| c["count"].as_i64()).sum();
    let left = answer["left_out"]["events"].as_i64().unwrap_or(0);
    assert_eq!(answer["events"].as_i64().expect("events") + left, all);
    assert!(answer["meta"]["warnings"].to_string().contains("spread evenly"));
    let area = json("/api/v1/clusters?method=scan-space&baseline=area&resolution=8&from=2018-01&to=2020-12").await;
    // What lies outside of every neighborhood has no area there to expect anything of.
    let left = area["left_out"]["events"].as_i64().unwrap_or(0);
    assert_eq!(area["events"].as_i64().expect("events") + left, all);
}

#[tokio::test]
async fn a_scan_by_residents_over_time_expects_each_steps_own_total() {
    let answer = json("/api/v1/clusters?method=scan&baseline=area&resolution=8&step_months=3&permutations=99").await;
    let clusters = list(&answer, "clusters");
    assert!(clusters.iter().all(|c| number(&c["expected"]) > 0.0), "{clusters:?}");
    assert_eq!(answer["meta"]["params"]["clusters"]["baseline"], "area");
    assert_ne!(
        list(&json("/api/v1/clusters?method=scan&resolution=8&step_months=3&permutations=99").await, "clusters"),
        clusters
    );
}

#[tokio::test]
async fn categories_stand_beside_what_chance_alone_would_give() {
    let answer = json("/api/v1/clusters?method=emerging&step_months=3&resolution=8").await;
    let cells = list(&answer, "cells");
    let categories = list(&answer, "categories");
    let sum = |of: &str| categories.iter().map(|c| number(&c[of])).sum::<f64>();
    assert!((sum("cells") - cells.len() as f64).abs() < 1e-9);
    for c in categories {
        let chance = &c["if_unchanged"];
        assert!(
            number(&chance["low"]) <= number(&chance["high"]) && number(&chance["mean"]) <= cells.len() as f64,
            "{c}"
        );
        let held = cells.iter().filter(|x| x["category"] == c["category"]).count();
        assert_eq!(c["cells"].as_u64(), Some(held as u64));
    }
}

#[tokio::test]
async fn every_method_states_how_concentrated_the_same_counts_are_by_chance() {
    let whole = json("/api/v1/concentration?resolution=8&from=2018-01&to=2019-12").await;
    for method in ["moran", "scan", "scan-space", "knox"] {
        // What local Moran tests is exact: it draws nothing.
        let runs = if method == "moran" { "" } else { "&permutations=99" };
        let answer =
            json(&format!("/api/v1/clusters?method={method}&resolution=8&from=2018-01&to=2019-12{runs}")).await;
        assert_eq!(answer["null"], whole["concentration"], "{method}");
        assert_eq!(answer["meta"]["params"]["clusters"]["method"], method);
    }
    assert_eq!(whole["meta"]["params"]["stability"]["simulations"], 199);
}

#[tokio::test]
async fn near_repeats_come_in_bands_and_made_up_positions_are_told() {
    let answer = json("/api/v1/clusters?method=knox&permutations=99&distance_m=100,400&days=7,30").await;
    let bands = list(&answer, "near_repeats");
    assert_eq!(bands.len(), 4);
    assert!(bands.iter().all(|b| number(&b["p"]) >= 0.01 && number(&b["expected"]) >= 0.0));
    assert!(answer["meta"]["warnings"].to_string().contains("made up"));
}

#[tokio::test]
async fn files_have_the_columns_of_their_method() {
    for (method, header) in [
        ("moran", "cell,count,i,z,p,quadrant,significant"),
        ("emerging", "cell,count,category,hot_steps,cold_steps,trend,trend_p,z_last"),
        ("scan", "cluster,cell,from,to,count,expected,relative_risk,llr,p"),
        ("scan-space", "cluster,cell,from,to,count,expected,relative_risk,llr,p"),
        ("knox", "distance_m,days,pairs,expected,ratio,p"),
    ] {
        let path = format!("/api/v1/clusters?method={method}&resolution=8&from=2018-01&to=2019-12");
        let reply = get(&format!("{path}&format=csv")).await;
        assert_eq!((reply.status, reply.text().lines().next()), (StatusCode::OK, Some(header)), "{method}");
        let reply = get(&format!("{path}&format=geojson")).await;
        if method == "knox" {
            assert_eq!(reply.json()["parameter"], "format");
        } else {
            assert_eq!(reply.json()["features"][0]["geometry"]["type"], "MultiPolygon", "{method}");
        }
    }
}

#[tokio::test]
async fn pairs_of_the_same_day_have_a_band_of_their_own() {
    // All that happened in a month happened on its fifth day.
    let ask = "/api/v1/clusters?method=knox&permutations=99&distance_m=400&days";
    let (same_day, both) = (json(&format!("{ask}=0")).await, json(&format!("{ask}=0,31")).await);
    assert_eq!(same_day["meta"]["params"]["clusters"]["days"], serde_json::json!([0.0]));
    let band = |answer: &Value, at: usize| list(answer, "near_repeats")[at].clone();
    assert_eq!((list(&same_day, "near_repeats").len(), &band(&same_day, 0)["days"]), (1, &0.0.into()));
    assert_eq!(band(&same_day, 0)["pairs"], band(&both, 0)["pairs"], "the band is the same beside another");
    assert!(number(&band(&both, 1)["pairs"]) > 0.0);
}

#[tokio::test]
async fn bad_values_are_refused_by_name() {
    for (method, name, value) in [
        ("gi", "method", "gi"),
        ("emerging", "permutations", "98"),
        ("emerging", "step_months", "0"),
        ("emerging", "step_months", "61"),
        ("scan", "max_steps", "25"),
        ("scan", "baseline", "cells"),
        ("moran", "alpha", "1"),
        ("knox", "distance_m", "200,100"),
        ("knox", "distance_m", "nan"),
        ("knox", "days", "-1"),
        ("knox", "days", ""),
    ] {
        let more = if name == "method" { String::new() } else { format!("&{name}={value}") };
        refused(&format!("/api/v1/clusters?method={method}{more}"), name).await;
    }
    // A step must leave room for several within three years.
    refused("/api/v1/clusters?method=emerging&step_months=60", "step_months").await;
    // There are no periods to permute.
    refused("/api/v1/clusters?method=scan-space&baseline=permutation", "baseline").await;
    for (name, value) in [("stability", "weeks"), ("top_share", "0.9")] {
        refused(&format!("/api/v1/concentration?{name}={value}"), name).await;
    }
}

#[tokio::test]
async fn what_belongs_to_another_method_is_refused_and_not_echoed() {
    for (query, parameter) in [
        ("clusters?method=moran&step_months=3", "step_months"),
        ("clusters?method=moran&permutations=999", "permutations"),
        ("clusters?method=emerging&max_steps=2", "max_steps"),
        ("clusters?method=scan&alpha=0.01", "alpha"),
        ("clusters?method=knox&baseline=area", "baseline"),
        ("clusters?method=scan-space&days=7", "days"),
        ("concentration?stability=none&top_share=0.1", "top_share"),
    ] {
        refused(&format!("/api/v1/{query}"), parameter).await;
    }
    let moran = json("/api/v1/clusters?resolution=8").await;
    let names: Vec<&String> = moran["meta"]["params"]["clusters"].as_object().expect("an object").keys().collect();
    assert_eq!(names, ["method"]);
}

#[tokio::test]
async fn concentration_stands_beside_its_null_and_the_map_says_the_same() {
    let answer = json("/api/v1/concentration?resolution=9").await;
    let cells = json("/api/v1/cells?resolution=9").await;
    assert_eq!(answer["concentration"], cells["null"], "one seed, one null");
    let half = &answer["concentration"]["cells_with_half"];
    assert!(number(&half["observed"]) < number(&half["null"]["low"]), "the corner is hotter than chance: {half}");
    assert!(
        number(&half["null"]["low"]) <= number(&half["null"]["mean"])
            && number(&half["null"]["mean"]) <= number(&half["null"]["high"])
    );
    let top = &answer["concentration"]["in_hottest_5_percent"];
    assert!(number(&top["observed"]) > number(&top["null"]["high"]) && number(&top["observed"]) < 1.0, "{top}");
    let item = &answer["stability"][0];
    assert_eq!((&item["first_from"], &item["second_to"]), (&"2018-01".into(), &"2020-12".into()));
    assert!(number(&item["jaccard"]) >= number(&item["if_unchanged"]["low"]), "the hot corner stays: {item}");
    assert!(number(&item["if_unrelated"]) < number(&item["if_unchanged"]["mean"]));
    let years = json("/api/v1/concentration?stability=years&resolution=8").await;
    let spans: Vec<(&Value, &Value)> =
        list(&years, "stability").iter().map(|s| (&s["first_from"], &s["second_from"])).collect();
    assert_eq!(spans, [(&"2018-01".into(), &"2019-01".into())], "no year of 2020 is whole");
    assert!(list(&json("/api/v1/concentration?stability=none").await, "stability").is_empty());
}

#[tokio::test]
async fn a_withheld_group_is_in_no_cluster() {
    for path in [
        "clusters?method=moran&",
        "clusters?method=scan&resolution=8&",
        "clusters?method=scan-space&resolution=8&",
        "clusters?method=knox&",
        "concentration?",
    ] {
        let reply = get(&format!("/api/v1/{path}offense=fondling")).await;
        assert_eq!(reply.json()["code"], "withheld", "{path}");
        let with = json(&format!("/api/v1/{path}offense=homicide,robbery,rape")).await;
        let without = json(&format!("/api/v1/{path}offense=homicide,robbery")).await;
        assert_eq!(with["meta"]["withheld"], serde_json::json!(["rape"]));
        for key in ["cells", "clusters", "near_repeats", "concentration", "stability", "events"] {
            assert_eq!(with[key], without[key], "{path} {key}");
        }
    }
}
