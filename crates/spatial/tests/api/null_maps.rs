//! Maps of pure chance over St. Louis: how often a method that promises 5% marks a cell in them, and what it still
//! finds where something is.
//!
//! Events are thrown over the outlines of `data/stl/neighborhoods.geojson`; cells are those that the product lays, with
//! the area that each has inside the outlines.

use catchment_model::{Cell, Resolution};
use catchment_spatial::{Neighbors, benjamini_hochberg, gi_star_exact, overlaps, rings, touching_cells};
use geo::{BoundingRect, Contains, LineString, MapCoords, MultiPolygon, Point, Polygon};
use rayon::prelude::*;

use crate::support::{here, uniform};

/// Cells of St. Louis with the area that each has inside the city.
struct City {
    resolution: Resolution,
    region: MultiPolygon<f64>,
    cells: Vec<Cell>,
    km2: Vec<f64>,
    neighbors: Neighbors,
}

/// Degrees to meters: a plane that touches the city, true to a thousandth over its thirty kilometers.
fn meters(lng: f64, lat: f64) -> (f64, f64) {
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
    fn at(resolution: Resolution) -> Self {
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
    fn points(&self, seed: u64, n: usize) -> Vec<(f64, f64)> {
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
    fn count(&self, points: &[(f64, f64)]) -> Vec<u32> {
        let mut counts = vec![0; self.cells.len()];
        for (lng, lat) in points {
            let cell = Cell::at(*lng, *lat, self.resolution).expect("a place");
            if let Ok(at) = self.cells.binary_search(&cell) {
                counts[at] += 1;
            }
        }
        counts
    }

    fn uniform(&self, seed: u64, events: usize) -> Vec<u32> {
        self.count(&self.points(seed, events))
    }

    /// Rates of Gamma's shape ½ by area, without any order in space: counts far more uneven than Poisson's.
    fn uneven(&self, seed: u64, events: usize) -> Vec<u32> {
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

    fn marked(&self, counts: &[u32]) -> usize {
        let found = gi_star_exact(counts, &self.km2, &self.neighbors).expect("counts");
        let p: Vec<f64> = found.iter().map(|g| g.p).collect();
        benjamini_hochberg(&p, 0.05).expect("a level").after
    }

    /// Maps with any marked cell.
    fn false_maps(&self, maps: u64, draw: impl Fn(u64) -> Vec<u32> + Sync) -> u64 {
        (0..maps).into_par_iter().map(|map| u64::from(self.marked(&draw(map + 1)) > 0)).sum()
    }
}

/// The largest number of maps of so many that a rate of 5% passes with 97.5%: the upper binomial allowance.
fn allowed(maps: u64) -> u64 {
    let (mut p, mut sum, mut k) = (0.95_f64.powf(maps as f64), 0.0, 0);
    while sum + p < 0.975 {
        sum += p;
        p *= (maps - k) as f64 / (k + 1) as f64 * 0.05 / 0.95;
        k += 1;
    }
    k
}

fn check(city: &City, events: usize, maps: u64) -> String {
    let even = city.false_maps(maps, |seed| city.uniform(seed, events));
    let uneven = city.false_maps(maps, |seed| city.uneven(seed, events));
    let told = format!(
        "resolution {}, {} cells, {events} events: {even} (uniform) and {uneven} (uneven) of {maps} maps marked",
        city.resolution,
        city.cells.len()
    );
    assert!(even <= allowed(maps) && uneven <= allowed(maps), "{told}; at most {} allowed", allowed(maps));
    told
}

#[test]
fn maps_of_chance_are_marked_at_most_at_the_rate_promised() {
    for (resolution, events) in
        [(Resolution::R8, 200), (Resolution::R8, 5_700), (Resolution::R9, 200), (Resolution::R9, 5_700)]
    {
        check(&City::at(resolution), events, 60);
    }
    check(&City::at(Resolution::R10), 1_600, 40);
}

#[test]
#[ignore = "some minutes: the table of `gi_star_exact`"]
#[expect(clippy::print_stderr, reason = "the table is what it is run for")]
fn the_whole_table_of_maps_of_chance() {
    for resolution in catchment_model::RESOLUTIONS {
        let city = City::at(resolution);
        for events in [200, 1_600, 5_700, 20_000, 57_000] {
            eprintln!("{}", check(&city, events, 300));
        }
    }
}
