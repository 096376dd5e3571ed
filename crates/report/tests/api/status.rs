//! The dataset of the made-up city.

use serde_json::{Value, json};

/// What the dataset is; with the remark that positions are made up, or without it.
pub(crate) fn status(synthetic: bool) -> Value {
    let group = |id: &str, label: &str, finest: &str, default: bool| {
        json!({
            "id": id, "label": label, "weight": 1.0, "reported_by": "victim", "finest": finest, "default": default
        })
    };
    json!({
        "city": city(synthetic),
        "dataset": "0123456789abcdef", "program": "catchment 9.9.9", "through": "2020-12",
        "span": { "from": "2014-01", "to": "2020-12" },
        "coverage": [
            { "from": "2014-01", "to": "2018-12", "status": "incidents", "system": "OLD" },
            { "from": "2019-01", "to": "2019-12", "status": "missing", "system": null },
            { "from": "2020-01", "to": "2020-12", "status": "incidents", "system": "NEW" }
        ],
        "offenses": [
            group("homicide", "Homicide", "cell", true), group("assault", "Assault", "cell", true),
            group("rape", "Rape", "city-year", false)
        ],
        "aliases": {},
        "rows": {
            "rows": 5000, "accepted": 4700, "cancelled": 100, "unlocated": 150, "rejected": 50, "net": 4321
        },
        "located": [
            { "year": 2014, "offense": "homicide", "rows": 100, "located": 97, "share": 0.97, "warns": false },
            { "year": 2014, "offense": "rape", "rows": 50, "located": 1, "share": 0.02, "warns": true }
        ],
        "label_differs": { "rows": 47, "of": 4700, "share": 0.01 },
        "warnings": [],
        "periods": [{ "name": "2014–2018", "from": "2014-01", "to": "2018-12", "note": null }],
        "defaults": {
            "from": "2014-01", "to": "2018-12", "k": 2, "offense": "harm", "measure": "count", "catchment_km2": 0.5,
            "catchment_presets_km2": [0.5], "bandwidth_m": 300.0, "pixel_m": 100.0, "fdr": 0.05, "resolution": 9
        },
        "shift": null,
        "areas": {
            "note": null, "credit": "Surveyors of Xville", "population_years": [2010], "population_year": 2010
        },
        "sites": [{
            "id": "s", "name": "First site", "from": "2017-05", "to": null, "shape": "stand-in", "area_ids": ["2"],
            "note": ""
        }]
    })
}

fn city(synthetic: bool) -> Value {
    json!({
        "id": "x", "name": "Xville & Co", "attribution": "Counts: made-up police.",
        "notices": ["Nothing here is real."],
        "synthetic": synthetic.then_some("Positions within about 200 m are synthetic"),
        "accuracy_m": 200.0, "finest_resolution": 9, "center": [-90.0, 38.0], "bounds": [-90.0, 38.0, -89.97, 38.02]
    })
}
