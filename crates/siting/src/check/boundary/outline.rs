//! Pieces and holes of some cells.

use catchment_spatial::Neighbors;

/// Pieces and holes of the cells that are held; `held` lists them, `holds` says it for each cell.
///
/// Steps: pieces by walking from cell to cell; holes by Euler's formula, as three cells that touch each other leave no
/// point open between them: pieces − holes = cells − touching pairs + touching triples.
pub(super) fn pieces_and_holes(neighbors: &Neighbors, held: &[usize], holds: &[bool]) -> (usize, usize) {
    let beside = |cell: usize| neighbors.of(cell).iter().map(|n| *n as usize).filter(|n| holds[*n]);
    let (mut pairs, mut triples) = (0, 0);
    for &a in held {
        for b in beside(a).filter(|b| *b > a) {
            pairs += 1;
            triples += beside(b).filter(|c| *c > b && neighbors.of(a).iter().any(|n| *n as usize == *c)).count();
        }
    }
    let pieces = pieces(held, holds, beside);
    (pieces, (pieces + pairs).saturating_sub(held.len() + triples))
}

fn pieces<N: Iterator<Item = usize>>(held: &[usize], holds: &[bool], beside: impl Fn(usize) -> N) -> usize {
    let mut seen = vec![false; holds.len()];
    let mut pieces = 0;
    let mut next = Vec::new();
    for &start in held {
        if seen[start] {
            continue;
        }
        pieces += 1;
        seen[start] = true;
        next.push(start);
        while let Some(cell) = next.pop() {
            for n in beside(cell) {
                if !seen[n] {
                    seen[n] = true;
                    next.push(n);
                }
            }
        }
    }
    pieces
}
