//! Residents below the neighborhood: blocks laid on the ground of areas, by the built binary.
//!
//! The made-up city has six squares of 1.6335 km² with 1,000 to 6,000 residents.

use std::path::Path;

use h3o::{LatLng, Resolution};
use serde_json::{Value, json as value};

use crate::faulty::understood;
use crate::labels::Squares;
use crate::program::{catchment, json};

/// West and east half of Area 1.
const WEST: [f64; 2] = [-90.24, -90.2335];
const EAST: [f64; 2] = [-90.2335, -90.227];

/// A rectangle of Area 1's height.
fn polygon([west, east]: [f64; 2], [south, north]: [f64; 2]) -> Value {
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    value!({"type": "Polygon", "coordinates": [ring]})
}

fn blocks(list: &[(Value, f64)]) -> String {
    let feature = |(geometry, residents): &(Value, f64)| {
        let properties = value!({ "people": residents });
        value!({"type": "Feature", "properties": properties, "geometry": geometry})
    };
    value!({"type": "FeatureCollection", "features": list.iter().map(feature).collect::<Vec<_>>()}).to_string()
}

fn city(more: &str) -> Squares {
    Squares::new(|toml| toml.replacen(CREDIT, &format!("{CREDIT}{more}"), 1), |rows| rows)
}

/// The line of the city file that blocks are written after.
const CREDIT: &str = "credit = \"Made up\"\n";

const SOURCE: &str = "[[areas.blocks]]\npath = \"blocks.geojson\"\npopulation = { 2010 = \"people\" }\n\
                      what = \"blocks of the census of 2010\"\n";

/// Residents of a drawn rectangle, and what is said of them.
fn drawn(workspace: &Path, x: [f64; 2], y: [f64; 2]) -> (f64, String) {
    scored(workspace, &value!({"polygon": polygon(x, y)}))
}

fn scored(workspace: &Path, area: &Value) -> (f64, String) {
    let file = workspace.join("drawn.json");
    std::fs::write(&file, area.to_string()).expect("written");
    let ask = ["score", "--drawn", file.to_str().expect("text"), "--format", "json"];
    let answer = json(&catchment(workspace, &ask).ok());
    (answer["drawn"]["residents"].as_f64().expect("a number"), answer["meta"]["warnings"].to_string())
}

const HEIGHT: [f64; 2] = [38.617, 38.63];

#[test]
fn residents_lie_where_their_blocks_have_them_and_their_sum_is_the_citys() {
    let west = value!({"type": "Point", "coordinates": [-90.2385, 38.6235]});
    let east = value!({"type": "Point", "coordinates": [-90.2285, 38.6235]});
    let points = blocks(&[(west, 900.0), (east, 100.0)]);
    let outlines = blocks(&[(polygon(WEST, HEIGHT), 1800.0), (polygon(EAST, HEIGHT), 200.0)]);
    for (what, text) in [("points", points), ("outlines", outlines)] {
        let city = city(SOURCE);
        city.write("blocks.geojson", &text);
        let (workspace, told) = city.read();
        let columns = [[-90.25, -90.227], [-90.227, -90.214], [-90.214, -90.19]];
        let drawn_column = |column| drawn(workspace.path(), column, [38.60, 38.64]);
        let all: f64 = columns.into_iter().map(|column| drawn_column(column).0).sum();
        assert!((all - 21_000.0).abs() < 1e-6, "{what}: {all}");
        let (_, said) = drawn_column(columns[0]);
        assert!(
            said.contains("as they lived in it in 2010. Source: blocks of the census of 2010, 2 of them"),
            "{said}"
        );
        assert!(said.contains("parks left out"), "{said}");
        // The neighborhood's own 1,000 count, whatever the blocks add up to; nine tenths of them live in the west.
        let (west, _) = drawn(workspace.path(), WEST, HEIGHT);
        // Cells at its rims hold some people of the next neighborhood too.
        assert!((800.0..1050.0).contains(&west), "{what}: {west}");
        let own = "Blocks of 2010 have";
        assert!(told.contains(own), "{what}: {told}");
        // Where no block lives, residents are spread evenly over the area.
        let (half, _) = drawn(workspace.path(), [-90.227, -90.2205], HEIGHT);
        assert!((850.0..1150.0).contains(&half), "{what}: {half}");
    }
}

