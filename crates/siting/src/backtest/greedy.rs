//! Plain greedy growth: the mark that an engine has to beat.

use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::BacktestInput;
use super::method::Choice;

/// A catchment grown from a cell.
struct Grown {
    cells: Vec<u32>,
    harm: f64,
}

/// The cells by rising harm, of equals the last in order first: a cell's place says which of two is added, and is
/// quicker to compare than harm.
struct Order {
    place: Vec<u32>,
    cells: Vec<u32>,
    /// Area of the smallest cell, km².
    smallest: f64,
}

impl Order {
    fn of(harm: &[f64], area_km2: &[f64]) -> Self {
        let mut cells: Vec<u32> = (0..harm.len()).filter_map(|c| u32::try_from(c).ok()).collect();
        cells.sort_unstable_by(|a, b| harm[*a as usize].total_cmp(&harm[*b as usize]).then(b.cmp(a)));
        let mut place = vec![0; harm.len()];
        cells.iter().zip(0..).for_each(|(c, at)| place[*c as usize] = at);
        Self { place, cells, smallest: area_km2.iter().copied().fold(f64::INFINITY, f64::min) }
    }
}

/// `k` connected catchments: from every cell with harm one is grown by adding, again and again, the touching cell with
/// most harm that still fits; the one that ends with most harm is taken, its cells leave the ground, and so on.
///
/// O(cells × cells of a catchment × log) once; later rounds redo only what met the cells taken.
pub(super) fn choose(input: &BacktestInput<'_>, k: usize, area_km2: f64, harm: &[f64]) -> Choice {
    let mut free = input.ground.allowed.to_vec();
    let starts = input.usable().filter(|c| harm[*c] > 0.0).filter_map(|c| u32::try_from(c).ok());
    let mut pool: Vec<(u32, Option<Grown>)> = starts.map(|c| (c, None)).collect();
    let order = Order::of(harm, input.ground.area_km2);
    let mut taken = Vec::new();
    for _ in 0..k {
        let ground = &free;
        pool.par_iter_mut().filter(|(_, grown)| grown.is_none()).for_each_init(
            || vec![false; input.len()],
            |seen, (start, grown)| *grown = Some(grow(input, (harm, &order, area_km2), ground, *start, seen)),
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

fn grow(
    input: &BacktestInput<'_>,
    (harm, order, most_km2): (&[f64], &Order, f64),
    free: &[bool],
    start: u32,
    seen: &mut [bool],
) -> Grown {
    let area = input.ground.area_km2;
    let mut grown = Grown { cells: Vec::new(), harm: 0.0 };
    let mut km2 = 0.0;
    let mut edge = BinaryHeap::from([order.place[start as usize]]);
    let mut touched = vec![start];
    seen[start as usize] = true;
    while let Some(at) = edge.pop() {
        let cell = order.cells[at as usize];
        // What does not fit now will not fit later.
        if km2 + area[cell as usize] > most_km2 {
            // Nor will anything else, where not even the smallest cell does.
            if km2 + order.smallest > most_km2 {
                break;
            }
            continue;
        }
        km2 += area[cell as usize];
        grown.harm += harm[cell as usize];
        grown.cells.push(cell);
        for &next in input.ground.neighbors.of(cell as usize) {
            if free[next as usize] && !seen[next as usize] {
                seen[next as usize] = true;
                touched.push(next);
                edge.push(order.place[next as usize]);
            }
        }
    }
    for c in touched {
        seen[c as usize] = false;
    }
    grown
}
