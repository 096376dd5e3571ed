//! The specification curve: every estimate of a program, beside the same estimates of programs that never were.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::estimate::{Ground, Method};
use super::panel::{Panel, Span};
use super::{Beyond, beyond};
use crate::Stream;

/// What is left of a count where a fall is to be told.
const FALL: f64 = 0.8;
/// Chance of a false alarm.
const ALARM: f64 = 0.05;

/// A program: its areas, and the grounds that it is looked at on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Areas, each once.
    pub areas: Vec<usize>,
    /// Grounds, as positions in `areas`: all of it, each site.
    pub grounds: Vec<Vec<usize>>,
    /// Year of the launch.
    pub launch: i32,
}

/// One estimate, with those of its placebos, placebo by placebo.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// Ground, as a position in the program's.
    pub ground: usize,
    /// How.
    pub method: Method,
    /// Years.
    pub span: Span,
    /// 0.8 is a fall of 20%.
    pub ratio: f64,
    /// Beside the placebos of this estimate; absent with too few.
    pub beside: Option<Beyond>,
    /// Estimates of the placebos.
    pub placebos: Vec<Option<f64>>,
}

/// The whole curve beside the curves of the placebos.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Together {
    /// Middle of all estimates.
    pub median: f64,
    /// Beside the middles of the placebos.
    pub beyond: Beyond,
    /// Share of the placebos that would lie beyond the others, with p up to 5%, had they fallen by a fifth.
    pub found: f64,
}

impl Program {
    fn ground(&self, at: usize, areas: &[usize]) -> Vec<usize> {
        let mut all: Vec<usize> = self.grounds[at].iter().map(|i| areas[*i]).collect();
        all.sort_unstable();
        all
    }

    /// Programs that never were: for each of these areas another one, so that grounds hang together as they do here.
    ///
    /// Drawn from the half of `others` with most before the launch, all outcomes together, since programs go where most
    /// is. Where the program has one area, each of them once. One draw serves all outcomes, grounds and estimates: the
    /// middle of a curve is compared with middles of curves, and not of unrelated numbers, which would lie closer
    /// together.
    pub fn placebos(&self, outcomes: &[Panel], others: &[usize], draws: u64, seed: u64) -> Vec<Vec<usize>> {
        let before = |a: usize| -> f64 {
            let of = |p: &Panel| {
                (0..p.years.len()).filter(|y| p.years[*y] < self.launch).map(|y| p.counts[a][y]).sum::<f64>()
            };
            outcomes.iter().map(of).sum()
        };
        let mut from: Vec<(f64, usize)> = others.iter().map(|a| (before(*a), *a)).collect();
        from.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let size = self.areas.len();
        from.truncate(from.len().div_ceil(2).max(size));
        let from: Vec<usize> = from.into_iter().map(|(_, a)| a).collect();
        if size == 1 {
            return from.into_iter().map(|a| vec![a]).collect();
        }
        if from.len() < size {
            return Vec::new();
        }
        let stream = Stream::new(seed, &["placebo sites"]);
        let one = |draw: u64| {
            let mut left = from.clone();
            (0..size).map(|i| left.swap_remove(stream.below(draw * 1000 + i as u64, left.len()))).collect()
        };
        (0..draws).map(one).collect()
    }

    /// All estimates of one outcome, as far as they can be made.
    pub fn specs(&self, panel: &Panel, others: &[usize], placebos: &[Vec<usize>]) -> Vec<Spec> {
        self.specs_of(&[panel], others, placebos).pop().unwrap_or_default()
    }

    /// The same for several panels that differ in the program's own areas alone, such as one with a fall put in: their
    /// placebos, of the first one, are estimated once.
    pub fn specs_of(&self, panels: &[&Panel], others: &[usize], placebos: &[Vec<usize>]) -> Vec<Vec<Spec>> {
        let mut all = vec![Vec::new(); panels.len()];
        let spans = panels.first().map(|p| p.spans(self.launch)).unwrap_or_default();
        let mut baselines: Vec<(usize, usize)> = spans.iter().map(|s| s.before).collect();
        baselines.sort_unstable();
        baselines.dedup();
        for at in 0..self.grounds.len() {
            for before in &baselines {
                let after: Vec<usize> = spans.iter().filter(|s| s.before == *before).map(|s| s.after).collect();
                let found = self.baseline(panels, others, placebos, (at, *before), &after);
                all.iter_mut().zip(found).for_each(|(all, specs)| all.extend(specs));
            }
        }
        all
    }

    fn baseline(
        &self,
        panels: &[&Panel],
        others: &[usize],
        placebos: &[Vec<usize>],
        (at, before): (usize, (usize, usize)),
        after: &[usize],
    ) -> Vec<Vec<Spec>> {
        let wanted: Vec<(Method, usize)> = Method::ALL
            .into_iter()
            .filter(|m| m.fits(before.1 - before.0 + 1))
            .flat_map(|m| after.iter().map(move |y| (m, *y)))
            .collect();
        let estimates = |panel: &Panel, areas: &[usize]| -> Vec<Option<f64>> {
            let ground = Ground::new(panel, areas, others, before);
            wanted.iter().map(|(method, after)| ground.estimate(*method, *after)).collect()
        };
        // A small ground is drawn again and again: it is estimated once, and counts once.
        let drawn: Vec<Vec<usize>> = placebos.iter().map(|areas| self.ground(at, areas)).collect();
        let once: BTreeSet<&[usize]> = drawn.iter().map(Vec::as_slice).collect();
        let found: BTreeMap<&[usize], Vec<Option<f64>>> =
            once.into_par_iter().map(|ground| (ground, estimates(panels[0], ground))).collect();
        let one = |own: &[Option<f64>], i: usize| {
            let (ratio, (method, after)) = (own[i]?, wanted[i]);
            let once: Vec<f64> = found.values().filter_map(|of| of[i]).collect();
            let placebos = drawn.iter().map(|g| found[g.as_slice()][i]).collect();
            let span = Span { before, after };
            Some(Spec { ground: at, method, span, ratio, beside: beyond(ratio, &once), placebos })
        };
        let of = |panel: &&Panel| {
            let own = estimates(panel, &self.ground(at, &self.areas));
            (0..wanted.len()).filter_map(|i| one(&own, i)).collect()
        };
        panels.iter().map(of).collect()
    }
}

/// The middle; `None` of nothing.
pub fn middle(mut all: Vec<f64>) -> Option<f64> {
    all.sort_unstable_by(f64::total_cmp);
    let n = all.len();
    (n > 0).then(|| f64::midpoint(all[(n - 1) / 2], all[n / 2]))
}

/// The middle of the whole curve beside the middles of the curves of the placebos; `None` with too few of these.
pub fn together(specs: &[Spec]) -> Option<Together> {
    let median = middle(specs.iter().map(|s| s.ratio).collect())?;
    let draws = specs.iter().map(|s| s.placebos.len()).min()?;
    let curve = |draw: usize| middle(specs.iter().filter_map(|s| s.placebos[draw]).collect());
    let middles: Vec<f64> = (0..draws).filter_map(curve).collect();
    let found = |at: usize| {
        let others: Vec<f64> = middles.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, m)| *m).collect();
        let fallen = FALL * middles[at];
        fallen < 1.0 && beyond(fallen, &others).is_some_and(|b| b.p <= ALARM)
    };
    let share = (0..middles.len()).filter(|at| found(*at)).count() as f64 / middles.len().max(1) as f64;
    Some(Together { median, beyond: beyond(median, &middles)?, found: share })
}
