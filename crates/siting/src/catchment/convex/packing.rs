//! Which of many sets together hold most, where the prices of a proof say what each costs.
//!
//! Idea: with prices `u` on cells and `top` the highest profit of a set, `k` disjoint sets hold the bound Σ u + k · top
//! less what each set's profit is below `top`, and less the prices of cells that no set uses. What is in hand says how
//! much may be lost in all. So the dearest cell that is not used yet is decided on: one of the sets that hold it is
//! taken, or its price is lost. This ends soon, as few sets and few cells are cheap enough to lose.

use super::super::region::Found;

/// Looks at sets before the search ends with what it has.
const WORK: usize = 4_000_000;
/// At most so many sets are packed, those that lose least.
const MOST: usize = 4000;
/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;

struct Candidate {
    loss: f64,
    found: usize,
}

struct Packing<'c> {
    columns: &'c [&'c Found],
    /// Sets that may be taken, the one that loses least first.
    options: Vec<Candidate>,
    /// Options that hold a cell, for each.
    holding: Vec<Vec<u32>>,
    /// Cells with a price, the dearest first.
    dear: Vec<(f64, u32)>,
    used: Vec<bool>,
    lost: Vec<bool>,
    now: Vec<usize>,
    bound: f64,
    best: f64,
    picked: Option<Vec<usize>>,
    work: usize,
}

/// Of some sets the `k` disjoint ones that hold most together, if that is more than is held; the best found where
/// there is too much to look at. No `k` of them hold more than `bound` at these prices.
pub(crate) fn better_than(
    columns: &[&Found],
    price: &[f64],
    (k, bound): (usize, f64),
    held: f64,
) -> Option<Vec<Found>> {
    let top = (bound - price.iter().sum::<f64>()) / k as f64;
    let loss = |f: &Found| top - f.cells.iter().map(|c| price[*c as usize]).fold(f.harm, |left, u| left - u);
    let room = bound - held * (1.0 + GAIN);
    let all = columns.iter().enumerate().map(|(found, f)| Candidate { loss: loss(f).max(0.0), found });
    let mut options: Vec<Candidate> = all.filter(|o| o.loss < room).collect();
    options.sort_by(|a, b| a.loss.total_cmp(&b.loss).then_with(|| columns[a.found].cells.cmp(&columns[b.found].cells)));
    options.truncate(MOST);
    let mut holding = vec![Vec::new(); price.len()];
    for (option, index) in options.iter().zip(0_u32..) {
        columns[option.found].cells.iter().for_each(|c| holding[*c as usize].push(index));
    }
    let mut dear: Vec<(f64, u32)> = price.iter().copied().zip(0_u32..).filter(|p| p.0 > GAIN * bound).collect();
    dear.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let none = vec![false; price.len()];
    let mut packing = Packing {
        columns,
        options,
        holding,
        dear,
        used: none.clone(),
        lost: none,
        now: Vec::new(),
        bound,
        best: held,
        picked: None,
        work: WORK,
    };
    // Out of work: the best so far.
    let _ended = packing.decide(k, 0, 0.0);
    packing.picked.map(|picked| picked.into_iter().map(|i| Found::clone(columns[i])).collect())
}

