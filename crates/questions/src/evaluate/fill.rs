//! The specification curve, and what stands beside it.

use catchment_model::city::Claim;
use catchment_model::{Steps, Watch};
use catchment_siting::evaluate::{WdqInput, beyond, wdq};
use catchment_siting::{Stream, WddInput, wdd};

use super::estimate::{Years, estimate, matched};
use super::series::{Series, around, launched, without_program};
use super::{
    ClaimItem, DisplacementItem, EstimateMethod, Evaluate, EvaluateAnswer, EvaluateMeta, PlaceFall, PlainItem,
    SpecItem, SpecSummary, words,
};
use crate::answers::PROGRAM;
use crate::engine::Engine;
use crate::error::AskError;

/// Years of the longer baselines.
const BASELINES: [usize; 2] = [3, 5];

/// Ground that a program works on.
#[derive(Debug, Clone)]
struct Boundary {
    name: String,
    areas: Vec<usize>,
}

/// An evaluation at work.
#[derive(Debug)]
pub(super) struct Work<'a> {
    asked: &'a Evaluate,
    engine: &'a Engine,
    boundaries: Vec<Boundary>,
    others: Vec<usize>,
    /// Year of the first launch.
    launch: i32,
}

/// One specification with its estimate and those of its placebos, placebo by placebo.
struct Spec {
    item: SpecItem,
    placebos: Vec<Option<f64>>,
}

impl<'a> Work<'a> {
    pub(super) fn new(asked: &'a Evaluate, engine: &'a Engine) -> Result<Self, AskError> {
        let data = &engine.data;
        let at = |id: &String| data.areas.find(id).map(|a| usize::from(a.0));
        let chosen: Vec<_> =
            launched(data).into_iter().filter(|s| asked.site.as_ref().is_none_or(|id| *id == s.id)).collect();
        let site = |s: &&catchment_model::Site| Boundary {
            name: s.name.clone(),
            areas: s.area_ids.iter().filter_map(at).collect(),
        };
        let mut boundaries: Vec<Boundary> = chosen.iter().map(site).collect();
        if boundaries.len() > 1 {
            let mut areas: Vec<usize> = boundaries.iter().flat_map(|b| b.areas.iter().copied()).collect();
            areas.sort_unstable();
            areas.dedup();
            boundaries.insert(0, Boundary { name: words::all_sites(chosen.len()), areas });
        } else if let Some(one) = boundaries.first().cloned().filter(|b| b.areas.len() > 1) {
            let name = |a: &usize| data.areas.list()[*a].name.clone();
            boundaries.extend(one.areas.iter().map(|a| Boundary { name: name(a), areas: vec![*a] }));
        }
        let launch = chosen.iter().map(|s| s.from.year()).min().ok_or_else(|| AskError::internal("no site"))?;
        Ok(Self { asked, engine, boundaries, others: without_program(engine), launch })
    }

    pub(super) fn answer(&self, watch: &dyn Watch) -> Result<EvaluateAnswer, AskError> {
        let steps = Steps::new(watch, self.asked.offense.len() * self.boundaries.len());
        let (mut specs, mut plain, mut displacement) = (Vec::new(), Vec::new(), Vec::new());
        for outcome in &self.asked.offense {
            let series = Series::new(self.engine, outcome)?;
            for boundary in &self.boundaries {
                if steps.cancelled() {
                    return Err(AskError::Stopped);
                }
                specs.extend(self.specs(&series, outcome, boundary));
                steps.done();
            }
            plain.extend(self.plain(&series, outcome));
            displacement.extend(self.displacement(&series, outcome)?);
        }
        let summary = summary(&specs);
        let mut items: Vec<SpecItem> = specs.into_iter().map(|s| s.item).collect();
        items.sort_by(|a, b| a.ratio.total_cmp(&b.ratio));
        let data = &self.engine.data;
        let mut warnings = words::warnings(&items, &data.sites);
        warnings.extend(data.city.positions.synthetic.iter().cloned());
        Ok(EvaluateAnswer {
            meta: EvaluateMeta {
                dataset: data.id.clone(),
                program: PROGRAM.to_owned(),
                seed: self.asked.seed,
                params: self.asked.clone(),
                unit_label: "offenses, less those taken back, by calendar year of report".to_owned(),
                source: data.city.attribution.clone(),
                warnings,
            },
            headline: String::new(),
            finding: String::new(),
            claims: data.city.claim.iter().filter(|c| self.is_about(c)).map(|c| claim(c, &items)).collect(),
            summary,
            specs: items,
            plain,
            displacement,
            notes: words::notes(self.launch, self.others.len()),
        })
    }

