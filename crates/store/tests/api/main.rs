//! What the store promises to the other rooms.

mod cog;
mod crash;
mod damage;
mod pass;
mod people;
mod round_trip;
mod support;
