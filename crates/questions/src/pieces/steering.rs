//! What steers the search for a choice: the planner's criteria, and what is told beside it.

use std::collections::BTreeMap;

use catchment_model::{named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::value::{ChoiceParts, CriterionWeights, HalfLifeMonths, SiteNames, choices};
use super::{CriterionName, piece};

named! {
    /// A part of a choice that is worked out only where it is asked for.
    #[derive(PartialOrd, Ord)]
    pub enum ChoicePart as "part" {
        /// What each kind of shape would reach.
        Prices = "prices",
        /// Outlines along streets, and what is counted inside them.
        Streets = "streets",
    }
}

named_schema!(ChoicePart);
choices!(ChoicePart);

piece! {
    /// What steers the search for a choice.
    pub struct Steering {
        /// Weights as `criterion:weight` pairs separated by commas, 0 to 1000 each; only proportions matter. What adds
        /// up over ground is what the search maximizes: `burden`, `recency`, `severity`, `shift_hours` (offenses within
        /// working hours) and `equity` (offenses on ground that no existing site serves). The others rank what was
        /// found. Where none are given, burden alone.
        weights: Option<CriterionWeights>,
        /// Months after which an offense counts half in recent burden.
        half_life_months: HalfLifeMonths = HalfLifeMonths::nearest(24.0),
        /// Which sites exist, for `equity` and `distance`: `active` (those at work in the last month of the window),
        /// `none`, or ids separated by commas. Where none are given, `active`.
        sites: Option<SiteNames>,
    }
}

piece! {
    /// What is told beside a choice.
    pub struct Telling {
        /// Parts that are worked out only where they are asked for, separated by commas: `prices`, what free, bounded
        /// and walkable shapes would reach; `streets`, outlines along streets with what is counted inside them. Where
        /// none are given, none.
        parts: Option<ChoiceParts>,
    }
}

/// The planner's criteria, where they are more than burden alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Steered {
    /// Weights of the criteria, those above 0.
    pub criteria: BTreeMap<CriterionName, f64>,
    /// Months after which an offense counts half in recent burden.
    pub half_life_months: f64,
    /// Sites that exist: `active`, `none`, or ids separated by commas.
    pub sites: String,
}

impl CriterionName {
    /// Whether it adds up over the cells of a place, so that a search can maximize it.
    #[must_use]
    pub fn adds_up(self) -> bool {
        matches!(self, Self::Burden | Self::Recency | Self::Severity | Self::ShiftHours | Self::Equity)
    }
}

#[cfg(feature = "engine")]
mod check {
    use catchment_siting::decide::{CRITERIA, Criterion, Weights};
    use catchment_store::Dataset;

    use super::{ChoicePart, CriterionName, Steered, Steering, Telling};
    use crate::error::AskError;
    use crate::pieces::{Value as _, Weighing};

    impl Steered {
        /// The weights of all criteria.
        ///
        /// # Errors
        /// [`AskError::Internal`] where they are none.
        pub(crate) fn weights(&self) -> Result<Weights, AskError> {
            let of = |criterion: Criterion| self.criteria.get(&criterion.into()).copied().unwrap_or(0.0);
            Weights::new(CRITERIA.map(of)).map_err(AskError::internal)
        }
    }

    impl Steering {
        /// The criteria, where they are more than burden alone.
        ///
        /// # Errors
        /// [`AskError::Value`] for what are no weights, weights of which none adds up over ground, and a site that
        /// there is not.
        pub(crate) fn check(&self, data: &Dataset) -> Result<Option<Steered>, AskError> {
            let weighing = Weighing {
                weights: self.weights.clone(),
                concentration: None,
                half_life_months: self.half_life_months,
                sites: self.sites.clone(),
                parts: None,
            };
            let (criteria, sites) = (weighing.criteria()?, weighing.existing(data)?);
            if !criteria.keys().any(|c| c.adds_up()) {
                let adding: Vec<&str> = CriterionName::ALL.iter().filter(|c| c.adds_up()).map(|c| c.name()).collect();
                let accepted = format!("at least one of what adds up over ground above 0: {}", adding.join(", "));
                let given = self.weights.as_ref().map_or("", |w| w.as_str());
                return Err(AskError::value("weights", given, accepted));
            }
            let burden_alone = criteria.keys().all(|c| *c == CriterionName::Burden);
            let half_life_months = self.half_life_months.get();
            Ok((!burden_alone).then_some(Steered { criteria, half_life_months, sites }))
        }
    }

    impl Telling {
        /// The parts asked for, in order, each once.
        ///
        /// # Errors
        /// [`AskError::Value`] for a part that there is not.
        pub(crate) fn parts(&self) -> Result<Vec<ChoicePart>, AskError> {
            let one = |text: &str| {
                let accepted = || format!("some of {}, separated by commas", ChoicePart::NAMES.join(", "));
                ChoicePart::read(text).ok_or_else(|| AskError::value("parts", text, accepted()))
            };
            let parts = self.parts.as_ref().map(|parts| parts.parts().map(one).collect::<Result<Vec<_>, _>>());
            let mut parts = parts.transpose()?.unwrap_or_default();
            parts.sort();
            parts.dedup();
            Ok(parts)
        }
    }
}
