//! The draws: scores of all units at once, their ranks, and what is read off them.

use rayon::prelude::*;

use crate::gamma::Gamma;
use crate::stream::{Normal, Stream};

/// Draws handled together: a unit's parameters are read once per block, and a block of scores stays in the cache.
const BLOCK: usize = 64;

/// The posterior of a unit's score: a weighted sum of independent Gamma rates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Posterior {
    pub(crate) parts: Vec<Part>,
}

/// One offense group's share of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// Distribution of weight × rate.
    pub(crate) gamma: Gamma,
    pub(crate) stream: Stream,
}

impl Posterior {
    pub(crate) fn mean(&self) -> f64 {
        self.parts.iter().map(|p| p.gamma.mean()).sum()
    }

    pub(crate) fn variance(&self) -> f64 {
        self.parts.iter().map(|p| p.gamma.variance()).sum()
    }

    /// Scores of the draws from `first` on.
    pub(crate) fn fill(&self, normal: &Normal, first: usize, scores: &mut [f64]) {
        scores.fill(0.0);
        for part in &self.parts {
            for (draw, score) in (first as u64..).zip(scores.iter_mut()) {
                *score += part.gamma.draw(normal, part.stream, draw);
            }
        }
    }
}

/// What the draws say about one unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Summary {
    pub(crate) score_low: f64,
    pub(crate) score_high: f64,
    pub(crate) expected_rank: f64,
    pub(crate) rank_low: usize,
    pub(crate) rank_high: usize,
    pub(crate) p_top: f64,
}

/// Draws all scores, ranks them (1 = highest, ties in the order of the units) and sums up, unit by unit.
///
/// Only whole numbers are added across blocks, and every score has its own place: the order of the threads leaves no trace.
pub(crate) fn summarize(posteriors: &[Posterior], draws: usize, k: usize, level: f64) -> Vec<Summary> {
    let n = posteriors.len();
    let normal = Normal::new();
    let mut scores = vec![0.0_f32; n * draws];
    let ranks = scores
        .par_chunks_mut(n * BLOCK)
        .enumerate()
        .fold(
            || Tally::new(n),
            |mut tally, (block, scores)| {
                draw_block(posteriors, &normal, block * BLOCK, scores);
                tally.add(scores);
                tally
            },
        )
        .reduce(|| Tally::new(n), |a, b| a.merge(&b));
    let tail = (1.0 - level) / 2.0;
    (0..n)
        .into_par_iter()
        .map_init(Vec::new, |own, unit| {
            own.clear();
            for block in scores.chunks(n * BLOCK) {
                let width = block.len() / n;
                own.extend_from_slice(&block[unit * width..(unit + 1) * width]);
            }
            let (score_low, score_high) = interval(own, tail);
            rank_summary(&ranks.counts[unit * n..(unit + 1) * n], draws, k, tail, (score_low, score_high))
        })
        .collect()
}

/// Fills `[unit][draw]` for one block.
#[expect(clippy::cast_possible_truncation, reason = "seven digits order and describe a score well enough, at half the memory")]
fn draw_block(posteriors: &[Posterior], normal: &Normal, first: usize, scores: &mut [f32]) {
    let width = scores.len() / posteriors.len();
    let mut wide = [0.0; BLOCK];
    for (posterior, row) in posteriors.iter().zip(scores.chunks_mut(width)) {
        posterior.fill(normal, first, &mut wide[..width]);
        row.iter_mut().zip(&wide).for_each(|(narrow, wide)| *narrow = *wide as f32);
    }
}

/// How often each unit had each rank: `[unit][rank]`.
struct Tally {
    n: usize,
    counts: Vec<u32>,
    /// Units in the order of the last draw: the next is much like it, and putting it in order takes few moves.
    order: Vec<u32>,
    /// Draws to come that are not tried by insertion, since the last try failed: so many units are alike that no draw is like the next.
    restless: u32,
    keys: Vec<u64>,
}

impl Tally {
    fn new(n: usize) -> Self {
        Self { n, counts: vec![0; n * n], order: (0..n).filter_map(|u| u32::try_from(u).ok()).collect(), restless: 0, keys: vec![0; n] }
    }

    fn add(&mut self, scores: &[f32]) {
        let width = scores.len() / self.n;
        for draw in 0..width {
            for (key, unit) in self.keys.iter_mut().zip(&self.order) {
                // Scores are not negative, so their bits are in order; inverted, the highest comes first, and the unit settles ties.
                *key = (u64::from(!scores[*unit as usize * width + draw].to_bits()) << 32) | u64::from(*unit);
            }
            if self.restless > 0 {
                self.restless -= 1;
                self.keys.sort_unstable();
            } else if !sort_by_insertion(&mut self.keys) {
                self.restless = 50;
                self.keys.sort_unstable();
            }
            for (rank, (key, unit)) in self.keys.iter().zip(&mut self.order).enumerate() {
                *unit = (key & 0xFFFF_FFFF) as u32;
                self.counts[*unit as usize * self.n + rank] += 1;
            }
        }
    }

    fn merge(mut self, other: &Self) -> Self {
        self.counts.iter_mut().zip(&other.counts).for_each(|(a, b)| *a += b);
        self
    }
}

/// Sorts by insertion; gives up, with `false`, where that takes more than some moves per key. Keys are distinct, so any sort gives the same order.
fn sort_by_insertion(keys: &mut [u64]) -> bool {
    const MOVES_PER_KEY: usize = 6;
    let mut moves = 0;
    for i in 1..keys.len() {
        let key = keys[i];
        let mut at = i;
        while at > 0 && keys[at - 1] > key {
            keys[at] = keys[at - 1];
            at -= 1;
        }
        keys[at] = key;
        moves += i - at;
        if moves > MOVES_PER_KEY * keys.len() {
            return false;
        }
    }
    true
}

/// The order statistics that leave `tail` of the draws outside on each side.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length is a position")]
fn interval(scores: &mut [f32], tail: f64) -> (f64, f64) {
    let outside = (tail * scores.len() as f64) as usize;
    let last = scores.len() - 1 - outside;
    let low = *scores.select_nth_unstable_by(outside, f32::total_cmp).1;
    let high = *scores.select_nth_unstable_by(last, f32::total_cmp).1;
    (f64::from(low), f64::from(high))
}

fn rank_summary(counts: &[u32], draws: usize, k: usize, tail: f64, (score_low, score_high): (f64, f64)) -> Summary {
    let all = draws as f64;
    let (mut below, mut weighted, mut top) = (0_u64, 0_u64, 0_u64);
    let (mut rank_low, mut rank_high) = (0, 0);
    for (rank, count) in (1..).zip(counts) {
        // Half of the draws at this rank count as better, half as worse: whole ranks would otherwise hold more than the level says.
        let middle = (below as f64 + 0.5 * f64::from(*count)) / all;
        if rank_low == 0 && middle >= tail {
            rank_low = rank;
        }
        if middle <= 1.0 - tail {
            rank_high = rank;
        }
        below += u64::from(*count);
        weighted += u64::from(*count) * rank as u64;
        if rank == k {
            top = below;
        }
    }
    Summary { score_low, score_high, expected_rank: weighted as f64 / all, rank_low, rank_high, p_top: top as f64 / all }
}
