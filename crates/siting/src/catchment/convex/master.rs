//! Prices on cells from the sets that were met so far.
//!
//! Idea: the bound Σ u + k · max (harm of a set less the prices of its cells) is a maximum of planes in the prices, one
//! for each set. Of the planes that are known the lowest point near the best prices so far is looked for: a step away
//! from those costs its squared length, divided by `reach` and by a scale of each cell. What is worked out is the dual:
//! shares of the sets that add up to `k`, such that prices rise where the shares cover a cell more than once and fall
//! where they leave it. Shares move from the set that is left with least to the one that is left with most, by the step
//! that makes both equal, until all with a share are left with the same.
//!
//! References: Kiwiel (1990), *Proximity control in bundle methods for convex nondifferentiable minimization*,
//! Mathematical Programming 46, pages 105–122; Platt (1998), *Sequential minimal optimization* (the moves of shares).

/// Sets that are kept; when there are more, a quarter of them is forgotten.
const MOST: usize = 1500;
/// Moves of shares for one answer.
const MOVES: usize = 3000;
/// Shares below this are none.
const TINY: f64 = 1e-12;

/// A mix of sets: cells, ascending, each with its weight.
pub(crate) type Mix = Vec<(u32, f64)>;

#[derive(Debug)]
struct Plane {
    mix: Mix,
    /// What the mix holds where no cell has a price.
    harm: f64,
    share: f64,
}

/// The sets met so far, and the prices that they lead to.
#[derive(Debug)]
pub(crate) struct Master {
    planes: Vec<Plane>,
    /// What is left of the harm of each at the present prices.
    left: Vec<f64>,
    /// The planes of a cell, with its weight in each.
    of_cell: Vec<Vec<(u32, f64)>>,
    cover: Vec<f64>,
    /// Steps of a price are in proportion to this.
    scale: Vec<f64>,
    /// Prices from which steps are taken.
    pub(crate) center: Vec<f64>,
    pub(crate) price: Vec<f64>,
    /// How far steps go: at 1, the price of a cell that no set covers falls by its scale.
    pub(crate) reach: f64,
}

impl Master {
    pub(crate) fn new(scale: Vec<f64>) -> Self {
        let n = scale.len();
        // A catchment that is not used is a set as well: of no cells, with nothing on them.
        let none = Plane { mix: Vec::new(), harm: 0.0, share: 0.0 };
        Self {
            planes: vec![none],
            left: vec![0.0],
            of_cell: vec![Vec::new(); n],
            cover: vec![0.0; n],
            scale,
            center: vec![0.0; n],
            price: vec![0.0; n],
            reach: 1.0,
        }
    }

    /// Takes a mix of sets in, if it is new.
    pub(crate) fn add(&mut self, mix: Mix, harm: f64) {
        let Some(first) = mix.first() else { return };
        let Ok(index) = u32::try_from(self.planes.len()) else { return };
        if self.of_cell[first.0 as usize].iter().any(|(i, _)| self.planes[*i as usize].mix == mix) {
            return;
        }
        for (cell, weight) in &mix {
            self.of_cell[*cell as usize].push((index, *weight));
        }
        self.planes.push(Plane { mix, harm, share: 0.0 });
        self.left.push(0.0);
    }

    /// The mixes with a share.
    pub(crate) fn shares(&self) -> impl Iterator<Item = (f64, &Mix)> {
        self.planes.iter().filter(|p| p.share > 0.0).map(|p| (p.share, &p.mix))
    }

    /// Forgets the mixes that are not one set alone.
    pub(crate) fn keep_whole(&mut self) {
        let whole: Vec<bool> = self.planes.iter().map(|p| p.mix.iter().all(|(_, w)| *w >= 1.0)).collect();
        self.keep(&whole);
    }

