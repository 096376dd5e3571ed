//! Where lines of different streets meet. Lines that a source does not split at crossings are split here.

use std::collections::BTreeMap;

use geo::LineString;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Two streets (the lower position first) that meet at a place in degrees.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Meeting {
    pub(crate) pair: (usize, usize),
    pub(crate) at: [f64; 2],
}

/// Ends that come this close to another line meet it, meters.
const TOUCH_M: f64 = 3.0;
/// Meetings of one pair within this distance are one crossing: each side of a divided street meets the other, meters.
const ONE_M: f64 = 90.0;
/// Streets that meet more often than this run on the same line: one is the other's second name.
const MOST: usize = 6;

const M_PER_DEGREE: f64 = 111_195.0;

/// A piece of a street in meters east and north of an origin.
type Segment = GeomWithData<Rectangle<[f64; 2]>, (usize, [f64; 2], [f64; 2])>;

/// All crossings of streets given by their lines in degrees, by pair and from west to east.
pub(crate) fn crossings<'a>(streets: impl Iterator<Item = &'a [LineString<f64>]>) -> Vec<Meeting> {
    let streets: Vec<&[LineString<f64>]> = streets.collect();
    let Some(origin) = streets.iter().flat_map(|lines| lines.iter()).find_map(|l| l.0.first().copied()) else {
        return Vec::new();
    };
    let narrow = origin.y.to_radians().cos();
    let meters = |c: geo::Coord<f64>| [(c.x - origin.x) * narrow * M_PER_DEGREE, (c.y - origin.y) * M_PER_DEGREE];
    let mut segments: Vec<Segment> = Vec::new();
    for (street, lines) in streets.iter().enumerate() {
        for l in lines.iter().flat_map(LineString::lines) {
            let (a, b) = (meters(l.start), meters(l.end));
            let low = [a[0].min(b[0]) - TOUCH_M, a[1].min(b[1]) - TOUCH_M];
            let high = [a[0].max(b[0]) + TOUCH_M, a[1].max(b[1]) + TOUCH_M];
            segments.push(GeomWithData::new(Rectangle::from_corners(low, high), (street, a, b)));
        }
    }
    let tree = RTree::bulk_load(segments.clone());
    let mut met: BTreeMap<(usize, usize), Vec<[f64; 2]>> = BTreeMap::new();
    for segment in &segments {
        let (street, a, b) = segment.data;
        let around = AABB::from_corners(segment.geom().lower(), segment.geom().upper());
        for other in tree.locate_in_envelope_intersecting(around) {
            let (second, c, d) = other.data;
            if street < second
                && let Some(at) = meet(a, b, c, d)
            {
                met.entry((street, second)).or_default().push(at);
            }
        }
    }
    let degrees = |p: [f64; 2]| [origin.x + p[0] / narrow / M_PER_DEGREE, origin.y + p[1] / M_PER_DEGREE];
    let joined = met.into_iter().map(|(pair, points)| (pair, clusters(points)));
    let several = joined.filter(|(_, places)| places.len() <= MOST);
    several.flat_map(|(pair, places)| places.into_iter().map(move |p| Meeting { pair, at: degrees(p) })).collect()
}

/// Where two segments cross or touch; `None` also where one runs along the other.
fn meet(a: [f64; 2], b: [f64; 2], c: [f64; 2], d: [f64; 2]) -> Option<[f64; 2]> {
    let (r, s) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let cross = r[0] * s[1] - r[1] * s[0];
    let lengths = r[0].hypot(r[1]) * s[0].hypot(s[1]);
    // Lines less than some six degrees apart run along each other.
    if lengths > 0.0 && cross.abs() > 0.1 * lengths {
        let q = [c[0] - a[0], c[1] - a[1]];
        let (t, u) = ((q[0] * s[1] - q[1] * s[0]) / cross, (q[0] * r[1] - q[1] * r[0]) / cross);
        if (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u) {
            return Some([a[0] + t * r[0], a[1] + t * r[1]]);
        }
    }
    let near = |p: [f64; 2], x: [f64; 2], y: [f64; 2]| crate::clip::from_segment2(p, x, y) <= TOUCH_M * TOUCH_M;
    [(a, c, d), (b, c, d), (c, a, b), (d, a, b)].into_iter().find(|(p, x, y)| near(*p, *x, *y)).map(|(p, ..)| p)
}

/// The places of one pair, each the mean of the points that belong to it.
fn clusters(mut points: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let mut places: Vec<([f64; 2], f64)> = Vec::new();
    for p in points {
        let near = |(mean, _): &&mut ([f64; 2], f64)| (mean[0] - p[0]).hypot(mean[1] - p[1]) <= ONE_M;
        match places.iter_mut().find(near) {
            Some((mean, n)) => {
                *mean = [0, 1].map(|i| (mean[i] * *n + p[i]) / (*n + 1.0));
                *n += 1.0;
            }
            None => places.push((p, 1.0)),
        }
    }
    places.into_iter().map(|(mean, _)| mean).collect()
}

#[cfg(test)]
mod tests {
    use geo::line_string;

    use super::*;

    fn found(lines: &[Vec<LineString<f64>>]) -> Vec<(usize, usize)> {
        crossings(lines.iter().map(Vec::as_slice)).into_iter().map(|m| m.pair).collect()
    }

    #[test]
    fn lines_that_are_not_split_meet_where_they_cross() {
        let lines = [
            vec![line_string![(x: -90.2, y: 38.6), (x: -90.1, y: 38.6)]],
            vec![line_string![(x: -90.15, y: 38.5), (x: -90.15, y: 38.7)]],
        ];
        let met = crossings(lines.iter().map(Vec::as_slice));
        assert_eq!(met.len(), 1);
        assert!((met[0].at[0] + 90.15).abs() < 1e-9 && (met[0].at[1] - 38.6).abs() < 1e-9, "{met:?}");
    }

    #[test]
    fn an_end_on_a_street_meets_it_and_one_before_it_does_not() {
        let street = vec![line_string![(x: -90.2, y: 38.6), (x: -90.1, y: 38.6)]];
        let up_to = |y: f64| vec![line_string![(x: -90.15, y: 38.7), (x: -90.15, y: y)]];
        assert_eq!(found(&[street.clone(), up_to(38.6)]), [(0, 1)]);
        assert_eq!(found(&[street.clone(), up_to(38.600_02)]), [(0, 1)], "two meters short");
        assert!(found(&[street, up_to(38.6002)]).is_empty(), "twenty meters short");
    }

    #[test]
    fn a_divided_street_is_crossed_once_and_a_bent_one_as_often_as_it_is() {
        let side = |y: f64| line_string![(x: -90.2, y: y), (x: -90.1, y: y)];
        let divided = vec![side(38.6), side(38.6002)];
        let across = vec![line_string![(x: -90.15, y: 38.5), (x: -90.15, y: 38.7)]];
        assert_eq!(found(&[divided, across]), [(0, 1)]);
        let bent =
            vec![line_string![(x: -90.18, y: 38.5), (x: -90.18, y: 38.7), (x: -90.12, y: 38.7), (x: -90.12, y: 38.5)]];
        assert_eq!(found(&[vec![side(38.6)], bent]), [(0, 1), (0, 1)]);
    }

    #[test]
    fn two_names_of_one_line_do_not_cross() {
        let line: LineString<f64> = (0..20).map(|i| (-90.2 + 0.01 * f64::from(i), 38.6)).collect();
        assert!(found(&[vec![line.clone()], vec![line]]).is_empty());
    }
}
