//! Gamma numbers by the million: quantiles by table and polynomial, two numbers per word, no rejection.

use statrs::function::erf::erfc_inv;
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

use crate::gamma::Gamma;
use crate::stream::{Normal, Stream};

/// Shapes from here on have a quantile that a low polynomial follows; smaller ones are drawn by rejection ([`Gamma::draw`]).
const LEAST_SHAPE: f64 = 6.0;
/// Half-width of the normal scale: 32-bit numbers reach 6.34.
const WIDEST: f64 = 6.4;
/// Degrees in the normal scale and in 1 ÷ √shape.
const DEGREE_Z: usize = 8;
const DEGREE_S: usize = 10;
/// Cells of the normal table per halving of the probability: 2⁶.
const CELL_BITS: u32 = 6;
const HALVINGS: usize = 32;
/// Draws worked on together.
const RUN: usize = 512;

/// Draws Gamma numbers through their quantile function.
///
/// Idea: x = Q(Φ(z)), Q the quantile of Gamma(a) and z a normal number, is exactly Gamma; and ∛(x/a) is nearly a line in z (Wilson, Hilferty 1931,
/// doi 10.1073/pnas.17.12.684). What it lacks to a line is smooth in z and in s = 1/√a, so that W(z, s) = (∛(x/a) − 1)/s is interpolated once, at
/// Chebyshev nodes, and each distribution takes a polynomial of degree 8 in z from it. z itself comes from 32 random bits: one for the sign, 31 for
/// the tail probability p, with a table of the normal quantile that halves its cells each time p halves, so tails are as exact as the middle.
///
/// Error: |x − Q(Φ(z))| stays below 4·10⁻⁵ standard deviations for shapes from 6 on, and |z| errs by at most 2·10⁻⁵ from the table
/// (both measured in the tests, over shapes to 10⁶ and all cells): a hundredth of the sampling error of 20,000 draws. Tails end at 6.3, where 10⁻¹⁰ is left out.
/// Smaller shapes are drawn exactly.
#[derive(Debug, Clone)]
pub(crate) struct Sampler {
    normal: Normal,
    /// z ÷ [`WIDEST`] at the edges of the cells, by the bits of the tail probability.
    table: Vec<f32>,
    /// Chebyshev coefficients of W at `[degree in s][degree in z]`.
    bends: [[f64; DEGREE_Z + 1]; DEGREE_S + 1],
}

impl Sampler {
    /// Computes the tables: half a millisecond.
    pub(crate) fn new() -> Self {
        Self { normal: Normal::new(), table: normal_table(), bends: bends() }
    }

    /// The numbers of a distribution for the draws from `first` on; `first` is even.
    pub(crate) fn fill(&self, gamma: &Gamma, stream: Stream, first: u64, numbers: &mut [f64]) {
        debug_assert!(first.is_multiple_of(2));
        if gamma.shape() < LEAST_SHAPE {
            for (draw, number) in (first..).zip(numbers) {
                *number = gamma.draw(&self.normal, stream, draw);
            }
            return;
        }
        let q = self.polynomial(gamma);
        let mut z = [0.0_f32; RUN];
        for (run, chunk) in numbers.chunks_mut(RUN).enumerate() {
            let z = &mut z[..chunk.len()];
            self.normals(stream, first / 2 + (run * RUN / 2) as u64, z);
            for (number, z) in chunk.iter_mut().zip(z.iter()) {
                let root = q.iter().rev().fold(0.0, |sum, c| sum * z + c);
                *number = f64::from(root * root * root);
            }
        }
    }

    /// Normal numbers ÷ [`WIDEST`], two from each word.
    #[expect(clippy::cast_possible_truncation, reason = "halves of a word on purpose")]
    fn normals(&self, stream: Stream, first: u64, z: &mut [f32]) {
        for (at, pair) in (first..).zip(z.chunks_mut(2)) {
            let word = stream.word(at);
            pair[0] = self.normal_of(word as u32);
            if let Some(second) = pair.get_mut(1) {
                *second = self.normal_of((word >> 32) as u32);
            }
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_wrap, reason = "31 bits fit")]
    fn normal_of(&self, bits: u32) -> f32 {
        // p = tail / 2³², from 2⁻³³ to ½; its own exponent and first bits name the cell.
        let tail = ((bits & 0x7FFF_FFFF) as i32 as f32 + 0.5).to_bits();
        let cell = ((tail >> (23 - CELL_BITS)) - FIRST_CELL) as usize;
        let part = (tail & ((1 << (23 - CELL_BITS)) - 1)) as i32 as f32 * (1.0 / (1_u32 << (23 - CELL_BITS)) as f32);
        let (near, far) = (self.table[cell], self.table[cell + 1]);
        f32::from_bits((near + part * (far - near)).to_bits() ^ (bits & 0x8000_0000))
    }

