//! A decision as an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Decision;
use crate::answers::{CityShare, Meta, NextYear, NotRankedItem, RankByMeasure, ShapePrice};
use crate::pieces::{CriterionName, Direction};

/// A decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Decision>,
    /// The answer in one sentence: how much of the first k is settled under both kinds of doubt.
    pub finding: String,
    /// Which of the two kinds of doubt weighs more; absent where nothing is in doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// What the doubt about the weights means for the heaviest of them.
    pub certainty: String,
    /// What `next_year` of the places was learned from, or why there is none, in one sentence.
    #[serde(default)]
    pub drift: String,
    /// The criteria, with weights and scale.
    pub criteria: Vec<CriterionInfo>,
    /// Places by falling score.
    pub items: Vec<DecisionItem>,
    /// Places that are counted but not ranked.
    pub not_ranked: Vec<NotRankedItem>,
    /// Ids of the sites that distance and equity are about.
    pub sites: Vec<String>,
    /// How ranks would move if police-initiated offenses entered; empty where there are none, absent where not asked
    /// for with `parts=guard`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard: Option<Vec<GuardItem>>,
    /// The same in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard_finding: Option<String>,
    /// Funding rules of the city file against this ranking, for neighborhoods only; absent where not asked for with
    /// `parts=rules`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<RuleItem>>,
    /// The first k by name, and what they do: `A and B carry the most. C comes next, but it could be another.`
    #[serde(default)]
    pub headline: String,
    /// The count of the first k together as a part of the whole city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_city: Option<CityShare>,
    /// What `again` of the places is a frequency of: a sentence that ends in a colon.
    #[serde(default)]
    pub again: String,
    /// What walkable, bounded and free shapes of catchments would reach; absent where not asked for with
    /// `parts=prices`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Vec<ShapePrice>>,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CriterionInfo {
    /// Id.
    pub id: CriterionName,
    /// Name for people.
    pub label: String,
    /// What it is, and its unit.
    pub definition: String,
    /// Weight as given.
    pub weight: f64,
    /// Expected value that 0 stands for: the lowest of the ranked places.
    pub low: Option<f64>,
    /// Expected value that 1 stands for: the highest.
    pub high: Option<f64>,
    /// Whether its values carry the noise of the counts.
    pub drawn: bool,
    /// Why it cannot be weighed here, where so.
    pub unavailable: Option<String>,
}

/// A place in its rank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionItem {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Place in the list, 1 first.
    pub rank: usize,
    /// Expected score: 0 would be lowest by every criterion, 1 highest.
    pub score: f64,
    /// Count over the covered months.
    pub count: i64,
    /// Distinct incidents behind it: what ranks and intervals take as independent.
    #[serde(default)]
    pub incidents: i64,
    /// The count as a part of the whole city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_city: Option<CityShare>,
    /// In how many of ten draws it is among the first k: `about 4 of 10`; the ends never claim certainty.
    #[serde(default)]
    pub again: String,
    /// Count per 1,000 residents and year.
    pub per_1000: Option<f64>,
    /// Count per km² and year.
    pub per_km2: Option<f64>,
    /// Chance of being among the first k, over doubt about counts and weights.
    pub p_top: f64,
    /// The same over doubt about the weights alone.
    pub p_top_weights_only: f64,
    /// The same over doubt about the counts alone.
    pub p_top_counts_only: f64,
    /// Better end of the rank's 90% interval, over counts and weights.
    pub rank_low: usize,
    /// Worse end.
    pub rank_high: usize,
    /// Best rank by burden as counted, in a set of ranges that hold all true ranks together with 90% confidence.
    pub rank_set_low: usize,
    /// Worst rank of that set.
    pub rank_set_high: usize,
    /// Why this rank: contributions add up to the score.
    pub criteria: Vec<CriterionValue>,
    /// What would move it into or out of the first k.
    pub would_change: ChangeItem,
    /// The fall to expect without any program.
    pub expected_fall: FallItem,
    /// Where it will stand in the 12 months after the window by burden alone, whatever the weights; absent where drift
    /// cannot be learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_year: Option<NextYear>,
    /// When a fall of 20% would be visible.
    pub detectable: DetectableItem,
    /// How sure its rank is, in sentences: over the draws, and by the burden as counted.
    pub ranks: String,
    /// The same weights by each measure; absent where not asked for with `parts=by_measure`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_measure: Option<RankByMeasure>,
}

/// A criterion's part in a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CriterionValue {
    /// Criterion.
    pub id: CriterionName,
    /// Expected value in the criterion's unit.
    pub value: Option<f64>,
    /// Part of the score.
    pub contribution: f64,
}

/// What would move a place into or out of the first k.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangeItem {
    /// Smallest change of one weight, the others as given; absent where none from 0 to 1000 does.
    pub weight: Option<WeightChangeItem>,
    /// Fewest offenses of the window, mixed as its own are; absent where no number does.
    pub incidents: Option<IncidentChangeItem>,
    /// The same in sentences.
    pub sentences: Vec<String>,
}

/// A change of one weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WeightChangeItem {
    /// Criterion.
    pub criterion: CriterionName,
    /// Weight now.
    pub from: f64,
    /// Weight just beyond which the place is moved.
    pub to: f64,
}

/// Offenses more or fewer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IncidentChangeItem {
    /// How many.
    pub n: u64,
    /// More or fewer.
    pub direction: Direction,
}

/// Regression to the mean, in counts per year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FallItem {
    /// Counted in the last year of the window.
    pub observed: Option<f64>,
    /// To expect without a program, the city as a whole staying at that year's level.
    pub expected: Option<f64>,
    /// Fall as a share of what was counted; below 0 is a rise; absent without a count.
    pub share: Option<f64>,
    /// The same in words.
    pub sentence: String,
}

/// When a fall of 20% would be visible beside comparison areas, with 80% power at a real error of 5%.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DetectableItem {
    /// Counts per year to expect without a program.
    pub events_per_year: Option<f64>,
    /// Calendar year, for a start in the month after the window; absent where no length up to 30 years is enough, or
    /// drift cannot be learned.
    pub year_visible: Option<i32>,
    /// The smallest fall that could be told within ten years, as a share; absent where there is none.
    pub smallest_fall: Option<f64>,
    /// Calendar year in which that fall would be visible.
    pub smallest_year: Option<i32>,
    /// Yearly change of a place beside the city's, as a share (standard deviation); absent where it cannot be learned.
    pub drift: Option<f64>,
    /// What is compared with what, and how often it errs.
    #[serde(default)]
    pub design: String,
    /// The answer in words.
    pub sentence: String,
}

/// A rank with and without police-initiated offenses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GuardItem {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Rank by the chosen offenses.
    pub rank: usize,
    /// Rank if all police-initiated offenses entered too.
    pub rank_with_police_initiated: usize,
    /// Places up (above 0) or down (below 0) that would mean.
    pub change: i64,
}

/// A funding rule against this ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RuleItem {
    /// Id.
    pub id: String,
    /// The rule in words.
    pub label: String,
    /// Where it is stated; an example says so.
    pub source: String,
    /// What is counted where the rule's own unit is not in the data.
    pub unit_note: Option<String>,
    /// What else a reader must know: months without data, offenses not shown.
    pub notes: Vec<String>,
    /// Ids that it takes, best first.
    pub chosen: Vec<String>,
    /// Those that this ranking's first as many do not have.
    pub enter: Vec<String>,
    /// Those that only this ranking's first as many have.
    pub leave: Vec<String>,
}
