//! What a ranking is made of: units, groups, and one table of monthly counts.

use catchment_model::{Measure, heap};

use super::RankError;

/// All three measures: a reader sees all three.
pub const MEASURES: [Measure; 3] = [Measure::Count, Measure::PerResident, Measure::PerKm2];

/// A neighborhood, a catchment or a tile.
#[derive(Debug, Clone, PartialEq)]
pub struct RankUnit {
    /// Id; its random stream and its place among ties depend on it.
    pub id: String,
    /// Residents, where known.
    pub residents: Option<f64>,
    /// Area, km².
    pub area_km2: f64,
    /// Why the caller leaves it out of the ranking (a park); absent where it is ranked.
    pub left_out: Option<String>,
}

/// An offense group of the score.
#[derive(Debug, Clone, PartialEq)]
pub struct RankGroup {
    /// Id.
    pub id: String,
    /// Name for people.
    pub label: String,
    /// Weight of one event in the score, 0 or more.
    pub weight: f64,
}

/// Incidents behind a table of net counts.
///
/// With them the rate of offenses of a unit is its rate of incidents times the mean size of its incidents: the first
/// has the Gamma posterior of a count of incidents, the second is shrunk toward the mean of all units, the variance of
/// sizes pooled, and their product is matched by mean and variance with one Gamma.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clusters {
    /// Distinct incidents, laid out as the counts: `[(group × units + unit) × months + month]`.
    pub monthly: Vec<i64>,
    /// Sum over incidents of (offenses of the incident)² at `[group × units + unit]`.
    pub squares: Vec<f64>,
}

/// Other units that tell what is usual: the prior and the over-dispersion come from them.
///
/// Catchments are chosen because they are high. Compared among themselves only, their rates would look normal; compared
/// with a tiling of the whole city by areas of the same size ([`crate::reference_tiling`]), they shrink toward what
/// such areas have: regression to the mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The units.
    pub units: Vec<RankUnit>,
    /// Net counts, laid out as [`RankInput::monthly`].
    pub monthly: Vec<i64>,
    /// Incidents behind them; absent where every count is an event of its own.
    pub clusters: Option<Clusters>,
}

/// All that a ranking is computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct RankInput {
    /// Covered months of the window. Missing months are neither counted here nor in the tables: missing is not zero.
    pub months: usize,
    /// Units, in any order.
    pub units: Vec<RankUnit>,
    /// Offense groups.
    pub groups: Vec<RankGroup>,
    /// Net counts at `[(group × units + unit) × months + month]`.
    pub monthly: Vec<i64>,
    /// Incidents behind them; absent where every count is an event of its own.
    pub clusters: Option<Clusters>,
    /// Where the prior comes from; absent: from the ranked units themselves.
    pub reference: Option<Reference>,
}

/// Units with their counts, ready for the methods: only those that can be ranked.
pub(crate) struct Table<'a> {
    /// Positions in the list of units, in order of id.
    pub(crate) ranked: Vec<usize>,
    /// Why the others are not, by position.
    pub(crate) left_out: Vec<(usize, String)>,
    /// Exposure of each ranked unit over the window: years × (1, thousands of residents, or km²).
    pub(crate) exposure: Vec<f64>,
    monthly: &'a [i64],
    clusters: Option<&'a Clusters>,
    units: usize,
    months: usize,
}

