//! `catchment optimize`.

use anyhow::Result;
use catchment_questions::file::{Field, Sheet};
use catchment_questions::optimize::{Optimize, OptimizeAnswer};
use catchment_questions::words::bound_percent;
use catchment_store::Dataset;

use super::legend;
use crate::ask::Printed;
use crate::output;

impl Printed for Optimize {
    fn warnings(answer: &OptimizeAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &OptimizeAnswer, data: &Dataset) -> Result<()> {
        output::print_table(&sheet(answer))?;
        let mut lines = vec![answer.finding.clone(), answer.chosen_by.clone()];
        let point = |p: &catchment_questions::optimize::FrontierPoint| {
            format!("{} hold {:.1} (at most {} from the best possible)", p.k, p.harm, bound_percent(p.gap))
        };
        lines.push(format!("So many: {}.", answer.frontier.iter().map(point).collect::<Vec<_>>().join("; ")));
        lines.extend(answer.reach.iter().map(|r| r.sentence.clone()));
        lines.extend(answer.prices.iter().flatten().map(|p| p.sentence.clone()));
        lines.extend(answer.budget.iter().map(|b| b.sentence.clone()));
        lines.push(answer.shapes.clone());
        lines.extend(answer.notes.iter().cloned());
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

fn sheet(answer: &OptimizeAnswer) -> Sheet {
    // Places by what does not add up over ground, where there is any.
    let ranked = answer.catchments.iter().any(|c| c.rank.is_some());
    let columns = ["id", "name", "km²", "count", "of the city's", "harm", "residents", "sites"];
    let mut sheet = Sheet::new(columns.into_iter().chain(ranked.then_some("rank")));
    for c in &answer.catchments {
        let mut row = vec![
            c.id.as_str().into(),
            c.name.as_str().into(),
            Field::Real(c.area_km2, 2),
            c.count.into(),
            c.of_city.as_ref().map_or_else(String::new, |s| s.words.clone()).into(),
            Field::Real(c.harm, 1),
            Field::maybe(c.residents, 0),
            c.sites.join(", ").into(),
        ];
        row.extend(ranked.then(|| c.rank.map_or_else(String::new, |r| r.to_string()).into()));
        sheet.push(row);
    }
    sheet
}
