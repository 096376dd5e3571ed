//! Rates that docs/how-sure.md states, each in docs/how-sure.json: a large run prints them, a small one holds them.

use std::ops::Range;
use std::path::PathBuf;

use serde_json::Value;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A measured rate: cases that came true of all cases, or one sum over another, by made-up city.
#[derive(Debug, Clone)]
pub(crate) struct Rate {
    /// What was said of it, on average.
    said: f64,
    value: f64,
    /// Standard error: cities are what is independent; a share's is no smaller than the binomial one.
    error: f64,
    /// How far cities lie apart, over all cases.
    apart: f64,
    cases: f64,
    cities: usize,
    /// Cities with any case.
    seen: usize,
    share: bool,
}

impl Rate {
    /// Cases that came true, and all of them, by city; `said` is the mean of what was said.
    pub(crate) fn share(said: f64, cities: &[(f64, f64)]) -> Self {
        let mut rate = Self::ratio(said, cities);
        rate.share = true;
        // Agresti and Coull: two more of either kind.
        let n = rate.cases + 4.0;
        let p = (rate.value * rate.cases + 2.0) / n;
        rate.error = rate.error.max((p * (1.0 - p) / n).sqrt());
        rate
    }

    /// One sum over another: pairs by city.
    pub(crate) fn ratio(said: f64, cities: &[(f64, f64)]) -> Self {
        let all: f64 = cities.iter().map(|c| c.1).sum::<f64>().max(f64::MIN_POSITIVE);
        let value = cities.iter().map(|c| c.0).sum::<f64>() / all;
        let apart: f64 = cities.iter().map(|c| (c.0 - value * c.1).powi(2)).sum();
        let n = cities.len() as f64;
        let error = (apart * n / (n - 1.0).max(1.0)).sqrt() / all;
        let apart = apart.sqrt() / all;
        let seen = cities.iter().filter(|c| c.1 > 0.0).count();
        Self { said, value, error, apart, cases: all, cities: cities.len(), seen, share: false }
    }

    pub(crate) fn value(&self) -> f64 {
        self.value
    }

    pub(crate) fn said(&self) -> f64 {
        self.said
    }

    pub(crate) fn cases(&self) -> f64 {
        self.cases
    }

    /// Half-width of the 95% binomial interval of a share, as if cases were independent.
    pub(crate) fn binomial_half(&self) -> f64 {
        1.96 * (self.value * (1.0 - self.value) / self.cases).sqrt()
    }

    /// Half-width of the normal 95% interval over cities.
    pub(crate) fn normal_half(&self) -> f64 {
        1.96 * self.apart
    }

    /// Half-width of the 95% interval.
    pub(crate) fn half(&self) -> f64 {
        self.quantile(0.975) * self.error
    }

    /// Student's: a few cities say little of how far cities differ.
    fn quantile(&self, p: f64) -> f64 {
        let free = self.seen.saturating_sub(1).max(1) as f64;
        StudentsT::new(0.0, 1.0, free).expect("degrees of freedom").inverse_cdf(p)
    }

    /// Prints the rate for `scripts/certainty`, which writes it down under this key.
    #[expect(clippy::print_stderr, reason = "a large run is read by a program")]
    pub(crate) fn tell(&self, key: &str) {
        let Self { said, value, cases, cities, share, .. } = self;
        let kind = if *share { "share" } else { "ratio" };
        let half = self.half();
        let figures =
            format!(r#""said":{said:.4},"value":{value:.4},"half":{half:.4},"n":{cases:.0},"cities":{cities}"#);
        eprintln!(r#"measured {{"key":"{key}","kind":"{kind}",{figures}}}"#);
    }

    /// Fails where what is published under this key lies outside the 99% interval of this run.
    pub(crate) fn hold(&self, key: &str) {
        self.tell(key);
        if self.cases < 1.0 {
            return;
        }
        let text = std::fs::read_to_string(file()).expect("docs/how-sure.json");
        let all: Value = serde_json::from_str(&text).expect("JSON");
        let published = all[key]["value"].as_f64().expect("a figure of this key in docs/how-sure.json");
        let wide = self.quantile(0.995) * self.error + 5e-4;
        assert!(
            (published - self.value).abs() <= wide,
            "{key}: published {published}, this run {:.4} ± {wide:.4} (99%) of {} cities",
            self.value,
            self.cities
        );
    }
}

/// Seeds of a large run's cities, of `usual` number from `first` on: `CATCHMENT_CITIES` makes them fewer,
/// `CATCHMENT_SKIP` begins later, so that a run can be made in parts.
pub(crate) fn seeds(first: u64, usual: u64) -> Range<u64> {
    let given = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = first + given("CATCHMENT_SKIP").unwrap_or(0);
    first..first + given("CATCHMENT_CITIES").unwrap_or(usual)
}

/// By the clone that runs: a target folder shared by several may hold what another one compiled.
fn file() -> PathBuf {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(root).join("../../docs/how-sure.json")
}
