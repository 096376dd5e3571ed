//! Pictures through the public face: tiles written here by hand, and the real program where it is at hand.

mod colors;
mod programs;
mod tile;