    /// Coefficients of ∛x in z ÷ [`WIDEST`], rising.
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
    fn polynomial(&self, gamma: &Gamma) -> [f32; DEGREE_Z + 1] {
        let s = 1.0 / gamma.shape().sqrt();
        let at = chebyshev::<{ DEGREE_S + 1 }>(2.0 * s / LEAST_SHAPE.sqrt().recip() - 1.0);
        let mut w = [0.0; DEGREE_Z + 1];
        for (row, t) in self.bends.iter().zip(at) {
            w.iter_mut().zip(row).for_each(|(w, c)| *w += t * c);
        }
        let mut plain = monomials(&w).map(|c| s * c);
        plain[0] += 1.0;
        let root = gamma.mean().cbrt();
        plain.map(|c| (root * c) as f32)
    }
}

/// Bits of the smallest tail, ½, as a cell number.
const FIRST_CELL: u32 = 0x3F00_0000 >> (23 - CELL_BITS);

#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
fn normal_table() -> Vec<f32> {
    let cells = HALVINGS << CELL_BITS;
    let edge = |cell: usize| {
        let (halving, part) = (cell >> CELL_BITS, cell & ((1 << CELL_BITS) - 1));
        let tail = 0.5 * (halving as f64).exp2() * (1.0 + part as f64 / f64::from(1_u32 << CELL_BITS));
        (-std::f64::consts::SQRT_2 * erfc_inv((2.0 * tail / 32_f64.exp2()).min(1.0)) / WIDEST) as f32
    };
    // Numbers just below ½ are rounded up to it: one edge more.
    (0..=cells).chain([cells]).map(edge).collect()
}

/// T₀(x) … of one x.
fn chebyshev<const N: usize>(x: f64) -> [f64; N] {
    let mut t = [1.0; N];
    if N > 1 {
        t[1] = x;
    }
    for k in 2..N {
        t[k] = 2.0 * x * t[k - 1] - t[k - 2];
    }
    t
}

/// A sum of Chebyshev polynomials as one of powers (Clenshaw's recurrence on coefficients).
fn monomials(c: &[f64; DEGREE_Z + 1]) -> [f64; DEGREE_Z + 1] {
    let (mut b1, mut b2) = ([0.0; DEGREE_Z + 1], [0.0; DEGREE_Z + 1]);
    let double_shift = |b: &[f64; DEGREE_Z + 1], times: f64| {
        let mut out = [0.0; DEGREE_Z + 1];
        (1..=DEGREE_Z).for_each(|i| out[i] = times * b[i - 1]);
        out
    };
    for k in (1..=DEGREE_Z).rev() {
        let mut next = double_shift(&b1, 2.0);
        (0..=DEGREE_Z).for_each(|i| next[i] -= b2[i]);
        next[0] += c[k];
        (b1, b2) = (next, b1);
    }
    let mut out = double_shift(&b1, 1.0);
    (0..=DEGREE_Z).for_each(|i| out[i] -= b2[i]);
    out[0] += c[0];
    out
}

/// Chebyshev coefficients of W: values at the nodes, transformed in both directions.
fn bends() -> [[f64; DEGREE_Z + 1]; DEGREE_S + 1] {
    let node = |k: usize, n: usize| (std::f64::consts::PI * (2 * k + 1) as f64 / (2 * n) as f64).cos();
    let (nz, ns) = (DEGREE_Z + 1, DEGREE_S + 1);
    let mut out = [[0.0; DEGREE_Z + 1]; DEGREE_S + 1];
    for i in 0..ns {
        let s = 0.5 * (node(i, ns) + 1.0) / LEAST_SHAPE.sqrt();
        let shape = 1.0 / (s * s);
        let by_s = chebyshev::<{ DEGREE_S + 1 }>(node(i, ns));
        for j in 0..nz {
            let w = ((quantile(shape, WIDEST * node(j, nz)) / shape).cbrt() - 1.0) / s;
            let by_z = chebyshev::<{ DEGREE_Z + 1 }>(node(j, nz));
            for (row, ts) in out.iter_mut().zip(by_s) {
                row.iter_mut().zip(by_z).for_each(|(c, tz)| *c += w * ts * tz * 4.0 / (nz * ns) as f64);
            }
        }
    }
    for row in &mut out {
        row[0] *= 0.5;
    }
    for c in &mut out[0] {
        *c *= 0.5;
    }
    out
}