impl Packing<'_> {
    /// Decides on the dearest cell from `next` on; `spent` is lost already.
    fn decide(&mut self, missing: usize, next: usize, spent: f64) -> Option<()> {
        let Some(next) = (next..self.dear.len()).find(|i| !self.used[self.dear[*i].1 as usize]) else {
            return self.fill(missing, 0, spent);
        };
        if missing == 0 {
            self.compare();
            return Some(());
        }
        let (price, cell) = self.dear[next];
        for at in 0..self.holding[cell as usize].len() {
            let index = self.holding[cell as usize][at] as usize;
            let after = spent + self.options[index].loss;
            if !self.worth(after) {
                break;
            }
            if self.free(index)? {
                self.mark(index, true);
                self.decide(missing - 1, next + 1, after)?;
                self.mark(index, false);
            }
        }
        if self.worth(spent + price) {
            self.lost[cell as usize] = true;
            self.decide(missing, next + 1, spent + price)?;
            self.lost[cell as usize] = false;
        }
        Some(())
    }

    /// Takes the rest where no cell with a price is left.
    fn fill(&mut self, missing: usize, start: usize, spent: f64) -> Option<()> {
        if missing == 0 {
            self.compare();
            return Some(());
        }
        for index in start..self.options.len() {
            if !self.worth(spent + missing as f64 * self.options[index].loss) {
                break;
            }
            if self.free(index)? {
                self.mark(index, true);
                self.fill(missing - 1, index + 1, spent + self.options[index].loss)?;
                self.mark(index, false);
            }
        }
        Some(())
    }

    /// Whether so much may be lost.
    fn worth(&self, spent: f64) -> bool {
        self.bound - spent > self.best * (1.0 + GAIN)
    }

    /// Whether no cell of an option is used or lost.
    fn free(&mut self, index: usize) -> Option<bool> {
        let cells = &self.columns[self.options[index].found].cells;
        let taken = cells.iter().position(|c| self.used[*c as usize] || self.lost[*c as usize]);
        self.work = self.work.checked_sub(taken.unwrap_or(cells.len()) + 1)?;
        Some(taken.is_none())
    }

    fn mark(&mut self, index: usize, used: bool) {
        let found = self.options[index].found;
        self.columns[found].cells.iter().for_each(|c| self.used[*c as usize] = used);
        if used {
            self.now.push(found);
        } else {
            self.now.pop();
        }
    }

    fn compare(&mut self) {
        let harm: f64 = self.now.iter().map(|i| self.columns[*i].harm).sum();
        if harm > self.best * (1.0 + GAIN) {
            self.best = harm;
            self.picked = Some(self.now.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::Stream;

    fn brute(columns: &[Found], k: usize, from: usize, used: u64) -> f64 {
        if k == 0 {
            return 0.0;
        }
        let mask = |f: &Found| f.cells.iter().fold(0, |m, c| m | 1_u64 << c);
        let open = (from..columns.len()).filter(|i| used & mask(&columns[*i]) == 0);
        let with = open.map(|i| columns[i].harm + brute(columns, k - 1, i + 1, used | mask(&columns[i])));
        with.fold(f64::NEG_INFINITY, f64::max)
    }

    #[test]
    fn the_best_choice_of_disjoint_sets_is_found_whatever_the_prices() {
        let mut better = 0;
        for seed in 0..200 {
            let stream = Stream::new(seed, &["packing"]);
            let columns: Vec<Found> = (0..14_u64)
                .map(|i| {
                    let mut cells: Vec<u32> =
                        (0..4).map(|j| u32::try_from(stream.below(100 * i + j, 16)).unwrap()).collect();
                    cells.sort_unstable();
                    cells.dedup();
                    let harm = (20.0 * stream.uniform(5_000 + i)).round() + 1.0;
                    Found { anchor: cells[0], cells, harm, penalty: 0.0 }
                })
                .collect();
            let price: Vec<f64> = (0..16).map(|c| (6.0 * stream.uniform(9_000 + c) - 3.0).max(0.0)).collect();
            let left = |f: &Found| f.harm - f.cells.iter().map(|c| price[*c as usize]).sum::<f64>();
            let top = columns.iter().map(left).fold(f64::NEG_INFINITY, f64::max).max(0.0);
            let all: Vec<&Found> = columns.iter().collect();
            for k in 2..=4_usize {
                let bound = price.iter().sum::<f64>() + k as f64 * top;
                let optimum = brute(&columns, k, 0, 0);
                let found = better_than(&all, &price, (k, bound), 0.0);
                let held = found.as_ref().map(|f| f.iter().map(|f| f.harm).sum::<f64>());
                let none = held.is_none() && optimum.is_infinite();
                assert!(none || held.is_some_and(|h| (h - optimum).abs() < 1e-9), "case {seed}, {k}");
                if let Some(found) = found {
                    assert_eq!(found.len(), k);
                    better += 1;
                    assert!(better_than(&all, &price, (k, bound), optimum).is_none(), "nothing is better");
                }
            }
        }
        assert!(better > 300, "{better}");
    }
}
