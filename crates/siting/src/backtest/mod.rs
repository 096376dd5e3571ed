//! How well each way of choosing sites would have done on the year after.
//!
//! For every year t: choose `k` sites of at most `area_km2` each from the months before t only, then measure the
//! **capture**, the share of the city's located harm of year t that falls inside. **Ratio** = capture ÷ capture of the
//! **oracle**, the best choice of `k` connected sites of that size that any search here finds for year t itself. The
//! past is handed to the methods as a [`Past`], which holds no month of year t or later: what they cannot see, they
//! cannot use.
//!
//! Two kinds of methods are told apart. Those that give **sites** give `k` of them, each in one piece. Those that give
//! loose **cells** give as much ground, in as many pieces as they like: nobody could walk it, but it says what the
//! demand for connected sites costs. Their equal is [`Method::EngineCells`].
//!
//! Every figure of a year depends on that year's counts through the measuring alone. The differences between methods
//! are paired by year; see [`Summary`].
//!
//! References: Chainey, Tompson, Uhlig (2008), *The utility of hotspot mapping for predicting spatial patterns of
//! crime*, doi 10.1057/palgrave.sj.8350066 (measured on a later period); Drawve, Moak, Berthelot (2016),
//! *Predictability of gun crimes: a comparison of hot spot and risk terrain modelling techniques*, doi
//! 10.1080/10439463.2014.942851; Mohler, Porter (2018), *Rotational grid, PAI-maximizing crime forecasts*, doi
//! 10.1002/sam.11389 (capture over the best possible).

mod baselines;
mod error;
mod expected;
mod greedy;
mod ground;
mod hindsight;
mod incidents;
mod learn;
mod limit;
mod method;
mod monthly;
mod oracle;
mod paired;
mod params;
mod recency;
mod row;
mod run;
mod setting;
mod smooth;
mod summary;

pub use error::BacktestError;
pub use expected::{Expected, expected_harm};
pub use ground::BacktestInput;
pub use hindsight::{Hindsight, harm_dispersion, hindsight};
pub use incidents::{Incidents, Known};
pub use limit::Limit;
pub use method::Method;
pub use monthly::{MonthlyHarm, Past};
pub use paired::Paired;
pub use params::{Backtest, BacktestParams};
pub use recency::{ExpectedHarm, ExpectedHarmParams};
pub use row::{Row, Tested};
pub use run::{BacktestResult, Chosen};
pub use summary::{Pooled, Summary, Without};
