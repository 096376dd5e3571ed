//! Degrees to metres of the work CRS, learned from the dataset.
//!
//! Every area carries its outline twice, in degrees and in metres, vertex by vertex, and so does every position. Two
//! polynomials of degree 3 in longitude and latitude, fitted to those thousands of pairs by least squares, give any
//! place of the city its metres. A projected CRS is so smooth over a city that the rest is far below a millimetre for
//! thirty kilometres; the largest rest is checked when a dataset is loaded. Where there are too few places for that (a
//! town of three squares, three addresses), what conformal CRSs have in common takes their place
//! ([`super::conformal`]).
//!
//! Why not GDAL's transformation, which the program links: a dataset means the same on every machine, whatever PROJ and
//! grids stand there, and the mapping is shared by all threads, where a transformation object belongs to one.

use catchment_model::Areas;
use catchment_store::ControlPoint;
use geo::CoordsIter;

use super::conformal::Conformal;
use super::geometry::beside;
use super::solve::solve;

/// Largest rest that is accepted, metres.
pub const MAX_REST_M: f64 = 1.0;

/// Positions that enter, spread evenly over those there are: more would not fix the mapping any better.
const POSITIONS: usize = 4_000;

/// Terms of a polynomial of degree 3 in two variables.
const TERMS: usize = 10;

/// Steps of the grid over a few places, each way.
const GRID: u32 = 5;

/// Why no mapping could be learned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectionError {
    /// The two outlines of an area are not made of the same vertices.
    #[error("area \"{area}\" has {degrees} vertices in degrees and {metres} in metres; expected as many of each")]
    Vertices {
        /// Area id.
        area: String,
        /// Vertices in degrees.
        degrees: usize,
        /// Vertices in metres.
        metres: usize,
    },
    /// Too few vertices and positions, or all on one line.
    #[error(
        "{0} vertices and positions do not fix a mapping from degrees to metres; expected four corners at least, and \
            not all on one line"
    )]
    TooFew(usize),
    /// They do not agree with any smooth mapping.
    #[error(
        "places in degrees and in metres differ by up to {rest_m:.2} m after fitting; expected at most {MAX_REST_M} m: \
            check the CRS of the areas"
    )]
    Rest {
        /// Largest rest, metres.
        rest_m: f64,
    },
}

/// A mapping from degrees to metres of the work CRS, valid in and around the city.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    center: [f64; 2],
    half: [f64; 2],
    x: [f64; TERMS],
    y: [f64; TERMS],
    /// Largest rest at a vertex, metres.
    pub rest_m: f64,
}

impl Projection {
    /// Learns the mapping from the outlines and the positions of the incidents.
    ///
    /// # Errors
    /// [`ProjectionError`] where the outlines do not pair up, do not fix the mapping, or leave a rest of a metre or
    /// more.
    pub fn fit(areas: &Areas, positions: &[ControlPoint]) -> Result<Self, ProjectionError> {
        let mut pairs: Vec<ControlPoint> =
            positions.iter().step_by(positions.len().div_ceil(POSITIONS).max(1)).copied().collect();
        for area in areas.list() {
            let (degrees, metres) = (area.outline.coords_count(), area.outline_m.coords_count());
            if degrees != metres {
                return Err(ProjectionError::Vertices { area: area.id.clone(), degrees, metres });
            }
            pairs.extend(
                area.outline.coords_iter().zip(area.outline_m.coords_iter()).map(|(d, m)| ([d.x, d.y], [m.x, m.y])),
            );
        }
        let pairs = one_side(pairs);
        match Self::of(&pairs) {
            Err(ProjectionError::TooFew(_)) => Self::by_few(&pairs),
            fitted => fitted,
        }
    }

