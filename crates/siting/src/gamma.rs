//! Gamma random numbers, fast for the large shapes that posteriors have.

use crate::stream::{Normal, Stream, unit};

/// A Gamma distribution, ready to draw from.
///
/// Idea: `d·(1 + c·z)³` of a normal `z` is nearly Gamma(shape, 1) with d = shape − 1/3 and c = 1/√(9d); a uniform
/// number decides whether it is kept. A shape below 1 is drawn as Gamma(shape + 1) · u^(1/shape).
///
/// The first test (the squeeze) is tighter than the published one where the shape is large: with x = c·z and |x| ≤ ½
/// the logarithm of the acceptance is d·(−¾x⁴ + 3/5·x⁵ − …) ≥ −1.75·¾·d·x⁴ = −1.75·z⁴/(108·d), and e^h ≥ 1 + h. So
/// logarithms are needed in one draw of a thousand for shape 20, not in one of ten.
///
/// Reference: Marsaglia, Tsang (2000), *A simple method for generating gamma variables*, doi 10.1145/358407.358414,
/// pages 368–369.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
    d: f64,
    c: f64,
    squeeze: f64,
}

/// Attempts 0… go to the cube; the boost of small shapes has one of its own.
const BOOST_ATTEMPT: u64 = (1 << 20) - 1;

impl Gamma {
    /// The distribution with that shape and rate (mean shape ÷ rate), both above 0; callers check.
    pub fn new(shape: f64, rate: f64) -> Self {
        let d = if shape < 1.0 { shape + 1.0 } else { shape } - 1.0 / 3.0;
        let squeeze = (1.75 / (108.0 * d)).min(0.0331);
        Self { shape, scale: 1.0 / rate, d, c: 1.0 / (9.0 * d).sqrt(), squeeze }
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.shape * self.scale * self.scale
    }

    /// Shape.
    pub(crate) fn shape(&self) -> f64 {
        self.shape
    }

    /// The number of a draw (`draw` below 2⁴⁰).
    #[inline]
    pub fn draw(&self, normal: &Normal, stream: Stream, draw: u64) -> f64 {
        let word = stream.attempt(draw, 0);
        if let Some(z) = normal.core(word) {
            let x = self.c * z;
            let z2 = z * z;
            if x.abs() <= 0.5 && chance(word) < 1.0 - self.squeeze * z2 * z2 && self.shape >= 1.0 {
                let v = 1.0 + x;
                return self.d * self.scale * (v * v * v);
            }
        }
        self.draw_slow(normal, stream, draw)
    }

    /// The whole method; gives what [`Gamma::draw`] gives, without its short cut.
    #[cold]
    fn draw_slow(&self, normal: &Normal, stream: Stream, draw: u64) -> f64 {
        let mut attempt = 0;
        let cube = loop {
            let (z, word) = normal.draw_from(stream, draw, &mut attempt);
            let v = (1.0 + self.c * z).powi(3);
            if v > 0.0 && chance(word).ln() < 0.5 * z * z + self.d * (1.0 - v + v.ln()) {
                break self.d * self.scale * v;
            }
        };
        if self.shape < 1.0 { cube * unit(stream.attempt(draw, BOOST_ATTEMPT)).powf(1.0 / self.shape) } else { cube }
    }
}

/// The upper 24 bits, which the normal number left unused, as a number in (0, 1).
#[inline]
fn chance(word: u64) -> f64 {
    ((word >> 40) as f64 + 0.5) * (1.0 / 16_777_216.0)
}

#[cfg(test)]
mod tests {
    use statrs::function::{erf::erf, gamma::gamma_lr};

    use super::*;

    const DRAWS: u64 = 200_000;

    /// Largest distance between the empirical and the true distribution function, times √n; above 1.63 in 1 of 100
    /// cases.
    fn kolmogorov(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
        sample.sort_by(f64::total_cmp);
        let n = sample.len() as f64;
        let gap = |(i, x): (usize, &f64)| {
            let f = cdf(*x);
            (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
        };
        sample.iter().enumerate().map(gap).fold(0.0, f64::max) * n.sqrt()
    }

    #[test]
    fn normal_numbers_are_normal() {
        let normal = Normal::new();
        let stream = Stream::new(11, &["normal"]);
        let sample: Vec<f64> = (0..DRAWS).map(|i| normal.draw(stream, i)).collect();
        let ks = kolmogorov(sample.clone(), |x| 0.5 * (1.0 + erf(x / std::f64::consts::SQRT_2)));
        assert!(ks < 1.63, "{ks}");
        let beyond = sample.iter().filter(|z| z.abs() > EDGE_OF_BASE).count() as f64;
        assert!((beyond / (DRAWS as f64 * 2.58e-4) - 1.0).abs() < 0.4, "the tail has {beyond}");
    }

    const EDGE_OF_BASE: f64 = 3.654_152_885;

    #[test]
    fn gamma_numbers_are_gamma_for_every_kind_of_shape() {
        let normal = Normal::new();
        for (i, shape) in [0.05, 0.4, 1.0, 1.7, 6.0, 40.0, 2500.0].into_iter().enumerate() {
            let gamma = Gamma::new(shape, 2.0);
            let stream = Stream::new(i as u64, &["gamma"]);
            let sample: Vec<f64> = (0..DRAWS).map(|i| gamma.draw(&normal, stream, i)).collect();
            let mean = sample.iter().sum::<f64>() / DRAWS as f64;
            let variance = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / DRAWS as f64;
            let se = (gamma.variance() / DRAWS as f64).sqrt();
            assert!((mean - gamma.mean()).abs() < 3.5 * se, "shape {shape}: mean {mean}, expected {}", gamma.mean());
            assert!((variance / gamma.variance() - 1.0).abs() < 0.05, "shape {shape}: variance {variance}");
            let ks = kolmogorov(sample, |x| gamma_lr(shape, (2.0 * x).max(1e-300)));
            assert!(ks < 1.63, "shape {shape}: {ks}");
        }
    }

    #[test]
    fn the_short_cut_changes_no_number() {
        let normal = Normal::new();
        for shape in [1.0, 1.3, 3.0, 20.0, 700.0] {
            let gamma = Gamma::new(shape, 1.0);
            let stream = Stream::new(5, &["short", "cut"]);
            for i in 0..20_000 {
                let (fast, slow) = (gamma.draw(&normal, stream, i), gamma.draw_slow(&normal, stream, i));
                assert!((fast / slow - 1.0).abs() < 1e-12, "shape {shape}, draw {i}: {fast} and {slow}");
            }
        }
    }
}
