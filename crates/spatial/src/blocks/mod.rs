//! City blocks, the ground that streets enclose, and outlines that follow them.
//!
//! Lives here: the faces of a network of lines, and the outline of some ground snapped to those that it mostly covers.
//! Does not live here: which streets count, names of streets, what is counted inside.
//!
//! A catchment is made of cells, whose edges run through houses; a council reads streets. An outline along streets
//! takes a block where at least half of it is the catchment's, and leaves it where less is. Ground without blocks (a
//! park, a rail yard, anything larger than [`LARGEST_M2`]) keeps the catchment's own edge.

mod faces;
mod noded;

use catchment_model::Heap;
use geo::algorithm::buffer::{Buffer, BufferStyle, LineJoin};
use geo::{Area, BooleanOps, BoundingRect, MultiPolygon, Polygon, Simplify, unary_union};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use faces::faces;
use noded::noded;

/// The largest block that is taken or left as a whole, m²: some ten usual ones.
pub const LARGEST_M2: f64 = 150_000.0;
/// Smaller faces are the ground between two lanes, not blocks, m²; what lies in one is taken with what is around it.
const SLIVER_M2: f64 = 400.0;
/// A block belongs to what covers so much of it.
const HALF: f64 = 0.5;
/// Slits between the lanes of a street, and strips along its rim, are half as wide at most, meters.
const NARROW_M: f64 = 12.0;
/// Corners that bend by less than this are left out, meters.
const BEND_M: f64 = 1.0;
/// Corners sharper than this are blunted where an outline is widened, radians.
const SHARP: f64 = 0.3;
/// Parts and holes of an outline below this are left out or filled, m²: half of a usual block.
const SCRAP_M2: f64 = 8_000.0;

/// The blocks of a city.
#[derive(Debug, Default)]
pub struct Blocks {
    faces: Vec<Polygon<f64>>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl Blocks {
    /// The blocks between some lines, meters: streets as their points. Lines are cut where they cross; ends that lead
    /// nowhere enclose nothing. Points that are not finite are passed over.
    ///
    /// Cost: n log n in the points.
    pub fn of(lines: &[Vec<(f64, f64)>]) -> Self {
        let enclosed = |f: &Polygon<f64>| (SLIVER_M2..=LARGEST_M2).contains(&f.unsigned_area());
        let faces: Vec<Polygon<f64>> = faces(&noded(lines)).into_iter().filter(enclosed).collect();
        let place = |(at, face): (usize, &Polygon<f64>)| {
            let rect = face.bounding_rect()?;
            Some(GeomWithData::new(Rectangle::from_corners(rect.min().into(), rect.max().into()), at))
        };
        let tree = RTree::bulk_load(faces.iter().enumerate().filter_map(place).collect());
        Self { faces, tree }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.faces.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.faces.is_empty()
    }

    /// Some ground with its edge along streets: the blocks of which it covers half or more, and what of it lies in
    /// none. `None` where no block is taken: there are no streets to follow.
    pub fn outline(&self, ground: &MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
        let rect = ground.bounding_rect()?;
        let near = AABB::from_corners(rect.min().into(), rect.max().into());
        let mut about: Vec<usize> = self.tree.locate_in_envelope_intersecting(near).map(|e| e.data).collect();
        about.sort_unstable();
        let covered: Vec<(usize, f64)> = about
            .into_par_iter()
            .map(|at| {
                let face = MultiPolygon::from(self.faces[at].clone());
                (at, face.intersection(ground).unsigned_area() / face.unsigned_area())
            })
            .filter(|(_, share)| *share > 0.0)
            .collect();
        let taken: Vec<&Polygon<f64>> = covered.iter().filter(|c| c.1 >= HALF).map(|c| &self.faces[c.0]).collect();
        if taken.is_empty() {
            return None;
        }
        let met = unary_union(covered.iter().map(|c| &self.faces[c.0]));
        let outline = unary_union(taken).union(&ground.difference(&met));
        Some(without_scraps(without_slits(&outline))).filter(|o| !o.0.is_empty())
    }
}

/// Without slits and strips too narrow for a block: wider and back, then narrower and back. Everything else comes back
/// to where it was.
fn without_slits(outline: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let by = |outline: &MultiPolygon<f64>, m: f64| {
        outline.buffer_with_style(BufferStyle::new(m).line_join(LineJoin::Miter(SHARP)))
    };
    by(&by(&by(outline, NARROW_M), -2.0 * NARROW_M), NARROW_M).simplify(BEND_M)
}

/// Without holes and parts that are smaller than half a block.
fn without_scraps(outline: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let whole = |polygon: Polygon<f64>| {
        let (outer, holes) = polygon.into_inner();
        let kept = holes.into_iter().filter(|h| Polygon::new(h.clone(), vec![]).unsigned_area() >= SCRAP_M2);
        Polygon::new(outer, kept.collect())
    };
    outline.0.into_iter().filter(|p| p.unsigned_area() >= SCRAP_M2).map(whole).collect()
}

/// What the index takes for each thing in it, its share of the nodes included, bytes, about.
const INDEXED: usize = 128;

impl Heap for Blocks {
    fn heap(&self) -> usize {
        let Self { faces, tree } = self;
        faces.heap() + INDEXED * tree.size()
    }
}

#[cfg(test)]
mod tests {
    use geo::{Contains, Point, Rect};

