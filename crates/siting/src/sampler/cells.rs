//! Quantiles by cells of the tail probability, which halve each time the probability halves: tails are as exact as the
//! middle.

use statrs::function::erf::erfc_inv;

use crate::stream::Stream;

/// Cells per halving of the probability: 2⁶.
const CELL_BITS: u32 = 6;
/// Halvings: 31 bits for the tail probability, down to 2⁻³³.
const HALVINGS: usize = 32;
/// Edges of the cells; numbers just below ½ are rounded up to it: one edge more.
const EDGES: usize = (HALVINGS << CELL_BITS) + 2;
/// Places for the edges of a tail: a power of two, so that no place can lie outside.
const PLACES: usize = 4096;
/// Bits of the smallest tail, ½, as a cell number.
const FIRST_CELL: u32 = 0x3F00_0000 >> (23 - CELL_BITS);
/// Edges worked out together.
const RUN: usize = 128;

/// Normal quantiles at the edges, rising from −6.3 to 0.
#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
pub(super) fn normal_quantiles() -> Vec<f32> {
    let quantile = |edge: usize| {
        let cell = edge.min(EDGES - 2);
        let (halving, part) = (cell >> CELL_BITS, cell & ((1 << CELL_BITS) - 1));
        let tail = 0.5 * (halving as f64).exp2() * (1.0 + part as f64 / f64::from(1_u32 << CELL_BITS));
        (-std::f64::consts::SQRT_2 * erfc_inv((2.0 * tail / 32_f64.exp2()).min(1.0))) as f32
    };
    (0..EDGES).map(quantile).collect()
}

/// The quantiles of a distribution at the edges of the cells of its lower and its upper tail.
#[derive(Debug, Clone)]
pub(crate) struct Table(Box<[f32]>);

impl Table {
    /// From the cube root of the quantile at Φ(z): roots bend less, and a root below 0 (far below any draw that
    /// matters) becomes 0.
    pub(super) fn new(z: &[f32], root: impl Fn(f32) -> f32) -> Self {
        Self::of(z, |z| {
            let root = root(z).max(0.0);
            root * root * root
        })
    }

    /// From the quantile at Φ(z).
    pub(super) fn of(z: &[f32], quantile: impl Fn(f32) -> f32) -> Self {
        let mut table = Self(vec![0.0; 2 * PLACES].into_boxed_slice());
        let (upper, lower) = table.0.split_at_mut(PLACES);
        for (tail, sign) in [(upper, -1.0), (lower, 1.0)] {
            for (out, z) in tail.chunks_mut(RUN).zip(z.chunks(RUN)) {
                for (x, z) in out.iter_mut().zip(z) {
                    *x = quantile(sign * z);
                }
            }
        }
        table
    }

    /// Two numbers from each word.
    #[expect(clippy::cast_possible_truncation, reason = "halves of a word on purpose")]
    pub(super) fn fill(&self, stream: Stream, first: u64, numbers: &mut [f32]) {
        let Some(table) = self.0.first_chunk() else { return };
        let mut pairs = numbers.chunks_exact_mut(2);
        let mut at = first;
        for pair in pairs.by_ref() {
            let word = stream.word(at);
            pair[0] = quantile(table, word as u32);
            pair[1] = quantile(table, (word >> 32) as u32);
            at += 1;
        }
        if let [last] = pairs.into_remainder() {
            *last = quantile(table, stream.word(at) as u32);
        }
    }
}

/// The quantile that 32 random bits stand for: one for the tail, 31 for the probability in it.
#[inline]
#[expect(clippy::cast_possible_wrap, reason = "31 bits fit")]
fn quantile(table: &[f32; 2 * PLACES], bits: u32) -> f32 {
    // p = tail / 2³², from 2⁻³³ to ½; its own exponent and first bits name the cell.
    let tail = ((bits & 0x7FFF_FFFF) as i32 as f32 + 0.5).to_bits();
    let cell = ((tail >> (23 - CELL_BITS)) - FIRST_CELL) as usize;
    let part = (tail & ((1 << (23 - CELL_BITS)) - 1)) as i32 as f32 * (1.0 / (1_u32 << (23 - CELL_BITS)) as f32);
    let from = (bits >> 31) as usize * PLACES + cell;
    let (near, far) = (table[from & (2 * PLACES - 1)], table[(from + 1) & (2 * PLACES - 1)]);
    near + part * (far - near)
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "made-up numbers, cut on purpose")]
mod tests {
    use super::*;

    #[test]
    fn the_normal_table_is_within_the_stated_error() {
        // A distribution whose quantile is 10 + z.
        let table = Table::new(&normal_quantiles(), |z| (10.0 + f64::from(z)).cbrt() as f32);
        let quantile = |bits| quantile(table.0.first_chunk().expect("all places"), bits);
        let exact = |bits: u32| {
            std::f64::consts::SQRT_2 * erfc_inv((2.0 * (f64::from(bits & 0x7FFF_FFFF) + 0.5)) / 32_f64.exp2())
        };
        let mut worst = 0.0_f64;
        for i in 0..200_000_u32 {
            // All halvings alike.
            let bits = (Stream::from_key(3).word(u64::from(i)) as u32 & 0x7FFF_FFFF) >> (i % 31);
            for (bits, sign) in [(bits, 1.0), (bits | 0x8000_0000, -1.0)] {
                worst = worst.max((f64::from(quantile(bits)) - 10.0 - sign * exact(bits)).abs());
            }
        }
        assert!(worst < 2.5e-5, "{worst}");
        assert!((quantile(0x7FFF_FFFF) - 10.0).abs() < 3e-6 && quantile(0).is_finite());
    }
}