#[test]
fn areas_without_residents_of_their_own_have_those_of_their_blocks() {
    let list: Vec<(Value, f64)> = vec![(polygon(WEST, HEIGHT), 700.0), (polygon([-90.30, -90.25], HEIGHT), 55.0)];
    let city = Squares::new(
        |toml| {
            let toml = toml.replace("population = { 2010 = \"POP\" }\n", "");
            toml.replacen(CREDIT, &format!("{CREDIT}{SOURCE}"), 1)
        },
        |rows| rows,
    );
    city.write("blocks.geojson", &blocks(&list));
    let (workspace, told) = city.read();
    assert!(told.contains("1 areas have no residents of 2010 of their own: those of their blocks"), "{told}");
    assert!(told.contains("1 blocks lie outside of all areas") && told.contains("55 residents"), "{told}");
    let ask = ["rank", "--measure", "per_resident", "--format", "json"];
    let answer = json(&catchment(workspace.path(), &ask).ok());
    let residents = answer["items"][0]["residents"].as_f64().expect("a number");
    assert!((residents - 700.0).abs() < 1e-6, "{residents}");
    let said = answer["meta"]["warnings"].to_string();
    assert!(said.contains("The residents of 5 of 6 neighborhoods in 2010 are not known"), "{said}");
    assert!(said.contains("Area 2, Area 3, Area 4, Area 5 and Area 6"), "{said}");
}

#[test]
fn residents_live_beside_streets_where_these_are_given() {
    let street = value!({"type": "LineString", "coordinates": [[-90.239, 38.618], [-90.239, 38.629]]});
    let city = city(&format!("{SOURCE}[areas.inhabited]\npath = \"streets.geojson\"\n"));
    city.write("blocks.geojson", &blocks(&[(polygon([-90.24, -90.227], HEIGHT), 1000.0)]));
    city.write("streets.geojson", &blocks(&[(street, 0.0)]));
    let (workspace, _) = city.read();
    let (west, said) = drawn(workspace.path(), [-90.24, -90.2365], HEIGHT);
    assert!(west > 900.0, "{west}");
    assert!(said.contains("no farther than 60 m from homes or streets"), "{said}");
}

#[test]
fn without_blocks_residents_are_spread_evenly_and_said_to_be() {
    let (workspace, _) = city("").read();
    let (west, said) = drawn(workspace.path(), WEST, HEIGHT);
    assert!((400.0..600.0).contains(&west), "{west}");
    assert!(said.contains("spread evenly over its area"), "{said}");
}

#[test]
fn a_table_of_cells_says_where_residents_live() {
    let city = city(
        "[[areas.blocks]]\npath = \"cells.csv\"\ncell = \"cell\"\npopulation = { 2010 = \"people\" }\n\
         what = \"a table of cells\"\n",
    );
    // All of Area 1 live in the cell of resolution 9 about its middle.
    let cell = LatLng::new(38.6235, -90.2335).expect("a place").to_cell(Resolution::Nine).to_string();
    city.write("cells.csv", &format!("cell,people\n{cell},10\n"));
    let (workspace, _) = city.read();
    let (residents, said) = scored(workspace.path(), &value!({ "cells": [cell] }));
    assert!((residents - 1000.0).abs() < 50.0, "{residents}");
    assert!(said.contains("Source: a table of cells, 1 of them"), "{said}");
    city.write("cells.csv", "cell,people\nnowhere,10\n");
    let error = city.ingest().1.failed();
    assert!(error.contains("cells.csv line 2") && error.contains("\"nowhere\""), "{error}");
}

#[test]
fn residents_are_read_from_a_spreadsheet() {
    let workspace = understood("residents-in-xlsx", &[]);
    let answer = json(&catchment(workspace.path(), &["rank", "--format", "json"]).ok());
    let items = answer["items"].as_array().expect("items");
    let of = |id: &str| items.iter().find(|item| item["id"] == id).expect("the area")["residents"].clone();
    assert_eq!([of("11"), of("7")], [1000.0, 2000.0]);
}
