//! The door of every question on the command line: flags in, an answer out, in any of its forms. What a command prints
//! for people lives in `print`.

mod command;
pub(crate) mod flags;
mod run;

pub(crate) use command::{Asks, Pairs, QuestionCommand};
pub(crate) use run::{Printed, engine};
