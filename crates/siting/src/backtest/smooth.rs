//! Smoothing over cells: each cell's harm spread over the cells near it, nothing lost at the border.

use catchment_spatial::Kernel;
use rayon::prelude::*;

use crate::bands::Bands;

/// Weights of a kernel between cells, ready to be used for many surfaces.
#[derive(Debug, Clone)]
pub(crate) struct Smoother {
    /// For each cell, the cells within reach with the share of their harm that it gets.
    near: Vec<Vec<(u32, f64)>>,
}

impl Smoother {
    /// Kernel weights between cell centers, meters. Each cell's weights add up to 1 over the cells that exist, which is
    /// Diggle's correction (a place at the border loses nothing to the ground beyond). A bandwidth of 0 leaves
    /// everything where it is.
    ///
    /// O(cells × cells within reach).
    pub(crate) fn new(x_m: &[f64], y_m: &[f64], kernel: Kernel, bandwidth_m: f64) -> Self {
        let n = x_m.len();
        let ids = || (0..n).filter_map(|i| u32::try_from(i).ok());
        if bandwidth_m <= 0.0 {
            return Self { near: ids().map(|i| vec![(i, 1.0)]).collect() };
        }
        let reach = kernel.reach() * bandwidth_m;
        let bands = Bands::new(x_m.iter().copied().zip(y_m.iter().copied()), reach);
        let all: Vec<u32> = ids().collect();
        let mut near: Vec<Vec<(u32, f64)>> = all
            .par_iter()
            .map_init(Vec::new, |found, &i| {
                let (x, y) = (x_m[i as usize], y_m[i as usize]);
                bands.within((x, y), reach, found);
                let weight = |j: u32| (j, kernel.at((x_m[j as usize] - x).hypot(y_m[j as usize] - y), bandwidth_m));
                let mut list: Vec<(u32, f64)> = found.iter().map(|p| weight(p.at)).filter(|w| w.1 > 0.0).collect();
                list.sort_unstable_by_key(|w| w.0);
                if list.is_empty() { vec![(i, 1.0)] } else { list }
            })
            .collect();
        // The kernel is symmetric: what cell j gives in all is the sum of its own list.
        let given: Vec<f64> = near.iter().map(|list| list.iter().map(|w| w.1).sum()).collect();
        near.par_iter_mut().flatten().for_each(|w| w.1 /= given[w.0 as usize]);
        Self { near }
    }

    /// Spreads values; their sum stays what it was.
    pub(crate) fn spread(&self, values: &[f64]) -> Vec<f64> {
        self.near.par_iter().map(|list| list.iter().map(|(j, w)| w * values[*j as usize]).sum()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_at_the_border() {
        let x: Vec<f64> = (0..50).map(|i| f64::from(i % 10) * 130.0).collect();
        let y: Vec<f64> = (0..50).map(|i| f64::from(i / 10) * 130.0).collect();
        let values: Vec<f64> = (0..50).map(|i| f64::from(i * i % 7)).collect();
        for kernel in [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian] {
            let spread = Smoother::new(&x, &y, kernel, 300.0).spread(&values);
            assert!((spread.iter().sum::<f64>() - values.iter().sum::<f64>()).abs() < 1e-9);
        }
    }

    #[test]
    fn no_bandwidth_changes_nothing() {
        assert_eq!(Smoother::new(&[0.0, 1.0], &[0.0, 0.0], Kernel::Quartic, 0.0).spread(&[3.0, 4.0]), [3.0, 4.0]);
    }

    #[test]
    fn two_cells_share_by_distance() {
        // Gaussian, one bandwidth apart: weights 1 and exp(−½), each cell's adding up to 1.
        let near = (-0.5_f64).exp();
        let spread = Smoother::new(&[0.0, 100.0], &[0.0, 0.0], Kernel::Gaussian, 100.0).spread(&[1.0, 0.0]);
        assert!((spread[0] - 1.0 / (1.0 + near)).abs() < 1e-12 && (spread[1] - near / (1.0 + near)).abs() < 1e-12);
    }
}
