//! What the files of a source have in common.

use catchment_model::Offenses;
use catchment_model::city::Source;

use crate::codes::Rules;
use crate::labels::Labels;

/// What the files of a source have in common.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) source: &'a Source,
    pub(crate) rules: Rules,
    pub(crate) labels: &'a Labels,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(source: &'a Source, offenses: &Offenses, labels: &'a Labels) -> Self {
        Self { source, rules: Rules::new(&source.code, offenses), labels }
    }
}
