//! What a report is laid out from.

use catchment_model::{Measure, named};
use serde::{Deserialize, Serialize};

use crate::area::MonthCount;
use crate::backtest::BacktestAnswer;
use crate::decision::DecisionAnswer;
use crate::optimize::{LimitsInfo, OptimizeAnswer};
use crate::rankings::RankingsAnswer;
use crate::status::StatusAnswer;

named! {
    /// What an outline is drawn around.
    pub enum OutlineKind as "kind of outline" {
        /// A neighborhood.
        Neighborhood = "neighborhood",
        /// A park, cemetery or garden.
        Park = "park",
        /// A catchment.
        Catchment = "catchment",
        /// A site whose outline is published.
        Published = "published",
        /// A site for whose outline whole neighborhoods stand in.
        StandIn = "stand-in",
    }
}

/// What a report is laid out from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportAnswer {
    /// The measure asked for.
    pub measure: Measure,
    /// The dataset.
    pub status: StatusAnswer,
    /// All neighborhoods by each measure.
    pub neighborhoods: ByMeasure,
    /// Candidate catchments by the measure asked for; absent where none can be told.
    pub catchments: Option<RankingsAnswer>,
    /// Why there are no catchments.
    pub no_catchments: Option<String>,
    /// The decision under several criteria, where the question weighs any.
    pub decision: Option<DecisionAnswer>,
    /// The best catchments under limits, where the question names any.
    pub choice: Option<ReportChoice>,
    /// How each way of choosing would have done before, where it was asked for.
    pub backtest: Option<BacktestAnswer>,
    /// The decision record that the report speaks for; absent where the question came without one.
    pub record: Option<ReportRecord>,
    /// The city's counts by month over the whole coverage, gaps included.
    pub series: Vec<MonthCount>,
    /// Outlines for the maps.
    pub outlines: Outlines,
}

/// A ranking by each measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByMeasure {
    /// By count.
    pub count: RankingsAnswer,
    /// Per resident; absent where residents are not known.
    pub per_resident: Option<RankingsAnswer>,
    /// Per km².
    pub per_km2: RankingsAnswer,
}

/// The best catchments under limits, and these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportChoice {
    /// The answer.
    pub answer: OptimizeAnswer,
    /// The limits.
    pub limits: ReportLimits,
    /// Names of the areas that are closed.
    pub excluded: Vec<String>,
}

/// The limits of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportLimits {
    /// What may not or cannot be done.
    #[serde(flatten)]
    pub limits: LimitsInfo,
    /// Hours that an interrupter walks in a day.
    pub hours_a_day: f64,
}

/// A decision record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRecord {
    /// BLAKE3 of the record.
    pub blake3: String,
    /// BLAKE3 of the answer in it.
    pub answer_blake3: String,
    /// Name of the scenario that it was written for, where it was.
    pub scenario: Option<String>,
    /// Revision of that scenario.
    pub revision: Option<u64>,
}

/// Outlines in degrees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outlines {
    /// Neighborhoods and parks.
    pub areas: Vec<Outline>,
    /// Candidate catchments.
    pub catchments: Vec<Outline>,
    /// The best catchments under limits.
    pub choice: Vec<Outline>,
    /// Existing sites.
    pub sites: Vec<Outline>,
}

/// An outline with its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// Id, as in the rankings.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: OutlineKind,
    /// Where it lies.
    pub geometry: OutlineGeometry,
}

/// Polygons as `GeoJSON`: rings of longitude and latitude, the exterior first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum OutlineGeometry {
    /// Several polygons.
    MultiPolygon {
        /// Their rings.
        coordinates: Vec<Vec<Vec<[f64; 2]>>>,
    },
}

impl OutlineGeometry {
    /// All rings.
    pub fn rings(&self) -> impl Iterator<Item = &[[f64; 2]]> {
        let Self::MultiPolygon { coordinates } = self;
        coordinates.iter().flatten().map(Vec::as_slice)
    }
}

impl ReportAnswer {
    /// The ranking of neighborhoods by the measure that was asked for.
    pub fn asked(&self) -> &RankingsAnswer {
        self.neighborhoods.by(self.measure)
    }

    /// Name of a neighborhood or park by its id; the id where it has none.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        let ranking = &self.neighborhoods.count;
        let ranked = ranking.items.iter().map(|i| (&i.id, &i.name));
        let others = ranking.not_ranked.iter().map(|n| (&n.id, &n.name));
        ranked.chain(others).find(|(own, _)| *own == id).map_or(id, |(_, name)| name)
    }
}

impl ByMeasure {
    /// The ranking by a measure; by count where there is none per resident.
    pub fn by(&self, measure: Measure) -> &RankingsAnswer {
        match measure {
            Measure::Count => &self.count,
            Measure::PerResident => self.per_resident.as_ref().unwrap_or(&self.count),
            Measure::PerKm2 => &self.per_km2,
        }
    }
}
