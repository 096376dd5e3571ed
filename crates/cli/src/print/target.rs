//! `catchment target`.

use anyhow::Result;
use catchment_questions::file::{Field, Sheet};
use catchment_questions::target::{AgencyMask, KnownMonth, Target, TargetAnswer, words};
use catchment_store::Dataset;

use crate::ask::Printed;
use crate::output;

impl Printed for Target {
    fn warnings(answer: &TargetAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &TargetAnswer, _: &Dataset) -> Result<()> {
        if !answer.points.is_empty() {
            output::print_table(&sheet(answer))?;
        }
        let mut lines = vec![answer.finding.clone()];
        lines.extend(words::pace(answer));
        for county in &answer.counties {
            lines.push(words::county(county));
            lines.extend(county.masks.iter().map(mask));
        }
        lines.push("Months: # reported, l late, ? suspect, . missing.".to_owned());
        lines.push(words::aim(answer));
        lines.push(words::starts(answer));
        lines.push(format!("Offenses: {}. Unit: {}.", answer.offenses.join(", "), answer.meta.unit_label));
        lines.push(format!("Source: {}", answer.meta.source));
        lines.push(format!("Dataset {}, {}.", answer.meta.dataset, answer.meta.program));
        lines.extend(answer.meta.warnings.iter().map(|w| format!("Note: {w}")));
        output::print_text(&lines.join("\n"))
    }
}

fn sheet(answer: &TargetAnswer) -> Sheet {
    let columns = ["month", "count", "12 months ÷ baseline", "chance low", "chance high", "even pace"];
    let mut sheet = Sheet::new(columns);
    for point in &answer.points {
        sheet.push(vec![
            format!("{}{}", point.month, if point.late { " (late)" } else { "" }).into(),
            point.count.map_or(Field::Empty, Field::Int),
            Field::maybe(point.ratio, 3),
            Field::Real(point.chance_low, 3),
            Field::Real(point.chance_high, 3),
            Field::Real(point.on_pace, 3),
        ]);
    }
    sheet
}

/// An agency's months, a sign each.
fn mask(agency: &AgencyMask) -> String {
    let sign = |status: KnownMonth| match status {
        KnownMonth::Reported => '#',
        KnownMonth::Late => 'l',
        KnownMonth::Suspect => '?',
        KnownMonth::Missing => '.',
    };
    let signs: String = agency.months.iter().map(|m| sign(m.status)).collect();
    let from = agency.months.first().map_or("", |m| m.month.as_str());
    format!("  {from} {signs} {}{}", agency.name, if agency.compared { "" } else { " (not compared)" })
}
