//! Questions and answers over a ready dataset.
//!
//! Lives here: what a question may be asked with (`pieces`), the dataset made ready and one memory (`engine`), one
//! voice (`words`), answers as files (`file`), and one folder for each question. Does not live here: HTTP (`server`),
//! the terminal (`cli`), methods (`spatial`, `siting`), reading of datasets (`store`).
//!
//! To add a question is to add a folder, a line in [`visit`], a printer in the command line, and a screen where it
//! needs one. Without the feature `engine` only types and words are built: what a program needs that reads answers.
//!
//! ```
//! use catchment_questions::pieces::read_ask;
//! use catchment_questions::rankings::RankingsAsk;
//!
//! let asked = |name: &str, value: &str| read_ask::<RankingsAsk>(&[(name.to_owned(), value.to_owned())]);
//! assert!(asked("k", "3").is_ok());
//! let refused = asked("k", "0").unwrap_err().to_string();
//! assert!(refused.starts_with("k = \"0\" is not accepted; expected a whole number from 1 to "), "{refused}");
//! ```

pub mod answers;
pub mod area;
pub mod backtest;
pub mod cells;
pub mod chance;
pub mod check;
pub mod clusters;
pub mod concentration;
pub mod counts;
pub mod decision;
pub mod drawn;
#[cfg(feature = "engine")]
mod engine;
mod error;
pub mod evaluate;
#[cfg(feature = "engine")]
pub mod file;
#[cfg(feature = "engine")]
pub mod kept;
pub mod locate;
pub mod optimize;
pub mod pieces;
#[cfg(feature = "engine")]
mod question;
pub mod rankings;
pub mod recent;
#[cfg(feature = "engine")]
pub mod record;
#[cfg(feature = "engine")]
pub mod register;
pub mod report;
pub mod route;
#[cfg(feature = "engine")]
pub mod scenarios;
pub mod status;
pub mod surface;
pub mod target;
#[cfg(feature = "engine")]
pub mod tiles;
pub mod words;

#[cfg(feature = "engine")]
pub use catchment_model::{Unwatched, Watch};
#[cfg(feature = "engine")]
pub use engine::{Encoding, Engine, EngineError, Finished, MAX_REST_M, Projection, ProjectionError, Shelf};
pub use error::AskError;
#[cfg(feature = "engine")]
pub use question::{Question, Visitor, ask};

/// Goes through all questions.
#[cfg(feature = "engine")]
pub fn visit(visitor: &mut impl Visitor) {
    visitor.question::<counts::Counts>();
    visitor.question::<drawn::Score>();
    visitor.question::<locate::Locate>();
    visitor.question::<rankings::Rankings>();
    visitor.question::<optimize::Optimize>();
    visitor.question::<recent::Recent>();
    visitor.question::<status::Status>();
    visitor.question::<cells::Cells>();
    visitor.question::<surface::Surface>();
    visitor.question::<concentration::Concentration>();
    visitor.question::<clusters::Clusters>();
    visitor.question::<backtest::Backtest>();
    visitor.question::<decision::Decision>();
    visitor.question::<chance::Chance>();
    visitor.question::<check::Check>();
    visitor.question::<target::Target>();
    visitor.question::<evaluate::Evaluate>();
    visitor.question::<route::Route>();
    visitor.question::<area::Area>();
    visitor.question::<area::Catchment>();
}
