//! Residents of blocks laid on pieces of ground, their sum kept.

use std::collections::BTreeMap;

use catchment_model::{AreaIdx, Areas, Cell};
use geo::{Area as _, BoundingRect, Contains, InteriorPoint, Point};
use h3o::LatLng;
use rstar::primitives::GeomWithData;
use rstar::{AABB, PointDistance, RTree};
use rustc_hash::FxHashMap;

use super::ground::Ground;
use super::read::{Block, Place};

/// A block whose point lies in no area, and farther than this from all ground, lies outside the city, meters.
const BESIDE_M: f64 = 250.0;
/// From this share on, an outline lies inside: two drawings of one border never meet exactly.
const WHOLE: f64 = 0.9;

/// A point with a number.
type Numbered = GeomWithData<[f64; 2], usize>;

/// What became of some blocks.
#[derive(Debug, Default)]
pub(super) struct Laid {
    /// Residents by cell and area.
    pub(super) cells: BTreeMap<(Cell, AreaIdx), f64>,
    /// Blocks with a part outside the city, and the residents there.
    beyond: (usize, f64),
}

impl Laid {
    /// What lies outside the city and was left out.
    pub(super) fn outside(&self, path: &str, year: u16) -> Option<String> {
        let (blocks, residents) = self.beyond;
        let file = path.rsplit('/').next().unwrap_or(path);
        (residents >= 0.5).then(|| {
            format!(
                "{file}: {blocks} blocks lie outside of all areas, as a whole or in part; {residents:.0} residents of \
                 {year} there were left out."
            )
        })
    }
}

/// Lays blocks on the ground that is lived on: a point's residents on the pieces nearest to it, those of an outline or
/// of a cell on the pieces in it. A block without such a piece goes to the nearest one, if it lies in the city at all.
pub(super) fn lay(ground: &Ground, blocks: &[Block], areas: &Areas) -> Laid {
    let lived: Vec<usize> = (0..ground.pieces.len()).filter(|at| ground.pieces[*at].lived_on).collect();
    let mut laid = Laid::default();
    if lived.is_empty() {
        return laid;
    }
    let tree = RTree::bulk_load(lived.iter().map(|at| Numbered::new(ground.pieces[*at].at, *at)).collect());
    let city = City { ground, areas, tree };
    let owned = city.pieces_of(blocks, &lived);
    for (block, own) in blocks.iter().zip(owned) {
        // A cell with ground of the city counts as a whole.
        let whole = matches!(block.place, Place::Cell(_)) && !own.is_empty();
        let inside = block.residents * if whole { 1.0 } else { city.share_inside(block) };
        if block.residents - inside > 0.0 {
            laid.beyond.0 += 1;
            laid.beyond.1 += block.residents - inside;
        }
        if inside <= 0.0 {
            continue;
        }
        let own = if own.is_empty() { city.nearest(block).into_iter().collect() } else { own };
        for at in &own {
            let piece = &ground.pieces[*at];
            *laid.cells.entry((piece.cell, piece.area)).or_default() += inside / own.len() as f64;
        }
    }
    laid
}

struct City<'a> {
    ground: &'a Ground,
    areas: &'a Areas,
    /// Pieces that are lived on.
    tree: RTree<Numbered>,
}

impl City<'_> {
    /// The pieces of each block.
    fn pieces_of(&self, blocks: &[Block], lived: &[usize]) -> Vec<Vec<usize>> {
        let mut owned = vec![Vec::new(); blocks.len()];
        let points: Vec<Numbered> = (blocks.iter().enumerate())
            .filter_map(|(at, b)| match b.place {
                // A block without residents keeps its ground empty.
                Place::Point(point) => Some(Numbered::new(point, at)),
                _ => None,
            })
            .collect();
        if !points.is_empty() {
            let points = RTree::bulk_load(points);
            for at in lived {
                if let Some(nearest) = points.nearest_neighbor(self.ground.pieces[*at].at) {
                    owned[nearest.data].push(*at);
                }
            }
        }
        let mut of_cell: FxHashMap<h3o::CellIndex, Vec<usize>> = FxHashMap::default();
        for (at, block) in blocks.iter().enumerate() {
            if let Place::Cell(cell) = block.place {
                of_cell.entry(cell).or_default().push(at);
            }
        }
        let mut resolutions: Vec<h3o::Resolution> = of_cell.keys().map(|c| c.resolution()).collect();
        resolutions.sort_unstable();
        resolutions.dedup();
        for at in lived {
            let parents = resolutions.iter().filter_map(|r| self.ground.pieces[*at].small.parent(*r));
            for block in parents.filter_map(|parent| of_cell.get(&parent)).flatten() {
                owned[*block].push(*at);
            }
        }
        for (own, block) in owned.iter_mut().zip(blocks) {
            if let Place::Outline(outline) = &block.place
                && let Some(frame) = outline.bounding_rect()
            {
                let frame = AABB::from_corners([frame.min().x, frame.min().y], [frame.max().x, frame.max().y]);
                let inside = |n: &&Numbered| outline.contains(&Point::new(n.geom()[0], n.geom()[1]));
                own.extend(self.tree.locate_in_envelope(frame).filter(inside).map(|n| n.data));
                own.sort_unstable();
            }
        }
        owned
    }

    /// Share of a block that lies in the city.
    fn share_inside(&self, block: &Block) -> f64 {
        let Some(middle) = self.middle(block) else { return 0.0 };
        let whole = |inside: bool| if inside { 1.0 } else { 0.0 };
        let Place::Outline(outline) = &block.place else { return whole(self.in_city(middle)) };
        let size = outline.unsigned_area();
        let parts = self.areas.list().iter().filter(|area| {
            let frames = area.outline_m.bounding_rect().zip(outline.bounding_rect());
            frames.is_some_and(|(a, b)| geo::Intersects::intersects(&a, &b))
        });
        let inside: f64 =
            parts.map(|a| geo::BooleanOps::intersection(&a.outline_m, outline).unsigned_area()).sum::<f64>() / size;
        if !inside.is_finite() || inside >= WHOLE {
            whole(size > 0.0)
        } else if inside <= 1.0 - WHOLE {
            0.0
        } else {
            inside
        }
    }

    fn in_city(&self, at: [f64; 2]) -> bool {
        self.areas.at(at[0], at[1]).is_some()
            || self.tree.nearest_neighbor(at).is_some_and(|n| n.distance_2(&at) <= BESIDE_M * BESIDE_M)
    }

    /// A point in the block, meters; of a cell, the nearest piece of ground in it stands for it.
    fn middle(&self, block: &Block) -> Option<[f64; 2]> {
        match &block.place {
            Place::Point(point) => Some(*point),
            Place::Outline(outline) => outline.interior_point().map(|p| [p.x(), p.y()]),
            Place::Cell(cell) => self.of_cell(*cell),
        }
    }

    /// The piece of ground whose center is nearest to that of a cell, if it is no farther than the cell is wide.
    fn of_cell(&self, cell: h3o::CellIndex) -> Option<[f64; 2]> {
        let center = LatLng::from(cell);
        let far = |at: &usize| center.distance_m(LatLng::from(self.ground.pieces[*at].small));
        let nearest = (0..self.ground.pieces.len()).min_by(|a, b| far(a).total_cmp(&far(b)))?;
        (far(&nearest) <= 2.0 * (cell.area_m2() / 2.6).sqrt()).then(|| self.ground.pieces[nearest].at)
    }

    fn nearest(&self, block: &Block) -> Option<usize> {
        self.tree.nearest_neighbor(self.middle(block)?).map(|n| n.data)
    }
}
