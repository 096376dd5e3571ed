//! A good choice at once: greedy addition, then the best exchange of one site for another until none helps.
//!
//! Teitz, Bart (1968), *Heuristic methods for estimating the generalized vertex median of a weighted graph*, doi
//! 10.1287/opre.16.5.955; the gains of all exchanges in one pass follow Whitaker (1983), *A fast algorithm for the
//! greedy interchange for large-scale clustering and median location problems*, doi 10.1080/03155986.1983.11731889.

use super::costs::Costs;

/// A gain below this share of the cost is rounding.
const GAIN: f64 = 1e-12;
const NONE: usize = usize::MAX;

/// A choice and its cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// Candidates, ascending.
    pub(super) sites: Vec<usize>,
    /// Cost, as [`Costs::total`].
    pub(super) cost: f64,
}

impl Choice {
    fn of(costs: &Costs, mut sites: Vec<usize>) -> Self {
        sites.sort_unstable();
        Self { cost: costs.total(&sites), sites }
    }
}

/// Adds the site that lowers the cost most, `p` times (ties: the first candidate).
pub(super) fn greedy(costs: &Costs) -> Choice {
    let mut now = costs.cap.clone();
    let mut sites: Vec<usize> = Vec::new();
    for _ in 0..costs.p {
        let mut best = (NONE, f64::NEG_INFINITY);
        for site in (0..costs.sites()).filter(|s| !sites.contains(s)) {
            let gain: f64 = costs.of(site).iter().map(|(i, c)| (now[*i as usize] - c).max(0.0)).sum();
            if gain > best.1 {
                best = (site, gain);
            }
        }
        for (i, c) in costs.of(best.0) {
            now[*i as usize] = now[*i as usize].min(*c);
        }
        sites.push(best.0);
    }
    Choice::of(costs, sites)
}

/// For each demand point: its cheapest chosen site, that cost, and the cost without that site.
struct Served {
    by: Vec<usize>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Served {
    fn new(costs: &Costs, sites: &[usize]) -> Self {
        let n = costs.cap.len();
        let mut served = Self { by: vec![NONE; n], first: costs.cap.clone(), second: costs.cap.clone() };
        for (at, site) in sites.iter().enumerate() {
            for (i, c) in costs.of(*site) {
                let i = *i as usize;
                if *c < served.first[i] {
                    (served.second[i], served.first[i], served.by[i]) = (served.first[i], *c, at);
                } else if *c < served.second[i] {
                    served.second[i] = *c;
                }
            }
        }
        served
    }
}

/// Exchanges one site for another while that lowers the cost, always the exchange that lowers it most.
pub(super) fn interchange(costs: &Costs, start: &Choice) -> Choice {
    let mut now = start.clone();
    while let Some(better) = best_exchange(costs, &now.sites).map(|sites| Choice::of(costs, sites)) {
        if better.cost >= now.cost * (1.0 - GAIN) {
            break;
        }
        now = better;
    }
    now
}

fn best_exchange(costs: &Costs, sites: &[usize]) -> Option<Vec<usize>> {
    let served = Served::new(costs, sites);
    let mut base = vec![0.0; sites.len()];
    for (i, by) in served.by.iter().enumerate().filter(|(_, by)| **by != NONE) {
        base[*by] += served.second[i] - served.first[i];
    }
    let mut loss = base.clone();
    let mut best: Option<(f64, usize, usize)> = None;
    for site in (0..costs.sites()).filter(|s| sites.binary_search(s).is_err()) {
        loss.copy_from_slice(&base);
        let mut gain = 0.0;
        for (i, c) in costs.of(site) {
            let i = *i as usize;
            if *c < served.first[i] {
                gain += served.first[i] - c;
                if served.by[i] != NONE {
                    loss[served.by[i]] -= served.second[i] - served.first[i];
                }
            } else if *c < served.second[i] {
                loss[served.by[i]] -= served.second[i] - c;
            }
        }
        for (at, lost) in loss.iter().enumerate() {
            let net = gain - lost;
            if net > 0.0 && best.is_none_or(|b| net > b.0) {
                best = Some((net, at, site));
            }
        }
    }
    best.map(|(_, at, site)| {
        let mut next = sites.to_vec();
        next[at] = site;
        next
    })
}
