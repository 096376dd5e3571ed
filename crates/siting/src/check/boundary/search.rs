//! The search for the smallest change, on the months before those that it is judged on.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use catchment_spatial::Neighbors;

use super::enumerate::{Reach, Sets};
use super::outline::pieces_and_holes;

/// The area after a change is at most this share above the area before: as many cells go as come, and cells of one
/// city differ in size by less.
pub const TOLERANCE: f64 = 0.001;
/// A change must add this share of the site's harm to be worth it.
pub const WORTH: f64 = 0.05;
/// A gain of so many standard deviations of a year's counts is seen at 5% in four of five years (1.645 + 0.842).
pub const VISIBLE: f64 = 2.486_474_860_524_65;

/// Branches looked at for each number of cells, on either side.
const STEPS: usize = 20_000;
/// Pairs of sets whose outline is looked at for each number of cells.
const PAIRS: usize = 2_000;

/// A site and the ground about it.
#[derive(Debug, Clone, Copy)]
pub struct BoundaryInput<'a> {
    /// Harm to expect in a year on each cell, learned from months before those that the change is judged on.
    pub harm: &'a [f64],
    /// Harm of an event as its own weight counts it: Σw² ÷ Σw over the city's events; 1 where all weigh 1.
    pub weight: f64,
    /// Area of each cell, km².
    pub area_km2: &'a [f64],
    /// Which cells touch.
    pub neighbors: &'a Neighbors,
    /// Cells of the site, ascending.
    pub site: &'a [usize],
    /// Whether each cell may be added.
    pub allowed: &'a [bool],
    /// Cells to swap at most.
    pub most: usize,
}

/// A change of a boundary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundaryChange {
    /// Cells added, ascending.
    pub added: Vec<usize>,
    /// Cells given up, ascending; as many.
    pub given_up: Vec<usize>,
    /// Whether no smaller change would help; else none was found before the search was cut short.
    pub smallest: bool,
}

/// The smallest change that would help; `None` where none of at most `most` cells was found.
///
/// Steps, for one cell, two, three …: the sets of so many cells that can be added and the sets that can be given up are
/// listed, pruned by what the other side can hold at best; pairs are tried with what shows most first, and the first
/// whose outline has no more pieces and no more holes than the present one, and no more area ([`TOLERANCE`]), is the
/// answer. Cost: at most 2 × 20,000 branches and 2,000 outlines for each number of cells; where that cuts a list
/// short, `smallest` is false from there on. Degenerate: `None` for a site without cells or harm, or for columns of
/// different length.
pub fn smallest_change(input: &BoundaryInput<'_>) -> Option<BoundaryChange> {
    let n = input.harm.len();
    let fits = input.area_km2.len() == n && input.allowed.len() == n && input.neighbors.len() == n;
    let sound = input.weight > 0.0 && input.harm.iter().all(|h| h.is_finite()) && input.site.iter().all(|c| *c < n);
    if !fits || !sound || input.site.is_empty() {
        return None;
    }
    let looked = Looked::new(input);
    let mut smallest = true;
    for size in 1..=input.most.min(input.site.len().saturating_sub(1)) {
        let (found, all) = looked.of_size(size);
        if let Some((added, given_up)) = found {
            return Some(BoundaryChange { added, given_up, smallest });
        }
        smallest &= all;
    }
    None
}

struct Looked<'a> {
    input: &'a BoundaryInput<'a>,
    holds: Vec<bool>,
    may_add: Vec<bool>,
    /// Harm with its sign turned: the most comes first.
    turned: Vec<f64>,
    /// Harm and area of the site.
    harm: f64,
    area_km2: f64,
    /// Pieces and holes of the site.
    now: (usize, usize),
}

/// Cells added and cells given up.
type Pair = (Vec<usize>, Vec<usize>);

impl<'a> Looked<'a> {
    fn new(input: &'a BoundaryInput<'a>) -> Self {
        let mut holds = vec![false; input.harm.len()];
        input.site.iter().for_each(|c| holds[*c] = true);
        let now = pieces_and_holes(input.neighbors, input.site, &holds);
        Self {
            may_add: (0..holds.len()).map(|c| input.allowed[c] && !holds[c]).collect(),
            turned: input.harm.iter().map(|h| -h).collect(),
            harm: input.site.iter().map(|c| input.harm[*c]).sum(),
            area_km2: input.site.iter().map(|c| input.area_km2[*c]).sum(),
            input,
            holds,
            now,
        }
    }

    /// How much a gain shows; none where it is not worth a change.
    fn shows(&self, added: f64, given_up: f64) -> Option<f64> {
        let gain = added - given_up;
        let shows = gain / (self.input.weight * (added + given_up)).sqrt();
        (gain > 0.0 && gain >= WORTH * self.harm && shows >= VISIBLE).then_some(shows)
    }

