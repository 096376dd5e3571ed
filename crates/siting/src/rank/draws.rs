//! The draws: scores of all units, their ranks, and what is read off them.

use catchment_model::heap;
use std::ops::Range;

use rayon::prelude::*;

use crate::gamma::Gamma;
use crate::sampler::{Numbers, Sampler};
use crate::stream::Stream;

/// Draws ranked together: a block of scores stays in the cache.
const BLOCK: usize = 64;
/// Draws made together of one unit.
pub(crate) const STRIDE: usize = 512;
/// Pieces that the draws are ranked in: enough for the threads, few enough for a tally each.
const PIECES: usize = 16;

/// The posterior of a unit's score: a weighted sum of independent Gamma rates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Posterior {
    pub(crate) parts: Vec<Part>,
    /// Stream of the sum, where it is drawn at once.
    pub(crate) stream: Stream,
}

/// One offense group's share of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// Distribution of weight × rate.
    pub(crate) gamma: Gamma,
    pub(crate) stream: Stream,
}

/// A score that is ready to be drawn: as one number where its quantiles can be had, else as the sum of its parts'
/// numbers.
#[derive(Debug)]
pub(crate) struct Scores(Vec<(Numbers, Stream)>);

impl Posterior {
    pub(crate) fn mean(&self) -> f64 {
        self.parts.iter().map(|p| p.gamma.mean()).sum()
    }

    pub(crate) fn variance(&self) -> f64 {
        self.parts.iter().map(|p| p.gamma.variance()).sum()
    }

    pub(crate) fn scores(&self, sampler: &Sampler) -> Scores {
        let gammas: Vec<Gamma> = self.parts.iter().map(|p| p.gamma).collect();
        match sampler.sum(&gammas) {
            Some(sum) => Scores(vec![(sum, self.stream)]),
            None => Scores(self.by_part(sampler)),
        }
    }

    /// Each part by itself.
    pub(crate) fn by_part(&self, sampler: &Sampler) -> Vec<(Numbers, Stream)> {
        self.parts.iter().map(|p| (sampler.gamma(&p.gamma), p.stream)).collect()
    }
}

impl Scores {
    /// Scores of the draws from `first` on.
    pub(crate) fn fill(&self, sampler: &Sampler, first: usize, scores: &mut [f32]) {
        if let [(sum, stream)] = &self.0[..] {
            return sampler.fill(sum, *stream, first as u64, scores);
        }
        let mut own = [0.0; STRIDE];
        scores.fill(0.0);
        for (numbers, stream) in &self.0 {
            for (at, chunk) in scores.chunks_mut(STRIDE).enumerate() {
                let own = &mut own[..chunk.len()];
                sampler.fill(numbers, *stream, (first + at * STRIDE) as u64, own);
                chunk.iter_mut().zip(own.iter()).for_each(|(score, x)| *score += x);
            }
        }
    }
}

/// What the draws say about one unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Summary {
    pub(crate) score_low: f64,
    pub(crate) score_high: f64,
    pub(crate) ranks: RankSummary,
}

/// Draws all scores, ranks them (1 = highest, ties in the order of the units) and sums up, unit by unit.
pub(crate) fn summarize(posteriors: &[Posterior], draws: usize, k: usize, level: f64) -> Vec<Summary> {
    let sampler = Sampler::new();
    let tail = (1.0 - level) / 2.0;
    let drawn: Vec<(Vec<f32>, (f64, f64))> = posteriors
        .par_iter()
        .map_init(Vec::new, |spare, posterior| {
            let mut row = vec![0.0; draws];
            posterior.scores(&sampler).fill(&sampler, 0, &mut row);
            spare.clone_from(&row);
            let ends = interval(spare, tail, (posterior.mean(), posterior.variance().sqrt()));
            (row, ends)
        })
        .collect();
    let n = posteriors.len();
    let tally =
        tally(n, draws, |unit, first, scores| scores.copy_from_slice(&drawn[unit].0[first..first + scores.len()]));
    (0..n)
        .map(|unit| {
            let (score_low, score_high) = drawn[unit].1;
            Summary { score_low, score_high, ranks: rank_summary(&tally[unit * n..(unit + 1) * n], draws, k, tail) }
        })
        .collect()
}

