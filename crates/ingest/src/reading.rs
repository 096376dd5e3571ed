//! What the files of a source have in common.

use catchment_model::city::{Covered, Covers, Source};
use catchment_model::{Month, Offenses};

use crate::IngestError;
use crate::codes::Rules;
use crate::dates::Dated;
use crate::decode::FileRows;
use crate::fields::month_in_name;
use crate::labels::Labels;
use crate::named::Named;

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

    /// The month in a file's name, unless the city file says that names are no months.
    pub(crate) fn month_in_name(&self, name: &str) -> Option<Month> {
        let named = self.covers() != Some(Covered::Rows);
        month_in_name(name).filter(|_| named)
    }

    /// Whether rows may keep the month in their file's name; not where they contradict it and the city file says which
    /// months are covered.
    ///
    /// # Errors
    /// [`IngestError::Month`] where rows contradict it and the city file does not say.
    pub(crate) fn keeps_name(&self, rows: &FileRows) -> Result<bool, IngestError> {
        let Some(named) = rows.named.filter(Named::contradicted) else { return Ok(true) };
        if matches!(self.covers(), Some(Covered::Months(_))) {
            return Ok(false);
        }
        Err(IngestError::Month {
            file: rows.quality.file.clone(),
            month: named.month,
            rows: named.told(),
            source_id: self.source.id.clone(),
        })
    }

    fn covers(&self) -> Option<Covered> {
        self.source.covers.as_ref().and_then(Covers::read)
    }
}
