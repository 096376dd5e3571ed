//! The search over all cylinders, and the same search on simulated cases.

use catchment_model::{Unwatched, Watch};
use rayon::prelude::*;
use serde::Serialize;

use super::{Null, Scan, ScanError, SpaceTime, Zones};
use crate::chance::{Alias, Draws, simulated};

/// Places and a period that hold more than expected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cluster {
    /// Place at the center.
    pub center: u32,
    /// Its places, nearest first, the center among them.
    pub places: Vec<u32>,
    /// Position of the first step.
    pub from: usize,
    /// Position of the last step, included.
    pub to: usize,
    /// Cases inside.
    pub cases: u64,
    /// Cases expected.
    pub expected: f64,
    /// (c/E) ÷ ((C−c)/(C−E)); infinite where all cases lie inside.
    pub relative_risk: f64,
    /// Log likelihood ratio.
    pub llr: f64,
    /// (1 + simulations whose best ratio is as high) ÷ (1 + simulations): already corrected for all cylinders tried.
    pub p: f64,
}

/// Clusters, the most likely first; no two share a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScanResult {
    /// Clusters.
    pub clusters: Vec<Cluster>,
    /// All cases.
    pub cases: u64,
    /// Highest log likelihood ratio of each simulation, rising: what chance alone would have found.
    pub chance: Vec<f64>,
}

/// A cylinder while it is compared.
#[derive(Debug, Clone, Copy)]
struct Cylinder {
    llr: f64,
    center: u32,
    size: u32,
    from: usize,
    to: usize,
    cases: u64,
    expected: f64,
}

impl Scan {
    /// The clusters of cases in space, or in space and time.
    ///
    /// LLR = c ln(c/E) + (C − c) ln((C − c)/(C − E)) where c > E, else 0; C all cases, scaled so that ΣE = C.
    ///
    /// **Steps.** Every zone of `zones` times every window of at most `max_steps` steps without a gap is a cylinder.
    /// The highest ratio names the most likely cluster; further ones are the highest that share no place with those
    /// before. The same search on simulated cases gives p. One step makes it a spatial scan.
    ///
    /// **Returns** clusters of ratio above 0, at most `most`. Ties go to the lower center, then the smaller zone, then
    /// the earlier window. The same for any number of threads.
    ///
    /// **Complexity.** O(simulations · Σ zone sizes · steps · `max_steps`); a ratio is only computed where a bound
    /// without logarithms, ln r ≤ (r² − 1)/(2r) for r ≥ 1 and ln(1 − u) ≤ −u, does not already rule it out.
    ///
    /// # Errors
    /// [`ScanError`] for lists of the wrong length, no cases, or expectations that are negative or all 0.
    ///
    /// # References
    /// Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics 26(6), 1481–1496.
    /// doi:10.1080/03610929708831995, equation for λ on page 1485 (Poisson). Kulldorff, M. et al. (2005). A space-time
    /// permutation scan statistic for disease outbreak detection. `PLoS` Medicine 2(3), e59.
    /// doi:10.1371/journal.pmed.0020059 (permutation, and p by simulation: Dwass 1957, doi:10.1214/aoms/1177707045).
    pub fn find(&self, zones: &Zones, data: SpaceTime<'_>, null: Null<'_>) -> Result<ScanResult, ScanError> {
        self.find_watched((zones, data), null, &Unwatched)
    }