    /// A change of so many cells, and whether there is surely none where none is given.
    fn of_size(&self, size: usize) -> (Option<Pair>, bool) {
        let neighbors = self.input.neighbors;
        let near = self.within(size);
        let beside = |c: &usize, other: bool| neighbors.of(*c).iter().any(|n| self.holds[*n as usize] == other);
        let first = (0..near.len()).filter(|c| near[*c] && beside(c, true)).collect();
        let adding = Reach { neighbors, may: &near, first, value: &self.turned };
        // A cell with fewer neighbors than six lies at the border of the city, which counts as outside.
        let edge = |c: &usize| beside(c, false) || neighbors.of(*c).len() < 6;
        let first = self.input.site.iter().copied().filter(edge).collect();
        let giving = Reach { neighbors, may: &self.holds, first, value: self.input.harm };
        let least = lowest(self.input.site.iter().map(|c| self.input.harm[*c]), size);
        let most = -lowest((0..near.len()).filter(|c| near[*c]).map(|c| self.turned[c]), size);
        if self.shows(most, least).is_none() {
            return (None, true);
        }
        let add = adding.sets(size, -self.needed(least, most), STEPS);
        let Some(most) = add.list.first().map(|s| -s.0) else { return (None, add.complete) };
        let give = giving.sets(size, self.allowed(most, least), STEPS);
        self.first_that_fits(&add, &give)
    }

    /// Cells that may be added and lie within so many steps of the site.
    fn within(&self, steps: usize) -> Vec<bool> {
        let mut near = vec![false; self.holds.len()];
        let mut rim: Vec<usize> = self.input.site.to_vec();
        for _ in 0..steps {
            let mut next = Vec::new();
            for cell in rim {
                for n in self.input.neighbors.of(cell).iter().map(|n| *n as usize) {
                    if self.may_add[n] && !near[n] {
                        near[n] = true;
                        next.push(n);
                    }
                }
            }
            rim = next;
        }
        near
    }

    /// The least that must be added where `given_up` is given up; `most` is enough.
    fn needed(&self, given_up: f64, most: f64) -> f64 {
        halved(most, given_up, |added| self.shows(added, given_up).is_some())
    }

    /// The most that may be given up where `added` is added; `least` is little enough.
    fn allowed(&self, added: f64, least: f64) -> f64 {
        halved(least, added, |given_up| self.shows(added, given_up).is_some())
    }

    /// Pairs by how much they show, the most first.
    fn first_that_fits(&self, add: &Sets, give: &Sets) -> (Option<Pair>, bool) {
        let mut heap = BinaryHeap::new();
        let next = |a: usize, g: usize| {
            let (added, given_up) = (add.list.get(a)?, give.list.get(g)?);
            Some(Ranked { shows: self.shows(-added.0, given_up.0)?, at: (a, g) })
        };
        heap.extend(next(0, 0));
        for _ in 0..PAIRS {
            let Some(Ranked { at: (a, g), .. }) = heap.pop() else { return (None, add.complete && give.complete) };
            let (added, given_up) = (&add.list[a].1, &give.list[g].1);
            if self.fits(added, given_up) {
                return (Some((added.clone(), given_up.clone())), true);
            }
            heap.extend(next(a, g + 1));
            if g == 0 {
                heap.extend(next(a + 1, 0));
            }
        }
        (None, false)
    }

    /// Whether the outline after a change has no more area, pieces and holes than before.
    fn fits(&self, added: &[usize], given_up: &[usize]) -> bool {
        let area = |cells: &[usize]| cells.iter().map(|c| self.input.area_km2[*c]).sum::<f64>();
        if area(added) - area(given_up) > TOLERANCE * self.area_km2 {
            return false;
        }
        let mut holds = self.holds.clone();
        for c in added {
            holds[*c] = true;
        }
        for c in given_up {
            holds[*c] = false;
        }
        let held: Vec<usize> = self.input.site.iter().chain(added).copied().filter(|c| holds[*c]).collect();
        let (pieces, holes) = pieces_and_holes(self.input.neighbors, &held, &holds);
        pieces <= self.now.0 && holes <= self.now.1
    }
}

/// The sum of the lowest values, infinite where there are fewer.
fn lowest(values: impl Iterator<Item = f64>, size: usize) -> f64 {
    let mut values: Vec<f64> = values.collect();
    if values.len() < size {
        return f64::INFINITY;
    }
    values.sort_by(f64::total_cmp);
    values.iter().take(size).sum()
}

/// The last value on the way from one that holds to one that does not, a hair on the side of those that hold.
fn halved(holds: f64, fails: f64, test: impl Fn(f64) -> bool) -> f64 {
    let (mut good, mut bad) = (holds, fails);
    for _ in 0..60 {
        let middle = f64::midpoint(good, bad);
        if test(middle) { good = middle } else { bad = middle }
    }
    // Rounding in sums of cells must not leave out a set that is just enough.
    good + (bad - holds) * 1e-9
}

/// A pair by how much it shows.
#[derive(PartialEq)]
struct Ranked {
    shows: f64,
    at: (usize, usize),
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.shows.total_cmp(&other.shows).then_with(|| other.at.cmp(&self.at))
    }
}
