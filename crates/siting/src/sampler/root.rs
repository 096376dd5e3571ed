//! Quantiles as a polynomial: ∛x in z, from −4.5 to 4.5; beyond, where one draw of 150,000 falls, its end is continued
//! as a line.

use std::f64::consts::PI;

use super::chebyshev::{Series, node};

/// Half-width of the normal scale that the polynomial covers: 3·10⁻⁶ lies beyond either end.
pub(super) const WIDEST: f32 = 4.5;
/// Nodes: enough for sums of unlike parts.
const NODES: usize = 25;
/// Largest error of the polynomial, standard deviations.
pub(super) const MOST_ERROR: f64 = 5e-5;

/// ∛x of the quantile x at Φ(z).
#[derive(Debug, Clone)]
pub(super) struct Root {
    /// Chebyshev coefficients over z ÷ [`WIDEST`], without the last ones that add nothing.
    c: Vec<f32>,
    /// Slope in z beyond the lower and the upper end.
    slope: [f32; 2],
}

impl Root {
    pub(super) fn at(&self, z: f32) -> f32 {
        let inside = z.clamp(-WIDEST, WIDEST);
        let u = inside / WIDEST;
        // Clenshaw's recurrence.
        let (mut b1, mut b2) = (0.0, 0.0);
        for c in self.c[1..].iter().rev() {
            (b1, b2) = (2.0 * u * b1 - b2 + c, b1);
        }
        let beyond = z - inside;
        u * b1 - b2 + self.c[0] + beyond * self.slope[usize::from(beyond > 0.0)]
    }

    /// Through the quantiles of a distribution with that standard deviation; `None` where one is not had, or where the
    /// polynomial strays between its nodes.
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
    pub(super) fn through(quantile: impl Fn(f64) -> Option<f64>, deviation: f64) -> Option<Self> {
        let mut at = [0.0; NODES];
        for (k, y) in at.iter_mut().enumerate() {
            *y = quantile(f64::from(WIDEST) * node(k, NODES))?.cbrt();
        }
        let series = Series::through(&at);
        let slope = |sign| series.slope_at_end(sign) / f64::from(WIDEST);
        // Half a millionth of the spread is nothing.
        let used = series.0.iter().rposition(|x| x.abs() > 5e-7 * series.0[1].abs()).map_or(2, |last| last + 1);
        let root = Self {
            c: series.0[..used].iter().map(|c| *c as f32).collect(),
            slope: [slope(-1.0) as f32, slope(1.0) as f32],
        };
        // Between the nodes, and at the ends.
        let close = |k: usize| {
            let z = f64::from(WIDEST) * (PI * k as f64 / NODES as f64).cos();
            quantile(z)
                .is_some_and(|x| (f64::from(root.at(z as f32)).powi(3) - x).abs() < MOST_ERROR * deviation + 4e-7 * x)
        };
        ((0..=NODES).step_by(2).all(close) && root.slope.iter().all(|s| *s > 0.0)).then_some(root)
    }
}
