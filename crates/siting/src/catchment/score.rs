//! What a catchment drawn by hand is worth, and which bounds it breaks.

use serde::Serialize;

use super::improve::{self, SearchScratch};
use super::region::{Ground, SLACK, edge_m, edges, most_edges};
use super::{CatchmentError, CatchmentInput, CatchmentSearch, CatchmentSet, select};

/// A set of cells, judged by the rules of a search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DrawnScore {
    /// Harm inside, cells that are not allowed included.
    pub harm: f64,
    /// Area, km².
    pub area_km2: f64,
    /// Number of connected pieces; 1 is connected.
    pub pieces: usize,
    /// Position of the center: of its cells, the one whose farthest cell is nearest; of equals the lowest.
    pub center: usize,
    /// Distance from the center to the farthest cell, meters.
    pub farthest_m: f64,
    /// Length of its outline along the edges of its cells, rims of holes included, meters.
    pub outline_m: f64,
    /// What a catchment of this search may not be; empty where the drawing could be an answer.
    pub breaks: Vec<Broken>,
}

impl DrawnScore {
    /// Whether all cells hang together.
    pub fn connected(&self) -> bool {
        self.pieces == 1
    }

    /// Whether one of its cells is near enough to all, and its outline is short enough.
    pub fn compact(&self) -> bool {
        !self.breaks.iter().any(|b| matches!(b, Broken::Radius { .. } | Broken::Outline { .. }))
    }
}

/// A bound that a drawn catchment breaks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "bound", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Broken {
    /// Larger than the area allowed.
    #[error("it covers {area_km2:.3} km²; at most {max_km2:.3} km² are allowed")]
    Area {
        /// Its area.
        area_km2: f64,
        /// Largest allowed.
        max_km2: f64,
    },
    /// In several pieces.
    #[error("it is in {pieces} pieces; a catchment hangs together")]
    Pieces {
        /// Number of pieces.
        pieces: usize,
    },
    /// No cell is near enough to all others.
    #[error("its best center is {farthest_m:.0} m from its farthest cell; at most {max_m:.0} m are allowed")]
    Radius {
        /// Distance from the best center.
        farthest_m: f64,
        /// Largest allowed.
        max_m: f64,
    },
    /// Its outline is too long for its area: holes, gaps, arms.
    #[error("its outline, holes included, is {outline_m:.0} m long; at most {max_m:.0} m are allowed")]
    Outline {
        /// Length of the outline.
        outline_m: f64,
        /// Longest allowed.
        max_m: f64,
    },
    /// It has cells that may not be used.
    #[error("{cells} of its cells may not be used: nobody lives or walks there, or a site is too near")]
    NotAllowed {
        /// Number of such cells.
        cells: usize,
    },
}

impl CatchmentSearch {
    /// Scores any set of cells by the rules of this search. The number of catchments and the work spent on the search
    /// do not matter here.
    ///
    /// Complexity: cells² for the center. Cells may come in any order.
    ///
    /// # Errors
    /// [`CatchmentError`] for columns that do not fit, and for no cell, an unknown or a repeated one.
    pub fn score(&self, input: &CatchmentInput<'_>, drawn: &[usize]) -> Result<DrawnScore, CatchmentError> {
        super::region::check_columns(input)?;
        let cells = check_drawn(input, drawn)?;
        let harm = cells.iter().map(|c| input.harm[*c].max(0.0)).sum();
        let area_km2 = cells.iter().map(|c| input.area_km2[*c]).sum();
        let pieces = pieces(input, &cells);
        let (center, farthest_m) = center(input, &cells);
        let params = self.params();
        let mut breaks = Vec::new();
        if area_km2 > params.area_km2 * (1.0 + SLACK) {
            breaks.push(Broken::Area { area_km2, max_km2: params.area_km2 });
        }
        if pieces > 1 {
            breaks.push(Broken::Pieces { pieces });
        }
        if farthest_m > params.reach_m() * (1.0 + SLACK) {
            breaks.push(Broken::Radius { farthest_m, max_m: params.reach_m() });
        }
        let edge_m = edge_m(input.area_km2);
        let positions: Vec<u32> = cells.iter().filter_map(|c| u32::try_from(*c).ok()).collect();
        let (edges, most) = (edges(input, &positions), most_edges(&params, edge_m));
        let outline_m = edges as f64 * edge_m;
        if let Some(max_m) = params.outline_m().filter(|_| most.is_some_and(|m| edges > m)) {
            breaks.push(Broken::Outline { outline_m, max_m });
        }
        let closed = cells.iter().filter(|c| !input.allowed[**c]).count();
        if closed > 0 {
            breaks.push(Broken::NotAllowed { cells: closed });
        }
        Ok(DrawnScore { harm, area_km2, pieces, center, farthest_m, outline_m, breaks })
    }