/// How often each unit had each rank, at `[unit × n + rank − 1]`; `fill(unit, first, scores)` gives scores of the draws
/// from `first` on.
///
/// Only whole numbers are added, and the pieces are fixed: the number of threads leaves no trace.
pub(crate) fn tally(n: usize, draws: usize, fill: impl Fn(usize, usize, &mut [f32]) + Sync) -> Vec<u32> {
    let ranked = |draws: Range<usize>| {
        let mut tally = Tally::new(n);
        in_blocks(n, draws, &fill, |scores, width| tally.add(scores, width));
        tally.counts
    };
    pieces(draws).map(ranked).reduce(|| vec![0; n * n], |a, b| add_up(a, &b))
}

/// How often each unit was among the first `k`.
pub(crate) fn top_counts(n: usize, draws: usize, k: usize, fill: impl Fn(usize, usize, &mut [f32]) + Sync) -> Vec<u32> {
    let chosen = |draws: Range<usize>| {
        let mut counts = vec![0; n];
        let mut first = First::new(k.min(n));
        in_blocks(n, draws, &fill, |scores, width| {
            first.choose(scores, width);
            first.keys.iter().flatten().for_each(|key| counts[unit_of(*key)] += 1);
        });
        counts
    };
    pieces(draws).map(chosen).reduce(|| vec![0; n], |a, b| add_up(a, &b))
}

fn pieces(draws: usize) -> impl IndexedParallelIterator<Item = Range<usize>> {
    let blocks = draws.div_ceil(BLOCK);
    (0..PIECES)
        .into_par_iter()
        .map(move |p| (p * blocks / PIECES * BLOCK).min(draws)..((p + 1) * blocks / PIECES * BLOCK).min(draws))
}

fn in_blocks(
    n: usize,
    draws: Range<usize>,
    fill: impl Fn(usize, usize, &mut [f32]),
    mut use_block: impl FnMut(&[f32], usize),
) {
    let mut scores = vec![0.0; n * BLOCK];
    for first in draws.clone().step_by(BLOCK) {
        let width = BLOCK.min(draws.end - first);
        let scores = &mut scores[..n * width];
        scores.chunks_mut(width).enumerate().for_each(|(unit, row)| fill(unit, first, row));
        use_block(scores, width);
    }
}

fn add_up(mut a: Vec<u32>, b: &[u32]) -> Vec<u32> {
    a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
    a
}

/// A key that sorts the highest score first and settles ties by unit.
#[inline]
fn key(score: f32, unit: usize) -> u64 {
    let bits = score.to_bits();
    // Bits of positive numbers are in order, those of negative ones in reverse.
    let rising = if bits >> 31 == 0 { bits | 0x8000_0000 } else { !bits };
    (u64::from(!rising) << 32) | unit as u64
}

#[inline]
fn score_of(key: u64) -> f32 {
    let rising = !((key >> 32) as u32);
    f32::from_bits(if rising >> 31 == 1 { rising & 0x7FFF_FFFF } else { !rising })
}

#[inline]
fn unit_of(key: u64) -> usize {
    (key & 0xFFFF_FFFF) as usize
}

/// The `k` highest scores of every draw of a block.
///
/// A unit's scores of all draws are held against the lowest of the best so far, side by side: few pass.
struct First {
    k: usize,
    /// Keys of each draw, best first.
    keys: Vec<Vec<u64>>,
    /// The lowest score among them; −∞ while there is room.
    lowest: [f32; BLOCK],
}

impl First {
    fn new(k: usize) -> Self {
        Self { k, keys: vec![Vec::new(); BLOCK], lowest: [f32::NEG_INFINITY; BLOCK] }
    }

