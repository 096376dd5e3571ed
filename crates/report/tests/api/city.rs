//! Answers of a made-up city: four square neighborhoods, a park, two catchments, a gap and a change of system.

use serde_json::{Value, json};

fn square(lng: f64, lat: f64) -> Value {
    let s = 0.01;
    json!({ "type": "MultiPolygon", "coordinates": [[[[lng, lat], [lng + s, lat], [lng + s, lat + s], [lng, lat + s], [lng, lat]]]] })
}

fn meta(measure: &str) -> Value {
    json!({
        "dataset": "0123456789abcdef", "program": "catchment 9.9.9", "seed": 7,
        "params": {
            "from": "2014-01", "to": "2018-12", "offense": ["homicide", "assault"], "weights": { "assault": 1.0, "homicide": 1.0 },
            "unit": "net", "time": "reported", "area": "label", "measure": measure, "k": 2, "seed": 7, "area_km2": 0.5
        },
        "window": { "from": "2014-01", "to": "2018-12", "months": 60, "covered_months": 60, "missing": [], "systems": ["OLD"] },
        "unit": "net", "unit_label": "offenses, less those taken back",
        "warnings": ["Outlines of the sites are not published: whole neighborhoods stand in."], "withheld": [], "source": "Made-up police."
    })
}

fn item(rank: usize, id: &str, name: &str, count: i64, p_top: f64) -> Value {
    json!({
        "rank": rank, "id": id, "name": name, "kind": "neighborhood", "score": count as f64 / 5.0,
        "score_low": count as f64 / 5.0 - 9.0, "score_high": count as f64 / 5.0 + 9.0, "count": count, "per_1000": count as f64 / 50.0,
        "per_km2": count as f64 / 4.3, "residents": 10_000.0, "area_km2": 0.86, "eb_rate": 1.0,
        "rank_low": rank.max(2) - 1, "rank_high": rank + 1, "p_top": p_top, "reasons": []
    })
}

fn ranking(measure: &str, items: &Value) -> Value {
    json!({
        "meta": meta(measure), "items": items,
        "not_ranked": [{ "id": "9", "name": "Green Park", "kind": "park", "why": "a park", "count": 17 }],
        "city": { "count": 4321, "per_1000": null, "per_km2": null },
        "legend": [
            { "class": 0, "from": 100.0, "to": 900.0, "color": "#ffffb2" },
            { "class": 1, "from": 900.0, "to": null, "color": "#b10026" }
        ]
    })
}

fn series() -> Value {
    let months = (2014..=2020).flat_map(|year| (1..=12).map(move |month| (year, month)));
    let month = |(year, month): (i32, i32)| {
        let (status, count, system) = match year {
            2019 => ("missing", Value::Null, Value::Null),
            2020 => ("incidents", json!(60), json!("NEW")),
            _ => ("incidents", json!(70 + month), json!("OLD")),
        };
        json!({ "month": format!("{year}-{month:02}"), "status": status, "count": count, "system": system })
    };
    Value::Array(months.map(month).collect())
}

fn status(synthetic: bool) -> Value {
    json!({
        "city": {
            "id": "x", "name": "Xville & Co", "attribution": "Counts: made-up police.", "notices": ["Nothing here is real."],
            "synthetic": synthetic.then_some("Positions within about 200 m are synthetic"), "accuracy_m": 200.0, "finest_resolution": 9,
            "center": [-90.0, 38.0], "bounds": [-90.0, 38.0, -89.97, 38.02]
        },
        "dataset": "0123456789abcdef", "program": "catchment 9.9.9", "through": "2020-12",
        "coverage": [
            { "from": "2014-01", "to": "2018-12", "status": "incidents", "system": "OLD" },
            { "from": "2019-01", "to": "2019-12", "status": "missing", "system": null },
            { "from": "2020-01", "to": "2020-12", "status": "incidents", "system": "NEW" }
        ],
        "offenses": [
            { "id": "homicide", "label": "Homicide", "weight": 1.0, "reported_by": "victim", "finest": "cell", "default": true },
            { "id": "assault", "label": "Assault", "weight": 1.0, "reported_by": "victim", "finest": "cell", "default": true },
            { "id": "rape", "label": "Rape", "weight": 1.0, "reported_by": "victim", "finest": "city-year", "default": false }
        ],
        "rows": { "rows": 5000, "accepted": 4700, "cancelled": 100, "unlocated": 150, "rejected": 50, "net": 4321 },
        "located": [
            { "year": 2014, "offense": "homicide", "rows": 100, "located": 97, "share": 0.97, "warns": false },
            { "year": 2014, "offense": "rape", "rows": 50, "located": 1, "share": 0.02, "warns": true }
        ],
        "label_differs": { "rows": 47, "of": 4700, "share": 0.01 },
        "areas": { "note": null, "credit": "Surveyors of Xville", "population_years": [2010], "population_year": 2010 },
        "sites": [{ "id": "s", "name": "First site", "from": "2017-05", "to": null, "shape": "stand-in", "area_ids": ["2"], "note": "" }]
    })
}

