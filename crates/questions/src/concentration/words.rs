//! What concentration and its stability say in sentences.

use super::StabilityItem;
use crate::answers::{Against, Figure, NullFigure};
use crate::words::{grouped, percent};

/// An observed figure beside chance, both as `shown`: a figure that reads like the end of the interval is inside it.
pub fn against(observed: f64, chance: NullFigure, shown: impl Fn(f64) -> f64) -> Against {
    if shown(observed) > shown(chance.high) {
        Against::More
    } else if shown(observed) < shown(chance.low) {
        Against::Fewer
    } else {
        Against::Chance
    }
}

/// The share of the count in the hottest cells, beside chance.
pub fn hottest(figure: &Figure) -> String {
    let Figure { observed, null } = figure;
    format!(
        "The hottest 5% of cells hold {} of the count; were all ground alike, chance alone would give them {} (whole \
         incidents thrown; 95% of draws: {} to {}).",
        percent(*observed, 1),
        percent(null.mean, 1),
        percent(null.low, 1),
        percent(null.high, 1)
    )
}

/// The share of cells that hold so much of the count (`half of the count`), beside chance.
pub fn needed(what: &str, figure: &Figure) -> String {
    let Figure { observed, null } = figure;
    format!(
        "{} of the cells hold {what}; were all ground alike, chance alone would need {} (whole incidents thrown; \
         95% of draws: {} to {}).",
        percent(*observed, 1),
        percent(null.mean, 1),
        percent(null.low, 1),
        percent(null.high, 1)
    )
}

/// Share of the one period's top cells that are in the other's: Jaccard J of equal sets is n ÷ (2 k − n).
pub fn overlap(jaccard: f64) -> f64 {
    2.0 * jaccard / (1.0 + jaccard)
}

/// The overlap of two periods beside chance, in whole percent as the sentence shows it.
pub fn alike(jaccard: f64, chance: NullFigure) -> Against {
    against(jaccard, chance, |jaccard| (100.0 * overlap(jaccard)).round())
}

/// Whether the hottest cells of two periods are the same.
pub fn stability(item: &StabilityItem) -> String {
    let share = |jaccard| percent(overlap(jaccard), 0);
    let verdict = match item.than_chance {
        Against::Fewer => "Hot cells moved more than chance explains.",
        Against::More => "They stayed the same more than chance alone would have it.",
        Against::Chance => "Chance alone explains the difference.",
    };
    format!(
        "Of the {} cells of each period with most incidents, {} are the same; had nothing changed but chance it \
         would be {} to {}; were the periods unrelated, {}. {verdict}",
        grouped(i64::try_from(item.top_cells).unwrap_or(i64::MAX)),
        share(item.jaccard),
        share(item.if_unchanged.low),
        share(item.if_unchanged.high),
        share(item.if_unrelated)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(jaccard: f64) -> StabilityItem {
        StabilityItem {
            first_from: "2009-01".to_owned(),
            first_to: "2013-12".to_owned(),
            first_count: 100,
            second_from: "2014-01".to_owned(),
            second_to: "2018-12".to_owned(),
            second_count: 90,
            top_cells: 79,
            jaccard,
            if_unchanged: NullFigure { mean: 0.6, low: 0.5, high: 0.7 },
            than_chance: alike(jaccard, NullFigure { mean: 0.6, low: 0.5, high: 0.7 }),
            if_unrelated: 0.03,
            s_index: 0.5,
            s_index_nonzero: None,
            says: String::new(),
        }
    }

    #[test]
    fn cells_that_stay_are_told_as_a_share_of_each_period() {
        assert!((overlap(0.5) - 2.0 / 3.0).abs() < 1e-12);
        let told = stability(&item(0.4));
        assert!(told.starts_with("Of the 79 cells of each period with most incidents, 57% are the same;"), "{told}");
        assert!(told.ends_with("Hot cells moved more than chance explains."));
        assert!(stability(&item(0.6)).ends_with("Chance alone explains the difference."));
    }
}