    /// The best single catchment of the area that was drawn whose outline is no longer (at least 1.3 circles are
    /// allowed): what the drawing is to be compared with.
    ///
    /// A search without a bound on the outline follows single blocks, which no one draws by hand; compared with that,
    /// every drawing would look poor. The radius keeps its factor, so that it grows and shrinks with the area. One
    /// start is the drawing itself, where it breaks no bound: the answer is never below it.
    ///
    /// # Errors
    /// As [`CatchmentSearch::score`] and [`CatchmentSearch::best`].
    pub fn best_of_same_size(
        &self,
        input: &CatchmentInput<'_>,
        drawn: &[usize],
    ) -> Result<CatchmentSet, CatchmentError> {
        let score = self.score(input, drawn)?;
        // A hair more, so that rounding in the sum of its cells does not make its own size too small for it.
        let area_km2 = score.area_km2 * (1.0 + SLACK);
        let circle_m = 2000.0 * (area_km2 * std::f64::consts::PI).sqrt();
        let outline_factor = Some((score.outline_m / circle_m).clamp(1.3, 20.0));
        let search = super::CatchmentParams { k: 1, area_km2, outline_factor, ..self.params() }.check()?;
        let region = search.region(input)?;
        let mut chosen = select::best(&region, &search.params()).chosen;
        if search.score(input, drawn)?.breaks.is_empty() {
            let found = region.found(score.center, drawn);
            let improved =
                improve::from_found(&region, &found, &Ground::new(&region, []), &mut SearchScratch::default());
            if chosen.first().is_none_or(|c| improved.harm > c.harm) {
                chosen = vec![improved];
            }
        }
        if chosen.is_empty() {
            return Err(CatchmentError::TooFew { k: 1, found: 0 });
        }
        let bound = search.prove(&region, &mut chosen);
        Ok(region.answer(&chosen, 1, bound))
    }
}

/// The cells, ascending.
fn check_drawn(input: &CatchmentInput<'_>, drawn: &[usize]) -> Result<Vec<usize>, CatchmentError> {
    let mut cells = drawn.to_vec();
    cells.sort_unstable();
    let Some(&last) = cells.last() else {
        return Err(CatchmentError::NothingDrawn);
    };
    if last >= input.cells.len() {
        return Err(CatchmentError::UnknownCell { cell: last, cells: input.cells.len() });
    }
    if let Some(twice) = cells.windows(2).find(|w| w[0] == w[1]) {
        return Err(CatchmentError::RepeatedCell(twice[0]));
    }
    Ok(cells)
}

fn pieces(input: &CatchmentInput<'_>, cells: &[usize]) -> usize {
    let mut seen = vec![false; cells.len()];
    let mut pieces = 0;
    for start in 0..cells.len() {
        if seen[start] {
            continue;
        }
        pieces += 1;
        seen[start] = true;
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            for &n in input.neighbors.of(cells[at]) {
                if let Ok(next) = cells.binary_search(&(n as usize))
                    && !std::mem::replace(&mut seen[next], true)
                {
                    stack.push(next);
                }
            }
        }
    }
    pieces
}

fn center(input: &CatchmentInput<'_>, cells: &[usize]) -> (usize, f64) {
    let distance = |a: usize, b: usize| (input.x_m[a] - input.x_m[b]).hypot(input.y_m[a] - input.y_m[b]);
    let farthest = |a: usize| cells.iter().map(|b| distance(a, *b)).fold(0.0, f64::max);
    cells
        .iter()
        .map(|c| (*c, farthest(*c)))
        .fold((cells[0], f64::INFINITY), |best, now| if now.1 < best.1 { now } else { best })
}
