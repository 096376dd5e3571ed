//! A ranking as an answer.

use catchment_model::Measure;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Rankings;
use crate::answers::{LegendItem, Meta, NextYear, NotRankedItem, SearchSummary, Totals};
use crate::pieces::PlaceKind;

/// A ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RankingsAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Rankings>,
    /// The answer in one sentence: which places lead, and how sure that is.
    pub finding: String,
    /// What the intervals of the scores say, and what they do not; empty where no place is ranked.
    pub intervals: String,
    /// What the chance of being among the first k says of catchments, and what it does not; absent for neighborhoods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_drawn: Option<String>,
    /// What `next_year` of the places was learned from, or why there is none, in one sentence.
    #[serde(default)]
    pub drift: String,
    /// Places in the order of their ranks.
    pub items: Vec<RankItem>,
    /// Places that are counted but not ranked.
    pub not_ranked: Vec<NotRankedItem>,
    /// The whole city, rows without a place included.
    pub city: Totals,
    /// Classes of the map, over all places whatever is in view.
    pub legend: Vec<LegendItem>,
    /// What the search for catchments is worth; absent for neighborhoods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchSummary>,
}

/// A place in its rank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RankItem {
    /// Place in the list, 1 first.
    pub rank: usize,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// Posterior mean of the measure per year, groups weighted. For catchments it is corrected: they were chosen
    /// because they are highest, and what is highest falls back.
    pub score: Option<f64>,
    /// Lower end of its 90% interval.
    pub score_low: Option<f64>,
    /// Upper end of its 90% interval.
    pub score_high: Option<f64>,
    /// For catchments: the same as counted, before any correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_score: Option<f64>,
    /// Count over the covered months.
    pub count: i64,
    /// Distinct incidents behind it: what ranks and intervals take as independent.
    #[serde(default)]
    pub incidents: i64,
    /// Count per 1,000 residents and year; absent where residents are too few or unknown.
    pub per_1000: Option<f64>,
    /// Count per km² and year.
    pub per_km2: Option<f64>,
    /// Residents; for catchments an estimate.
    pub residents: Option<f64>,
    /// Area, km².
    pub area_km2: f64,
    /// Count per exposure of the measure and year, smoothed by empirical Bayes.
    pub eb_rate: Option<f64>,
    /// Better end of the rank's 90% interval.
    pub rank_low: usize,
    /// Worse end of the rank's 90% interval.
    pub rank_high: usize,
    /// Chance that the true rank in the window is among the first k.
    pub p_top: f64,
    /// Where it will stand in the 12 months after the window; absent where drift cannot be learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_year: Option<NextYear>,
    /// Why it stands here, in sentences.
    pub reasons: Vec<String>,
}

impl RankingsAnswer {
    /// The place with an id, where it is ranked.
    pub fn find(&self, id: &str) -> Option<&RankItem> {
        self.items.iter().find(|item| item.id == id)
    }
}

impl RankItem {
    /// Its value by a measure, as counted.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::Count => Some(self.count as f64),
            Measure::PerResident => self.per_1000,
            Measure::PerKm2 => self.per_km2,
        }
    }
}
