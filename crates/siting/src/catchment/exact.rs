//! Small cases, solved to the end: every catchment that could be part of a better answer is listed, and the best that
//! are disjoint are chosen.
//!
//! Idea: with prices `u` and a catchment's profit being its harm less the prices of its cells, an answer with a
//! catchment `S` holds at most Σ u + (k − 1) · top + profit of `S`, `top` being the highest profit of any. Where that
//! is no more than what is in hand, `S` can be left out (fixing by reduced cost). What is left is listed by growing
//! connected sets from their lowest cell, each cell at the edge being taken or left for good (Wernicke 2006, *Efficient
//! detection of network motifs*, doi 10.1109/TCBB.2006.51, algorithm 1), and given up where even the densest cells in
//! reach would not do. Complexity: exponential; a limit on the work ends it, and nothing is then claimed.

use super::dual::Dual;
use super::region::{Found, Region};

/// Catchments of more cells are not tried.
const MOST_CELLS: usize = 24;
/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;

/// A catchment that may be part of a better answer.
struct Listed {
    profit: f64,
    found: Found,
}

struct Listing<'f, 'a> {
    region: &'f Region<'a>,
    profit: Vec<f64>,
    /// Profit above which a catchment is listed.
    cut: f64,
    /// Steps left.
    work: usize,
    /// Cells that may be added, densest in profit first.
    reach: Vec<u32>,
    inside: Vec<u32>,
    /// 0 out of reach, 1 free, 2 at the edge, 3 inside, 4 left for good.
    state: Vec<u8>,
    listed: Vec<Listed>,
}

const OUT: u8 = 0;
const FREE: u8 = 1;
const EDGE: u8 = 2;
const INSIDE: u8 = 3;
const LEFT: u8 = 4;

/// The best `k` disjoint catchments, proven; `None` where the limit on the work was met.
pub(crate) fn solve(region: &Region<'_>, found: &[Found], dual: &Dual, work: usize) -> Option<Vec<Found>> {
    if region.most_cells() > MOST_CELLS {
        return None;
    }
    let lower: f64 = found.iter().map(|f| f.harm).sum();
    let prices: f64 = dual.price.iter().sum();
    let others = (found.len() - 1) as f64 * dual.top;
    let mut listing = Listing {
        region,
        profit: region.harm.iter().zip(&dual.price).map(|(h, u)| h - u).collect(),
        cut: lower * (1.0 + GAIN) - prices - others,
        work,
        reach: Vec::new(),
        inside: Vec::new(),
        state: vec![OUT; region.len()],
        listed: Vec::new(),
    };
    for lowest in (0..region.len()).filter_map(|c| u32::try_from(c).ok()).filter(|c| region.input.allowed[*c as usize])
    {
        listing.list_above(lowest)?;
    }
    let Listing { mut listed, work, .. } = listing;
    listed.sort_by(|a, b| b.profit.total_cmp(&a.profit).then_with(|| a.found.cells.cmp(&b.found.cells)));
    let mut choice = Choice {
        listed: &listed,
        k: found.len(),
        prices,
        best: lower,
        picked: None,
        now: Vec::new(),
        used: vec![false; region.len()],
        work,
    };
    choice.choose(0, 0.0, 0.0)?;
    Some(choice.picked.map_or_else(|| found.to_vec(), |p| p.iter().map(|i| listed[*i].found.clone()).collect()))
}

/// Of some catchments, most harm first, the `k` disjoint ones that hold most together, as positions, and their harm;
/// fewer or not the best where there are no `k` or the work met its limit.
pub(crate) fn most_together(columns: &[Found], k: usize, cells: usize, work: usize) -> (Vec<usize>, f64) {
    let listed: Vec<Listed> = columns.iter().map(|f| Listed { profit: f.harm, found: f.clone() }).collect();
    let mut choice = Choice {
        listed: &listed,
        k,
        prices: 0.0,
        best: 0.0,
        picked: None,
        now: Vec::new(),
        used: vec![false; cells],
        work,
    };
    // Out of work: the best so far.
    let _ended = choice.choose(0, 0.0, 0.0);
    (choice.picked.unwrap_or_default(), choice.best)
}

/// Of some catchments the `k` disjoint ones that hold most together, with prices of cells that tell which cannot be
/// among them; fewer or not the best where there are no `k` or the work met its limit.
pub(crate) fn best_of(columns: Vec<Found>, price: &[f64], k: usize, work: usize) -> Vec<Found> {
    let profit = |f: &Found| f.cells.iter().map(|c| price[*c as usize]).fold(f.harm, |sum, u| sum - u);
    let mut listed: Vec<Listed> = columns.into_iter().map(|found| Listed { profit: profit(&found), found }).collect();
    listed.sort_by(|a, b| b.profit.total_cmp(&a.profit).then_with(|| a.found.cells.cmp(&b.found.cells)));
    let mut choice = Choice {
        listed: &listed,
        k,
        prices: price.iter().sum(),
        best: 0.0,
        picked: None,
        now: Vec::new(),
        used: vec![false; price.len()],
        work,
    };
    // Out of work: the best so far.
    let _ended = choice.choose(0, 0.0, 0.0);
    choice.picked.unwrap_or_default().into_iter().map(|i| listed[i].found.clone()).collect()
}

