//! The best walkable catchment about a cell, on the ground that others leave.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::CatchmentError;
use super::super::region::{Found, Ground as Free, Region, Seen};
use super::counted::Only;
use super::hull::Hull;
use super::lattice::{Board, Lattice, TURNS};
use super::rule::{Limits, Rule};
use super::tables::{Ground, TABLE, Tables};

/// Times that a catchment is moved to a better center.
const MOVES: usize = 3;
/// Prices of ground that are tried where cells are not counted.
const PRICES: usize = 24;
/// Prices of ground that are tried for a quick answer.
const QUICK: usize = 8;
/// Tables of no more values are quick as well.
const SMALL: usize = 250_000;
/// Shares of what a price on ground allows that the best is first looked for above.
const ABOVE: [f64; 2] = [0.985, 0.93];
/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;

/// A region with its lattice and the rule of its shapes.
pub(crate) struct Walk<'f, 'a> {
    pub(crate) region: &'f Region<'a>,
    pub(crate) lattice: Arc<Lattice>,
    pub(crate) rule: Rule,
    /// Largest area of a cell that may be used, km².
    largest_cell: f64,
    /// Tables that nobody uses at the moment: they are large, and to clear fresh memory takes long.
    spare: Mutex<Vec<Scratch>>,
}

/// Tables in use; they go back when it ends.
pub(crate) struct Lent<'w> {
    scratch: Scratch,
    spare: &'w Mutex<Vec<Scratch>>,
}

impl Deref for Lent<'_> {
    type Target = Scratch;

    fn deref(&self) -> &Scratch {
        &self.scratch
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Scratch {
        &mut self.scratch
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.scratch));
    }
}

/// Tables for one search after the other.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    seen: Seen,
    cells: Vec<u32>,
    pub(crate) tables: Tables,
}

impl<'f, 'a> Walk<'f, 'a> {
    /// Lays out a region.
    ///
    /// # Errors
    /// [`CatchmentError::Lattice`] where its cells do not lie in six directions.
    pub(crate) fn new(region: &'f Region<'a>) -> Result<Self, CatchmentError> {
        Ok(Self::on(region, Arc::new(Lattice::new(&region.input)?)))
    }

    /// The same with a lattice that is known.
    pub(crate) fn on(region: &'f Region<'a>, lattice: Arc<Lattice>) -> Self {
        // Centers of touching hexagons are √3 edges apart; distances vary a little over a city.
        let pitch_m = 3.0_f64.sqrt() * region.edge_m;
        let rule = Rule::new(region.most_cells(), 1.1 * region.reach_m / pitch_m);
        let allowed = region.input.allowed.iter().zip(region.input.area_km2).filter(|(ok, _)| **ok);
        let largest_cell = allowed.map(|(_, km2)| *km2).fold(0.0, f64::max);
        Self { region, lattice, rule, largest_cell, spare: Mutex::default() }
    }

