//! Concentration and stability as a table.

use super::ConcentrationAnswer;
use crate::answers::{Figure, NullFigure};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Sheet, csv};

/// A row for each figure; those of two periods carry the months of both.
pub(super) fn file(engine: &Engine, answer: &ConcentrationAnswer) -> Result<Content, AskError> {
    let columns = ["figure", "observed", "chance", "chance_low", "chance_high", "first", "second"];
    let mut sheet = Sheet::new(columns);
    let row = |name: &str, observed: f64, null: Option<NullFigure>, periods: Option<(String, String)>| {
        let chance = [null.map(|n| n.mean), null.map(|n| n.low), null.map(|n| n.high)].map(|v| Field::maybe(v, 4));
        let (first, second) = periods.unzip();
        let ends: [Field; 2] = [first.into(), second.into()];
        let start: [Field; 2] = [name.into(), Field::Real(observed, 4)];
        start.into_iter().chain(chance).chain(ends).collect::<Vec<_>>()
    };
    if let Some(f) = &answer.concentration {
        let figures: [(&str, &Figure); 5] = [
            ("cells_with_half", &f.cells_with_half),
            ("cells_with_quarter", &f.cells_with_quarter),
            ("in_hottest_5_percent", &f.in_hottest_5_percent),
            ("gini", &f.gini),
            ("generalized_gini", &f.generalized_gini),
        ];
        for (name, figure) in figures {
            sheet.push(row(name, figure.observed, Some(figure.null), None));
        }
    }
    for s in &answer.stability {
        let first = format!("{} to {}", s.first_from, s.first_to);
        let periods = Some((first, format!("{} to {}", s.second_from, s.second_to)));
        sheet.push(row("jaccard", s.jaccard, Some(s.if_unchanged), periods.clone()));
        sheet.push(row("jaccard_if_unrelated", s.if_unrelated, None, periods.clone()));
        sheet.push(row("s_index", s.s_index, None, periods.clone()));
        if let Some(index) = s.s_index_nonzero {
            sheet.push(row("s_index_nonzero", index, None, periods));
        }
    }
    csv(engine, &answer.meta.window, "concentration", &sheet)
}
