//! Clusters in words: what every method's answer says of itself.

use super::super::meta::{Meta, Shows, runs};
use super::ask::{Baseline, ClusterAsk, ClusterMethod};
use super::fill::fill;
use super::find::{ClustersFound, Found};
use super::shape::{ClustersAnswer, StepItem};
use crate::engine::Engine;

fn about(ask: &ClusterAsk) -> &'static str {
    match (ask.method, ask.baseline) {
        (ClusterMethod::Moran, _) => {
            "Local Moran's I of the counts against neighboring cells (Anselin 1995), conditional permutation, \
                corrected for testing many cells."
        }
        (ClusterMethod::Emerging, _) => {
            "Gi* of each time step (Ord and Getis 1995), corrected for testing many cells; trend by Mann and Kendall; \
                17 categories."
        }
        (ClusterMethod::Scan, Baseline::Permutation) => {
            "Space-time permutation scan (Kulldorff 2005): where and when more happened than each place's and each \
                period's own total leads to expect."
        }
        (ClusterMethod::Scan, Baseline::Residents) => {
            "Space-time scan (Kulldorff 1997): where and when more happened than the number of residents leads to \
                expect, each period with its own total."
        }
        (ClusterMethod::Scan, Baseline::Area) => {
            "Space-time scan (Kulldorff 1997): where and when more happened than the area leads to expect, each period \
                with its own total."
        }
        (ClusterMethod::ScanSpace, Baseline::Area) => {
            "Spatial scan (Kulldorff 1997): where more happened in the whole window than the area leads to expect."
        }
        (ClusterMethod::ScanSpace, _) => {
            "Spatial scan (Kulldorff 1997): where more happened in the whole window than the number of residents leads \
                to expect."
        }
        (ClusterMethod::Knox, _) => {
            "Pairs of events close in space and time against shuffled dates (Knox 1964). Movement of crime within the \
                window also raises them."
        }
    }
}

/// Clusters as an answer.
pub fn clusters_answer(engine: &Engine, ask: &ClusterAsk, found: &ClustersFound) -> ClustersAnswer {
    let field = &found.field;
    let by_residents = matches!(found.found, Found::Scan(_)) && ask.baseline == Baseline::Residents;
    let shows = Shows { count: field.counts.iter().sum(), positions: true, sites: false, estimated_residents: false };
    let mut meta = Meta::new(&ask.params, &found.shown, &engine.data, shows);
    meta.params.clusters = Some(ask.resolved());
    meta.warnings.extend(time_warnings(engine, ask, found));
    if by_residents {
        meta.warnings.extend(residents_warnings(engine, ask));
    }
    let stepped = ask.method.is_stepped();
    let step = |s: &super::field::Step| StepItem { from: s.from.to_string(), to: s.to.to_string() };
    let mut answer = ClustersAnswer {
        meta,
        method: ask.method.name(),
        about: about(ask),
        resolution: ask.params.resolution.into(),
        permutations: (ask.method != ClusterMethod::Emerging).then_some(ask.permutations),
        steps: if stepped { field.steps.iter().map(step).collect() } else { Vec::new() },
        gaps: if stepped { field.gaps.clone() } else { Vec::new() },
        cells: None,
        fdr: None,
        categories: None,
        clusters: None,
        near_repeats: None,
        chance_llr: None,
        left_out: None,
        events: None,
        null: found.null,
    };
    fill(engine, ask, found, &mut answer);
    answer
}

/// What is left out of a window that is cut into steps, and how steps on both sides of a gap are read.
fn time_warnings(engine: &Engine, ask: &ClusterAsk, found: &ClustersFound) -> Vec<String> {
    let field = &found.field;
    let mut list = Vec::new();
    if !ask.method.is_stepped() {
        return list;
    }
    if !field.gaps.is_empty() {
        let missing = runs(engine.data.coverage.missing(ask.params.window));
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
    if ask.method == ClusterMethod::Emerging && field.steps.windows(2).any(|w| w[1].number != w[0].number + 1) {
        list.push(
            "Steps on both sides of a gap are read as neighbors in time: what happened in between is not known, so \
                runs and trends across it are weaker evidence."
                .to_owned(),
        );
    }
    if ask.method == ClusterMethod::Emerging && field.steps.len() < 4 {
        // Four steps are the fewest in which a perfect trend has p ≤ 0.1; with fewer, Mann and Kendall's test can say
        // nothing.
        list.push(format!(
            "{} time steps are too few for a trend: choose shorter steps or a longer window.",
            field.steps.len()
        ));
    }
    list
}

fn residents_warnings(engine: &Engine, ask: &ClusterAsk) -> Vec<String> {
    let census = super::super::places::population_year(&engine.data, ask.params.window)
        .map_or(String::new(), |y| format!(" of the census of {y}"));
    vec![
        format!(
            "Residents of cells are estimated: each neighborhood's residents{census} are spread evenly over its \
            area."
        ),
        "People who only work, shop or pass through are not counted: downtown and along busy streets, more than \
            residents explain is no surprise."
            .to_owned(),
    ]
}
