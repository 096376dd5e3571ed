//! Points within a distance of a place: points in bands from west to east, each band in order of x.
//!
//! A strip from the south of a state to its north holds thousands of cells; the few bands about a place hold those near
//! it and few more. What is found comes in one order, by x, whatever the bands: sums do not depend on them.

use std::cmp::Ordering;

/// Points by place.
#[derive(Debug)]
pub(crate) struct Bands {
    /// Height of a band, in the unit of the places.
    height: f64,
    south: f64,
    /// By band, points in the order of x.
    list: Vec<Vec<Point>>,
}

/// A point as it was given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub(crate) at: u32,
    x: f64,
    y: f64,
}

impl Point {
    fn order(&self, other: &Self) -> Ordering {
        self.x.total_cmp(&other.x).then(self.at.cmp(&other.at))
    }
}

/// Bands at most: a reach of a few meters over a whole country needs no more.
const MOST: f64 = 10_000.0;

impl Bands {
    /// Lays out points to be asked about at that reach, above 0; those without a finite place are found nowhere.
    pub(crate) fn new(places: impl Iterator<Item = (f64, f64)>, reach: f64) -> Self {
        let mut points: Vec<Point> = (0..)
            .zip(places)
            .map(|(at, (x, y))| Point { at, x, y })
            .filter(|p| p.x.is_finite() && p.y.is_finite())
            .collect();
        points.sort_by(Point::order);
        let (south, north) =
            points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p.y), high.max(p.y)));
        let height = reach.max((north - south) / MOST);
        let mut bands = Self { height, south, list: Vec::new() };
        for point in points {
            let band = bands.band(point.y);
            if bands.list.len() <= band {
                bands.list.resize_with(band + 1, Vec::new);
            }
            bands.list[band].push(point);
        }
        bands
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the south is the first band")]
    fn band(&self, y: f64) -> usize {
        ((y - self.south) / self.height).floor().max(0.0) as usize
    }

    /// Puts the points within `reach` of a place into `found`, in the order of x.
    pub(crate) fn within(&self, (x, y): (f64, f64), reach: f64, found: &mut Vec<Point>) {
        found.clear();
        let bands = self.band(y - reach)..=self.band(y + reach);
        for band in self.list.iter().skip(*bands.start()).take((bands.end() - bands.start()).saturating_add(1)) {
            let first = band.partition_point(|p| p.x < x - reach);
            let near = |p: &&Point| square(**p, (x, y)) <= reach * reach;
            found.extend(band[first..].iter().take_while(|p| p.x <= x + reach).filter(near));
        }
        // Runs in order, one for each band: a stable sort only merges them.
        found.sort_by(Point::order);
    }
}

/// Square of the distance to a place.
pub(crate) fn square(point: Point, (x, y): (f64, f64)) -> f64 {
    let (dx, dy) = (point.x - x, point.y - y);
    dx * dx + dy * dy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_found_in_the_order_of_x_as_by_looking_at_all() {
        let place = |i: u32| (f64::from(i * 7919 % 1000), f64::from(i * 104_729 % 997));
        for reach in [1.0, 40.0, 333.0, 5_000.0] {
            let bands = Bands::new((0..400).map(place), reach);
            let mut found = Vec::new();
            for i in 0..400 {
                let (x, y) = place(i);
                let mut all: Vec<u32> = (0..400)
                    .filter(|j| (place(*j).0 - x).powi(2) + (place(*j).1 - y).powi(2) <= reach * reach)
                    .collect();
                all.sort_by(|a, b| place(*a).0.total_cmp(&place(*b).0).then(a.cmp(b)));
                bands.within((x, y), reach, &mut found);
                assert_eq!(found.iter().map(|p| p.at).collect::<Vec<_>>(), all, "{reach} about {i}");
            }
        }
    }

    #[test]
    fn points_without_a_place_and_no_points_at_all_are_no_fault() {
        let mut found = Vec::new();
        Bands::new([(f64::NAN, 0.0), (1.0, 1.0)].into_iter(), 5.0).within((0.0, 0.0), 5.0, &mut found);
        assert_eq!(found.len(), 1);
        Bands::new(std::iter::empty(), 5.0).within((0.0, 0.0), 5.0, &mut found);
        assert!(found.is_empty());
    }
}
