//! Lower bounds: the constraint that each demand point is served once is priced.
//!
//! With price `uᵢ` (between the least cost of a point and the cost of leaving it out), a site is worth `ρⱼ = Σᵢ min(0,
//! cᵢⱼ − uᵢ)`, and `L(u) = Σ uᵢ + Σ (the p lowest ρⱼ)` is at most the cost of any choice (Cornuéjols, Fisher, Nemhauser
//! 1977, *Location of bank accounts to optimize float*, doi 10.1287/mnsc.23.8.789, their problem (8); Galvão, `ReVelle`
//! 1996 for covering, doi 10.1016/0377-2217(94)00159-6). Prices climb by subgradients with Polyak's step and the
//! direction of Camerini, Fratta, Maffioli (1975), doi 10.1007/BFb0120697. Sites whose reduced cost closes the gap are
//! fixed open or closed (Beasley 1993, *Lagrangean heuristics for location problems*, doi
//! 10.1016/0377-2217(93)90118-7).

use std::rc::Rc;

use catchment_model::Watch;

use super::costs::Costs;
use super::interchange::{Choice, interchange};

/// Whether a site may still be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Free,
    Open,
    Closed,
}

/// A part of the problem: some sites are settled.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) status: Vec<Status>,
    /// Prices to start from.
    pub(super) prices: Rc<Vec<f64>>,
    /// No choice within this part costs less.
    pub(super) bound: f64,
}

/// How long prices climb.
#[derive(Debug, Clone, Copy)]
pub(super) struct Climb {
    pub(super) steps: usize,
    /// Steps without a better bound after which the step is halved.
    pub(super) patience: usize,
    /// Step at the start, as a share of Polyak's.
    pub(super) stride: f64,
}

/// What the search knows and has spent.
pub(super) struct Search<'a> {
    pub(super) costs: &'a Costs,
    /// The cheapest choice so far.
    pub(super) best: Choice,
    /// Pairs looked at.
    pub(super) work: u64,
    pub(super) limit: u64,
    /// Asked after each step whether to go on.
    pub(super) watch: &'a dyn Watch,
}

/// Costs closer than this share are equal.
const EQUAL: f64 = 1e-10;
/// Room for rounding in a bound on whole numbers.
const ROUNDING: f64 = 1e-6;

impl Search<'_> {
    /// Nothing better can lie where the bound is at least this.
    pub(super) fn enough(&self) -> f64 {
        if self.costs.whole { self.best.cost - 1.0 + ROUNDING } else { self.best.cost * (1.0 - EQUAL) }
    }

    /// The bound that a bound on the cost proves: rounded up where costs are whole.
    pub(super) fn proven(&self, bound: f64) -> f64 {
        let bound = if self.costs.whole { (bound - ROUNDING).ceil() } else { bound };
        bound.min(self.best.cost)
    }

    pub(super) fn spent(&self) -> bool {
        self.work >= self.limit || self.watch.cancelled()
    }

    /// Takes the only choice that a part has left, where it is better.
    pub(super) fn settle(&mut self, sites: &[usize]) {
        if sites.len() == self.costs.p {
            self.offer(sites);
        }
    }

    fn offer(&mut self, sites: &[usize]) {
        let cost = self.costs.total(sites);
        self.work += self.costs.cap.len() as u64;
        if cost < self.best.cost {
            let mut sites = sites.to_vec();
            sites.sort_unstable();
            self.best = interchange(self.costs, &Choice { sites, cost });
        }
    }

    /// Raises the bound of a part; settles sites on the way. Gives the share of late steps in which each site was
    /// chosen, or nothing where the part is done.
    pub(super) fn climb(&mut self, node: &mut Node, climb: Climb) -> Option<Vec<f64>> {
        let mut run = Run::new(self.costs, node);
        let (mut stride, mut stale) = (climb.stride, 0);
        for _ in 0..climb.steps {
            let bound = run.price(self.costs, node, &mut self.work)?;
            if bound > node.bound {
                stale = if bound > node.bound + (self.best.cost - node.bound).abs() * 1e-3 { 0 } else { stale + 1 };
                node.bound = bound;
                node.prices = Rc::new(run.prices.clone());
            } else {
                stale += 1;
            }
            self.offer(&run.chosen);
            if bound >= self.enough() || node.bound >= self.enough() {
                return None;
            }
            run.fix(node, bound, self.enough());
            run.note();
            if stale >= climb.patience {
                (stride, stale) = (stride / 2.0, 0);
                if stride < 0.005 {
                    break;
                }
            }
            if !run.step(self.costs, stride, self.best.cost - bound) || self.spent() {
                break;
            }
        }
        Some(run.shares)
    }
}

