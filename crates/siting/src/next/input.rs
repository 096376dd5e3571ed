//! What drift is learned from, and the yearly counts that it is learned on.

use crate::rank::input::Table;
use crate::rank::prior::{dispersion, over_dispersion};
use crate::rank::{RankError, RankInput, RankParams};

/// Fewest years of a past from which drift can be learned.
pub const MIN_YEARS: usize = 4;

/// The whole covered past of places up to the end of a window: longer than the window where the data are.
#[derive(Debug, Clone, Copy)]
pub struct NextInput<'a> {
    /// Units, offense groups and monthly counts of what is independent (incidents), over the whole past.
    pub past: &'a RankInput,
    /// Calendar months between each covered month and the last month of the window, in the order of the tables.
    pub ages: &'a [u32],
    /// What one count stands for in each unit: offenses per incident, above 0; 1 where counts are what is ranked.
    pub per_count: &'a [f64],
}

/// Yearly counts of the ranked units, all weighed groups together, as so many Poisson counts.
///
/// Groups of one place rise and fall together (a feud is robberies and shootings), so that the drift of their sum is
/// not that of independent parts: the sum is modeled. A weighted sum is divided by Σ w²·O ÷ Σ w·O, after which it
/// varies like a count, and by the over-dispersion of the months.
#[derive(Debug, Clone)]
pub(super) struct Yearly {
    /// Positions of the units in the list given.
    pub(super) units: Vec<usize>,
    /// Units left out, by position.
    pub(super) left_out: Vec<usize>,
    /// Size of each unit by the measure.
    pub(super) size: Vec<f64>,
    /// Scaled counts, `[unit][year]`.
    pub(super) counts: Vec<Vec<f64>>,
    /// Covered share of each year, above 0.
    pub(super) covered: Vec<f64>,
    /// Calendar years from each year to the next in the list; from the last to the year to come.
    pub(super) steps: Vec<u32>,
    /// Weighted events that one scaled count stands for.
    pub(super) scale: f64,
    /// Over-dispersion of the months.
    pub(super) phi: f64,
}

impl NextInput<'_> {
    /// Covered years of the past: calendar years counted back from the last month that hold a covered one.
    pub fn years(&self) -> usize {
        years_back(self.ages).len()
    }
}

/// Years that hold a covered month, oldest first, as years before the last.
fn years_back(ages: &[u32]) -> Vec<u32> {
    let mut back: Vec<u32> = ages.iter().map(|a| a / 12).collect();
    back.sort_unstable_by(|a, b| b.cmp(a));
    back.dedup();
    back
}

/// Yearly counts of the units, and of those that say what is usual where these are others.
pub(super) fn yearly(input: &NextInput<'_>, params: RankParams) -> Result<(Yearly, Option<Yearly>), RankError> {
    let RankInput { units, groups, months, monthly, reference, .. } = input.past;
    let by = (params.measure, params.min_residents);
    if input.ages.len() != *months {
        return Err(RankError::Table { table: "ages", len: input.ages.len(), expected: *months });
    }
    let own = Table::new("monthly", units, (monthly, None), groups.len(), *months, by)?;
    let usual = match reference {
        Some(r) => Some(Table::new("reference.monthly", &r.units, (&r.monthly, None), groups.len(), *months, by)?),
        None => None,
    };
    let usual = usual.filter(|t| !t.ranked.is_empty());
    let told = usual.as_ref().unwrap_or(&own);
    let scaling = Scaling::new(input, told);
    let of = |table: &Table<'_>| scaling.yearly(input, table);
    Ok((of(&own), usual.as_ref().map(of)))
}

/// Over-dispersion of the months about the mean of their own year and place, over whole years; of all months where no
/// year is whole.
///
/// About the mean of all years, drift itself would count as over-dispersion, and what is left would be too little: by a
/// tenth, in simulations with a drift of 12% and 25% a year.
fn within_years(input: &NextInput<'_>, table: &Table<'_>, group: usize) -> f64 {
    const YEAR: usize = 12;
    let months_of = |back: u32| -> Vec<usize> {
        input.ages.iter().enumerate().filter(|(_, age)| **age / 12 == back).map(|(month, _)| month).collect()
    };
    let whole: Vec<Vec<usize>> =
        years_back(input.ages).into_iter().map(months_of).filter(|months| months.len() == YEAR).collect();
    if whole.is_empty() {
        return dispersion(table, group, input.past.months);
    }
    let row = |unit: usize, year: &[usize]| -> Vec<i64> {
        let months = table.months(group, unit);
        year.iter().map(|month| months[*month]).collect()
    };
    let rows: Vec<Vec<i64>> = table.ranked.iter().flat_map(|unit| whole.iter().map(|year| row(*unit, year))).collect();
    over_dispersion(rows.iter().map(Vec::as_slice), YEAR)
}

/// What weighted events are divided by.
struct Scaling {
    scale: f64,
    phi: f64,
}

impl Scaling {
    /// Weighted sums of the months of the usual units tell how much more they vary than counts do.
    fn new(input: &NextInput<'_>, table: &Table<'_>) -> Self {
        let groups = &input.past.groups;
        let (mut first, mut second) = (0.0, 0.0);
        for (at, group) in groups.iter().enumerate() {
            let events: f64 = table.clamped(at).iter().sum();
            first += group.weight * events;
            second += group.weight * group.weight * events;
        }
        // Each group's own over-dispersion, in proportion to what it brings to the variance.
        let phi_of = |(at, g): (usize, &crate::rank::RankGroup)| {
            let brings = g.weight * g.weight * table.clamped(at).iter().sum::<f64>();
            if brings > 0.0 { brings * within_years(input, table, at) } else { 0.0 }
        };
        let phi = if second > 0.0 { groups.iter().enumerate().map(phi_of).sum::<f64>() / second } else { 1.0 };
        Self { scale: if first > 0.0 { phi * second / first } else { 1.0 }, phi }
    }

    fn yearly(&self, input: &NextInput<'_>, table: &Table<'_>) -> Yearly {
        let back = years_back(input.ages);
        let at = |age: u32| back.iter().position(|b| *b == age / 12).unwrap_or(0);
        let of_month: Vec<usize> = input.ages.iter().map(|a| at(*a)).collect();
        let mut covered = vec![0.0; back.len()];
        for year in &of_month {
            covered[*year] += 1.0 / 12.0;
        }
        let counts = |unit: &usize| -> Vec<f64> {
            let mut sums = vec![0.0; back.len()];
            for (group, g) in input.past.groups.iter().enumerate().filter(|(_, g)| g.weight > 0.0) {
                let months = table.months(group, *unit).iter().zip(&of_month);
                months.for_each(|(n, year)| sums[*year] += g.weight * *n as f64);
            }
            sums.iter().map(|s| s.max(0.0) / self.scale).collect()
        };
        let years = input.past.months as f64 / 12.0;
        Yearly {
            units: table.ranked.clone(),
            left_out: table.left_out.iter().map(|(unit, _)| *unit).collect(),
            size: table.exposure.iter().map(|e| e / years).collect(),
            counts: table.ranked.iter().map(counts).collect(),
            steps: back.windows(2).map(|w| w[0] - w[1]).chain([1]).collect(),
            covered,
            scale: self.scale,
            phi: self.phi,
        }
    }
}
