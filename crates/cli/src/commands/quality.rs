//! `catchment quality`: what became of every row that came in.

use anyhow::Result;
use catchment_model::{FileQuality, Quality};
use serde_json::{Value, json};

use super::quality_lists as lists;
use super::repeated;
use crate::args::{Common, QualityArgs, QualityKey, TableFormat};
use catchment_questions::file::{Field, Sheet};
use catchment_questions::words::grouped;

use crate::output;
use crate::progress;
use crate::workspace;

/// Prints the quality report of the current dataset.
pub(crate) fn run(common: &Common, args: &QualityArgs) -> Result<()> {
    let dataset = workspace::open(&common.workspace)?;
    let quality = &dataset.quality;
    let sheet = match (args.rejected, args.by) {
        (true, _) => Some(rejected(quality)),
        (_, Some(QualityKey::File)) => Some(by_file(quality)),
        (_, Some(QualityKey::Reason)) => Some(by_reason(quality)),
        (_, Some(QualityKey::Year)) => Some(by_year(quality)),
        (_, Some(QualityKey::Position)) => Some(repeated::sheet(&dataset)),
        (_, Some(QualityKey::Label)) => Some(lists::by_label(quality)),
        (_, Some(QualityKey::Code)) => Some(lists::by_code(quality)),
        (_, Some(QualityKey::Value)) => Some(lists::by_value(quality)),
        (_, Some(QualityKey::Loss)) => Some(lists::by_loss(quality)),
        (_, None) => None,
    };
    if args.rejected {
        say_what_is_not_listed(quality);
    }
    match (args.format, sheet) {
        (TableFormat::Json, None) => output::print_json(&report(&dataset.id, quality)),
        (TableFormat::Json, Some(sheet)) => {
            output::print_json(&json!({ "dataset": dataset.id, "items": sheet.items() }))
        }
        (TableFormat::Csv, sheet) => output::print_csv(&sheet.unwrap_or_else(|| by_file(quality))),
        (TableFormat::Table, Some(sheet)) if sheet.is_empty() => output::print_text("(none)"),
        (TableFormat::Table, Some(sheet)) => output::print_table(&sheet),
        (TableFormat::Table, None) => {
            output::print_text(&format!("{}{}", summary(&dataset.id, quality), repeated::summary(quality)))
        }
    }
}

/// The whole report as JSON, with its totals.
pub(crate) fn report(dataset: &str, quality: &Quality) -> Value {
    let mut value = json!(quality);
    let totals = quality.totals();
    if let Some(map) = value.as_object_mut() {
        map.insert("dataset".to_owned(), json!(dataset));
        map.insert("totals".to_owned(), json!(totals));
        map.insert("balances".to_owned(), json!(quality.balances()));
    }
    value
}

/// The report in a few lines for people.
pub(crate) fn summary(dataset: &str, quality: &Quality) -> String {
    let t = quality.totals();
    let n = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let rows = [t.rows, t.accepted, t.cancelled, t.unlocated, t.rejected].map(n);
    let mut lines = vec![
        format!("dataset {dataset}: {} files", quality.files.len()),
        format!(
            "rows in {} = accepted {} + cancelled {} + unlocated {} + rejected {}",
            rows[0], rows[1], rows[2], rows[3], rows[4]
        ),
        format!("net count {}", grouped(t.net)),
    ];
    if !quality.balances() {
        lines.push("THE SUM DOES NOT HOLD: this is a fault of the program; do not use the dataset".to_owned());
    }
    lines.extend(by_size(&t).into_iter().map(|(reason, rows)| format!("  {:>10}  {reason}", n(rows))));
    let (differs, known) = quality.label_differs;
    if known > 0 {
        let share = 100.0 * differs as f64 / known as f64;
        lines.push(format!("police label and polygon differ in {} of {} rows ({share:.1}%)", n(differs), n(known)));
    }
    lines.extend(quality.warnings.iter().map(|w| format!("warning: {w}")));
    lines.extend(more(quality));
    lines.join("\n")
}

/// Where the lists are that a summary has no room for.
fn more(quality: &Quality) -> Option<String> {
    let lists = [
        (quality.labels.iter().all(|l| l.labels.is_empty()), "label"),
        (quality.codes.is_empty(), "code"),
        (quality.unread.is_empty(), "value"),
        (quality.lost.is_empty(), "loss"),
    ];
    let full: Vec<&str> = lists.into_iter().filter(|(empty, _)| !empty).map(|(_, name)| name).collect();
    (!full.is_empty()).then(|| format!("more: catchment quality --by {}", full.join(" | ")))
}

/// Reasons, the most frequent first.
fn by_size(totals: &FileQuality) -> Vec<(&str, u64)> {
    let mut reasons: Vec<(&str, u64)> = totals.reasons.iter().map(|(r, n)| (r.as_str(), *n)).collect();
    reasons.sort_by_key(|(reason, n)| (std::cmp::Reverse(*n), *reason));
    reasons
}

/// One row per file.
pub(crate) fn by_file(quality: &Quality) -> Sheet {
    let mut sheet = Sheet::new([
        "source",
        "file",
        "layout",
        "encoding",
        "rows",
        "accepted",
        "cancelled",
        "unlocated",
        "rejected",
        "net",
    ]);
    for f in &quality.files {
        let words = [&f.source, &f.file, &f.layout, &f.encoding].map(|w| Field::from(w.as_str()));
        let numbers = [f.rows, f.accepted, f.cancelled, f.unlocated, f.rejected].map(Field::from);
        sheet.push(words.into_iter().chain(numbers).chain([Field::Int(f.net)]).collect());
    }
    sheet
}

fn by_reason(quality: &Quality) -> Sheet {
    let mut sheet = Sheet::new(["reason", "rows"]);
    for (reason, rows) in by_size(&quality.totals()) {
        sheet.push(vec![reason.into(), rows.into()]);
    }
    sheet
}

fn by_year(quality: &Quality) -> Sheet {
    let mut sheet = Sheet::new(["year", "offense", "rows", "located", "share", "warns"]);
    for l in &quality.located {
        let warns = if l.warns() { "yes" } else { "no" };
        sheet.push(vec![
            l.year.into(),
            l.offense.as_str().into(),
            l.rows.into(),
            l.located.into(),
            Field::Real(l.share(), 3),
            warns.into(),
        ]);
    }
    sheet
}

fn rejected(quality: &Quality) -> Sheet {
    let mut sheet = Sheet::new(["file", "line", "reason", "detail"]);
    for r in &quality.rejections {
        sheet.push(vec![r.file.as_str().into(), r.line.into(), r.reason.as_str().into(), r.detail.as_str().into()]);
    }
    sheet
}

fn say_what_is_not_listed(quality: &Quality) {
    let (all, listed) = (quality.totals().rejected, quality.rejections.len());
    if all > listed as u64 {
        progress::warn([format!(
            "{all} rows were rejected; the first of each file, {listed} in all, are kept and listed"
        )]);
    }
}
