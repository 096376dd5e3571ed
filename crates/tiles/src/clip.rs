//! Rings into a tile: clipping to the tile with its buffer, simplifying, rounding to whole units.

use fast_mvt::MvtCoord;

/// A ring in tile units, not closed (its last point is not its first).
pub(crate) type Ring = Vec<[f64; 2]>;

/// Clips a ring to the square from `-buffer` to `extent + buffer` (Sutherland and Hodgman 1974,
/// doi 10.1145/360767.360802). Where the ring leaves and comes back, the pieces stay joined along the
/// square's edge, which lies outside what is drawn. Empty where nothing is inside.
pub(crate) fn clip(ring: &[[f64; 2]], extent: f64, buffer: f64) -> Ring {
    let (low, high) = (-buffer, extent + buffer);
    let mut out = ring.to_vec();
    for (axis, bound, above) in [(0, low, true), (0, high, false), (1, low, true), (1, high, false)] {
        out = half_plane(&out, axis, bound, above);
    }
    out
}

fn half_plane(ring: &[[f64; 2]], axis: usize, bound: f64, above: bool) -> Ring {
    let inside = |p: &[f64; 2]| if above { p[axis] >= bound } else { p[axis] <= bound };
    let Some(mut previous) = ring.last().copied() else { return Vec::new() };
    let mut out = Vec::with_capacity(ring.len() + 4);
    for &point in ring {
        if inside(&point) != inside(&previous) {
            let t = (bound - previous[axis]) / (point[axis] - previous[axis]);
            let other = 1 - axis;
            let mut cut = [bound; 2];
            cut[other] = previous[other] + t * (point[other] - previous[other]);
            out.push(cut);
        }
        if inside(&point) {
            out.push(point);
        }
        previous = point;
    }
    out
}

/// Drops points that move the outline by less than `tolerance` units (Douglas and Peucker 1973,
/// doi 10.3138/FM57-6770-U75U-7727), with the ring cut at its first point and the one farthest from it.
pub(crate) fn simplify(ring: &[[f64; 2]], tolerance: f64) -> Ring {
    if ring.len() < 5 || tolerance <= 0.0 {
        return ring.to_vec();
    }
    let far = (1..ring.len())
        .max_by(|a, b| distance2(ring[*a], ring[0]).total_cmp(&distance2(ring[*b], ring[0])))
        .unwrap_or(1);
    let mut keep = vec![false; ring.len() + 1];
    let mut closed = ring.to_vec();
    closed.push(ring[0]);
    keep[0] = true;
    keep[far] = true;
    let mut open = vec![(0, far), (far, ring.len())];
    while let Some((from, to)) = open.pop() {
        let worst = (from + 1..to)
            .map(|i| (i, from_segment2(closed[i], closed[from], closed[to])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((i, d2)) = worst.filter(|(_, d2)| *d2 > tolerance * tolerance) {
            keep[i] = true;
            open.extend([(from, i), (i, to)]);
            debug_assert!(d2.is_finite());
        }
    }
    ring.iter().zip(keep).filter_map(|(p, k)| k.then_some(*p)).collect()
}

fn distance2(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
}

pub(crate) fn from_segment2(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length2 = dx * dx + dy * dy;
    if length2 == 0.0 {
        return distance2(p, a);
    }
    let t = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2).clamp(0.0, 1.0);
    distance2(p, [a[0] + t * dx, a[1] + t * dy])
}

/// Rounds to whole units and drops repeated points; `None` where fewer than three or no surface are left.
pub(crate) fn rounded(ring: &[[f64; 2]]) -> Option<Vec<MvtCoord>> {
    let mut out: Vec<MvtCoord> = Vec::with_capacity(ring.len());
    for p in ring {
        let c = MvtCoord { x: whole(p[0]), y: whole(p[1]) };
        if out.last() != Some(&c) {
            out.push(c);
        }
    }
    while out.len() > 1 && out.first() == out.last() {
        out.pop();
    }
    (out.len() >= 3 && area2(&out) != 0).then_some(out)
}

/// The square of one unit that stands for a ring too small to have a surface of its own.
pub(crate) fn speck(ring: &[[f64; 2]]) -> Vec<MvtCoord> {
    let n = ring.len().max(1) as f64;
    let mean = |axis: usize| whole((ring.iter().map(|p| p[axis]).sum::<f64>() / n).floor());
    let (x, y) = (mean(0), mean(1));
    [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(dx, dy)| MvtCoord { x: x + dx, y: y + dy }).to_vec()
}

pub(crate) fn whole(v: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "clipped to a few thousand units before")]
    let v = v.round() as i32;
    v
}

fn area2(ring: &[MvtCoord]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [[f64; 2]; 4] = [[-100.0, -100.0], [200.0, -100.0], [200.0, 200.0], [-100.0, 200.0]];

    fn area(ring: &[[f64; 2]]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>().abs() / 2.0
    }

    #[test]
    fn a_ring_around_the_tile_becomes_the_tile_with_its_buffer() {
        let clipped = clip(&SQUARE, 64.0, 8.0);
        assert!((area(&clipped) - 80.0 * 80.0).abs() < 1e-9);
        assert!(clipped.iter().flatten().all(|v| (-8.0..=72.0).contains(v)));
    }

    #[test]
    fn a_ring_beside_the_tile_vanishes() {
        assert!(clip(&[[100.0, 0.0], [120.0, 0.0], [110.0, 10.0]], 64.0, 8.0).is_empty());
        assert!(clip(&[], 64.0, 8.0).is_empty());
    }

    #[test]
    fn clipped_area_is_the_shared_area_for_a_ring_that_is_not_convex() {
        // A C open to the east, cut in its middle: two arms of 10 × 2 and a back of 2 × 10 → inside x ≤ 5.
        let c = [[0.0, 0.0], [10.0, 0.0], [10.0, 2.0], [2.0, 2.0], [2.0, 8.0], [10.0, 8.0], [10.0, 10.0], [0.0, 10.0]];
        assert!(
            (area(&clip(&c, 5.0, 0.0))
                - area(&[[0.0, 0.0], [5.0, 0.0], [5.0, 2.0], [2.0, 2.0], [2.0, 5.0], [0.0, 5.0]]))
            .abs()
                < 1e-9
        );
    }

    #[test]
    fn simplifying_moves_the_outline_by_no_more_than_the_tolerance() {
        let ring: Ring = (0..400)
            .map(|i| f64::from(i) / 400.0 * std::f64::consts::TAU)
            .map(|a| [500.0 * a.cos(), 500.0 * a.sin()])
            .collect();
        let less = simplify(&ring, 1.0);
        assert!(less.len() < 120 && less.len() > 20, "{}", less.len());
        for p in &ring {
            let near = (0..less.len())
                .map(|i| from_segment2(*p, less[i], less[(i + 1) % less.len()]))
                .fold(f64::MAX, f64::min);
            assert!(near.sqrt() <= 1.0 + 1e-9);
        }
    }

    #[test]
    fn points_on_a_line_add_nothing() {
        let ring = [[0.0, 0.0], [5.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
        assert_eq!(simplify(&ring, 0.5).len(), 4);
    }

    #[test]
    fn a_ring_without_surface_is_none_and_has_a_speck() {
        assert!(rounded(&[[1.1, 1.1], [1.2, 1.2], [1.3, 1.1]]).is_none());
        assert!(area2(&speck(&[[1.1, 1.1], [1.2, 1.2], [1.3, 1.1]])) != 0);
    }
}
