//! What an answer about clusters says in sentences.

use catchment_model::Unit;

use super::words::{LEVEL, WHOLE, category, expected};
use super::{Category, CategoryItem, ClustersAnswer, NearRepeat, ScanItem};
use crate::answers::{Against, FdrSummary, NullFigure};
use crate::concentration::words::{against, needed};
use crate::pieces::ClusterMethod;
use crate::words::{figure, grouped, p_value};

/// The answer in a sentence or two.
pub(super) fn finding(answer: &ClustersAnswer) -> String {
    let runs = answer.permutations.unwrap_or_default();
    match answer.method {
        ClusterMethod::Moran => answer.fdr.as_ref().map(moran).unwrap_or_default(),
        ClusterMethod::Emerging => emerging(answer.categories.as_deref().unwrap_or_default()),
        ClusterMethod::Scan | ClusterMethod::ScanSpace => {
            scan(answer.clusters.as_deref().unwrap_or_default(), runs, answer.chance_llr)
        }
        ClusterMethod::Knox => near(answer.near_repeats.as_deref().unwrap_or_default()),
    }
}

/// What a reader must know of the figures.
pub(super) fn notes(answer: &ClustersAnswer) -> Vec<String> {
    let runs = answer.permutations.unwrap_or_default();
    let mut notes = Vec::new();
    let by_incident = matches!(answer.method, ClusterMethod::Emerging | ClusterMethod::Scan | ClusterMethod::ScanSpace);
    if by_incident && answer.meta.unit == Unit::Net {
        notes.push(WHOLE.to_owned());
    }
    match answer.method {
        ClusterMethod::Moran => notes.extend(answer.reach.iter().flat_map(|r| r.says.iter().cloned())),
        ClusterMethod::Emerging => {
            if let (Some(first), Some(last)) = (answer.steps.first(), answer.steps.last()) {
                notes.push(format!(
                    "{} time steps, {} to {}. Hot and cold: Gi* of the step by distinct incidents, corrected for \
                     testing many cells. Trend: Mann and Kendall's test on it.",
                    answer.steps.len(),
                    first.from,
                    last.to
                ));
            }
            notes.push(
                "By chance: mean and 95% of draws in which every cell keeps its share of the city, each step its \
                 total, and the rest is luck. Of so many categories, one in twenty differs by luck too."
                    .to_owned(),
            );
        }
        ClusterMethod::Scan | ClusterMethod::ScanSpace => {
            let baseline = answer.meta.params.clusters.baseline;
            notes.extend(baseline.map(|b| expected(b, answer.method == ClusterMethod::Scan)));
            notes.push(format!(
                "p: share of simulations of pure chance whose best cluster, anywhere and at any time, scores as high. \
                 {runs} simulations cannot show less than {}.",
                p_value(1.0 / f64::from(runs + 1))
            ));
        }
        ClusterMethod::Knox => {
            let events = many(answer.events.unwrap_or_default());
            notes.push(format!("{events} events with a position and a date of occurrence."));
            notes.push(format!(
                "Expected: the same places with their dates shuffled. p: share of {runs} shuffles with as many pairs."
            ));
        }
    }
    notes.extend(answer.null.as_ref().map(|f| needed("half of the count", &f.cells_with_half)));
    notes
}

fn many(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What local Moran found, beside what untested chance would give.
fn moran(fdr: &FdrSummary) -> String {
    let FdrSummary { alpha, before, after, cells } = fdr;
    let whole = |n: usize| many(n as u64);
    if *after == 0 {
        return format!("No cell of {} can be told from chance.", whole(*cells));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a share of the number of cells")]
    let by_chance = (alpha * *cells as f64).round() as i64;
    format!(
        "{} of {} cells can be told from chance (false discovery rate {alpha}). Without correcting for so many tests \
         it would be {}, of which chance alone would give up to {}.",
        whole(*after),
        whole(*cells),
        whole(*before),
        grouped(by_chance)
    )
}

/// Cells of a category beside chance, in whole cells as the table shows them.
pub(super) fn than_chance(cells: usize, chance: NullFigure) -> Against {
    against(cells as f64, chance, f64::round)
}

/// What the categories say that chance does not.
fn emerging(categories: &[CategoryItem]) -> String {
    let real = || categories.iter().filter(|c| c.category != Category::None);
    if real().all(|c| c.cells == 0) {
        return "No cell was hot or cold in any step.".to_owned();
    }
    let than = |verdict: Against, word: &str| {
        let own: Vec<String> =
            real().filter(|c| c.than_chance == verdict).map(|c| format!("{}s", category(c.category))).collect();
        (!own.is_empty()).then(|| format!("{word} {}", listed(&own)))
    };
    let parts: Vec<String> =
        [than(Against::More, "more"), than(Against::Fewer, "fewer")].into_iter().flatten().collect();
    if parts.is_empty() {
        return "Nothing here needs more than chance: had every cell kept its share of the city, the map would have \
            about as many cells of each kind."
            .to_owned();
    }
    format!(
        "Had every cell kept its share of the city, chance alone would not explain this: there are {} than it gives.",
        parts.join(", and ")
    )
}

/// `a`, `a and b`, `a, b, and c`.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [all @ .., last] => format!("{}, and {last}", all.join(", ")),
    }
}