    /// Where the places are too few for two polynomials: by those that a conformal CRS has, on a grid over them.
    fn by_few(pairs: &[ControlPoint]) -> Result<Self, ProjectionError> {
        let few = || ProjectionError::TooFew(pairs.len());
        let known = Conformal::fit(pairs).ok_or_else(few)?;
        let bounds = |axis: usize| {
            let values = || pairs.iter().map(|p| p.0[axis]);
            (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max))
        };
        let ((west, east), (south, north)) = (bounds(0), bounds(1));
        let step = |(low, high): (f64, f64), at: u32| low + (high - low) * f64::from(at) / f64::from(GRID);
        let place = |(i, j): (u32, u32)| (step((west, east), i), step((south, north), j));
        let grid = (0..=GRID).flat_map(|i| (0..=GRID).map(move |j| (i, j))).map(place);
        let made: Vec<ControlPoint> = grid.map(|(lng, lat)| ([lng, lat], known.at(lng, lat))).collect();
        let fitted = Self::of(&made).ok().ok_or_else(few)?;
        let rest_m = pairs.iter().map(|pair| fitted.rest_at(pair)).fold(fitted.rest_m, f64::max);
        if rest_m < MAX_REST_M { Ok(Self { rest_m, ..fitted }) } else { Err(ProjectionError::Rest { rest_m }) }
    }

    fn of(pairs: &[ControlPoint]) -> Result<Self, ProjectionError> {
        let too_few = || ProjectionError::TooFew(pairs.len());
        let bound = |axis: usize| {
            let values = pairs.iter().map(|p| p.0[axis]);
            (values.clone().fold(f64::MAX, f64::min), values.fold(f64::MIN, f64::max))
        };
        let ((west, east), (south, north)) = (bound(0), bound(1));
        let half = [(east - west) / 2.0, (north - south) / 2.0];
        if pairs.len() < TERMS || !half.iter().all(|h| h.is_finite() && *h > 0.0) {
            return Err(too_few());
        }
        let mut fitted = Self {
            center: [f64::midpoint(east, west), f64::midpoint(north, south)],
            half,
            x: [0.0; TERMS],
            y: [0.0; TERMS],
            rest_m: 0.0,
        };
        let mean = |axis: usize| pairs.iter().map(|p| p.1[axis]).sum::<f64>() / pairs.len() as f64;
        for axis in [0, 1] {
            // Metres count from their mean, so that no digits are lost in the sums.
            let origin = mean(axis);
            let mut coefficients = fitted.least_squares(pairs, axis, origin).ok_or_else(too_few)?;
            coefficients[0] += origin;
            *(if axis == 0 { &mut fitted.x } else { &mut fitted.y }) = coefficients;
        }
        fitted.rest_m = pairs.iter().map(|pair| fitted.rest_at(pair)).fold(0.0, f64::max);
        if fitted.rest_m < MAX_REST_M { Ok(fitted) } else { Err(ProjectionError::Rest { rest_m: fitted.rest_m }) }
    }

    fn rest_at(&self, (d, m): &ControlPoint) -> f64 {
        let (x, y) = self.extended(d[0], d[1]);
        (x - m[0]).hypot(y - m[1])
    }

    /// Metres of a place in degrees; `None` farther from the areas' box than half its size, where the mapping was never
    /// checked.
    pub fn to_metres(&self, lng: f64, lat: f64) -> Option<(f64, f64)> {
        let lng = beside(lng, self.center[0]);
        let near =
            (lng - self.center[0]).abs() <= 1.5 * self.half[0] && (lat - self.center[1]).abs() <= 1.5 * self.half[1];
        near.then(|| self.extended(lng, lat))
    }

    fn extended(&self, lng: f64, lat: f64) -> (f64, f64) {
        let terms = self.terms(lng, lat);
        let sum = |c: &[f64; TERMS]| c.iter().zip(terms).map(|(c, t)| c * t).sum();
        (sum(&self.x), sum(&self.y))
    }

    fn terms(&self, lng: f64, lat: f64) -> [f64; TERMS] {
        let (u, v) = ((lng - self.center[0]) / self.half[0], (lat - self.center[1]) / self.half[1]);
        [1.0, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v]
    }

    /// Coefficients of one coordinate.
    fn least_squares(&self, pairs: &[ControlPoint], axis: usize, origin: f64) -> Option<[f64; TERMS]> {
        let mut m = [[0.0; TERMS + 1]; TERMS];
        for (degrees, metres) in pairs {
            let t = self.terms(degrees[0], degrees[1]);
            for i in 0..TERMS {
                for j in 0..TERMS {
                    m[i][j] += t[i] * t[j];
                }
                m[i][TERMS] += t[i] * (metres[axis] - origin);
            }
        }
        // Entries are sums of values up to 1: a pivot this small means that the vertices do not fix the term.
        solve(&m, 1e-9)
    }
}