impl<'a> Table<'a> {
    pub(crate) fn new(
        name: &'static str,
        units: &[RankUnit],
        (monthly, clusters): (&'a [i64], Option<&'a Clusters>),
        groups: usize,
        months: usize,
        (measure, min_residents): (Measure, f64),
    ) -> Result<Self, RankError> {
        let expected = groups * units.len() * months;
        if monthly.len() != expected {
            return Err(RankError::Table { table: name, len: monthly.len(), expected });
        }
        if let Some(c) = clusters.filter(|c| c.monthly.len() != expected) {
            return Err(RankError::Table { table: "clusters.monthly", len: c.monthly.len(), expected });
        }
        if let Some(c) = clusters.filter(|c| c.squares.len() != groups * units.len()) {
            let expected = groups * units.len();
            return Err(RankError::Table { table: "clusters.squares", len: c.squares.len(), expected });
        }
        let mut order: Vec<usize> = (0..units.len()).collect();
        order.sort_by(|a, b| units[*a].id.cmp(&units[*b].id));
        if let Some(pair) = order.windows(2).find(|w| units[w[0]].id == units[w[1]].id) {
            return Err(RankError::RepeatedId(units[pair[0]].id.clone()));
        }
        let years = months as f64 / 12.0;
        let mut table =
            Self { ranked: vec![], left_out: vec![], exposure: vec![], monthly, clusters, units: units.len(), months };
        for at in order {
            let unit = &units[at];
            if !(unit.area_km2.is_finite() && unit.area_km2 > 0.0) {
                return Err(RankError::Area { id: unit.id.clone(), value: unit.area_km2 });
            }
            match size(unit, measure, min_residents) {
                Ok(size) => {
                    table.ranked.push(at);
                    table.exposure.push(years * size);
                }
                Err(why) => table.left_out.push((at, why)),
            }
        }
        Ok(table)
    }

    /// Monthly net counts of a unit (by position in the list of units).
    pub(crate) fn months(&self, group: usize, unit: usize) -> &'a [i64] {
        let start = (group * self.units + unit) * self.months;
        &self.monthly[start..start + self.months]
    }

    /// Monthly incidents of a unit: the counts themselves where each is an event of its own.
    pub(crate) fn monthly_incidents(&self, group: usize, unit: usize) -> &'a [i64] {
        let start = (group * self.units + unit) * self.months;
        &self.clusters.map_or(self.monthly, |c| &c.monthly)[start..start + self.months]
    }

    /// Incidents of a unit over the window, 0 or more.
    pub(crate) fn incidents(&self, group: usize, unit: usize) -> f64 {
        self.monthly_incidents(group, unit).iter().sum::<i64>().max(0) as f64
    }

    /// Sum of the squared sizes of a unit's incidents; absent where each count is an event of its own.
    pub(crate) fn squares(&self, group: usize, unit: usize) -> Option<f64> {
        self.clusters.map(|c| c.squares[group * self.units + unit])
    }

    /// Net count of a unit over the window.
    pub(crate) fn count(&self, group: usize, unit: usize) -> i64 {
        self.months(group, unit).iter().sum()
    }

    /// Incidents of the ranked units, reversals that exceed them clamped at 0.
    pub(crate) fn clamped(&self, group: usize) -> Vec<f64> {
        self.ranked.iter().map(|u| self.incidents(group, *u)).collect()
    }
}

/// Size of a unit by a measure, or why it has none.
pub(super) fn size(unit: &RankUnit, measure: Measure, min_residents: f64) -> Result<f64, String> {
    if let Some(why) = &unit.left_out {
        return Err(why.clone());
    }
    match (measure, unit.residents) {
        (Measure::Count, _) => Ok(1.0),
        (Measure::PerKm2, _) => Ok(unit.area_km2),
        (Measure::PerResident, None) => Err("residents are not known".to_owned()),
        (Measure::PerResident, Some(n)) if n.is_finite() && n > 0.0 && n >= min_residents => Ok(n / 1000.0),
        (Measure::PerResident, Some(n)) => {
            Err(format!("{n:.0} residents; a rate per resident needs at least {min_residents:.0}"))
        }
    }
}

heap!(RankUnit { id, residents, area_km2, left_out });
heap!(RankGroup { id, label, weight });
heap!(Clusters { monthly, squares });
heap!(Reference { units, monthly, clusters });
heap!(RankInput { months, units, groups, monthly, clusters, reference });
