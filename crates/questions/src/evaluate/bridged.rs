//! Counts of the ground before and after, carried over a series break by a bridge that was asked for.

use catchment_model::city::BridgeSource;
use catchment_model::{AreaBasis, Month, Query, Selection, TimeBasis, Unit, Window};
use catchment_siting::{LogRatio, TwoYears, interval};

use super::{BridgedItem, words};
use crate::engine::{Engine, carries, spans};
use crate::error::AskError;

/// The bridge of a question, and the ground it carries.
pub(super) struct Bridging<'a> {
    pub(super) engine: &'a Engine,
    pub(super) source: &'a BridgeSource,
    /// Areas of the ground.
    pub(super) areas: &'a [usize],
    pub(super) basis: AreaBasis,
}

impl Bridging<'_> {
    /// One outcome in pairs of years, those that lie on both sides of the break.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the bridge's figures are not in the dataset.
    pub(super) fn items(
        &self,
        outcome: &str,
        selection: &Selection,
        pairs: &[(i32, i32)],
    ) -> Result<Vec<BridgedItem>, AskError> {
        let mut windows = Vec::new();
        for (before, after) in pairs {
            let both = (year(*before)?, year(*after)?);
            if spans(self.source, both.0, both.1) {
                windows.push(((*before, *after), both));
            }
        }
        if windows.is_empty() {
            return Ok(Vec::new());
        }
        let carried = carries(self.engine, self.source, selection)?;
        let item = |((before, after), (then, now)): ((i32, i32), (Window, Window))| {
            let two = self.two_years(selection, then, now);
            let change = two.log_ratio();
            let carry = |c: LogRatio| carried.as_ref().ok().map(|b| b.bridge.carry(c));
            let change = change.and_then(carry);
            let ends = change.map(interval);
            let (before_count, after_count) = two.sums();
            let item = BridgedItem {
                outcome: outcome.to_owned(),
                before,
                after,
                before_count,
                after_count,
                ratio: change.map(|c| c.log.exp()),
                low: ends.map(|e| e.0),
                high: ends.map(|e| e.1),
                bridge: carried.as_ref().ok().map(|c| c.used.clone()),
                refused: carried.as_ref().err().cloned(),
                says: String::new(),
            };
            BridgedItem { says: words::bridged(&item), ..item }
        };
        Ok(windows.into_iter().map(item).collect())
    }

    fn two_years(&self, selection: &Selection, then: Window, now: Window) -> TwoYears {
        let data = &self.engine.data;
        let mut two = TwoYears::new();
        for (first, window) in [(0, then), (then.len(), now)] {
            let query = Query {
                window,
                selection: selection.clone(),
                unit: Unit::Net,
                time: TimeBasis::Reported,
                blocks: None,
            };
            let table = data.cube.by_area_month(&query, self.basis, data.areas.len());
            for area in self.areas {
                for (at, n) in table[*area].iter().enumerate() {
                    two.months[first + at] += n;
                }
            }
        }
        two
    }
}

/// The months of a year.
fn year(year: i32) -> Result<Window, AskError> {
    let month = |at| Month::new(i64::from(year), at).map_err(AskError::internal);
    Window::new(month(1)?, month(12)?).map_err(AskError::internal)
}