/// The answers; with the remark that positions are made up, or without it.
pub(crate) fn answers(synthetic: bool) -> Value {
    let items = json!([
        item(1, "1", "North <End>", 1234, 1.0),
        item(2, "2", "South End", 987, 0.62),
        item(3, "3", "West End", 975, 0.37),
        item(4, "4", "East End", 105, 0.0)
    ]);
    let found = json!([
        item(1, "C1", "North / West", 700, 0.95),
        item(2, "C2", "South End", 500, 0.7),
        item(3, "C3", "West End", 300, 0.3)
    ]);
    let mut catchments = ranking("count", &found);
    catchments["search"] = json!({ "harm": 1200.0, "gap": 0.15, "resolution": 10 });
    let area = |id: &str, name: &str, kind: &str, lng, lat| json!({ "id": id, "name": name, "kind": kind, "geometry": square(lng, lat) });
    json!({
        "measure": "count",
        "status": status(synthetic),
        "neighborhoods": { "count": ranking("count", &items), "per_resident": ranking("per_resident", &items), "per_km2": ranking("per_km2", &items) },
        "catchments": catchments,
        "no_catchments": null,
        "series": series(),
        "outlines": {
            "areas": [
                area("9", "Green Park", "park", -89.98, 38.01), area("1", "North <End>", "neighborhood", -90.0, 38.01),
                area("2", "South End", "neighborhood", -90.0, 38.0), area("3", "West End", "neighborhood", -89.99, 38.0),
                area("4", "East End", "neighborhood", -89.98, 38.0)
            ],
            "catchments": [
                area("C1", "North / West", "catchment", -89.995, 38.01), area("C2", "South End", "catchment", -89.99, 38.002),
                area("C3", "West End", "catchment", -89.98, 38.0)
            ],
            "sites": [area("s", "First site", "stand-in", -90.0, 38.0)]
        }
    })
}

/// The same city with weights, limits, a backtest and a record.
pub(crate) fn recorded() -> Value {
    let mut given = answers(false);
    given["decision"] = json!({
        "meta": { "params": { "k": 2, "of": "neighborhoods", "concentration": "50" }, "warnings": ["No site existed then."] },
        "criteria": [
            criterion("burden", "Burden", 3.0, None), criterion("recency", "Recent burden", 1.0, None),
            criterion("trend", "Trend", 0.0, None), criterion("distance", "Distance to sites", 0.0, Some("no site exists"))
        ],
        "items": [
            decided(1, "2", "South End", [0.97, 0.995, 0.98], &json!({ "weight": { "criterion": "trend", "from": 0.0, "to": 2.345 }, "incidents": { "n": 1234, "direction": "fewer" } })),
            decided(2, "1", "North <End>", [0.61, 0.7, 0.9], &json!({ "weight": null, "incidents": { "n": 21, "direction": "fewer" } })),
            decided(3, "3", "West End", [0.41, 0.3, 0.1], &json!({ "weight": { "criterion": "burden", "from": 3.0, "to": 1.5 }, "incidents": null })),
            decided(4, "4", "East End", [0.0, 0.0, 0.0], &json!({ "weight": null, "incidents": null }))
        ],
        "rules": [
            { "id": "r", "label": "The two areas with most homicides", "source": "City ordinance 1", "unit_note": "Victims are not counted.", "notes": [], "chosen": ["2", "3"], "enter": ["3"], "leave": ["1"] }
        ]
    });
    let mut about = meta("count");
    about["params"]["area_km2"] = json!(0.5);
    given["choice"] = json!({
        "answer": {
            "meta": about, "basis": "expected",
            "catchments": [{ "id": "C1", "name": "North / South", "area_km2": 0.49, "count": 444, "harm": 98.76, "residents": 4874.2 }],
            "harm": 98.76, "bound": 100.2, "gap": 0.0143, "usable_harm": 987.6,
            "budget": { "launch_usd": 750_000.0, "staff_per_site": 8, "affordable_k": 1 }, "notes": ["Money is enough for 1."]
        },
        "limits": { "spacing_m": 500.0, "budget_usd": 1_000_000.0, "staff": 12, "hours_a_day": 4.0 },
        "excluded": ["East End"]
    });
    given["outlines"]["choice"] =
        json!([{ "id": "C1", "name": "North / South", "kind": "catchment", "geometry": square(-89.995, 38.005) }]);
    let tested = |method: &str, connected: bool, ratio: f64, less: &Value| json!({ "area_km2": 0.5, "method": method, "connected": connected, "capture": ratio / 10.0, "capture_ratio": ratio, "engine_less": less });
    given["backtest"] = json!({
        "parameters": { "areas_km2": [0.5], "k": 2 }, "years": [{ "year": 2015 }, { "year": 2016 }, { "year": 2018 }],
        "summary": [
            tested("engine", true, 0.712, &Value::Null),
            tested("greedy", true, 0.655, &json!({ "mean": 0.057, "low": -0.012, "high": 0.126, "above": 2, "years": 3 })),
            tested("hottest-cells", false, 0.86, &json!({ "mean": -0.148, "low": -0.2, "high": -0.096, "above": 0, "years": 3 }))
        ],
        "limit": [{ "area_km2": 0.5, "capture_ratio": 0.883 }]
    });
    given["record"] =
        json!({ "blake3": "r".repeat(64), "answer_blake3": "a".repeat(64), "scenario": "Two sites", "revision": 3 });
    given
}

fn criterion(id: &str, label: &str, weight: f64, unavailable: Option<&str>) -> Value {
    json!({ "id": id, "label": label, "definition": format!("What {id} is."), "weight": weight, "unavailable": unavailable })
}

fn decided(rank: usize, id: &str, name: &str, [both, counts, weights]: [f64; 3], change: &Value) -> Value {
    json!({
        "id": id, "name": name, "rank": rank, "score": 1.0 - rank as f64 / 10.0, "count": 100, "p_top": both, "p_top_counts_only": counts, "p_top_weights_only": weights,
        "rank_low": rank, "rank_high": rank + 1, "criteria": [{ "id": "burden", "contribution": 0.6 }, { "id": "trend", "contribution": 0.0 }],
        "would_change": change, "expected_fall": { "observed": 120.0, "expected": 101.4 }, "detectable": { "year_visible": 2024 }
    })
}
