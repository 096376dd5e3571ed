//! `catchment still`: a layer of the map as a picture. The tiles come from here, `catchment-still` draws them.

use std::path::Path;

use anyhow::{Context, Result};
use catchment_questions::{AskError, Params};
use catchment_questions::{
    GROUND, Meta, Question, StillClasses, bounds, catchment_rankings, cells_answer, find_catchments, find_cells,
    neighborhood_rankings, rank_catchments, rank_neighborhoods, still_layer,
};
use catchment_server::{AppState, PREVIEW_ABOUT, PREVIEW_DATASET, preview_about};
use catchment_tiles::TileAddress;
use serde::Serialize;

use super::question::{Pairs, state, told};
use crate::args::{Common, StillArgs, StillLayer};
use crate::progress;
use crate::sibling::{self, Sibling};

const PROGRAM: Sibling = Sibling {
    name: "catchment-still",
    folder: "crates/still",
    needs: "protobuf-compiler to build; a Vulkan driver such as mesa-vulkan-drivers to run",
};

/// Side of a tile that is drawn alone, pixels.
const TILE_PIXELS: u32 = 512;
/// Part of the picture that the city fills.
const FILLED: f64 = 0.94;
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

/// Draws a still picture.
pub(crate) fn run(common: &Common, args: &StillArgs) -> Result<()> {
    let dataset = super::open(&common.workspace)?;
    let question = match args.layer {
        StillLayer::Neighborhoods => Question::NeighborhoodTiles,
        StillLayer::Cells => Question::CellTiles,
        StillLayer::Catchments => Question::CatchmentTiles,
    };
    let mut pairs = Pairs::of(&args.query);
    pairs.with("measure", &args.measure);
    pairs.maybe("k", args.choose.k).maybe("area_km2", args.choose.area_km2).maybe("resolution", args.resolution);
    let params = pairs.read(question, &dataset)?;
    let program = PROGRAM.find()?;
    let state = state(dataset, false)?;
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let plan = plan(args, &state, &params, folder.path())?;
    let path = folder.path().join("plan.json");
    std::fs::write(&path, serde_json::to_vec(&plan)?).with_context(|| format!("cannot write {}", path.display()))?;
    let out = args.out.clone().unwrap_or_else(|| super::preview_file(&common.workspace));
    sibling::run(&program, &[path.as_os_str(), out.as_os_str()], &[])?;
    progress::say(&format!("wrote {}", out.display()));
    Ok(())
}

fn plan(args: &StillArgs, state: &AppState, params: &Params, folder: &Path) -> Result<Plan> {
    let (size, tile_pixels, tiles) = if let (Some(z), Some(x), Some(y)) = (args.z, args.x, args.y) {
        let address = TileAddress::new(z, x, y)?;
        ((TILE_PIXELS, TILE_PIXELS), TILE_PIXELS, vec![Placed { file: "0.mvt".to_owned(), left: 0, top: 0, address }])
    } else {
        let bounds = bounds(&state.data.areas).ok_or_else(|| told(AskError::internal("the areas have no extent")))?;
        let (tile_pixels, tiles) = fitted(bounds, args.size)?;
        (args.size, tile_pixels, tiles)
    };
    let (layers, text) = with_classes(args.layer, state, params, |classes| {
        for tile in &tiles {
            let path = folder.join(&tile.file);
            std::fs::write(&path, classes.tile(tile.address).map_err(told)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        let ground = Painted { name: GROUND.to_owned(), color: GROUND_COLOR.to_owned() };
        let of_class =
            |l: &catchment_questions::LegendItem| Painted { name: still_layer(l.class), color: l.color.clone() };
        Ok(std::iter::once(ground).chain(classes.legend.iter().map(of_class)).collect())
    })?;
    Ok(Plan { width: size.0, height: size.1, tile_pixels, tiles, layers, text })
}

/// Computes the classes of a layer and gives them to `f`.
fn with_classes(
    layer: StillLayer,
    state: &AppState,
    params: &Params,
    f: impl FnOnce(&StillClasses<'_>) -> Result<Vec<Painted>>,
) -> Result<(Vec<Painted>, Text)> {
    Ok(match layer {
        StillLayer::Neighborhoods => {
            let ranking = rank_neighborhoods(state, params).map_err(told)?;
            let answer = neighborhood_rankings(params, &ranking, &state.data);
            let about = preview_about(params, &answer, &state.data);
            let mut text = text(state, &answer.meta, about);
            // What `serve` asks for: no other layer is for everyone who sees a link.
            text.push((PREVIEW_DATASET, answer.meta.dataset));
            (f(&StillClasses::neighborhoods(state, &ranking))?, text)
        }
        StillLayer::Catchments => {
            let found = find_catchments(state, params).map_err(told)?;
            let ranking = rank_catchments(state, params, &found).map_err(told)?;
            let meta = catchment_rankings(params, &found, &ranking, &state.data).meta;
            (f(&StillClasses::catchments(state, &found, &ranking))?, text(state, &meta, about(&meta)))
        }
        StillLayer::Cells => {
            let found = find_cells(state, params).map_err(told)?;
            let meta = cells_answer(state, params, &found).meta;
            (f(&StillClasses::cells(state, &found))?, text(state, &meta, about(&meta)))
        }
    })
}

/// What a picture of cells or catchments shows.
fn about(meta: &Meta) -> String {
    format!("{} ({}), {} to {}", meta.params.offense.join(", "), meta.unit_label, meta.window.from, meta.window.to)
}

/// What the file says of itself: a picture that travels alone still names its source.
fn text(state: &AppState, meta: &Meta, about: String) -> Text {
    let mut text =
        vec![("Title", state.data.city.name.clone()), (PREVIEW_ABOUT, about), ("Source", meta.source.clone())];
    text.push(("Software", format!("{}, dataset {}", meta.program, meta.dataset)));
    text.extend(state.data.city.positions.synthetic.clone().map(|s| ("Comment", s)));
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
