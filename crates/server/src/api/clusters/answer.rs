//! Clusters in words, and as files.

use catchment_model::Cell;
use catchment_spatial::{EmergingCell, EmergingChance, Heat, Moran, Trend};
use geo::MultiPolygon;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::cells::FdrSummary;
use super::super::concentration::{ConcentrationFigures, NullFigure};
use super::super::meta::{Meta, Shows, runs};
use super::super::question::Format;
use super::super::rankings::finite;
use super::super::{ApiError, Download};
use super::ask::{Baseline, ClusterAsk, ClusterMethod};
use super::find::{ClustersFound, Found};
use super::scan::{NEAREST, Scanned};
use crate::state::AppState;

/// Clusters by one of five methods; members that a method does not have are absent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClustersAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// `moran`, `emerging`, `scan`, `scan-space` or `knox`.
    pub method: &'static str,
    /// The method in one sentence, with its source.
    pub about: &'static str,
    /// H3 resolution of the cells.
    pub resolution: u8,
    /// Permutations or simulations behind each p.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permutations: Option<u32>,
    /// Time steps, of whole covered months.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepItem>,
    /// Steps left out because a month of theirs has no data; a gap is not a zero.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// Cells, sorted by id, zeros included (`moran`, `emerging`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells: Option<Vec<ClusterCell>>,
    /// The correction for testing many cells (`moran`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fdr: Option<FdrSummary>,
    /// How many cells each category has, those with none left out, and how many it would have if nothing changed but chance (`emerging`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<CategoryItem>>,
    /// Clusters, the most likely first; no two share a cell (`scan`, `scan-space`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<Vec<ScanItem>>,
    /// Pairs by distance and days apart (`knox`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near_repeats: Option<Vec<NearRepeat>>,
    /// Log likelihood ratio that the best cluster of pure chance reaches in one simulation of twenty (`scan`, `scan-space`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance_llr: Option<f64>,
    /// What a scan by residents could not look at (`scan`, `scan-space`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// Events that entered (`scan`, `scan-space`, `knox`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
    /// How concentrated the same counts are per cell, beside what chance alone would give; absent without events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub null: Option<ConcentrationFigures>,
}

/// Cells of one category.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CategoryItem {
    /// One of 17 categories of emerging hot spots.
    pub category: &'static str,
    /// Cells that have it.
    pub cells: usize,
    /// Count in them, over all steps.
    pub count: i64,
    /// Cells that would have it if every cell kept its share of the city and nothing changed but chance.
    pub if_unchanged: NullFigure,
}

/// Cells that a scan could not look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOut {
    /// Cells in which nobody is known to live.
    pub cells: usize,
    /// Events in them.
    pub events: u64,
}

/// A time step.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StepItem {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClusterCell {
    /// H3 index.
    pub id: String,
    /// Count over the window, or over its time steps.
    pub count: i64,
    /// Local Moran's I.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub i: Option<f64>,
    /// Standard score: of local I, or of Gi* in the last step.
    pub z: Option<f64>,
    /// Two-sided p: of local I by permutation, or of the trend of Gi*.
    pub p: Option<f64>,
    /// `HH`, `LL`, `HL` or `LH`: the cell, then its neighbors, against the mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quadrant: Option<&'static str>,
    /// Whether local I stands after the correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub significant: Option<bool>,
    /// One of 17 categories of emerging hot spots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<&'static str>,
    /// Steps in which it was hot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hot_steps: Option<usize>,
    /// Steps in which it was cold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cold_steps: Option<usize>,
    /// `up`, `level` or `down`: the trend of Gi*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trend: Option<&'static str>,
}

/// A cluster of the scan.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScanItem {
    /// Place in the order of likelihood, from 1.
    pub cluster: usize,
    /// Its cells, nearest to the center first.
    pub cells: Vec<String>,
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// Events inside.
    pub count: u64,
    /// Events expected inside.
    pub expected: f64,
    /// Relative risk, inside against outside; absent where all lies inside.
    pub relative_risk: Option<f64>,
    /// Log likelihood ratio.
    pub llr: f64,
    /// p by simulation, corrected for all circles and periods tried.
    pub p: f64,
}

/// Pairs of events in one band of distance and days.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NearRepeat {
    /// Up to so many metres apart, and more than in the band before.
    pub distance_m: f64,
    /// Up to so many days apart, and more than in the band before.
    pub days: f64,
    /// Pairs.
    pub pairs: u64,
    /// Pairs that chance would give.
    pub expected: f64,
    /// Pairs ÷ expected.
    pub ratio: Option<f64>,
    /// One-sided p by permutation.
    pub p: f64,
}

