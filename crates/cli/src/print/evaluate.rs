//! `catchment evaluate`.

use anyhow::Result;
use catchment_questions::evaluate::{EstimateMethod, Evaluate, EvaluateAnswer, SpecItem, words};
use catchment_questions::file::{Field, Sheet};
use catchment_store::Dataset;

use crate::ask::Printed;
use crate::output;

impl Printed for Evaluate {
    fn warnings(answer: &EvaluateAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &EvaluateAnswer, _: &Dataset) -> Result<()> {
        if !answer.specs.is_empty() {
            output::print_table(&sheet(answer))?;
        }
        let mut lines = vec![answer.finding.clone()];
        lines.extend(answer.plain.iter().map(words::plain));
        lines.extend(answer.bridged.iter().map(words::bridged));
        lines.extend(answer.displacement.iter().map(words::displacement));
        lines.extend(answer.claims.iter().map(words::claim));
        lines.extend(answer.notes.iter().cloned());
        lines.push(format!("Outcomes: {}. Unit: {}.", self.offense.join(", "), answer.meta.unit_label));
        lines.push(format!("Source: {}", answer.meta.source));
        lines.push(format!("Dataset {}, seed {}, {}.", answer.meta.dataset, answer.meta.seed, answer.meta.program));
        lines.extend(answer.meta.warnings.iter().map(|w| format!("Note: {w}")));
        output::print_text(&lines.join("\n"))
    }
}

/// The curve by outcome, ground and method: the whole of it is in JSON and CSV.
fn sheet(answer: &EvaluateAnswer) -> Sheet {
    let columns = ["ground", "outcome", "method", "estimates", "least", "middle", "greatest", "beyond placebos"];
    let mut sheet = Sheet::new(columns);
    let mut seen: Vec<(&str, &str, EstimateMethod)> = Vec::new();
    let key = |s: &'_ SpecItem| (s.outcome.clone(), s.boundary.clone(), s.method.name());
    let mut specs: Vec<&SpecItem> = answer.specs.iter().collect();
    specs.sort_by_key(|s| key(s));
    for spec in &specs {
        let own = (spec.boundary.as_str(), spec.outcome.as_str(), spec.method);
        if seen.contains(&own) {
            continue;
        }
        seen.push(own);
        // The curve is sorted by ratio, so these are too.
        let same = |s: &&SpecItem| (s.boundary.as_str(), s.outcome.as_str(), s.method) == own;
        let all: Vec<&SpecItem> = answer.specs.iter().filter(same).collect();
        let beyond = all.iter().filter(|s| s.p.is_some_and(|p| p <= 0.05)).count();
        let told = |at: usize| all.get(at).map_or(Field::Empty, |s| Field::Text(words::change(s.ratio)));
        sheet.push(vec![
            own.0.into(),
            own.1.into(),
            own.2.name().into(),
            Field::Int(i64::try_from(all.len()).unwrap_or(i64::MAX)),
            told(0),
            told(all.len() / 2),
            told(all.len() - 1),
            Field::Text(format!("{beyond} of {}", all.len())),
        ]);
    }
    sheet
}
