//! The pages of a quarterly check: each verdict first, then the ground, then what the verdicts rest on. Sentences and
//! figures are those of the check.

mod close;
mod map;
mod past;
mod site;

use catchment_questions::report::CheckReport;
use catchment_questions::status::MonthsSaid;
use catchment_questions::words::{grouped, month_name};
use serde::Serialize;

use crate::dates::{end_of, months};
use crate::error::ReportError;
use crate::page::Sheets;
use map::{GroundView, ground};
use site::SiteView;

/// Everything that the template reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct CheckView {
    /// The answer in one sentence.
    title: String,
    /// What stands at the top of every page: what it is, and of which city.
    head: String,
    /// The twelve months, in words.
    window: String,
    /// Year, month and day that the document carries.
    date: [i32; 3],
    /// What to say on every page of positions that are made up.
    synthetic: Option<String>,
    /// What stands at the foot of every page: period, data-through date, source, and how it was made.
    foot: Vec<String>,
    /// Each site.
    sites: Vec<SiteView>,
    /// All of them together.
    together: Option<SiteView>,
    /// The map.
    ground: GroundView,
    /// What one more site would add.
    next: Option<String>,
    /// How often a check raises an alarm where nothing changed.
    alarms: String,
    /// What is shown of past quarters, in words; absent where no quarter can be shown.
    past: Option<String>,
    /// What a reader must know.
    notes: Vec<String>,
    /// How it was made.
    record: Vec<(String, String)>,
}

/// The pages of a check.
///
/// # Errors
/// [`ReportError::Json`].
pub(crate) fn sheets(report: &CheckReport, hash: &str) -> Result<Sheets, ReportError> {
    let (check, city) = (&report.check, &report.status.city);
    let meta = &check.meta;
    let (ground, picture) = ground(report);
    let slots = past::slots(check);
    let top = past::top(check.sites.iter());
    let mut pictures = vec![("ground.svg".to_owned(), picture)];
    let mut sites = Vec::new();
    for (site, number) in check.sites.iter().zip(1..) {
        pictures.push((format!("past-{number}.svg"), past::picture(site, &meta.window.to, &slots, top)));
        let close = report.outlines.close_ups.iter().find(|c| c.id == site.id);
        let told = site.boundary.as_ref().and_then(|b| b.change.as_ref()).map_or(&[][..], |change| &change.streets);
        let close = close.map(|close| close::close_up(report, close, told, &format!("change-{number}.svg")));
        pictures.extend(close.iter().map(|(view, picture)| (view.file.clone(), picture.clone())));
        sites.push(site::view(site, &number.to_string(), close.map(|(view, _)| view)));
    }
    let together = check.together.as_ref().map(|all| {
        pictures.push((
            "past-all.svg".to_owned(),
            past::picture(all, &meta.window.to, &slots, past::top([all].into_iter())),
        ));
        site::view(all, "all", None)
    });
    let through = report.status.through.clone().unwrap_or_else(|| meta.window.to.clone());
    let view = CheckView {
        title: check.headline.clone(),
        head: format!("Quarterly check of the sites · {}", city.name),
        window: months(&meta.window.from, &meta.window.to),
        date: end_of(&through),
        synthetic: city.synthetic.clone(),
        foot: foot(report, &through),
        sites,
        together,
        ground,
        next: check.next_site.as_ref().map(|next| next.says.clone()),
        alarms: check.false_alarms.clone(),
        past: past::says(check, &slots),
        notes: notes(report),
        record: record(report, hash),
    };
    Sheets::new("check.typ", &view, pictures, hash)
}

fn foot(report: &CheckReport, through: &str) -> Vec<String> {
    let meta = &report.check.meta;
    let period = months(&meta.window.from, &meta.window.to);
    let source = meta.source.trim_end_matches('.');
    vec![
        format!("Period: {period}. Data through {}. Source: {source}.", month_name(through)),
        format!("Made with: {} · dataset {} · {}", report.command, meta.dataset, meta.program),
    ]
}

/// Notes of the check, then warnings of its answer and what the city says of these months, each once.
fn notes(report: &CheckReport) -> Vec<String> {
    let (check, city, window) = (&report.check, &report.status.city, &report.check.meta.window);
    // Months as text are in the order of time.
    let within = |m: &&MonthsSaid| m.from <= window.to && m.to.as_ref().is_none_or(|to| *to >= window.from);
    let said = city.months.iter().filter(within).map(|m| &m.text).chain(&city.notices);
    let mut notes: Vec<String> = Vec::new();
    for note in check.notes.iter().chain(&check.meta.warnings).chain(said) {
        if !notes.contains(note) && city.synthetic.as_ref() != Some(note) {
            notes.push(note.clone());
        }
    }
    notes
}

/// What the answer was asked with, and what it was reckoned on.
fn record(report: &CheckReport, hash: &str) -> Vec<(String, String)> {
    let (check, status) = (&report.check, &report.status);
    let (meta, asked) = (&check.meta, &check.meta.params);
    let label =
        |id: &String| status.offenses.iter().find(|o| o.id == *id).map_or(id.clone(), |o| o.label.to_lowercase());
    let offenses: Vec<String> = asked.counted.offense.iter().map(label).collect();
    let weights = asked.counted.weights.iter().map(|(id, w)| format!("{id} {w}")).collect::<Vec<_>>().join(", ");
    let mut rows = vec![
        ("Counted", offenses.join(", ")),
        ("Unit", meta.unit_label.clone()),
        ("Weights", weights),
        ("Period", format!("{}, by month of report", months(&meta.window.from, &meta.window.to))),
        ("Covered months", format!("{} of {}", meta.window.covered_months, meta.window.months)),
        ("Permutations", grouped(i64::try_from(asked.permutations).unwrap_or(i64::MAX))),
        ("Seed", asked.seed.to_string()),
        ("Command", report.command.clone()),
        ("Dataset", meta.dataset.clone()),
        ("Program", meta.program.clone()),
    ];
    rows.extend(meta.register.as_ref().map(|r| ("Register of sites (BLAKE3)", r.clone())));
    rows.push(("Answers (BLAKE3)", hash.to_owned()));
    rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
