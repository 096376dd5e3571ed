//! What the score of a drawn catchment says in sentences.

use super::ScoreAnswer;
use crate::words::{grouped, percent};

/// How it compares with the best of the same size; `None` where there is nothing to compare with.
pub fn finding(share_of_best: Option<f64>) -> String {
    let Some(share) = share_of_best else {
        return "There is nothing to compare it with: it is too small for a search of its size, or nothing is counted."
            .to_owned();
    };
    // What is compared is what would be shown: whole percents.
    if (100.0 * share).round() >= 100.0 {
        return "It reaches as much as the best catchment found of the same size.".to_owned();
    }
    format!("It reaches {} of what the best catchment found of the same size would.", percent(share, 0))
}

/// What it holds, where it is not compared.
pub fn alone(count: i64) -> String {
    format!("{} are counted in it. The best of its size was not searched for.", grouped(count))
}

/// What else a reader must know of its shape and of how it was scored.
pub fn notes(answer: &ScoreAnswer) -> Vec<String> {
    let mut notes = Vec::new();
    if !answer.connected {
        notes.push(format!("It is in {} pieces: staff would have to cross ground outside it.", answer.pieces));
    }
    if !answer.compact {
        notes.push(format!(
            "It is stretched out: its middle is {} m from its far end, where a compact area of its size would be \
             within {} m.",
            meters(answer.radius_m),
            meters(answer.reach_m)
        ));
    }
    if !answer.drawn.sites.is_empty() {
        notes.push("It reaches into an existing site.".to_owned());
    }
    notes.push(format!(
        "It is scored on the {} cells whose middle it holds, so its border is good to about a block.",
        grouped(i64::try_from(answer.drawn.cells.len()).unwrap_or(i64::MAX))
    ));
    if answer.best.is_some() {
        notes.push(
            "The best is searched over the whole city, with no regard for sites, budget, or what you know of the place."
                .to_owned(),
        );
    }
    notes
}

fn meters(m: f64) -> String {
    // Distances within a city fit easily.
    #[expect(clippy::cast_possible_truncation, reason = "distances within a city, rounded")]
    let whole = m.round() as i64;
    grouped(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_by_the_figure_that_is_shown() {
        assert!(finding(Some(0.996)).contains("as much as the best"));
        assert_eq!(finding(Some(0.994)), "It reaches 99% of what the best catchment found of the same size would.");
        assert!(finding(None).starts_with("There is nothing to compare it with"));
    }
}