fn scan(clusters: &[ScanItem], runs: u32, chance_llr: Option<f64>) -> String {
    let Some(first) = clusters.first() else {
        return "No place or period holds more than expected.".to_owned();
    };
    let told = clusters.iter().filter(|c| c.p <= LEVEL).count();
    let tried = chance_llr.map_or_else(String::new, |llr| {
        format!(
            " In one of twenty simulations of pure chance, the best cluster would score {}; the best one here scores \
             {}.",
            figure(llr),
            figure(first.llr)
        )
    });
    let runs = many(u64::from(runs));
    match told {
        0 => format!("No cluster can be told from chance ({runs} simulations).{tried}"),
        1 => format!("One cluster can be told from chance (p up to {LEVEL}, {runs} simulations).{tried}"),
        n => format!("{n} clusters can be told from chance (p up to {LEVEL}, {runs} simulations).{tried}"),
    }
}

fn near(bands: &[NearRepeat]) -> String {
    let Some((first, ratio)) = bands.first().and_then(|b| Some((b, b.ratio?))) else {
        return "There are too few incidents close together to compare.".to_owned();
    };
    let when = match first.days {
        0.0 => "on the same day".to_owned(),
        1.0 => "and 1 day".to_owned(),
        days => format!("and {days} days"),
    };
    let counted = format!(
        "{} pairs within {} m {when}; shuffled dates would give {}",
        many(first.pairs),
        first.distance_m,
        figure(first.expected)
    );
    let p = p_value(first.p);
    if first.p > LEVEL {
        return format!("{counted}: no more than chance explains (p = {p}).");
    }
    format!("{counted}: {} times as many (p = {p}).", figure(ratio))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(category: Category, cells: usize, (low, high): (f64, f64)) -> CategoryItem {
        let if_unchanged = NullFigure { mean: f64::midpoint(low, high), low, high };
        CategoryItem {
            category,
            name: String::new(),
            says: String::new(),
            cells,
            count: 0,
            if_unchanged,
            than_chance: than_chance(cells, if_unchanged),
        }
    }

    #[test]
    fn categories_are_told_where_chance_does_not_explain_them() {
        let list = [
            item(Category::NewHot, 9, (0.0, 4.0)),
            item(Category::PersistentHot, 2, (3.0, 6.0)),
            item(Category::SporadicHot, 5, (3.0, 6.0)),
        ];
        assert_eq!(
            emerging(&list),
            "Had every cell kept its share of the city, chance alone would not explain this: there are more new hot \
             spots, and fewer persistent hot spots than it gives."
        );
        assert!(emerging(&list[2..]).starts_with("Nothing here needs more than chance"));
        assert_eq!(emerging(&[]), "No cell was hot or cold in any step.");
    }

    #[test]
    fn pairs_of_one_day_are_told_as_such() {
        let band = NearRepeat { distance_m: 50.0, days: 0.0, pairs: 3, expected: 0.4, ratio: Some(7.5), p: 0.005 };
        assert_eq!(
            near(&[band]),
            "3 pairs within 50 m on the same day; shuffled dates would give 0.40: 7.50 times as many (p = 0.005)."
        );
    }

    #[test]
    fn a_scan_is_told_with_what_chance_reaches() {
        assert_eq!(scan(&[], 199, Some(8.0)), "No place or period holds more than expected.");
    }
}
