//! Which cells lie within a distance of each.

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
        let mut by_x: Vec<usize> = (0..usable.len()).collect();
        by_x.sort_by(|a, b| place(*a).0.total_cmp(&place(*b).0).then(a.cmp(b)));
        let mut near = Self { offsets: vec![0], cells: Vec::new(), area_km2: Vec::with_capacity(usable.len()) };
        for i in 0..usable.len() {
            let (x, y) = place(i);
            let first = by_x.partition_point(|j| place(*j).0 < x - reach_m);
            let mut area = 0.0;
            for &j in by_x[first..].iter().take_while(|j| place(**j).0 <= x + reach_m) {
                let (dx, dy) = (place(j).0 - x, place(j).1 - y);
                if j != i && dx * dx + dy * dy <= reach_m * reach_m {
                    area += ground.inside_km2[usable[j]];
                    near.cells.extend(u32::try_from(j));
                }
            }
            near.offsets.push(near.cells.len());
            near.area_km2.push(area);
        }
        near
    }

    /// Sum of some values over the cells near one.
    pub(super) fn sum(&self, cell: usize, values: &[f64]) -> f64 {
        self.cells[self.offsets[cell]..self.offsets[cell + 1]].iter().map(|c| values[*c as usize]).sum()
    }
}
