//! The made-up city with weights, limits, a backtest and a record. What the answers say in sentences is said by the
//! words of the questions, as the program itself would.

use catchment_questions::backtest::{BacktestLimit, BacktestSummary, words as tested_words};
use catchment_questions::decision::{CriterionInfo, IncidentChangeItem, WeightChangeItem, words};
use catchment_questions::optimize::words as chosen_words;
use catchment_questions::pieces::Objective;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::city::{answers, meta, outline};

/// The same city with weights, limits, a backtest and a record.
pub(crate) fn recorded() -> Value {
    let mut given = answers(false);
    given["decision"] = decision(Some(50.0));
    given["choice"] = choice(100.2);
    given["outlines"]["choice"] = json!([outline("C1", "North / South", "catchment", -89.995, 38.005)]);
    given["backtest"] = backtest(-0.012);
    given["record"] =
        json!({ "blake3": "r".repeat(64), "answer_blake3": "a".repeat(64), "scenario": "Two sites", "revision": 3 });
    given
}

fn typed<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("an answer of this version")
}

/// A decision under these weights, so sure; certain without a number.
pub(crate) fn decision(concentration: Option<f64>) -> Value {
    let criteria = json!([
        criterion("burden", "Burden", 3.0, None),
        criterion("recency", "Recent burden", 1.0, None),
        criterion("trend", "Trend", 0.0, None),
        criterion("distance", "Distance to sites", 0.0, Some("no site exists"))
    ]);
    let weighed: Vec<CriterionInfo> = typed(&criteria);
    let trend = json!({ "criterion": "trend", "from": 0.0, "to": 2.345 });
    let burden = json!({ "criterion": "burden", "from": 3.0, "to": 1.5 });
    let fewer = |n: u64| json!({ "n": n, "direction": "fewer" });
    let items = json!([
        decided(1, ("2", "South End"), [0.97, 0.995, 0.98], (&trend, &fewer(1234))),
        decided(2, ("1", "North <End>"), [0.61, 0.7, 0.9], (&Value::Null, &fewer(21))),
        decided(3, ("3", "West End"), [0.41, 0.3, 0.1], (&burden, &Value::Null)),
        decided(4, ("4", "East End"), [0.0, 0.0, 0.0], (&Value::Null, &Value::Null))
    ]);
    let mut about = meta(json!({
        "area": "label", "measure": "count", "k": 2, "seed": 7, "of": "neighborhoods",
        "criteria": { "burden": 3.0, "recency": 1.0 }, "half_life_months": 24.0, "sites": "active",
        "concentration": concentration.map_or_else(|| "inf".to_owned(), |n| n.to_string())
    }));
    about["warnings"] = json!(["No site existed then."]);
    json!({
        "meta": about,
        "finding": words::finding(&typed::<Vec<_>>(&items), 2),
        "doubt": words::doubt(&typed::<Vec<_>>(&items)),
        "certainty": words::certainty(&weighed, concentration),
        "criteria": criteria, "items": items, "not_ranked": [], "sites": ["s"],
        "rules": [{
            "id": "r", "label": "The two areas with most homicides", "source": "City ordinance 1",
            "unit_note": "Victims are not counted.", "notes": [], "chosen": ["2", "3"], "enter": ["3"], "leave": ["1"]
        }]
    })
}

fn criterion(id: &str, label: &str, weight: f64, unavailable: Option<&str>) -> Value {
    json!({
        "id": id, "label": label, "definition": format!("What {id} is."), "weight": weight, "low": 0.0, "high": 9.0,
        "drawn": true, "unavailable": unavailable
    })
}

fn decided(
    rank: usize,
    (id, name): (&str, &str),
    [both, counts, weights]: [f64; 3],
    (weight, incidents): (&Value, &Value),
) -> Value {
    let label = weight["criterion"].as_str().unwrap_or_default();
    let changes = words::changes(
        (typed::<Option<WeightChangeItem>>(weight).as_ref(), label),
        typed::<Option<IncidentChangeItem>>(incidents).as_ref(),
        rank <= 2,
        2,
    );
    let fall = words::fall(Some(120.0), Some(101.4), Some(0.155));
    json!({
        "id": id, "name": name, "rank": rank, "score": 1.0 - rank as f64 / 10.0,
        "count": 100, "per_1000": 2.0, "per_km2": 23.3,
        "p_top": both, "p_top_counts_only": counts, "p_top_weights_only": weights,
        "rank_low": rank, "rank_high": rank + 1, "rank_set_low": 1, "rank_set_high": 4,
        "criteria": [
            { "id": "burden", "value": 9.0, "contribution": 0.6 }, { "id": "trend", "value": 0.0, "contribution": 0.0 }
        ],
        "would_change": { "weight": weight, "incidents": incidents, "sentences": changes },
        "expected_fall": { "observed": 120.0, "expected": 101.4, "share": 0.155, "sentence": fall },
        "detectable": {
            "events_per_year": 101.4, "year_visible": null, "smallest_fall": 0.311, "smallest_year": 2024,
            "drift": 0.08, "design": words::design(10),
            "sentence": words::detectable(None, Some((0.311, 2024)), Some(0.08))
        },
        "ranks": words::ranks((rank, rank + 1), (1, 4))
    })
}

