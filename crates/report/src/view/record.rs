//! How the answer was reached, for who asks the same question again.

use catchment_model::{AreaBasis, TimeBasis};
use catchment_questions::rankings::RankingsAnswer;
use catchment_questions::report::ReportAnswer;
use catchment_questions::words::area_label;

/// What, and its value. `hash` names the answers.
pub(super) fn record(answers: &ReportAnswer, asked: &RankingsAnswer, hash: &str) -> Vec<(String, String)> {
    let (meta, p) = (&asked.meta, &asked.meta.params);
    let weights = p.counted.weights.iter().map(|(id, w)| format!("{id} {w}")).collect::<Vec<_>>().join(", ");
    let area = answers.catchments.as_ref().and_then(|c| c.meta.params.area_km2);
    let mut rows = vec![
        ("Dataset", meta.dataset.clone()),
        ("Program", meta.program.clone()),
        ("Period", format!("{} to {}", meta.window.from, meta.window.to)),
        ("Offenses and weights", weights),
        ("Unit", meta.unit_label.clone()),
        ("Month of", if p.counted.time == TimeBasis::Occurred { "occurrence" } else { "report" }.to_owned()),
        ("Neighborhood by", area_label(p.area.unwrap_or(AreaBasis::Point)).to_owned()),
        ("Measure", answers.measure.name().to_owned()),
        ("Areas to choose (k)", p.k.to_string()),
    ];
    rows.extend(area.map(|km2| ("Catchment", format!("{km2} km²"))));
    rows.push(("Seed", p.seed.to_string()));
    if let Some(record) = &answers.record {
        let revision = record.revision.map_or_else(String::new, |n| format!(", revision {n}"));
        rows.extend(record.scenario.as_ref().map(|name| ("Scenario", format!("{name}{revision}"))));
        rows.extend([
            ("Decision record (BLAKE3)", record.blake3.clone()),
            ("Its answer (BLAKE3)", record.answer_blake3.clone()),
        ]);
    }
    rows.push(("Answers (BLAKE3)", hash.to_owned()));
    rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
