//! Whatever an address or a body holds: an answer or a short refusal, never a fault. `just fuzz` runs them longer, from
//! other beginnings.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, RngSeed, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::scenarios::service as with_scenarios;
use crate::{Reply, get, send};

/// Longest refusal, bytes.
const LONGEST: usize = 1024;

/// As many cases as a run of all tests has time for, unless the environment asks for more from another beginning.
fn runs(cases: u32) -> TestRunner {
    let told = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let cases = told("CATCHMENT_FUZZ_CASES").and_then(|n| u32::try_from(n).ok()).unwrap_or(cases);
    let rng_seed = RngSeed::Fixed(told("CATCHMENT_FUZZ_SEED").unwrap_or(20_261_129));
    TestRunner::new(Runs { cases, rng_seed, failure_persistence: None, ..Runs::default() })
}

const ADDRESSES: [&str; 12] = [
    "/api/v1/rankings",
    "/api/v1/cells",
    "/api/v1/areas/1",
    "/api/v1/counts",
    "/api/v1/status",
    "/api/v1/surface",
    "/api/v1/decision",
    "/tiles/neighborhoods/11/500/780",
    "/tiles/cells/12/1000/1570",
    "/tiles/surface/12/1000/1570",
    "/api/v1/scenarios",
    "/gazetteer.json",
];
const NAMES: [&str; 22] = [
    "from",
    "to",
    "offense",
    "of",
    "k",
    "seed",
    "measure",
    "unit",
    "time",
    "area_basis",
    "resolution",
    "bandwidth_m",
    "pixel_m",
    "top",
    "by",
    "weights",
    "format",
    "bom",
    "dataset",
    "area_km2",
    "parts",
    "nothing",
];

fn words() -> impl Strategy<Value = String> {
    let known = [
        "",
        "0",
        "1",
        "-1",
        "3",
        "9",
        "10",
        "1e9",
        "NaN",
        "inf",
        "99999999999999999999",
        "2018-01",
        "2019-13",
        "9999-12",
        "2018-01-01",
        "homicide",
        "homicide,homicide",
        "harm",
        "all",
        ",",
        "rape",
        "neighborhoods",
        "catchments",
        "net",
        "incident",
        "reported",
        "occurred",
        "csv",
        "geojson",
        "json",
        "about",
        "burden:1",
        "burden:-1",
        "burden:1,burden:2",
        "%00",
        "%ff",
        "%",
        "%2e%2e%2f",
        "<script>",
        "' or 1=1--",
        "\u{202e}",
        "0123456789abcdef",
    ];
    prop_oneof![
        5 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => any::<f64>().prop_map(|x| x.to_string()),
        1 => prop::sample::select(known.to_vec()).prop_flat_map(|t| (1usize..800).prop_map(move |n| t.repeat(n))),
    ]
}

fn refused_shortly(asked: &str, reply: &Reply) {
    let status = reply.status;
    assert!(!status.is_server_error(), "{asked}: {status} {}", reply.text());
    if status.is_client_error() {
        assert!(reply.body.len() <= LONGEST, "{asked}: {} bytes: {:.300}", reply.body.len(), reply.text());
        assert_eq!(reply.header("content-type"), "application/problem+json", "{asked}");
        assert_eq!(reply.json()["status"], status.as_u16(), "{asked}");
    }
}

#[test]
fn any_query_is_answered_or_refused_shortly() {
    let runtime = Runtime::new().expect("a runtime");
    let pairs = prop::collection::vec((prop::sample::select(NAMES.to_vec()), words()), 0..4);
    let asked = (prop::sample::select(ADDRESSES.to_vec()), pairs, any::<bool>());
    let done = runs(300).run(&asked, |(address, pairs, encoded)| {
        let query = if encoded {
            serde_urlencoded::to_string(&pairs).expect("pairs")
        } else {
            let plain =
                |text: &str| text.bytes().filter(|b| (0x21..0x7f).contains(b) && *b != b'#').collect::<Vec<_>>();
            let pair = |(name, value): &(&str, String)| format!("{name}={}", String::from_utf8_lossy(&plain(value)));
            pairs.iter().map(pair).collect::<Vec<_>>().join("&")
        };
        let path = format!("{address}?{query}");
        // What no address can hold never gets this far.
        prop_assume!(path.parse::<axum::http::Uri>().is_ok());
        let reply = runtime.block_on(get(&path));
        refused_shortly(&path, &reply);
        Ok(())
    });
    done.unwrap_or_else(|e| unreachable!("{e}"));
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let name = || prop_oneof![prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned), words()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(name(), inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A scenario with something else in one of its places, or beside them.
fn scenario() -> impl Strategy<Value = Value> {
    let place =
        prop::sample::select(vec!["name", "note", "question", "picked", "drawn", "dataset", "view", "archived", "x"]);
    let whole = (place, anything()).prop_map(|(place, value)| {
        let mut draft = json!({"name": "North", "note": "", "question": {"k": 2}, "picked": [], "drawn": []});
        draft[place] = value;
        draft
    });
    let in_question = anything().prop_map(|value| json!({"name": "North", "question": {"k": 2, "offense": value}}));
    let drawn = anything()
        .prop_map(|value| json!({"name": "North", "question": {"k": 2}, "drawn": [{"name": "A", "geometry": value}]}));
    prop_oneof![3 => whole, 1 => in_question, 1 => drawn, 1 => anything()]
}

#[test]
fn any_body_is_saved_or_refused_shortly() {
    let runtime = Runtime::new().expect("a runtime");
    let (service, _folder) = with_scenarios(true);
    let cut = prop::option::weighted(0.2, any::<prop::sample::Index>());
    let done = runs(200).run(&(scenario(), cut, any::<bool>()), |(body, cut, again)| {
        let mut bytes = body.to_string().into_bytes();
        if let Some(at) = cut {
            bytes.truncate(at.index(bytes.len() + 1));
        }
        let (method, path) = if again { ("PUT", "/api/v1/scenarios/1") } else { ("POST", "/api/v1/scenarios") };
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        let request = request.header("if-match", "\"1\"").body(Body::from(bytes)).expect("a request");
        let reply = runtime.block_on(send(service.clone(), request));
        refused_shortly(&body.to_string(), &reply);
        Ok(())
    });
    done.unwrap_or_else(|e| unreachable!("{e}"));
    // Whatever was saved, the list is whole.
    let request = Request::get("/api/v1/scenarios").body(Body::empty()).expect("a request");
    let list = runtime.block_on(send(service, request));
    assert_eq!(list.status, StatusCode::OK, "{}", list.text());
}
