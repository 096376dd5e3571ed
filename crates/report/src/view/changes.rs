//! What would change the answer, and what it does not say.

use catchment_model::Measure;
use catchment_questions::rankings::RankingsAnswer;
use catchment_questions::report::ReportAnswer;
use catchment_questions::words::{grouped, many, percent_of_all, spelled};

/// What would change the answer.
pub(super) fn changes(answers: &ReportAnswer, asked: &RankingsAnswer) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(fewest(answers, asked));
    lines.push(
        "Another measure. Count favors large neighborhoods, a rate per resident favors places where few people live \
         and many pass through, and a rate per square kilometer favors dense ones. The table shows all three side by \
         side."
            .to_owned(),
    );
    lines.push(format!(
        "Another period or other offenses. This report covers {} to {}; violence moves. The same command with other \
         months or offenses makes the same report for them.",
        asked.meta.window.from, asked.meta.window.to
    ));
    lines.push(weights(asked));
    lines
}

/// How many offenses lie between the last area chosen and the first that is not.
fn fewest(answers: &ReportAnswer, asked: &RankingsAnswer) -> Option<String> {
    let k = asked.meta.params.k;
    let equal = asked.meta.params.counted.weights.values().all(|w| (w - 1.0).abs() < 1e-12);
    let (last, next) = (asked.items.get(k.checked_sub(1)?)?, asked.items.get(k)?);
    let between = last.count - next.count;
    if answers.measure != Measure::Count || !equal || between < 0 {
        return None;
    }
    let years = asked.meta.window.covered_months as f64 / 12.0;
    Some(format!(
        "A small number of offenses. {}, the last of the {} chosen, has {} more than {}, the first left out: {:.0} a \
         year, in a city that counted {} over the whole period.",
        last.name,
        spelled(k),
        grouped(between),
        next.name,
        between as f64 / years,
        grouped(asked.city.count),
    ))
}

fn weights(asked: &RankingsAnswer) -> String {
    let all: Vec<f64> = asked.meta.params.counted.weights.values().copied().collect();
    let equal = all.windows(2).all(|w| (w[0] - w[1]).abs() < 1e-12);
    if equal {
        "Weights. Every offense counts the same here: a homicide as much as an assault. Weighing by harm is a value \
         judgment that belongs to the council."
            .to_owned()
    } else {
        let list =
            asked.meta.params.counted.weights.iter().map(|(id, w)| format!("{id} {w}")).collect::<Vec<_>>().join(", ");
        format!("Weights. Offenses enter the score with weights ({list}); other weights may give another order.")
    }
}

/// What the answer does not say: what is true of every such ranking, and what the rankings themselves warn of.
pub(super) fn limits(answers: &ReportAnswer, asked: &RankingsAnswer) -> Vec<String> {
    let mut lines = vec![
        "It counts what reached the police. Violence that nobody reported is not in it, and neighborhoods differ in \
         how much they report."
            .to_owned(),
        "It says nothing about any person, and nothing about whether a program works. An area chosen at its peak tends \
         to fall afterward with or without a program."
            .to_owned(),
        format!(
            "The chances and intervals speak of the chance in counts{}. They do not speak of late reports, of wrong \
             addresses, or of what the next years bring.",
            if answers.decision.is_some() { ", and on the page on weights of doubt about these" } else { " alone" }
        ),
    ];
    let differ = &answers.status.label_differs;
    if differ.rows > 0 {
        lines.push(format!(
            "In {} of the rows with both, the police’s neighborhood and the neighborhood of the position differ ({} of \
             {}).",
            percent_of_all(differ.share),
            many(differ.rows),
            many(differ.of)
        ));
    }
    if answers.catchments.is_some() {
        lines.push(
            "Catchments were found on the same counts that rank them, and places chosen because they are highest fall \
             back: their expected figures and intervals are corrected for that, their ranks and chances are not."
                .to_owned(),
        );
    }
    lines.extend(warnings(answers, asked));
    lines
}

/// Warnings of the rankings, each once; what the data page says anyway is left to it.
fn warnings(answers: &ReportAnswer, asked: &RankingsAnswer) -> Vec<String> {
    let by = &answers.neighborhoods;
    let by = [Some(&by.count), by.per_resident.as_ref(), Some(&by.per_km2)];
    let all = [Some(asked)].into_iter().chain(by).chain([answers.catchments.as_ref()]);
    let mut seen: Vec<String> = Vec::new();
    for warning in all.flatten().flat_map(|r| &r.meta.warnings) {
        if !seen.contains(warning) && answers.status.city.synthetic.as_ref() != Some(warning) {
            seen.push(warning.clone());
        }
    }
    seen
}
