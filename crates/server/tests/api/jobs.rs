//! Long work: told how far it is, joined by whoever asks the same, remembered when it is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_questions::clusters::Clusters;
use catchment_questions::{AskError, Watch, ask as question};
use catchment_server::{Config, router};

use crate::{Reply, STATE, patient, send};

/// A service that waits for nothing.
fn hasty() -> Router {
    router(Arc::clone(&STATE), Config { patience: Duration::ZERO, ..patient() })
}

async fn ask(service: &Router, path: &str) -> Reply {
    send(service.clone(), Request::get(path).body(Body::empty()).expect("a request")).await
}

/// Asks until the work is done; how often it was told to ask again.
async fn until_done(service: &Router, path: &str) -> (usize, Reply) {
    for waited in 0..3_000 {
        let reply = ask(service, path).await;
        if reply.status != StatusCode::ACCEPTED {
            return (waited, reply);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    unreachable!("{path} is never done")
}

#[tokio::test]
async fn work_that_is_not_done_yet_is_told_with_how_far_it_is_and_answered_in_the_end() {
    let service = hasty();
    // Questions that no other test asks: nothing of them is remembered yet.
    for path in [
        "/api/v1/clusters?method=scan-space&resolution=9&permutations=9999&seed=901",
        "/api/v1/concentration?resolution=9&seed=902",
        "/api/v1/optimize?k=2&area_km2=0.45&seed=903&effort=1",
        "/api/v1/catchments/chance?k=2&area_km2=0.45&seed=904&draws=60",
        "/api/v1/clusters?resolution=8&permutations=199&seed=905&method=scan-space&format=csv",
    ] {
        let first = ask(&service, path).await;
        assert_eq!(first.status, StatusCode::ACCEPTED, "{path}: {}", first.text());
        assert_eq!((first.header("content-type"), first.header("cache-control")), ("application/json", "no-store"));
        assert!(first.header("retry-after").parse::<u64>().is_ok_and(|s| (1..=10).contains(&s)), "{path}");
        assert_eq!(first.header("etag"), "", "{path}: not done is no answer to keep");
        let told = first.json();
        assert_eq!(told["state"], "running");
        assert!(told["done"].as_u64() <= told["total"].as_u64(), "{told}");
        assert!(told["note"].as_str().is_some_and(|note| !note.is_empty()), "{told}");
        let (_, done) = until_done(&service, path).await;
        assert_eq!(done.status, StatusCode::OK, "{path}: {}", done.text());
        // It is remembered: there and in every other service over the same engine.
        let again = ask(&service, path).await;
        assert_eq!((again.status, &again.body), (StatusCode::OK, &done.body), "{path}");
        assert_eq!(send(hasty(), Request::get(path).body(Body::empty()).expect("a request")).await.body, done.body);
    }
}

#[tokio::test]
async fn the_same_work_is_begun_once_however_many_ask() {
    let service = hasty();
    let path = "/api/v1/clusters?method=scan-space&resolution=9&permutations=9999&seed=911";
    let (one, two) = tokio::join!(until_done(&service, path), until_done(&service, path));
    assert_eq!((one.1.status, two.1.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(one.1.body, two.1.body);
    // Another spelling of the same question is the same work.
    let spelled = "/api/v1/clusters?seed=911&permutations=9999&method=scan-space&resolution=9";
    let again = ask(&service, spelled).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &one.1.body));
}

#[tokio::test]
async fn who_waits_long_enough_gets_the_answer_at_once() {
    let waiting = router(Arc::clone(&STATE), patient());
    let reply = ask(&waiting, "/api/v1/clusters?method=scan-space&resolution=8&permutations=999&seed=921").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
}

#[tokio::test]
async fn a_request_that_ends_does_not_end_the_work() {
    let service = hasty();
    let path = "/api/v1/optimize?k=3&area_km2=0.4&seed=931&effort=1";
    drop(ask(&service, path).await);
    let (_, done) = until_done(&service, path).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
}

#[tokio::test]
async fn quick_questions_are_answered_while_long_work_goes_on() {
    let service = hasty();
    let long = "/api/v1/clusters?method=scan-space&resolution=9&permutations=9999&seed=941";
    assert_eq!(ask(&service, long).await.status, StatusCode::ACCEPTED);
    let quick = ask(&service, "/api/v1/rankings?seed=942").await;
    assert_eq!(quick.status, StatusCode::OK, "a quick question never says that it runs");
    assert_eq!(until_done(&service, long).await.1.status, StatusCode::OK);
}

#[tokio::test]
async fn work_that_everybody_hung_up_on_stops() {
    let state = &crate::backtest::LONG;
    let service = router(Arc::clone(state), patient());
    for (seed, path) in [
        (951, "/api/v1/backtest?area_km2=0.25&resolution=10&limit_draws=50"),
        (952, "/api/v1/clusters?method=knox&distance_m=2000&days=366&permutations=9999"),
        (953, "/api/v1/clusters?method=scan&resolution=8&permutations=9999"),
        (954, "/api/v1/clusters?method=scan-space&resolution=10&permutations=9999"),
        (955, "/api/v1/clusters?method=emerging&resolution=10&permutations=9999"),
        (956, "/api/v1/optimize?k=6&area_km2=2.5&effort=20"),
        (957, "/api/v1/optimize?k=6&area_km2=2.5&effort=20&shape=free"),
    ] {
        let (path, works) = (format!("{path}&seed={seed}"), format!("\"seed\":{seed}"));
        let asked = tokio::time::timeout(Duration::from_millis(50), ask(&service, &path)).await;
        assert!(asked.is_err(), "{path} takes longer than that: {:?}", asked.map(|reply| reply.text().clone()));
        assert!(state.works_on(&works), "{path} goes on for a moment");
        let mut waited = 0;
        while state.works_on(&works) {
            assert!(waited < 200, "{path} still runs after 20 s");
            tokio::time::sleep(Duration::from_millis(100)).await;
            waited += 1;
        }
    }
}

/// Hangs up once the first piece of the work is done.
#[derive(Default)]
struct HangsUp {
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Watch for HangsUp {
    fn progress(&self, done: usize, total: usize) {
        self.done.fetch_max(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.done.load(Ordering::Relaxed) > 0
    }
}

#[test]
fn each_search_for_clusters_that_draws_chance_stops_between_two_draws() {
    let engine = &STATE.engine();
    for method in ["knox", "scan", "scan-space", "emerging"] {
        let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let pairs = [("method", method), ("resolution", "9"), ("permutations", "9999"), ("seed", "961")].map(pair);
        let pairs: Vec<_> = pairs.into_iter().filter(|(name, _)| name != "resolution" || method != "knox").collect();
        let asked: Clusters = question(&pairs, &engine.data).expect("a question");
        let watch = HangsUp::default();
        let stopped = engine.answer(&asked, &watch);
        assert!(matches!(stopped, Err(AskError::Stopped)), "{method}: {:?}", stopped.map(|_| "an answer"));
        let (done, total) = (watch.done.into_inner(), watch.total.into_inner());
        assert!(total == 9999 && done < total / 10, "{method}: {done} of {total}");
    }
}

#[tokio::test]
async fn a_refusal_of_long_work_is_a_refusal_and_not_work() {
    let service = hasty();
    for path in ["/api/v1/optimize?k=0", "/api/v1/backtest?from=1990-01&to=1990-12", "/api/v1/clusters?offense=rape"] {
        let reply = ask(&service, path).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn a_failure_of_long_work_is_told_to_who_asks_again() {
    // Only the work itself finds out that so little ground holds no cell: were it begun anew each time, nobody would be
    // told.
    let service = router(Arc::clone(&crate::backtest::LONG), Config { patience: Duration::ZERO, ..patient() });
    let path = "/api/v1/backtest?area_km2=0.06&resolution=9";
    assert_eq!(ask(&service, path).await.status, StatusCode::ACCEPTED);
    let (_, late) = until_done(&service, path).await;
    assert_eq!((late.status, &late.json()["parameter"]), (StatusCode::BAD_REQUEST, &"area_km2".into()));
    assert_eq!(ask(&service, path).await.status, StatusCode::ACCEPTED, "it was told, so it may be tried again");
}
