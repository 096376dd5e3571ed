//! Random numbers by counter: any draw of any unit can be had on its own, in any order, on any thread.

use catchment_model::heap;

/// A stream of 64-bit words addressed by counter.
///
/// Word `i` of key `k` is the (i+1)-th output of `SplitMix64` seeded with `k`: a bijective mixer applied to `k +
/// (i+1)·γ`. Keys are themselves mixed from their parts, so that two streams start at unrelated places of the one
/// sequence of period 2⁶⁴; a thousand streams of a million words overlap with a chance below 10⁻⁷.
///
/// References: Steele, Lea, Flood (2014), *Fast splittable pseudorandom number generators*, doi
/// 10.1145/2660193.2660195, figure 17; Salmon, Moraes, Dror, Shaw (2011), *Parallel random numbers: as easy as 1, 2,
/// 3*, doi 10.1145/2063384.2063405 (the idea of counters).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    key: u64,
}

/// 2⁶⁴ ÷ golden ratio, odd.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// Attempts of one draw live this far apart, beyond any number of draws.
const ATTEMPT_SHIFT: u32 = 40;

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Stream {
    /// The stream with exactly that key.
    pub fn from_key(key: u64) -> Self {
        Self { key }
    }

    /// The stream of a seed and the names of what it is drawn for (unit, offense group).
    pub fn new(seed: u64, names: &[&str]) -> Self {
        let mut key = mix(seed.wrapping_add(GAMMA));
        for name in names {
            // FNV-1a, then mixed in: names of any length, and ("ab", "c") differs from ("a", "bc").
            let hash =
                name.bytes().fold(0xCBF2_9CE4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
            key = mix(key.wrapping_add(GAMMA) ^ mix(hash));
        }
        Self { key }
    }

    /// The word at a counter.
    #[inline]
    pub fn word(self, counter: u64) -> u64 {
        mix(self.key.wrapping_add(counter.wrapping_add(1).wrapping_mul(GAMMA)))
    }

    /// The word of an attempt at a draw (`draw` below 2⁴⁰).
    #[inline]
    pub(crate) fn attempt(self, draw: u64, attempt: u64) -> u64 {
        self.word(draw | (attempt << ATTEMPT_SHIFT))
    }

    /// A number in the open interval (0, 1).
    #[inline]
    pub fn uniform(self, counter: u64) -> f64 {
        unit(self.word(counter))
    }

    /// A whole number below `bound` (above 0), by multiplication; bias below `bound` ÷ 2⁶⁴.
    pub fn below(self, counter: u64, bound: usize) -> usize {
        let wide = u128::from(self.word(counter)) * bound as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }
}

/// The upper 53 bits as a number in (0, 1).
#[inline]
pub(crate) fn unit(word: u64) -> f64 {
    ((word >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
}

/// Layers of the ziggurat.
const LAYERS: usize = 256;
/// Right edge of the base layer for 256 layers, and the area of each (Marsaglia & Tsang 2000, page 5).
const EDGE: f64 = 3.654_152_885_361_009;
const LAYER_AREA: f64 = 0.004_928_673_233_99;

/// Standard normal numbers by the ziggurat, one word each nearly always.
///
/// Reference: Marsaglia, Tsang (2000), *The ziggurat method for generating random variables*, doi
/// 10.18637/jss.v005.i08.
#[derive(Debug, Clone)]
pub struct Normal {
    /// Right edge of each layer, falling; the last is 0.
    x: [f64; LAYERS + 1],
    /// Height of the density at each edge.
    y: [f64; LAYERS + 1],
}

impl Default for Normal {
    fn default() -> Self {
        Self::new()
    }
}

impl Normal {
    /// Computes the layers.
    pub fn new() -> Self {
        let density = |x: f64| (-0.5 * x * x).exp();
        let mut x = [0.0; LAYERS + 1];
        x[0] = LAYER_AREA / density(EDGE);
        x[1] = EDGE;
        for i in 2..LAYERS {
            x[i] = (-2.0 * (LAYER_AREA / x[i - 1] + density(x[i - 1])).ln()).sqrt();
        }
        Self { x, y: x.map(density) }
    }

    /// The normal number of a draw (`draw` below 2⁴⁰).
    pub fn draw(&self, stream: Stream, draw: u64) -> f64 {
        let mut attempt = 0;
        self.draw_from(stream, draw, &mut attempt).0
    }

    /// The common case: a number from one word, or `None` where the word falls outside the layer's core.
    ///
    /// Uses bits 0–39 of the word: 8 for the layer, 32 for the place in it; bits 40–63 stay free for the caller.
    #[inline]
    pub(crate) fn core(&self, word: u64) -> Option<f64> {
        let (layer, z) = self.place(word);
        (z.abs() < self.x[layer + 1]).then_some(z)
    }

    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "bits are cut out of the word on purpose"
    )]
    fn place(&self, word: u64) -> (usize, f64) {
        let layer = (word & 255) as usize;
        let signed = f64::from((word >> 8) as u32 as i32) + 0.5;
        (layer, signed * (1.0 / 2_147_483_648.0) * self.x[layer])
    }

    /// The whole method from a given attempt on; returns the number and the word whose upper bits are still free.
    pub(crate) fn draw_from(&self, stream: Stream, draw: u64, attempt: &mut u64) -> (f64, u64) {
        loop {
            let word = stream.attempt(draw, *attempt);
            let side = |n: u64| unit(stream.attempt(draw, *attempt + n));
            let (layer, z) = self.place(word);
            if z.abs() < self.x[layer + 1] {
                *attempt += 1;
                return (z, word);
            }
            if layer == 0 {
                let beyond = -side(1).ln() / EDGE;
                if -2.0 * side(2).ln() >= beyond * beyond {
                    *attempt += 3;
                    return ((EDGE + beyond).copysign(z), word);
                }
            } else {
                let height = self.y[layer] + (self.y[layer + 1] - self.y[layer]) * side(1);
                if height < (-0.5 * z * z).exp() {
                    *attempt += 3;
                    return (z, word);
                }
            }
            *attempt += 3;
        }
    }
}

heap!(Stream, Normal);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_splitmix64() {
        let known = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
        ];
        let stream = Stream::from_key(1_234_567);
        assert_eq!([0, 1, 2, 3].map(|i| stream.word(i)), known);
        let zero = Stream::from_key(0);
        assert_eq!(
            [0, 1, 2, 3].map(|i| zero.word(i)),
            [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F, 0xF88B_B8A8_724C_81EC]
        );
    }

    #[test]
    fn keys_keep_names_apart() {
        let keys = [
            Stream::new(1, &["ab", "c"]),
            Stream::new(1, &["a", "bc"]),
            Stream::new(2, &["ab", "c"]),
            Stream::new(1, &["abc"]),
            Stream::new(1, &["c", "ab"]),
        ];
        for (i, a) in keys.iter().enumerate() {
            assert!(keys[..i].iter().all(|b| b != a));
        }
    }

    #[test]
    fn the_layers_close_at_zero() {
        let normal = Normal::new();
        assert!(normal.x.windows(2).all(|w| w[0] > w[1]));
        // The last layer must have the area of the others.
        let last = normal.x[LAYERS - 1] * (1.0 - normal.y[LAYERS - 1]);
        assert!((last / LAYER_AREA - 1.0).abs() < 1e-6, "{last}");
    }

    #[test]
    fn numbers_below_a_bound_reach_all_of_it() {
        let stream = Stream::new(7, &["die"]);
        let mut seen = [0; 6];
        (0..6000).for_each(|i| seen[stream.below(i, 6)] += 1);
        assert!(seen.iter().all(|n| (850..1150).contains(n)), "{seen:?}");
    }
}