impl Listing<'_, '_> {
    fn list_above(&mut self, lowest: u32) -> Option<()> {
        let region = self.region;
        let ids = (lowest..).take(region.len() - lowest as usize);
        // Two cells of a catchment are each within reach of its center.
        self.reach.clear();
        self.reach.extend(ids.filter(|c| region.input.allowed[*c as usize] && region.reach_each_other(lowest, *c)));
        self.spend(self.reach.len())?;
        let density = |c: &u32| self.profit[*c as usize] / region.input.area_km2[*c as usize];
        self.reach.sort_by(|a, b| density(b).total_cmp(&density(a)).then(a.cmp(b)));
        self.state.fill(OUT);
        self.reach.iter().for_each(|c| self.state[*c as usize] = FREE);
        self.inside.clear();
        self.take(lowest, &mut Vec::new(), 0.0, 0.0)
    }

    fn spend(&mut self, steps: usize) -> Option<()> {
        self.work = self.work.checked_sub(steps)?;
        Some(())
    }

    /// With a cell added: lists the set, and goes on.
    fn take(&mut self, cell: u32, edge: &mut Vec<u32>, profit: f64, area: f64) -> Option<()> {
        let region = self.region;
        let (profit, area) = (profit + self.profit[cell as usize], area + region.input.area_km2[cell as usize]);
        if area > region.max_area {
            return Some(());
        }
        let before = self.state[cell as usize];
        self.state[cell as usize] = INSIDE;
        self.inside.push(cell);
        if profit > self.cut {
            self.list(profit);
        }
        let known = edge.len();
        for &n in region.input.neighbors.of(cell as usize) {
            if self.state[n as usize] == FREE {
                self.state[n as usize] = EDGE;
                edge.push(n);
            }
        }
        self.grow(edge, profit, area)?;
        for &n in &edge[known..] {
            self.state[n as usize] = FREE;
        }
        edge.truncate(known);
        self.inside.pop();
        self.state[cell as usize] = before;
        Some(())
    }

    /// Takes or leaves the cells at the edge, the last found first.
    fn grow(&mut self, edge: &mut Vec<u32>, profit: f64, area: f64) -> Option<()> {
        let mut left = Vec::new();
        while self.may_do(profit, area)? {
            let Some(cell) = edge.pop() else {
                break;
            };
            self.take(cell, edge, profit, area)?;
            self.state[cell as usize] = LEFT;
            left.push(cell);
        }
        for cell in left.into_iter().rev() {
            self.state[cell as usize] = EDGE;
            edge.push(cell);
        }
        Some(())
    }

    /// Whether the densest cells that may still be added could lift the profit above the cut.
    fn may_do(&mut self, profit: f64, area: f64) -> Option<bool> {
        let (mut most, mut room, mut steps) = (profit, self.region.max_area - area, 1);
        for &c in &self.reach {
            let (p, size) = (self.profit[c as usize], self.region.input.area_km2[c as usize]);
            steps += 1;
            if room <= 0.0 || p <= 0.0 || most > self.cut {
                break;
            }
            if matches!(self.state[c as usize], FREE | EDGE) {
                most += p * (room / size).min(1.0);
                room -= size;
            }
        }
        self.spend(steps)?;
        Some(most > self.cut)
    }

    /// Keeps the set, if its outline is short enough and one of its cells reaches all.
    fn list(&mut self, profit: f64) {
        let region = self.region;
        let mut cells = self.inside.clone();
        cells.sort_unstable();
        if region.most_edges.is_some_and(|most| region.edges(&cells) > most) {
            return;
        }
        if let Some(&anchor) = cells.iter().find(|c| cells.iter().all(|o| region.reaches(**c, *o))) {
            let harm = cells.iter().map(|c| region.harm[*c as usize]).sum();
            self.listed.push(Listed { profit, found: Found { anchor, cells, harm, penalty: 0.0 } });
        }
    }
}

/// The choice of `k` that are disjoint, depth first.
struct Choice<'l> {
    listed: &'l [Listed],
    k: usize,
    prices: f64,
    best: f64,
    picked: Option<Vec<usize>>,
    now: Vec<usize>,
    used: Vec<bool>,
    work: usize,
}

impl Choice<'_> {
    fn choose(&mut self, start: usize, harm: f64, profit: f64) -> Option<()> {
        let missing = self.k - self.now.len();
        if missing == 0 {
            if harm > self.best * (1.0 + GAIN) {
                self.best = harm;
                self.picked = Some(self.now.clone());
            }
            return Some(());
        }
        for i in start..self.listed.len() {
            let option = &self.listed[i];
            // The prices of cells not used are not needed either: the bound is generous.
            if self.prices + profit + missing as f64 * option.profit <= self.best * (1.0 + GAIN) {
                break;
            }
            self.work = self.work.checked_sub(option.found.cells.len())?;
            if option.found.cells.iter().any(|c| self.used[*c as usize]) {
                continue;
            }
            self.mark(i, true);
            self.choose(i + 1, harm + option.found.harm, profit + option.profit)?;
            self.mark(i, false);
        }
        Some(())
    }

    fn mark(&mut self, i: usize, used: bool) {
        for c in &self.listed[i].found.cells {
            self.used[*c as usize] = used;
        }
        if used {
            self.now.push(i);
        } else {
            self.now.pop();
        }
    }
}
