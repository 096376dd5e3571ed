//! A choice as an answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Optimize;
use crate::answers::{CityShare, Meta, ShapePrice};
use crate::pieces::{CriterionName, Limits, Objective};

/// The best catchments found, and what is proven of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OptimizeAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Optimize>,
    /// The answer in one sentence: how much more another choice could hold, at most.
    pub finding: String,
    /// What was chosen by, in one sentence.
    pub chosen_by: String,
    /// What is maximized, and what `harm`, `bound` and `usable_harm` are here: `expected`, harm to expect per year
    /// after the window, or `counted`, the weighted count of the window.
    pub basis: Objective,
    /// How expected harm came about; absent where counts are maximized.
    pub expected: Option<ExpectedInfo>,
    /// The limits of the choice.
    pub limits: LimitsInfo,
    /// The catchments, most harm first.
    pub catchments: Vec<ChosenCatchment>,
    /// Harm inside all of them.
    pub harm: f64,
    /// No choice of as many disjoint, connected, compact catchments of that area, under the same limits, can hold more.
    pub bound: f64,
    /// How far the harm may be from the best possible, as a share of the bound; 0 is proven best.
    pub gap: f64,
    /// What these catchments will hold: they were chosen because they are highest. Absent where no past year says how
    /// such choices did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_expect: Option<ToExpect>,
    /// Harm of all cells that may be used: it shrinks with the limits, and no share is of it.
    pub usable_harm: f64,
    /// Harm of the whole city, whatever limits leave, and the part of it inside all of them; of expected harm, what has
    /// a position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_city: Option<CityShare>,
    /// What they are to be expected to reach of the whole city's harm; absent where `to_expect` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<CityReach>,
    /// How criteria steered the choice; absent where burden alone did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<WeighedInfo>,
    /// What walkable, bounded and free shapes would reach; absent where not asked for with `parts=prices`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Vec<ShapePrice>>,
    /// The same for fewer catchments: 1 up to k, six at most.
    pub frontier: Vec<FrontierPoint>,
    /// What money and staff are enough for; absent where neither was given.
    pub budget: Option<BudgetInfo>,
    /// What the chosen cost, where the city file says what one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<CostInfo>,
    /// How far a team walks.
    pub walk: WalkInfo,
    /// What kind of shapes these are: their outlines in circumferences of a circle.
    pub shapes: String,
    /// What a reader must know about limits and proof.
    pub notes: Vec<String>,
}

/// What chosen catchments are to be expected to reach of the whole city's harm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CityReach {
    /// The share to expect.
    pub share: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The share in words: `about 1 in 29`.
    pub words: String,
    /// The same in one sentence, with its interval.
    pub sentence: String,
}

/// How a planner's criteria steered a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WeighedInfo {
    /// Criteria that add up over ground: their weighted mean, each as a share of the city's, is what was maximized.
    pub steering: Vec<WeighedCriterion>,
    /// The others, which only rank what was found.
    pub ranking: Vec<WeighedCriterion>,
    /// The same in one sentence.
    pub sentence: String,
}

/// A criterion of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WeighedCriterion {
    /// Which.
    pub id: CriterionName,
    /// Its name.
    pub label: String,
    /// Weight as given.
    pub weight: f64,
    /// The part of the whole city's that the chosen hold together; absent for what does not add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

/// The part of the whole city's that a catchment holds by a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CriterionShare {
    /// Which.
    pub id: CriterionName,
    /// Its part of the whole city's.
    pub share: f64,
}

/// What chosen catchments are to be expected to hold together, corrected for their choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ToExpect {
    /// As the choice says: the sum of `harm`.
    pub said: f64,
    /// What is to be expected: harm of the year after the window, or, of counts, what lies behind those of the window.
    pub expected: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Past years that this was learned from; absent where the choice is by counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<usize>,
    /// The same in one sentence.
    pub sentence: String,
}

/// How expected harm came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExpectedInfo {
    /// Months after which a month counts half.
    pub half_life_months: f64,
    /// Exponent of a month's harm on a cell.
    pub burst: f64,
    /// Other offenses that victims report and that say something about the harm to come, by the city file.
    pub predictors: Vec<PredictorInfo>,
}

/// An offense group that helps to say where harm will be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PredictorInfo {
    /// Id of the group.
    pub offense: String,
    /// Its name.
    pub label: String,
    /// What a count of it is worth beside one of harm, learned from the months of the window alone.
    pub weight: f64,
}

