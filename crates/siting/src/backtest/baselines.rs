//! The ways of choosing that offices use today, and chance.

use catchment_spatial::{Kernel, gi_star};
use rayon::prelude::*;

use super::method::Choice;
use super::smooth::Smoother;
use super::{BacktestInput, BacktestParams};
use crate::stream::Stream;

/// Loose cells by falling value until the area is filled; of equal cells the first in order, and none of value 0 or
/// below.
pub(super) fn top_cells(input: &BacktestInput<'_>, area_km2: f64, values: &[f64]) -> Choice {
    let mut order: Vec<usize> = input.usable().filter(|c| values[*c] > 0.0).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    let mut km2 = 0.0;
    let fits = |c: &usize| {
        let fits = km2 + input.ground.area_km2[*c] <= area_km2;
        km2 += if fits { input.ground.area_km2[*c] } else { 0.0 };
        fits
    };
    Choice::whole(order.into_iter().filter(fits).filter_map(|c| u32::try_from(c).ok()))
}

/// Cells by falling Gi* of counts, rings of 1. Where all counts are equal there is nothing to choose.
pub(super) fn gi_cells(input: &BacktestInput<'_>, area_km2: f64, counts: &[f64]) -> Choice {
    let Ok(gi) = gi_star(counts, input.ground.neighbors) else { return Choice::default() };
    let z: Vec<f64> = gi.iter().map(|g| g.z).collect();
    top_cells(input, area_km2, &z)
}

/// The neighborhoods with the largest counts, as an office reads them off a table: a site may be anywhere in each, so
/// it holds on average as much of the neighborhood's harm as of its area. One smaller than a site is taken whole, and
/// what is left of the area goes to the next ones.
pub(super) fn neighborhoods(input: &BacktestInput<'_>, k: usize, area_km2: f64, counts: &[f64]) -> Choice {
    let n = input.neighborhood.iter().flatten().max().map_or(0, |m| *m as usize + 1);
    let (mut count, mut size) = (vec![0.0; n], vec![0.0; n]);
    for (cell, at) in input.neighborhood.iter().enumerate().filter_map(|(cell, at)| Some((cell, (*at)? as usize))) {
        count[at] += counts[cell];
        size[at] += input.ground.area_km2[cell];
    }
    let mut order: Vec<usize> = (0..n).filter(|i| size[*i] > 0.0).collect();
    order.sort_by(|a, b| count[*b].total_cmp(&count[*a]).then(a.cmp(b)));
    let (mut left, mut share) = (k as f64 * area_km2, vec![0.0; n]);
    for at in order {
        let taken = size[at].min(area_km2).min(left);
        share[at] = taken / size[at];
        left -= taken;
    }
    let of = |(cell, at): (usize, &Option<u32>)| Some((u32::try_from(cell).ok()?, share[(*at)? as usize]));
    Choice(input.neighborhood.iter().enumerate().filter_map(of).filter(|(_, s)| *s > 0.0).collect())
}

/// The density surface whose peaks are looked for.
pub(super) fn kde_smoother(input: &BacktestInput<'_>, params: &BacktestParams) -> Smoother {
    Smoother::new(input.ground.x_m, input.ground.y_m, Kernel::Quartic, params.kde_bandwidth_m)
}

/// Disks about the highest peaks, no two centers nearer than a disk is wide; where there are too few peaks, the highest
/// other cells.
pub(super) fn kde_peaks(input: &BacktestInput<'_>, k: usize, area_km2: f64, surface: &[f64]) -> Choice {
    let apart = 2.0 * (area_km2 / std::f64::consts::PI).sqrt() * 1000.0;
    let is_peak = |c: usize| input.ground.neighbors.of(c).iter().all(|o| surface[*o as usize] <= surface[c]);
    let mut order: Vec<usize> = input.usable().filter(|c| surface[*c] > 0.0).collect();
    order.sort_by(|a, b| is_peak(*b).cmp(&is_peak(*a)).then(surface[*b].total_cmp(&surface[*a])).then(a.cmp(b)));
    let mut centers: Vec<usize> = Vec::new();
    for c in order {
        if centers.len() == k {
            break;
        }
        if centers.iter().all(|o| distance_m(input, c, *o) >= apart) {
            centers.push(c);
        }
    }
    Choice::whole(disks(input, area_km2, &centers))
}

/// Disks anywhere, one set of `k` for each draw; they do not depend on what happened.
pub(super) fn random(input: &BacktestInput<'_>, params: &BacktestParams, area_km2: f64) -> Vec<Choice> {
    let usable: Vec<usize> = input.usable().collect();
    let draw = |i: usize| {
        let stream = Stream::new(params.seed, &["backtest random", &i.to_string()]);
        let centers: Vec<usize> = (0..params.k as u64).map(|c| usable[stream.below(c, usable.len())]).collect();
        Choice::whole(disks(input, area_km2, &centers))
    };
    if usable.is_empty() { Vec::new() } else { (0..params.random_draws).into_par_iter().map(draw).collect() }
}

/// The free cells nearest to each center, as many as fit the area; those of earlier centers are not free any more.
fn disks(input: &BacktestInput<'_>, area_km2: f64, centers: &[usize]) -> Vec<u32> {
    let mut taken = vec![false; input.len()];
    let mut cells = Vec::new();
    let smallest = input.usable().map(|c| input.ground.area_km2[c]).fold(f64::INFINITY, f64::min);
    let enough = |left: f64| left >= smallest;
    for &center in centers {
        let mut near: Vec<(f64, usize)> =
            input.usable().filter(|c| !taken[*c]).map(|c| (distance_m(input, c, center), c)).collect();
        let by_distance = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        // Twice as many as fill the area are sorted; holes that others left need no more.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number of cells, above 0; the cast saturates"
        )]
        let most = (2.0 * area_km2 / smallest).ceil() as usize + 1;
        if near.len() > most {
            near.select_nth_unstable_by(most, by_distance);
            near.truncate(most);
        }
        near.sort_unstable_by(by_distance);
        let mut left = area_km2;
        for (_, c) in near {
            if !enough(left) {
                break;
            }
            if input.ground.area_km2[c] <= left {
                left -= input.ground.area_km2[c];
                taken[c] = true;
                cells.extend(u32::try_from(c).ok());
            }
        }
    }
    cells
}

fn distance_m(input: &BacktestInput<'_>, a: usize, b: usize) -> f64 {
    (input.ground.x_m[a] - input.ground.x_m[b]).hypot(input.ground.y_m[a] - input.ground.y_m[b])
}
