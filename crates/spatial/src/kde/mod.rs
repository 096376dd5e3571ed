//! Surfaces: kernel density on a grid, exact, with optional edge correction and, where asked, a bandwidth per point.

mod adaptive;
mod algorithm;
mod edge;
mod error;
mod gaussian;
mod kernel;
mod merge;
mod params;
mod quadrature;
mod region;
mod sweep;

pub use algorithm::Surface;
pub use edge::{EdgeCorrection, EdgeRegion};
pub use error::KdeError;
pub use kernel::{GAUSSIAN_CUT, Kernel};
pub use params::{Kde, KdeParams};
