//! `catchment hotspots`: Gi*.

use anyhow::Result;
use catchment_questions::cells::{CellItem, Cells, CellsAnswer, words};
use catchment_questions::file::{Field, Sheet};
use catchment_store::Dataset;

use super::{concentration, legend};
use crate::ask::Printed;
use crate::output;

/// Most cells that the table lists.
const LISTED: usize = 25;

impl Printed for Cells {
    fn warnings(answer: &CellsAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn beside(answer: &CellsAnswer) -> &[String] {
        &answer.finding
    }

    fn print(&self, answer: &CellsAnswer, data: &Dataset) -> Result<()> {
        let mut cells: Vec<&CellItem> = answer.cells.iter().filter(|c| c.significant).collect();
        cells.sort_by(|a, b| b.z.unwrap_or(0.0).total_cmp(&a.z.unwrap_or(0.0)).then_with(|| a.id.cmp(&b.id)));
        output::print_table(&sheet(&cells))?;
        let mut lines = answer.finding.clone();
        let more = cells.len().saturating_sub(LISTED);
        if more > 0 {
            lines.push(format!("{more} more significant cells: --format csv lists all cells."));
        }
        lines.push(words::tested(answer));
        lines.extend(answer.null.as_ref().map(concentration));
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

fn sheet(cells: &[&CellItem]) -> Sheet {
    let mut sheet = Sheet::new(["cell", "count", "per km²", "z", "p", ""]);
    for cell in cells.iter().take(LISTED) {
        let p = cell.p.map_or_else(String::new, |p| if p < 1e-4 { format!("{p:.1e}") } else { format!("{p:.4}") });
        sheet.push(vec![
            cell.id.as_str().into(),
            Field::Int(cell.count),
            Field::maybe(cell.per_km2, 1),
            Field::maybe(cell.z, 2),
            p.into(),
            cell.hot.map_or("", catchment_questions::cells::Spot::name).into(),
        ]);
    }
    sheet
}
