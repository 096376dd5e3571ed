//! How many rows chance allows at one position.
//!
//! Rows repeat at addresses for good reasons: a house of forty flats, a busy corner. How far that goes differs from
//! city to city, so it is learned from the city itself. Of the counts by position, those beyond a base (the twentieth
//! part with most rows, 20 positions at least) are taken to fall off by a constant factor, as they do where the pull of
//! addresses is spread like an exponential; the top two hundredth (5 at least) is taken as "so many or more", so that
//! stacks do not stretch the scale that they are measured by. How uncertain the factor is enters too: with the excess
//! over the base exponential and its rate known from `m` positions with `s` rows of excess, the chance of an excess of
//! `e` or more is (s / (s + e))^m (the predictive Lomax distribution; Gelman et al., Bayesian Data Analysis, 3rd ed.,
//! 2013, section 2.6). Houses, flats and corners are a mixture, whose tail is heavier than one exponential: each
//! position counts as half a one. A count is beyond chance where a city without any stack would show one position of
//! the kind in one city of a hundred ([`ALARM`]), the number of positions allowed for (Bonferroni), and never below
//! [`FLOOR`] rows.
//!
//! Measured on made-up cities of houses, blocks of flats and corners (the tests below), more mixed than the rule takes
//! them to be: 7 of 400 cities of 300 addresses give a false alarm, 7 of 200 of 2,000, and none of 40 of 20,000; a
//! stack ten times as high as the 200th part of the addresses with most rows is missed in 3, 0 and 0 of them.

/// Share of cities without a stack in which some position is taken for one.
pub(crate) const ALARM: f64 = 0.01;
/// Fewest rows of a stack.
pub(crate) const FLOOR: u64 = 20;
/// Fewest distinct positions from which anything is learned.
const FEWEST: usize = 20;
/// Share of the positions beyond the base, and fewest of them.
const BASE: (f64, usize) = (0.05, 20);
/// Share of the positions whose counts are cut off, and fewest of them.
const TOP: (f64, usize) = (0.005, 5);

/// The most rows that chance allows at one position, from the rows of each; `None` where there are too few positions
/// to say.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares of a number of positions")]
pub(crate) fn most(counts: impl IntoIterator<Item = u64>, alarm: f64) -> Option<u64> {
    let mut sorted: Vec<u64> = counts.into_iter().filter(|n| *n > 0).collect();
    if sorted.len() < FEWEST {
        return None;
    }
    sorted.sort_unstable();
    let from_top = |(share, least): (f64, usize)| {
        let n = ((share * sorted.len() as f64).ceil() as usize).max(least);
        sorted[sorted.len().saturating_sub(n + 1)]
    };
    let (base, cut) = (from_top(BASE), from_top(TOP));
    let beyond = || sorted.iter().filter(|n| **n > base);
    let excess: u64 = beyond().map(|n| n.min(&cut) - base).sum();
    let seen = beyond().filter(|n| **n <= cut).count();
    if seen == 0 {
        // Nothing but the top lies beyond the base: the city repeats no position more often than that.
        return Some(base.max(FLOOR - 1));
    }
    let known = (seen as f64 / 2.0).max(1.0);
    let odds = (beyond().count() as f64 / alarm).powf(1.0 / known);
    let most = base as f64 + excess as f64 / seen as f64 * known * (odds - 1.0);
    Some((most.ceil().min(1e15) as u64).max(FLOOR - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uniform numbers, the same on every machine.
    struct Draw(u64);

    impl Draw {
        fn unit(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
        }

        fn exponential(&mut self, mean: f64) -> f64 {
            -mean * self.unit().ln()
        }

        /// Events of a Poisson process up to the mean.
        fn poisson(&mut self, mean: f64) -> u64 {
            let (mut n, mut at) = (0, self.exponential(1.0));
            while at < mean {
                n += 1;
                at += self.exponential(1.0);
            }
            n
        }
    }

    /// Counts of a city: houses, a block of 4 to 40 flats for every fifteenth, a corner for every twentieth, each kind
    /// with addresses that pull more or less.
    fn city(draw: &mut Draw, addresses: usize, per_house: f64) -> Vec<u64> {
        let one = |i: usize| {
            let homes = if i.is_multiple_of(15) {
                4.0 + 36.0 * draw.unit()
            } else if i.is_multiple_of(20) {
                8.0
            } else {
                1.0
            };
            let mean = draw.exponential(per_house * homes);
            draw.poisson(mean)
        };
        (0..addresses).map(one).collect()
    }

    /// Of so many cities without a stack, those in which one is found, and of those with one ten times as high as the
    /// 200th part of the positions with most rows, those in which it is missed.
    fn alarms(addresses: usize, per_house: f64, cities: usize) -> (usize, usize) {
        let mut draw = Draw(11 + addresses as u64);
        let (mut false_ones, mut missed) = (0, 0);
        for _ in 0..cities {
            let mut counts = city(&mut draw, addresses, per_house);
            let limit = most(counts.iter().copied(), ALARM).unwrap();
            false_ones += usize::from(counts.iter().any(|n| *n > limit));
            counts.sort_unstable();
            let high = 10 * counts[counts.len() - 1 - counts.len() / 200].max(4);
            counts.push(high);
            missed += usize::from(most(counts, ALARM).unwrap() >= high);
        }
        (false_ones, missed)
    }

    #[test]
    fn blocks_of_flats_and_corners_are_no_stacks_and_a_jail_is() {
        for (addresses, per_house, cities) in [(300, 0.5, 400), (2000, 1.0, 200), (20_000, 0.3, 40)] {
            let (false_ones, missed) = alarms(addresses, per_house, cities);
            assert!(false_ones as f64 <= 5.0 * ALARM * cities as f64, "{addresses}: {false_ones} of {cities}");
            assert!(missed * 20 <= cities, "{addresses}: {missed} of {cities}");
        }
    }

    #[test]
    fn a_default_coordinate_among_single_rows_is_beyond_chance() {
        let counts = || std::iter::repeat_n(1, 100);
        assert_eq!(most(counts().chain([60]), ALARM), Some(FLOOR - 1));
        assert_eq!(most(counts(), ALARM), Some(FLOOR - 1));
    }

    #[test]
    fn positions_that_all_repeat_alike_are_no_stacks() {
        assert_eq!(most(std::iter::repeat_n(500, 40), ALARM), Some(500));
        assert_eq!(most([5000, 1, 1], ALARM), None);
    }
}
