//! The table of counts that ships with a city, and incident files made from it.
//!
//! A city may publish real counts without publishing real addresses: [`table`] holds net counts per
//! res-9 cell × police label × report month × offense group × day/hour block, made from the cube of a
//! real dataset. [`write()`] turns such a table back into incident files, one a month, that go through
//! the same ingest as police files do. Every count in them is real; no position is: it is drawn
//! uniformly inside its cell.
//!
//! # What the files give back
//! - **Net counts**: exactly, for every entry of the table.
//! - **Distinct incidents**: as far as shared incident numbers can say it. Rows beyond an entry's incidents are further
//!   victims of it (same number); +1 rows of entries without an incident pair with −1 rows by a shared number, so that
//!   ingest cancels them, or else become further victims in another entry of the same month. [`Summary::unattached`]
//!   counts the rows that found no such place.
//! - **Day and hour**: the weekday and the hour; the day of the month and the minute are drawn.
//! - **Neighborhood by polygon**: where the label's outline overlaps the cell, the position is drawn in the overlap, so
//!   that label and polygon agree more often than they do in the police files.
//! - **Not given back**: the month of occurrence (it equals the month of report), and everything finer than a res-9
//!   cell.
//!
//! Does not live here: reading city files and outlines, and where the files go (the caller says).

mod draw;
mod plan;
pub mod table;
mod write;

pub use table::{Table, TableError, TableRow, YearRow};
pub use write::{COLUMNS, Progress, Summary, SynthError, write};

#[cfg(test)]
mod shipped_tests;
#[cfg(test)]
mod tests;
