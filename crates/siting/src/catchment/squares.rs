//! Cells by place: which lie near another, without a look at all of them.

use std::collections::BTreeMap;

use super::region::Region;

/// Some cells of a region, by squares of one side.
pub(super) struct Squares<'f, 'a> {
    region: &'f Region<'a>,
    side_m: f64,
    cells: BTreeMap<(i64, i64), Vec<u32>>,
}

impl<'f, 'a> Squares<'f, 'a> {
    /// Those cells that `wanted` accepts; within one side of a place, no more than nine squares need a look.
    pub(super) fn new(region: &'f Region<'a>, side_m: f64, wanted: impl Fn(u32) -> bool) -> Self {
        let mut squares = Self { region, side_m, cells: BTreeMap::new() };
        for cell in (0..region.len()).filter_map(|i| u32::try_from(i).ok()).filter(|c| wanted(*c)) {
            squares.cells.entry(squares.of(cell)).or_default().push(cell);
        }
        squares
    }

    #[expect(clippy::cast_possible_truncation, reason = "meters of a city over a distance are small whole numbers")]
    fn of(&self, cell: u32) -> (i64, i64) {
        let (x, y) = (self.region.input.x_m[cell as usize], self.region.input.y_m[cell as usize]);
        ((x / self.side_m).floor() as i64, (y / self.side_m).floor() as i64)
    }

    /// Whether one of the cells within a side of another satisfies a condition.
    pub(super) fn any_near(&self, cell: u32, is: impl Fn(u32) -> bool) -> bool {
        let (x, y) = self.of(cell);
        let row = |x: i64| self.cells.range((x, y - 1)..=(x, y + 1)).flat_map(|square| square.1);
        // Its own column first: there it is found most often.
        [x, x - 1, x + 1].into_iter().any(|x| row(x).any(|c| is(*c)))
    }
}

/// For every cell of a list, the distance to the nearest of some places that are added one by one; and the cell that is
/// farthest from all of them.
///
/// A new place changes only cells that are nearer to it than the farthest is to any before it, so that later places
/// look at few.
pub(super) struct Farthest<'c> {
    cells: &'c [u32],
    nearest: Vec<f64>,
    side_m: f64,
    low: (f64, f64),
    columns: usize,
    squares: Vec<Square>,
}

/// Positions in the list of the cells of a square, and the farthest of them.
#[derive(Default)]
struct Square {
    cells: Vec<u32>,
    top: (f64, u32),
}

impl<'c> Farthest<'c> {
    pub(super) fn new(region: &Region<'_>, cells: &'c [u32], side_m: f64) -> Self {
        let (x, y) = (region.input.x_m, region.input.y_m);
        let span = |of: &[f64]| {
            cells.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), c| {
                (low.min(of[*c as usize]), high.max(of[*c as usize]))
            })
        };
        let ((west, east), (south, north)) = (span(x), span(y));
        // No more squares than cells, however far apart these lie.
        let side_m = side_m.max(((east - west) * (north - south) / cells.len().max(1) as f64).sqrt());
        let mut farthest = Self {
            cells,
            nearest: vec![f64::INFINITY; cells.len()],
            side_m,
            low: (west, south),
            columns: 0,
            squares: Vec::new(),
        };
        farthest.columns = farthest.at(east, west) + 1;
        farthest.squares.resize_with(farthest.columns * (farthest.at(north, south) + 1), Square::default);
        for (at, c) in (0..).zip(cells) {
            let square = farthest.row(y[*c as usize]) * farthest.columns + farthest.column(x[*c as usize]);
            farthest.squares[square].cells.push(at);
        }
        farthest.squares.iter_mut().for_each(|s| s.top = (f64::INFINITY, s.cells.first().copied().unwrap_or(u32::MAX)));
        farthest
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "meters of a city over a distance are small whole numbers, and below 0 is 0"
    )]
    fn at(&self, place: f64, low: f64) -> usize {
        ((place - low) / self.side_m).floor() as usize
    }

    fn column(&self, x: f64) -> usize {
        self.at(x, self.low.0).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        self.at(y, self.low.1).min(self.squares.len() / self.columns - 1)
    }

    /// Adds a place; returns the cell that is now farthest from all, of equals the first in the list.
    pub(super) fn add(&mut self, region: &Region<'_>, place: u32) -> u32 {
        let (x, y) = (region.input.x_m[place as usize], region.input.y_m[place as usize]);
        let far = self.top().0;
        let (columns, rows) = (self.column(x - far)..=self.column(x + far), self.row(y - far)..=self.row(y + far));
        for row in rows {
            for column in columns.clone() {
                let square = &mut self.squares[row * self.columns + column];
                for at in &square.cells {
                    let d = region.distance_m(place, self.cells[*at as usize]);
                    let nearest = &mut self.nearest[*at as usize];
                    *nearest = nearest.min(d);
                }
                let distances = square.cells.iter().map(|at| (self.nearest[*at as usize], *at));
                square.top = distances.fold((f64::NEG_INFINITY, u32::MAX), farther);
            }
        }
        self.cells[self.top().1 as usize]
    }

    fn top(&self) -> (f64, u32) {
        let filled = self.squares.iter().filter(|s| !s.cells.is_empty());
        filled.map(|s| s.top).fold((f64::NEG_INFINITY, u32::MAX), farther)
    }
}

