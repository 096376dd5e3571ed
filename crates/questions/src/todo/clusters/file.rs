//! Clusters as files.

use catchment_model::Cell;
use geo::MultiPolygon;
use serde::Serialize;

use super::super::question::Format;
use super::super::{AskError, Download};
use super::shape::ClustersAnswer;
use crate::engine::Engine;

/// Clusters as a file.
///
/// # Errors
/// [`AskError::Value`] for `GeoJSON` of near repeats, which have no place; [`AskError::Internal`] where it cannot be
/// written.
pub fn clusters_file(engine: &Engine, format: Format, answer: &ClustersAnswer) -> Result<Download, AskError> {
    let what = format!("clusters-{}", answer.method);
    if format == Format::Csv {
        return csv(engine, &what, answer);
    }
    let outline = |ids: &[String]| {
        let cells = ids.iter().filter_map(|id| id.parse::<Cell>().ok());
        MultiPolygon::new(cells.map(Cell::polygon).collect())
    };
    let features = match (&answer.cells, &answer.clusters) {
        (Some(cells), _) => cells
            .iter()
            .map(|c| Download::feature(&c.id, Some(&outline(std::slice::from_ref(&c.id))), c))
            .collect::<Result<_, _>>()?,
        (_, Some(clusters)) => clusters
            .iter()
            .map(|c| Download::feature(&c.cluster.to_string(), Some(&outline(&c.cells)), c))
            .collect::<Result<_, _>>()?,
        _ => return Err(AskError::value("format", "geojson", "json or csv: near repeats have no place")),
    };
    Download::geojson(engine, &answer.meta, &what, features)
}

fn csv(engine: &Engine, what: &str, answer: &ClustersAnswer) -> Result<Download, AskError> {
    #[derive(Serialize)]
    struct MoranRow<'a> {
        cell: &'a str,
        count: i64,
        i: Option<f64>,
        z: Option<f64>,
        p: Option<f64>,
        quadrant: &'a str,
        significant: bool,
    }
    #[derive(Serialize)]
    struct EmergingRow<'a> {
        cell: &'a str,
        count: i64,
        category: &'a str,
        hot_steps: usize,
        cold_steps: usize,
        trend: &'a str,
        trend_p: Option<f64>,
        z_last: Option<f64>,
    }
    #[derive(Serialize)]
    struct ScanRow<'a> {
        cluster: usize,
        cell: &'a str,
        from: &'a str,
        to: &'a str,
        count: u64,
        expected: f64,
        relative_risk: Option<f64>,
        llr: f64,
        p: f64,
    }
    if let Some(cells) = answer.cells.as_ref().filter(|_| answer.fdr.is_some()) {
        let rows = cells.iter().map(|c| MoranRow {
            cell: &c.id,
            count: c.count,
            i: c.i,
            z: c.z,
            p: c.p,
            quadrant: c.quadrant.unwrap_or_default(),
            significant: c.significant.unwrap_or_default(),
        });
        return Download::csv(engine, &answer.meta, what, rows);
    }
    if let Some(cells) = &answer.cells {
        let rows = cells.iter().map(|c| EmergingRow {
            cell: &c.id,
            count: c.count,
            category: c.category.unwrap_or_default(),
            hot_steps: c.hot_steps.unwrap_or_default(),
            cold_steps: c.cold_steps.unwrap_or_default(),
            trend: c.trend.unwrap_or_default(),
            trend_p: c.p,
            z_last: c.z,
        });
        return Download::csv(engine, &answer.meta, what, rows);
    }
    if let Some(clusters) = &answer.clusters {
        let rows = clusters.iter().flat_map(|c| {
            c.cells.iter().map(|cell| ScanRow {
                cluster: c.cluster,
                cell,
                from: &c.from,
                to: &c.to,
                count: c.count,
                expected: c.expected,
                relative_risk: c.relative_risk,
                llr: c.llr,
                p: c.p,
            })
        });
        return Download::csv(engine, &answer.meta, what, rows);
    }
    Download::csv(engine, &answer.meta, what, answer.near_repeats.iter().flatten())
}
