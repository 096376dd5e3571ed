//! Answers of a made-up city: four square neighborhoods, a park, two catchments, a gap and a change of system.

use catchment_questions::rankings::words;
use serde_json::{Value, json};

/// What is counted, as every question keeps it.
fn counted() -> Value {
    json!({
        "from": "2014-01", "to": "2018-12", "offense": ["homicide", "assault"],
        "weights": { "assault": 1.0, "homicide": 1.0 }, "unit": "net", "time": "reported"
    })
}

/// What an answer says of itself, with the parameters of its own.
pub(crate) fn meta(own: Value) -> Value {
    let mut params = counted();
    let (Value::Object(all), Value::Object(own)) = (&mut params, own) else { unreachable!("both are objects") };
    all.extend(own);
    let mut window = json!({ "from": "2014-01", "to": "2018-12", "months": 60, "covered_months": 60 });
    window["missing"] = json!([]);
    window["systems"] = json!(["OLD"]);
    json!({
        "dataset": "0123456789abcdef", "program": "catchment 9.9.9", "seed": 7, "params": params, "window": window,
        "unit": "net", "unit_label": "offenses, less those taken back",
        "warnings": ["Outlines of the sites are not published: whole neighborhoods stand in."],
        "withheld": [], "source": "Made-up police."
    })
}

fn item(rank: usize, id: &str, name: &str, count: i64, p_top: f64) -> Value {
    let score = count as f64 / 5.0;
    json!({
        "rank": rank, "id": id, "name": name, "kind": if id.starts_with('C') { "catchment" } else { "neighborhood" },
        "score": score, "score_low": score - 9.0, "score_high": score + 9.0,
        "count": count, "per_1000": count as f64 / 50.0, "per_km2": count as f64 / 4.3,
        "residents": 10_000.0, "area_km2": 0.86, "eb_rate": 1.0,
        "rank_low": rank.max(2) - 1, "rank_high": rank + 1, "p_top": p_top, "reasons": []
    })
}

fn ranking(of: &str, measure: &str, items: &Value) -> Value {
    let chances = items.as_array().into_iter().flatten().filter_map(|i| i["p_top"].as_f64()).collect::<Vec<_>>();
    json!({
        "meta": meta(json!({ "area": "label", "measure": measure, "k": 2, "seed": 7, "of": of })),
        "finding": words::finding(&chances, 2), "intervals": "",
        "items": items,
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
    let mut catchments = ranking("catchments", "count", &found);
    catchments["search"] = json!({ "harm": 1200.0, "gap": 0.15, "resolution": 10 });
    catchments["meta"]["params"]["area_km2"] = json!(0.5);
    catchments["meta"]["params"]["basis"] = json!("counted");
    let by = |measure| ranking("neighborhoods", measure, &items);
    json!({
        "measure": "count",
        "status": crate::status::status(synthetic),
        "neighborhoods": {
            "count": by("count"), "per_resident": by("per_resident"), "per_km2": by("per_km2")
        },
        "catchments": catchments,
        "no_catchments": null,
        "series": series(),
        "outlines": outlines()
    })
}

pub(crate) fn outline(id: &str, name: &str, kind: &str, lng: f64, lat: f64) -> Value {
    let s = 0.01;
    let ring = [[lng, lat], [lng + s, lat], [lng + s, lat + s], [lng, lat + s], [lng, lat]];
    let geometry = json!({ "type": "MultiPolygon", "coordinates": [[ring]] });
    json!({ "id": id, "name": name, "kind": kind, "geometry": geometry })
}

fn outlines() -> Value {
    json!({
        "areas": [
            outline("9", "Green Park", "park", -89.98, 38.01),
            outline("1", "North <End>", "neighborhood", -90.0, 38.01),
            outline("2", "South End", "neighborhood", -90.0, 38.0),
            outline("3", "West End", "neighborhood", -89.99, 38.0),
            outline("4", "East End", "neighborhood", -89.98, 38.0)
        ],
        "catchments": [
            outline("C1", "North / West", "catchment", -89.995, 38.01),
            outline("C2", "South End", "catchment", -89.99, 38.002),
            outline("C3", "West End", "catchment", -89.98, 38.0)
        ],
        "choice": [],
        "sites": [outline("s", "First site", "stand-in", -90.0, 38.0)]
    })
}
