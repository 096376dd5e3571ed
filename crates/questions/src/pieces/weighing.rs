//! How places are weighed by several criteria.

use catchment_model::{named, named_schema};

use super::piece;
use super::value::{Concentration, CriterionWeights, HalfLifeMonths, Parts, SiteNames, choices};

named! {
    /// What speaks for a place.
    #[derive(PartialOrd, Ord)]
    pub enum CriterionName as "criterion" {
        /// Expected offenses per year by the chosen measure.
        Burden = "burden",
        /// The same rate with recent years weighing more.
        Recency = "recency",
        /// Share of the years in which the place was among the highest quarter.
        Persistence = "persistence",
        /// Change per year as a share of the place's own mean rate.
        Trend = "trend",
        /// Expected severity per year by the chosen measure.
        Severity = "severity",
        /// Residents, in thousands.
        Residents = "residents",
        /// Share of the offenses of known hour that fall within a site's working hours.
        ShiftHours = "shift_hours",
        /// Kilometers from the middle of the place to the nearest existing site.
        Distance = "distance",
        /// The place's share of the offenses in areas that no existing site serves.
        Equity = "equity",
    }
}

named! {
    /// A part of a decision that is worked out only where it is asked for.
    #[derive(PartialOrd, Ord)]
    pub enum Part as "part" {
        /// Where each place would stand by each measure.
        ByMeasure = "by_measure",
        /// How ranks would move if police-initiated offenses entered.
        Guard = "guard",
        /// Funding rules of the city file against the ranking.
        Rules = "rules",
        /// What each kind of shape would reach.
        Prices = "prices",
    }
}

named! {
    /// More or fewer.
    pub enum Direction as "direction" {
        /// More of them.
        More = "more",
        /// Fewer of them.
        Fewer = "fewer",
    }
}

named_schema!(CriterionName, Part, Direction);
choices!(Part);

piece! {
    /// How places are weighed by several criteria.
    pub struct Weighing {
        /// Weights as `criterion:weight` pairs separated by commas, 0 to 1000 each; only proportions matter. Where none
        /// are given, burden alone.
        weights: Option<CriterionWeights>,
        /// How sure the weights are: the larger, the closer the drawn weights stay to those given. Where none is given,
        /// `inf`: the weights are certain.
        concentration: Option<Concentration>,
        /// Months after which an offense counts half in recent burden.
        half_life_months: HalfLifeMonths = HalfLifeMonths::nearest(24.0),
        /// Which sites exist: `active` (those at work in the last month of the window), `none`, or ids separated by
        /// commas. Where none are given, `active`.
        sites: Option<SiteNames>,
        /// Parts that are worked out only where they are asked for, separated by commas: `by_measure`, where each place
        /// would stand by each measure; `guard`, how ranks would move if police-initiated offenses entered; `rules`,
        /// funding rules against the ranking; `prices`, what free, bounded and walkable shapes of catchments would
        /// reach. Where none are given, none.
        parts: Option<Parts>,
    }
}

#[cfg(feature = "engine")]
mod check {
    use std::collections::BTreeMap;

    use catchment_siting::decide::{CRITERIA, Criterion, DecideError, Weights};
    use catchment_store::Dataset;

    use super::{CriterionName, Part, Weighing};
    use crate::error::AskError;
    use crate::pieces::Value as _;

    impl From<Criterion> for CriterionName {
        fn from(criterion: Criterion) -> Self {
            match criterion {
                Criterion::Burden => Self::Burden,
                Criterion::Recency => Self::Recency,
                Criterion::Persistence => Self::Persistence,
                Criterion::Trend => Self::Trend,
                Criterion::Severity => Self::Severity,
                Criterion::Residents => Self::Residents,
                Criterion::ShiftHours => Self::ShiftHours,
                Criterion::Distance => Self::Distance,
                Criterion::Equity => Self::Equity,
            }
        }
    }

    impl Weighing {
        /// The weights above 0.
        ///
        /// # Errors
        /// [`AskError::Value`] for what are no weights.
        pub(crate) fn criteria(&self) -> Result<BTreeMap<CriterionName, f64>, AskError> {
            let weights = match &self.weights {
                None => Weights::default(),
                Some(text) => text.as_str().parse().map_err(|e: DecideError| {
                    let known = CRITERIA.map(Criterion::id).join(", ");
                    let accepted =
                        format!("criterion:weight pairs separated by commas, weights 0 to 1000, of {known} ({e})");
                    AskError::value("weights", text.as_str(), accepted)
                })?,
            };
            Ok(weights.weighed().map(|c| (c.into(), weights.of(c))).collect())
        }

        /// `inf`, or the number.
        ///
        /// # Errors
        /// [`AskError::Value`] for another text.
        pub(crate) fn certainty(&self) -> Result<String, AskError> {
            let Some(given) = self
                .concentration
                .as_ref()
                .map(super::super::value::Concentration::as_str)
                .filter(|text| *text != "inf")
            else {
                return Ok("inf".to_owned());
            };
            let read = given.parse::<f64>().ok().filter(|c| (1.0..=100_000.0).contains(c));
            let accepted = "a number from 1 to 100000, or inf where the weights are certain";
            read.map(|c| c.to_string()).ok_or_else(|| AskError::value("concentration", given, accepted))
        }

        /// `active`, `none`, or ids of sites in order, each once.
        ///
        /// # Errors
        /// [`AskError::Value`] for a site that there is not.
        pub(crate) fn existing(&self, data: &Dataset) -> Result<String, AskError> {
            let text = self.sites.as_ref().map_or("active", |names| names.as_str());
            if text == "active" || text == "none" {
                return Ok(text.to_owned());
            }
            let mut ids: Vec<&str> = text.split(',').map(str::trim).collect();
            ids.sort_unstable();
            ids.dedup();
            if ids.iter().all(|id| data.sites.iter().any(|s| s.id == *id)) {
                return Ok(ids.join(","));
            }
            let known: Vec<&str> = data.sites.iter().map(|s| s.id.as_str()).collect();
            Err(AskError::value("sites", text, format!("active, none, or some of {}", known.join(", "))))
        }

        /// The parts asked for, in order, each once.
        ///
        /// # Errors
        /// [`AskError::Value`] for a part that there is not.
        pub(crate) fn parts(&self) -> Result<Vec<Part>, AskError> {
            let one = |text: &str| {
                let accepted = || format!("some of {}, separated by commas", Part::NAMES.join(", "));
                Part::read(text).ok_or_else(|| AskError::value("parts", text, accepted()))
            };
            let parts = self.parts.as_ref().map(|parts| parts.parts().map(one).collect::<Result<Vec<_>, _>>());
            let mut parts = parts.transpose()?.unwrap_or_default();
            parts.sort();
            parts.dedup();
            Ok(parts)
        }
    }
}
