//! Clusters as an answer: what every method's says of itself.

use catchment_model::{Finest, Resolution, Window};
use catchment_store::Dataset;

use super::check::check;
use super::fill::fill;
use super::find::{Found, find_clusters};
use super::rests::rests;
use super::{ClusterParams, Clusters, ClustersAnswer, ClustersAsk, StepItem, tell, words};
use crate::Watch;
use crate::cells::words::VISITORS;
use crate::engine::{CellField, Engine, Shows, Step, meta, spread_sentence};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::{Baseline, ClusterMethod};
use crate::question::Question;
use crate::words::runs;

impl Question for Clusters {
    const NAME: &'static str = "clusters";
    const ADDRESS: &'static str = "clusters";
    const ABOUT: &'static str =
        "Clusters beyond Gi*: local Moran, emerging hot spots, scans of space and time, near repeats.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = ClustersAsk;
    type Answer = ClustersAnswer;

    fn check(ask: ClustersAsk, data: &Dataset) -> Result<Self, AskError> {
        let ClustersAsk { counting, seeded, size, testing, clustering } = ask;
        let clusters = check(clustering, &testing)?;
        let resolution = size.check(data)?;
        told_by_steps(&clusters, resolution, data)?;
        Ok(Self {
            counted: counting.check(Finest::Cell, data)?,
            seed: seeded.seed.get(),
            resolution,
            alpha: clusters.method.is_corrected().then(|| testing.or_city(data)),
            clusters,
        })
    }

    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<ClustersAnswer, AskError> {
        let found = find_clusters(engine, self, watch)?;
        let (field, window, of) = (&found.field, self.counted.window()?, &self.clusters);
        let by_residents = matches!(found.found, Found::Scan(_)) && of.baseline == Some(Baseline::Residents);
        let count = field.counts.iter().sum();
        let shows = Shows { count, positions: true, sites: false, estimated_residents: false, measure: None };
        let mut meta = meta(engine, self, &self.counted, Some(self.seed), shows)?;
        meta.warnings.extend(time_warnings(engine, self, window, field));
        if by_residents {
            meta.warnings.extend(residents_warnings(engine, window));
        }
        let stepped = of.method.is_stepped();
        let step = |s: &Step| StepItem { from: s.from.to_string(), to: s.to.to_string() };
        let mut answer = ClustersAnswer {
            meta,
            finding: String::new(),
            notes: Vec::new(),
            method: of.method,
            about: words::about(of.method, of.baseline).to_owned(),
            resolution: self.resolution,
            permutations: of.permutations.filter(|_| of.method != ClusterMethod::Emerging),
            steps: if stepped { field.steps.iter().map(step).collect() } else { Vec::new() },
            gaps: if stepped { field.gaps.clone() } else { Vec::new() },
            cells: None,
            fdr: None,
            reach: None,
            quadrants: None,
            categories: None,
            clusters: None,
            near_repeats: None,
            chance_llr: None,
            left_out: None,
            events: None,
            null: found.null,
        };
        fill(engine, self, &found, &mut answer);
        rests(engine, self, field, &mut answer)?;
        answer.finding = tell::finding(&answer);
        answer.notes = tell::notes(&answer);
        Ok(answer)
    }

    fn file(&self, engine: &Engine, answer: &ClustersAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer, form)
    }
}

/// Refuses shorter steps than the finest cells are told by: a new hot spot names cell and step.
fn told_by_steps(clusters: &ClusterParams, resolution: Resolution, data: &Dataset) -> Result<(), AskError> {
    let (rule, finest) = (data.city.finest, data.city.positions.finest_resolution);
    let short =
        clusters.step_months.filter(|n| clusters.method == ClusterMethod::Emerging && *n < rule.months as usize);
    match short.filter(|_| rule.bounds() && resolution == finest) {
        Some(n) => {
            let accepted = format!("{} or more: the finest cells are told by steps of so many months", rule.months);
            Err(AskError::value("step_months", n.to_string(), accepted))
        }
        None => Ok(()),
    }
}

/// What is left out of a window that is cut into steps, and how steps on both sides of a gap are read.
fn time_warnings(engine: &Engine, asked: &Clusters, window: Window, field: &CellField) -> Vec<String> {
    let mut list = Vec::new();
    if !asked.clusters.method.is_stepped() {
        return list;
    }
    if !field.gaps.is_empty() {
        let missing = runs(engine.data.coverage.missing(window));
        let (n, have) = (field.gaps.len(), if field.gaps.len() == 1 { "time step has" } else { "time steps have" });
        list.push(format!(
            "{n} {have} a month without data and {} left out, not taken as zero: {missing}.",
            if n == 1 { "is" } else { "are" }
        ));
    }
    if field.unused > 0 {
        let (n, months) = (field.unused, if field.unused == 1 { "month" } else { "months" });
        list.push(format!("{n} {months} with data fill no whole time step and are left out."));
    }
    if asked.clusters.method == ClusterMethod::Emerging
        && field.steps.windows(2).any(|w| w[1].number != w[0].number + 1)
    {
        list.push(
            "Steps on both sides of a gap are read as neighbors in time: what happened in between is not known, so \
                runs and trends across it are weaker evidence."
                .to_owned(),
        );
    }
    if asked.clusters.method == ClusterMethod::Emerging && field.steps.len() < 4 {
        // Four steps are the fewest in which a perfect trend has p ≤ 0.1; with fewer, Mann and Kendall's test can say
        // nothing.
        list.push(format!(
            "{} time steps are too few for a trend: choose shorter steps or a longer window.",
            field.steps.len()
        ));
    }
    list
}

fn residents_warnings(engine: &Engine, window: Window) -> Vec<String> {
    vec![spread_sentence("cells", window, &engine.data), VISITORS.to_owned()]
}
