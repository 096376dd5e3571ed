//! Chosen sites as a table.

use super::{Locate, LocateAnswer};
use crate::error::AskError;
use crate::file::{Content, Field, Form, Sheet, csv_called};

pub(super) fn file(locate: &Locate, answer: &LocateAnswer, form: Form) -> Result<Content, AskError> {
    if form != Form::Csv {
        return Err(AskError::value("format", form.name(), "json or csv"));
    }
    csv_called("catchment-locate.csv".to_owned(), &locate.sheet(answer))
}

impl Locate {
    /// The chosen sites as rows.
    pub fn sheet(&self, answer: &LocateAnswer) -> Sheet {
        let mut sheet = Sheet::new(["site", "x", "y", "points", "weight", "mean_m"]);
        for site in &answer.served {
            let place = self.places().get(site.candidate);
            sheet.push(vec![
                site.id.as_str().into(),
                Field::maybe(place.map(|p| p.x), 1),
                Field::maybe(place.map(|p| p.y), 1),
                site.points.into(),
                Field::Real(site.weight, 1),
                Field::maybe(site.mean_m, 1),
            ]);
        }
        sheet
    }
}
