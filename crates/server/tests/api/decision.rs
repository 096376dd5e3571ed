//! Decisions over HTTP.

use axum::http::StatusCode;
use serde_json::Value;

use crate::{get, json, number, refused};

fn list<'a>(answer: &'a Value, name: &str) -> &'a Vec<Value> {
    answer[name].as_array().unwrap_or_else(|| unreachable!("no list {name}"))
}

fn ids(answer: &Value, name: &str) -> Vec<String> {
    list(answer, name).iter().map(|i| i["id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn burden_alone_is_the_ranking() {
    for query in ["", "measure=per_resident", "measure=per_km2", "of=catchments"] {
        let ranking = json(&format!("/api/v1/rankings?{query}")).await;
        let decision = json(&format!("/api/v1/decision?{query}&concentration=5")).await;
        assert_eq!(ids(&ranking, "items"), ids(&decision, "items"), "{query}");
        for (old, new) in list(&ranking, "items").iter().zip(list(&decision, "items")) {
            for part in ["rank", "rank_low", "rank_high", "p_top", "count", "per_1000", "per_km2", "name"] {
                assert_eq!(old[part], new[part], "{query} {part}");
            }
        }
    }
}

#[tokio::test]
async fn a_decision_says_why_and_what_would_change_it() {
    let path = "/api/v1/decision?weights=burden:3,recency:1,severity:1,distance:1,equity:1&concentration=50&k=2\
                &parts=by_measure";
    let answer = json(path).await;
    assert_eq!(list(&answer, "criteria").len(), 9);
    assert_eq!(answer["meta"]["params"]["criteria"]["burden"], 3.0);
    assert_eq!(answer["meta"]["params"]["concentration"], "50");
    assert_eq!(answer["sites"], serde_json::json!(["corner"]));
    let mut top = 0.0;
    for item in list(&answer, "items") {
        let sum: f64 = list(item, "criteria").iter().map(|c| number(&c["contribution"])).sum();
        assert!((sum - number(&item["score"])).abs() < 1e-12);
        top += number(&item["p_top"]);
        let (low, high) = (item["rank_set_low"].as_u64(), item["rank_set_high"].as_u64());
        assert!(low >= Some(1) && low <= high && high <= Some(8));
        assert!(number(&item["expected_fall"]["expected"]) >= 0.0);
        assert!(item["by_measure"]["count"]["rank"].is_u64() && item["by_measure"]["per_km2"]["p_top"].is_number());
    }
    assert!((top - 2.0).abs() < 1e-9);
    assert!(list(&answer, "items").iter().any(|i| i["would_change"]["incidents"]["n"].is_u64()));
    assert!(list(&answer, "items").iter().any(|i| i["would_change"]["weight"]["criterion"].is_string()));
    // What it says of the weight holds.
    let item = list(&answer, "items").iter().find(|i| i["would_change"]["weight"].is_object()).expect("a change");
    let change = &item["would_change"]["weight"];
    let other = path.replace("k=2", &format!("k=2&seed=1&{}", "top=8"));
    let pairs = ["burden:3", "recency:1", "severity:1", "distance:1", "equity:1"].map(str::to_owned).to_vec();
    let name = change["criterion"].as_str().expect("a criterion");
    let mut pairs: Vec<String> = pairs.into_iter().filter(|p| !p.starts_with(name)).collect();
    pairs.push(format!("{name}:{}", number(&change["to"])));
    let moved = json(&other.replace("burden:3,recency:1,severity:1,distance:1,equity:1", &pairs.join(","))).await;
    let first = |a: &Value| ids(a, "items")[..2].contains(&item["id"].as_str().expect("an id").to_owned());
    assert_ne!(first(&answer), first(&moved), "{change}");
}

#[tokio::test]
async fn the_guard_shows_ranks_with_police_initiated_offenses() {
    let answer = json("/api/v1/decision?parts=guard").await;
    let guard = list(&answer, "guard");
    assert_eq!(guard.len(), 8);
    let with = json("/api/v1/rankings?offense=homicide,robbery,drugs").await;
    for (item, now) in guard.iter().zip(1..) {
        assert_eq!(item["rank"], now);
        let then = ids(&with, "items").iter().position(|id| item["id"] == id.as_str()).expect("ranked") + 1;
        assert_eq!(item["rank_with_police_initiated"], then);
        assert_eq!(item["change"].as_i64(), Some(now - i64::try_from(then).expect("small")));
    }
}

#[tokio::test]
async fn funding_rules_show_who_enters_and_leaves() {
    let answer = json("/api/v1/decision?parts=rules").await;
    let rules = list(&answer, "rules");
    assert_eq!(ids(&answer, "rules"), ["robberies", "unserved"]);
    let chosen: Vec<&str> = rules[0]["chosen"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(chosen.len(), 3);
    assert!(!chosen.contains(&"8"), "too few residents");
    // Two years up to 2020-12: three months of 2020 have no incidents.
    assert_eq!(rules[0]["notes"][0], "21 of the rule's 24 months have data.");
    assert!(rules[0]["unit_note"].as_str().is_some_and(|n| n.contains("stand in")));
    let unserved = rules[1]["chosen"].as_array().expect("a list");
    assert!(!unserved.iter().any(|id| id == "1"), "a site serves it");
    let entered = rules[0]["enter"].as_array().expect("a list").len();
    assert_eq!(entered, rules[0]["leave"].as_array().expect("a list").len());
    refused("/api/v1/decision?of=catchments&parts=rules", "parts").await;
}

#[tokio::test]
async fn before_a_site_began_there_is_no_distance_to_it() {
    let answer = json("/api/v1/decision?to=2019-05").await;
    let distance = list(&answer, "criteria").iter().find(|c| c["id"] == "distance").expect("distance");
    assert_eq!(distance["unavailable"], "no site exists at the end of the window");
    let warnings = answer["meta"]["warnings"].to_string();
    assert!(warnings.contains("No site existed in 2019-05 (the first began in 2019-06)"), "{warnings}");
    let refused = get("/api/v1/decision?to=2019-05&weights=distance:1").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text().contains("no site exists"), "{}", refused.text());
    json("/api/v1/decision?to=2019-05&weights=distance:1&sites=corner").await;
}

#[tokio::test]
async fn values_out_of_range_are_named() {
    for (query, parts) in [
        ("weights=crime:1", ["weights", "burden, recency"]),
        ("weights=burden:-1", ["weights", "0 to 1000"]),
        ("concentration=0.5", ["concentration", "1 to 100000"]),
        ("half_life_months=1", ["half_life_months", "6 to 240"]),
        ("sites=moon", ["sites", "corner"]),
    ] {
        let reply = get(&format!("/api/v1/decision?{query}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        for part in parts {
            assert!(reply.text().contains(part), "{part} in {}", reply.text());
        }
    }
}
