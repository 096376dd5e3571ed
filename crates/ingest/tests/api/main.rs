//! The ingest from outside: made-up files for each trap, and the real files where they are at hand.
//!
//! Figures marked FIGURES come from the published tables beside the data, computed there with pandas.

mod cities;
mod city_file;
mod mangled;
mod published;
mod real;
mod support;
mod threads;
mod traps;