fn about(ask: &ClusterAsk) -> &'static str {
    match (ask.method, ask.baseline) {
        (ClusterMethod::Moran, _) => {
            "Local Moran's I of the counts against neighboring cells (Anselin 1995), conditional permutation, corrected for testing many cells."
        }
        (ClusterMethod::Emerging, _) => {
            "Gi* of each time step (Ord and Getis 1995), corrected for testing many cells; trend by Mann and Kendall; 17 categories."
        }
        (ClusterMethod::Scan, Baseline::Permutation) => {
            "Space-time permutation scan (Kulldorff 2005): where and when more happened than each place's and each period's own total leads to expect."
        }
        (ClusterMethod::Scan, Baseline::Residents) => {
            "Space-time scan (Kulldorff 1997): where and when more happened than the number of residents leads to expect, each period with its own total."
        }
        (ClusterMethod::Scan, Baseline::Area) => {
            "Space-time scan (Kulldorff 1997): where and when more happened than the area leads to expect, each period with its own total."
        }
        (ClusterMethod::ScanSpace, Baseline::Area) => {
            "Spatial scan (Kulldorff 1997): where more happened in the whole window than the area leads to expect."
        }
        (ClusterMethod::ScanSpace, _) => {
            "Spatial scan (Kulldorff 1997): where more happened in the whole window than the number of residents leads to expect."
        }
        (ClusterMethod::Knox, _) => {
            "Pairs of events close in space and time against shuffled dates (Knox 1964). Movement of crime within the window also raises them."
        }
    }
}

/// Clusters as an answer.
pub fn clusters_answer(state: &AppState, ask: &ClusterAsk, found: &ClustersFound) -> ClustersAnswer {
    let field = &found.field;
    let by_residents = matches!(found.found, Found::Scan(_)) && ask.baseline == Baseline::Residents;
    let shows = Shows { count: field.counts.iter().sum(), positions: true, sites: false, estimated_residents: false };
    let mut meta = Meta::new(&ask.params, &found.shown, &state.data, shows);
    meta.params.clusters = Some(ask.resolved());
    meta.warnings.extend(time_warnings(state, ask, found));
    if by_residents {
        meta.warnings.extend(residents_warnings(state, ask));
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
    fill(state, ask, found, &mut answer);
    answer
}

/// What is left out of a window that is cut into steps, and how steps on both sides of a gap are read.
fn time_warnings(state: &AppState, ask: &ClusterAsk, found: &ClustersFound) -> Vec<String> {
    let field = &found.field;
    let mut list = Vec::new();
    if !ask.method.is_stepped() {
        return list;
    }
    if !field.gaps.is_empty() {
        let missing = runs(state.data.coverage.missing(ask.params.window));
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
            "Steps on both sides of a gap are read as neighbors in time: what happened in between is not known, so runs and trends across it are weaker evidence."
                .to_owned(),
        );
    }
    if ask.method == ClusterMethod::Emerging && field.steps.len() < 4 {
        // Four steps are the fewest in which a perfect trend has p ≤ 0.1; with fewer, Mann and Kendall's test can say nothing.
        list.push(format!("{} time steps are too few for a trend: choose shorter steps or a longer window.", field.steps.len()));
    }
    list
}

fn residents_warnings(state: &AppState, ask: &ClusterAsk) -> Vec<String> {
    let census =
        super::super::places::population_year(&state.data, ask.params.window).map_or(String::new(), |y| format!(" of the census of {y}"));
    vec![
        format!("Residents of cells are estimated: each neighborhood's residents{census} are spread evenly over its area."),
        "People who only work, shop or pass through are not counted: downtown and along busy streets, more than residents explain is no surprise.".to_owned(),
    ]
}

