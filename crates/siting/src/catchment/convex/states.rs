//! What the states of one column of a sweep hold: for each pair of stretches, a list by length.
//!
//! This is where a search over walkable sets spends most of its time, so the lists are worked out [`LANES`] lengths at
//! once: what stands in registers is compared with what the row before holds, and written once. Maxima and one sum do
//! not depend on how many are worked out at once: the answer is the same to the bit on every machine.

use super::rule::{MOVES, Rule, STRETCHES, mirrored, parts};

pub(crate) const PAIRS: usize = STRETCHES * STRETCHES;
/// Room on both sides of the lengths, for states that there are not.
pub(crate) const PAD: usize = 3;
/// Lengths that are worked out at once.
const LANES: usize = 8;

/// What stands within [`PAD`] of them.
const WINDOW: usize = LANES + 2 * PAD;

type Lane = [f32; LANES];

/// How the lists of a column lie in memory: pair by pair, [`PAD`] and then the lengths from 0 on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lists {
    /// From one pair to the next.
    pub(crate) stride: usize,
    least: usize,
}

impl Lists {
    pub(crate) fn new(rule: Rule) -> Self {
        let lengths = (rule.most + 1 - rule.least).next_multiple_of(LANES);
        Self { stride: PAD + rule.least + lengths + PAD, least: rule.least }
    }

    /// Values of one column.
    pub(crate) fn block(self) -> usize {
        PAIRS * self.stride
    }

    /// Sums by length that [`Self::fill`] reads.
    pub(crate) fn sums(self) -> usize {
        self.stride - 2 * PAD
    }

    /// Works out a column from those that hold what its rows can join, by the move of their left side from the least
    /// on. `sums` are the profits of its rows by length, negative infinity above `longest`. Returns the best of the
    /// last stretches with its length.
    pub(crate) fn fill(self, own: &mut [f32], held: [&[f32]; 4], sums: &[f32], longest: usize) -> (f32, usize) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "there is no other way to ask for wide registers")]
            // SAFETY: the machine has what the function is compiled for, as it just said.
            return unsafe { self.fill_wide(own, held, sums, longest) };
        }
        self.fill_any(own, held, sums, longest)
    }

    /// [`Self::fill`] where eight lengths fit into one register.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn fill_wide(self, own: &mut [f32], held: [&[f32]; 4], sums: &[f32], longest: usize) -> (f32, usize) {
        self.fill_any(own, held, sums, longest)
    }

    #[expect(clippy::inline_always, reason = "it is compiled for the registers of who calls it")]
    #[inline(always)]
    fn fill_any(self, own: &mut [f32], held: [&[f32]; 4], sums: &[f32], longest: usize) -> (f32, usize) {
        let mut best = (f32::NEG_INFINITY, 0);
        for first in (self.least..=longest).step_by(LANES) {
            let states = if first == 1 { self.some::<true>(held, first) } else { self.some::<false>(held, first) };
            let last = self.write(own, states, sums, first);
            if last.iter().any(|value| *value > best.0) {
                for (value, length) in last.into_iter().zip(first..) {
                    if value > best.0 {
                        best = (value, length);
                    }
                }
            }
        }
        best
    }

    /// Before the row itself is added: what the lengths from `first` on join, or nothing, or what an earlier stretch
    /// holds. `SINGLE`: the first of them is of one cell.
    #[expect(clippy::inline_always, reason = "as for `fill_any`")]
    #[inline(always)]
    fn some<const SINGLE: bool>(self, held: [&[f32]; 4], first: usize) -> [Lane; PAIRS] {
        // Spelled out, so that every offset is known when it is compiled.
        let joined = [
            self.joined::<0, 0, SINGLE>(held, first),
            self.joined::<0, 1, SINGLE>(held, first),
            self.joined::<0, 2, SINGLE>(held, first),
            self.joined::<1, 0, SINGLE>(held, first),
            self.joined::<1, 1, SINGLE>(held, first),
            self.joined::<1, 2, SINGLE>(held, first),
            self.joined::<2, 0, SINGLE>(held, first),
            self.joined::<2, 1, SINGLE>(held, first),
            self.joined::<2, 2, SINGLE>(held, first),
        ];
        let mut states = joined;
        for pair in 0..PAIRS {
            if pair % STRETCHES > 0 {
                states[pair] = larger(states[pair], states[pair - 1]);
            }
            if pair >= STRETCHES {
                states[pair] = larger(states[pair], states[pair - STRETCHES]);
            }
        }
        states
    }

    /// The best of four states that a pair of stretches may join, or nothing.
    #[expect(clippy::inline_always, reason = "as for `fill_any`")]
    #[inline(always)]
    fn joined<const L: usize, const R: usize, const SINGLE: bool>(self, held: [&[f32]; 4], first: usize) -> Lane {
        let mut best = [0.0; LANES];
        for d in MOVES[L] {
            // Lengths from three less than the first to three more than the last.
            let from = held[index(d + 2)][(L * STRETCHES + R) * self.stride + first..].first_chunk::<WINDOW>();
            let Some(from) = from else { continue };
            for e in MOVES[R].map(mirrored) {
                let mut lane: Lane = std::array::from_fn(|i| from[i + index(d - e + 3)]);
                // A single cell touches no row that moves away from it.
                if SINGLE && parts(1, d, e) && e >= d {
                    lane[index(e - d)] = f32::NEG_INFINITY;
                }
                best = larger(best, lane);
            }
        }
        best
    }

    /// Adds the rows themselves and writes the lists; returns the last.
    #[expect(clippy::inline_always, reason = "as for `fill_any`")]
    #[inline(always)]
    fn write(self, own: &mut [f32], mut states: [Lane; PAIRS], sums: &[f32], first: usize) -> Lane {
        let Some(sum) = sums[first..].first_chunk::<LANES>() else { return [f32::NEG_INFINITY; LANES] };
        for (state, own) in states.iter_mut().zip(own.chunks_exact_mut(self.stride)) {
            *state = std::array::from_fn(|i| state[i] + sum[i]);
            own[PAD + first..][..LANES].copy_from_slice(state);
        }
        states[PAIRS - 1]
    }
}