    /// Forgets those without a share that are left with least.
    fn forget(&mut self) {
        let mut order: Vec<usize> = (0..self.planes.len()).collect();
        let key = |i: &usize| (self.planes[*i].share > 0.0, self.left[*i]);
        order.sort_by(|a, b| key(b).0.cmp(&key(a).0).then(key(b).1.total_cmp(&key(a).1)).then(a.cmp(b)));
        let mut kept = vec![false; self.planes.len()];
        order.iter().take(MOST * 3 / 4).chain([&0]).for_each(|i| kept[*i] = true);
        self.keep(&kept);
    }

    fn keep(&mut self, kept: &[bool]) {
        let mut each = kept.iter();
        self.planes.retain(|_| each.next().copied().unwrap_or(false));
        self.left.resize(self.planes.len(), 0.0);
        self.of_cell.iter_mut().for_each(Vec::clear);
        for (plane, index) in self.planes.iter().zip(0_u32..) {
            plane.mix.iter().for_each(|(cell, weight)| self.of_cell[*cell as usize].push((index, *weight)));
        }
    }

    /// Works out prices for `k` sets; returns the bound that the known sets alone would give there. Those with a share
    /// are left with the same to within `tolerance`.
    pub(crate) fn solve(&mut self, k: f64, tolerance: f64) -> f64 {
        self.lay_out(k);
        if self.planes.len() > MOST {
            self.forget();
            self.lay_out(k);
        }
        for _ in 0..MOVES {
            let Some((low, high)) = self.extremes() else { break };
            if self.left[high] - self.left[low] <= tolerance {
                break;
            }
            self.shift(low, high);
        }
        let top = self.left.iter().copied().fold(0.0, f64::max);
        self.price.iter().sum::<f64>() + k * top
    }

    /// Shares that add up to `k`, and what follows from them.
    fn lay_out(&mut self, k: f64) {
        let total: f64 = self.planes.iter().map(|p| p.share).sum();
        if total > 0.0 {
            self.planes.iter_mut().for_each(|p| p.share *= k / total);
        } else if let Some(best) = self.planes.iter_mut().max_by(|a, b| a.harm.total_cmp(&b.harm)) {
            best.share = k;
        }
        self.cover.fill(0.0);
        for plane in self.planes.iter().filter(|p| p.share > 0.0) {
            plane.mix.iter().for_each(|(cell, weight)| self.cover[*cell as usize] += plane.share * weight);
        }
        for cell in 0..self.price.len() {
            self.price[cell] = self.fitting(cell);
        }
        let price = &self.price;
        let left = |p: &Plane| p.mix.iter().fold(p.harm, |left, (cell, weight)| left - price[*cell as usize] * weight);
        self.left = self.planes.iter().map(left).collect();
    }

    /// The price of a cell that its cover leads to.
    fn fitting(&self, cell: usize) -> f64 {
        (self.center[cell] - self.reach * self.scale[cell] * (1.0 - self.cover[cell])).max(0.0)
    }

    /// Of those with a share the plane that is left with least, and of all the one that is left with most.
    fn extremes(&self) -> Option<(usize, usize)> {
        let (mut low, mut high) = (None, 0);
        for (i, (left, plane)) in self.left.iter().zip(&self.planes).enumerate() {
            if *left > self.left[high] {
                high = i;
            }
            if plane.share > 0.0 && low.is_none_or(|l: usize| *left < self.left[l]) {
                low = Some(i);
            }
        }
        Some((low?, high))
    }

    /// Moves share from one plane to another until both are left with the same, or nothing is left to move.
    fn shift(&mut self, low: usize, high: usize) {
        let changed = difference(&self.planes[low].mix, &self.planes[high].mix);
        let apart = self.left[high] - self.left[low];
        let bend: f64 = changed.iter().map(|(cell, by)| self.scale[*cell as usize] * by * by).sum::<f64>() * self.reach;
        let all = self.planes[low].share;
        let step = if bend > 0.0 { (apart / bend).min(all) } else { all };
        self.planes[low].share = if all - step < TINY { 0.0 } else { all - step };
        self.planes[high].share += step;
        for (cell, by) in changed {
            let cell = cell as usize;
            self.cover[cell] += by * step;
            let price = self.fitting(cell);
            let risen = price - self.price[cell];
            if risen != 0.0 {
                self.price[cell] = price;
                for (plane, weight) in &self.of_cell[cell] {
                    self.left[*plane as usize] -= risen * weight;
                }
            }
        }
    }
}

