//! Which ground is lived on: on or beside residential land or streets.

use std::path::Path;

use catchment_model::InputFile;
use catchment_model::city::{City, InhabitedSource};
use gdal::vector::LayerAccess;
use geo::{BoundingRect, Contains, Coord, LineString, MultiPolygon, Point};
use rstar::primitives::{GeomWithData, Line, Rectangle};
use rstar::{AABB, PointDistance, RTree};

use super::ground::Ground;
use crate::IngestError;
use crate::columns;
use crate::fields::plain_name;
use crate::inputs::hashes;
use crate::paths::{Env, find_one};
use crate::project::{between, transform};
use crate::vector::{crs_of, field_names, layer, open};

/// Lines and polygons that people live on or beside, meters.
#[derive(Debug, Default)]
struct Lived {
    edges: Vec<Line<[f64; 2]>>,
    polygons: Vec<MultiPolygon<f64>>,
}

/// Marks ground that is too far from every line and polygon as not lived on; says what was kept. Areas that would keep
/// none keep all.
pub(super) fn keep(
    ground: &mut Ground,
    source: &InhabitedSource,
    (city, base, env): (&City, &Path, Env<'_>),
    inputs: &mut Vec<InputFile>,
) -> Result<String, IngestError> {
    let input = find_one("areas.inhabited", &source.path, base, env)?;
    inputs.extend(hashes(&input)?);
    let file = input.name();
    let dataset = open(&input)?;
    let missing = |name: &String, header: &[String]| {
        columns::missing(&file, &[("areas.inhabited: only".to_owned(), std::slice::from_ref(name))], header)
    };
    let place = |names: &[String], name: &String| names.iter().position(|n| plain_name(n) == plain_name(name));
    let fits = |names: &[String]| match source.only.keys().find(|name| place(names, name).is_none()) {
        Some(name) => Err(missing(name, names)),
        None => Ok(()),
    };
    let (mut layer, _) = layer(&dataset, &file, source.layer.as_deref(), &fits)?;
    let way = between("areas.inhabited", &crs_of(&layer, &file, source.crs.as_deref())?, &city.work_crs)?;
    let names = field_names(&layer);
    let mut only = Vec::new();
    for (name, values) in &source.only {
        let at = place(&names, name).ok_or_else(|| missing(name, &names))?;
        only.push((at, values));
    }
    let mut lived = Lived::default();
    for feature in layer.features() {
        let text = |at: usize| feature.field_as_string(at).ok().flatten().unwrap_or_default();
        if !only.iter().all(|(at, values)| values.contains(&text(*at).trim().to_owned())) {
            continue;
        }
        if let Some(shape) = feature.geometry().and_then(|g| g.to_geo().ok()) {
            lived.add(shape, &|line| {
                let points: Vec<(f64, f64)> = line.0.iter().map(|c| (c.x, c.y)).collect();
                LineString(transform(&way, &points).into_iter().map(|(x, y)| Coord { x, y }).collect())
            });
        }
    }
    lived.mark(ground, source.within_m);
    Ok(format!("no farther than {:.0} m from homes or streets", source.within_m))
}

impl Lived {
    fn add(&mut self, shape: geo::Geometry<f64>, moved: &dyn Fn(&LineString<f64>) -> LineString<f64>) {
        match shape {
            geo::Geometry::LineString(line) => self.line(&moved(&line)),
            geo::Geometry::MultiLineString(lines) => lines.0.iter().for_each(|line| self.line(&moved(line))),
            geo::Geometry::Polygon(polygon) => self.polygon(MultiPolygon(vec![polygon]), moved),
            geo::Geometry::MultiPolygon(polygons) => self.polygon(polygons, moved),
            geo::Geometry::GeometryCollection(all) => all.0.into_iter().for_each(|one| self.add(one, moved)),
            _ => {}
        }
    }

    fn line(&mut self, line: &LineString<f64>) {
        let ends = line.0.windows(2).filter(|w| w.iter().all(|c| c.x.is_finite() && c.y.is_finite()));
        self.edges.extend(ends.map(|w| Line::new([w[0].x, w[0].y], [w[1].x, w[1].y])));
    }

    fn polygon(&mut self, mut shape: MultiPolygon<f64>, moved: &dyn Fn(&LineString<f64>) -> LineString<f64>) {
        for polygon in &mut shape {
            let (exterior, holes) = (moved(polygon.exterior()), polygon.interiors().iter().map(moved).collect());
            *polygon = geo::Polygon::new(exterior, holes);
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).for_each(|ring| self.line(ring));
        }
        self.polygons.push(shape);
    }

    fn mark(self, ground: &mut Ground, within_m: f64) {
        let frame = |(at, shape): (usize, &MultiPolygon<f64>)| {
            let rect = shape.bounding_rect()?;
            let corners = Rectangle::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
            Some(GeomWithData::new(corners, at))
        };
        let frames = RTree::bulk_load(self.polygons.iter().enumerate().filter_map(frame).collect());
        let edges = RTree::bulk_load(self.edges);
        let beside = |at: [f64; 2]| {
            edges.nearest_neighbor(at).is_some_and(|edge| edge.distance_2(&at) <= within_m * within_m)
                || frames
                    .locate_in_envelope_intersecting(AABB::from_point(at))
                    .any(|frame| self.polygons[frame.data].contains(&Point::new(at[0], at[1])))
        };
        let kept: Vec<bool> = ground.pieces.iter().map(|p| p.lived_on && beside(p.at)).collect();
        let mut start = 0;
        // Pieces come area by area.
        while start < kept.len() {
            let area = ground.pieces[start].area;
            let end = start + ground.pieces[start..].iter().take_while(|p| p.area == area).count();
            if kept[start..end].contains(&true) {
                for (piece, keep) in ground.pieces[start..end].iter_mut().zip(&kept[start..end]) {
                    piece.lived_on = *keep;
                }
            }
            start = end;
        }
    }
}
