//! What is asked of a surface.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Counted, Counting, Edge, KernelForm, Smoothing, ask};

ask! {
    /// What is asked of a surface.
    pub struct SurfaceAsk {
        /// What is counted.
        counting: Counting,
        /// How it is drawn.
        smoothing: Smoothing,
    }
}

/// A question about a surface, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurfaceParams)]
pub struct Surface {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// Form of the kernel.
    pub kernel: KernelForm,
    /// Bandwidth, meters.
    pub bandwidth_m: f64,
    /// Side of a pixel, meters.
    pub pixel_m: f64,
    /// Correction at the city's border.
    pub edge: Edge,
}
