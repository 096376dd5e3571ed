//! Clusters as a table or a map file.

use serde::Serialize;

use super::{Category, ClusterCell, ClustersAnswer, Quadrant, ScanItem, TrendOf};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Form, Shape, Sheet, csv, features};

/// What is said of a cell on a map: its index also under the name that map programs look for.
#[derive(Serialize)]
struct Mapped<'a> {
    hex_id: &'a str,
    #[serde(flatten)]
    item: &'a ClusterCell,
}

/// Clusters as a file.
///
/// # Errors
/// [`AskError::Value`] for `GeoJSON` of near repeats, which have no place; [`AskError::Internal`] where it cannot be
/// written.
pub(super) fn file(engine: &Engine, answer: &ClustersAnswer, form: Form) -> Result<Content, AskError> {
    let what = format!("clusters-{}", answer.method);
    if form == Form::Csv {
        return csv(engine, &answer.meta.window, &what, &sheet(answer));
    }
    match (&answer.cells, &answer.clusters) {
        (Some(cells), _) => {
            let shape = |c: &ClusterCell| Shape::Cells(vec![c.id.clone()]);
            let mapped = cells.iter().map(|item| (item.id.clone(), shape(item), Mapped { hex_id: &item.id, item }));
            features(engine, &answer.meta, &what, mapped)
        }
        (_, Some(clusters)) => {
            let mapped = clusters.iter().map(|c| (c.cluster.to_string(), Shape::Cells(c.cells.clone()), c));
            features(engine, &answer.meta, &what, mapped)
        }
        _ => Err(AskError::value("format", "geojson", "json or csv: near repeats have no place")),
    }
}

fn sheet(answer: &ClustersAnswer) -> Sheet {
    match (&answer.cells, &answer.clusters) {
        (Some(cells), _) if answer.fdr.is_some() => moran(cells),
        (Some(cells), _) => emerging(cells),
        (_, Some(clusters)) => scan(clusters),
        _ => near(answer),
    }
}

fn moran(cells: &[ClusterCell]) -> Sheet {
    let mut sheet = Sheet::new(["cell", "count", "i", "z", "p", "quadrant", "significant"]);
    for c in cells {
        sheet.push(vec![
            c.id.as_str().into(),
            c.count.into(),
            Field::maybe(c.i, 2),
            Field::maybe(c.z, 2),
            Field::maybe(c.p, 4),
            c.quadrant.map(Quadrant::name).into(),
            c.significant.unwrap_or_default().into(),
        ]);
    }
    sheet
}

fn emerging(cells: &[ClusterCell]) -> Sheet {
    let columns = ["cell", "count", "category", "hot_steps", "cold_steps", "trend", "trend_p", "z_last"];
    let mut sheet = Sheet::new(columns);
    for c in cells {
        sheet.push(vec![
            c.id.as_str().into(),
            c.count.into(),
            c.category.map(Category::name).into(),
            c.hot_steps.unwrap_or_default().into(),
            c.cold_steps.unwrap_or_default().into(),
            c.trend.map(TrendOf::name).into(),
            Field::maybe(c.p, 4),
            Field::maybe(c.z, 2),
        ]);
    }
    sheet
}

fn scan(clusters: &[ScanItem]) -> Sheet {
    let columns = ["cluster", "cell", "from", "to", "count", "expected", "relative_risk", "llr", "p"];
    let mut sheet = Sheet::new(columns);
    for (c, cell) in clusters.iter().flat_map(|c| c.cells.iter().map(move |cell| (c, cell))) {
        sheet.push(vec![
            c.cluster.into(),
            cell.as_str().into(),
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

fn near(answer: &ClustersAnswer) -> Sheet {
    let mut sheet = Sheet::new(["distance_m", "days", "pairs", "expected", "ratio", "p"]);
    for b in answer.near_repeats.iter().flatten() {
        sheet.push(vec![
            Field::Real(b.distance_m, 0),
            Field::Real(b.days, 0),
            b.pairs.into(),
            Field::Real(b.expected, 1),
            Field::maybe(b.ratio, 2),
            Field::Real(b.p, 4),
        ]);
    }
    sheet
}
