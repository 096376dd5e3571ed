//! The decisions: ranks with their uncertainty, and candidate catchments. Pure and seeded.
//!
//! Lives here: empirical Bayes rates, the Gamma–Poisson posterior of every unit and its rank, decisions under several
//! weighed criteria, the search for connected compact catchments, the chance of each cell to lie in one, location
//! models on demand points, the reference tiling that their prior comes from, the expectation of harm and its backtest,
//! the sentences that say why, and the arithmetic of evaluation (detectable effect, weighted displacement difference).
//!
//! Does not live here: reading data, folding the cube, density surfaces, drawing, HTTP.
//!
//! Everything is arrays in, arrays out. Chance enters only through counter-based streams keyed by (seed, unit, draw),
//! so that an answer is the same bytes for any number of threads.
//!
//! # Example
//! Parameters are checked first; what is checked answers for as many inputs as there are.
//! ```
//! use catchment_siting::{RankGroup, RankInput, RankParams, RankUnit};
//!
//! let unit = |id: &str| RankUnit { id: id.to_owned(), residents: Some(4_000.0), area_km2: 1.5, left_out: None };
//! let input = RankInput {
//!     months: 2,
//!     units: vec![unit("east"), unit("north"), unit("west")],
//!     groups: vec![RankGroup { id: "shooting".to_owned(), label: "Shootings".to_owned(), weight: 1.0 }],
//!     // Both months of one unit, then those of the next.
//!     monthly: vec![18, 22, 1, 0, 2, 3],
//!     clusters: None,
//!     reference: None,
//! };
//! let ranker = RankParams { k: 1, draws: 1_000, ..RankParams::default() }.check()?;
//! let first = &ranker.rank(&input)?.items[0];
//! assert_eq!((first.id.as_str(), first.rank_high), ("east", 1));
//! assert!(first.p_top > 0.99);
//! # Ok::<(), catchment_siting::RankError>(())
//! ```

pub mod backtest;
mod bands;
mod bridge;
pub mod catchment;
pub mod chance;
pub mod check;
mod constraints;
pub mod decide;
mod effect;
pub mod evaluate;
mod gamma;
mod latch;
pub mod locate;
mod marshall;
pub mod next;
mod poisson;
pub mod rank;
mod recent;
pub mod route;
mod sampler;
pub mod selected;
mod stream;
mod two_years;

pub use catchment_model::{Unwatched, Watch};

pub use backtest::{
    Backtest, BacktestError, BacktestInput, BacktestParams, BacktestResult, Expected, ExpectedHarm, ExpectedHarmParams,
    Hindsight, MonthlyHarm, Past, expected_harm, harm_dispersion, hindsight,
};
pub use bridge::{
    Bridge, BridgeError, BridgeInput, BridgeSide, LEAST_COUNT, LEAST_MONTHS, MOST_MOVED, SideRatio, interval,
};
pub use catchment::{
    Broken, Catchment, CatchmentError, CatchmentInput, CatchmentParams, CatchmentSearch, CatchmentSet, DrawnScore,
    Proven, Shape, Tiling, reference_tiling,
};
pub use chance::{
    CatchmentChance, CellChances, CellPrior, ChanceError, ChanceGroup, ChanceInput, ChanceParams, ExpectedChanceInput,
    ExpectedModel, Stability,
};
pub use constraints::{
    Affordable, AllowedCells, ConstraintError, SiteShape, SitingConstraintParams, SitingConstraints, WalkParams,
    peopled,
};
pub use effect::{EffectError, Wdd, WddInput, detectable_events, wdd};
pub use gamma::Gamma;
pub use locate::{
    Distances, Locate, LocateError, LocateInput, LocateModel, LocateParams, LocateSolver, Located, LocatedSite, Place,
};
pub use marshall::{MarshallError, MarshallRates, marshall};
pub use next::{Drift, NextInput, NextRank, Visible};
pub use poisson::poisson;
pub use rank::{
    Clusters, GroupFit, Measure, NotRanked, PriorKind, RankError, RankGroup, RankInput, RankParams, RankUnit, Ranked,
    Ranker, Ranking, Reference, SizeFit, Wording, over_dispersion,
};
pub use recent::{TwoPeriods, paired_dispersion};
pub use sampler::{Numbers, Sampler};
pub use selected::{Forecast, Held, Selected, SelectedEstimate, SelectedInput, SelectedParams};
pub use stream::{Normal, Stream};
pub use two_years::{LogRatio, TwoYears};