    /// As [`Scan::find`], telling `watch` how many simulations are done, and stopping where it asks to. The answer is
    /// the same to the byte.
    ///
    /// # Errors
    /// As [`Scan::find`], and [`ScanError::Cancelled`].
    pub fn find_watched(
        &self,
        (zones, data): (&Zones, SpaceTime<'_>),
        null: Null<'_>,
        watch: &dyn Watch,
    ) -> Result<ScanResult, ScanError> {
        let field = Field::new(zones, data, null, self)?;
        let found = field.candidates(data.cases);
        let by_sim =
            |sim: u32| field.best(&field.simulated(data, null, Draws::new(self.0.seed, "scan", u64::from(sim))));
        let mut chance = simulated(watch, self.0.simulations, by_sim).ok_or(ScanError::Cancelled)?;
        chance.sort_unstable_by(f64::total_cmp);
        Ok(ScanResult { clusters: self.separate(&field, &found, &chance), cases: field.total, chance })
    }

    /// The best cylinders that share no place.
    fn separate(&self, field: &Field<'_>, found: &[Cylinder], chance: &[f64]) -> Vec<Cluster> {
        let mut taken = vec![false; field.zones.len()];
        let mut clusters = Vec::new();
        for best in found {
            if clusters.len() >= self.0.most {
                break;
            }
            let places = &field.zones.about(best.center as usize)[..best.size as usize];
            if places.iter().any(|p| taken[*p as usize]) {
                continue;
            }
            for place in places {
                taken[*place as usize] = true;
            }
            let (c, all) = (best.cases as f64, field.total as f64);
            // A hair's breadth, so that the same ratio added up in another order counts as reached.
            let reached = chance.len() - chance.partition_point(|x| *x < best.llr * (1.0 - 1e-12));
            clusters.push(Cluster {
                center: best.center,
                places: places.to_vec(),
                from: best.from,
                to: best.to,
                cases: best.cases,
                expected: best.expected,
                relative_risk: (c / best.expected) / ((all - c) / (all - best.expected)),
                llr: best.llr,
                p: (reached + 1) as f64 / (chance.len() + 1) as f64,
            });
        }
        clusters
    }
}

/// What stays the same over all simulations.
struct Field<'a> {
    zones: &'a Zones,
    /// Number of steps.
    steps: usize,
    /// First step of the longest window that ends with each step.
    earliest: Vec<usize>,
    /// First step that a window may end with.
    ends_from: usize,
    expected: Vec<f64>,
    alias: Option<Alias>,
    total: u64,
}

impl<'a> Field<'a> {
    fn new(zones: &'a Zones, data: SpaceTime<'_>, null: Null<'_>, scan: &Scan) -> Result<Self, ScanError> {
        let steps = data.steps.len();
        let size = zones.len() * steps;
        if data.cases.len() != size {
            return Err(ScanError::Length { what: "cases", given: data.cases.len(), expected: size });
        }
        if let Some(at) = (1..steps).find(|&t| data.steps[t] <= data.steps[t - 1]) {
            return Err(ScanError::Order(at));
        }
        let total: u64 = data.cases.iter().map(|c| u64::from(*c)).sum();
        if total == 0 {
            return Err(ScanError::NoCases);
        }
        if u32::try_from(total).is_err() {
            return Err(ScanError::TooMany(total));
        }
        let (expected, alias) = match null {
            Null::Permutation => (marginal(data, total), None),
            Null::Expected(weights) => {
                let expected = scaled(weights, size, total as f64)?;
                if let Some(at) = (0..size).find(|&i| data.cases[i] > 0 && expected[i] <= 0.0) {
                    return Err(ScanError::Value {
                        what: "expected cases",
                        value: expected[at],
                        at,
                        accepted: "above 0 where cases were found",
                    });
                }
                let alias = Alias::new(&expected);
                (expected, Some(alias))
            }
        };
        let earliest = (0..steps)
            .map(|end| {
                let mut first = end;
                while first > 0 && end - first + 1 < scan.0.max_steps && data.steps[first] == data.steps[first - 1] + 1
                {
                    first -= 1;
                }
                first
            })
            .collect();
        let ends_from = if scan.0.alive_only { steps - 1 } else { 0 };
        Ok(Self { zones, steps, earliest, ends_from, expected, alias, total })
    }

    /// Cases as chance would have them.
    fn simulated(&self, data: SpaceTime<'_>, null: Null<'_>, mut draws: Draws) -> Vec<u32> {
        let mut cases = vec![0; data.cases.len()];
        if let (Null::Expected(_), Some(alias)) = (null, &self.alias) {
            (0..self.total).for_each(|_| cases[alias.draw(&mut draws) as usize] += 1);
            return cases;
        }
        let each = |(at, n): (usize, &u32)| std::iter::repeat_n(at, *n as usize);
        let all: Vec<usize> = data.cases.iter().enumerate().flat_map(each).collect();
        let mut when: Vec<usize> = all.iter().map(|at| at % self.steps).collect();
        draws.shuffle(&mut when);
        all.iter().zip(when).for_each(|(at, step)| cases[at - at % self.steps + step] += 1);
        cases
    }

