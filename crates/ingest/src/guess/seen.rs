//! What the files say, as far as it is understood, and what becomes of it.

use std::path::{Path, PathBuf};

use super::codes::Kinds;
use super::dates;
use super::places::{Place, Reading};
use super::roles::{AreaColumns, Label, Where};
use super::table::Table;

/// A city file as guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The text of the city file.
    pub toml: String,
    /// What its reader should check, one sentence each.
    pub doubts: Vec<String>,
}

/// What the files say, as far as it is understood.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) files: &'a [PathBuf],
    pub(super) outlines: &'a Path,
    pub(super) table: &'a Table,
    pub(super) places: &'a Table,
    pub(super) columns: AreaColumns,
    pub(super) label: Option<Label>,
    pub(super) place: Place,
    pub(super) zone: &'static str,
    pub(super) when: dates::When,
    pub(super) reported: Option<usize>,
    pub(super) reads: Vec<dates::Read>,
    pub(super) at: Option<(Where, Reading)>,
    pub(super) incident: Option<usize>,
    pub(super) kinds: Kinds,
}
