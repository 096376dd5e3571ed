//! What a planner may not or cannot do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::piece;
use super::value::{ApartM, AreaIds, Circles, HoursADay, LeastResidents, SpacingM, Staff, Usd};

piece! {
    /// What a planner may not or cannot do.
    pub struct Limiting {
        /// Longest outline of a catchment, rims of holes included, in circumferences of a circle of the area asked for.
        /// Where none is given, a catchment may follow single blocks and leave out those between. A bound makes shapes
        /// rounder: easier to walk and to explain, and they hold less.
        outline: Option<Circles>,
        /// Least distance from the sites that are open in the last month of the data; 0 keeps only out of them. Where
        /// none is given, sites play no part.
        spacing_m: Option<SpacingM>,
        /// Least distance between the centers of two catchments. Where none is given, they may touch.
        apart_m: Option<ApartM>,
        /// Residents about a place, by estimate: ground is used where so many live within a circle of the area asked
        /// for. Where none are given, residents do not limit.
        least_residents: Option<LeastResidents>,
        /// Ids of areas that may not be used, separated by commas.
        exclude: Option<AreaIds>,
        /// Money for launches, at as much a site as the city file says; where none is given, money does not limit.
        budget_usd: Option<Usd>,
        /// Staff that can be had, at as many a site as the city file says; where none is given, staff does not limit.
        staff: Option<Staff>,
    }
}

piece! {
    /// How far a team walks.
    pub struct Walking {
        /// Hours that an interrupter walks in a day.
        hours_a_day: HoursADay = HoursADay::usual(),
    }
}

impl HoursADay {
    /// What is taken where none is given.
    #[must_use]
    pub fn usual() -> Self {
        Self::nearest(4.0)
    }
}

/// Limits of a choice, checked against a dataset.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = LimitParams)]
pub struct Limits {
    /// Longest outline of a catchment, in circumferences of a circle of the area asked for; absent where it may follow
    /// single blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<f64>,
    /// Least distance from existing sites, meters; absent where sites play no part, 0 keeps only out of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spacing_m: Option<f64>,
    /// Least distance between the centers of two catchments, meters; absent where they may touch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apart_m: Option<f64>,
    /// Residents who must live within a circle of the area asked for; absent where residents do not limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_residents: Option<u64>,
    /// Ids of areas that may not be used, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// Money for launches, US dollars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_usd: Option<f64>,
    /// Staff that can be had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<u32>,
}

#[cfg(feature = "engine")]
mod check {
    use catchment_siting::{
        Affordable, CatchmentParams, ConstraintError, SitingConstraintParams, SitingConstraints, WalkParams,
    };
    use catchment_store::Dataset;

    use super::{AreaIds, Limiting, Limits};
    use crate::error::AskError;
    use crate::pieces::Shape;

    impl Limiting {
        /// Checks the limits against a dataset.
        ///
        /// # Errors
        /// [`AskError`] for an excluded area that there is not, and for money or staff that is not enough for one site.
        pub(crate) fn check(&self, data: &Dataset) -> Result<Limits, AskError> {
            let limits = Limits {
                outline: self.outline.map(super::super::value::Circles::get),
                spacing_m: self.spacing_m.map(super::super::value::SpacingM::get),
                apart_m: self.apart_m.map(super::super::value::ApartM::get),
                least_residents: self.least_residents.map(super::super::value::LeastResidents::get),
                exclude: self.exclude.as_ref().map(|ids| excluded(ids, data)).transpose()?.unwrap_or_default(),
                budget_usd: self.budget_usd.map(super::super::value::Usd::get),
                staff: self.staff.map(|n| u32::try_from(n.get()).unwrap_or(u32::MAX)),
            };
            limits.priced(data)?;
            let affordable = limits.affordable(data)?;
            if affordable.most() == Some(0) {
                let (name, value) = if affordable.by_budget == Some(0) {
                    ("budget_usd", limits.budget_usd)
                } else {
                    ("staff", limits.staff.map(f64::from))
                };
                let accepted = format!("enough for one site: {affordable}");
                return Err(AskError::value(name, value.unwrap_or(0.0).to_string(), accepted));
            }
            Ok(limits)
        }
    }

    impl Limits {
        /// A search for catchments under these limits, with no more work for its proof than usual.
        pub(crate) fn search(&self, (k, area_km2): (usize, f64), shape: Shape, seed: u64) -> CatchmentParams {
            CatchmentParams {
                k,
                area_km2,
                outline_factor: self.outline,
                center_spacing_m: self.apart_m.unwrap_or(0.0),
                shape: shape.into(),
                seed,
                ..CatchmentParams::default()
            }
        }

        /// How many sites money and staff are enough for.
        ///
        /// # Errors
        /// As [`Limits::constraints`].
        pub(crate) fn affordable(&self, data: &Dataset) -> Result<Affordable, AskError> {
            let mut raw = self.raw(Vec::new(), WalkParams::default());
            if let Some(cost) = &data.city.site_cost {
                raw.launch_usd = cost.launch_usd.unwrap_or(raw.launch_usd);
                raw.staff_per_site = cost.staff.unwrap_or(raw.staff_per_site);
            }
            Ok(raw.check().map_err(|e: ConstraintError| AskError::internal(e))?.affordable())
        }

        /// Money and staff limit nothing where nobody has said what a site costs: another city's figure is none.
        fn priced(&self, data: &Dataset) -> Result<(), AskError> {
            let cost = data.city.site_cost.as_ref();
            let unknown = |name, value: f64, key: &str| {
                let accepted = format!("none: the city file does not say {key} of [site_cost]");
                Err(AskError::value(name, value.to_string(), accepted))
            };
            match (self.budget_usd, self.staff) {
                (Some(usd), _) if cost.is_none_or(|c| c.launch_usd.is_none()) => {
                    unknown("budget_usd", usd, "launch_usd")
                }
                (_, Some(staff)) if cost.is_none_or(|c| c.staff.is_none()) => unknown("staff", staff.into(), "staff"),
                _ => Ok(()),
            }
        }

        /// The limits for the search, with the cells that are closed.
        ///
        /// # Errors
        /// [`AskError::Internal`] where a range here and in the method disagree.
        pub(crate) fn constraints(&self, closed: Vec<usize>, walk: WalkParams) -> Result<SitingConstraints, AskError> {
            self.raw(closed, walk).check().map_err(|e: ConstraintError| AskError::internal(e))
        }

        fn raw(&self, closed: Vec<usize>, walk: WalkParams) -> SitingConstraintParams {
            SitingConstraintParams {
                spacing_m: self.spacing_m.unwrap_or(0.0),
                excluded: closed,
                budget_usd: self.budget_usd,
                staff: self.staff,
                walk,
                ..SitingConstraintParams::default()
            }
        }
    }

    /// Ids of closed areas, in order, each once.
    fn excluded(ids: &AreaIds, data: &Dataset) -> Result<Vec<String>, AskError> {
        let mut ids: Vec<String> = ids.parts().map(str::to_owned).collect();
        ids.sort();
        ids.dedup();
        match ids.iter().find(|id| data.areas.find(id).is_none()) {
            Some(unknown) => Err(AskError::value("exclude", unknown.as_str(), "ids of areas, separated by commas")),
            None => Ok(ids),
        }
    }
}
