//! Bandwidths chosen by the data: Sheather and Jones on a line; Berman and Diggle, likelihood and least squares in the
//! plane.
//!
//! All give the standard deviation σ of a Gaussian kernel. A quartic of the same smoothness in the plane has support
//! 2√2 σ (its variance along each axis is h²/8).

use std::f64::consts::{PI, SQRT_2};

use geo::Rect;
use statrs::function::erf::erf;

use crate::BandwidthError;
use crate::bandwidth::{MAX_SELECTED, quantile, standard_deviation};

/// Steps of a search over bandwidths.
const STEPS: u32 = 64;

/// Sheather and Jones's bandwidth on a line, by solving the equation ("ste"), in the unit of `x`.
///
/// R's `bw.SJ` counts distances in 1,000 bins and stops its search at 1% of the upper bound; here the distances are
/// exact and the root is found to rounding, so that the figures agree to about 1%.
///
/// # Errors
/// [`BandwidthError`] for fewer than two points, more than [`MAX_SELECTED`], values that are not finite, no spread, or
/// data too sparse for a root.
///
/// # References
/// Sheather, S. J. and Jones, M. C. (1991). A reliable data-based bandwidth selection method for kernel density
/// estimation. Journal of the Royal Statistical Society B 53(3), 683–690. doi:10.1111/j.2517-6161.1991.tb01857.x,
/// equation 12.
pub fn sheather_jones(x: &[f64]) -> Result<f64, BandwidthError> {
    let sd = standard_deviation(x)?;
    many(x.len())?;
    let mut sorted = x.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let spread = (quantile(&sorted, 0.75) - quantile(&sorted, 0.25)) / 1.349;
    let scale = if spread > 0.0 { sd.min(spread) } else { sd };
    let n = x.len() as f64;
    let pairs = |h: f64, term: fn(f64) -> f64| -> f64 {
        let row = |i: usize| {
            sorted[..i].iter().map(|y| ((sorted[i] - y) / h).powi(2)).filter(|q| *q < 1000.0).map(term).sum::<f64>()
        };
        (0..sorted.len()).map(row).sum()
    };
    let fourth = |h: f64| {
        (2.0 * pairs(h, |q| (-0.5 * q).exp() * (q * q - 6.0 * q + 3.0)) + 3.0 * n)
            / (n * (n - 1.0) * h.powi(5) * (2.0 * PI).sqrt())
    };
    let sixth = |h: f64| {
        (2.0 * pairs(h, |q| (-0.5 * q).exp() * (q * q * q - 15.0 * q * q + 45.0 * q - 15.0)) - 15.0 * n)
            / (n * (n - 1.0) * h.powi(7) * (2.0 * PI).sqrt())
    };
    let curvature = -sixth(1.23 * scale * n.powf(-1.0 / 9.0));
    let ratio = 1.357 * (fourth(1.24 * scale * n.powf(-1.0 / 7.0)) / curvature).powf(1.0 / 7.0);
    let excess = |h: f64| (1.0 / (2.0 * PI.sqrt() * n) / fourth(ratio * h.powf(5.0 / 7.0))).powf(0.2) - h;
    let most = 1.144 * scale * n.powf(-0.2);
    let (mut low, mut high) = (0.1 * most, most);
    for _ in 0..20 {
        if excess(low) > 0.0 && excess(high) < 0.0 {
            break;
        }
        low /= 1.2;
        high *= 1.2;
    }
    if !(excess(low) > 0.0 && excess(high) < 0.0) {
        return Err(BandwidthError::Sparse(x.len()));
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if excess(middle) > 0.0 { low = middle } else { high = middle }
    }
    Ok(0.5 * (low + high))
}

