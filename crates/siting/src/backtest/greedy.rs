//! Plain greedy growth: the mark that an engine has to beat.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::method::Choice;
use super::{BacktestInput, BacktestParams};

/// A catchment grown from a cell.
struct Grown {
    cells: Vec<u32>,
    harm: f64,
}

/// A cell at the edge; the one with most harm first, of those alike the first in order.
#[derive(PartialEq)]
struct Edge {
    harm: f64,
    cell: Reverse<u32>,
}

impl Eq for Edge {}

impl Ord for Edge {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.harm.total_cmp(&other.harm).then(self.cell.cmp(&other.cell))
    }
}

impl PartialOrd for Edge {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// `k` connected catchments: from every cell with harm one is grown by adding, again and again, the touching cell with most harm that still fits;
/// the one that ends with most harm is taken, its cells leave the ground, and so on.
///
/// O(cells × cells of a catchment × log) once; later rounds redo only what met the cells taken.
pub(super) fn choose(input: &BacktestInput<'_>, params: &BacktestParams, area_km2: f64, harm: &[f64]) -> Choice {
    let mut free = input.ground.allowed.to_vec();
    let starts = input.usable().filter(|c| harm[*c] > 0.0).filter_map(|c| u32::try_from(c).ok());
    let mut pool: Vec<(u32, Option<Grown>)> = starts.map(|c| (c, None)).collect();
    let mut taken = Vec::new();
    for _ in 0..params.k {
        let ground = &free;
        pool.par_iter_mut().filter(|(_, grown)| grown.is_none()).for_each_init(
            || vec![false; input.len()],
            |seen, (start, grown)| *grown = Some(grow(input, (harm, area_km2), ground, *start, seen)),
        );
        let best = pool.iter().filter_map(|(_, g)| g.as_ref()).reduce(|a, b| if b.harm > a.harm { b } else { a });
        let Some(best) = best else { break };
        best.cells.iter().for_each(|c| free[*c as usize] = false);
        taken.extend_from_slice(&best.cells);
        pool.retain(|(start, _)| free[*start as usize]);
        for (_, grown) in &mut pool {
            if grown.as_ref().is_some_and(|g| g.cells.iter().any(|c| !free[*c as usize])) {
                *grown = None;
            }
        }
    }
    Choice::whole(taken)
}

fn grow(input: &BacktestInput<'_>, (harm, most_km2): (&[f64], f64), free: &[bool], start: u32, seen: &mut [bool]) -> Grown {
    let area = input.ground.area_km2;
    let mut grown = Grown { cells: Vec::new(), harm: 0.0 };
    let mut km2 = 0.0;
    let mut edge = BinaryHeap::from([Edge { harm: harm[start as usize], cell: Reverse(start) }]);
    let mut touched = vec![start];
    seen[start as usize] = true;
    while let Some(Edge { harm: h, cell: Reverse(cell) }) = edge.pop() {
        // What does not fit now will not fit later.
        if km2 + area[cell as usize] > most_km2 {
            continue;
        }
        km2 += area[cell as usize];
        grown.harm += h;
        grown.cells.push(cell);
        for &next in input.ground.neighbors.of(cell as usize) {
            if free[next as usize] && !seen[next as usize] {
                seen[next as usize] = true;
                touched.push(next);
                edge.push(Edge { harm: harm[next as usize], cell: Reverse(next) });
            }
        }
    }
    for c in touched {
        seen[c as usize] = false;
    }
    grown
}