/// The farther of two, of equals the first in the list.
fn farther(a: (f64, u32), b: (f64, u32)) -> (f64, u32) {
    if b.0 > a.0 || (b.0 >= a.0 && b.1 < a.1) { b } else { a }
}

#[cfg(test)]
mod tests {
    use catchment_model::{Cell, Resolution};

    use super::*;
    use crate::catchment::{CatchmentInput, CatchmentParams};

    /// Calls `f` with a region of two towns far apart; only the first holds harm.
    fn with_region(f: impl Fn(&Region<'_>)) {
        let disk = |lng: f64| {
            let middle = Cell::at(lng, 38.63, Resolution::R10).unwrap();
            middle.h3().grid_disk::<Vec<_>>(9).into_iter().map(Cell::from).collect::<Vec<_>>()
        };
        let mut cells = [disk(-90.25), disk(-90.0)].concat();
        cells.sort_unstable();
        let column = |of: &dyn Fn(&Cell) -> f64| -> Vec<f64> { cells.iter().map(of).collect() };
        let (x, y) = (column(&|c| (c.center().0 + 90.25) * 86_970.0), column(&|c| (c.center().1 - 38.63) * 110_990.0));
        let harm: Vec<f64> = x.iter().map(|x| if *x < 300.0 { 1.0 } else { 0.0 }).collect();
        let input = CatchmentInput {
            cells: &cells,
            harm: &harm,
            area_km2: &column(&|c| c.area_km2()),
            inside_km2: &column(&|c| c.area_km2()),
            allowed: &vec![true; cells.len()],
            x_m: &x,
            y_m: &y,
            neighbors: &catchment_spatial::rings(&cells, 1),
        };
        f(&Region::new(&input, &CatchmentParams { area_km2: 0.25, ..CatchmentParams::default() }).unwrap());
    }

    #[test]
    fn the_farthest_cell_is_that_of_a_look_at_all() {
        with_region(|region| {
            let cells: Vec<u32> = (0..u32::try_from(region.len()).unwrap()).collect();
            for side in [40.0, 500.0, 1e6] {
                let mut farthest = Farthest::new(region, &cells, side);
                let mut nearest = vec![f64::INFINITY; cells.len()];
                let mut place = 7;
                for _ in 0..60 {
                    nearest.iter_mut().zip(&cells).for_each(|(d, c)| *d = d.min(region.distance_m(place, *c)));
                    let far = nearest.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    let first = nearest.iter().position(|d| *d >= far).unwrap();
                    place = farthest.add(region, place);
                    assert_eq!(place as usize, first, "side {side}");
                }
            }
        });
    }

    #[test]
    fn a_cell_knows_whether_harm_is_near_and_most_of_a_state_has_none() {
        with_region(|region| {
            let squares = Squares::new(region, region.reach_m, |c| region.harm[c as usize] > 0.0);
            let ids = 0..u32::try_from(region.len()).unwrap();
            let near = |c: u32| ids.clone().any(|o| region.harm[o as usize] > 0.0 && region.reaches(c, o));
            let found: Vec<bool> = ids.clone().map(|c| squares.any_near(c, |o| region.reaches(c, o))).collect();
            assert_eq!(found, ids.clone().map(near).collect::<Vec<_>>());
            assert!(found.iter().filter(|near| **near).count() <= region.len() / 2, "the other town costs nothing");
        });
    }
}
