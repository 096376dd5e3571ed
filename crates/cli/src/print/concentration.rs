//! `catchment concentration`.

use anyhow::Result;
use catchment_questions::concentration::{Concentration, ConcentrationAnswer};
use catchment_questions::file::{Field, Sheet};
use catchment_store::Dataset;

use super::legend;
use crate::ask::Printed;
use crate::output;

impl Printed for Concentration {
    fn warnings(answer: &ConcentrationAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &ConcentrationAnswer, data: &Dataset) -> Result<()> {
        output::print_table(&sheet(answer))?;
        let mut lines: Vec<String> = answer.finding.iter().cloned().collect();
        lines.push(format!("{} events on {} cells of resolution {}.", answer.events, answer.cells, answer.resolution));
        lines.extend(answer.stability.iter().map(|s| s.says.clone()));
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

/// A row for each figure, beside what chance alone would give.
fn sheet(answer: &ConcentrationAnswer) -> Sheet {
    let mut sheet = Sheet::new(["figure", "observed", "by chance", "low", "high"]);
    let figures = answer.concentration.iter().flat_map(|c| {
        [
            ("share of cells with half", c.cells_with_half),
            ("share of cells with a quarter", c.cells_with_quarter),
            ("share in the hottest 5% of cells", c.in_hottest_5_percent),
            ("Gini", c.gini),
            ("generalized Gini", c.generalized_gini),
        ]
    });
    for (name, figure) in figures {
        let numbers = [figure.observed, figure.null.mean, figure.null.low, figure.null.high];
        sheet.push([Field::from(name)].into_iter().chain(numbers.map(|n| Field::Real(n, 3))).collect());
    }
    sheet
}
