//! `catchment rank`.

use anyhow::Result;
use catchment_model::Measure;
use catchment_questions::file::{Field, Sheet};
use catchment_questions::pieces::Objective;
use catchment_questions::rankings::{Rankings, RankingsAnswer, words};
use catchment_questions::words::{area_label, chance};
use catchment_store::Dataset;

use super::{legend, not_ranked};
use crate::ask::Printed;
use crate::output;

impl Printed for Rankings {
    fn warnings(answer: &RankingsAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &RankingsAnswer, data: &Dataset) -> Result<()> {
        output::print_table(&sheet(answer, self.k))?;
        let what = match self.measure {
            Measure::PerResident => "offenses per 1,000 residents",
            Measure::PerKm2 => "offenses per km²",
            Measure::Count => "offenses",
        };
        let mut lines = vec![
            answer.finding.clone(),
            format!(
                "Score: expected {what} a year. Per 1,000 residents and per km²: a year. Ranks and P: in the period, \
                 with a 90% interval; next: in the 12 months after it."
            ),
            answer.drift.clone(),
        ];
        lines.extend(self.area.map(|area| format!("Neighborhood by {}.", area_label(area))));
        lines.extend(answer.search.iter().map(|s| words::search(s, self.basis.unwrap_or(Objective::Counted), self.k)));
        lines.extend(answer.as_drawn.clone());
        lines.extend(not_ranked(&answer.not_ranked));
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

fn sheet(answer: &RankingsAnswer, k: usize) -> Sheet {
    let columns = ["rank", "id", "name", "score", "count", "per 1,000", "per km²", "90% ranks"].map(str::to_owned);
    let last = [format!("P(top {k})"), "incidents".to_owned(), "next ranks".to_owned(), format!("P(next top {k})")];
    let mut sheet = Sheet::new(columns.into_iter().chain(last));
    for item in &answer.items {
        sheet.push(vec![
            item.rank.into(),
            item.id.as_str().into(),
            item.name.as_str().into(),
            Field::maybe(item.score, 1),
            Field::Int(item.count),
            Field::maybe(item.per_1000, 1),
            Field::maybe(item.per_km2, 1),
            format!("{}–{}", item.rank_low, item.rank_high).into(),
            chance(item.p_top).into(),
            Field::Int(item.incidents),
            item.next_year.as_ref().map(|n| format!("{}–{}", n.rank_low, n.rank_high)).into(),
            item.next_year.as_ref().map(|n| chance(n.p_top)).into(),
        ]);
    }
    sheet
}