/// One climb.
struct Run {
    prices: Vec<f64>,
    worth: Vec<f64>,
    order: Vec<usize>,
    chosen: Vec<usize>,
    direction: Vec<f64>,
    shares: Vec<f64>,
    /// Worth of the last site chosen and of the first that was not.
    edge: (f64, f64),
}

impl Run {
    fn new(costs: &Costs, node: &Node) -> Self {
        Self {
            prices: node.prices.to_vec(),
            worth: vec![0.0; costs.sites()],
            order: Vec::new(),
            chosen: Vec::new(),
            direction: vec![0.0; costs.cap.len()],
            shares: vec![0.0; costs.sites()],
            edge: (0.0, 0.0),
        }
    }

    /// The bound at these prices, and the sites that give it; nothing where too few sites are left.
    fn price(&mut self, costs: &Costs, node: &Node, work: &mut u64) -> Option<f64> {
        self.order.clear();
        self.chosen.clear();
        for (site, status) in node.status.iter().enumerate().filter(|s| *s.1 != Status::Closed) {
            let list = costs.of(site);
            *work += list.len() as u64;
            self.worth[site] = list.iter().map(|(i, c)| (c - self.prices[*i as usize]).min(0.0)).sum();
            if *status == Status::Open { self.chosen.push(site) } else { self.order.push(site) }
        }
        let take = costs.p.checked_sub(self.chosen.len()).filter(|take| *take <= self.order.len())?;
        let worth = &self.worth;
        if take < self.order.len() {
            self.order.select_nth_unstable_by(take, |a, b| worth[*a].total_cmp(&worth[*b]).then(a.cmp(b)));
        }
        self.chosen.extend(&self.order[..take]);
        let last = self.order[..take].iter().map(|s| worth[*s]).fold(f64::NEG_INFINITY, f64::max);
        self.edge = (last, self.order.get(take).map_or(f64::INFINITY, |s| worth[*s]));
        Some(self.prices.iter().sum::<f64>() + self.chosen.iter().map(|s| worth[*s]).sum::<f64>())
    }

    /// Settles the sites whose other choice would cost too much.
    fn fix(&self, node: &mut Node, bound: f64, enough: f64) {
        let (last, next) = self.edge;
        let open = node.status.iter().filter(|s| **s == Status::Open).count();
        for (at, site) in self.order.iter().enumerate() {
            let taken = at < self.chosen.len() - open;
            if taken && bound - self.worth[*site] + next >= enough {
                node.status[*site] = Status::Open;
            } else if !taken && bound + self.worth[*site] - last >= enough {
                node.status[*site] = Status::Closed;
            }
        }
    }

    /// Remembers how often a site was chosen, of late more than before.
    fn note(&mut self) {
        const KEPT: f64 = 0.95;
        self.shares.iter_mut().for_each(|s| *s *= KEPT);
        self.chosen.iter().for_each(|s| self.shares[*s] += 1.0 - KEPT);
    }

    /// Moves the prices; `false` where the direction is gone and the bound cannot rise.
    fn step(&mut self, costs: &Costs, stride: f64, gap: f64) -> bool {
        const MEMORY: f64 = 0.6;
        let mut slope = vec![1.0; costs.cap.len()];
        for site in &self.chosen {
            for (i, c) in costs.of(*site) {
                if *c < self.prices[*i as usize] {
                    slope[*i as usize] -= 1.0;
                }
            }
        }
        let mut norm = 0.0;
        for (i, slope) in slope.into_iter().enumerate() {
            // A price at the edge of its range does not push outward.
            let held =
                (slope > 0.0 && self.prices[i] >= costs.cap[i]) || (slope < 0.0 && self.prices[i] <= costs.least[i]);
            self.direction[i] = if held { 0.0 } else { slope + MEMORY * self.direction[i] };
            norm += self.direction[i] * self.direction[i];
        }
        if norm <= 0.0 {
            return false;
        }
        let size = stride * gap.max(0.0) / norm;
        for (i, price) in self.prices.iter_mut().enumerate() {
            *price = (*price + size * self.direction[i]).clamp(costs.least[i], costs.cap[i]);
        }
        true
    }
}