/// Places with longitudes on one side: of a city on the 180th meridian they go on beyond it.
fn one_side(mut pairs: Vec<ControlPoint>) -> Vec<ControlPoint> {
    let longitudes = || pairs.iter().map(|p| p.0[0]);
    let (west, east) = (longitudes().fold(f64::MAX, f64::min), longitudes().fold(f64::MIN, f64::max));
    if east - west > 180.0 {
        for pair in &mut pairs {
            pair.0[0] = beside(pair.0[0], 180.0);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A transverse Mercator on the sphere: as curved as a work CRS is.
    fn metres(lng: f64, lat: f64) -> [f64; 2] {
        let (l, p) = ((lng + 90.5).to_radians(), lat.to_radians());
        let b = p.cos() * l.sin();
        [250_000.0 + 6_371_000.0 * b.atanh(), 6_371_000.0 * (p.tan() / l.cos()).atan() - 3_970_000.0]
    }

    fn grid() -> Vec<ControlPoint> {
        (0..20)
            .flat_map(|i| (0..20).map(move |j| [-90.33 + f64::from(i) * 0.008, 38.53 + f64::from(j) * 0.013]))
            .map(|d| (d, metres(d[0], d[1])))
            .collect()
    }

    #[test]
    fn a_city_of_thirty_kilometres_is_mapped_to_a_millimetre() {
        let fitted = Projection::of(&grid()).unwrap();
        assert!(fitted.rest_m < 0.001, "{}", fitted.rest_m);
        let (x, y) = fitted.to_metres(-90.2011, 38.6203).unwrap();
        let [ex, ey] = metres(-90.2011, 38.6203);
        assert!((x - ex).hypot(y - ey) < 0.001);
    }

    /// A city that is one rectangle.
    fn rectangle() -> Areas {
        let corners = [[-90.33, 38.53], [-90.17, 38.53], [-90.17, 38.78], [-90.33, 38.78]];
        let ring = |at: &dyn Fn([f64; 2]) -> [f64; 2]| {
            let line = corners.iter().map(|c| at(*c)).map(|[x, y]| (x, y)).collect();
            geo::MultiPolygon::from(geo::Polygon::new(line, vec![]))
        };
        let area = catchment_model::Area {
            id: "1".to_owned(),
            name: "Square".to_owned(),
            kind: catchment_model::AreaKind::Neighborhood,
            population: std::collections::BTreeMap::new(),
            outline: ring(&|c| c),
            outline_m: ring(&|c| metres(c[0], c[1])),
            area_km2: 1.0,
        };
        Areas::new(vec![area]).unwrap()
    }

    #[test]
    fn a_rectangular_city_is_mapped_by_its_positions() {
        let fitted = Projection::fit(&rectangle(), &grid()).unwrap();
        let (x, y) = fitted.to_metres(-90.2511, 38.6603).unwrap();
        let [ex, ey] = metres(-90.2511, 38.6603);
        assert!((x - ex).hypot(y - ey) < 0.001);
    }

    #[test]
    fn a_town_of_one_square_is_mapped_by_its_corners() {
        // Corners of half a kilometre over St. Louis, by PROJ 9 in the state plane of Missouri East.
        let corners = [[-90.25, 38.63], [-90.244, 38.63], [-90.244, 38.6345], [-90.25, 38.6345]];
        let metres = [
            [271_767.502, 310_388.756],
            [272_289.923, 310_390.196],
            [272_288.530, 310_889.702],
            [271_766.141, 310_888.262],
        ];
        let pairs: Vec<ControlPoint> = corners.into_iter().zip(metres).collect();
        assert!(matches!(Projection::of(&pairs), Err(ProjectionError::TooFew(4))));
        let fitted = Projection::by_few(&pairs).unwrap();
        assert!(fitted.rest_m < 0.01, "{}", fitted.rest_m);
        let (x, y) = fitted.to_metres(-90.247, 38.6323).unwrap();
        assert!((x - 272_028.009).hypot(y - 310_644.775) < 0.01, "{x} {y}");
    }

    #[test]
    fn places_on_one_line_fix_no_mapping() {
        let pairs: Vec<ControlPoint> = grid().into_iter().step_by(20).collect();
        assert!(matches!(Projection::by_few(&pairs[..3]), Err(ProjectionError::TooFew(3))));
        let flat: Vec<ControlPoint> = pairs.iter().map(|(d, _)| ([d[0], 38.6], [0.0, 0.0])).collect();
        assert!(matches!(Projection::by_few(&flat), Err(ProjectionError::TooFew(_))));
    }

    #[test]
    fn far_from_the_city_there_is_no_answer() {
        let fitted = Projection::of(&grid()).unwrap();
        assert_eq!(fitted.to_metres(-80.0, 38.6), None);
        assert_eq!(fitted.to_metres(f64::NAN, 38.6), None);
    }

    #[test]
    fn outlines_that_do_not_agree_are_refused() {
        let mut pairs = grid();
        pairs[7].1[0] += 50.0;
        assert!(matches!(Projection::of(&pairs), Err(ProjectionError::Rest { .. })));
        let on_a_line: Vec<_> = grid().into_iter().map(|(d, m)| ([d[0], 38.6], m)).collect();
        assert!(matches!(Projection::of(&on_a_line), Err(ProjectionError::TooFew(_))));
        assert!(matches!(Projection::of(&grid()[..5]), Err(ProjectionError::TooFew(5))));
    }
}
