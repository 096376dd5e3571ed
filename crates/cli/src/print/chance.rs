//! `catchment chance`.

use anyhow::Result;
use catchment_questions::chance::{Chance, ChanceAnswer};
use catchment_questions::file::{Field, Sheet};
use catchment_questions::words::chance;
use catchment_store::Dataset;

use super::legend;
use crate::ask::Printed;
use crate::output;

impl Printed for Chance {
    fn warnings(answer: &ChanceAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &ChanceAnswer, data: &Dataset) -> Result<()> {
        output::print_table(&sheet(answer))?;
        let mut lines = vec![
            answer.finding.clone(),
            format!(
                "Cells of resolution {}. Ground again: mean share of its ground chosen again over {} draws, ± its \
                 standard error; mostly again: share of the draws in which at least half of it was.",
                answer.resolution, answer.draws
            ),
        ];
        lines.extend(answer.holds_sentence.iter().cloned());
        lines.extend(answer.notes.iter().cloned());
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

/// A row for every catchment.
fn sheet(answer: &ChanceAnswer) -> Sheet {
    let mut sheet = Sheet::new(["id", "name", "km²", "ground again", "±", "mostly again"]);
    for c in &answer.catchments {
        sheet.push(vec![
            c.id.as_str().into(),
            c.name.as_str().into(),
            Field::Real(c.area_km2, 2),
            chance(c.share).into(),
            Field::Real(c.standard_error, 2),
            chance(c.mostly).into(),
        ]);
    }
    sheet
}
