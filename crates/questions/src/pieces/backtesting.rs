//! How a backtest is run, and which engine it tests.

use super::value::{AreaKm2, Burst, Circles, ExpectedHalfLife, LimitDraws, PriorMonths, SurroundingsM};
use super::{Shape, piece};

piece! {
    /// What a backtest tests, and how thoroughly.
    pub struct Backtesting {
        /// Largest area of a site, km²; where none is given, each of the city's presets.
        area_km2: Option<AreaKm2>,
        /// Draws per year for the limit of perfect knowledge; 0 leaves it out, which is quicker; where none is given,
        /// 2.
        limit_draws: Option<LimitDraws>,
        /// The engine with rounder sites: longest outline, in circumferences of a circle of the area; where none is
        /// given, outlines have no bound. The other ways and the oracle have none.
        outline: Option<Circles>,
        /// Which shapes the engine's sites may have: `walkable` or `free`; where none is given, `walkable`, and beside
        /// a bound on the outline `free`. Where they are walkable, so are those of
        /// greedy growth and of the oracle.
        shape: Option<Shape>,
        /// The engine with another half-life: months after which a month counts half; where none is given, 60.
        half_life: Option<ExpectedHalfLife>,
        /// The engine with another exponent of a month's harm on a cell; where none is given, 0.5.
        burst: Option<Burst>,
        /// The engine with another bandwidth of the surroundings (Gaussian), meters; where none is given, 0, which
        /// takes each cell alone.
        bandwidth_m: Option<SurroundingsM>,
        /// The engine with another weight of the surroundings: months of data that they are worth; where none is given,
        /// 0.
        prior: Option<PriorMonths>,
    }
}
