//! The parameters of a question about clusters.

use catchment_store::Dataset;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::AskError;
use super::super::given::Given;
use super::super::params::Params;
use super::super::question::Question;
use super::scan::{MOST, NEAREST};

/// Method of finding clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClusterMethod {
    /// Local Moran of the counts of the window.
    Moran,
    /// Emerging hot spots over time steps.
    Emerging,
    /// Space-time scan over time steps.
    Scan,
    /// Purely spatial scan of the counts of the window.
    ScanSpace,
    /// Near repeats (Knox).
    Knox,
}

/// What a scan expects at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Baseline {
    /// Each place's own total times each period's own: only their meeting can stand out.
    Permutation,
    /// By residents, each period with its own total.
    Residents,
    /// By area, each period with its own total.
    Area,
}

/// The parameters of a question about clusters, every default filled in; those that its method does not have are
/// absent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClusterParams {
    /// `moran`, `emerging`, `scan`, `scan-space` or `knox`.
    pub method: &'static str,
    /// Permutations or simulations behind each p, or behind the chance beside each category.
    pub permutations: u32,
    /// What a scan expects: `permutation`, `residents` or `area`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<&'static str>,
    /// Months of a time step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_months: Option<usize>,
    /// Longest cluster of a scan, in steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_steps: Option<usize>,
    /// Cells of the largest circle of a scan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_cells: Option<usize>,
    /// Most clusters of a scan that are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_clusters: Option<usize>,
    /// Edges of the distance bands, metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<Vec<f64>>,
    /// Edges of the bands of days apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<f64>>,
}

/// A question about clusters, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterAsk {
    /// What all questions have.
    pub params: Params,
    /// Method.
    pub method: ClusterMethod,
    /// Permutations or simulations.
    pub permutations: u32,
    /// What a scan expects.
    pub baseline: Baseline,
    /// Months of a time step.
    pub step_months: usize,
    /// Longest cluster, in steps.
    pub max_steps: usize,
    /// Edges of the distance bands, metres.
    pub distance_m: Vec<f64>,
    /// Edges of the bands of days apart.
    pub days: Vec<f64>,
}

impl ClusterMethod {
    /// Name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Moran => "moran",
            Self::Emerging => "emerging",
            Self::Scan => "scan",
            Self::ScanSpace => "scan-space",
            Self::Knox => "knox",
        }
    }

    /// Whether it compares steps of time.
    pub(super) fn is_stepped(self) -> bool {
        matches!(self, Self::Emerging | Self::Scan)
    }

    fn is_scan(self) -> bool {
        matches!(self, Self::Scan | Self::ScanSpace)
    }
}

impl Baseline {
    /// Name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Permutation => "permutation",
            Self::Residents => "residents",
            Self::Area => "area",
        }
    }
}

impl ClusterAsk {
    /// Reads the parameters.
    ///
    /// # Errors
    /// As [`Params::read`], and [`AskError::Value`] for a value of its own parameters that is not accepted.
    pub fn read(pairs: &[(String, String)], data: &Dataset) -> Result<Self, AskError> {
        use ClusterMethod::{Emerging, Knox, Moran, Scan, ScanSpace};

        let params = Params::read(Question::Clusters, pairs, data)?;
        let given = Given::new(Question::Clusters, pairs)?;
        let all = [Moran, Emerging, Scan, ScanSpace, Knox].map(|m| (m.name(), m));
        let method = given.one_of("method", &all)?;
        let permutations = match method {
            Moran => 999,
            Emerging => 99,
            Scan | ScanSpace | Knox => 199,
        };
        let step = if method == Scan { 1 } else { 12 };
        let whole = |name, range, or| given.whole(name, range, or).map(|n| usize::try_from(n).unwrap_or(1));
        Ok(Self {
            permutations: u32::try_from(given.whole("permutations", (99, 9999), permutations)?).unwrap_or(999),
            step_months: whole("step_months", (1, 60), step)?,
            max_steps: whole("max_steps", (1, 24), 3)?,
            baseline: baseline(&given, method)?,
            distance_m: edges(&given, "distance_m", &[200.0], 2000.0)?,
            days: edges(&given, "days", &[14.0], 366.0)?,
            method,
            params,
        })
    }

    /// Its own parameters, for the answer.
    pub(super) fn resolved(&self) -> ClusterParams {
        let (scan, knox) = (self.method.is_scan(), self.method == ClusterMethod::Knox);
        ClusterParams {
            method: self.method.name(),
            permutations: self.permutations,
            baseline: scan.then(|| self.baseline.name()),
            step_months: self.method.is_stepped().then_some(self.step_months),
            max_steps: (self.method == ClusterMethod::Scan).then_some(self.max_steps),
            max_cells: scan.then_some(NEAREST),
            max_clusters: scan.then_some(MOST),
            distance_m: knox.then(|| self.distance_m.clone()),
            days: knox.then(|| self.days.clone()),
        }
    }

    /// The question in one spelling, as [`Params::canonical`].
    pub fn canonical(&self) -> String {
        format!("{}&{}", self.params.canonical(), self.own())
    }

    /// The question without what only changes the form of the answer.
    pub fn behind(&self) -> String {
        format!("{}&seed={}&{}", self.params.cells().canonical(), self.params.seed, self.own())
    }

    fn own(&self) -> String {
        let of_method = match self.method {
            ClusterMethod::Moran => format!("permutations={}", self.permutations),
            ClusterMethod::Emerging => format!("permutations={}&step_months={}", self.permutations, self.step_months),
            ClusterMethod::Scan => format!(
                "permutations={}&baseline={}&step_months={}&max_steps={}",
                self.permutations,
                self.baseline.name(),
                self.step_months,
                self.max_steps
            ),
            ClusterMethod::ScanSpace => format!("permutations={}&baseline={}", self.permutations, self.baseline.name()),
            ClusterMethod::Knox => {
                format!("permutations={}&distance_m={:?}&days={:?}", self.permutations, self.distance_m, self.days)
            }
        };
        format!("method={}&{of_method}", self.method.name())
    }
}

/// What a scan expects; a scan without time has nothing to permute.
fn baseline(given: &Given<'_>, method: ClusterMethod) -> Result<Baseline, AskError> {
    let all = [Baseline::Permutation, Baseline::Residents, Baseline::Area].map(|b| (b.name(), b));
    given.one_of("baseline", if method == ClusterMethod::ScanSpace { &all[1..] } else { &all })
}

/// Rising numbers, separated by commas.
fn edges(given: &Given<'_>, name: &str, default: &[f64], most: f64) -> Result<Vec<f64>, AskError> {
    let Some(text) = given.get(name) else { return Ok(default.to_vec()) };
    let refused =
        || AskError::value(name, text, format!("up to 8 rising numbers above 0, up to {most}, separated by commas"));
    let read: Vec<f64> =
        text.split(',').map(|t| t.trim().parse().map_err(|_cause| refused())).collect::<Result<_, _>>()?;
    let fits = read.len() <= 8 && read.iter().all(|v| *v > 0.0 && *v <= most) && read.windows(2).all(|w| w[0] < w[1]);
    if fits { Ok(read) } else { Err(refused()) }
}
