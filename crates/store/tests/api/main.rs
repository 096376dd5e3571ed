//! What the store promises to the other rooms.

mod cog;
mod crash;
mod daily;
mod damage;
mod distinct;
mod fuzz;
mod pass;
mod people;
mod prune;
mod round_trip;
mod support;
