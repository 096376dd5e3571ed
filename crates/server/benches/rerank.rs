//! Moving a slider: a question that was never asked before, end to end in process, over a city of 81 neighborhoods, ten
//! years and 100,000 rows.

#[path = "../tests/api/city.rs"]
mod city;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_server::{Config, router};
use criterion::{Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt;
use tower::ServiceExt;

async fn ask(service: Router, path: &str) -> usize {
    let request = Request::get(path).body(Body::empty()).expect("request");
    let response = service.oneshot(request).await.expect("infallible");
    assert_eq!(response.status(), StatusCode::OK);
    response.into_body().collect().await.expect("body").to_bytes().len()
}

fn rerank(c: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let state = city::state(city::Size { side: 9, from: (2011, 1), rows: 100_000 });
    let service = router(Arc::clone(&state), Config::default());
    let seed = AtomicU64::new(10);
    let mut fresh = |name: &str, path: &str| {
        c.bench_function(name, |b| {
            b.iter(|| {
                runtime.block_on(ask(service.clone(), &format!("{path}seed={}", seed.fetch_add(1, Ordering::Relaxed))))
            });
        });
    };
    fresh("neighborhoods, never asked", "/api/v1/rankings?");
    // A weight that was never set before: the draws are kept, only the weighing is new.
    let weight = AtomicU64::new(1);
    c.bench_function("a weight moved", |b| {
        b.iter(|| {
            let weight = weight.fetch_add(1, Ordering::Relaxed);
            runtime.block_on(ask(
                service.clone(),
                &format!("/api/v1/decision?weights=burden:3,recency:1.{weight:06},residents:1&concentration=50"),
            ))
        });
    });
    let mut asked = |name: &str, path: &str| {
        c.bench_function(name, |b| b.iter(|| runtime.block_on(ask(service.clone(), path))));
    };
    asked("neighborhoods, remembered", "/api/v1/rankings");
    asked("cells, remembered", "/api/v1/cells");
    asked("tile of cells, remembered", "/tiles/cells/10/255/392");
    asked("tile of the surface, remembered", "/tiles/surface/12/1021/1571");
}

criterion_group!(benches, rerank);
criterion_main!(benches);
