//! Before and after, as programs claim it, beside a comparison.

/// A change as it is claimed, and beside a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeforeAfter {
    /// After ÷ before.
    pub ratio: f64,
    /// The same of the comparison.
    pub comparison: f64,
    /// One ÷ the other: the change beyond that of the comparison.
    pub beyond: f64,
}

/// Ratios of counts; `None` where a count before, or the comparison after, is 0.
///
/// ```
/// let fall = catchment_siting::evaluate::before_after((56.0, 31.0), (264.0, 195.0)).unwrap();
/// assert!((fall.ratio - 0.553_571).abs() < 1e-6 && (fall.beyond - 0.749_451).abs() < 1e-6);
/// ```
pub fn before_after(treated: (f64, f64), comparison: (f64, f64)) -> Option<BeforeAfter> {
    if treated.0 <= 0.0 || comparison.0 <= 0.0 || comparison.1 <= 0.0 {
        return None;
    }
    let (ratio, other) = (treated.1 / treated.0, comparison.1 / comparison.0);
    Some(BeforeAfter { ratio, comparison: other, beyond: ratio / other })
}