    fn is_about(&self, claim: &Claim) -> bool {
        claim.sites.is_empty() || self.asked.site.as_ref().is_none_or(|id| claim.sites.contains(id))
    }

    /// Years before and after: the launch year as it is claimed, the year before, and longer baselines.
    fn years(&self, series: &Series) -> Vec<Years> {
        let after: Vec<usize> = (0..series.years.len()).filter(|y| series.years[*y] > self.launch).collect();
        let mut all = Vec::new();
        let Some(last) = series.at(self.launch - 1) else { return all };
        for after in after {
            if let Some(launch) = series.at(self.launch) {
                all.push(Years { before: (launch, launch), after });
            }
            all.push(Years { before: (last, last), after });
            // Consecutive years only: a gap is no baseline.
            let whole = |n: &usize| {
                last + 1 >= *n && usize::try_from(series.years[last] - series.years[last + 1 - n]) == Ok(*n - 1)
            };
            all.extend(BASELINES.iter().filter(|n| whole(n)).map(|n| Years { before: (last + 1 - n, last), after }));
            all.push(Years { before: (0, last), after });
        }
        all.dedup();
        all
    }

    fn specs(&self, series: &Series, outcome: &str, boundary: &Boundary) -> Vec<Spec> {
        let grounds = self.placebos(series, boundary.areas.len());
        let one = |method: EstimateMethod, years: &Years| {
            let on = |areas: &[usize]| estimate(series, method, years, areas, &self.others);
            let ratio = on(&boundary.areas)?;
            let placebos: Vec<Option<f64>> = grounds.iter().map(|g| on(g)).collect();
            let known: Vec<f64> = placebos.iter().copied().flatten().collect();
            let beside = beyond(ratio, &known);
            let (from, to) = years.before;
            let count = (from..=to).map(|y| series.sum(&boundary.areas, y)).sum::<f64>() / (to - from + 1) as f64;
            let item = SpecItem {
                boundary: boundary.name.clone(),
                outcome: outcome.to_owned(),
                method,
                before_from: series.years[from],
                before_to: series.years[to],
                after: series.years[years.after],
                before_count: count,
                after_count: series.sum(&boundary.areas, years.after),
                ratio,
                placebo_low: beside.map(|b| b.low),
                placebo_high: beside.map(|b| b.high),
                p: beside.map(|b| b.p),
                record_year: from == to && series.is_record(from),
                crosses_break: (from..=to).any(|y| series.systems[y] != series.systems[years.after]),
            };
            Some(Spec { item, placebos })
        };
        let years = self.years(series);
        let each = |years: &Years| {
            // A mix of other places is told by several years alone.
            let fits =
                |m: &&EstimateMethod| **m != EstimateMethod::SyntheticControl || years.before.1 >= years.before.0 + 2;
            EstimateMethod::ALL.iter().filter(fits).filter_map(|m| one(*m, years)).collect::<Vec<_>>()
        };
        years.iter().flat_map(each).collect()
    }

    /// Grounds of as many neighborhoods without a program: drawn from the half with most before, as programs are.
    fn placebos(&self, series: &Series, size: usize) -> Vec<Vec<usize>> {
        let Some(last) = series.at(self.launch - 1) else { return Vec::new() };
        let before = |a: usize| series.counts[a][..=last].iter().sum::<f64>();
        let mut from = self.others.clone();
        from.sort_by(|a, b| before(*b).total_cmp(&before(*a)).then(a.cmp(b)));
        from.truncate(from.len().div_ceil(2).max(size));
        if size == 1 {
            return from.into_iter().map(|a| vec![a]).collect();
        }
        let stream = Stream::new(self.asked.seed, &["placebo sites"]);
        let one = |draw: u64| {
            let mut left = from.clone();
            let chosen = (0..size.min(left.len())).map(|i| {
                let at = stream.below(draw * 1000 + i as u64, left.len());
                left.swap_remove(at)
            });
            let mut chosen: Vec<usize> = chosen.collect();
            chosen.sort_unstable();
            chosen
        };
        (0..self.asked.placebos).map(one).collect()
    }

