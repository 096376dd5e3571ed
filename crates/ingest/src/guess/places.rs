//! Where a city lies, and in which reference system its points fall there.

use super::words::CITIES;
use crate::areas::Degrees;
use crate::filled::utm;
use crate::project::{WGS84, between, reference, transform};

/// The box around the outlines, degrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) least: Degrees,
    pub(super) most: Degrees,
}

/// How some points read in a reference system.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) crs: String,
    /// How the system is called.
    pub(super) name: String,
    /// Points that fall into the box, of all.
    pub(super) inside: usize,
    pub(super) all: usize,
    /// Whether x and y are swapped.
    pub(super) swapped: bool,
    /// Other systems in which as many do.
    pub(super) others: Vec<String>,
}

/// Projected systems that cities use, by EPSG code: national grids, then state planes of NAD83 in feet and in meters,
/// and of NAD27.
const GRIDS: &[std::ops::RangeInclusive<u32>] = &[
    27_700..=27_700,
    2157..=2157,
    29_902..=29_903,
    2154..=2154,
    28_992..=28_992,
    31_370..=31_370,
    2056..=2056,
    31_256..=31_256,
    3006..=3006,
    3067..=3067,
    2180..=2180,
    2193..=2193,
    28_348..=28_358,
    7846..=7859,
    25_828..=25_838,
    2225..=2289,
    3417..=3459,
    26_929..=26_998,
    32_040..=32_058,
    26_729..=26_803,
    31_978..=31_985,
    5880..=5880,
    3116..=3116,
    6372..=6372,
    2945..=2962,
    3347..=3347,
    3005..=3005,
    2326..=2326,
    3414..=3414,
    3857..=3857,
];
/// Most other systems that are named.
const OTHERS: usize = 3;

impl Place {
    pub(super) fn center(self) -> Degrees {
        (f64::midpoint(self.least.0, self.most.0), f64::midpoint(self.least.1, self.most.1))
    }

    fn holds(self, (x, y): Degrees) -> bool {
        (self.least.0..=self.most.0).contains(&x) && (self.least.1..=self.most.1).contains(&y)
    }

    /// The zone of the nearest city that is known, its name and how far it is, km.
    pub(super) fn zone(self) -> (&'static str, &'static str, f64) {
        let (lon, lat) = self.center();
        let far = |x: f64, y: f64| {
            let (east, north) = ((x - lon) * lat.to_radians().cos(), y - lat);
            111.2 * east.hypot(north)
        };
        let nearest = CITIES.iter().min_by(|a, b| far(a.1, a.2).total_cmp(&far(b.1, b.2)));
        nearest.map_or(("Etc/UTC", "", f64::INFINITY), |(name, x, y, zone)| (*zone, *name, far(*x, *y)))
    }

    /// The reference system in which most points fall into the box; `stated` is the one that their file states.
    pub(super) fn read(self, points: &[Degrees], stated: Option<&str>) -> Option<Reading> {
        let mut tried =
            Tried { place: self, turned: points.iter().map(|(x, y)| (*y, *x)).collect(), points, best: None };
        for (crs, swapped) in [(stated.unwrap_or(WGS84), false), (WGS84, false), (WGS84, true)] {
            tried.attempt(crs, swapped);
            if tried.fits() {
                return tried.best;
            }
        }
        let own = utm(self.center().0, self.center().1);
        let near = [own, own - 1, own + 1, 26_900 + own % 100, 26_900 + own % 100 - 1, 26_900 + own % 100 + 1];
        let codes = near.into_iter().chain(GRIDS.iter().cloned().flatten()).map(|code| format!("EPSG:{code}"));
        // State planes in feet that have no EPSG code.
        let feet = (102_629..=102_766).map(|code| format!("ESRI:{code}"));
        let grids: Vec<String> = codes.chain(feet).filter(|crs| self.is_in_use(crs)).collect();
        for swapped in [false, true] {
            for crs in &grids {
                tried.attempt(crs, swapped);
            }
            if tried.fits() {
                break;
            }
        }
        tried.best.filter(|best| best.inside > 0)
    }

    /// Whether a system is meant for this place.
    fn is_in_use(self, crs: &str) -> bool {
        let (lon, lat) = self.center();
        let area = gdal::spatial_ref::SpatialRef::from_definition(crs).ok().and_then(|r| r.area_of_use());
        area.is_some_and(|a| {
            (a.west_lon_degree..=a.east_lon_degree).contains(&lon)
                && (a.south_lat_degree..=a.north_lat_degree).contains(&lat)
        })
    }
}

/// Systems tried on some points.
struct Tried<'a> {
    place: Place,
    points: &'a [Degrees],
    turned: Vec<Degrees>,
    best: Option<Reading>,
}

impl Tried<'_> {
    /// Whether nearly all points fall into the box in the best system so far.
    fn fits(&self) -> bool {
        self.best.as_ref().is_some_and(|best| 10 * best.inside >= 8 * best.all && best.all > 0)
    }

    fn attempt(&mut self, crs: &str, swapped: bool) {
        let points = if swapped { self.turned.as_slice() } else { self.points };
        let way = between("points", crs, WGS84).ok();
        let inside = way.map_or(0, |way| transform(&way, points).iter().filter(|p| self.place.holds(**p)).count());
        match &mut self.best {
            Some(best) if inside <= best.inside => {
                let as_many = inside > 0 && inside == best.inside && swapped == best.swapped && crs != best.crs;
                if as_many && best.others.len() < OTHERS {
                    best.others.push(crs.to_owned());
                }
            }
            best => {
                let name = reference("points", crs).ok().and_then(|r| r.name()).unwrap_or_default();
                let crs = crs.to_owned();
                *best = Some(Reading { crs, name, inside, all: points.len(), swapped, others: Vec::new() });
            }
        }
    }
}
