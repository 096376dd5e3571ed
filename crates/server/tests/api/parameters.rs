//! Every parameter that cannot be right is refused, named, with what would be.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::{get, json, refused};

const BAD: [(&str, &str, &str); 51] = [
    ("/api/v1/rankings", "from", "2018-13"),
    ("/api/v1/rankings", "from", ""),
    ("/api/v1/rankings", "to", "2018/01"),
    ("/api/v1/rankings", "to", "2017-01"),
    ("/api/v1/rankings", "offense", "arson"),
    ("/api/v1/rankings", "offense", ""),
    ("/api/v1/rankings", "offense", "homicide,arson"),
    ("/api/v1/rankings", "unit", "gross"),
    ("/api/v1/rankings", "time", "noticed"),
    ("/api/v1/rankings", "area", "cell"),
    ("/api/v1/rankings", "measure", "per_capita"),
    ("/api/v1/rankings", "k", "0"),
    ("/api/v1/rankings", "k", "21"),
    ("/api/v1/rankings", "k", "-1"),
    ("/api/v1/rankings", "k", "3.5"),
    ("/api/v1/rankings", "seed", "9007199254740992"),
    ("/api/v1/rankings", "seed", "+1"),
    ("/api/v1/rankings", "of", "streets"),
    ("/api/v1/rankings", "top", "0"),
    ("/api/v1/rankings", "area_km2", "NaN"),
    ("/api/v1/rankings", "area_km2", "-1"),
    ("/api/v1/rankings", "area_km2", "1e9"),
    ("/api/v1/rankings", "format", "xml"),
    ("/api/v1/cells", "resolution", "7"),
    ("/api/v1/cells", "resolution", "11"),
    ("/api/v1/cells", "resolution", "nine"),
    ("/api/v1/surface", "kernel", "box"),
    ("/api/v1/surface", "bandwidth_m", "0"),
    ("/api/v1/surface", "bandwidth_m", "inf"),
    ("/api/v1/surface", "pixel_m", "1"),
    ("/api/v1/surface", "pixel_m", "abc"),
    ("/api/v1/areas/1", "k", "99"),
    ("/api/v1/catchments/C1", "area_km2", "0"),
    ("/tiles/neighborhoods/10/255/392", "measure", "x"),
    ("/api/v1/cells", "alpha", "0"),
    ("/api/v1/cells", "alpha", "1"),
    ("/api/v1/cells", "ring", "0"),
    ("/api/v1/cells", "ring", "11"),
    ("/api/v1/counts", "by", "decade"),
    ("/api/v1/counts", "by", ""),
    ("/api/v1/surface", "edge", "soft"),
    ("/api/v1/optimize", "area_km2", "25.1"),
    ("/api/v1/optimize", "basis", "guessed"),
    ("/api/v1/optimize", "staff", "1.5"),
    ("/api/v1/catchments/chance", "draws", "1e2"),
    ("/api/v1/backtest", "limit_draws", "101"),
    ("/api/v1/backtest", "format", "xml"),
    ("/api/v1/decision", "half_life_months", "5"),
    ("/api/v1/decision", "concentration", "NaN"),
    ("/tiles/surface/10/255/392", "kernel", "box"),
    ("/tiles/cells/10/255/392", "ring", "x"),
];

#[tokio::test]
async fn a_bad_value_is_refused_with_name_value_and_range() {
    for (path, parameter, value) in BAD {
        let reply = get(&format!("{path}?{parameter}={}", value.replace('+', "%2B"))).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{path} {parameter}={value}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
        let problem = reply.json();
        assert_eq!(problem["parameter"], parameter, "{problem}");
        assert_eq!(problem["value"], value, "{problem}");
        assert!(problem["accepted"].as_str().is_some_and(|a| !a.is_empty()), "{problem}");
        assert_eq!((&problem["status"], &problem["code"]), (&400.into(), &"invalid-parameter".into()));
    }
}

#[tokio::test]
async fn unknown_and_repeated_parameters_are_refused() {
    for path in [
        "/api/v1/rankings",
        "/api/v1/areas/1",
        "/api/v1/catchments/C1",
        "/api/v1/cells",
        "/api/v1/surface",
        "/api/v1/status",
        "/tiles/sites/0/0/0",
    ] {
        assert_eq!(refused(&format!("{path}?form=2018-01"), "form").await["code"], "unknown-parameter");
    }
    let reply = get("/api/v1/rankings?k=2&k=3").await;
    assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::BAD_REQUEST, &"repeated-parameter".into()));
    let reply = get("/api/v1/rankings?resolution=9").await;
    assert_eq!(reply.json()["code"], "unknown-parameter", "a parameter of another question is not ignored");
}

/// What a question does not have is refused, not passed over: nothing is accepted that has no effect.
#[tokio::test]
async fn a_parameter_of_another_question_is_refused_by_name() {
    for (path, others) in [
        ("/api/v1/rankings", &["alpha", "parts", "effort", "resolution", "bandwidth_m", "draws"][..]),
        ("/api/v1/decision", &["alpha", "effort", "exclude", "resolution", "ring"]),
        ("/api/v1/cells", &["k", "measure", "seed", "area", "basis", "top", "of", "area_km2", "permutations"]),
        ("/api/v1/surface", &["k", "measure", "seed", "area", "resolution", "alpha"]),
        ("/api/v1/concentration", &["k", "measure", "area", "alpha", "permutations"]),
        ("/api/v1/clusters", &["k", "measure", "area", "top_share", "ring"]),
        ("/api/v1/optimize", &["measure", "area", "of", "top", "resolution", "draws"]),
        ("/api/v1/catchments/chance", &["measure", "area", "of", "top", "hours_a_day"]),
        ("/api/v1/backtest", &["measure", "area", "basis", "of", "top", "effort"]),
        ("/api/v1/areas/1", &["area_km2", "basis", "of", "top", "weights"]),
        ("/api/v1/catchments/C1", &["area", "of", "top", "weights"]),
        ("/api/v1/counts", &["k", "measure", "seed", "basis", "of"]),
        ("/api/v1/status", &["from", "k", "format", "bom"]),
    ] {
        for other in others {
            let problem = refused(&format!("{path}?{other}=1"), other).await;
            assert_eq!(problem["code"], "unknown-parameter", "{path}?{other}=1");
            let known = problem["accepted"].as_str().expect("a text").split(", ").any(|name| name == *other);
            assert!(!known, "{problem}");
        }
    }
}

