//! Counting requests.

use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};

/// Upper bounds of the duration histogram, seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Requests by route and status, and their durations. Each router has its own: nothing global.
pub(crate) struct Monitor {
    recorder: PrometheusRecorder,
}

impl std::fmt::Debug for Monitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Monitor").finish_non_exhaustive()
    }
}

impl Monitor {
    /// An empty count.
    pub(crate) fn new() -> Self {
        let builder = PrometheusBuilder::new();
        // Refused only where there is no bucket.
        let recorder = builder.set_buckets(&BUCKETS).unwrap_or_default().build_recorder();
        metrics::with_local_recorder(&recorder, || {
            describe_counter!("catchment_requests_total", "Requests answered, by route and status");
            describe_histogram!("catchment_request_seconds", "Time from the request to the head of the answer");
            describe_gauge!("catchment_requests_in_flight", "Requests in work");
        });
        Self { recorder }
    }

    /// Counts an answered request.
    pub(crate) fn answered(&self, route: &str, status: u16, took: Duration) {
        let (route, status) = (route.to_owned(), status.to_string());
        metrics::with_local_recorder(&self.recorder, || {
            counter!("catchment_requests_total", "route" => route.clone(), "status" => status).increment(1);
            histogram!("catchment_request_seconds", "route" => route).record(took.as_secs_f64());
        });
    }

    /// A request begins (+1) or ends (−1).
    pub(crate) fn in_flight(&self, change: f64) {
        metrics::with_local_recorder(&self.recorder, || gauge!("catchment_requests_in_flight").increment(change));
    }

    /// Prometheus text.
    pub(crate) fn render(&self) -> String {
        let handle = self.recorder.handle();
        handle.run_upkeep();
        handle.render()
    }
}
