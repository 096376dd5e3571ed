//! `catchment still`: a layer of the map as a picture. The tiles come from here, `catchment-still` draws them.

use std::path::Path;

use anyhow::{Context, Result};
use catchment_questions::answers::{LegendItem, Meta};
use catchment_questions::cells::{Cells, CellsAsk};
use catchment_questions::pieces::{Counted, Param, Piece};
use catchment_questions::rankings::Rankings;
use catchment_questions::tiles::{
    CatchmentLayer, CatchmentLayerAsk, GROUND, NeighborhoodLayer, NeighborhoodLayerAsk, Still, TileAddress, ask_layer,
    class_layer,
};
use catchment_questions::{Engine, Unwatched, ask};
use catchment_server::{PREVIEW_ABOUT, PREVIEW_DATASET, preview_about};
use clap::ArgMatches;
use serde::Serialize;

use crate::args::{Common, StillArgs, StillLayer};
use crate::ask::engine;
use crate::ask::flags::{self, told};
use crate::progress;
use crate::sibling::{self, Sibling};
use crate::workspace;

const PROGRAM: Sibling = Sibling {
    name: "catchment-still",
    folder: "crates/still",
    needs: "protobuf-compiler to build; a Vulkan driver such as mesa-vulkan-drivers to run",
};

/// Side of a tile that is drawn alone, pixels.
const TILE_PIXELS: u32 = 512;
/// Part of the picture that the city fills.
const FILLED: f64 = 0.94;
/// What says how large or how fine a layer is: a preview is of neighborhoods.
const OF_LAYERS: [&str; 6] = ["area_km2", "basis", "resolution", "alpha", "ring", "exposure"];
/// Color of neighborhoods that have no class.
const GROUND_COLOR: &str = "#dcdcdc";

/// What `catchment-still` draws.
#[derive(Debug, Serialize)]
struct Plan {
    width: u32,
    height: u32,
    tile_pixels: u32,
    tiles: Vec<Placed>,
    layers: Vec<Painted>,
    text: Text,
}

