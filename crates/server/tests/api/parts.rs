//! Parts of a decision that are worked out only where they are asked for.

use serde_json::{Value, json as value};

use crate::{json, refused};

/// Which of the parts an answer holds.
fn held(answer: &Value) -> Vec<&'static str> {
    let filled = |name: &str| answer[name].as_array().is_some_and(|list| !list.is_empty());
    let by_measure = answer["items"][0].get("by_measure").is_some_and(|m| !m.is_null());
    [("by_measure", by_measure), ("guard", filled("guard")), ("rules", filled("rules"))]
        .into_iter()
        .filter_map(|(name, held)| held.then_some(name))
        .collect()
}

#[tokio::test]
async fn a_decision_holds_the_parts_that_were_asked_for_and_no_other() {
    let path = "/api/v1/decision?weights=burden:2,recency:1&k=2";
    let plain = json(path).await;
    assert_eq!(held(&plain), [""; 0]);
    assert!(plain["meta"]["params"].get("parts").is_none(), "{}", plain["meta"]["params"]);
    for parts in [&["guard"][..], &["rules"], &["by_measure"], &["by_measure", "guard"], &["guard", "rules"]] {
        let answer = json(&format!("{path}&parts={}", parts.join(","))).await;
        assert_eq!(held(&answer), parts);
        assert_eq!(answer["meta"]["params"]["parts"], value!(parts));
        for same in ["criteria", "legend", "sites"] {
            assert_eq!(answer[same], plain[same], "{parts:?} {same}");
        }
    }
    let all = json(&format!("{path}&parts=rules,by_measure,guard,rules")).await;
    assert_eq!(held(&all), ["by_measure", "guard", "rules"]);
    assert_eq!(all, json(&format!("{path}&parts=by_measure,guard,rules")).await, "in any order, named twice or not");
}

#[tokio::test]
async fn a_part_that_there_is_not_is_refused_with_those_there_are() {
    let problem = refused("/api/v1/decision?parts=guard,weather", "parts").await;
    assert_eq!(problem["value"], "weather");
    assert!(problem["accepted"].as_str().is_some_and(|text| text.contains("by_measure, guard, rules")), "{problem}");
}
