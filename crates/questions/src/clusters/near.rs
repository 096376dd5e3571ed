//! Near repeats among the dated and located incidents of a window.

use catchment_model::{LocalMinute, Query, RowStatus, TimeBasis, Unit};
use catchment_spatial::{KnoxError, KnoxParams, KnoxResult};

use super::Clusters;
use crate::Watch;
use crate::engine::{Engine, Months, once};
use crate::error::AskError;

/// Rows that could not enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Left {
    /// Located rows without a date of occurrence.
    pub(super) undated: u64,
}

/// Positions and days of the chosen rows; whole days of occurrence. With the unit `net` every surviving offense is an
/// event, so that one incident with three victims has three close pairs; with `incident` it is one.
pub(super) fn knox(
    engine: &Engine,
    asked: &Clusters,
    query: &Query,
    watch: &dyn Watch,
) -> Result<(KnoxResult, Left), AskError> {
    let incidents = engine.data.incidents().map_err(AskError::internal)?;
    let months = Months::of(query.window, engine);
    let window = query.window;
    let mut left = Left::default();
    let mut events = Vec::new();
    for row in &incidents.rows {
        let counts = match query.unit {
            Unit::Net => row.count > 0,
            Unit::Incident => row.incident > 0,
        };
        if row.status != RowStatus::Accepted || !counts || query.selection.weight(row.group) <= 0.0 {
            continue;
        }
        let month = match query.time {
            TimeBasis::Reported => Some(row.reported),
            TimeBasis::Occurred => row.occurred.and_then(LocalMinute::month),
        };
        let covered = month
            .filter(|m| window.contains(*m))
            .and_then(|m| months.covered_at[usize::from(m.index() - window.from().index())]);
        let (Some(_), Some(position)) = (covered, incidents.position(row)) else { continue };
        let Some(minute) = row.occurred else {
            left.undated += 1;
            continue;
        };
        let event = [position.x_m, position.y_m, f64::from(minute.0.div_euclid(1440))];
        events.push((event, (row.shared, query.selection.weight(row.group))));
    }
    if query.unit == Unit::Incident {
        let rows: Vec<(u32, f64)> = events.iter().map(|e| e.1).collect();
        let kept = once(&rows);
        let mut at = kept.iter();
        events.retain(|_| at.next() == Some(&true));
    }
    let [x, y, days] = [0, 1, 2].map(|part| events.iter().map(|(event, _)| event[part]).collect::<Vec<f64>>());
    let params = KnoxParams {
        space: asked.clusters.distance_m.clone().unwrap_or_default(),
        time: asked.clusters.days.clone().unwrap_or_default(),
        permutations: asked.clusters.permutations.unwrap_or_default(),
        seed: asked.seed,
    };
    match params.check().and_then(|k| k.of_watched((&x, &y), &days, watch)) {
        Ok(result) => Ok((result, left)),
        Err(KnoxError::TooFew(n)) => Err(AskError::value(
            "from",
            window.from().to_string(),
            format!("a window with at least 2 dated events; this one has {n}"),
        )),
        Err(KnoxError::TooManyPairs(m)) => {
            Err(AskError::value("distance_m", m.to_string(), "a lower distance or a shorter window"))
        }
        Err(KnoxError::Cancelled) => Err(AskError::Stopped),
        Err(other) => Err(AskError::internal(other)),
    }
}
