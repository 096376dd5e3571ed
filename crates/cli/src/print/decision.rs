//! `catchment rank --weights …`.

use anyhow::Result;
use catchment_questions::decision::{Decision, DecisionAnswer, DecisionItem, RuleItem, incident_change, weight_change};
use catchment_questions::file::{Field, Sheet};
use catchment_questions::words::chance;
use catchment_store::Dataset;

use super::{legend, not_ranked};
use crate::ask::Printed;
use crate::output;

impl Printed for Decision {
    fn warnings(answer: &DecisionAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &DecisionAnswer, data: &Dataset) -> Result<()> {
        output::print_table(&sheet(answer, self.k))?;
        let mut lines = vec![answer.headline.clone(), answer.finding.clone()];
        lines.extend(answer.doubt.iter().cloned());
        lines.push(answer.certainty.clone());
        lines.push(
            "Score: 0 would be lowest by every criterion, 1 highest. Ranks: 90% interval over counts and weights; \
             rank set: by burden as counted, all sets together 90%."
                .to_owned(),
        );
        lines.push(format!(
            "Weight, offenses: the smallest change of one weight, and the fewest offenses, that move the place into or \
             out of the first {}.",
            self.k
        ));
        lines.push(
            "Fall: to expect after the last year of the window without any program. Fall told: the smallest that could \
             be told within ten years, and the year by which."
                .to_owned(),
        );
        lines.extend(answer.items.first().map(|i| i.detectable.design.clone()).filter(|d| !d.is_empty()));
        lines.push(answer.drift.clone());
        let weighed = answer.criteria.iter().filter(|c| c.weight > 0.0);
        lines.extend(weighed.map(|c| format!("{} (weight {}): {}", c.label, c.weight, c.definition)));
        lines.extend(answer.prices.iter().flatten().map(|p| p.sentence.clone()));
        lines.extend(answer.guard_finding.iter().cloned());
        lines.extend(answer.rules.iter().flatten().map(rule));
        lines.extend(not_ranked(&answer.not_ranked));
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

fn rule(rule: &RuleItem) -> String {
    let ids = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    format!("Rule: {}. Enter: {}. Leave: {}. {}", rule.label, ids(&rule.enter), ids(&rule.leave), rule.source)
}

fn sheet(answer: &DecisionAnswer, k: usize) -> Sheet {
    let columns = ["rank", "id", "name", "score", "count", "90% ranks", "rank set"].map(str::to_owned);
    let more = [format!("P(top {k})"), "weights only".to_owned(), "counts only".to_owned()];
    let last = ["weight", "offenses", "fall", "fall told", "next ranks", "P(next)"].map(str::to_owned);
    let mut sheet = Sheet::new(columns.into_iter().chain(more).chain(last));
    for item in &answer.items {
        sheet.push(vec![
            item.rank.into(),
            item.id.as_str().into(),
            item.name.as_str().into(),
            Field::Real(item.score, 3),
            Field::Int(item.count),
            format!("{}–{}", item.rank_low, item.rank_high).into(),
            format!("{}–{}", item.rank_set_low, item.rank_set_high).into(),
            chance(item.p_top).into(),
            chance(item.p_top_weights_only).into(),
            chance(item.p_top_counts_only).into(),
            weight_change(item).into(),
            incident_change(item).into(),
            item.expected_fall.share.map(|s| format!("{:.0}%", 100.0 * s)).into(),
            told(item).into(),
            item.next_year.as_ref().map(|n| format!("{}–{}", n.rank_low, n.rank_high)).into(),
            item.next_year.as_ref().map(|n| chance(n.p_top)).into(),
        ]);
    }
    sheet
}

/// The smallest fall that could be told, and the year by which: `32% by 2021`.
fn told(item: &DecisionItem) -> Option<String> {
    let known = &item.detectable;
    Some(format!("{:.0}% by {}", (100.0 * known.smallest_fall?).ceil(), known.smallest_year?))
}
