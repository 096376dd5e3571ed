//! Numbers of chance, by counter: the draws of any item and any repetition can be had on their own, on any thread.

use catchment_model::{Steps, Watch};
use rayon::prelude::*;

/// Fewest and most simulations or permutations that a method may be asked for.
pub const SIMULATIONS: (u32, u32) = (9, 99_999);

/// The results of so many simulations, in their order, on all threads; none where the watch asks to stop.
pub(crate) fn simulated<T: Send>(watch: &dyn Watch, simulations: u32, one: impl Fn(u32) -> T + Sync) -> Option<Vec<T>> {
    let steps = Steps::new(watch, simulations as usize);
    let each = |sim: u32| {
        let found = (!steps.cancelled()).then(|| one(sim));
        steps.done();
        found
    };
    (0..simulations).into_par_iter().map(each).collect()
}

/// 2⁶⁴ ÷ golden ratio, odd.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A sequence of draws that belongs to a seed, a purpose and a number (an item, a repetition).
///
/// The words are those of `SplitMix64` from a mixed key. Steele, Lea and Flood (2014). Fast splittable pseudorandom
/// number generators. doi:10.1145/2660193.2660195, figure 17.
#[derive(Debug, Clone)]
pub(crate) struct Draws {
    state: u64,
    spare: Option<u32>,
}

impl Draws {
    /// The sequence of a seed, a purpose and a number.
    pub(crate) fn new(seed: u64, purpose: &str, number: u64) -> Self {
        // FNV-1a, then mixed in with the seed and the number.
        let name =
            purpose.bytes().fold(0xCBF2_9CE4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
        let key = mix(mix(seed.wrapping_add(GAMMA)).wrapping_add(GAMMA) ^ mix(name));
        Self { state: mix(key.wrapping_add(GAMMA) ^ mix(number.wrapping_add(GAMMA))), spare: None }
    }

    #[inline]
    fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GAMMA);
        mix(self.state)
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "both halves of the word are used")]
    fn half(&mut self) -> u32 {
        if let Some(half) = self.spare.take() {
            return half;
        }
        let word = self.word();
        self.spare = Some(word as u32);
        (word >> 32) as u32
    }

    /// A whole number below `bound`, above 0; bias below `bound` ÷ 2³².
    #[inline]
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.half()) * u64::from(bound)) >> 32) as u32
    }

    /// A number in [0, 1), in steps of 2⁻⁵³.
    #[inline]
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.word() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Puts items in random order (Fisher and Yates; Durstenfeld 1964, doi:10.1145/364520.364540).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        let mut left = u32::try_from(items.len()).unwrap_or(u32::MAX);
        while left > 1 {
            let at = self.below(left);
            left -= 1;
            items.swap(at as usize, left as usize);
        }
    }
}

/// Draws of an index by unequal weights, in constant time.
///
/// Walker (1977), doi:10.1145/355744.355749; tables built as Vose (1991), doi:10.1109/32.92917.
#[derive(Debug, Clone)]
pub(crate) struct Alias {
    keep: Vec<f64>,
    other: Vec<u32>,
}

impl Alias {
    /// A table for weights that are finite, not negative, and not all 0.
    pub(crate) fn new(weights: &[f64]) -> Self {
        let n = weights.len();
        let total: f64 = weights.iter().sum();
        let mut keep: Vec<f64> = weights.iter().map(|w| w * n as f64 / total).collect();
        let mut other: Vec<u32> = (0..u32::try_from(n).unwrap_or(u32::MAX)).collect();
        let (mut small, mut large): (Vec<u32>, Vec<u32>) = other.iter().partition(|i| keep[**i as usize] < 1.0);
        while let (Some(s), Some(l)) = (small.pop(), large.pop()) {
            other[s as usize] = l;
            keep[l as usize] -= 1.0 - keep[s as usize];
            if keep[l as usize] < 1.0 { small.push(l) } else { large.push(l) }
        }
        // What rounding has left over is a full column; an empty one must not be kept.
        for i in small.into_iter().chain(large) {
            if weights[i as usize] > 0.0 {
                keep[i as usize] = 1.0;
            }
        }
        Self { keep, other }
    }

    /// An index.
    #[inline]
    pub(crate) fn draw(&self, draws: &mut Draws) -> u32 {
        let place = draws.uniform() * self.keep.len() as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of weights")]
        let column = place as u32;
        if place - f64::from(column) < self.keep[column as usize] { column } else { self.other[column as usize] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_of_different_names_and_numbers_differ() {
        let first = |seed, name, number| Draws::new(seed, name, number).word();
        let all = [first(1, "a", 0), first(1, "a", 1), first(2, "a", 0), first(1, "b", 0), first(0, "a", 1)];
        (0..all.len()).for_each(|i| assert!(all[..i].iter().all(|w| *w != all[i])));
    }

    #[test]
    fn every_order_of_three_is_as_frequent() {
        let mut seen = std::collections::BTreeMap::new();
        for number in 0..6000 {
            let mut items = [0, 1, 2];
            Draws::new(3, "order", number).shuffle(&mut items);
            *seen.entry(items).or_insert(0) += 1;
        }
        assert!(seen.len() == 6 && seen.values().all(|n| (880..1120).contains(n)), "{seen:?}");
    }

    #[test]
    fn indices_come_by_their_weights_and_never_without() {
        let alias = Alias::new(&[1.0, 0.0, 3.0, 6.0]);
        let mut draws = Draws::new(1, "alias", 0);
        let mut seen = [0; 4];
        (0..10_000).for_each(|_| seen[alias.draw(&mut draws) as usize] += 1);
        assert_eq!(seen[1], 0);
        assert!((850..1150).contains(&seen[0]) && (2850..3150).contains(&seen[2]), "{seen:?}");
    }
}