    /// Tables to work with.
    pub(crate) fn scratch(&self) -> Lent<'_> {
        let scratch = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        Lent { scratch, spare: &self.spare }
    }

    /// The best catchment whose center is a cell: of all that follow the rule along one of the directions and lie
    /// within reach of the cell. `None` where there is none with any harm.
    pub(crate) fn about(&self, center: u32, turns: &[usize], ground: &Free, s: &mut Scratch) -> Option<Found> {
        let region = self.region;
        if !ground.may_center(region, center) {
            return None;
        }
        region.walk(center, |c| ground.free[c as usize], &mut s.seen, &mut s.cells);
        let mut best: Option<Found> = None;
        for turn in turns {
            let board = self.lattice.board(&s.cells, *turn);
            let found = self.on_board(&board, center, s);
            if let Some(found) = found.filter(|f| f.harm > best.as_ref().map_or(0.0, |b| b.harm)) {
                best = Some(found);
            }
        }
        best
    }

    /// The same, with the center moved to the middle of the harm as long as that helps.
    pub(crate) fn settle(&self, found: Found, turns: &[usize], ground: &Free, s: &mut Scratch) -> Found {
        let mut best = found;
        for _ in 0..MOVES {
            let center = self.region.center(&best);
            if center == best.anchor || !ground.may_center(self.region, center) {
                break;
            }
            let Some(next) = self.about(center, turns, ground, s) else { break };
            let gained = next.harm > best.harm * (1.0 + GAIN);
            if next.harm >= best.harm {
                best = next;
            }
            if !gained {
                break;
            }
        }
        best
    }

    /// About the best that the ground within reach of a cell can hold along one direction, found by a price on ground,
    /// `price` at first: quick, and no more than a few percent below the best.
    pub(crate) fn quick(
        &self,
        center: u32,
        turn: usize,
        (ground, price): (&Free, f64),
        s: &mut Scratch,
    ) -> Option<Found> {
        let region = self.region;
        region.walk(center, |c| ground.free[c as usize], &mut s.seen, &mut s.cells);
        let board = self.lattice.board(&s.cells, turn);
        let most = region.most_cells().min(s.cells.len());
        if s.cells.len() * self.rule.most.min(most) * 9 * (most + 1) <= SMALL {
            return self.on_board(&board, center, s);
        }
        let (mut price, mut step) = (price, 1.6);
        let mut best: Option<Found> = None;
        for _ in 0..QUICK {
            let (found, larger) = self.at_price(&board, center, price, s)?;
            if let Some(found) = found.filter(|f| f.harm > best.as_ref().map_or(0.0, |b| b.harm)) {
                best = Some(found);
            }
            price = if larger { price * step } else { price / step };
            step = step.powf(0.6);
        }
        best
    }

    /// The best set at a price, if it may be chosen, and whether it has too much ground.
    fn at_price(&self, board: &Board, center: u32, price: f64, s: &mut Scratch) -> Option<(Option<Found>, bool)> {
        let region = self.region;
        let on = Ground { board, cells: &s.cells, through: None };
        let end = s.tables.at_price(&self.limits(), on, &region.harm, price)?;
        let cells = s.tables.sweep.cells(board, end);
        if !self.fits(&cells) {
            return Some((None, true));
        }
        let all = |c: u32| cells.iter().all(|o| region.reaches(c, *o));
        let anchor = if cells.binary_search(&center).is_ok() && all(center) {
            Some(center)
        } else if region.spacing_m > 0.0 {
            None
        } else {
            cells.iter().copied().find(|c| all(*c))
        };
        Some((anchor.map(|a| self.found(a, cells)), false))
    }

    fn on_board(&self, board: &Board, center: u32, s: &mut Scratch) -> Option<Found> {
        let region = self.region;
        let through = board.find(center);
        let limits = self.limits();
        let largest = s.cells.iter().map(|c| region.input.area_km2[*c as usize]).fold(0.0, f64::max);
        let most_cells = limits.most_cells(&s.cells);
        let small = s.cells.len() * self.rule.most.min(most_cells) * 9 * (most_cells + 1) <= SMALL;
        let on = Ground { board, cells: &s.cells, through };
        if !small && let Some(found) = self.counted_above(on, center, &mut s.tables) {
            return Some(found);
        }
        let only = Only { through, above: None };
        if !s.tables.counted.run(board, &region.harm, (self.rule, most_cells), only, TABLE) {
            return self.priced(board, center, s);
        }
        // Where cells differ in size, the number that surely fits may be lower.
        for cells in (whole(region.max_area / largest).min(most_cells)..=most_cells).rev() {
            let end = s.tables.counted.best(board, cells, only)?;
            let found = s.tables.counted.cells(board, end, only);
            if self.fits(&found) {
                return Some(self.found(center, found)).filter(|f| f.harm > 0.0);
            }
        }
        None
    }

    /// The same, if it holds about as much as a price on ground allows: then few rows need to be looked at.
    fn counted_above(&self, on: Ground<'_>, center: u32, t: &mut Tables) -> Option<Found> {
        let harm = &self.region.harm;
        let mut hull = Hull::default();
        let density = |c: &u32| harm[*c as usize] / self.region.input.area_km2[*c as usize];
        let from = 0.2 * on.cells.iter().map(density).fold(0.0, f64::max);
        let priced = t.price_ground(&self.limits(), on, harm, (from, 0.0), &mut hull)?;
        for share in ABOVE {
            let listed = t.count_above(&self.limits(), on, harm, (priced.price, share * priced.value), 1)?;
            if let Some((_, cells)) = listed.into_iter().next() {
                return self.fits(&cells).then(|| self.found(center, cells)).filter(|f| f.harm > 0.0);
            }
        }
        None
    }

    /// The best found with a price on ground instead of a count of cells: the lowest price at which the best set fits.
    fn priced(&self, board: &Board, center: u32, s: &mut Scratch) -> Option<Found> {
        let region = self.region;
        let mut best: Option<Found> = None;
        let density = |c: &u32| region.harm[*c as usize] / region.input.area_km2[*c as usize];
        let (mut low, mut high) = (0.0, s.cells.iter().map(density).fold(0.0, f64::max));
        for _ in 0..PRICES {
            let price = 0.5 * (low + high);
            let (found, larger) = self.at_price(board, center, price, s)?;
            *(if larger { &mut low } else { &mut high }) = price;
            if let Some(found) = found.filter(|f| f.harm > best.as_ref().map_or(0.0, |b| b.harm)) {
                best = Some(found);
            }
        }
        best
    }

    pub(crate) fn found(&self, anchor: u32, cells: Vec<u32>) -> Found {
        let harm = cells.iter().map(|c| self.region.harm[*c as usize]).sum();
        Found { anchor, cells, harm, penalty: 0.0 }
    }

    pub(crate) fn area(&self, cells: &[u32]) -> f64 {
        self.limits().area(cells)
    }

    /// What a catchment may be.
    pub(crate) fn limits(&self) -> Limits<'_> {
        let region = self.region;
        Limits { rule: self.rule, area_km2: region.input.area_km2, max_area: region.max_area }
    }

    /// Whether the ground of some cells is no more than a catchment may have.
    pub(crate) fn fits(&self, cells: &[u32]) -> bool {
        cells.len() as f64 * self.largest_cell <= self.region.max_area || self.area(cells) <= self.region.max_area
    }

    /// All directions.
    pub(crate) fn turns() -> [usize; TURNS] {
        std::array::from_fn(|turn| turn)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a quotient of areas is a small number")]
fn whole(quotient: f64) -> usize {
    quotient.floor() as usize
}
