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

pub mod backtest;
pub mod catchment;
pub mod chance;
mod constraints;
pub mod decide;
mod effect;
mod gamma;
pub mod locate;
mod marshall;
pub mod rank;
mod sampler;
mod stream;

pub use catchment_model::{Unwatched, Watch};

pub use backtest::{
    Backtest, BacktestError, BacktestInput, BacktestParams, BacktestResult, Expected, ExpectedHarm, ExpectedHarmParams,
    Hindsight, MonthlyHarm, Past, expected_harm, harm_dispersion, hindsight,
};
pub use catchment::{
    Broken, Catchment, CatchmentError, CatchmentInput, CatchmentParams, CatchmentSearch, CatchmentSet, DrawnScore,
    Proven, Tiling, reference_tiling,
};
pub use chance::{
    CatchmentChance, CellChances, CellPrior, ChanceError, ChanceGroup, ChanceInput, ChanceParams, ExpectedChanceInput,
    ExpectedModel, Stability,
};
pub use constraints::{
    Affordable, AllowedCells, ConstraintError, SiteShape, SitingConstraintParams, SitingConstraints, WalkParams,
};
pub use effect::{EffectError, Wdd, WddInput, detectable_events, wdd};
pub use gamma::Gamma;
pub use locate::{
    Distances, Locate, LocateError, LocateInput, LocateModel, LocateParams, LocateSolver, Located, LocatedSite, Place,
};
pub use marshall::{MarshallError, MarshallRates, marshall};
pub use rank::{
    GroupFit, Measure, NotRanked, PriorKind, RankError, RankGroup, RankInput, RankParams, RankUnit, Ranked, Ranker,
    Ranking, Reference, Wording, over_dispersion,
};
pub use stream::{Normal, Stream};
