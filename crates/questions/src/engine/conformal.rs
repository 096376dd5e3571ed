//! Degrees to metres where a dataset has too few places for anything but the outlines' corners.
//!
//! Work CRSs are conformal, nearly all (UTM, state planes, Gauss–Krüger): east and north as one complex number are an
//! analytic function of longitude and isometric latitude as another. Its first three terms are fixed by three places,
//! and over a city the rest is centimetres: four corners of a rectangle leave one to check by. A CRS that is not
//! conformal leaves metres there, and is refused.
//!
//! Reference: Snyder (1987), *Map projections: a working manual*, USGS professional paper 1395, pages 15–16 and 61.

use catchment_store::ControlPoint;

use super::solve::solve;

/// Terms of the polynomial, each with two real numbers.
const TERMS: usize = 3;
/// First eccentricity of WGS 84; those of other ellipsoids are the same for this purpose.
const ECCENTRICITY: f64 = 0.081_819_190_8;

/// A complex number.
type Complex = (f64, f64);

/// The mapping.
#[derive(Debug, Clone)]
pub(super) struct Conformal {
    center: Complex,
    /// Degrees, and their isometric counterpart, that are one unit.
    unit: f64,
    origin: [f64; 2],
    coefficients: [Complex; TERMS],
}

impl Conformal {
    /// Fits the mapping by least squares; `None` where the places do not fix it.
    pub(super) fn fit(pairs: &[ControlPoint]) -> Option<Self> {
        let mut places: Vec<Complex> = pairs.iter().map(|p| isometric(p.0[0], p.0[1])).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        places.dedup();
        // One more than it takes: what fits by necessity says nothing.
        if places.len() <= TERMS {
            return None;
        }
        let n = pairs.len() as f64;
        let mean = |axis: usize| pairs.iter().map(|p| p.1[axis]).sum::<f64>() / n;
        let sum = places.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
        let center = (sum.0 / places.len() as f64, sum.1 / places.len() as f64);
        let unit = places.iter().map(|p| (p.0 - center.0).hypot(p.1 - center.1)).fold(0.0, f64::max);
        let mut fitted = Self { center, unit, origin: [mean(0), mean(1)], coefficients: [(0.0, 0.0); TERMS] };
        let solved = solve(&fitted.normal_equations(pairs), 1e-9)?;
        for (at, c) in fitted.coefficients.iter_mut().enumerate() {
            *c = (solved[2 * at], solved[2 * at + 1]);
        }
        Some(fitted)
    }

    /// East and north of a place.
    pub(super) fn at(&self, lng: f64, lat: f64) -> [f64; 2] {
        let sum = self.coefficients.iter().zip(self.powers(lng, lat)).fold((0.0, 0.0), |sum, (c, z)| {
            let term = times(*c, z);
            (sum.0 + term.0, sum.1 + term.1)
        });
        [self.origin[0] + sum.0, self.origin[1] + sum.1]
    }

    fn powers(&self, lng: f64, lat: f64) -> [Complex; TERMS] {
        let (east, north) = isometric(lng, lat);
        let z = ((east - self.center.0) / self.unit, (north - self.center.1) / self.unit);
        [(1.0, 0.0), z, times(z, z)]
    }

    /// Each place gives two equations: east and north of c₀ + c₁ z + c₂ z².
    fn normal_equations(&self, pairs: &[ControlPoint]) -> [[f64; 2 * TERMS + 1]; 2 * TERMS] {
        let mut m = [[0.0; 2 * TERMS + 1]; 2 * TERMS];
        for (degrees, metres) in pairs {
            let powers = self.powers(degrees[0], degrees[1]);
            let east: [f64; 2 * TERMS] =
                std::array::from_fn(|i| if i % 2 == 0 { powers[i / 2].0 } else { -powers[i / 2].1 });
            let north: [f64; 2 * TERMS] =
                std::array::from_fn(|i| if i % 2 == 0 { powers[i / 2].1 } else { powers[i / 2].0 });
            for (row, axis) in [(east, 0), (north, 1)] {
                for i in 0..2 * TERMS {
                    (0..2 * TERMS).for_each(|j| m[i][j] += row[i] * row[j]);
                    m[i][2 * TERMS] += row[i] * (metres[axis] - self.origin[axis]);
                }
            }
        }
        m
    }
}

fn times(a: Complex, b: Complex) -> Complex {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// Longitude and isometric latitude, radians.
fn isometric(lng: f64, lat: f64) -> Complex {
    let sine = lat.to_radians().sin();
    (lng.to_radians(), sine.atanh() - ECCENTRICITY * (ECCENTRICITY * sine).atanh())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Corners of a rectangle over St. Louis and two places inside, by PROJ 9 (pyproj).
    const DEGREES: [[f64; 2]; 6] =
        [[-90.33, 38.53], [-90.17, 38.53], [-90.17, 38.78], [-90.33, 38.78], [-90.2511, 38.6603], [-90.25, 38.655]];
    const MISSOURI_EAST: [[f64; 2]; 6] = [
        [264_822.434, 299_272.799],
        [278_772.986, 299_310.717],
        [278_673.150, 327_061.196],
        [264_771.004, 327_023.202],
        [271_662.601, 313_751.843],
        [271_759.941, 313_163.793],
    ];
    const UTM_15: [[f64; 2]; 6] = [
        [732_740.775, 4_268_001.706],
        [746_690.277, 4_268_419.094],
        [745_833.469, 4_296_167.723],
        [731_932.505, 4_295_749.511],
        [739_186.396, 4_282_666.740],
        [739_299.776, 4_282_081.349],
    ];
    /// Albers' equal-area projection of the United States.
    const ALBERS: [[f64; 2]; 4] = [
        [489_349.262, 1_736_832.520],
        [503_140.971, 1_737_668.010],
        [501_423.011, 1_765_636.859],
        [487_678.394, 1_764_804.222],
    ];

    fn pairs(metres: &[[f64; 2]]) -> Vec<ControlPoint> {
        DEGREES.iter().copied().zip(metres.iter().copied()).collect()
    }

    fn off(fitted: &Conformal, (d, m): &ControlPoint) -> f64 {
        let [x, y] = fitted.at(d[0], d[1]);
        (x - m[0]).hypot(y - m[1])
    }

    #[test]
    fn four_corners_of_a_city_say_where_its_middle_lies() {
        for metres in [MISSOURI_EAST, UTM_15] {
            let all = pairs(&metres);
            let fitted = Conformal::fit(&all[..4]).unwrap();
            assert!(
                all.iter().all(|pair| off(&fitted, pair) < 0.05),
                "{:?}",
                all.iter().map(|p| off(&fitted, p)).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_projection_that_bends_angles_does_not_fit() {
        let all = pairs(&ALBERS);
        let fitted = Conformal::fit(&all).unwrap();
        assert!(all.iter().any(|pair| off(&fitted, pair) > 1.0));
    }

    #[test]
    fn three_places_are_too_few() {
        let all = pairs(&UTM_15);
        assert!(Conformal::fit(&all[..3]).is_none());
        assert!(Conformal::fit(&[all[0], all[0], all[1], all[2], all[2]]).is_none());
    }
}
