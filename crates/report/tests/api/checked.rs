//! A quarterly check of the made-up city: two sites, one of which was not open before.

use serde_json::{Value, json};

use crate::city::{meta, outline};

pub(crate) fn reached(share: f64) -> Value {
    json!({ "share": share, "low": share - 0.01, "high": share + 0.012 })
}

fn schedule(text: &str) -> Value {
    json!({ "weekdays": [1, 2, 3, 4, 5], "from_hour": 13, "to_hour": 23, "text": text })
}

fn site(id: &str, name: &str, verdict: &str) -> Value {
    json!({
        "id": id, "name": name, "from": "2017-05", "stand_in": id == "s", "area_km2": 1.25, "incidents": 1132,
        "reached": reached(0.056), "year_before": reached(0.043),
        "then_now": {
            "before": 117, "now": 132, "rest_before": 2599, "rest_now": 2234, "ratio": null, "rest": null
        },
        "best": {
            "names": ["North <End>"], "cells": [["8a26520a1a6ffff"]], "from": "2017-01", "to": "2018-12",
            "of_best": 0.58, "of_bound": 0.56, "held_out": null
        },
        "drift": {
            "meters": 95.0, "direction": "northwest", "chance_m": 184.0, "p": 1.0, "beyond_chance": false
        },
        "shift": {
            "known": 128, "met": reached(0.44), "today": schedule("Tue–Sat 13:00–23:00"),
            "best": schedule("Wed–Sun 16:00–02:00"), "best_met": 0.51,
            "other": { "schedule": schedule("Mon–Fri 14:00–00:00"), "adds": -0.01, "low": -0.09, "high": 0.07,
                "p": 0.6
            }
        },
        "change": { "month": "2018-03", "before": 0.035, "after": 0.055, "p": 0.036, "beyond_chance": true },
        "run_by": "B since January 2018; A, May 2017 to December 2017. Source: a city page.",
        "verdict": verdict, "reasons": [], "reason": format!("Why {name} is judged so."),
        "earlier": null,
        "says": {
            "reach": [format!("What {name} reaches.")], "drift": "How far it moved.",
            "boundary": ["Whether a change would help.", "Streets in the added ground: Grand Blvd (310 m)."],
            "shift": ["What the shift meets.", "What another would."], "change": "What changed.",
            "then_now": "Then and now."
        },
        "quarters": [
            { "to": "2018-09", "incidents": 900, "reached": reached(0.054), "open": true },
            { "to": "2018-03", "incidents": 800, "reached": reached(0.047), "open": false }
        ]
    })
}

fn sites() -> Value {
    let mut first = site("s", "First site", "look_again");
    first["earlier"] = json!({
        "to": "2018-09", "verdict": "stay", "reasons": [], "reason": "Nothing.", "reached": null, "since": null,
        "schedule": null, "says": "The check up to September 2018 said stay, and this came of it."
    });
    json!([first, site("t", "Second site", "too_little_data")])
}

fn together() -> Value {
    let mut all = site("all", "All two sites", "stay");
    for absent in ["from", "drift", "verdict"] {
        all[absent] = Value::Null;
    }
    all
}

/// The first site from near, with a change of its boundary.
fn close_up() -> Value {
    json!({
        "id": "s", "name": "First site", "bounds": [-90.006, 37.996, -89.994, 38.006],
        "added": outline("s-added", "First site", "catchment", -90.0, 38.0),
        "given_up": outline("s-given-up", "First site", "catchment", -90.002, 38.0),
        "streets": [
            { "name": "Oak & Elm St", "main": true, "points": [[-90.1, 38.0], [-89.9, 38.0]] },
            { "name": null, "main": false, "points": [[-90.0, 37.9], [-90.0, 38.1]] }
        ]
    })
}

/// The answers of a check.
pub(crate) fn check(synthetic: bool) -> Value {
    let mut meta = meta(json!({ "quarters": 4, "permutations": 999, "seed": 7 }));
    meta["window"]["from"] = json!("2018-01");
    let together = together();
    json!({
        "of": "check",
        "check": {
            "meta": meta,
            "headline": "Today’s two sites stand where about 1 in 9 of the city’s harm is reported.",
            "finding": "Both together.",
            "sites": sites(),
            "together": together,
            "next_site": {
                "name": "East End", "cells": ["8a26520a1a6ffff"], "area_km2": 1.25, "held_out": null,
                "says": "One more of their mean size would reach most in East End."
            },
            "false_alarms": "An alarm on any of the two sites in at most 5 of 100 checks.",
            "notes": ["Whole neighborhoods stand in for First site."]
        },
        "status": crate::status::status(synthetic),
        "outlines": {
            "areas": [
                outline("9", "Green Park", "park", -89.98, 38.01),
                outline("1", "North <End>", "neighborhood", -90.0, 38.01)
            ],
            "sites": [
                outline("s", "First site", "stand-in", -90.0, 38.0),
                outline("t", "Second site", "published", -89.99, 38.0)
            ],
            "best": [outline("best-1", "North <End>", "catchment", -90.0, 38.01)],
            "next": outline("next", "East End", "catchment", -89.98, 38.0),
            "changes": [outline("s", "First site", "catchment", -90.001, 38.0)],
            "streets": [[[-90.0, 38.0], [-89.99, 38.01]]],
            "close_ups": [close_up()]
        },
        "command": "catchment report --document check --to 2018-12"
    })
}