fn fill(state: &AppState, ask: &ClusterAsk, found: &ClustersFound, answer: &mut ClustersAnswer) {
    let field = &found.field;
    match &found.found {
        Found::Moran { local, fdr } => {
            if local.is_empty() {
                answer.meta.warnings.push("All cells hold the same count: there is nothing to compare.".to_owned());
            }
            let stands = |i: usize| fdr.significant.get(i).copied().unwrap_or(false);
            answer.cells = Some((0..field.cells.len()).map(|i| moran_cell(field, i, local.get(i), stands(i))).collect());
            let alpha = state.data.city.analysis.fdr;
            answer.fdr = Some(FdrSummary { alpha, before: fdr.before, after: fdr.after, cells: field.cells.len() });
        }
        Found::Emerging { cells, chance } => {
            let of = |c: &EmergingChance| {
                let held = || (0..cells.len()).filter(|i| cells[*i].category == c.category);
                let count = held().map(|i| field.row(i).iter().sum::<i64>()).sum();
                CategoryItem { category: c.category.name(), cells: held().count(), count, if_unchanged: c.cells.into() }
            };
            let listed = |c: &CategoryItem| c.cells > 0 || c.if_unchanged.high > 0.0;
            answer.categories = Some(chance.iter().map(of).filter(listed).collect());
            answer.cells = Some(cells.iter().enumerate().map(|(i, c)| emerging_cell(field, i, c)).collect());
        }
        Found::Scan(scanned) => fill_scan(ask, field, scanned, answer),
        Found::Knox { result, left } => {
            if left.undated > 0 {
                answer.meta.warnings.push(format!("{} located rows without a date of occurrence are left out.", left.undated));
            }
            if answer.meta.unit == "net" {
                answer.meta.warnings.push(
                    "Offenses of one incident count as near repeats of each other: ask for distinct incidents to leave them out."
                        .to_owned(),
                );
            }
            if state.data.city.positions.synthetic.is_some() {
                answer.meta.warnings.push("The positions are made up: near repeats found in them say nothing about the city.".to_owned());
            }
            answer.events = Some(result.events as u64);
            let band = |b: &catchment_spatial::KnoxBand| NearRepeat {
                distance_m: b.space,
                days: b.time,
                pairs: b.pairs,
                expected: b.expected,
                ratio: b.ratio,
                p: b.p,
            };
            answer.near_repeats = Some(result.bands.iter().map(band).collect());
        }
    }
}

fn fill_scan(ask: &ClusterAsk, field: &super::CellField, scanned: &Scanned, answer: &mut ClustersAnswer) {
    answer.meta.warnings.push(format!("Clusters are circles of up to {NEAREST} cells: their true outline is not known."));
    if scanned.left_cells > 0 {
        answer.meta.warnings.push(format!(
            "{} cells in which nobody is known to live, with a count of {}, cannot be scanned by residents and are left out.",
            scanned.left_cells, scanned.left_events
        ));
        answer.left_out = Some(LeftOut { cells: scanned.left_cells, events: scanned.left_events });
    }
    let result = scanned.result.as_ref();
    let clusters = result.map_or(&[][..], |r| &r.clusters);
    answer.events = Some(result.map_or(0, |r| r.cases));
    // The simulations are sorted; one of twenty is at or above this.
    answer.chance_llr = result.and_then(|r| r.chance.get(r.chance.len() - (r.chance.len() / 20).max(1)).copied());
    let window = (ask.params.window.from().to_string(), ask.params.window.to().to_string());
    let period = |c: &catchment_spatial::Cluster| match ask.method {
        ClusterMethod::Scan => (field.steps[c.from].from.to_string(), field.steps[c.to].to.to_string()),
        _ => window.clone(),
    };
    answer.clusters = Some(clusters.iter().enumerate().map(|(at, c)| scan_item(&scanned.cells, at, c, period(c))).collect());
}

fn plain_cell(field: &super::CellField, i: usize) -> ClusterCell {
    ClusterCell {
        id: field.cells[i].to_string(),
        count: field.row(i).iter().sum(),
        i: None,
        z: None,
        p: None,
        quadrant: None,
        significant: None,
        category: None,
        hot_steps: None,
        cold_steps: None,
        trend: None,
    }
}

fn moran_cell(field: &super::CellField, i: usize, local: Option<&Moran>, significant: bool) -> ClusterCell {
    ClusterCell {
        i: local.and_then(|m| finite(m.i)),
        z: local.and_then(|m| finite(m.z)),
        p: local.and_then(|m| finite(m.p)),
        quadrant: local.map(|m| m.quadrant.name()),
        significant: Some(significant),
        ..plain_cell(field, i)
    }
}

fn emerging_cell(field: &super::CellField, i: usize, cell: &EmergingCell) -> ClusterCell {
    let steps = |heat: Heat| cell.heat.iter().filter(|h| **h == heat).count();
    ClusterCell {
        z: cell.z.last().copied().and_then(finite),
        p: finite(cell.trend.p),
        category: Some(cell.category.name()),
        hot_steps: Some(steps(Heat::Hot)),
        cold_steps: Some(steps(Heat::Cold)),
        trend: Some(match cell.direction {
            Trend::Up => "up",
            Trend::Level => "level",
            Trend::Down => "down",
        }),
        ..plain_cell(field, i)
    }
}

