//! Branch and bound: a part of the problem whose bound is too low is split at one site, open or closed.

use std::rc::Rc;

use catchment_model::Watch;

use super::costs::Costs;
use super::interchange::{Choice, greedy, interchange};
use super::lagrange::{Climb, Node, Search, Status};

/// At the start.
const ROOT: Climb = Climb { steps: 1500, patience: 25, stride: 1.5 };
/// In each part after it.
const PART: Climb = Climb { steps: 60, patience: 8, stride: 0.8 };

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) best: Choice,
    /// No choice costs less.
    pub(super) bound: f64,
    /// Parts looked at.
    pub(super) parts: u64,
    /// Whether the limit of work ended the search.
    pub(super) stopped: bool,
}

/// The cheapest choice, and a proof; or, where `limit` pairs were looked at before the proof was complete, the best so
/// far and its bound. Without a limit, only the bound at the start is computed.
pub(super) fn search(costs: &Costs, limit: Option<u64>, watch: &dyn Watch) -> Found {
    let best = interchange(costs, &greedy(costs));
    let mut search = Search { costs, best, work: 0, limit: limit.unwrap_or(u64::MAX), watch };
    let prices: Vec<f64> = costs.cap.iter().zip(&costs.least).map(|(cap, least)| least + 0.5 * (cap - least)).collect();
    let floor = costs.least.iter().sum();
    let mut stack = vec![Node { status: vec![Status::Free; costs.sites()], prices: Rc::new(prices), bound: floor }];
    let mut parts = 0;
    while let Some(mut node) = stack.pop() {
        if node.bound >= search.enough() {
            continue;
        }
        if parts > 0 && (limit.is_none() || search.spent()) {
            let bound = stack.iter().map(|n| n.bound).fold(node.bound, f64::min);
            return Found { bound: search.proven(bound), best: search.best, parts, stopped: true };
        }
        let climb = if parts == 0 { ROOT } else { PART };
        parts += 1;
        if let Some(shares) = search.climb(&mut node, climb) {
            split(node, &shares, costs.p, &mut search, &mut stack);
        }
    }
    Found { bound: search.best.cost, best: search.best, parts, stopped: false }
}

/// Splits a part at the free site that the prices are least sure of; the open half is looked at first.
fn split(node: Node, shares: &[f64], p: usize, search: &mut Search<'_>, stack: &mut Vec<Node>) {
    let open = node.status.iter().filter(|s| **s == Status::Open).count();
    let free = (0..shares.len()).filter(|s| node.status[*s] == Status::Free);
    let unsure = |site: usize| (shares[site] - 0.5).abs();
    let Some(site) = free.reduce(|a, b| if unsure(b) < unsure(a) { b } else { a }).filter(|_| open < p) else {
        // All is settled: what is open is the only choice of this part.
        let sites: Vec<usize> = (0..shares.len()).filter(|s| node.status[*s] == Status::Open).collect();
        search.settle(&sites);
        return;
    };
    let mut closed = node.clone();
    closed.status[site] = Status::Closed;
    let mut opened = node;
    opened.status[site] = Status::Open;
    if open + 1 == p {
        for status in opened.status.iter_mut().filter(|s| **s == Status::Free) {
            *status = Status::Closed;
        }
    }
    stack.push(closed);
    stack.push(opened);
}