/// Berman and Diggle's bandwidth for points in a rectangle: smallest mean square error under a Cox process.
///
/// M(σ) with h = 2σ: (1/λ − 2K(h))/(πh²) + J/(πh²)², J = ∫ A(t) dK(t), A the overlap of two discs of radius h, t apart;
/// K by Ripley's isotropic correction on 512 distances up to min(¼ of the shorter side, √(1000/πλ)). σ is the best of
/// the half distances up to half of that, as spatstat's `bw.diggle`.
///
/// # Errors
/// [`BandwidthError`] as [`scott_2d`](crate::scott_2d), for points outside the window, and more than [`MAX_SELECTED`].
///
/// # References
/// Berman, M. and Diggle, P. (1989). Estimating weighted integrals of the second-order intensity of a spatial point
/// process. Journal of the Royal Statistical Society B 51(1), 81–92. doi:10.1111/j.2517-6161.1989.tb01750.x. Ripley, B.
/// D. (1977), the same 39(2), doi:10.1111/j.2517-6161.1977.tb01615.x.
pub fn diggle_2d(x: &[f64], y: &[f64], window: Rect<f64>) -> Result<f64, BandwidthError> {
    const DISTANCES: usize = 512;
    within(x, y, window)?;
    let (n, area) = (x.len() as f64, window.width() * window.height());
    let lambda = n / area;
    let most = (0.25 * window.width().min(window.height())).min((1000.0 / (PI * lambda)).sqrt());
    let step = most / (DISTANCES - 1) as f64;
    let mut ripley = vec![0.0; DISTANCES];
    for i in 0..x.len() {
        for j in (0..x.len()).filter(|j| *j != i) {
            let d = (x[i] - x[j]).hypot(y[i] - y[j]);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most the number of distances"
            )]
            let at = (d / step - 1e-9).ceil().clamp(0.0, DISTANCES as f64) as usize;
            if at < DISTANCES {
                ripley[at] += area / (n * (n - 1.0) * share_inside(x[i], y[i], d, window).max(0.01));
            }
        }
    }
    for k in 1..DISTANCES {
        ripley[k] += ripley[k - 1];
    }
    let score = |k: usize| {
        let h = k as f64 * step;
        let disc = PI * h * h;
        let overlap =
            |t: f64| 2.0 * h * h * ((t / (2.0 * h)).acos() - t / (2.0 * h) * (1.0 - (t / (2.0 * h)).powi(2)).sqrt());
        let inner = (0..DISTANCES - 1)
            .take_while(|m| *m < 2 * k)
            .map(|m| overlap(m as f64 * step) * (ripley[m + 1] - ripley[m]))
            .sum::<f64>();
        (1.0 / lambda - 2.0 * ripley[k]) / disc + inner / (disc * disc)
    };
    let best = (1..DISTANCES / 2).min_by(|a, b| score(*a).total_cmp(&score(*b))).unwrap_or(1);
    Ok(best as f64 * step / 2.0)
}

/// Likelihood cross-validation for points in a rectangle: the σ under which each point is best foretold by the others.
///
/// CV(σ) = Σ log λ̂₋ᵢ(xᵢ) − ∫ λ̂, λ̂ with uniform edge correction; the best of 16 values in geometric progression from
/// the smallest distance above 0 between neighbors to half the window's diagonal, as spatstat's `bw.ppl`. The integral
/// is taken over 256 × 256 midpoints.
///
/// # Errors
/// As [`diggle_2d`].
///
/// # References
/// Loader, C. (1999). Local Regression and Likelihood. Springer. doi:10.1007/b98858, section 5.3. Baddeley, Rubak and
/// Turner (2015). Spatial Point Patterns. doi:10.1201/b19708, section 6.5.1.2.
pub fn likelihood_2d(x: &[f64], y: &[f64], window: Rect<f64>) -> Result<f64, BandwidthError> {
    within(x, y, window)?;
    let square = |i: usize, j: usize| (x[i] - x[j]).powi(2) + (y[i] - y[j]).powi(2);
    let nearest =
        |i: usize| (0..x.len()).filter(|j| *j != i).map(|j| square(i, j)).fold(f64::INFINITY, f64::min).sqrt();
    let least = (0..x.len()).map(nearest).filter(|d| *d > 0.0).fold(f64::INFINITY, f64::min);
    let most = 0.5 * window.width().hypot(window.height());
    if !least.is_finite() {
        return Err(BandwidthError::Constant(x.len()));
    }
    let score = |sigma: f64| {
        let left_out = |i: usize| {
            let sum: f64 =
                (0..x.len()).filter(|j| *j != i).map(|j| (-0.5 * square(i, j) / (sigma * sigma)).exp()).sum();
            let edge = inside(x[i], window.min().x, window.max().x, sigma)
                * inside(y[i], window.min().y, window.max().y, sigma);
            (sum / (2.0 * PI * sigma * sigma) / edge).ln()
        };
        (0..x.len()).map(left_out).sum::<f64>() - integral(x, y, window, sigma)
    };
    let candidate = |k: i32| least * (most / least).powf(f64::from(k) / 15.0);
    let scored = (0..16).map(|k| (score(candidate(k)), candidate(k)));
    Ok(scored.fold((f64::NEG_INFINITY, least), |best, next| if next.0 > best.0 { next } else { best }).1)
}