#[expect(clippy::inline_always, reason = "as for `fill_any`")]
#[inline(always)]
fn larger(a: Lane, b: Lane) -> Lane {
    std::array::from_fn(|i| if b[i] > a[i] { b[i] } else { a[i] })
}

/// A small number that is not negative.
const fn index(n: i32) -> usize {
    n.unsigned_abs() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::Stream;

    /// What a column holds, worked out as it stands in the rule: length by length, move by move.
    fn by_hand(rule: Rule, held: [&[f32]; 4], sums: &[f32], longest: usize) -> Vec<f32> {
        let lists = Lists::new(rule);
        let at = |pair: usize, length: i32| pair * lists.stride + PAD + usize::try_from(length).unwrap();
        let mut own = vec![f32::NEG_INFINITY; lists.block()];
        let joined = |length: i32, l: usize, r: usize| {
            let mut best = 0.0_f32;
            for d in MOVES[l] {
                for e in MOVES[r].map(mirrored) {
                    let before = length + d - e;
                    let touches = !parts(usize::try_from(before.max(0)).unwrap(), d, e);
                    if (1..=i32::try_from(rule.most).unwrap()).contains(&before) && touches {
                        best = best.max(held[index(d + 2)][at(l * STRETCHES + r, before)]);
                    }
                }
            }
            best
        };
        for (length, sum) in sums.iter().enumerate().take(longest + 1).skip(rule.least) {
            let n = i32::try_from(length).unwrap();
            for l in 0..STRETCHES {
                for r in 0..STRETCHES {
                    // What the stretches up to these two hold at best.
                    let all = (0..=l).flat_map(|a| (0..=r).map(move |b| (a, b)));
                    let best = all.map(|(a, b)| joined(n, a, b)).fold(0.0_f32, f32::max);
                    own[at(l * STRETCHES + r, n)] = best + sum;
                }
            }
        }
        own
    }

    #[test]
    fn eight_lengths_at_once_hold_to_the_bit_what_one_after_the_other_does() {
        let stream = Stream::new(7, &["columns"]);
        for (least, most) in [(1, 5), (1, 17), (2, 9), (4, 26), (5, 12)] {
            let (rule, mut at) = (Rule { least, most }, 0);
            let lists = Lists::new(rule);
            let mut draw = || {
                at += 1;
                #[expect(clippy::cast_possible_truncation, reason = "any numbers do")]
                let profit = (stream.uniform(at) * 40.0 - 15.0) as f32;
                profit
            };
            for longest in least..=most {
                // Lengths below the least and above the most are never held.
                let mut column = || {
                    let mut held = vec![f32::NEG_INFINITY; lists.block()];
                    for pair in 0..PAIRS {
                        (least..=most).for_each(|n| held[pair * lists.stride + PAD + n] = draw());
                    }
                    held
                };
                let held = [column(), column(), column(), column()];
                let held = [&held[0][..], &held[1][..], &held[2][..], &held[3][..]];
                let mut sums = vec![f32::NEG_INFINITY; lists.sums()];
                (1..=longest).for_each(|n| sums[n] = draw());
                let wanted = by_hand(rule, held, &sums, longest);
                let [mut wide, mut any] = [(); 2].map(|()| vec![f32::NEG_INFINITY; lists.block()]);
                let best = lists.fill(&mut wide, held, &sums, longest);
                assert_eq!(best, lists.fill_any(&mut any, held, &sums, longest));
                let bits = |list: &[f32]| list.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&wide), bits(&any), "{rule:?} {longest}");
                for pair in 0..PAIRS {
                    let lengths = pair * lists.stride + PAD + least..=pair * lists.stride + PAD + longest;
                    assert_eq!(bits(&wide[lengths.clone()]), bits(&wanted[lengths]), "{rule:?} {longest} {pair}");
                }
            }
        }
    }
}