    fn choose(&mut self, scores: &[f32], width: usize) {
        self.keys.iter_mut().for_each(Vec::clear);
        self.lowest.fill(f32::NEG_INFINITY);
        for (unit, row) in scores.chunks(width).enumerate() {
            // Equal scores are settled by their keys.
            let passed: u32 = row.iter().zip(&self.lowest).map(|(score, lowest)| u32::from(score >= lowest)).sum();
            if passed > 0 {
                for (draw, score) in row.iter().enumerate() {
                    if *score >= self.lowest[draw] {
                        self.enter(draw, key(*score, unit));
                    }
                }
            }
        }
    }

    fn enter(&mut self, draw: usize, key: u64) {
        let keys = &mut self.keys[draw];
        if keys.len() < self.k || keys[self.k - 1] > key {
            let at = keys.partition_point(|other| *other < key);
            keys.truncate(self.k - 1);
            keys.insert(at, key);
        }
        if let Some(last) = keys.get(self.k - 1) {
            self.lowest[draw] = score_of(*last);
        }
    }
}

/// Counts of ranks, and what sorting a draw needs.
struct Tally {
    n: usize,
    counts: Vec<u32>,
    /// A block's scores, draw by draw.
    turned: Vec<f32>,
    /// Sorted by bucket, then by insertion.
    keys: Vec<u64>,
    buckets: Vec<u16>,
    starts: Vec<u32>,
}

/// Most scores in one bucket for which insertion is still quick.
const CROWD: u32 = 40;

impl Tally {
    fn new(n: usize) -> Self {
        let size = (2 * n).next_power_of_two().clamp(64, 4096);
        Self {
            n,
            counts: vec![0; n * n],
            turned: vec![0.0; n * BLOCK],
            keys: vec![0; n],
            buckets: vec![0; n],
            starts: vec![0; size],
        }
    }

    fn add(&mut self, scores: &[f32], width: usize) {
        let low = scores.iter().copied().fold(f32::INFINITY, f32::min);
        let high = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for (unit, row) in scores.chunks(width).enumerate() {
            row.iter().enumerate().for_each(|(draw, score)| self.turned[draw * self.n + unit] = *score);
        }
        for draw in 0..width {
            self.sort(draw, (low, high));
            for (rank, key) in self.keys.iter().enumerate() {
                self.counts[unit_of(*key) * self.n + rank] += 1;
            }
        }
    }

    /// Sorts a draw: by the bucket of a score between `low` and `high` first, which leaves little to move.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the buckets, clamped by the cast"
    )]
    fn sort(&mut self, draw: usize, (low, high): (f32, f32)) {
        let scores = &self.turned[draw * self.n..(draw + 1) * self.n];
        let last = self.starts.len() - 1;
        let scale = if high > low { last as f32 / (high - low) } else { 0.0 };
        self.starts.fill(0);
        for (bucket, score) in self.buckets.iter_mut().zip(scores) {
            *bucket = ((high - score) * scale) as u16;
            self.starts[usize::from(*bucket).min(last)] += 1;
        }
        let (mut sum, mut crowd) = (0, 0);
        for start in &mut self.starts {
            crowd = crowd.max(*start);
            (*start, sum) = (sum, sum + *start);
        }
        for ((unit, score), bucket) in scores.iter().enumerate().zip(&self.buckets) {
            let place = &mut self.starts[usize::from(*bucket).min(last)];
            self.keys[*place as usize] = key(*score, unit);
            *place += 1;
        }
        // Keys are distinct, so any sort gives the same order.
        if crowd > CROWD { self.keys.sort_unstable() } else { sort_by_insertion(&mut self.keys) }
    }
}

fn sort_by_insertion(keys: &mut [u64]) {
    for i in 1..keys.len() {
        let key = keys[i];
        let mut at = i;
        while at > 0 && keys[at - 1] > key {
            keys[at] = keys[at - 1];
            at -= 1;
        }
        keys[at] = key;
    }
}

