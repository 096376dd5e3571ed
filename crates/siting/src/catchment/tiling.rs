//! A tiling of the city by connected areas of about one size: what is usual for such areas.

use catchment_model::heap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::region::Region;
use super::squares::Farthest;
use super::{CatchmentError, CatchmentInput, CatchmentParams};
use crate::stream::Stream;

/// The allowed cells, cut into connected tiles.
#[derive(Debug, Clone, PartialEq)]
pub struct Tiling {
    /// Tile of each cell; `None` for cells that are not allowed or belong to a scrap.
    pub tile_of: Vec<Option<u32>>,
    /// Positions of the cells of each tile, ascending.
    pub tiles: Vec<Vec<usize>>,
    /// Area of each tile, km².
    pub area_km2: Vec<f64>,
}

/// Times that the seeds move to the middle of their tiles.
const ROUNDS: usize = 3;
/// Tiles below this share of the size asked for are scraps and left out.
const SCRAP: f64 = 0.5;

/// Cuts the allowed cells into connected tiles of about `area_km2`.
///
/// Catchments are chosen because they are high: part of that is chance, and it will not come back. What tiles of the
/// same size, not chosen by anything, hold is the prior toward which the posterior of a chosen catchment shrinks
/// ([`crate::Reference`]); with a prior that fits, a Bayesian posterior needs no further correction for the choice
/// (Senn 2008, *A note concerning a selection "paradox" of Dawid's*, doi 10.1198/000313008X331530).
///
/// Idea: as many seeds as tiles fit, each next one farthest from those before it; the smallest tile takes the nearest
/// free cell that touches it, until none is left; seeds move to the middle of their tiles and all is done again, three
/// times. Parameters: cells (harm is not looked at), area in km² of at least one cell, seed of the first cell. Returns
/// tiles by their lowest cell. Complexity: cells × log cells × rounds, plus tiles × squares of a tile's size.
/// Degenerate input: a city smaller than half a tile is one tile; scraps below half the size are left out.
///
/// # Errors
/// [`CatchmentError`] for columns that do not fit, no allowed cell, or an area out of range.
pub fn reference_tiling(input: &CatchmentInput<'_>, area_km2: f64, seed: u64) -> Result<Tiling, CatchmentError> {
    let params = CatchmentParams { area_km2, seed, ..CatchmentParams::default() };
    params.check()?;
    // The ground alone matters: any harm will do.
    let even = vec![1.0; input.cells.len()];
    let region = Region::new(&CatchmentInput { harm: &even, ..*input }, &params)?;
    let mut seeds = scatter(&region, area_km2, seed);
    let mut owner = spread(&region, &seeds);
    for _ in 0..ROUNDS {
        seeds = middles(&region, &owner, seeds.len());
        owner = spread(&region, &seeds);
    }
    Ok(gather(&region, &owner, area_km2))
}

fn allowed(region: &Region<'_>) -> Vec<u32> {
    (0..region.len()).filter(|c| region.input.allowed[*c]).filter_map(|c| u32::try_from(c).ok()).collect()
}

/// Seeds, each next one the cell farthest from all before it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a quotient of areas, rounded, is a small number"
)]
fn scatter(region: &Region<'_>, area_km2: f64, seed: u64) -> Vec<u32> {
    let cells = allowed(region);
    let total: f64 = cells.iter().map(|c| region.input.area_km2[*c as usize]).sum();
    let count = ((total / area_km2).round() as usize).clamp(1, cells.len());
    let mut seeds = vec![cells[Stream::new(seed, &["tiling"]).below(0, cells.len())]];
    let mut farthest = Farthest::new(region, &cells, (area_km2 * 1e6).sqrt());
    while seeds.len() < count {
        seeds.push(farthest.add(region, seeds[seeds.len() - 1]));
    }
    seeds
}