/// What a picture says of itself: keyword and text.
type Text = Vec<(&'static str, String)>;

/// A tile, and where its corner lies in the picture.
#[derive(Debug, PartialEq, Serialize)]
struct Placed {
    file: String,
    left: i64,
    top: i64,
    #[serde(skip)]
    address: TileAddress,
}

#[derive(Debug, Serialize)]
struct Painted {
    name: String,
    color: String,
}

/// What any of the layers may be asked with.
pub(super) fn params() -> Vec<Param> {
    let mut all: Vec<Param> = Vec::new();
    for param in [NeighborhoodLayerAsk::params(), CatchmentLayerAsk::params(), CellsAsk::params()].concat() {
        if !all.iter().any(|known| known.name == param.name) {
            all.push(param);
        }
    }
    all
}

/// Draws a still picture.
pub(super) fn run(common: &Common, args: &StillArgs, given: &ArgMatches) -> Result<()> {
    let pairs = flags::pairs(&params(), given)?;
    flags::checked::<NeighborhoodLayerAsk>(&pairs)?;
    flags::checked::<CatchmentLayerAsk>(&pairs)?;
    flags::checked::<CellsAsk>(&pairs)?;
    if args.preview {
        flags::none_beside(
            "--preview",
            &pairs.iter().filter(|p| OF_LAYERS.contains(&p.0.as_str())).cloned().collect::<Vec<_>>(),
        )?;
    }
    let dataset = workspace::open(&common.workspace)?;
    let program = PROGRAM.find()?;
    let engine = engine(dataset, false)?;
    let (still, text) = drawn(args.layer, &engine, &pairs)?;
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let plan = plan(args, &engine, &still, text, folder.path())?;
    let path = folder.path().join("plan.json");
    std::fs::write(&path, serde_json::to_vec(&plan)?).with_context(|| format!("cannot write {}", path.display()))?;
    let out = args.out.clone().unwrap_or_else(|| workspace::preview_file(&common.workspace));
    sibling::run(&program, &[path.as_os_str(), out.as_os_str()], &[])?;
    progress::say(&format!("wrote {}", out.display()));
    Ok(())
}

fn plan(args: &StillArgs, engine: &Engine, still: &Still, text: Text, folder: &Path) -> Result<Plan> {
    let (size, tile_pixels, tiles) = if let (Some(z), Some(x), Some(y)) = (args.z, args.x, args.y) {
        let address = TileAddress::new(z, x, y)?;
        ((TILE_PIXELS, TILE_PIXELS), TILE_PIXELS, vec![Placed { file: "0.mvt".to_owned(), left: 0, top: 0, address }])
    } else {
        let bounds = engine.bounds().map_err(told)?;
        let (tile_pixels, tiles) = fitted(bounds, args.size)?;
        (args.size, tile_pixels, tiles)
    };
    for tile in &tiles {
        let path = folder.join(&tile.file);
        let bytes = still.tile(engine, tile.address).map_err(told)?;
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let ground = Painted { name: GROUND.to_owned(), color: GROUND_COLOR.to_owned() };
    let of_class = |l: &LegendItem| Painted { name: class_layer(l.class), color: l.color.clone() };
    let layers = std::iter::once(ground).chain(still.legend.iter().map(of_class)).collect();
    Ok(Plan { width: size.0, height: size.1, tile_pixels, tiles, layers, text })
}

/// The classes of a layer, and what the picture says of itself.
fn drawn(layer: StillLayer, engine: &Engine, pairs: &[(String, String)]) -> Result<(Still, Text)> {
    let data = &engine.data;
    Ok(match layer {
        StillLayer::Neighborhoods => {
            let layer: NeighborhoodLayer = ask_layer(pairs, data).map_err(told)?;
            let answer = engine.answer(&ask::<Rankings>(pairs, data).map_err(told)?, &Unwatched).map_err(told)?;
            let mut text = text(engine, &answer.meta, preview_about(&answer, data));
            // What `serve` asks for: no other layer is for everyone who sees a link.
            text.push((PREVIEW_DATASET, answer.meta.dataset.clone()));
            (Still::neighborhoods(engine, &layer).map_err(told)?, text)
        }
        StillLayer::Catchments => {
            let layer: CatchmentLayer = ask_layer(pairs, data).map_err(told)?;
            let of = ("of".to_owned(), "catchments".to_owned());
            let pairs = [pairs, &[of]].concat();
            let answer = engine.answer(&ask::<Rankings>(&pairs, data).map_err(told)?, &Unwatched).map_err(told)?;
            let about = about(&answer.meta, &answer.meta.params.counted);
            (Still::catchments(engine, &layer).map_err(told)?, text(engine, &answer.meta, about))
        }
        StillLayer::Cells => {
            let cells: Cells = ask(pairs, data).map_err(told)?;
            let answer = engine.answer(&cells, &Unwatched).map_err(told)?;
            let about = about(&answer.meta, &cells.counted);
            (Still::cells(engine, &cells).map_err(told)?, text(engine, &answer.meta, about))
        }
    })
}

/// What a picture of cells or catchments shows.
fn about<Q>(meta: &Meta<Q>, counted: &Counted) -> String {
    format!("{} ({}), {} to {}", counted.offense.join(", "), meta.unit_label, meta.window.from, meta.window.to)
}

/// What the file says of itself: a picture that travels alone still names its source.
fn text<Q>(engine: &Engine, meta: &Meta<Q>, about: String) -> Text {
    let city = &engine.data.city;
    let mut text = vec![("Title", city.name.clone()), (PREVIEW_ABOUT, about), ("Source", meta.source.clone())];
    text.push(("Software", format!("{}, dataset {}", meta.program, meta.dataset)));
    text.extend(city.positions.synthetic.clone().map(|s| ("Comment", s)));
    text
}

/// Tiles and their side in pixels, so that a box fills a picture. Tiles are drawn at 512 pixels and made smaller by at
/// most half.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a picture of at most 2,048 pixels of a world of 2^22 tiles"
)]
fn fitted([west, south, east, north]: [f64; 4], (width, height): (u32, u32)) -> Result<(u32, Vec<Placed>)> {
    // The finest tiles are a few meters wide: exact enough to fit a city.
    let finest = 22;
    let world = f64::from(1u32 << finest);
    let (a, b) = (TileAddress::at(west, north, finest)?, TileAddress::at(east, south, finest)?);
    let (x0, x1) = (f64::from(a.x()) / world, (f64::from(b.x()) + 1.0) / world);
    let (y0, y1) = (f64::from(a.y()) / world, (f64::from(b.y()) + 1.0) / world);
    let scale = FILLED * (f64::from(width) / (x1 - x0)).min(f64::from(height) / (y1 - y0));
    let z = (scale / f64::from(TILE_PIXELS)).log2().ceil().clamp(0.0, f64::from(finest)) as u32;
    let side = (scale / f64::from(1u32 << z)).round().clamp(64.0, 512.0);
    let whole = side * f64::from(1u32 << z);
    let left = (f64::midpoint(x0, x1) * whole - f64::from(width) / 2.0).round();
    let top = (f64::midpoint(y0, y1) * whole - f64::from(height) / 2.0).round();
    let last = f64::from((1u32 << z) - 1);
    let span = |from: f64, length: u32| {
        let (low, high) = (
            (from / side).floor().clamp(0.0, last),
            ((from + f64::from(length) - 1.0) / side).floor().clamp(0.0, last),
        );
        low as u32..=high as u32
    };
    let mut tiles = Vec::new();
    for y in span(top, height) {
        for x in span(left, width) {
            let corner = |at: u32, from: f64| (f64::from(at) * side - from) as i64;
            let file = format!("{}.mvt", tiles.len());
            tiles.push(Placed {
                file,
                left: corner(x, left),
                top: corner(y, top),
                address: TileAddress::new(z, x, y)?,
            });
        }
    }
    Ok((side as u32, tiles))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: [f64; 4] = [-90.32, 38.53, -90.17, 38.775];

    #[test]
    fn a_fitted_city_lies_inside_the_picture_and_tiles_cover_it() {
        for size in [(1200, 630), (64, 2048), (512, 512)] {
            let (side, tiles) = fitted(CITY, size).unwrap();
            let (w, h) = (i64::from(size.0), i64::from(size.1));
            let covered = |x: i64, y: i64| {
                tiles.iter().any(|t| {
                    (t.left..t.left + i64::from(side)).contains(&x) && (t.top..t.top + i64::from(side)).contains(&y)
                })
            };
            assert!(
                [(0, 0), (w - 1, 0), (0, h - 1), (w - 1, h - 1), (w / 2, h / 2)].iter().all(|(x, y)| covered(*x, *y)),
                "{size:?} {tiles:?}"
            );
            // Corners of the city, in pixels of the picture.
            let at = |lng: f64, lat: f64| {
                let z = u32::from(tiles[0].address.z());
                let (fine, tile) = (TileAddress::at(lng, lat, 22).unwrap(), &tiles[0]);
                let per = f64::from(side) / f64::from(1u32 << (22 - z));
                let x = f64::from(fine.x()) * per - f64::from(tile.address.x()) * f64::from(side) + tile.left as f64;
                let y = f64::from(fine.y()) * per - f64::from(tile.address.y()) * f64::from(side) + tile.top as f64;
                (x, y)
            };
            for (x, y) in [at(CITY[0], CITY[3]), at(CITY[2], CITY[1])] {
                assert!(x >= -1.0 && x <= w as f64 + 1.0 && y >= -1.0 && y <= h as f64 + 1.0, "{size:?}: {x} {y}");
            }
        }
    }

    #[test]
    fn the_same_city_gives_the_same_tiles() {
        assert_eq!(fitted(CITY, (1200, 630)).unwrap(), fitted(CITY, (1200, 630)).unwrap());
    }
}
