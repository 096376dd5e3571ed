//! The parameters of a question about clusters.

use catchment_store::Dataset;

use super::super::ApiError;
use super::super::given::Given;
use super::super::params::Params;
use super::super::question::Question;

/// Method of finding clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClusterMethod {
    /// Local Moran of the counts of the window.
    Moran,
    /// Emerging hot spots over time steps.
    Emerging,
    /// Space-time permutation scan over time steps.
    Scan,
    /// Near repeats (Knox).
    Knox,
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
            Self::Knox => "knox",
        }
    }
}

impl ClusterAsk {
    /// Reads the parameters.
    ///
    /// # Errors
    /// As [`Params::read`], and [`ApiError::Value`] for a value of its own parameters that is not accepted.
    pub fn read(pairs: &[(String, String)], data: &Dataset) -> Result<Self, ApiError> {
        let params = Params::read(Question::Clusters, pairs, data)?;
        let given = Given::new(Question::Clusters, pairs)?;
        let all = [ClusterMethod::Moran, ClusterMethod::Emerging, ClusterMethod::Scan, ClusterMethod::Knox].map(|m| (m.name(), m));
        let method = given.one_of("method", &all)?;
        let permutations = if method == ClusterMethod::Moran { 999 } else { 199 };
        let step = if method == ClusterMethod::Scan { 1 } else { 12 };
        let whole = |name, range, or| given.whole(name, range, or).map(|n| usize::try_from(n).unwrap_or(1));
        Ok(Self {
            permutations: u32::try_from(given.whole("permutations", (99, 9999), permutations)?).unwrap_or(999),
            step_months: whole("step_months", (1, 60), step)?,
            max_steps: whole("max_steps", (1, 24), 3)?,
            distance_m: edges(&given, "distance_m", &[200.0], 2000.0)?,
            days: edges(&given, "days", &[14.0], 366.0)?,
            method,
            params,
        })
    }

    /// The question in one spelling, as [`Params::canonical`].
    pub fn canonical(&self) -> String {
        format!("{}&{}", self.params.canonical(), self.own())
    }

    /// The question without what only changes the form of the answer.
    pub(crate) fn behind(&self) -> String {
        format!("{}&seed={}&{}", self.params.cells().canonical(), self.params.seed, self.own())
    }

    fn own(&self) -> String {
        let of_method = match self.method {
            ClusterMethod::Moran => format!("permutations={}", self.permutations),
            ClusterMethod::Emerging => format!("step_months={}", self.step_months),
            ClusterMethod::Scan => {
                format!("permutations={}&step_months={}&max_steps={}", self.permutations, self.step_months, self.max_steps)
            }
            ClusterMethod::Knox => format!("permutations={}&distance_m={:?}&days={:?}", self.permutations, self.distance_m, self.days),
        };
        format!("method={}&{of_method}", self.method.name())
    }
}

/// Rising numbers, separated by commas.
fn edges(given: &Given<'_>, name: &str, default: &[f64], most: f64) -> Result<Vec<f64>, ApiError> {
    let Some(text) = given.get(name) else { return Ok(default.to_vec()) };
    let refused = || ApiError::value(name, text, format!("up to 8 rising numbers above 0, up to {most}, separated by commas"));
    let read: Vec<f64> = text.split(',').map(|t| t.trim().parse().map_err(|_cause| refused())).collect::<Result<_, _>>()?;
    let fits = read.len() <= 8 && read.iter().all(|v| *v > 0.0 && *v <= most) && read.windows(2).all(|w| w[0] < w[1]);
    if fits { Ok(read) } else { Err(refused()) }
}
