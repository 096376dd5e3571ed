//! What is counted, and when.

use std::collections::BTreeMap;

use catchment_model::{AreaBasis, Month, Resolution, TimeBasis, Unit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::value::OffenseNames;
use super::{CountKey, piece};

piece! {
    /// What is counted, and when.
    pub struct Counting {
        /// First month, included; where none is given, the first of the city's own period, or of the whole data where a
        /// question looks at all of it.
        from: Option<Month>,
        /// Last month, included; where none is given, the last of the same period.
        to: Option<Month>,
        /// Offense groups or aliases, separated by commas; where none is given, the city's harm groups.
        offense: Option<OffenseNames>,
        /// What one count is.
        unit: Unit = Unit::Net,
        /// Which date counts.
        time: TimeBasis = TimeBasis::Reported,
    }
}

piece! {
    /// Where a row counts.
    pub struct Placing {
        /// Which neighborhood a row belongs to; that of the point in any case where no source of the city names areas.
        area: AreaBasis = AreaBasis::Label,
    }
}

piece! {
    /// Where a row counts, where neighborhoods are ranked.
    pub struct PlacingRanked {
        /// Which neighborhood a row belongs to, only with `of=neighborhoods`: catchments go by the point. Where none is
        /// given, that of the police label.
        area: Option<AreaBasis>,
    }
}

piece! {
    /// What counts are told by.
    pub struct Keyed {
        /// What counts are told by.
        by: CountKey,
        /// Which neighborhood a row belongs to, only with `by=neighborhood`; where none is given, that of the police
        /// label.
        area: Option<AreaBasis>,
        /// H3 resolution of the cells, only with `by=cell`; where none is given, 9, or the city's finest where that is
        /// coarser.
        resolution: Option<Resolution>,
    }
}

/// What is counted, and when: checked against a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Counted {
    /// First month.
    #[schema(value_type = String)]
    pub from: Month,
    /// Last month, included.
    #[schema(value_type = String)]
    pub to: Month,
    /// Offense group ids that are counted.
    pub offense: Vec<String>,
    /// Weight of each in the score.
    pub weights: BTreeMap<String, f64>,
    /// What one count is.
    pub unit: Unit,
    /// Which date counts.
    pub time: TimeBasis,
    /// Ids of chosen groups that may not be shown here and are not counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
}

#[cfg(feature = "engine")]
mod check {
    use catchment_model::{AreaBasis, Finest, GroupId, Month, MonthStatus, Query, Selection, Window};
    use catchment_store::Dataset;

    use super::{Counted, Counting, Placing, PlacingRanked};
    use crate::error::AskError;
    use crate::pieces::{Of, Value as _};
    use crate::words::runs;

    /// Longest window, months.
    const LONGEST: usize = 1200;

    impl Counting {
        /// Checks the names and the window against a dataset, for places as fine as `finest`; the window is the city's
        /// own where none is given.
        ///
        /// # Errors
        /// [`AskError`] for an unknown offense, a window that ends before it begins or has no incidents, and where
        /// nothing is left that may be shown so finely.
        pub fn check(self, finest: Finest, data: &Dataset) -> Result<Counted, AskError> {
            let default = default_window(data)?;
            self.check_in(default, (finest, finest), data)
        }

        /// As [`Counting::check`], for outlines that the city declares and nobody who asks can draw: what they hold is
        /// counted by cells, and told by the month like a neighborhood.
        ///
        /// # Errors
        /// As [`Counting::check`].
        pub(crate) fn check_declared(self, data: &Dataset) -> Result<Counted, AskError> {
            let default = default_window(data)?;
            self.check_in(default, (Finest::Cell, Finest::Area), data)
        }

        /// As [`Counting::check`], with the whole data as the window where none is given.
        ///
        /// # Errors
        /// As [`Counting::check`].
        pub fn check_whole(self, finest: Finest, data: &Dataset) -> Result<Counted, AskError> {
            let default = whole_span(data)?;
            self.check_in(default, (finest, finest), data)
        }

