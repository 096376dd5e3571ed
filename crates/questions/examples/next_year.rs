//! Is what is said of the next year true? Every year of a dataset that has four years before it is held against what
//! would have been said of it, and so is the test by which a fall is told: `next_year WORKSPACE`.
//!
//! What is judged: the ranks of the counts of incidents in the year that came, against predictions that hold that
//! year's own chance (negative binomial). The ranks of true rates, which places are compared by, are judged on
//! simulated cities only (siting's tests): nobody knows the true rates of a real one.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

use std::error::Error;
use std::path::Path;

use catchment_model::{AreaKind, Month, Query, TimeBasis, Unit, Window};
use catchment_siting::{Drift, NextInput, RankGroup, RankInput, RankParams, RankUnit, Stream};
use catchment_store::Dataset;

/// Number of the worst.
const K: usize = 3;
/// Lower ends of the bins of P(top 3).
const BINS: [f64; 5] = [0.0, 0.05, 0.3, 0.7, 0.95];
/// Counts needed in the plain Poisson case, per unit of over-dispersion.
const PLAIN: f64 = 352.1;

/// Monthly incidents of places over all covered months.
struct Places {
    units: Vec<RankUnit>,
    months: Vec<Month>,
    /// `[place][month]`.
    monthly: Vec<Vec<i64>>,
}

impl Places {
    fn new(data: &Dataset, units: Vec<RankUnit>, of: &[Option<usize>]) -> Result<Self, Box<dyn Error>> {
        let span = data.coverage.incidents_span().ok_or("no month with incidents")?;
        let missing = data.coverage.missing(span);
        let months: Vec<Month> = span.months().filter(|m| !missing.contains(m)).collect();
        let mut monthly = vec![vec![0; months.len()]; units.len()];
        let selection = data.offenses.select("harm").unwrap_or_else(|_| data.offenses.default_selection());
        let query = Query { window: span, selection, unit: Unit::Incident, time: TimeBasis::Reported, blocks: None };
        data.cube.fold(&query, |entry, n| {
            if let (Some(place), Ok(month)) = (of[entry.place as usize], months.binary_search(&entry.reported)) {
                monthly[place][month] += n;
            }
        });
        Ok(Self { units, months, monthly })
    }

    /// Neighborhoods by the police's label.
    fn neighborhoods(data: &Dataset) -> Result<Self, Box<dyn Error>> {
        let areas = data.areas.list();
        let ranked: Vec<usize> = (0..areas.len()).filter(|a| areas[*a].kind == AreaKind::Neighborhood).collect();
        let units = ranked.iter().map(|a| unit(areas[*a].id.clone())).collect();
        let at = |place: &catchment_model::Place| ranked.binary_search(&usize::from(place.area_label?.0)).ok();
        Self::new(data, units, &data.cube.places().iter().map(at).collect::<Vec<_>>())
    }

    /// H3 cells of resolution 8, about 0.74 km², that ever held an incident.
    fn cells(data: &Dataset) -> Result<Self, Box<dyn Error>> {
        let places = data.cube.places();
        let mut cells: Vec<_> = places.iter().filter_map(|p| p.cells.map(|c| c[0])).collect();
        cells.sort_unstable();
        cells.dedup();
        let units = cells.iter().map(|c| unit(c.to_string())).collect();
        let of: Vec<Option<usize>> = places.iter().map(|p| cells.binary_search(&p.cells?[0]).ok()).collect();
        Self::new(data, units, &of)
    }

    /// Counts of a place in some calendar years.
    fn count(&self, place: usize, from: i32, years: u32) -> f64 {
        let within = |m: &Month| (i64::from(from)..i64::from(from) + i64::from(years)).contains(&i64::from(m.year()));
        let months = self.months.iter().zip(&self.monthly[place]).filter(|(m, _)| within(m));
        months.map(|(_, n)| *n).sum::<i64>().max(0) as f64
    }

    /// Whether each month of a calendar year is covered.
    fn whole(&self, year: i32) -> bool {
        self.months.iter().filter(|m| m.year() == year).count() == 12
    }

    /// What would have been learned at the end of a year.
    fn learned(&self, last: i32) -> Result<Option<Drift>, Box<dyn Error>> {
        let n = self.months.iter().filter(|m| m.year() <= last).count();
        let Some(end) = n.checked_sub(1).map(|at| self.months[at]) else { return Ok(None) };
        let past = RankInput {
            months: n,
            units: self.units.clone(),
            groups: vec![RankGroup { id: "harm".to_owned(), label: "Harm".to_owned(), weight: 1.0 }],
            monthly: self.monthly.iter().flat_map(|row| &row[..n]).copied().collect(),
            clusters: None,
            reference: None,
        };
        let ages: Vec<u32> = self.months[..n].iter().map(|m| u32::from(end.index() - m.index())).collect();
        let per_count = vec![1.0; self.units.len()];
        Ok(RankParams::default().drift(&NextInput { past: &past, ages: &ages, per_count: &per_count })?)
    }
}

fn unit(id: String) -> RankUnit {
    RankUnit { id, residents: None, area_km2: 1.0, left_out: None }
}

/// A share with its 95% interval (Agresti and Coull).
fn share(hits: u32, all: u32) -> String {
    let n = f64::from(all) + 4.0;
    let p = (f64::from(hits) + 2.0) / n;
    let half = 1.96 * (p * (1.0 - p) / n).sqrt();
    let percent = |p: f64| format!("{:.1}", 100.0 * p.clamp(0.0, 1.0));
    let own = f64::from(hits) / f64::from(all.max(1));
    format!("{hits} of {all}, {}% ({} to {})", percent(own), percent(p - half), percent(p + half))
}

