//! Whether what was read of a source is enough to be shown.

use catchment_model::city::{City, Source, SourceKind};
use catchment_model::{GroupId, Incidents, LostRows, Quality, RowStatus};

use crate::IngestError;

/// Share of a source's rows that may be lost where its city file says nothing else.
const LARGEST: f64 = 0.5;
/// Share from which on it is the first thing said.
const TOLD: f64 = 0.15;
/// Reasons that are named.
const REASONS: usize = 3;
/// Reasons for which rows are lost; other remarks are on rows that count.
pub(crate) const LOST: [&str; 8] = [
    "no-coordinates",
    "bad-coordinates",
    "far-outside",
    "no-report-month",
    "outside-period",
    "code-unknown",
    "count-unreadable",
    "unreadable",
];

/// What is said first of all.
pub(crate) struct Judged {
    /// That no offense that the city shows by default ever happened, where it is so.
    pub(crate) shows_nothing: Option<String>,
    /// That again, then what was lost, the worst first.
    pub(crate) warnings: Vec<String>,
}

/// Judges each source of incidents.
///
/// # Errors
/// [`IngestError::Lost`] where more rows of a source were rejected or have no position than it allows, and
/// [`IngestError::Nothing`] where there is nothing to show at all.
pub(crate) fn judge(
    city: &City,
    incidents: &Incidents,
    quality: &Quality,
    published: &[GroupId],
) -> Result<Judged, IngestError> {
    let mut told = Vec::new();
    for source in city.source.iter().filter(|s| s.kind == SourceKind::Incidents) {
        let own = || quality.files.iter().filter(|f| f.source == source.id);
        let rows: u64 = own().map(|f| f.rows).sum();
        let (rejected, unlocated): (u64, u64) = own().fold((0, 0), |(r, u), f| (r + f.rejected, u + f.unlocated));
        let lost = rejected + if has_positions(source, unlocated, rows) { unlocated } else { 0 };
        let share = if rows == 0 { 0.0 } else { lost as f64 / rows as f64 };
        if share <= TOLD {
            continue;
        }
        let text = format!(
            "{}: {lost} of {rows} rows ({:.0}%) could not be read or have no position: {}.",
            source.name,
            (100.0 * share).round(),
            reasons(source, quality).join("; ")
        );
        if share > source.largest_loss.unwrap_or(LARGEST) {
            return Err(IngestError::Lost { text, share });
        }
        told.push((share, text));
    }
    let counted = incidents.rows.iter().filter(|r| r.status != RowStatus::Cancelled).count();
    if counted + published.len() == 0 {
        return Err(IngestError::Nothing);
    }
    told.sort_by(|a, b| b.0.total_cmp(&a.0));
    let shows_nothing = shows_nothing(city, incidents, published)?;
    let warnings = shows_nothing.iter().cloned().chain(told.into_iter().map(|(_, text)| text)).collect();
    Ok(Judged { shows_nothing, warnings })
}

/// Says it where no offense that the city shows by default ever happened. Others did, so it is no reason to refuse.
///
/// # Errors
/// [`IngestError::Offense`] for offense groups that do not hold together.
fn shows_nothing(city: &City, incidents: &Incidents, published: &[GroupId]) -> Result<Option<String>, IngestError> {
    let offenses = city.offenses()?;
    let shown = offenses.select("harm").unwrap_or_else(|_| offenses.default_selection());
    let is_shown = |group: GroupId| shown.weight(group) > 0.0;
    let mut rows = incidents.rows.iter().filter(|r| r.status != RowStatus::Cancelled);
    if rows.any(|r| is_shown(r.group)) || published.iter().copied().any(is_shown) {
        return Ok(None);
    }
    let name = |id: GroupId| offenses.group(id).map(|g| g.id.clone());
    let offenses = shown.ids().filter_map(name).collect::<Vec<_>>().join(", ");
    Ok(Some(format!(
        "no row counts as {offenses}, which this city shows by default: every first page will say 0. Mend the rules \
         under [[source.code]], or write default = true under an [[offense]] that the files have."
    )))
}

/// Whether the source says where things happened: one without any position at all, and no column for it, does not.
fn has_positions(source: &Source, unlocated: u64, rows: u64) -> bool {
    !(source.columns.x.is_empty() && source.columns.point.is_empty() && unlocated == rows)
}

/// The commonest reasons, each with a row.
fn reasons(source: &Source, quality: &Quality) -> Vec<String> {
    let one = |lost: &LostRows| {
        let row = match (lost.file.is_empty(), lost.detail.is_empty()) {
            (true, _) => String::new(),
            (_, true) => format!(" (such as {} line {})", lost.file, lost.line),
            _ => format!(" ({} line {}: {})", lost.file, lost.line, lost.detail),
        };
        format!("{} {}{row}", lost.rows, lost.reason)
    };
    quality.lost.iter().filter(|l| l.source == source.id).take(REASONS).map(one).collect()
}
