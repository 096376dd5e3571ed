//! What of a cluster is at addresses that hold more rows than chance allows.

use catchment_model::{Cell, Query};

use super::{Category, Clusters, ClustersAnswer, Quadrant};
use crate::engine::{CellField, Engine, Stacked, by_incidents, check_first};
use crate::error::AskError;

/// Says of each cluster, of the cells that stand out as hot, and of near repeats, how much of them is at such
/// addresses.
pub(super) fn rests(
    engine: &Engine,
    asked: &Clusters,
    field: &CellField,
    answer: &mut ClustersAnswer,
) -> Result<(), AskError> {
    let query = asked.counted.query(&engine.data)?;
    let mut says = of_cells(engine, &query, asked, answer);
    says.extend(of_clusters(engine, &query, asked, answer));
    if answer.near_repeats.is_some() {
        let total = field.counts.iter().sum();
        let all = Stacked::of(engine, &query).of_all(total);
        says.extend(
            all.map(|s| format!("{s} All of them are 0 m apart, and count as near repeats where the days are near.")),
        );
    }
    answer.meta.warnings.extend(check_first(says));
    Ok(())
}

/// Of the cells that stand out as hot, the largest first.
fn of_cells(engine: &Engine, query: &Query, asked: &Clusters, answer: &ClustersAnswer) -> Vec<String> {
    let stacked = Stacked::of(engine, query);
    let quadrant = |q: Option<Quadrant>| matches!(q, Some(Quadrant::HighHigh | Quadrant::HighLow));
    let lasting = |c: Option<Category>| c.is_some_and(|c| c != Category::None);
    let hot = answer.cells.iter().flatten().filter(|c| {
        (c.significant == Some(true) && quadrant(c.quadrant)) || (lasting(c.category) && c.hot_steps.unwrap_or(0) > 0)
    });
    let mut told: Vec<(i64, String)> = hot
        .filter_map(|item| {
            let cell: Cell = item.id.parse().ok()?;
            let of = format!("of cell {}", item.id);
            let says = stacked.says(&of, item.count, (asked.resolution, |c| c == cell))?;
            Some((item.count, says))
        })
        .collect();
    told.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    told.into_iter().map(|(_, says)| says).collect()
}

/// Of the clusters of a scan, by distinct incidents and over their own months, into each and for the warnings.
fn of_clusters(engine: &Engine, query: &Query, asked: &Clusters, answer: &mut ClustersAnswer) -> Vec<String> {
    let mut told = Vec::new();
    for item in answer.clusters.iter_mut().flatten() {
        let months = item.from.parse().ok().zip(item.to.parse().ok());
        let Some(window) = months.and_then(|(from, to)| catchment_model::Window::new(from, to).ok()) else { continue };
        let stacked = Stacked::of(engine, &by_incidents(&Query { window, ..query.clone() }));
        let cells: Vec<Cell> = item.cells.iter().filter_map(|id| id.parse().ok()).collect();
        let total = i64::try_from(item.count).unwrap_or(i64::MAX);
        let holds = (asked.resolution, |c| cells.contains(&c));
        let Some(says) = stacked.says(&format!("of cluster {}", item.cluster), total, holds) else { continue };
        item.says = format!("{} {says}", item.says);
        told.push(says);
    }
    told
}