    use super::*;

    /// Streets every 100 m east and north, from 0 to 1 km.
    fn grid() -> Vec<Vec<(f64, f64)>> {
        let at = |i: u32| f64::from(i) * 100.0;
        let east = (0..=10).map(|i| vec![(0.0, at(i)), (1_000.0, at(i))]);
        east.chain((0..=10).map(|i| vec![(at(i), 0.0), (at(i), 1_000.0)])).collect()
    }

    fn square(west: f64, south: f64, side: f64) -> MultiPolygon<f64> {
        Rect::new((west, south), (west + side, south + side)).to_polygon().into()
    }

    #[test]
    fn streets_that_cross_enclose_blocks() {
        let blocks = Blocks::of(&grid());
        assert_eq!(blocks.len(), 100);
        assert!(blocks.faces.iter().all(|f| (f.unsigned_area() - 10_000.0).abs() < 1.0));
        assert!(Blocks::of(&[]).is_empty());
        assert!(Blocks::of(&[vec![(0.0, 0.0), (5.0, f64::NAN), (9.0, 9.0)]]).is_empty());
    }

    #[test]
    fn a_block_is_taken_whole_where_half_of_it_is_covered() {
        let blocks = Blocks::of(&grid());
        // From 140 to 460 m: 60 in 100 of the blocks at its sides, 36 in 100 of those at its corners.
        let outline = blocks.outline(&square(140.0, 140.0, 320.0)).unwrap();
        assert!((outline.unsigned_area() - 120_000.0).abs() < 1.0, "{}", outline.unsigned_area());
        // From 160 to 440 m: 40 in 100.
        let outline = blocks.outline(&square(160.0, 160.0, 280.0)).unwrap();
        assert!((outline.unsigned_area() - 40_000.0).abs() < 1.0, "{}", outline.unsigned_area());
    }

    #[test]
    fn ground_without_blocks_keeps_its_own_edge() {
        let blocks = Blocks::of(&grid());
        let outline = blocks.outline(&square(840.0, 340.0, 320.0)).unwrap();
        // Two blocks of 100 m wide and 300 or 320 high, and what lies east of the last street.
        assert!(outline.contains(&Point::new(1_150.0, 500.0)));
        assert!(!outline.contains(&Point::new(1_170.0, 500.0)));
        assert_eq!(outline.0.len(), 1);
        assert_eq!(blocks.outline(&square(5_000.0, 5_000.0, 320.0)), None);
    }

    #[test]
    fn a_slit_between_two_lanes_is_closed() {
        let mut lines = grid();
        lines.push(vec![(0.0, 206.0), (1_000.0, 206.0)]);
        let blocks = Blocks::of(&lines);
        // Most of the blocks on both sides, and nothing between the lanes.
        let ground = MultiPolygon::from(vec![
            Rect::new((0.0, 0.0), (400.0, 190.0)).to_polygon(),
            Rect::new((0.0, 216.0), (400.0, 300.0)).to_polygon(),
        ]);
        let outline = blocks.outline(&ground).unwrap();
        assert_eq!(outline.0.len(), 1);
        assert!((outline.unsigned_area() - 120_000.0).abs() < 1.0, "{}", outline.unsigned_area());
    }

    #[test]
    fn ends_that_lead_nowhere_and_lines_given_twice_change_nothing() {
        let mut lines = grid();
        lines.push(vec![(150.0, 100.0), (150.0, 160.0)]);
        lines.extend(grid());
        lines.push(vec![(-300.0, 50.0), (-100.0, 50.0)]);
        assert_eq!(Blocks::of(&lines).len(), 100);
    }

    #[test]
    fn a_street_that_only_touches_another_splits_the_block() {
        let mut lines = grid();
        lines.push(vec![(150.0, 100.0), (150.0, 200.0)]);
        assert_eq!(Blocks::of(&lines).len(), 101);
    }
}