/// What the second mix has more of than the first, cell by cell.
fn difference(first: &Mix, second: &Mix) -> Mix {
    let (mut a, mut b) = (first.iter().peekable(), second.iter().peekable());
    let mut changed = Vec::new();
    loop {
        let (cell, by) = match (a.peek(), b.peek()) {
            (Some((one, _)), Some((other, weight))) if other < one => (*other, b.next().map_or(0.0, |_| *weight)),
            (Some((one, before)), Some((other, weight))) if one == other => {
                let by = weight - before;
                a.next();
                b.next();
                (*one, by)
            }
            (Some((one, weight)), _) => (*one, a.next().map_or(0.0, |_| -weight)),
            (None, Some((other, weight))) => (*other, b.next().map_or(0.0, |_| *weight)),
            (None, None) => return changed,
        };
        if by != 0.0 {
            changed.push((cell, by));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(cells: &[u32]) -> Mix {
        cells.iter().map(|c| (*c, 1.0)).collect()
    }

    fn least(master: &mut Master, k: f64) -> f64 {
        let mut bound = f64::INFINITY;
        for _ in 0..60 {
            bound = master.solve(k, 1e-9);
            master.center.clone_from(&master.price);
        }
        bound
    }

    #[test]
    fn prices_come_to_those_of_the_linear_program() {
        // Three sets of which each two share a cell: half of each is the best mix, one and a half sets in all.
        let mut ring = Master::new(vec![1.0; 3]);
        for cells in [[0, 1], [1, 2], [0, 2]] {
            ring.add(whole(&cells), 3.0);
        }
        assert!((least(&mut ring, 2.0) - 4.5).abs() < 1e-6);
        // One set alone: the best of them, and nothing on cells.
        assert!((least(&mut ring, 1.0) - 3.0).abs() < 1e-6);
        // A rich set and two poor ones that cover it: 10 alone beside 4 elsewhere, or 6 + 5.
        let mut pair = Master::new(vec![2.0; 5]);
        for (cells, harm) in [(vec![0, 1], 10.0), (vec![0, 2], 6.0), (vec![1, 3], 5.0), (vec![4], 4.0)] {
            pair.add(whole(&cells), harm);
        }
        assert!((least(&mut pair, 2.0) - 14.0).abs() < 1e-6);
        assert!((least(&mut pair, 3.0) - 15.0).abs() < 1e-6, "6 + 5 + 4");
    }

    #[test]
    fn a_mix_counts_by_its_weights_and_may_be_forgotten() {
        let mut master = Master::new(vec![1.0; 3]);
        master.add(whole(&[0]), 2.0);
        master.add(vec![(1, 0.5), (2, 0.5)], 3.0);
        master.add(vec![(1, 0.5), (2, 0.5)], 3.0);
        assert_eq!(master.planes.len(), 3, "no set, and two: the third is known already");
        // The mix may be had twice: its cells are covered by half each time.
        assert!((least(&mut master, 2.0) - 6.0).abs() < 1e-6);
        master.keep_whole();
        assert!((least(&mut master, 2.0) - 2.0).abs() < 1e-6);
    }

    #[test]
    fn what_one_mix_has_more_of_is_told_cell_by_cell() {
        let (a, b) = (vec![(1, 1.0), (3, 0.5), (7, 1.0)], vec![(2, 0.25), (3, 1.0), (7, 1.0), (9, 1.0)]);
        assert_eq!(difference(&a, &b), vec![(1, -1.0), (2, 0.25), (3, 0.5), (9, 1.0)]);
        assert_eq!(difference(&a, &a), vec![]);
    }
}