/// The limits of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LimitsInfo {
    /// Work for the proof of the choice.
    pub effort: usize,
    /// Longest outline of a catchment, in circumferences of a circle of the area asked for; absent where it may follow
    /// single blocks.
    pub outline: Option<f64>,
    /// Least distance from existing sites, meters; absent where sites play no part.
    pub spacing_m: Option<f64>,
    /// Least distance between the centers of two catchments, meters; absent where they may touch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apart_m: Option<f64>,
    /// Residents who must live within a circle of the area asked for; absent where residents do not limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_residents: Option<u64>,
    /// Areas that may not be used.
    pub exclude: Vec<String>,
    /// Money for launches, US dollars.
    pub budget_usd: Option<f64>,
    /// Staff that can be had.
    pub staff: Option<u32>,
}

impl LimitsInfo {
    /// The limits under which something is chosen with so much work for its proof.
    pub fn of(effort: usize, limits: &Limits) -> Self {
        let Limits { outline, spacing_m, apart_m, least_residents, exclude, budget_usd, staff } = limits.clone();
        Self { effort, outline, spacing_m, apart_m, least_residents, exclude, budget_usd, staff }
    }
}

/// A chosen catchment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChosenCatchment {
    /// `C1`, `C2` …, for this answer only.
    pub id: String,
    /// The neighborhoods that most of it lies in.
    pub name: String,
    /// Length of its outline along the edges of its cells, rims of holes included, meters.
    pub outline_m: f64,
    /// Area, km².
    pub area_km2: f64,
    /// Count over the covered months.
    pub count: i64,
    /// What was maximized: expected harm per year, or the count with the weights of the groups.
    pub harm: f64,
    /// Its count as a part of the whole city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_city: Option<CityShare>,
    /// Its part of the whole city's by each criterion that steered; empty where burden alone did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<CriterionShare>,
    /// Its place by all criteria, 1 first; absent where there are none that do not add up over ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<usize>,
    /// Its score by all criteria among the chosen, 0 to 1; absent with `rank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// What is to be expected of it, corrected for the choice; absent where nothing says how such choices did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// Lower end of its 90% interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_low: Option<f64>,
    /// Upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_high: Option<f64>,
    /// Which of the two `harm` is.
    pub basis: Objective,
    /// Residents, an estimate; `meta.warnings` says how it is made.
    pub residents: Option<f64>,
    /// Existing sites that it touches.
    pub sites: Vec<String>,
    /// Its H3 cells.
    pub cells: Vec<String>,
    /// The same ground with its edge along streets; absent where not asked for with `parts=streets`, or where no
    /// streets are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub along: Option<AlongStreets>,
}

/// A catchment with its edge along streets: the blocks of which it covers half or more, and its own edge where there
/// are none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlongStreets {
    /// The outline, degrees: a `GeoJSON` geometry.
    #[schema(value_type = Object)]
    pub outline: Value,
    /// Area, km².
    pub area_km2: f64,
    /// Count over the covered months, of the cells whose middle the outline holds.
    pub count: i64,
    /// What was maximized, in the same cells.
    pub harm: f64,
    /// The count as a part of the whole city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_city: Option<CityShare>,
    /// Residents of the same cells, an estimate.
    pub residents: Option<f64>,
    /// Both grounds and their counts in one sentence.
    pub sentence: String,
}

/// What so many catchments hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FrontierPoint {
    /// Number of catchments.
    pub k: usize,
    /// Harm inside all of them.
    pub harm: f64,
    /// No choice can hold more.
    pub bound: f64,
    /// Share of the bound that is not reached.
    pub gap: f64,
}

/// What money and staff are enough for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BudgetInfo {
    /// Cost of one launch, US dollars, where the city file says it.
    pub launch_usd: Option<f64>,
    /// Staff of one site, where the city file says it.
    pub staff_per_site: Option<u32>,
    /// Sites that both are enough for.
    pub affordable_k: usize,
    /// The same in one sentence.
    pub sentence: String,
}

/// What the chosen sites cost, as the city file says of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CostInfo {
    /// To launch all of them, US dollars.
    pub launch_usd: Option<f64>,
    /// A year of all of them, US dollars.
    pub yearly_usd: Option<f64>,
    /// People who work at them.
    pub staff: Option<u32>,
    /// Where the figures of one site are stated.
    pub source: String,
    /// The same in words.
    pub sentence: String,
}

/// How far the interrupters of one site walk: an upper bound that knows no street network, no stops and no way back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WalkInfo {
    /// Hours that an interrupter walks in a day.
    pub hours_a_day: f64,
    /// Interrupters of a site.
    pub interrupters: u32,
    /// Speed, stops included, km/h; an assumption.
    pub speed_km_h: f64,
    /// Length of street passed in a day at most, km.
    pub street_km: f64,
    /// Area whose streets that is, at 18 km of street per km², an assumption; km².
    pub area_km2: f64,
}