/// `meta.params` is the checked question: each parameter of it, and nothing that it does not have.
#[tokio::test]
async fn an_answer_echoes_the_parameters_of_its_question_and_no_other() {
    let counted = ["from", "offense", "time", "to", "unit", "weights"];
    for (path, own) in [
        ("rankings", &["area", "k", "measure", "of", "seed"][..]),
        ("rankings?of=catchments&k=2&top=1", &["area_km2", "basis", "k", "measure", "of", "seed", "shape", "top"]),
        ("decision", &["area", "concentration", "criteria", "half_life_months", "k", "measure", "of", "seed", "sites"]),
        ("cells", &["alpha", "resolution", "ring"]),
        ("surface", &["bandwidth_m", "edge", "kernel", "pixel_m"]),
        ("concentration?resolution=8", &["resolution", "seed", "stability"]),
        ("clusters?resolution=8", &["alpha", "clusters", "resolution", "seed"]),
        ("clusters?resolution=8&method=scan&permutations=99", &["clusters", "resolution", "seed"]),
        ("optimize?k=1&area_km2=0.5", &["area_km2", "basis", "effort", "hours_a_day", "k", "seed", "shape"]),
        (
            "optimize?k=1&area_km2=0.5&outline=2&exclude=9&staff=8",
            &["area_km2", "basis", "effort", "exclude", "hours_a_day", "k", "outline", "seed", "staff"],
        ),
        (
            "catchments/chance?k=1&area_km2=0.5&draws=50",
            &["area_km2", "basis", "draws", "effort", "k", "seed", "shape"],
        ),
        ("areas/1", &["area", "id", "k", "measure", "seed"]),
        ("catchments/C1?k=2", &["area_km2", "basis", "id", "k", "measure", "seed", "shape"]),
    ] {
        let answer = json(&format!("/api/v1/{path}")).await;
        let echoed: BTreeSet<&str> =
            answer["meta"]["params"].as_object().expect("parameters").keys().map(String::as_str).collect();
        let expected: BTreeSet<&str> = counted.iter().chain(own).copied().collect();
        assert_eq!(echoed, expected, "{path}");
    }
    for (by, more) in [("year", None), ("month", None), ("neighborhood", Some("area")), ("cell", Some("resolution"))] {
        let answer = json(&format!("/api/v1/counts?by={by}")).await;
        let echoed: BTreeSet<&str> =
            answer["meta"]["params"].as_object().expect("parameters").keys().map(String::as_str).collect();
        let expected: BTreeSet<&str> =
            ["from", "to", "by", "offense", "unit", "time"].into_iter().chain(more).collect();
        assert_eq!(echoed, expected, "{by}");
    }
}

#[tokio::test]
async fn a_window_without_incidents_is_refused_with_the_months_that_have_them() {
    for window in ["from=1990-01&to=1990-12", "from=2020-01&to=2020-03", "from=2021-01&to=2021-01"] {
        let problem = get(&format!("/api/v1/rankings?{window}")).await;
        assert_eq!(problem.status, StatusCode::BAD_REQUEST);
        let problem = problem.json();
        assert_eq!(problem["code"], "window-not-covered");
        assert_eq!(problem["accepted"], "2018-01 to 2019-12, 2020-04 to 2020-12");
    }
    json("/api/v1/rankings?from=2017-01&to=2018-01").await;
}

#[tokio::test]
async fn an_area_below_a_cell_is_refused_for_catchments_only() {
    // A cell of resolution 10 has 0.015 km²: 0.05 holds three of them.
    json("/api/v1/rankings?of=catchments&area_km2=0.05&k=1").await;
    let reply = get("/api/v1/rankings?of=catchments&area_km2=0.01&k=1").await;
    assert_eq!(reply.json()["parameter"], "area_km2");
}

#[tokio::test]
async fn malformed_queries_are_refused_not_crashed_on() {
    for query in ["%", "%ff=1", "=", "&&&", "from", "from=%00", "offense=%F0%9F%92%A9", "k=١"] {
        let reply = get(&format!("/api/v1/rankings?{query}")).await;
        assert!(matches!(reply.status, StatusCode::BAD_REQUEST | StatusCode::OK), "{query}: {}", reply.status);
    }
    let long = "a".repeat(20_000);
    let reply = get(&format!("/api/v1/rankings?offense={long}")).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.body.len() < 2_000, "messages do not repeat a page of it");
}

#[tokio::test]
async fn the_size_of_a_catchment_is_refused_where_neighborhoods_are_ranked() {
    for path in ["/api/v1/rankings", "/api/v1/decision"] {
        for of in ["", "&of=neighborhoods"] {
            let body = refused(&format!("{path}?area_km2=0.5{of}"), "area_km2").await;
            assert_eq!(body["value"], "0.5");
            assert!(body["accepted"].as_str().expect("text").contains("of=catchments"), "{body}");
        }
        assert_eq!(get(&format!("{path}?area_km2=0.5&of=catchments")).await.status, StatusCode::OK, "{path}");
    }
}
