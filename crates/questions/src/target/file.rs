//! Progress toward a target as a table: every agency and month, and nothing where it is missing.

use super::TargetAnswer;
use crate::answers::WindowMeta;
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Sheet, csv};

pub(super) fn file(engine: &Engine, answer: &TargetAnswer) -> Result<Content, AskError> {
    let mut sheet = Sheet::new(["county", "agency_id", "agency", "compared", "month", "status", "count", "remark"]);
    for county in &answer.counties {
        for agency in &county.masks {
            for month in &agency.months {
                sheet.push(vec![
                    county.county.as_str().into(),
                    agency.id.as_str().into(),
                    agency.name.as_str().into(),
                    Field::Bool(agency.compared),
                    month.month.as_str().into(),
                    month.status.name().into(),
                    month.count.map_or(Field::Empty, Field::Int),
                    month.remark.as_str().into(),
                ]);
            }
        }
    }
    let (from, to) = (answer.baseline_from.clone(), answer.meta.params.to.to_string());
    let window = WindowMeta { from, to, months: 0, covered_months: 0, missing: vec![], systems: vec![] };
    csv(engine, &window, "region-target", &sheet)
}