/// Least-squares cross-validation in the plane: the σ that minimizes ∫f̂² − 2/n Σ f̂₋ᵢ(xᵢ), without edge correction.
///
/// Searched over σ from 1/50 to 2 of the mean of Scott's two, in 64 geometric steps and then between the best one's
/// neighbors. Data with many repeated positions draw it to its lower end: then it says nothing.
///
/// # Errors
/// [`BandwidthError`] as [`scott_2d`](crate::scott_2d), and more than [`MAX_SELECTED`] points.
///
/// # References
/// Bowman, A. W. (1984). An alternative method of cross-validation for the smoothing of density estimates. Biometrika
/// 71(2), 353–360. doi:10.1093/biomet/71.2.353, equation 2.
pub fn least_squares_2d(x: &[f64], y: &[f64]) -> Result<f64, BandwidthError> {
    let (sx, sy) = crate::scott_2d(x, y)?;
    many(x.len())?;
    let n = x.len() as f64;
    let score = |sigma: f64| {
        let s2 = sigma * sigma;
        let (mut wide, mut narrow) = (0.0, 0.0);
        for i in 0..x.len() {
            for j in 0..i {
                let q = ((x[i] - x[j]).powi(2) + (y[i] - y[j]).powi(2)) / s2;
                wide += (-0.25 * q).exp();
                narrow += (-0.5 * q).exp();
            }
        }
        (n + 2.0 * wide) / (n * n * 4.0 * PI * s2) - 4.0 * narrow / (n * (n - 1.0) * 2.0 * PI * s2)
    };
    let start = 0.5 * (sx + sy);
    let at = |k: f64| start / 50.0 * 100.0_f64.powf(k / f64::from(STEPS));
    let best = (0..=STEPS)
        .map(|k| (score(at(f64::from(k))), f64::from(k)))
        .fold((f64::INFINITY, 0.0), |b, s| if s.0 < b.0 { s } else { b })
        .1;
    // Golden section between the neighbors of the best step.
    let (mut low, mut high) = ((best - 1.0).max(0.0), (best + 1.0).min(f64::from(STEPS)));
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    for _ in 0..40 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if score(at(a)) < score(at(b)) { high = b } else { low = a }
    }
    Ok(at(0.5 * (low + high)))
}

/// Abramson's factors: the bandwidth of each point is the common one times (f̃(xᵢ)/g)^(−1/2), f̃ a pilot density at the
/// points and g its geometric mean. Wide where points are thin, narrow where they crowd; [`crate::Kde::adaptive`] draws
/// the surface.
///
/// # Errors
/// [`BandwidthError::Value`] for a density that is not finite and above 0.
///
/// # References
/// Abramson, I. S. (1982). On bandwidth variation in kernel estimates – a square root law. Annals of Statistics 10(4),
/// 1217–1223. doi:10.1214/aos/1176345986. Geometric mean: Silverman (1986), equation 5.7.
pub fn abramson(pilot: &[f64]) -> Result<Vec<f64>, BandwidthError> {
    if let Some(at) = pilot.iter().position(|f| !(f.is_finite() && *f > 0.0)) {
        return Err(BandwidthError::Value { at, value: pilot[at] });
    }
    let mean = pilot.iter().map(|f| f.ln()).sum::<f64>() / pilot.len().max(1) as f64;
    Ok(pilot.iter().map(|f| (0.5 * (mean - f.ln())).exp()).collect())
}

