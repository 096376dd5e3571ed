//! The chart of a target: its points as the answer gives them.

use catchment_questions::target::{TargetAnswer, words};
use catchment_questions::words::{month_name, percent};

use crate::dates::{index, month_of};
use crate::draw::{Fan, FanPoint, fan};

/// The chart in words, and its picture; none where nothing can be compared.
pub(super) fn chart(target: &TargetAnswer) -> Option<(String, String)> {
    let start = index(&target.meta.params.start.to_string())?;
    let end = index(&target.end)?;
    let last = target.points.last()?;
    let aim = format!("−{}", percent(target.reduction, 0));
    let points = target.points.iter().filter_map(|p| {
        let at = f64::from(index(&p.month)? - start);
        Some(FanPoint { at, ratio: p.ratio, chance: (p.chance_low, p.chance_high), late: p.late })
    });
    let reached = last.ratio.map(words::change).unwrap_or_default();
    let now = format!("{reached}, {}", month_name(&last.month));
    let goal = format!("target {aim}");
    let labels = [now, goal, "even pace".to_owned(), "chance alone".to_owned()];
    let tick = |month: i32| (f64::from(month - start), month_name(&month_of(month)));
    let ticks = (start - 1..=end).step_by(12).map(tick).collect();
    let picture =
        fan(&Fan { points: points.collect(), end: f64::from(end - start), reduction: target.reduction, ticks, labels });
    let alt = format!(
        "Twelve months up to each month beside the baseline, as a change in percent, with what chance alone gives and an \
         even pace to {aim} by {}. {}",
        month_name(&target.end),
        target.finding
    );
    Some((alt, picture))
}
