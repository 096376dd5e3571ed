//! St. Louis for simulations: its outlines, the cells that the product lays over them, and events of pure chance.

use catchment_model::{Cell, Resolution};
use catchment_spatial::{Neighbors, overlaps, rings, touching_cells};
use geo::{BoundingRect, Contains, LineString, MapCoords, MultiPolygon, Point, Polygon};

use crate::support::{here, uniform};

/// Cells of St. Louis with the area that each has inside the city.
pub(crate) struct City {
    pub(crate) resolution: Resolution,
    pub(crate) region: MultiPolygon<f64>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) km2: Vec<f64>,
    pub(crate) neighbors: Neighbors,
}

/// Degrees to meters: a plane that touches the city, true to a thousandth over its thirty kilometers.
pub(crate) fn meters(lng: f64, lat: f64) -> (f64, f64) {
    ((lng + 90.25) * 111_320.0 * 38.63_f64.to_radians().cos(), (lat - 38.63) * 111_000.0)
}

fn region() -> MultiPolygon<f64> {
    let text = std::fs::read_to_string(here("../../data/stl/neighborhoods.geojson")).expect("readable");
    let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let ring = |ring: &serde_json::Value| -> LineString<f64> {
        let pair = |p: &serde_json::Value| (p[0].as_f64().expect("degrees"), p[1].as_f64().expect("degrees"));
        ring.as_array().expect("a ring").iter().map(pair).collect()
    };
    let polygon = |rings: &serde_json::Value| {
        let mut rings = rings.as_array().expect("rings").iter().map(ring);
        Polygon::new(rings.next().expect("an exterior"), rings.collect())
    };
    let outline = |f: &serde_json::Value| -> Vec<Polygon<f64>> {
        let (kind, at) = (&f["geometry"]["type"], &f["geometry"]["coordinates"]);
        if kind == "Polygon" { vec![polygon(at)] } else { at.as_array().expect("parts").iter().map(polygon).collect() }
    };
    read["features"].as_array().expect("features").iter().flat_map(outline).collect()
}

impl City {
    pub(crate) fn at(resolution: Resolution) -> Self {
        let region = region();
        let plane = region.map_coords(|c| meters(c.x, c.y).into());
        let touching = touching_cells(&region, resolution).expect("cells");
        let shares = overlaps(&touching, &[&plane], |lng, lat| Some(meters(lng, lat)));
        let share = |parts: &Vec<(usize, f64)>| parts.iter().map(|p| p.1).sum::<f64>().min(1.0);
        let kept: Vec<(Cell, f64)> =
            touching.into_iter().zip(shares.iter().map(share)).filter(|(_, s)| *s >= 0.01).collect();
        let (cells, km2): (Vec<Cell>, Vec<f64>) = kept.into_iter().map(|(c, s)| (c, s * c.area_km2())).unzip();
        Self { resolution, region, neighbors: rings(&cells, 1), cells, km2 }
    }

    /// Points of the city, uniform.
    pub(crate) fn points(&self, seed: u64, n: usize) -> Vec<(f64, f64)> {
        let frame = self.region.bounding_rect().expect("an extent");
        let parts: Vec<_> = self.region.iter().map(|p| (p.bounding_rect().expect("an extent"), p)).collect();
        let mut points = Vec::with_capacity(n);
        for k in 0.. {
            let at = (
                frame.min().x + frame.width() * uniform(seed, 2 * k),
                frame.min().y + frame.height() * uniform(seed, 2 * k + 1),
            );
            let point = Point::from(at);
            if parts.iter().any(|(b, p)| b.contains(&point) && p.contains(&point)) {
                points.push(at);
                if points.len() == n {
                    break;
                }
            }
        }
        points
    }

    /// Counts of points per cell; those of a sliver that is no cell of the city are lost.
    pub(crate) fn count(&self, points: &[(f64, f64)]) -> Vec<u32> {
        let mut counts = vec![0; self.cells.len()];
        for (lng, lat) in points {
            let cell = Cell::at(*lng, *lat, self.resolution).expect("a place");
            if let Ok(at) = self.cells.binary_search(&cell) {
                counts[at] += 1;
            }
        }
        counts
    }

    pub(crate) fn uniform(&self, seed: u64, events: usize) -> Vec<u32> {
        self.count(&self.points(seed, events))
    }

    /// Rates of Gamma's shape ½ by area, without any order in space: counts far more uneven than Poisson's.
    pub(crate) fn uneven(&self, seed: u64, events: usize) -> Vec<u32> {
        let weight = |cell: usize, a: &f64| {
            // A squared normal is Gamma of shape ½.
            let (u, v) = (uniform(seed, 2 * cell as u64), uniform(seed, 2 * cell as u64 + 1));
            a * -2.0 * (1.0 - u).ln() * (std::f64::consts::TAU * v).cos().powi(2)
        };
        let mut upto: Vec<f64> = self.km2.iter().enumerate().map(|(cell, a)| weight(cell, a)).collect();
        for at in 1..upto.len() {
            upto[at] += upto[at - 1];
        }
        let all = upto.last().copied().expect("cells");
        let mut counts = vec![0; self.cells.len()];
        for k in 0..events as u64 {
            let at = uniform(seed ^ 0xABCD, k) * all;
            counts[upto.partition_point(|u| *u <= at).min(self.cells.len() - 1)] += 1;
        }
        counts
    }
}