/// The ranks of each year that came against what was said before it.
fn ranks(places: &Places, years: &[i32]) -> Result<(), Box<dyn Error>> {
    let (mut held, mut all) = (0, 0);
    let mut bins = [(0.0, 0, 0); BINS.len()];
    for year in years.iter().filter(|y| places.whole(**y)) {
        let Some(drift) = places.learned(year - 1)? else { continue };
        let ties = Stream::new(u64::from(year.unsigned_abs()), &["ties"]);
        let came = |place: usize| places.count(place, *year, 1) + 1e-3 * ties.uniform(place as u64);
        let counts: Vec<f64> = (0..places.units.len()).map(came).collect();
        for said in drift.counted_ranks(K) {
            let rank = 1 + counts.iter().filter(|n| **n > counts[said.unit]).count();
            held += u32::from((said.rank_low..=said.rank_high).contains(&rank));
            all += 1;
            let bin = BINS.iter().filter(|low| said.p_top >= **low).count() - 1;
            bins[bin].0 += said.p_top;
            bins[bin].1 += u32::from(rank <= K);
            bins[bin].2 += 1;
        }
        println!("  {year}: drift {:.1}% a year, over-dispersion {:.2}", 100.0 * drift.sigma(), drift.phi());
    }
    println!("| P(top {K}) said | mean said | came true (95% interval) |\n|---|---|---|");
    for (at, (said, came, n)) in bins.into_iter().enumerate() {
        let end = BINS.get(at + 1).copied().unwrap_or(1.0);
        println!("| {:.2} to {end:.2} | {:.1}% | {} |", BINS[at], 100.0 * said / f64::from(n.max(1)), share(came, n));
    }
    println!("Observed rank in its 90% interval: {}\n", share(held, all));
    Ok(())
}

/// How often the test by which a fall is told alarms where there was no program, beside the plain Poisson one.
fn alarms(places: &Places, years: &[i32]) -> Result<(), Box<dyn Error>> {
    let (mut fixed, mut plain) = ([(0, 0, 0); 5], (0, 0, 0));
    let mut smallest = Vec::new();
    for last in years {
        let Some(drift) = places.learned(*last)? else { continue };
        smallest.extend((0..drift.len()).filter_map(|at| drift.visible(at).smallest).map(|s| s.0));
        for at in (0..drift.len()).filter(|at| drift.gamma(*at).mean() >= 20.0) {
            let covered = |after: i32| (last - after + 1..=last + after).all(|y| places.whole(y));
            for after in (1..=5).filter(|after| covered(*after)) {
                let (new, old) = alarmed(places, &drift, (at, *last, after));
                let sum = &mut fixed[usize::try_from(after - 1)?];
                *sum = (sum.0 + u32::from(new), sum.1 + u32::from(old), sum.2 + 1);
                // The length that the plain rule would have named.
                let named = (PLAIN * drift.phi() / drift.gamma(at).mean()).ceil();
                if (named - f64::from(after)).abs() < 0.5 {
                    plain = (plain.0 + u32::from(new), plain.1 + u32::from(old), plain.2 + 1);
                }
            }
        }
    }
    println!("| years after | alarms, with drift and comparison | alarms, plain Poisson |\n|---|---|---|");
    for (after, (new, old, n)) in (1..).zip(fixed) {
        println!("| {after} | {} | {} |", share(new, n), share(old, n));
    }
    println!("| as the plain rule says | {} | {} |", share(plain.0, plain.2), share(plain.1, plain.2));
    smallest.sort_by(f64::total_cmp);
    if let (Some(least), Some(middle)) = (smallest.first(), smallest.get(smallest.len() / 2)) {
        println!("Smallest fall that could be told: {:.0}%, median {:.0}%\n", 100.0 * least, 100.0 * middle);
    }
    Ok(())
}

/// Whether the test alarms, and whether the plain one would have.
fn alarmed(places: &Places, drift: &Drift, (at, last, after): (usize, i32, i32)) -> (bool, bool) {
    let years = after.unsigned_abs();
    let unit = |at: usize| drift.unit(at);
    let both = |place: usize| (places.count(place, last - after + 1, years), places.count(place, last + 1, years));
    let (before, then) = both(unit(at));
    let others = drift.others(at).into_iter().map(|other| both(unit(other)));
    let (others_before, others_then) = others.fold((0.0, 0.0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
    let ratio = ((then + 0.5) / (before + 0.5)).ln() - (others_then / others_before).ln();
    let plain = 2.0 * (then.sqrt() - before.sqrt()) / (2.0 * drift.phi()).sqrt();
    (ratio.abs() > drift.threshold(at, (years, years)), plain.abs() > 1.96)
}

fn main() -> Result<(), Box<dyn Error>> {
    let workspace = std::env::args().nth(1).ok_or("expected a workspace")?;
    let data = Dataset::open(Path::new(&workspace))?;
    let span: Window = data.coverage.incidents_span().ok_or("no month with incidents")?;
    // No program before the first site began.
    let first_site = data.sites.iter().map(|s| s.from.year()).min().unwrap_or(span.to().year() + 1);
    let years: Vec<i32> = (span.from().year() + 4..=span.to().year()).collect();
    for (name, places) in
        [("Neighborhoods", Places::neighborhoods(&data)?), ("Cells of 0.74 km²", Places::cells(&data)?)]
    {
        println!("## {name}\n");
        ranks(&places, &years)?;
        let before: Vec<i32> = (span.from().year() + 3..first_site).collect();
        let mut free = places;
        let keep = free.months.iter().filter(|m| m.year() < first_site).count();
        free.months.truncate(keep);
        free.monthly.iter_mut().for_each(|row| row.truncate(keep));
        println!("Years before {first_site}, no program:");
        alarms(&free, &before)?;
    }
    Ok(())
}
