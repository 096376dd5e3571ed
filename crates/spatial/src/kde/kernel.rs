//! Forms of the kernel.

use serde::{Deserialize, Serialize};

/// The Gaussian kernel is cut off at this many σ: 0.034% of the mass lies beyond and is not made up for.
pub const GAUSSIAN_CUT: f64 = 4.0;

/// Form of the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kernel {
    /// K = (3/πh²)(1 − d²/h²)² for d ≤ h.
    Quartic,
    /// K = (2/πh²)(1 − d²/h²) for d ≤ h.
    Epanechnikov,
    /// K = exp(−d²/2σ²)/(2πσ²) for d ≤ 4σ, 0 beyond; see [`GAUSSIAN_CUT`].
    Gaussian,
}

impl Kernel {
    /// Distance at which the kernel ends, per unit of bandwidth.
    pub fn reach(self) -> f64 {
        match self {
            Self::Quartic | Self::Epanechnikov => 1.0,
            Self::Gaussian => GAUSSIAN_CUT,
        }
    }

    /// Density at distance `d` for a bandwidth, both in one unit of length; per that unit squared.
    pub fn at(self, d: f64, bandwidth: f64) -> f64 {
        if d > self.reach() * bandwidth { 0.0 } else { self.peak(bandwidth) * self.shape((d / bandwidth).powi(2)) }
    }

    /// Share of the highest density at a squared distance within reach, in bandwidths.
    pub(crate) fn shape(self, t: f64) -> f64 {
        match self {
            Self::Quartic => (1.0 - t).powi(2),
            Self::Epanechnikov => (1.0 - t).max(0.0),
            Self::Gaussian => (-0.5 * t).exp(),
        }
    }

    /// Density at distance 0.
    pub(crate) fn peak(self, bandwidth: f64) -> f64 {
        let factor = match self {
            Self::Quartic => 3.0,
            Self::Epanechnikov => 2.0,
            Self::Gaussian => 0.5,
        };
        factor / (std::f64::consts::PI * bandwidth * bandwidth)
    }
}
