//! What can be wrong with a surface.

use crate::GridError;

/// Why a surface was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KdeError {
    /// The bandwidth is not a positive finite length.
    #[error("bandwidth of {0} m; expected a finite length above 0")]
    Bandwidth(f64),
    /// The grid is not usable.
    #[error(transparent)]
    Grid(#[from] GridError),
    /// Lists of different length.
    #[error("{x} eastings, {y} northings, {weights} weights; expected as many of each")]
    Length {
        /// Eastings.
        x: usize,
        /// Northings.
        y: usize,
        /// Weights.
        weights: usize,
    },
    /// A position or weight that is not finite.
    #[error("point {at} at {x} m, {y} m with weight {weight}; expected finite numbers")]
    Point {
        /// Position in the lists.
        at: usize,
        /// Easting.
        x: f64,
        /// Northing.
        y: f64,
        /// Weight.
        weight: f64,
    },
    /// A vertex of the study region that is not finite.
    #[error("the study region has a corner at {x}, {y}; expected finite meters")]
    Region {
        /// Easting.
        x: f64,
        /// Northing.
        y: f64,
    },
    /// The study region does not meet the grid.
    #[error("no pixel of the grid lies in the study region; expected a region in the meters of the grid")]
    RegionOutside,
    /// The bandwidth is so small against the region that the correction would need too many quadrature points.
    #[error(
        "edge correction at a bandwidth of {bandwidth_m} m needs {points} quadrature points; expected at most {most}: \
            raise the bandwidth"
    )]
    Quadrature {
        /// Bandwidth.
        bandwidth_m: f64,
        /// Points needed.
        points: f64,
        /// Points allowed.
        most: usize,
    },
    /// The edge correction was made for another grid, kernel or bandwidth.
    #[error("the edge correction was made for another grid, kernel or bandwidth; build it again with Kde::edge")]
    EdgeMismatch,
    /// Not one factor per point.
    #[error("{given} bandwidth factors for {points} points; expected one of each")]
    Factors {
        /// Factors.
        given: usize,
        /// Points.
        points: usize,
    },
    /// A factor that gives no bandwidth.
    #[error("bandwidth factor {factor} of point {at}; expected a finite number above 0")]
    Factor {
        /// Position in the lists.
        at: usize,
        /// The factor.
        factor: f64,
    },
    /// The uniform correction, where every point has a bandwidth of its own.
    #[error("uniform edge correction of an adaptive surface; expected Diggle's, which has one figure per point")]
    AdaptiveUniform,
}
