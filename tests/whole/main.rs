//! Whole-program tests: the built binary on a small made-up city and on the real data.
//!
//! The made-up city is written by `small.rs`, which counts what it writes in plain loops; the real figures are those of
//! the police department's and the FBI's own publications. Tests on the real data need the folder that
//! `CATCHMENT_SHARED` names (default: `../shared` beside the project); without it they say so and pass, except under
//! CI.

mod apart;
mod areas;
mod asked;
mod backtested;
mod basemap;
mod bridged;
mod columnar;
mod counting;
mod coverage;
mod dates;
mod degrees;
mod doors;
mod elsewhere;
mod evaluated;
mod faulty;
mod fetched;
mod flags;
mod formats;
mod hamlet;
mod homes;
mod jails;
mod killed;
mod labels;
mod locate;
mod made;
mod mangled;
mod meridian;
mod misplaced;
mod new_city;
mod other_cities;
mod plain_city;
mod points;
mod portal;
mod postgis;
mod printed;
mod program;
mod published;
mod readme;
mod real;
mod record;
mod register;
mod routed;
mod serving;
mod small;
mod small_city;
mod spreadsheets;
mod stacked;
mod state;
mod streets;
mod tables;
