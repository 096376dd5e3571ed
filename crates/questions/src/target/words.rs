//! What progress toward a target says in sentences.

use super::{CountyMask, StatedStart, TargetAnswer, TargetPoint};
use crate::words::{capital, grouped, listed, month_name, percent, spelled};

/// The answer in one sentence: what is known, and of whom nothing is.
pub fn headline(answer: &TargetAnswer) -> String {
    let known = match answer.points.last().and_then(|p| p.ratio) {
        Some(ratio) if answer.baseline.is_some() => {
            format!("The {} agencies that can be compared count {}", spelled(answer.compared.len()), change(ratio))
        }
        _ => "No agency can be compared".to_owned(),
    };
    match none_monthly(answer) {
        none if none.is_empty() => format!("{known}."),
        none => format!("{known}; of {} nothing is known by month.", listed(&none)),
    }
}

/// Counties of which no agency publishes months.
fn none_monthly(answer: &TargetAnswer) -> Vec<&str> {
    answer.counties.iter().filter(|c| c.monthly == 0).map(|c| c.county.as_str()).collect()
}

/// The answer in a sentence or two; what is not known is said first.
pub fn finding(answer: &TargetAnswer) -> String {
    let (Some(baseline), Some(last)) = (answer.baseline, answer.points.last()) else {
        return "No agency reported all months of baseline and of the last twelve: nothing can be compared.".to_owned();
    };
    let agencies: usize = answer.counties.iter().map(|c| c.agencies).sum();
    let who = format!("Of {agencies} agencies {} can be compared", spelled(answer.compared.len()));
    let Some(ratio) = last.ratio else { return format!("{who}; a month of the last twelve is missing.") };
    format!(
        "{who}. They counted {} in the twelve months before the start; the twelve up to {} are {} ({}).",
        grouped(baseline),
        month_name(&last.month),
        change(ratio),
        beside_chance(last, ratio)
    )
}

/// What is aimed at, and beside what.
pub fn aim(answer: &TargetAnswer) -> String {
    let offenses: Vec<String> = answer.offenses.iter().map(|id| id.replace('_', " ")).collect();
    format!(
        "The aim: {} fewer offenses ({}) in the twelve months up to {} than in the baseline, the twelve months from {} \
         to {}.",
        percent(answer.reduction, 0),
        listed(&offenses),
        month_name(&answer.end),
        month_name(&answer.baseline_from),
        month_name(&answer.baseline_to)
    )
}

/// Which of the stated starts was taken, and which others are stated.
pub fn starts(answer: &TargetAnswer) -> String {
    let start = |s: &StatedStart| format!("{} (from {}; {})", s.name, month_name(&s.from), s.source);
    let of = |taken: bool| -> Vec<String> { answer.starts.iter().filter(|s| s.taken == taken).map(start).collect() };
    let others = of(false);
    let also = match others.len() {
        0 => String::new(),
        1 => format!(" Another start is stated, too: {}.", others[0]),
        n => format!(" {} other starts are stated, too: {}.", capital(&spelled(n)), listed(&others)),
    };
    format!("The start taken here: {}.{also}", listed(&of(true)))
}

/// What another stated start would say: a head, and sentences.
pub fn otherwise(other: &TargetAnswer) -> Vec<String> {
    let taken: Vec<&str> = other.starts.iter().filter(|s| s.taken).map(|s| s.name.as_str()).collect();
    let head = format!("The same from {} on", listed(&taken));
    [Some(head), Some(aim(other)), Some(other.finding.clone()), other.pace.clone()].into_iter().flatten().collect()
}

/// A ratio as a change: `8.1% fewer`.
pub fn change(ratio: f64) -> String {
    let word = if ratio < 1.0 { "fewer" } else { "more" };
    format!("{} {word}", percent((1.0 - ratio).abs(), 1))
}

fn beside_chance(point: &TargetPoint, ratio: f64) -> String {
    let fan =
        format!("chance alone: {:+.1} to {:+.1}%", 100.0 * (point.chance_low - 1.0), 100.0 * (point.chance_high - 1.0));
    let beyond = if ratio < point.chance_low {
        "fewer than chance alone gives"
    } else if ratio > point.chance_high {
        "more than chance alone gives"
    } else {
        "within what chance alone gives"
    };
    format!("{beyond}; {fan}; an even pace to the target: {:+.1}%", 100.0 * (point.on_pace - 1.0))
}

/// The pace that is needed.
pub fn pace(answer: &TargetAnswer) -> Option<String> {
    let pace = answer.pace_needed?;
    Some(if pace <= 0.0 {
        format!(
            "The agencies compared are past {} already; it must hold until {}.",
            percent(answer.reduction, 0),
            month_name(&answer.end)
        )
    } else {
        format!(
            "To reach −{} by {}, {} fewer each year are needed from now on.",
            percent(answer.reduction, 0),
            month_name(&answer.end),
            percent(pace, 1)
        )
    })
}

/// A county of the mask in a sentence.
pub fn county(mask: &CountyMask) -> String {
    if mask.monthly == 0 {
        return format!(
            "{}: none of {} agencies publishes months. Nothing is known of it; that is not zero.",
            mask.county, mask.agencies
        );
    }
    format!("{}: {} of {} agencies publish months.", mask.county, mask.monthly, mask.agencies)
}

/// What a reader must see.
pub fn warnings(answer: &TargetAnswer, note: &str) -> Vec<String> {
    let mut list = vec![
        "Agencies that are missing are missing in every total: this is no figure of the region, only of the agencies \
         named."
            .to_owned(),
    ];
    let none = none_monthly(answer);
    if !none.is_empty() {
        list.push(format!("Nothing by month is known of {}.", listed(&none)));
    }
    if answer.points.iter().any(|p| p.late) {
        list.push("The latest months are provisional: late reports will raise them.".to_owned());
    }
    list.push(
        "The fan holds what chance moves months, and not what moves whole years: real years differ more. Nothing here \
         says what caused a change."
            .to_owned(),
    );
    list.extend((!note.is_empty()).then(|| note.to_owned()));
    list
}

/// Where baseline and latest months come from different editions of the source.
pub fn editions(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| {
        format!(
            "Baseline and latest months come from different editions of the source, which may differ: {}.",
            listed(names)
        )
    })
}
