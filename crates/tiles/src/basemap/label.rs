//! Where names are written: a point inside an outline, a line along the middle of a river.

use geo::{Area, LineString, MultiPolygon, Polygon};

use super::Bounds;

/// A point well inside the largest part of an outline: of several level lines through it, the middle of the widest
/// stretch inside, preferring lines near the middle.
pub(crate) fn inside_point(outline: &MultiPolygon<f64>) -> Option<[f64; 2]> {
    let part = largest(outline)?;
    let (south, north) = extent(part, 1)?;
    let mut best: Option<([f64; 2], f64)> = None;
    for i in 1..24 {
        let share = f64::from(i) / 24.0;
        let lat = south + (north - south) * share;
        for (a, b) in stretches(part, 1, lat) {
            let score = (b - a) * (1.0 - (2.0 * share - 1.0).abs() * 0.7);
            if best.is_none_or(|(_, least)| score > least) {
                best = Some(([f64::midpoint(a, b), lat], score));
            }
        }
    }
    best.map(|(at, _)| at)
}

/// Lines along the middle of a body of water that is longer than wide, within a box: the middles of its stretches
/// across its longer side, as far as they follow each other. Empty for a round lake.
pub(super) fn middle_lines(outline: &MultiPolygon<f64>, bounds: Bounds) -> Vec<LineString<f64>> {
    const STEPS: u32 = 160;
    let Some(part) = largest(outline) else { return Vec::new() };
    let Some(((west, east), (south, north))) = extent(part, 0).zip(extent(part, 1)) else { return Vec::new() };
    let (low, high) = ([west.max(bounds[0]), south.max(bounds[1])], [east.min(bounds[2]), north.min(bounds[3])]);
    // Along the axis on which the water reaches farther.
    let along = usize::from(high[1] - low[1] > high[0] - low[0]);
    let across = 1 - along;
    let (from, to) = (low[along], high[along]);
    let step = (to - from) / f64::from(STEPS);
    if step <= 0.0 {
        return Vec::new();
    }
    let (mut lines, mut line): (Vec<Vec<[f64; 2]>>, Vec<[f64; 2]>) = (Vec::new(), Vec::new());
    let (mut length, mut widths) = (0u32, 0.0);
    for i in 1..STEPS {
        let at = from + step * f64::from(i);
        let widest = stretches(part, along, at).into_iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
        let Some((a, b)) = widest else {
            lines.push(std::mem::take(&mut line));
            continue;
        };
        let mut point = [0.0; 2];
        (point[along], point[across]) = (at, f64::midpoint(a, b));
        if line.last().is_some_and(|last| (last[across] - point[across]).abs() > 6.0 * step) {
            lines.push(std::mem::take(&mut line));
        }
        line.push(point);
        (length, widths) = (length + 1, widths + (b - a));
    }
    lines.push(line);
    if length == 0 || widths / f64::from(length) > 0.4 * (to - from) {
        return Vec::new();
    }
    lines.iter().filter(|l| l.len() > 8).map(|l| smooth(l)).collect()
}

/// Each point replaced by the mean of those around it: names are written along calm lines.
fn smooth(line: &[[f64; 2]]) -> LineString<f64> {
    const REACH: usize = 5;
    let mean = |i: usize| {
        let near = &line[i.saturating_sub(REACH)..(i + REACH + 1).min(line.len())];
        let sum = near.iter().fold([0.0, 0.0], |s, p| [s[0] + p[0], s[1] + p[1]]);
        (sum[0] / near.len() as f64, sum[1] / near.len() as f64)
    };
    (0..line.len()).map(mean).collect::<Vec<_>>().into()
}

fn largest(outline: &MultiPolygon<f64>) -> Option<&Polygon<f64>> {
    outline.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))
}

fn extent(part: &Polygon<f64>, axis: usize) -> Option<(f64, f64)> {
    let values = part.exterior().coords().map(|c| [c.x, c.y][axis]);
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
    (low < high).then_some((low, high))
}

/// Where the line on which `axis` has a value is inside: stretches of the other axis, rising.
fn stretches(part: &Polygon<f64>, axis: usize, value: f64) -> Vec<(f64, f64)> {
    let mut hits: Vec<f64> = std::iter::once(part.exterior())
        .chain(part.interiors())
        .flat_map(LineString::lines)
        .filter_map(|l| {
            let (a, b) = ([l.start.x, l.start.y], [l.end.x, l.end.y]);
            let crosses = (a[axis] > value) != (b[axis] > value);
            let other = 1 - axis;
            crosses.then(|| a[other] + (value - a[axis]) / (b[axis] - a[axis]) * (b[other] - a[other]))
        })
        .collect();
    hits.sort_unstable_by(f64::total_cmp);
    hits.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use geo::{Contains, Point, polygon};

    use super::*;

    #[test]
    fn a_name_stands_inside_even_where_the_middle_is_outside() {
        // A U whose middle of the box is in its notch.
        let corners = [(0., 0.), (10., 0.), (10., 10.), (8., 10.), (8., 2.), (2., 2.), (2., 10.), (0., 10.)];
        let u = Polygon::new(corners.to_vec().into(), Vec::new());
        let [x, y] = inside_point(&MultiPolygon(vec![u.clone()])).unwrap();
        assert!(u.contains(&Point::new(x, y)), "{x} {y}");
        assert_eq!(inside_point(&MultiPolygon(Vec::new())), None);
    }

    #[test]
    fn a_river_is_named_along_its_middle_and_a_lake_is_not() {
        let river = polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 2., y: 20.), (x: 1., y: 20.)];
        let lines = middle_lines(&MultiPolygon(vec![river.clone()]), [-5.0, -5.0, 25.0, 25.0]);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].points().all(|p| river.contains(&p)));
        let lake = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 10.), (x: 0., y: 10.)];
        assert!(middle_lines(&MultiPolygon(vec![lake]), [-5.0, -5.0, 25.0, 25.0]).is_empty());
    }
}
