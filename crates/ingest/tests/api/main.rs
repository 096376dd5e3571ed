//! The ingest from outside: made-up files for each trap, and the real files where they are at hand.
//!
//! Figures marked FIGURES come from the published tables beside the data, computed there with pandas.

#![expect(clippy::cast_possible_wrap, reason = "counts of rows are far below the limits")]
#![expect(clippy::float_cmp, reason = "whole numbers in f64, compared exactly on purpose")]

mod cities;
mod city_file;
mod formats;
mod fuzz;
mod homes;
mod mangled;
mod new_city;
mod published;
mod real;
mod recipes;
mod support;
mod threads;
mod traps;
mod written_forms;