/// Quantile of Gamma(shape, 1) at Φ(z): Newton in the logarithm of the nearer tail, from Wilson and Hilferty's value.
fn quantile(shape: f64, z: f64) -> f64 {
    let tail = 0.5 * statrs::function::erf::erfc(z.abs() / std::f64::consts::SQRT_2);
    let mut x = shape * (1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt())).max(0.05).powi(3);
    for _ in 0..40 {
        let density = ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp();
        let (value, sign) = if z < 0.0 { (gamma_lr(shape, x), 1.0) } else { (gamma_ur(shape, x), -1.0) };
        // d ln(tail) / d ln x; steps of ln x, bounded.
        let step = ((value / tail).ln() * value / (sign * density * x)).clamp(-0.5, 0.5);
        x *= (-step).exp();
        if step.abs() < 1e-13 {
            break;
        }
    }
    x
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "made-up numbers, cut on purpose")]
mod tests {
    use super::*;

    #[test]
    fn quantiles_by_polynomial_are_within_the_stated_error() {
        let sampler = Sampler::new();
        for shape in [6.0, 6.5, 8.0, 12.0, 25.0, 70.0, 333.0, 5_000.0, 150_000.0] {
            let gamma = Gamma::new(shape, 1.0);
            let q = sampler.polynomial(&gamma);
            for i in -126..=126 {
                let z = f64::from(i) * 0.05;
                let root = q.iter().rev().fold(0.0, |sum, c| sum * (z / WIDEST) as f32 + c);
                let gap = (f64::from(root).powi(3) - quantile(shape, z)).abs() / shape.sqrt();
                // Seven digits of x are themselves some 10⁻⁷·√shape standard deviations.
                assert!(gap < 4e-5 + 6e-7 * shape.sqrt(), "shape {shape}, z {z}: {gap}");
            }
        }
    }

    #[test]
    fn the_normal_table_is_within_the_stated_error() {
        let sampler = Sampler::new();
        let exact = |bits: u32| std::f64::consts::SQRT_2 * erfc_inv((2.0 * (f64::from(bits & 0x7FFF_FFFF) + 0.5)) / 32_f64.exp2());
        let mut worst = 0.0_f64;
        for i in 0..200_000_u32 {
            // All halvings alike.
            let bits = (Stream::from_key(3).word(u64::from(i)) as u32 & 0x7FFF_FFFF) >> (i % 31);
            let z = f64::from(sampler.normal_of(bits)) * WIDEST;
            assert!(z <= 1e-6 && (f64::from(sampler.normal_of(bits | 0x8000_0000)) * WIDEST + z).abs() < 1e-12);
            worst = worst.max((z + exact(bits)).abs());
        }
        assert!(worst < 2e-5, "{worst}");
        assert!(sampler.normal_of(0x7FFF_FFFF).abs() < 1e-6 && sampler.normal_of(0).is_finite());
    }

    #[test]
    fn numbers_of_large_and_small_shapes_are_gamma() {
        let sampler = Sampler::new();
        for (i, shape) in [0.4, 3.0, 6.0, 9.0, 60.0, 2_500.0].into_iter().enumerate() {
            let gamma = Gamma::new(shape, 2.0);
            let mut sample = vec![0.0; 200_000];
            sampler.fill(&gamma, Stream::new(i as u64, &["sampler"]), 0, &mut sample);
            let n = sample.len() as f64;
            let mean = sample.iter().sum::<f64>() / n;
            let variance = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
            assert!((mean - gamma.mean()).abs() < 3.5 * (gamma.variance() / n).sqrt(), "shape {shape}: {mean}");
            assert!((variance / gamma.variance() - 1.0).abs() < 0.03, "shape {shape}: {variance}");
            sample.sort_by(f64::total_cmp);
            let gap = |(i, x): (usize, &f64)| {
                let f = gamma_lr(shape, (2.0 * x).max(1e-300));
                (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
            };
            let ks = sample.iter().enumerate().map(gap).fold(0.0, f64::max) * n.sqrt();
            assert!(ks < 1.63, "shape {shape}: {ks}");
        }
    }

    #[test]
    fn runs_can_begin_anywhere_even() {
        let sampler = Sampler::new();
        for shape in [2.0, 40.0] {
            let gamma = Gamma::new(shape, 1.0);
            let (mut all, mut late) = (vec![0.0; 1_301], vec![0.0; 301]);
            sampler.fill(&gamma, Stream::from_key(8), 0, &mut all);
            sampler.fill(&gamma, Stream::from_key(8), 1_000, &mut late);
            assert_eq!(all[1_000..], late[..]);
        }
    }
}
