//! Behavior of the siting room, by topic.

mod catchments;
mod coverage;
mod goldens;
mod ranks;
mod tiling;
mod world;