        fn check_in(
            self,
            default: Window,
            (finest, told): (Finest, Finest),
            data: &Dataset,
        ) -> Result<Counted, AskError> {
            let asked = self.selection(data)?;
            let id = |id| data.offenses.group(id).map(|g| g.id.clone());
            let Some((shown, _)) = asked.shown_at(finest, &data.offenses) else {
                let shown = data.offenses.groups().iter().filter(|g| g.finest >= finest && g.weight > 0.0);
                return Err(AskError::Withheld {
                    value: asked.ids().filter_map(id).collect::<Vec<_>>().join(","),
                    place: if finest == Finest::Cell { "per cell, point or surface" } else { "per neighborhood" },
                    accepted: shown.map(|g| g.id.as_str()).collect::<Vec<_>>().join(", "),
                });
            };
            let withheld = asked.ids().filter(|id| shown.weight(*id) <= 0.0).filter_map(id).collect();
            let steps = data.city.finest.steps(told, &shown, &data.offenses);
            let default = if steps { data.city.finest.widened(default, &data.coverage) } else { default };
            let window = self.window(default, data)?;
            if steps {
                in_steps(window, data)?;
            }
            let query = Query { window, selection: shown, unit: self.unit, time: self.time, blocks: None };
            Ok(Counted { withheld, ..Counted::of(&query, data) })
        }

        /// The months asked for, whether or not anything is known of them.
        ///
        /// # Errors
        /// [`AskError::Value`] for a window that ends before it begins or is too long.
        pub(crate) fn span(&self, default: Window) -> Result<Window, AskError> {
            let (from, to) = (self.from.unwrap_or(default.from()), self.to.unwrap_or(default.to()));
            if to < from {
                return Err(if self.to.is_some() {
                    AskError::value("to", to.write(), format!("{from} or later"))
                } else {
                    AskError::value("from", from.write(), format!("{to} or earlier"))
                });
            }
            let window = Window::new(from, to).map_err(AskError::internal)?;
            if window.len() > LONGEST {
                return Err(AskError::value("from", from.write(), format!("at most {LONGEST} months up to the last")));
            }
            Ok(window)
        }

        /// The window asked for.
        fn window(&self, default: Window, data: &Dataset) -> Result<Window, AskError> {
            let window = self.span(default)?;
            if data.coverage.covered(window) == 0 {
                return Err(AskError::NotCovered { value: window.to_string(), accepted: covered_months(data) });
            }
            Ok(window)
        }

        /// The groups that were asked for, else the city's harm groups.
        ///
        /// # Errors
        /// [`AskError::Value`] for an unknown name.
        pub(crate) fn selection(&self, data: &Dataset) -> Result<Selection, AskError> {
            match &self.offense {
                // The default is what the alias `harm` stands for, where a city has one.
                None if data.offenses.aliases().contains_key("harm") => {
                    data.offenses.select("harm").map_err(AskError::internal)
                }
                None => Ok(data.offenses.default_selection()),
                Some(names) => data.offenses.select(names.as_str()).map_err(|_cause| {
                    AskError::value("offense", names.as_str(), format!("one or more of {}", data.offenses.known()))
                }),
            }
        }
    }

    /// Refuses a window that is not made of whole steps: what is told of a group at its finest place.
    ///
    /// # Errors
    /// [`AskError::Value`] with the months nearest to the one that does not fit.
    pub(crate) fn in_steps(window: Window, data: &Dataset) -> Result<(), AskError> {
        let (rule, coverage) = (data.city.finest, &data.coverage);
        if !rule.bounds() {
            return Ok(());
        }
        for (name, month, begin) in [("from", window.from(), true), ("to", window.to(), false)] {
            let fits = if begin { rule.begins(month, coverage) } else { rule.ends(month, coverage) };
            if !fits {
                let near: Vec<String> = rule.nearest(month, coverage, begin).iter().map(Month::to_string).collect();
                let accepted = format!(
                    "{}: so fine a place is told by whole steps of {} months, and what is left over together with \
                     the next",
                    near.join(" or "),
                    rule.months
                );
                return Err(AskError::value(name, month.write(), accepted));
            }
        }
        Ok(())
    }