fn scan_item(cells: &[Cell], at: usize, c: &catchment_spatial::Cluster, (from, to): (String, String)) -> ScanItem {
    ScanItem {
        cluster: at + 1,
        cells: c.places.iter().map(|p| cells[*p as usize].to_string()).collect(),
        from,
        to,
        count: c.cases,
        expected: c.expected,
        relative_risk: finite(c.relative_risk),
        llr: c.llr,
        p: c.p,
    }
}

/// Clusters as a file.
///
/// # Errors
/// [`ApiError::Value`] for `GeoJSON` of near repeats, which have no place; [`ApiError::Internal`] where it cannot be written.
pub fn clusters_file(state: &AppState, format: Format, answer: &ClustersAnswer) -> Result<Download, ApiError> {
    let what = format!("clusters-{}", answer.method);
    if format == Format::Csv {
        return csv(state, &what, answer);
    }
    let outline = |ids: &[String]| {
        let cells = ids.iter().filter_map(|id| id.parse::<Cell>().ok());
        MultiPolygon::new(cells.map(Cell::polygon).collect())
    };
    let features = match (&answer.cells, &answer.clusters) {
        (Some(cells), _) => {
            cells.iter().map(|c| Download::feature(&c.id, Some(&outline(std::slice::from_ref(&c.id))), c)).collect::<Result<_, _>>()?
        }
        (_, Some(clusters)) => {
            clusters.iter().map(|c| Download::feature(&c.cluster.to_string(), Some(&outline(&c.cells)), c)).collect::<Result<_, _>>()?
        }
        _ => return Err(ApiError::value("format", "geojson", "json or csv: near repeats have no place")),
    };
    Download::geojson(state, &answer.meta, &what, features)
}

fn csv(state: &AppState, what: &str, answer: &ClustersAnswer) -> Result<Download, ApiError> {
    #[derive(Serialize)]
    struct MoranRow<'a> {
        cell: &'a str,
        count: i64,
        i: Option<f64>,
        z: Option<f64>,
        p: Option<f64>,
        quadrant: &'a str,
        significant: bool,
    }
    #[derive(Serialize)]
    struct EmergingRow<'a> {
        cell: &'a str,
        count: i64,
        category: &'a str,
        hot_steps: usize,
        cold_steps: usize,
        trend: &'a str,
        trend_p: Option<f64>,
        z_last: Option<f64>,
    }
    #[derive(Serialize)]
    struct ScanRow<'a> {
        cluster: usize,
        cell: &'a str,
        from: &'a str,
        to: &'a str,
        count: u64,
        expected: f64,
        relative_risk: Option<f64>,
        llr: f64,
        p: f64,
    }
    if let Some(cells) = answer.cells.as_ref().filter(|_| answer.fdr.is_some()) {
        let rows = cells.iter().map(|c| MoranRow {
            cell: &c.id,
            count: c.count,
            i: c.i,
            z: c.z,
            p: c.p,
            quadrant: c.quadrant.unwrap_or_default(),
            significant: c.significant.unwrap_or_default(),
        });
        return Download::csv(state, &answer.meta, what, rows);
    }
    if let Some(cells) = &answer.cells {
        let rows = cells.iter().map(|c| EmergingRow {
            cell: &c.id,
            count: c.count,
            category: c.category.unwrap_or_default(),
            hot_steps: c.hot_steps.unwrap_or_default(),
            cold_steps: c.cold_steps.unwrap_or_default(),
            trend: c.trend.unwrap_or_default(),
            trend_p: c.p,
            z_last: c.z,
        });
        return Download::csv(state, &answer.meta, what, rows);
    }
    if let Some(clusters) = &answer.clusters {
        let rows = clusters.iter().flat_map(|c| {
            c.cells.iter().map(|cell| ScanRow {
                cluster: c.cluster,
                cell,
                from: &c.from,
                to: &c.to,
                count: c.count,
                expected: c.expected,
                relative_risk: c.relative_risk,
                llr: c.llr,
                p: c.p,
            })
        });
        return Download::csv(state, &answer.meta, what, rows);
    }
    Download::csv(state, &answer.meta, what, answer.near_repeats.iter().flatten())
}