    /// The best cylinder of each center and size, best first.
    fn candidates(&self, cases: &[u32]) -> Vec<Cylinder> {
        let of_center = |center: usize| {
            let mut found: Vec<Cylinder> = Vec::new();
            self.walk(cases, center, |cylinder, all| {
                let llr = ratio(cylinder.cases as f64, cylinder.expected, all);
                match found.last_mut() {
                    Some(best) if best.size == cylinder.size => {
                        // Ties go to the earlier window, though windows are met from their end backwards.
                        if llr > best.llr || (llr >= best.llr && (cylinder.from, cylinder.to) < (best.from, best.to)) {
                            *best = Cylinder { llr, ..cylinder };
                        }
                    }
                    _ => found.push(Cylinder { llr, ..cylinder }),
                }
            });
            found
        };
        let mut all: Vec<Cylinder> = (0..self.zones.len()).into_par_iter().flat_map_iter(of_center).collect();
        all.sort_by(|a, b| b.llr.total_cmp(&a.llr).then((a.center, a.size).cmp(&(b.center, b.size))));
        all
    }

    /// The highest ratio of all.
    fn best(&self, cases: &[u32]) -> f64 {
        let mut best = 0.0;
        for center in 0..self.zones.len() {
            self.walk(cases, center, |cylinder, all| {
                let c = cylinder.cases as f64;
                let r = c / cylinder.expected;
                let bound = 0.5 * c * (r - 1.0 / r) - (all - c) * (c - cylinder.expected) / (all - cylinder.expected);
                if bound > best || !bound.is_finite() {
                    best = ratio(c, cylinder.expected, all).max(best);
                }
            });
        }
        best
    }

    /// Meets every cylinder about a center that holds more than expected; `meet` gets it with the total of all cases.
    fn walk(&self, cases: &[u32], center: usize, mut meet: impl FnMut(Cylinder, f64)) {
        let (mut inside, mut expected) = (vec![0u64; self.steps], vec![0.0; self.steps]);
        let all = self.total as f64;
        for (size, &place) in (1u32..).zip(self.zones.about(center)) {
            let row = place as usize * self.steps..(place as usize + 1) * self.steps;
            let mut grew = false;
            for (t, (c, e)) in cases[row.clone()].iter().zip(&self.expected[row]).enumerate() {
                inside[t] += u64::from(*c);
                expected[t] += e;
                grew |= *c > 0;
            }
            // More is expected and no more found: every ratio is below that of the smaller zone.
            if !grew {
                continue;
            }
            for to in self.ends_from..self.steps {
                let (mut c, mut e) = (0, 0.0);
                for from in (self.earliest[to]..=to).rev() {
                    c += inside[from];
                    e += expected[from];
                    if c as f64 > e {
                        meet(
                            Cylinder {
                                llr: 0.0,
                                center: u32::try_from(center).unwrap_or(u32::MAX),
                                size,
                                from,
                                to,
                                cases: c,
                                expected: e,
                            },
                            all,
                        );
                    }
                }
            }
        }
    }
}

/// The log likelihood ratio of c > E cases.
fn ratio(c: f64, expected: f64, all: f64) -> f64 {
    let outside = all - c;
    let rest = all - expected;
    c * (c / expected).ln() + if outside > 0.0 && rest > 0.0 { outside * (outside / rest).ln() } else { 0.0 }
}

/// Place total × step total ÷ C.
fn marginal(data: SpaceTime<'_>, total: u64) -> Vec<f64> {
    let steps = data.steps.len();
    let mut by_step = vec![0u64; steps];
    for row in data.cases.chunks_exact(steps) {
        row.iter().zip(&mut by_step).for_each(|(c, sum)| *sum += u64::from(*c));
    }
    let row = |row: &[u32]| {
        let here: u64 = row.iter().map(|c| u64::from(*c)).sum();
        by_step.iter().map(|there| here as f64 * *there as f64 / total as f64).collect::<Vec<_>>()
    };
    data.cases.chunks_exact(steps).flat_map(row).collect()
}

/// Weights scaled to a total.
fn scaled(weights: &[f64], size: usize, total: f64) -> Result<Vec<f64>, ScanError> {
    if weights.len() != size {
        return Err(ScanError::Length { what: "expected cases", given: weights.len(), expected: size });
    }
    let refused = |at: usize, accepted| ScanError::Value { what: "expected cases", value: weights[at], at, accepted };
    if let Some(at) = weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
        return Err(refused(at, "a finite number of at least 0"));
    }
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return Err(refused(0, "at least one above 0"));
    }
    Ok(weights.iter().map(|w| w * (total / sum)).collect())
}