/// The best choice under limits, with a bound on what another could hold.
pub(crate) fn choice(bound: f64) -> Value {
    let harm = 98.76;
    let limits = json!({
        "effort": 4, "outline": 2.0, "spacing_m": 500.0, "exclude": ["4"], "budget_usd": 1_000_000.0, "staff": 12
    });
    let mut kept = limits.clone();
    kept["hours_a_day"] = json!(4.0);
    json!({
        "answer": {
            "meta": meta(json!({
                "basis": "expected", "k": 2, "seed": 7, "area_km2": 0.5, "effort": 4, "spacing_m": 500.0,
                "hours_a_day": 4.0
            })),
            "finding": chosen_words::finding((harm, bound), (Objective::Expected, false), 1),
            "chosen_by": chosen_words::chosen_by(None),
            "of_city": {"part": harm, "whole": 987.6, "share": 0.1, "words": "about 1 in 10"},
            "basis": "expected", "expected": null, "limits": limits,
            "catchments": [{
                "id": "C1", "name": "North / South", "outline_m": 3500.0, "area_km2": 0.49, "count": 444, "harm": harm,
                "basis": "expected", "residents": 4874.2, "sites": [], "cells": []
            }],
            "harm": harm, "bound": bound, "gap": 1.0 - harm / bound, "usable_harm": 987.6, "frontier": [],
            "budget": {
                "launch_usd": 750_000.0, "staff_per_site": 8, "affordable_k": 1,
                "sentence": chosen_words::budget((Some(750_000.0), Some(8)), 1, 2)
            },
            "walk": {
                "hours_a_day": 4.0, "interrupters": 4, "speed_km_h": 3.0, "street_km": 48.0, "area_km2": 2.7
            },
            "shapes": "", "notes": ["Money is enough for 1."]
        },
        "limits": kept,
        "excluded": ["East End"]
    })
}

/// A backtest; `low` is the lower end of the engine's lead over plain growth.
pub(crate) fn backtest(low: f64) -> Value {
    let tested = |method: &str, connected: bool, ratio: f64, less: &Value| {
        json!({
            "area_km2": 0.5, "method": method, "name": method, "connected": connected, "capture": ratio / 10.0,
            "capture_ratio": ratio, "greedy_oracle_ratio": ratio, "engine_less": less, "engine_cells_less": null
        })
    };
    let paired = |mean: f64, (low, high): (f64, f64), above: usize| {
        let verdict = tested_words::verdict(Some(low), Some(high));
        json!({ "mean": mean, "low": low, "high": high, "above": above, "years": 3, "verdict": verdict })
    };
    let greedy = paired(0.057, (low, 0.126), 2);
    let lot = paired(0.512, (0.4, 0.6), 3);
    let cells = paired(-0.148, (-0.2, -0.096), 0);
    let summary = json!([
        tested("engine", true, 0.712, &Value::Null),
        tested("greedy", true, 0.655, &greedy),
        tested("random", true, 0.2, &lot),
        tested("hottest-cells", false, 0.86, &cells)
    ]);
    let mut limit = json!({
        "area_km2": 0.5, "capture_ratio": 0.883, "standard_error": 0.01, "simulated_oracle": 0.09,
        "real_oracle": 0.1, "draws": 20, "says": ""
    });
    limit["says"] = json!(tested_words::limit(&typed::<BacktestLimit>(&limit)));
    let year = |year: i32| json!({ "year": year, "past_months": 60, "predictor_weights": [] });
    let engine = json!({
        "kernel": "quartic", "bandwidth_m": 600.0, "half_life_months": 60.0, "prior_months": 12.0, "burst": 0.5,
        "predictors": []
    });
    json!({
        "meta": meta(json!({
            "k": 2, "seed": 7, "areas_km2": [0.5], "resolution": 10, "limit_draws": 20, "half_life": 60.0,
            "burst": 0.5, "bandwidth": 600.0, "prior": 12.0
        })),
        "findings": tested_words::findings(&[0.5], &typed::<Vec<BacktestSummary>>(&summary)),
        "parameters": {
            "from": "2014-01", "to": "2018-12", "areas_km2": [0.5], "k": 2, "resolution": 10, "engine": engine,
            "look_back_months": 120, "kde_bandwidth_m": 500.0, "random_draws": 100, "limit_draws": 20,
            "past_months": 36
        },
        "years": [year(2015), year(2016), year(2018)],
        "rows": [], "summary": summary, "limit": [limit], "notes": []
    })
}
