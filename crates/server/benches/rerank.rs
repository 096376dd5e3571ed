//! Moving a control: questions that were never asked before, and answers and tiles that are remembered, end to end in
//! process, over a city of 81 neighborhoods, ten years and 100,000 rows.

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
    let number = AtomicU64::new(0);
    let mut fresh = |name: &str, address: &dyn Fn(u64) -> String| {
        c.bench_function(name, |b| {
            b.iter(|| {
                let path = address(number.fetch_add(1, Ordering::Relaxed));
                runtime.block_on(ask(service.clone(), &path))
            });
        });
    };
    // Each of these was never asked before: nothing of it is remembered.
    fresh("a new seed", &|n| format!("/api/v1/rankings?seed={}", n + 10));
    // When all windows were asked for, a new seed makes each a new question again.
    let window = |n: u64| {
        let (from, months) = (n % 48, 24 + n / 48 % 48);
        let month = |at: u64| format!("{}-{:02}", 2011 + at / 12, at % 12 + 1);
        let seed = if n < 48 * 48 { 1 } else { n };
        format!("from={}&to={}&seed={seed}", month(from), month(from + months - 1))
    };
    fresh("a new window, ranked", &|n| format!("/api/v1/rankings?{}", window(n)));
    fresh("a new window, weighed", &|n| {
        format!("/api/v1/decision?{}&weights=burden:3,recency:1&concentration=50", window(n))
    });
    // The draws are kept, only the weighing is new.
    fresh("a weight moved", &|n| {
        format!("/api/v1/decision?weights=burden:3,recency:1.{:06},residents:1&concentration=50", n + 1)
    });
    let mut asked = |name: &str, path: &str| {
        c.bench_function(name, |b| b.iter(|| runtime.block_on(ask(service.clone(), path))));
    };
    asked("neighborhoods, remembered", "/api/v1/rankings");
    asked("decision, remembered", "/api/v1/decision?weights=burden:3,recency:1&concentration=50");
    asked("cells, remembered", "/api/v1/cells");
    asked("tile of cells, remembered", "/tiles/cells/10/255/392");
    asked("tile of the surface, remembered", "/tiles/surface/12/1021/1571");
}

criterion_group!(benches, rerank);
criterion_main!(benches);
