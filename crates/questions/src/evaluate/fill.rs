//! The specification curve, and what stands beside it.

use catchment_model::city::Claim;
use catchment_model::{Steps, Watch};
use catchment_siting::evaluate::{
    Method, Panel, Program, Span, Spec, Together, WdqInput, matched, middle, together, wdq,
};
use catchment_siting::{WddInput, wdd};

use super::bridged::Bridging;
use super::series::{Series, around, basis, launched, without_program};
use super::{
    BridgedItem, ClaimItem, DisplacementItem, EstimateMethod, Evaluate, EvaluateAnswer, EvaluateMeta, PlaceFall,
    PlainItem, SpecItem, SpecSummary, words,
};
use crate::answers::PROGRAM;
use crate::engine::Engine;
use crate::error::AskError;

/// An evaluation at work.
#[derive(Debug)]
pub(super) struct Work<'a> {
    asked: &'a Evaluate,
    engine: &'a Engine,
    program: Program,
    /// What the program's grounds are called.
    names: Vec<String>,
    others: Vec<usize>,
}

impl<'a> Work<'a> {
    pub(super) fn new(asked: &'a Evaluate, engine: &'a Engine) -> Result<Self, AskError> {
        let data = &engine.data;
        let at = |id: &String| data.areas.find(id).map(|a| usize::from(a.0));
        let chosen: Vec<_> =
            launched(data).into_iter().filter(|s| asked.site.as_ref().is_none_or(|id| *id == s.id)).collect();
        let sites: Vec<Vec<usize>> = chosen.iter().map(|s| s.area_ids.iter().filter_map(at).collect()).collect();
        let mut areas: Vec<usize> = sites.iter().flatten().copied().collect();
        areas.sort_unstable();
        areas.dedup();
        let whole: Vec<usize> = (0..areas.len()).collect();
        let mut names: Vec<String> = chosen.iter().map(|s| s.name.clone()).collect();
        let within = |site: &Vec<usize>| site.iter().filter_map(|a| areas.binary_search(a).ok()).collect();
        let mut grounds: Vec<Vec<usize>> = sites.iter().map(within).collect();
        if sites.len() > 1 {
            names.insert(0, words::all_sites(chosen.len()));
            grounds.insert(0, whole);
        } else if areas.len() > 1 {
            names.extend(areas.iter().map(|a| data.areas.list()[*a].name.clone()));
            grounds.extend(whole.into_iter().map(|i| vec![i]));
        }
        let launch = chosen.iter().map(|s| s.from.year()).min().ok_or_else(|| AskError::internal("no site"))?;
        let program = Program { areas, grounds, launch };
        Ok(Self { asked, engine, program, names, others: without_program(engine) })
    }

