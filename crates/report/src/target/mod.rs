//! The page of a region's target, for its advisory council: what is known and of whom nothing is, the way so far beside
//! chance and the pace needed, and every agency's months. Sentences and figures are those of the answer.

mod chart;
mod known;

use catchment_questions::report::TargetReport;
use catchment_questions::target::words;
use catchment_questions::words::month_name;
use serde::Serialize;

use crate::dates::{end_of, months};
use crate::error::ReportError;
use crate::page::Sheets;
use known::{CountyView, counties};

/// Everything that the template reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct TargetView {
    /// The answer in one sentence.
    title: String,
    /// What stands at the top of the page: what it is, and of which region.
    head: String,
    /// The months looked at, in words.
    window: String,
    /// Year, month and day that the document carries.
    date: [i32; 3],
    /// Nothing on the page is made up.
    synthetic: Option<String>,
    /// What stands at the foot: baseline, last month, source, and how it was made.
    foot: Vec<String>,
    /// What is aimed at, from which start.
    aim: Vec<String>,
    /// How far it is, and what is needed.
    finding: Vec<String>,
    /// Whether there is a chart, and the chart in words.
    chart: Option<String>,
    /// What the agencies of each county publish.
    counties: Vec<CountyView>,
    /// First and last month of the rows, in words.
    months: String,
    /// The same from each other stated start.
    others: Vec<Vec<String>>,
    /// What a reader must know.
    notes: Vec<String>,
}

/// The page of a target.
///
/// # Errors
/// [`ReportError::Json`].
pub(crate) fn sheets(report: &TargetReport, hash: &str) -> Result<Sheets, ReportError> {
    let target = &report.target;
    let (counties, mut pictures) = counties(target);
    let chart = chart::chart(target).map(|(alt, picture)| {
        pictures.push(("fan.svg".to_owned(), picture));
        alt
    });
    let to = target.meta.params.to.to_string();
    let view = TargetView {
        title: target.headline.clone(),
        head: format!("Regional target · {}", target.region),
        window: format!("Months through {}", month_name(&to)),
        date: end_of(&to),
        synthetic: None,
        foot: foot(report, hash),
        aim: vec![words::aim(target), words::starts(target)],
        finding: [Some(target.finding.clone()), target.pace.clone()].into_iter().flatten().collect(),
        chart,
        counties,
        months: months(&target.baseline_from, &to),
        others: report.others.iter().map(words::otherwise).collect(),
        notes: target.meta.warnings.clone(),
    };
    Sheets::new("target.typ", &view, pictures, hash)
}

fn foot(report: &TargetReport, hash: &str) -> Vec<String> {
    let meta = &report.target.meta;
    let made = format!("Made with: {} · dataset {} · {}", report.command, meta.dataset, meta.program);
    let target = &report.target;
    let period = format!(
        "Baseline: {}. Months through {}.",
        months(&target.baseline_from, &target.baseline_to),
        month_name(&meta.params.to.to_string())
    );
    vec![format!("{period} Source: {}.", meta.source.trim_end_matches('.')), made, format!("Answers (BLAKE3): {hash}")]
}