/// Distance in units of a tenth of a millimeter, so that it can be ordered.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "distances within a city are far below 2⁶³ tenths of a millimeter"
)]
fn ordered(meters: f64) -> u64 {
    (meters * 1e4) as u64
}

/// Tiles grow from their seeds, always the smallest one by its nearest free cell.
fn spread(region: &Region<'_>, seeds: &[u32]) -> Vec<Option<u32>> {
    let mut owner: Vec<Option<u32>> = vec![None; region.len()];
    let mut edges: Vec<BinaryHeap<Reverse<(u64, u32)>>> =
        seeds.iter().map(|s| BinaryHeap::from([Reverse((0, *s))])).collect();
    // Areas in square millimeters: whole numbers have one order.
    let mut turns: BinaryHeap<Reverse<(u64, u32)>> =
        (0..seeds.len()).filter_map(|t| u32::try_from(t).ok()).map(|t| Reverse((0, t))).collect();
    while let Some(Reverse((size, tile))) = turns.pop() {
        let edge = &mut edges[tile as usize];
        let next = std::iter::from_fn(|| edge.pop()).map(|Reverse((_, c))| c).find(|c| owner[*c as usize].is_none());
        let Some(cell) = next else {
            continue;
        };
        owner[cell as usize] = Some(tile);
        for &n in region.input.neighbors.of(cell as usize) {
            if region.input.allowed[n as usize] && owner[n as usize].is_none() {
                edge.push(Reverse((ordered(region.distance_m(seeds[tile as usize], n)), n)));
            }
        }
        turns.push(Reverse((size + ordered(region.input.area_km2[cell as usize] * 1e6), tile)));
    }
    owner
}

/// The cell of each tile that is nearest to the tile's middle.
fn middles(region: &Region<'_>, owner: &[Option<u32>], tiles: usize) -> Vec<u32> {
    let mut sums = vec![(0.0, 0.0, 0.0); tiles];
    for (cell, tile) in owner.iter().enumerate() {
        if let Some(t) = tile {
            let s = &mut sums[*t as usize];
            *s = (s.0 + region.input.x_m[cell], s.1 + region.input.y_m[cell], s.2 + 1.0);
        }
    }
    let mut best: Vec<(f64, Option<u32>)> = vec![(f64::INFINITY, None); tiles];
    for (cell, tile) in (0..).zip(owner) {
        if let Some(t) = tile {
            let (x, y, n) = sums[*t as usize];
            let d = (region.input.x_m[cell as usize] - x / n).hypot(region.input.y_m[cell as usize] - y / n);
            if d < best[*t as usize].0 {
                best[*t as usize] = (d, Some(cell));
            }
        }
    }
    best.into_iter().filter_map(|b| b.1).collect()
}

/// Tiles in order of their lowest cell, scraps left out.
fn gather(region: &Region<'_>, owner: &[Option<u32>], area_km2: f64) -> Tiling {
    let most = owner.iter().flatten().max().map_or(0, |t| *t as usize + 1);
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); most];
    for (cell, tile) in owner.iter().enumerate() {
        if let Some(t) = tile {
            cells[*t as usize].push(cell);
        }
    }
    let area = |t: &Vec<usize>| t.iter().map(|c| region.input.area_km2[*c]).sum::<f64>();
    let largest = cells.iter().map(area).fold(0.0, f64::max);
    // In a city smaller than half a tile, the whole city is the tile.
    cells.retain(|t| {
        !t.is_empty() && (area(t) >= SCRAP * area_km2 || (largest < SCRAP * area_km2 && area(t) >= largest))
    });
    cells.sort_by_key(|t| t[0]);
    let mut tile_of = vec![None; region.len()];
    for (at, tile) in (0..).zip(&cells) {
        for c in tile {
            tile_of[*c] = Some(at);
        }
    }
    Tiling { tile_of, area_km2: cells.iter().map(area).collect(), tiles: cells }
}

heap!(Tiling { tile_of, tiles, area_km2 });
