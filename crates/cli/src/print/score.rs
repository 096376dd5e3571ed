//! `catchment score`.

use anyhow::Result;
use catchment_questions::drawn::{Score, ScoreAnswer, ScoredArea};
use catchment_questions::file::{Field, Sheet};
use catchment_store::Dataset;

use super::{area, legend};
use crate::ask::Printed;
use crate::output;

impl Printed for Score {
    fn warnings(answer: &ScoreAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &ScoreAnswer, data: &Dataset) -> Result<()> {
        output::print_table(&sheet(answer))?;
        let mut lines = vec![answer.finding.clone()];
        lines.extend(answer.notes.iter().cloned());
        lines.extend(answer.place.as_ref().and_then(|p| p.then_now.as_ref()).map(area::said));
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

/// The drawn catchment, and the best of its size.
fn sheet(answer: &ScoreAnswer) -> Sheet {
    let mut sheet = Sheet::new(["", "name", "km²", "count", "harm", "per 1,000", "score", "90% low", "high"]);
    let mut add = |what: &str, area: &ScoredArea| {
        sheet.push(vec![
            what.into(),
            area.name.as_str().into(),
            Field::Real(area.area_km2, 2),
            area.count.into(),
            Field::Real(area.harm, 1),
            Field::maybe(area.per_1000, 1),
            Field::maybe(area.score, 1),
            Field::maybe(area.score_low, 1),
            Field::maybe(area.score_high, 1),
        ]);
    };
    add("drawn", &answer.drawn);
    if let Some(best) = &answer.best {
        add("best of its size", best);
    }
    sheet
}
