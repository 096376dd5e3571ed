//! `catchment hotspots --method …`: clusters beyond Gi*.

use anyhow::Result;
use catchment_questions::clusters::{ClusterCell, Clusters, ClustersAnswer, ScanItem};
use catchment_questions::file::{Field, Sheet};
use catchment_store::Dataset;

use super::{concentration, legend};
use crate::ask::Printed;
use crate::output;

/// Most cells that a table lists.
const LISTED: usize = 25;

impl Printed for Clusters {
    fn warnings(answer: &ClustersAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &ClustersAnswer, data: &Dataset) -> Result<()> {
        let sheet = match (&answer.cells, &answer.clusters) {
            (Some(cells), _) if answer.fdr.is_some() => moran(cells),
            (Some(_), _) => emerging(answer),
            (_, Some(clusters)) => scan(clusters),
            _ => near(answer),
        };
        output::print_table(&sheet)?;
        let mut lines = vec![answer.finding.clone()];
        lines.extend(answer.notes.iter().cloned());
        lines.push(answer.about.clone());
        lines.extend(answer.null.as_ref().map(concentration));
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

/// The cells that stand after the correction, highest first.
fn moran(cells: &[ClusterCell]) -> Sheet {
    let mut stands: Vec<&ClusterCell> = cells.iter().filter(|c| c.significant == Some(true)).collect();
    stands.sort_by(|a, b| b.z.unwrap_or(0.0).total_cmp(&a.z.unwrap_or(0.0)).then_with(|| a.id.cmp(&b.id)));
    let mut sheet = Sheet::new(["cell", "count", "local I", "z", "p", "quadrant"]);
    for cell in stands.iter().take(LISTED) {
        sheet.push(vec![
            cell.id.as_str().into(),
            cell.count.into(),
            Field::maybe(cell.i, 2),
            Field::maybe(cell.z, 2),
            Field::maybe(cell.p, 4),
            cell.quadrant.map_or("", catchment_questions::clusters::Quadrant::name).into(),
        ]);
    }
    sheet
}

/// A row for each category, beside what chance alone would give.
fn emerging(answer: &ClustersAnswer) -> Sheet {
    let mut sheet = Sheet::new(["category", "cells", "count", "if unchanged", "low", "high"]);
    for c in answer.categories.iter().flatten() {
        sheet.push(vec![
            c.name.as_str().into(),
            c.cells.into(),
            c.count.into(),
            Field::Real(c.if_unchanged.mean, 0),
            Field::Real(c.if_unchanged.low, 0),
            Field::Real(c.if_unchanged.high, 0),
        ]);
    }
    sheet
}

/// A row for each cluster, most likely first.
fn scan(clusters: &[ScanItem]) -> Sheet {
    let mut sheet = Sheet::new(["cluster", "center", "cells", "from", "to", "count", "expected", "risk", "LLR", "p"]);
    for c in clusters {
        sheet.push(vec![
            c.cluster.into(),
            c.cells.first().map_or("", String::as_str).into(),
            c.cells.len().into(),
            c.from.as_str().into(),
            c.to.as_str().into(),
            c.count.into(),
            Field::Real(c.expected, 1),
            Field::maybe(c.relative_risk, 2),
            Field::Real(c.llr, 2),
            Field::Real(c.p, 4),
        ]);
    }
    sheet
}

/// A row for each band of distance and days.
fn near(answer: &ClustersAnswer) -> Sheet {
    let mut sheet = Sheet::new(["up to meters", "up to days", "pairs", "expected", "ratio", "p"]);
    for band in answer.near_repeats.iter().flatten() {
        sheet.push(vec![
            Field::Real(band.distance_m, 0),
            Field::Real(band.days, 0),
            band.pairs.into(),
            Field::Real(band.expected, 1),
            Field::maybe(band.ratio, 2),
            Field::Real(band.p, 4),
        ]);
    }
    sheet
}
