//! Behavior of the siting room, by topic.
#![expect(clippy::print_stderr, reason = "measured coverage and gaps are worth reading, and a skipped test says so")]

mod backtest;
mod backtest_fair;
mod bridge;
mod catchments;
mod chance;
mod chance_expected;
mod clustered;
mod coverage;
mod decide;
mod drawn;
mod evaluate;
mod exactness;
mod goldens;
mod locate;
mod next_year;
mod paired;
mod panels;
mod placebo;
mod published;
mod rank_sets;
mod ranks;
mod recent;
mod reliability;
mod route;
mod selected;
mod tiling;
mod walkable;
mod watch;
mod world;
