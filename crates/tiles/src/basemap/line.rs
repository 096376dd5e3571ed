//! Lines into tiles: cut to a square, simplified, rounded.

use fast_mvt::MvtCoord;

/// Cuts a line to the square from `low` to `high` on both axes; where it leaves and comes back there are several pieces
/// (Liang and Barsky 1984, doi 10.1145/357332.357333).
pub(super) fn cut(line: &[[f64; 2]], low: [f64; 2], high: [f64; 2]) -> Vec<Vec<[f64; 2]>> {
    let mut pieces: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut joined = false;
    for pair in line.windows(2) {
        let Some((from, to)) = inside(pair[0], pair[1], low, high) else {
            joined = false;
            continue;
        };
        match pieces.last_mut().filter(|_| joined) {
            Some(piece) => piece.push(at(pair, to)),
            None => pieces.push(vec![at(pair, from), at(pair, to)]),
        }
        joined = to >= 1.0;
    }
    pieces
}

/// The shares of a segment between which it is inside the square.
fn inside(a: [f64; 2], b: [f64; 2], low: [f64; 2], high: [f64; 2]) -> Option<(f64, f64)> {
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for axis in 0..2 {
        let d = b[axis] - a[axis];
        if d == 0.0 {
            if a[axis] < low[axis] || a[axis] > high[axis] {
                return None;
            }
            continue;
        }
        let (s, t) = ((low[axis] - a[axis]) / d, (high[axis] - a[axis]) / d);
        from = from.max(s.min(t));
        to = to.min(s.max(t));
    }
    (from < to).then_some((from, to))
}

fn at(pair: &[[f64; 2]], share: f64) -> [f64; 2] {
    if share <= 0.0 {
        return pair[0];
    }
    if share >= 1.0 {
        return pair[1];
    }
    [0, 1].map(|axis| pair[0][axis] + share * (pair[1][axis] - pair[0][axis]))
}

/// The line with its ends and every point that it would be moved from by more than `tolerance` (Douglas and Peucker
/// 1973, doi 10.3138/FM57-6770-U75U-7727).
pub(super) fn simplified(line: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    if line.len() < 3 || tolerance <= 0.0 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    let last = line.len() - 1;
    (keep[0], keep[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let off = |i: usize| crate::clip::from_segment2(line[i], line[from], line[to]);
        let worst = (from + 1..to).map(|i| (i, off(i))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((i, _)) = worst.filter(|(_, d2)| *d2 > tolerance * tolerance) {
            keep[i] = true;
            open.extend([(from, i), (i, to)]);
        }
    }
    line.iter().zip(keep).filter_map(|(p, k)| k.then_some(*p)).collect()
}

/// In whole units, without repeated points; `None` where nothing that has a length is left.
pub(super) fn rounded(line: &[[f64; 2]]) -> Option<Vec<MvtCoord>> {
    let mut out: Vec<MvtCoord> = Vec::with_capacity(line.len());
    for p in line {
        let c = MvtCoord { x: crate::clip::whole(p[0]), y: crate::clip::whole(p[1]) };
        if out.last() != Some(&c) {
            out.push(c);
        }
    }
    (out.len() > 1).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_leaves_and_comes_back_has_two_pieces() {
        let line = [[-1.0, 1.0], [1.0, 1.0], [5.0, 1.0], [5.0, 3.0], [2.0, 3.0]];
        let pieces = cut(&line, [0.0, 0.0], [4.0, 4.0]);
        assert_eq!(pieces, [vec![[0.0, 1.0], [1.0, 1.0], [4.0, 1.0]], vec![[4.0, 3.0], [2.0, 3.0]]]);
        assert!(cut(&[[-1.0, 9.0], [5.0, 9.0]], [0.0, 0.0], [4.0, 4.0]).is_empty());
        assert!(cut(&[[1.0, 1.0]], [0.0, 0.0], [4.0, 4.0]).is_empty());
    }

    #[test]
    fn simplifying_keeps_the_ends_and_moves_nothing_far() {
        let line: Vec<[f64; 2]> = (0..=100).map(|i| [f64::from(i), (f64::from(i) / 10.0).sin() * 3.0]).collect();
        let less = simplified(&line, 0.5);
        assert!(less.len() < 30 && less.first() == line.first() && less.last() == line.last(), "{}", less.len());
        for p in &line {
            let off = less.windows(2).map(|s| crate::clip::from_segment2(*p, s[0], s[1])).fold(f64::MAX, f64::min);
            assert!(off.sqrt() <= 0.5 + 1e-9);
        }
        // A closed line, such as a loop, keeps its shape.
        let ring = [[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 9.0], [0.0, 0.0]];
        assert_eq!(simplified(&ring, 0.5).len(), 5);
    }

    #[test]
    fn a_line_shorter_than_a_unit_is_nothing() {
        assert!(rounded(&[[1.1, 1.0], [1.2, 1.0]]).is_none());
        assert_eq!(rounded(&[[1.1, 1.0], [2.2, 1.0], [2.3, 1.0]]).unwrap().len(), 2);
    }
}
