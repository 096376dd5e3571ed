//! Class breaks over a whole city and their colors: a place has one color, whatever is in view.

use catchment_model::heap;
use serde::Serialize;

/// Seven colors from light to dark, told apart by readers with color-blind eyes and in gray
/// (`ColorBrewer` 2.0, `YlOrRd`, C. Brewer, Apache License 2.0).
pub const PALETTE: [[u8; 3]; 7] =
    [[255, 255, 178], [254, 217, 118], [254, 178, 76], [253, 141, 60], [252, 78, 42], [227, 26, 28], [177, 0, 38]];

/// Lower bounds of the classes, rising; the first is the floor below which nothing is colored.
///
/// ```
/// use catchment_tiles::Classes;
///
/// let classes = Classes::widening(100.0);
/// assert_eq!(classes.of(100.0), Some(6));
/// assert_eq!(classes.legend()[6].2, "#b10026");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Classes {
    lower: Vec<f64>,
}

impl Classes {
    /// Classes with about the same number of values above zero in each (quantiles by nearest rank), at most
    /// as many as there are colors; equal bounds fall together, bounds are rounded down to two digits.
    /// No value above zero: no class.
    pub fn quantiles(values: impl IntoIterator<Item = f64>) -> Self {
        let mut positive: Vec<f64> = values.into_iter().filter(|v| v.is_finite() && *v > 0.0).collect();
        positive.sort_unstable_by(f64::total_cmp);
        let n = positive.len();
        let mut lower: Vec<f64> =
            (0..PALETTE.len()).filter_map(|i| positive.get(i * n / PALETTE.len())).map(|v| two_digits(*v)).collect();
        lower.dedup();
        Self { lower }
    }

    /// Classes of a surface up to `max`, widening upward (bounds max·(i/8)^1.5), so that a low, wide
    /// rise is visible and a peak is not the whole map. `max` not above zero: no class.
    pub fn widening(max: f64) -> Self {
        if !max.is_finite() || max <= 0.0 {
            return Self { lower: Vec::new() };
        }
        let n = PALETTE.len() as f64 + 1.0;
        let mut lower: Vec<f64> = (1..=PALETTE.len()).map(|i| two_digits(max * (i as f64 / n).powf(1.5))).collect();
        lower.dedup();
        Self { lower }
    }

    /// Lower bounds, rising.
    pub fn lower(&self) -> &[f64] {
        &self.lower
    }

    /// The class of a value, from 0; `None` below the floor or where it is not a number.
    pub fn of(&self, value: f64) -> Option<usize> {
        self.lower.partition_point(|b| *b <= value).checked_sub(1).filter(|_| !value.is_nan())
    }

    /// Color of a class: with fewer classes than colors the darkest are still used.
    pub fn color(&self, class: usize) -> [u8; 3] {
        let (classes, colors) = (self.lower.len().max(1), PALETTE.len());
        let at = if classes == 1 { colors - 1 } else { class * (colors - 1) / (classes - 1) };
        PALETTE[at.min(colors - 1)]
    }

    /// Each class with its lower bound, its upper bound (`None` for the last) and its color as `#rrggbb`.
    pub fn legend(&self) -> Vec<(f64, Option<f64>, String)> {
        (0..self.lower.len())
            .map(|i| {
                let [r, g, b] = self.color(i);
                (self.lower[i], self.lower.get(i + 1).copied(), format!("#{r:02x}{g:02x}{b:02x}"))
            })
            .collect()
    }
}

/// Rounds down to two significant digits.
fn two_digits(v: f64) -> f64 {
    // The shortest text of two digits, cut: 0.0347 → 3.4e-2. Text avoids 0.30000000000000004.
    let power = v.log10().floor();
    let scale = 10f64.powf(power - 1.0);
    let cut = (v / scale + 1e-9).floor();
    format!("{cut:.0}e{:.0}", power - 1.0).parse().unwrap_or(v)
}

heap!(Classes { lower });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantile_classes_hold_about_as_many_values_each() {
        let classes = Classes::quantiles((1..=700).map(f64::from));
        assert_eq!(classes.lower().len(), 7);
        let mut held = [0; 7];
        for v in 1..=700 {
            held[classes.of(f64::from(v)).unwrap()] += 1;
        }
        assert!(held.iter().all(|n| (80..=120).contains(n)), "{held:?}");
    }

    #[test]
    fn small_counts_make_fewer_classes_and_zero_has_none() {
        let classes = Classes::quantiles([0.0, 1.0, 1.0, 1.0, 2.0, 2.0, f64::NAN]);
        assert_eq!(classes.lower(), [1.0, 2.0]);
        assert_eq!(
            (classes.of(0.0), classes.of(1.0), classes.of(9.0), classes.of(f64::NAN)),
            (None, Some(0), Some(1), None)
        );
        assert_eq!(classes.color(1), PALETTE[6]);
        assert!(Classes::quantiles([]).lower().is_empty() && Classes::widening(0.0).lower().is_empty());
    }

    #[test]
    fn bounds_are_round_and_rise() {
        let classes = Classes::widening(143.7);
        assert!(classes.lower().windows(2).all(|w| w[0] < w[1]));
        assert_eq!(classes.lower().last(), Some(&110.0));
        assert!(
            (two_digits(0.0347) - 0.034).abs() < 1e-15
                && (two_digits(1.0) - 1.0).abs() < 1e-15
                && (two_digits(0.3) - 0.3).abs() < 1e-15
        );
    }

    #[test]
    fn the_legend_joins_without_gaps() {
        let legend = Classes::widening(10.0).legend();
        assert!(legend.windows(2).all(|w| w[0].1 == Some(w[1].0)));
        assert_eq!(legend.last().unwrap().1, None);
        assert!(legend.iter().all(|l| l.2.len() == 7 && l.2.starts_with('#')));
    }
}
