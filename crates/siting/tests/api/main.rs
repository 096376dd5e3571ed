//! Behavior of the siting room, by topic.
#![expect(clippy::print_stderr, reason = "measured coverage and gaps are worth reading, and a skipped test says so")]

mod catchments;
mod coverage;
mod goldens;
mod locate;
mod ranks;
mod tiling;
mod world;
