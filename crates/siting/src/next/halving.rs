//! Where a falling function passes 0, as halvings of an interval find it, with few looks at the function.

/// Halvings.
const HALVINGS: u32 = 30;
/// Looks at the function before the halvings, at most.
const LOOKS: u32 = 24;
/// The place is known once it lies within this share of the interval: less than the last halving leaves.
const NEAR: f64 = 1e-11;

/// The upper end of the interval that 30 halvings of (`low`, `high`) leave around the place where a function that falls
/// stops to be above 0. It is above 0 at `low`, and at `high` it is not.
///
/// Most halvings need no look: the place is found first, between the ends of `bracket` where they hold it (else between
/// those of the interval), by false position with halved weights; what lies on either side of it is then known. The
/// answer is that of plain halving to the last bit.
///
/// Reference: Dowell, Jarratt (1971), *A modified regula falsi method for computing the root of an equation*, doi
/// 10.1007/BF01934364 (the Illinois method).
pub(super) fn halved((mut low, mut high): (f64, f64), bracket: (f64, f64), at: impl Fn(f64) -> f64) -> f64 {
    let mut known = Known { above: low, below: high };
    known.narrow(bracket, NEAR * (high - low), &at);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if known.is_above(middle, &at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// What is known of the function: it is above 0 up to one place, and not from another on.
struct Known {
    above: f64,
    below: f64,
}

impl Known {
    fn is_above(&mut self, x: f64, at: impl Fn(f64) -> f64) -> bool {
        if x > self.above && x < self.below {
            let above = at(x) > 0.0;
            *(if above { &mut self.above } else { &mut self.below }) = x;
        }
        x <= self.above
    }

    /// Looks until the place is known to within `width`.
    fn narrow(&mut self, bracket: (f64, f64), width: f64, at: impl Fn(f64) -> f64) {
        let (mut a, mut b) = (bracket.0.max(self.above), bracket.1.min(self.below));
        let (mut fa, mut fb) = (at(a), at(b));
        if fa <= 0.0 || fb > 0.0 || a >= b {
            return;
        }
        (self.above, self.below) = (a, b);
        let mut last_above = None;
        for _ in 0..LOOKS {
            if self.below - self.above <= width {
                return;
            }
            // A little beyond the place that a line finds, on the side of the farther end, so that both ends come near.
            let line = (a * fb - b * fa) / (fb - fa);
            let step = if line - a < b - line { 0.4 * width } else { -0.4 * width };
            let x = line + step;
            if !(x > a && x < b) {
                return;
            }
            let f = at(x);
            let above = f > 0.0;
            if above {
                (a, fa) = (x, f);
            } else {
                (b, fb) = (x, f);
            }
            if last_above == Some(above) {
                *(if above { &mut fb } else { &mut fa }) *= 0.5;
            }
            last_above = Some(above);
            (self.above, self.below) = (a, b);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Plain halving.
    fn plainly((mut low, mut high): (f64, f64), at: impl Fn(f64) -> f64) -> f64 {
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            *(if at(middle) > 0.0 { &mut low } else { &mut high }) = middle;
        }
        high
    }

    #[test]
    fn the_answer_is_that_of_plain_halving_with_half_of_the_looks() {
        let looks = Cell::new(0);
        let mut cases = 0;
        let falling = |x: f64, (place, steep): (f64, f64)| 0.3 - 0.6 / (1.0 + (-steep * (x - place)).exp());
        for place in (1..200).map(|i| f64::from(i) * 0.0137) {
            for steep in [0.05, 1.0, 7.0, 60.0] {
                let counted = |x: f64| {
                    looks.set(looks.get() + 1);
                    falling(x, (place, steep))
                };
                let ends = (0.0, 2.9);
                let plain = plainly(ends, |x| falling(x, (place, steep)));
                let found = halved(ends, ends, counted);
                assert_eq!(found.to_bits(), plain.to_bits(), "{place}, {steep}");
                cases += 1;
                // A bracket that does not hold the place changes nothing but the number of looks.
                for bracket in [(place - 0.1, place + 0.2), (2.8, 2.9), (0.5, 0.1)] {
                    let found = halved(ends, bracket, |x| falling(x, (place, steep)));
                    assert_eq!(found.to_bits(), plain.to_bits(), "{place}, {steep}, {bracket:?}");
                }
            }
        }
        assert!(looks.get() < 15 * cases, "{} looks for {cases} cases", looks.get());
    }
}