    /// The whole ground, as it is told: the launch year and the year before, beside the years after.
    fn plain(&self, series: &Series, outcome: &str) -> Vec<PlainItem> {
        let Some(ground) = self.boundaries.first() else { return Vec::new() };
        let areas = self.engine.data.areas.list();
        let pair = |before: usize, after: usize| {
            let place = |a: &usize| PlaceFall {
                id: areas[*a].id.clone(),
                name: areas[*a].name.clone(),
                before: whole(series.counts[*a][before]),
                after: whole(series.counts[*a][after]),
            };
            let places: Vec<PlaceFall> = ground.areas.iter().map(place).collect();
            let city = (series.city(before), series.city(after));
            let more = |p: &&PlaceFall| (p.after as f64) * city.0 < (p.before as f64) * city.1;
            let item = PlainItem {
                outcome: outcome.to_owned(),
                before: series.years[before],
                after: series.years[after],
                before_count: places.iter().map(|p| p.before).sum(),
                after_count: places.iter().map(|p| p.after).sum(),
                city_before: whole(city.0),
                city_after: whole(city.1),
                fell_more: places.iter().filter(more).count(),
                places,
                record_year: series.is_record(before),
                says: String::new(),
            };
            PlainItem { says: words::plain(&item), ..item }
        };
        let single = self.years(series).into_iter().filter(|y| y.before.0 == y.before.1);
        single.map(|y| pair(y.before.0, y.after)).collect()
    }

    fn displacement(&self, series: &Series, outcome: &str) -> Result<Vec<DisplacementItem>, AskError> {
        let Some(ground) = self.boundaries.first() else { return Ok(Vec::new()) };
        let buffer = around(self.engine, &ground.areas)?;
        let far: Vec<usize> = self.others.iter().copied().filter(|o| !buffer.contains(o)).collect();
        let one = |years: Years| {
            let control = matched(series, &years, &ground.areas, &far);
            let control_buffer: Vec<usize> =
                around(self.engine, &control).ok()?.into_iter().filter(|a| far.contains(a)).collect();
            let pair = |of: &[usize]| (series.sum(of, years.before.0), series.sum(of, years.after));
            let (treated, near, other) = (pair(&ground.areas), pair(&buffer), pair(&control));
            let input =
                WddInput { treated, control: other, treated_around: near, control_around: pair(&control_buffer) };
            let found = wdd(input).ok()?;
            let item = DisplacementItem {
                outcome: outcome.to_owned(),
                before: series.years[years.before.0],
                after: series.years[years.after],
                wdd: found.difference,
                wdd_low: found.low,
                wdd_high: found.high,
                wdq: wdq(WdqInput { treated, buffer: near, control: other }),
                says: String::new(),
            };
            Some(DisplacementItem { says: words::displacement(&item), ..item })
        };
        Ok(self.years(series).into_iter().filter(|y| y.before.0 == y.before.1).filter_map(one).collect())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a count of offenses")]
fn whole(x: f64) -> i64 {
    x.round() as i64
}

fn middle(mut all: Vec<f64>) -> Option<f64> {
    all.sort_unstable_by(f64::total_cmp);
    let n = all.len();
    (n > 0).then(|| f64::midpoint(all[(n - 1) / 2], all[n / 2]))
}

fn summary(specs: &[Spec]) -> Option<SpecSummary> {
    let ratios: Vec<f64> = specs.iter().map(|s| s.item.ratio).collect();
    let median = middle(ratios.clone())?;
    let with = || specs.iter().filter(|s| s.item.p.is_some());
    let beyond = |fall: bool| {
        let is = |s: &&Spec| s.item.p.is_some_and(|p| p <= 0.05) && (s.item.ratio < 1.0) == fall;
        with().filter(is).count()
    };
    let (falls, rises) = (beyond(true), beyond(false));
    Some(SpecSummary {
        estimates: specs.len(),
        median,
        least: ratios.iter().copied().fold(f64::INFINITY, f64::min),
        greatest: ratios.iter().copied().fold(0.0, f64::max),
        beyond_placebos: (falls + rises) as f64 / with().count().max(1) as f64,
        falls_beyond: falls,
        rises_beyond: rises,
        p: together(specs, median),
    })
}

/// The middle of the whole curve beside the middles of the curves of the placebos.
fn together(specs: &[Spec], median: f64) -> Option<f64> {
    let draws = specs.iter().map(|s| s.placebos.len()).min()?;
    let curve = |draw: usize| middle(specs.iter().filter_map(|s| s.placebos[draw]).collect());
    let middles: Vec<f64> = (0..draws).filter_map(curve).collect();
    beyond(median, &middles).map(|b| b.p)
}

fn claim(claim: &Claim, items: &[SpecItem]) -> ClaimItem {
    let as_large = |change: f64| {
        let n = items.iter().filter(|i| i.ratio <= 1.0 + change).count();
        (change < 0.0 && !items.is_empty()).then(|| n as f64 / items.len() as f64)
    };
    let item = ClaimItem {
        text: claim.text.clone(),
        change: claim.change,
        source: claim.source.clone(),
        share_as_large: claim.change.and_then(as_large),
        says: String::new(),
    };
    ClaimItem { says: words::claim(&item), ..item }
}