/// Dual density: log of the ratio of two surfaces, each taken as a share of its own total; none where either is not
/// above 0.
///
/// # Errors
/// [`BandwidthError::Length`] for surfaces of different size, [`BandwidthError::Constant`] for one without anything.
///
/// # References
/// Kelsall, J. E. and Diggle, P. J. (1995). Kernel estimation of relative risk. Bernoulli 1(1–2), 3–16.
/// doi:10.2307/3318678, equation 1.
pub fn log_ratio(cases: &[f64], base: &[f64]) -> Result<Vec<Option<f64>>, BandwidthError> {
    if cases.len() != base.len() {
        return Err(BandwidthError::Length { x: cases.len(), y: base.len() });
    }
    let totals: (f64, f64) = (cases.iter().sum(), base.iter().sum());
    if !(totals.0 > 0.0 && totals.1 > 0.0) {
        return Err(BandwidthError::Constant(cases.len()));
    }
    let one = |(a, b): (&f64, &f64)| (*a > 0.0 && *b > 0.0).then(|| ((a / totals.0) / (b / totals.1)).ln());
    Ok(cases.iter().zip(base).map(one).collect())
}

fn many(n: usize) -> Result<(), BandwidthError> {
    if n > MAX_SELECTED { Err(BandwidthError::TooMany(n)) } else { Ok(()) }
}

fn within(x: &[f64], y: &[f64], window: Rect<f64>) -> Result<(), BandwidthError> {
    crate::scott_2d(x, y)?;
    many(x.len())?;
    let outside = |i: &usize| {
        let across = x[*i] < window.min().x || x[*i] > window.max().x;
        across || y[*i] < window.min().y || y[*i] > window.max().y
    };
    (0..x.len()).find(outside).map_or(Ok(()), |at| Err(BandwidthError::Outside(at)))
}

/// Mass of a Gaussian on a line between two ends.
fn inside(center: f64, low: f64, high: f64, sigma: f64) -> f64 {
    0.5 * (erf((high - center) / (SQRT_2 * sigma)) - erf((low - center) / (SQRT_2 * sigma)))
}

/// ∫ λ̂ over the window, λ̂ divided by the kernel's mass inside at each place: a sum of products, one factor per axis.
fn integral(x: &[f64], y: &[f64], window: Rect<f64>, sigma: f64) -> f64 {
    const MIDPOINTS: u32 = 256;
    let axis = |points: &[f64], low: f64, high: f64| -> Vec<f64> {
        let step = (high - low) / f64::from(MIDPOINTS);
        let places: Vec<(f64, f64)> = (0..MIDPOINTS)
            .map(|k| low + (f64::from(k) + 0.5) * step)
            .map(|u| (u, step / (inside(u, low, high, sigma) * sigma * (2.0 * PI).sqrt())))
            .collect();
        points.iter().map(|p| places.iter().map(|(u, w)| w * (-0.5 * ((u - p) / sigma).powi(2)).exp()).sum()).collect()
    };
    let (across, along) = (axis(x, window.min().x, window.max().x), axis(y, window.min().y, window.max().y));
    across.iter().zip(along).map(|(a, b)| a * b).sum()
}

/// Share of the circle about a point that lies in a rectangle, which holds the point.
fn share_inside(x: f64, y: f64, radius: f64, window: Rect<f64>) -> f64 {
    let sides = [
        (window.max().x - x, 0.0),
        (window.max().y - y, 0.5 * PI),
        (x - window.min().x, PI),
        (y - window.min().y, 1.5 * PI),
    ];
    let mut arcs: Vec<(f64, f64)> = Vec::new();
    for (distance, toward) in sides.into_iter().filter(|s| s.0 < radius) {
        let half = (distance / radius).acos();
        let (from, to) = (toward - half, toward + half);
        if from < 0.0 {
            arcs.extend([(from + 2.0 * PI, 2.0 * PI), (0.0, to)]);
        } else if to > 2.0 * PI {
            arcs.extend([(from, 2.0 * PI), (0.0, to - 2.0 * PI)]);
        } else {
            arcs.push((from, to));
        }
    }
    arcs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut outside, mut end) = (0.0, 0.0_f64);
    for (from, to) in arcs {
        let from = from.max(end);
        if to > from {
            outside += to - from;
            end = to;
        }
    }
    1.0 - outside / (2.0 * PI)
}
