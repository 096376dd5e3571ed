//! Why a unit has its rank, in sentences.

use catchment_model::Measure;
use catchment_model::heap;

use super::input::{RankInput, RankUnit, size};
use super::ranking::{Ranked, Ranking};
use super::{PriorKind, RankError};

/// Words and totals that the caller knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    /// The window, such as "January 2009 to December 2018".
    pub period: String,
    /// What is counted, in the plural: "offenses", "incidents".
    pub events: String,
    /// What is ranked, in the plural: "neighborhoods", "catchments".
    pub places: String,
    /// Count of the whole city over the window, rows without a place included.
    pub city_count: i64,
    /// Rate of the whole city per 1,000 residents and year, and per km² and year, where places are to be compared with
    /// it and not with all that are ranked: catchments are ranked because they are high, and would look usual among
    /// themselves.
    pub city_rate: Option<(Option<f64>, Option<f64>)>,
}

impl Ranking {
    /// Sentences that say why a unit has its rank: count and share, rate against the city's, interval and overlap,
    /// chance of being among the first k, and what to keep in mind.
    ///
    /// # Errors
    /// [`RankError::NotRanked`] for an id that is not in the list.
    pub fn why(&self, input: &RankInput, id: &str, words: &Wording) -> Result<Vec<String>, RankError> {
        let item = self.find(id)?;
        let years = input.months as f64 / 12.0;
        let mut lines = vec![count_sentence(item, years, words)];
        lines.extend(self.rate_sentence(input, item, years, words));
        lines.push(self.interval_sentence(item, words));
        lines.push(format!("Chance of being among the top {}: {}.", self.params.k, chance(item.p_top)));
        lines.extend(caution_sentences(self, item, words));
        Ok(lines)
    }

    /// The unit's rate beside that of all ranked units, or of the city.
    fn rate_sentence(&self, input: &RankInput, item: &Ranked, years: f64, words: &Wording) -> Option<String> {
        let unit = &input.units[item.unit];
        // A count is also shown per resident, where the unit has enough of them.
        let by = if self.params.measure == Measure::PerKm2 { Measure::PerKm2 } else { Measure::PerResident };
        let size_of = |u: &RankUnit| size(u, by, self.params.min_residents).ok();
        let (size, label) = (size_of(unit)?, by.unit_label());
        let own = item.count as f64 / years / size;
        let (of, all) = match words.city_rate {
            Some((per_1000, per_km2)) => ("the whole city", if by == Measure::PerKm2 { per_km2 } else { per_1000 }),
            None => ("all ranked places together", self.common_rate(input, years, size_of)),
        };
        let times = all
            .filter(|all| *all > 0.0)
            .map_or_else(String::new, |all| format!(", {:.1} times the rate of {of} ({})", own / all, number(all)));
        Some(format!("{} {label}{times}.", number(own)))
    }

    /// Rate of all ranked units together.
    fn common_rate(&self, input: &RankInput, years: f64, size_of: impl Fn(&RankUnit) -> Option<f64>) -> Option<f64> {
        let sized = self.items.iter().filter_map(|i| Some((i.count, size_of(&input.units[i.unit])?)));
        let (count, total) = sized.fold((0, 0.0), |(n, t), (count, size)| (n + count, t + size));
        Some(count as f64 / years / total).filter(|rate| rate.is_finite())
    }

    fn interval_sentence(&self, item: &Ranked, words: &Wording) -> String {
        let level = percent(self.params.level);
        let (low, high) = (item.rank_low, item.rank_high);
        let others = self.items.iter().filter(|o| o.id != item.id && o.rank_low <= high && o.rank_high >= low).count();
        if low == high {
            return format!("Its {level} rank interval is {low} alone.");
        }
        format!(
            "Its {level} rank interval is {low} to {high}; those of {others} other {} reach into that span.",
            words.places
        )
    }
}

fn count_sentence(item: &Ranked, years: f64, words: &Wording) -> String {
    let Wording { period, events, city_count, .. } = words;
    let share = match city_count {
        ..=0 => String::new(),
        all => format!("; {} of the city's {}", percent(item.count.max(0) as f64 / *all as f64), grouped(*all)),
    };
    format!("{} {events} from {period}, {} per year{share}.", grouped(item.count), number(item.count as f64 / years))
}

fn caution_sentences(ranking: &Ranking, item: &Ranked, words: &Wording) -> Vec<String> {
    let mut lines = Vec::new();
    if item.phi > 1.1 {
        lines.push(format!(
            "From month to month it varies {:.1} times as much as chance alone would have it; the intervals allow for \
             that.",
            item.phi
        ));
    }
    if item.shrinkage > 0.1 {
        lines.push(format!(
            "Its counts are small: the score is moved {} of the way toward what is usual for such {}.",
            percent(item.shrinkage),
            words.places
        ));
    }
    if ranking.groups.iter().all(|g| g.weight <= 0.0 || g.prior == PriorKind::NoEvents) {
        lines.push(format!("No {} at all in this window: the {} cannot be told apart.", words.events, words.places));
    }
    lines.extend(item.remarks.iter().cloned());
    lines
}

/// A chance in words: draws never make it certain or impossible.
fn chance(p: f64) -> String {
    if p > 0.99 {
        "over 99%".to_owned()
    } else if p < 0.01 {
        "under 1%".to_owned()
    } else {
        percent(p)
    }
}

/// A share as a percentage, one decimal below 10%.
fn percent(share: f64) -> String {
    let p = 100.0 * share;
    if p > 99.5 && p < 100.0 {
        return "more than 99%".to_owned();
    }
    if p > 0.0 && p < 0.1 {
        return "less than 0.1%".to_owned();
    }
    // The level of an interval and round shares read better without a decimal.
    if p < 9.95 && p.fract() != 0.0 { format!("{p:.1}%") } else { format!("{p:.0}%") }
}

/// Three digits or so.
fn number(x: f64) -> String {
    if x.abs() >= 1000.0 {
        #[expect(clippy::cast_possible_truncation, reason = "counts per year are far below 2⁶³")]
        return grouped(x.round() as i64);
    }
    if x.abs() >= 99.95 {
        format!("{x:.0}")
    } else if x.abs() >= 9.995 {
        format!("{x:.1}")
    } else {
        format!("{x:.2}")
    }
}

/// A whole number with commas.
fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if n < 0 { format!("-{text}") } else { text }
}

heap!(Wording { period, events, places, city_count, city_rate });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_like_numbers() {
        assert_eq!([grouped(3_471), grouped(-1_000_000), grouped(12)], ["3,471", "-1,000,000", "12"]);
        assert_eq!([number(1234.5), number(347.1), number(22.0), number(0.374)], ["1,235", "347", "22.0", "0.37"]);
        assert_eq!(
            [percent(0.9), percent(0.0589), percent(0.0001), percent(0.999)],
            ["90%", "5.9%", "less than 0.1%", "more than 99%"]
        );
    }
}
