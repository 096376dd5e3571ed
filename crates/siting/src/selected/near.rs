//! Which cells lie within a distance of each.

use crate::bands::Bands;
use crate::catchment::CatchmentInput;

/// For every usable cell, the positions (among the usable ones) of those within a distance of it, itself left out.
#[derive(Debug)]
pub(super) struct Near {
    offsets: Vec<usize>,
    cells: Vec<u32>,
    /// Their ground together, km².
    pub(super) area_km2: Vec<f64>,
}

impl Near {
    pub(super) fn new(ground: &CatchmentInput<'_>, usable: &[usize], reach_m: f64) -> Self {
        let place = |i: usize| (ground.x_m[usable[i]], ground.y_m[usable[i]]);
        let bands = Bands::new((0..usable.len()).map(place), reach_m);
        let mut near = Self { offsets: vec![0], cells: Vec::new(), area_km2: Vec::with_capacity(usable.len()) };
        let mut found = Vec::new();
        for i in 0..usable.len() {
            bands.within(place(i), reach_m, &mut found);
            let others = || found.iter().map(|p| p.at).filter(|j| *j as usize != i);
            near.area_km2.push(others().map(|j| ground.inside_km2[usable[j as usize]]).sum());
            near.cells.extend(others());
            near.offsets.push(near.cells.len());
        }
        near
    }

    /// Sum of some values over the cells near one.
    pub(super) fn sum(&self, cell: usize, values: &[f64]) -> f64 {
        self.cells[self.offsets[cell]..self.offsets[cell + 1]].iter().map(|c| values[*c as usize]).sum()
    }
}
