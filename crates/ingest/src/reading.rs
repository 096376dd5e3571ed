//! What the files of a source have in common.

use catchment_model::Offenses;
use catchment_model::city::Source;

use crate::IngestError;
use crate::codes::Rules;
use crate::dates::Dated;
use crate::labels::Labels;

/// What the files of a source have in common.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) source: &'a Source,
    pub(crate) rules: Rules,
    pub(crate) labels: &'a Labels,
    pub(crate) dated: Dated,
}

impl<'a> Reading<'a> {
    /// # Errors
    /// [`IngestError::Value`] for a time zone that there is none of.
    pub(crate) fn new(
        source: &'a Source,
        offenses: &Offenses,
        labels: &'a Labels,
        time_zone: &str,
    ) -> Result<Self, IngestError> {
        let dated = Dated::new(&source.dates, i64::from(source.to.year()), time_zone)?;
        Ok(Self { source, rules: Rules::new(&source.code, offenses), labels, dated })
    }
}