    /// Where a row counts: as asked, else by the label. Where no source names an area, by the point in any case: a
    /// label that nobody wrote is nothing to count by.
    pub(crate) fn basis(asked: Option<AreaBasis>, data: &Dataset) -> AreaBasis {
        if data.quality.names_areas() { asked.unwrap_or(AreaBasis::Label) } else { AreaBasis::Point }
    }

    impl Placing {
        /// Where a row counts, as [`basis`] says.
        pub(crate) fn of(self, data: &Dataset) -> AreaBasis {
            basis(Some(self.area), data)
        }
    }

    impl PlacingRanked {
        /// Where a row counts; none for catchments.
        ///
        /// # Errors
        /// [`AskError::Value`] where it is given for catchments: it would have no effect.
        pub(crate) fn of(self, of: Of, data: &Dataset) -> Result<Option<AreaBasis>, AskError> {
            match (of, self.area) {
                (Of::Neighborhoods, area) => Ok(Some(basis(area, data))),
                (Of::Catchments, None) => Ok(None),
                (Of::Catchments, Some(area)) => {
                    Err(AskError::value("area", area.write(), "of=neighborhoods beside it: catchments go by the point"))
                }
            }
        }
    }

    impl Counted {
        /// What a query asks, in names.
        pub(crate) fn of(query: &Query, data: &Dataset) -> Self {
            let id = |id| data.offenses.group(id).map(|g| g.id.clone()).unwrap_or_default();
            Self {
                from: query.window.from(),
                to: query.window.to(),
                offense: query.selection.ids().map(id).collect(),
                weights: query.selection.ids().map(|g| (id(g), query.selection.weight(g))).collect(),
                unit: query.unit,
                time: query.time,
                withheld: Vec::new(),
            }
        }

        /// The window.
        ///
        /// # Errors
        /// [`AskError::Internal`] where it ends before it begins, which checking refuses.
        pub fn window(&self) -> Result<Window, AskError> {
            Window::new(self.from, self.to).map_err(AskError::internal)
        }

        /// The same for the cube of the dataset that it was checked against.
        ///
        /// # Errors
        /// [`AskError::Internal`] where the dataset is another one.
        pub fn query(&self, data: &Dataset) -> Result<Query, AskError> {
            let ids: Vec<GroupId> = self.offense.iter().filter_map(|name| data.offenses.id(name)).collect();
            let selection = data.offenses.selection(&ids).map_err(AskError::internal)?;
            Ok(Query { window: self.window()?, selection, unit: self.unit, time: self.time, blocks: None })
        }
    }

    /// The latest months with incidents, as many as the city file says; its own window where it names one.
    ///
    /// # Errors
    /// [`AskError::NotCovered`] where the dataset has no month with incidents.
    pub(crate) fn default_window(data: &Dataset) -> Result<Window, AskError> {
        let span = whole_span(data)?;
        let analysis = &data.city.analysis;
        let latest = data.coverage.latest(analysis.latest_months, analysis.to.unwrap_or(span.to())).unwrap_or(span);
        let to = analysis.to.unwrap_or(latest.to());
        let from = analysis.from.unwrap_or(latest.from()).min(to);
        Window::new(from, to).map_err(AskError::internal)
    }

    /// From the first to the last month with incidents.
    ///
    /// # Errors
    /// As [`default_window`].
    pub(crate) fn whole_span(data: &Dataset) -> Result<Window, AskError> {
        let none =
            || AskError::NotCovered { value: "any to any".to_owned(), accepted: "a dataset with incidents".to_owned() };
        data.coverage.incidents_span().ok_or_else(none)
    }

    /// The months with incidents, as runs: `2008-01 to 2020-12, 2024-05 to 2026-04`.
    pub(crate) fn covered_months(data: &Dataset) -> String {
        let months = data.coverage.months.iter().filter(|(_, (status, _))| *status == MonthStatus::Incidents);
        runs(months.map(|(m, _)| *m))
    }
}
#[cfg(feature = "engine")]
pub(crate) use check::{basis, covered_months, default_window, in_steps, whole_span};