/// The order statistics that leave `tail` of the draws outside on each side; `around` is about where they lie (mean,
/// standard deviation).
///
/// Only the draws beyond half a deviation from the mean are looked at closely, where these are enough.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length is a position")]
fn interval(scores: &mut [f32], tail: f64, (mean, deviation): (f64, f64)) -> (f64, f64) {
    let outside = (tail * scores.len() as f64) as usize;
    let mut end = |beyond: f64, sign: f32| {
        let edge = sign * (mean + beyond * deviation) as f32;
        let mut far: Vec<f32> = scores.iter().map(|s| sign * s).filter(|s| *s > edge).collect();
        let found = if far.len() > outside {
            *far.select_nth_unstable_by(outside, |a, b| b.total_cmp(a)).1
        } else {
            sign * *scores.select_nth_unstable_by(outside, |a, b| (sign * b).total_cmp(&(sign * a))).1
        };
        f64::from(sign * found)
    };
    (end(-0.5, -1.0), end(0.5, 1.0))
}

/// What the draws say about the rank of one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RankSummary {
    pub(crate) expected_rank: f64,
    pub(crate) rank_low: usize,
    pub(crate) rank_high: usize,
    pub(crate) p_top: f64,
}

/// Sums up how often a unit had each rank.
pub(crate) fn rank_summary(counts: &[u32], draws: usize, k: usize, tail: f64) -> RankSummary {
    let all = draws as f64;
    let (mut below, mut weighted, mut top) = (0_u64, 0_u64, 0_u64);
    let (mut rank_low, mut rank_high) = (0, 0);
    for (rank, count) in (1..).zip(counts) {
        // Half of the draws at this rank count as better, half as worse: whole ranks would otherwise hold more than the
        // level says.
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
    RankSummary { expected_rank: weighted as f64 / all, rank_low, rank_high, p_top: top as f64 / all }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "made-up numbers, cut on purpose")]
mod tests {
    use super::*;

    #[test]
    fn any_scores_are_ranked_as_a_plain_sort_would() {
        let stream = Stream::new(4, &["scores"]);
        for (n, kind) in [(1, 0), (2, 1), (37, 0), (200, 1), (200, 2), (700, 0)] {
            let score = |unit: usize, draw: usize| {
                let u = stream.uniform((unit * 1000 + draw) as u64) as f32;
                match kind {
                    0 => u - 0.5,
                    1 => (8.0 * u).floor() - 3.0,
                    _ => {
                        if unit == 5 {
                            1e9
                        } else {
                            u
                        }
                    }
                }
            };
            let fill =
                |unit: usize, first: usize, row: &mut [f32]| (first..).zip(row).for_each(|(d, s)| *s = score(unit, d));
            let draws = 150;
            let (ranks, tops) = (tally(n, draws, fill), top_counts(n, draws, n.min(3), fill));
            let mut plain = vec![0; n * n];
            for draw in 0..draws {
                let mut order: Vec<usize> = (0..n).collect();
                order.sort_by(|a, b| score(*b, draw).total_cmp(&score(*a, draw)));
                order.iter().enumerate().for_each(|(rank, unit)| plain[unit * n + rank] += 1);
            }
            assert_eq!(ranks, plain, "{n} units, kind {kind}");
            let first: Vec<u32> = plain.chunks(n).map(|row| row[..n.min(3)].iter().sum()).collect();
            assert_eq!(tops, first, "{n} units, kind {kind}");
        }
    }

    #[test]
    fn the_ends_of_an_interval_are_order_statistics() {
        let stream = Stream::new(9, &["interval"]);
        let scores: Vec<f32> = (0..5_001).map(|i| stream.uniform(i) as f32).collect();
        let mut sorted = scores.clone();
        sorted.sort_by(f32::total_cmp);
        for around in [(0.5, 0.29), (3.0, 0.1), (-2.0, 0.1)] {
            let (low, high) = interval(&mut scores.clone(), 0.05, around);
            assert_eq!((low, high), (f64::from(sorted[250]), f64::from(sorted[5_000 - 250])));
        }
    }
}

heap!(Part);
heap!(Posterior { parts, stream });
