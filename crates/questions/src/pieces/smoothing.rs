//! How a surface is drawn from points.

use super::piece;
use super::value::{BandwidthM, PixelM};
use super::{Edge, KernelForm};

piece! {
    /// How a surface is drawn from points.
    pub struct Smoothing {
        /// Form of the kernel.
        kernel: KernelForm = KernelForm::Quartic,
        /// Bandwidth of the kernel, meters; where none is given, the city's.
        bandwidth_m: Option<BandwidthM>,
        /// Side of a pixel, meters; where none is given, the city's. The larger the city, the larger the least.
        pixel_m: Option<PixelM>,
        /// Correction at the city's border.
        edge: Edge = Edge::None,
    }
}
