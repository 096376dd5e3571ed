//! The register of sites over HTTP: who may change it, what stays, and that everything which speaks of sites reads it.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use catchment_server::{Config, ProxyHeaders, SignIn, router};
use catchment_store::People;
use serde_json::{Value, json};

use crate::scenarios::ask;
use crate::{SMALL, city, patient};

const ADDRESS: &str = "/api/v1/sites/register";

/// A service over a city of its own: a change of the register must not reach the other tests.
fn service(sign_in: bool) -> (Router, Arc<People>, tempfile::TempDir) {
    let dir = tempfile::tempdir().expect("a folder");
    let people = Arc::new(People::open(dir.path()).expect("opens"));
    let header = |name: &str| name.parse().expect("a name");
    let named = || SignIn::Proxy(ProxyHeaders { user: header("x-user"), role: Some(header("x-role")) });
    let config =
        Config { people: Some(Arc::clone(&people)), allow_writes: !sign_in, sign_in: sign_in.then(named), ..patient() };
    (router(city::state(SMALL), config), people, dir)
}

fn moved() -> Value {
    json!({ "why": "New contract.", "from": "2020-01", "areas": ["2"], "providers": ["Second Provider"] })
}

fn sites(answer: &Value) -> Vec<&str> {
    answer["sites"].as_array().into_iter().flatten().filter_map(|s| s["id"].as_str()).collect()
}

#[tokio::test]
async fn a_change_is_kept_with_its_history_and_read_by_whatever_speaks_of_sites() {
    let (service, people, _dir) = service(false);
    let get = async |path: &str| ask(&service, "GET", path, &[], None).await;
    let first = get(ADDRESS).await.json();
    assert_eq!((first["begun"].as_bool(), sites(&first)), (Some(false), vec!["corner"]));
    let (status, check) = ("/api/v1/status", "/api/v1/sites/check?permutations=99");
    let tags = [get(status).await, get(check).await].map(|r| r.header("etag").to_owned());
    let put = ask(&service, "PUT", &format!("{ADDRESS}/corner"), &[("if-match", "\"1\"")], Some(&moved())).await;
    assert_eq!((put.status, put.header("etag")), (StatusCode::OK, "\"2\""), "{}", put.text());
    let new =
        json!({ "id": "south", "site": { "why": "Opened.", "name": "South", "from": "2019-01", "areas": ["5"] } });
    let made = ask(&service, "POST", ADDRESS, &[], Some(&new)).await;
    assert_eq!((made.status, made.header("location")), (StatusCode::CREATED, "/api/v1/sites/register/south"));
    let again = ask(&service, "POST", ADDRESS, &[], Some(&new)).await;
    assert_eq!((again.status, again.json()["code"].as_str()), (StatusCode::CONFLICT, Some("site-taken")));
    let late = ask(&service, "PUT", &format!("{ADDRESS}/corner"), &[("if-match", "\"1\"")], Some(&moved())).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    let blind = ask(&service, "PUT", &format!("{ADDRESS}/corner"), &[], Some(&moved())).await;
    assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);

    let history = get(&format!("{ADDRESS}/corner/history")).await.json();
    let revisions = history["revisions"].as_array().expect("revisions");
    assert_eq!((revisions.len(), &revisions[0]["why"]), (2, &json!("Taken from the city file.")));
    assert_eq!(revisions[1]["outlines"][0]["to"], "2019-12");
    assert_eq!(
        revisions[1]["facts"][0],
        json!({ "from": "2020-01", "providers": ["Second Provider"], "staff": null,
        "budget_dollars": null, "shift": null, "source": null })
    );
    assert_eq!(get(&format!("{ADDRESS}/nowhere/history")).await.status, StatusCode::NOT_FOUND);

    let register = get(ADDRESS).await.json();
    let (now, checked) = (get(status).await, get(check).await);
    assert_ne!(
        [now.header("etag").to_owned(), checked.header("etag").to_owned()],
        tags,
        "no answer of before is taken for one of now"
    );
    assert_eq!(sites(&now.json()), ["corner", "south"]);
    assert_eq!(
        (sites(&checked.json()), &checked.json()["meta"]["register"]),
        (vec!["corner", "south"], &register["blake3"])
    );
    let dataset = get(status).await.json()["dataset"].as_str().expect("an id").to_owned();
    let named = get(&format!("{status}?dataset={dataset}")).await;
    assert!(!named.header("cache-control").contains("immutable"), "sites change under a dataset");
    let acts = people.audit().expect("the trail");
    assert!(acts.iter().any(|a| a.what == "/api/v1/sites/register/corner revision 2"), "{acts:?}");
    assert!(acts.iter().any(|a| a.what == "/api/v1/sites/register/south revision 1"), "{acts:?}");
}

#[tokio::test]
async fn readers_read_and_planners_change() {
    let (service, people, _dir) = service(true);
    let (reader, planner) = ([("x-user", "kim"), ("x-role", "reader")], [("x-user", "lee"), ("x-role", "planner")]);
    let path = format!("{ADDRESS}/corner");
    let change = async |who: &[(&str, &str)]| {
        let headers = [who, &[("if-match", "\"1\"")]].concat();
        ask(&service, "PUT", &path, &headers, Some(&moved())).await
    };
    assert_eq!(ask(&service, "GET", ADDRESS, &reader, None).await.status, StatusCode::OK);
    assert_eq!(ask(&service, "GET", ADDRESS, &[], None).await.status, StatusCode::UNAUTHORIZED);
    let refused = change(&reader).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (StatusCode::FORBIDDEN, Some("role")));
    assert!(!people.sites().expect("reads").revisions.iter().any(|r| r.revision > 1));
    assert_eq!(change(&planner).await.status, StatusCode::OK);
    let act = people.audit().expect("the trail").into_iter().find(|a| a.what.contains("corner")).expect("an act");
    assert_eq!((act.who.as_str(), act.role.as_str()), ("lee", "planner"));
}

#[tokio::test]
async fn a_site_that_cannot_be_is_refused_with_what_would_be_accepted() {
    let (service, people, _dir) = service(false);
    let path = format!("{ADDRESS}/corner");
    let refused = async |body: Value, expected: &str| {
        let reply = ask(&service, "PUT", &path, &[("if-match", "\"1\"")], Some(&body)).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{body}: {}", reply.text());
        assert!(reply.text().contains(expected), "{body}: {}", reply.text());
    };
    refused(json!({ "why": "x" }), "what holds from a month on").await;
    refused(json!({ "why": "x", "to": "2018-01" }), "2019-06 or later").await;
    refused(json!({ "why": "x", "from": "soon", "staff": 3 }), "YYYY-MM").await;
    refused(json!({ "why": "x", "from": "2020-01", "areas": ["999"] }), "the id of an area").await;
    refused(json!({ "why": "x", "name": "New", "to": "2020-01" }), "keeps its name").await;
    refused(json!({ "why": "x", "color": "red" }), "color").await;
    refused(json!({ "why": " ", "to": "2020-01" }), "line breaks").await;
    assert!(!people.sites().expect("reads").revisions.iter().any(|r| r.revision > 1), "nothing was saved");
}
