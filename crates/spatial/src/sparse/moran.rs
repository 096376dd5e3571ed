//! Local Moran of counts, with a p that any number of cells can stand by.

use super::{Exchangeable, SparseError, Tails, neighborhoods};
use crate::local_moran::Field;
use crate::{Moran, Neighbors, Quadrant};

impl Exchangeable {
    /// Local Moran of every cell's count against what its exposure lets expect: rᵢ = xᵢ − m aᵢ with m = Σx ÷ Σa,
    /// Iᵢ = (rᵢ/m₂) Σⱼ rⱼ ÷ number of neighbors. Where all exposures are alike, that is [`crate::LocalMoran`] of the
    /// counts.
    ///
    /// **p** is two-sided and of the neighbors' count, the cell itself left out, where rates are exchangeable: what
    /// conditional permutation gives in the end, without a smallest p of 2 ÷ (permutations + 1), and with border cells
    /// in their true size. **z** is the score of the permutation's moments, as in [`crate::LocalMoran::of`]. A cell is
    /// high where it holds more than m aᵢ, its neighbors where they hold more than m Σ aⱼ.
    ///
    /// Returns one result per cell, in order. A cell without neighbors has I = 0, z = 0, p = 1.
    ///
    /// # Errors
    /// [`SparseError`]; [`SparseError::Score`] where all counts depart alike from what is expected.
    ///
    /// # References
    /// Anselin (1995), as [`crate::LocalMoran::of`]. Assunção, R. M. and Reis, E. A. (1999). A new proposal to adjust
    /// Moran's I for population density. Statistics in Medicine 18(16), 2147–2162.
    /// `doi:10.1002/(SICI)1097-0258(19990830)18:16<2147::AID-SIM179>3.0.CO;2-I` (rates instead of counts).
    pub fn local_moran(
        &self,
        counts: &[u32],
        exposure: &[f64],
        neighbors: &Neighbors,
    ) -> Result<Vec<Moran>, SparseError> {
        let sums = neighborhoods(counts, exposure, neighbors, false)?;
        let (events, all) = counts.iter().zip(exposure).fold((0.0, 0.0), |s, (n, a)| (s.0 + f64::from(*n), s.1 + a));
        let mean = events / all;
        let rest: Vec<f64> = counts.iter().zip(exposure).map(|(n, a)| f64::from(*n) - mean * a).collect();
        let field = Field::new(&rest, neighbors)?;
        let one = |(cell, tails): (usize, Tails)| {
            let high = (rest[cell] > 0.0, sums[cell].count as f64 > mean * sums[cell].exposure);
            let quadrant = match high {
                (true, true) => Quadrant::HH,
                (false, false) => Quadrant::LL,
                (true, false) => Quadrant::HL,
                (false, true) => Quadrant::LH,
            };
            if neighbors.of(cell).is_empty() {
                return Moran { i: 0.0, z: 0.0, p: 1.0, quadrant };
            }
            Moran { i: field.local_i(cell), z: field.z(cell), p: tails.p(), quadrant }
        };
        Ok(self.tails(&sums).into_iter().enumerate().map(one).collect())
    }
}
