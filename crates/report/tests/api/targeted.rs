//! A target of a made-up region: an agency that is compared, one that is not, and a county of which nothing is known.

use serde_json::{Value, json};

fn months(agency: usize) -> Value {
    let month = |n: i32| {
        let (status, count) = match (agency, n) {
            (0, 17) => ("late", json!(41)),
            (1, 4) => ("missing", Value::Null),
            (1, 5) => ("suspect", json!(3)),
            _ => ("reported", json!(70 + n)),
        };
        let month = format!("{}-{:02}", 2023 + (n + 11) / 12, (n + 11) % 12 + 1);
        json!({ "month": month, "status": status, "count": count, "edition": "a", "remark": "" })
    };
    Value::Array((0..18).map(month).collect())
}

fn start(name: &str, from: &str, taken: bool) -> Value {
    json!({ "name": name, "from": from, "source": "A plan", "taken": taken })
}

fn answer(taken: usize) -> Value {
    let point = |n: i32| {
        let month = if n == 0 { "2024-12".to_owned() } else { format!("2025-{n:02}") };
        json!({
            "month": month, "count": 80, "ratio": 1.0 - 0.02 * f64::from(n + 1), "chance_low": 0.95,
            "chance_high": 1.06, "on_pace": 0.98, "late": n == 4
        })
    };
    json!({
        "meta": {
            "dataset": "0123456789abcdef", "program": "catchment 9.9.9",
            "params": { "start": if taken == 0 { "2024-12" } else { "2023-12" }, "to": "2025-05" },
            "unit_label": "offenses", "source": "Made-up state.", "warnings": ["Agencies that are missing are missing."]
        },
        "headline": "The one agency that can be compared counts 10.0% fewer; of Far County nothing is known by month.",
        "finding": format!("Of 40 agencies one can be compared, from start {taken}."),
        "region": "Xville and around",
        "offenses": ["murder", "aggravated_assault"],
        "reduction": 0.2, "end": "2027-11",
        "starts": [start("this winter", "2024-12", taken == 0), start("the winter before", "2023-12", taken == 1)],
        "baseline_from": "2023-12", "baseline_to": "2024-11",
        "compared": ["Xville Police"], "baseline": 900, "dispersion": 1.4,
        "points": (0..6).map(point).collect::<Vec<_>>(),
        "pace_needed": 0.05, "pace": "To reach −20% by November 2027, 5.0% fewer each year are needed from now on.",
        "counties": [
            {
                "county": "Xville", "agencies": 3, "monthly": 2, "says": "Xville: 2 of 3 agencies publish months.",
                "masks": [
                    { "id": "a", "name": "Xville Police", "compared": true, "months": months(0) },
                    { "id": "b", "name": "Upper Xville Police", "compared": false, "months": months(1) }
                ]
            },
            {
                "county": "Far County", "agencies": 37, "monthly": 0, "masks": [],
                "says": "Far County: none of 37 agencies publishes months. Nothing is known of it; that is not zero."
            }
        ]
    })
}

/// The answers of a target.
pub(crate) fn target() -> Value {
    json!({
        "of": "target", "city": "Xville & Co", "target": answer(0), "others": [answer(1)],
        "command": "catchment report --document target --start 2024-12 --to 2025-05"
    })
}
