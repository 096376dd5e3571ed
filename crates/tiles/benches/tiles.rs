//! Tiles of a city: a thousand hexagons, and a surface.

use catchment_tiles::{Classes, Feature, Raster, Shapes, TileAddress, Value};
use criterion::{Criterion, criterion_group, criterion_main};
use geo::{MultiPolygon, Polygon};

fn hexagon(lng: f64, lat: f64, radius: f64) -> MultiPolygon<f64> {
    let ring: Vec<(f64, f64)> = (0..6)
        .map(|i| f64::from(i) / 6.0 * std::f64::consts::TAU)
        .map(|a| (lng + radius * a.cos(), lat + 0.8 * radius * a.sin()))
        .collect();
    MultiPolygon(vec![Polygon::new(ring.into(), vec![])])
}

fn vector(c: &mut Criterion) {
    let cells: Vec<MultiPolygon<f64>> = (0..1600)
        .map(|i| hexagon(-90.32 + f64::from(i % 40) * 0.0036, 38.53 + f64::from(i / 40) * 0.0045, 0.002))
        .collect();
    let shapes = Shapes::new(&cells);
    let address = TileAddress::at(-90.25, 38.62, 10).expect("tile");
    let describe = |i: usize| {
        Some(Feature {
            id: i as u64,
            properties: vec![("count", Value::Float(i as f64)), ("id", Value::Text(format!("{i:015x}")))],
        })
    };
    c.bench_function("1600 hexagons into one tile", |b| {
        b.iter(|| shapes.tile(address, "cells", describe).expect("encodes"));
    });
}

fn surface(c: &mut Criterion) {
    let values: Vec<f64> = (0..320_000).map(|i| f64::from(i % 640) / 6.4).collect();
    let raster = Raster { west_m: 0.0, north_m: 25_000.0, pixel_m: 50.0, width: 640, height: 500, values: &values };
    let address = TileAddress::at(-90.25, 38.62, 11).expect("tile");
    let to_metres = |lng: f64, lat: f64| Some(((lng + 90.4) * 86_000.0, (lat - 38.5) * 111_000.0));
    let classes = Classes::widening(100.0);
    c.bench_function("surface into one picture", |b| {
        b.iter(|| raster.png(address, &classes, to_metres).expect("encodes"));
    });
}

criterion_group!(benches, vector, surface);
criterion_main!(benches);