    pub(super) fn answer(&self, watch: &dyn Watch) -> Result<EvaluateAnswer, AskError> {
        let outcomes = &self.asked.offense;
        let steps = Steps::new(watch, outcomes.len());
        let series: Vec<Series> =
            outcomes.iter().map(|outcome| Series::new(self.engine, outcome)).collect::<Result<_, _>>()?;
        let bridged = self.all_bridged(outcomes, &series)?;
        let panels: Vec<Panel> = series.iter().map(|s| s.panel.clone()).collect();
        let placebos = self.program.placebos(&panels, &self.others, self.asked.placebos, self.asked.seed);
        let (mut specs, mut items, mut plain, mut displacement) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (outcome, series) in outcomes.iter().zip(&series) {
            if steps.cancelled() {
                return Err(AskError::Stopped);
            }
            let found = self.program.specs(&series.panel, &self.others, &placebos);
            items.extend(found.iter().map(|spec| self.item(series, outcome, spec)));
            specs.extend(found);
            steps.done();
            plain.extend(self.plain(series, outcome));
            displacement.extend(self.displacement(series, outcome)?);
        }
        let summary = summary(&items, together(&specs));
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
            bridged,
            displacement,
            notes: words::notes(self.program.launch, self.others.len(), &self.left_out()),
        })
    }

    /// Sites that nothing is told of, as their ground is no whole neighborhoods; none where one site is asked for.
    fn left_out(&self) -> Vec<String> {
        let data = &self.engine.data;
        let told = launched(data);
        let left = data.latest_sites().filter(|s| !told.iter().any(|t| t.id == s.id));
        left.filter(|_| self.asked.site.is_none()).map(|s| s.name.clone()).collect()
    }

    fn is_about(&self, claim: &Claim) -> bool {
        claim.sites.is_empty() || self.asked.site.as_ref().is_none_or(|id| claim.sites.contains(id))
    }

    fn item(&self, series: &Series, outcome: &str, spec: &Spec) -> SpecItem {
        let panel = &series.panel;
        let areas: Vec<usize> = self.program.grounds[spec.ground].iter().map(|i| self.program.areas[*i]).collect();
        let ((from, to), after) = (spec.span.before, spec.span.after);
        let count = (from..=to).map(|y| panel.sum(&areas, y)).sum::<f64>() / spec.span.length() as f64;
        SpecItem {
            boundary: self.names[spec.ground].clone(),
            outcome: outcome.to_owned(),
            method: spec.method.into(),
            before_from: panel.years[from],
            before_to: panel.years[to],
            after: panel.years[after],
            before_count: count,
            after_count: panel.sum(&areas, after),
            ratio: spec.ratio,
            placebo_low: spec.beside.map(|b| b.low),
            placebo_high: spec.beside.map(|b| b.high),
            p: spec.beside.map(|b| b.p),
            record_year: from == to && series.is_record(from),
            crosses_break: (from..=to).any(|y| series.systems[y] != series.systems[after]),
        }
    }

    /// The whole ground, as it is told: the launch year and the year before, beside the years after.
    fn plain(&self, series: &Series, outcome: &str) -> Vec<PlainItem> {
        let (panel, areas) = (&series.panel, self.engine.data.areas.list());
        let pair = |before: usize, after: usize| {
            let place = |a: &usize| PlaceFall {
                id: areas[*a].id.clone(),
                name: areas[*a].name.clone(),
                before: whole(panel.counts[*a][before]),
                after: whole(panel.counts[*a][after]),
            };
            let places: Vec<PlaceFall> = self.program.areas.iter().map(place).collect();
            let city = (panel.all(before), panel.all(after));
            let more = |p: &&PlaceFall| (p.after as f64) * city.0 < (p.before as f64) * city.1;
            let item = PlainItem {
                outcome: outcome.to_owned(),
                before: panel.years[before],
                after: panel.years[after],
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
        let single = panel.spans(self.program.launch).into_iter().filter(|y| y.length() == 1);
        single.map(|y| pair(y.before.0, y.after)).collect()
    }

    /// Counts before and after carried over a series break; none where no bridge was asked for.
    ///
    /// # Errors
    /// [`AskError::Value`] where a bridge that was asked for has no effect.
    fn all_bridged(&self, outcomes: &[String], series: &[Series]) -> Result<Vec<BridgedItem>, AskError> {
        let Some(name) = &self.asked.bridge else { return Ok(Vec::new()) };
        let items = outcomes.iter().zip(series).map(|(outcome, series)| self.bridged(name, series, outcome));
        let all = items.collect::<Result<Vec<_>, _>>()?.concat();
        if all.is_empty() {
            let accepted = "a launch with whole years of the bridge’s months before and after it";
            return Err(AskError::value("bridge", name, accepted));
        }
        Ok(all)
    }

    fn bridged(&self, name: &str, series: &Series, outcome: &str) -> Result<Vec<BridgedItem>, AskError> {
        let source = self.engine.data.city.bridge.iter().find(|b| b.name == name);
        let source = source.ok_or_else(|| AskError::internal("the bridge is of another city file"))?;
        let areas = &self.program.areas;
        let bridging = Bridging { engine: self.engine, source, areas, basis: basis(self.engine) };
        let single = series.panel.spans(self.program.launch).into_iter().filter(|y| y.length() == 1);
        let years = &series.panel.years;
        let pairs: Vec<(i32, i32)> = single.map(|y| (years[y.before.0], years[y.after])).collect();
        bridging.items(outcome, &series.selection, &pairs)
    }

    fn displacement(&self, series: &Series, outcome: &str) -> Result<Vec<DisplacementItem>, AskError> {
        let (panel, areas) = (&series.panel, &self.program.areas);
        let buffer = around(self.engine, areas)?;
        let far: Vec<usize> = self.others.iter().copied().filter(|o| !buffer.contains(o)).collect();
        let one = |years: Span| {
            let control = matched(panel, years.before, areas, &far);
            let control_buffer: Vec<usize> =
                around(self.engine, &control).ok()?.into_iter().filter(|a| far.contains(a)).collect();
            let pair = |of: &[usize]| (panel.sum(of, years.before.0), panel.sum(of, years.after));
            let (treated, near, other) = (pair(areas), pair(&buffer), pair(&control));
            let input =
                WddInput { treated, control: other, treated_around: near, control_around: pair(&control_buffer) };
            let found = wdd(input).ok()?;
            let item = DisplacementItem {
                outcome: outcome.to_owned(),
                before: panel.years[years.before.0],
                after: panel.years[years.after],
                wdd: found.difference,
                wdd_low: found.low,
                wdd_high: found.high,
                wdq: wdq(WdqInput { treated, buffer: near, control: other }),
                says: String::new(),
            };
            Some(DisplacementItem { says: words::displacement(&item), ..item })
        };
        Ok(panel.spans(self.program.launch).into_iter().filter(|y| y.length() == 1).filter_map(one).collect())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a count of offenses")]
fn whole(x: f64) -> i64 {
    x.round() as i64
}

impl From<Method> for EstimateMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::BeforeAfter => Self::BeforeAfter,
            Method::DifferenceInDifferences => Self::DifferenceInDifferences,
            Method::Matched => Self::Matched,
            Method::SyntheticControl => Self::SyntheticControl,
            Method::AugmentedSyntheticControl => Self::AugmentedSyntheticControl,
        }
    }
}

fn summary(items: &[SpecItem], together: Option<Together>) -> Option<SpecSummary> {
    let ratios: Vec<f64> = items.iter().map(|s| s.ratio).collect();
    let median = middle(ratios.clone())?;
    let with = || items.iter().filter(|s| s.p.is_some());
    let beyond = |fall: bool| with().filter(|s| s.p.is_some_and(|p| p <= 0.05) && (s.ratio < 1.0) == fall).count();
    let (falls, rises) = (beyond(true), beyond(false));
    Some(SpecSummary {
        estimates: items.len(),
        median,
        least: ratios.iter().copied().fold(f64::INFINITY, f64::min),
        greatest: ratios.iter().copied().fold(0.0, f64::max),
        beyond_placebos: (falls + rises) as f64 / with().count().max(1) as f64,
        falls_beyond: falls,
        rises_beyond: rises,
        p: together.map(|t| t.beyond.p),
        fall_of_20_told: together.map(|t| t.found),
    })
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
