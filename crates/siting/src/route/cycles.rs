//! Short cycles of a network: what a walk is changed by.

use std::collections::BTreeSet;

use super::parts::Part;

/// The shortest cycle through each segment, and through each two that meet at a crossing: in a city, its blocks. Each
/// once, as segments in order.
pub(super) fn cycles(part: &Part) -> Vec<Vec<usize>> {
    let mut all = BTreeSet::new();
    for (i, e) in part.edges.iter().enumerate().filter(|(i, _)| !part.bridge[*i]) {
        if e.a == e.b {
            all.insert(vec![i]);
            continue;
        }
        all.extend(path(part, (e.a, e.b), (&[i], None)).map(|p| closed(p, &[i])));
    }
    for (node, at) in part.at.iter().enumerate() {
        for (k, (one, from)) in at.iter().enumerate() {
            for (two, to) in &at[k + 1..] {
                let plain = [one, two].iter().all(|e| !part.bridge[**e]) && *from != node && *to != node;
                if plain && from == to {
                    all.insert(closed(Vec::new(), &[*one, *two]));
                } else if plain {
                    let found = path(part, (*from, *to), (&[*one, *two], Some(node)));
                    all.extend(found.map(|p| closed(p, &[*one, *two])));
                }
            }
        }
    }
    all.into_iter().collect()
}

fn closed(mut path: Vec<usize>, by: &[usize]) -> Vec<usize> {
    path.extend(by);
    path.sort_unstable();
    path
}

/// The shortest way between two crossings without some segments and without a crossing.
fn path(part: &Part, (from, to): (usize, usize), (without, not_by): (&[usize], Option<usize>)) -> Option<Vec<usize>> {
    let mut best = std::collections::BTreeMap::from([(from, (0.0_f64, usize::MAX))]);
    let mut open = BTreeSet::from([(0_u64, from)]);
    while let Some((bits, node)) = open.pop_first() {
        if node == to {
            let mut way = Vec::new();
            let mut at = to;
            while at != from {
                let (_, by) = best[&at];
                way.push(by);
                at = part.edges[by].a + part.edges[by].b - at;
            }
            return Some(way);
        }
        for (e, next) in part.at[node].iter().filter(|(e, n)| !without.contains(e) && Some(*n) != not_by) {
            let far = f64::from_bits(bits) + part.edges[*e].meters;
            let known = best.get(next).map_or(f64::INFINITY, |b| b.0);
            if far < known {
                open.remove(&(known.to_bits(), *next));
                best.insert(*next, (far, *e));
                open.insert((far.to_bits(), *next));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::edge::WalkEdge;
    use super::super::parts::parts;
    use super::*;

    #[test]
    fn two_blocks_side_by_side_are_two_cycles_and_their_rim() {
        let edge = |a, b| WalkEdge { a, b, meters: 100.0, prize: 1.0, street: 0, leaves: [0.0, 0.0] };
        let edges = [edge(0, 1), edge(1, 2), edge(3, 4), edge(4, 5), edge(0, 3), edge(1, 4), edge(2, 5), edge(2, 6)];
        let found = cycles(&parts(7, &edges, None, 1e4)[0]);
        assert_eq!(found, [vec![0, 1, 2, 3, 4, 6], vec![0, 2, 4, 5], vec![1, 3, 5, 6]]);
    }
}
