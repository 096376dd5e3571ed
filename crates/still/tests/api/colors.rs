//! Known pixels have the colors of their classes.

use std::path::Path;
use std::process::{Command, Output};

use catchment_still::Picture;
use serde_json::json;

use crate::tile::layer;

/// Runs the program on a plan with one tile, which lies beside it, and reads the picture back.
fn draw(folder: &Path, plan: &serde_json::Value, tiles: &[Vec<u8>]) -> Output {
    std::fs::write(folder.join("plan.json"), plan.to_string()).expect("a plan");
    for (i, tile) in tiles.iter().enumerate() {
        std::fs::write(folder.join(format!("{i}.mvt")), tile).expect("a tile");
    }
    let program = env!("CARGO_BIN_EXE_catchment-still");
    Command::new(program).arg(folder.join("plan.json")).arg(folder.join("out.png")).output().expect("the program runs")
}

pub(crate) fn read(path: &Path) -> Picture {
    let mut reader = png::Decoder::new(std::fs::File::open(path).expect("a picture")).read_info().expect("a PNG");
    let mut rgb = vec![0; reader.output_buffer_size()];
    let info = reader.next_frame(&mut rgb).expect("pixels");
    assert_eq!(info.color_type, png::ColorType::Rgb);
    let rgba = rgb.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
    Picture { width: info.width, height: info.height, rgba }
}

/// Whether a pixel has a color, up to one step of rounding a channel.
#[track_caller]
pub(crate) fn is(picture: &Picture, (x, y): (u32, u32), color: [u8; 3]) {
    let pixel = picture.pixel(x, y).expect("a pixel inside");
    assert!(color.iter().zip(pixel).all(|(a, b)| a.abs_diff(b) <= 1), "at {x},{y}: {pixel:?}, expected {color:?}");
}

const WHITE: [u8; 3] = [255, 255, 255];
const YELLOW: [u8; 3] = [255, 255, 178];
const RED: [u8; 3] = [177, 0, 38];

fn two_squares() -> Vec<u8> {
    // The ground covers the upper left three quarters, class 1 its middle.
    let mut tile = layer("ground", [0, 0, 3072, 3072]);
    tile.extend(layer("class-1", [1024, 1024, 2048, 2048]));
    tile
}

fn plan(size: (u32, u32), tile_pixels: u32, tiles: &[(i64, i64)]) -> serde_json::Value {
    let placed = tiles
        .iter()
        .enumerate()
        .map(|(i, (left, top))| json!({ "file": format!("{i}.mvt"), "left": left, "top": top }));
    json!({
        "width": size.0, "height": size.1, "tile_pixels": tile_pixels, "tiles": placed.collect::<Vec<_>>(),
        "layers": [
            { "name": "ground", "color": "#ffffb2" }, { "name": "class-1", "color": "#b10026" },
            { "name": "class-2", "color": "#000000" }
        ],
        "text": [["Source", "Made-up police."]]
    })
}

#[test]
fn layers_are_drawn_in_their_colors_the_later_above() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = draw(folder.path(), &plan((512, 512), 512, &[(0, 0)]), &[two_squares()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let picture = read(&folder.path().join("out.png"));
    assert_eq!((picture.width, picture.height), (512, 512));
    for (at, color) in [
        ((64, 64), YELLOW),
        ((192, 192), RED),
        ((320, 320), YELLOW),
        ((130, 254), RED),
        ((448, 448), WHITE),
        ((400, 64), WHITE),
    ] {
        is(&picture, at, color);
    }
}

#[test]
fn tiles_are_made_smaller_and_lie_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = layer("class-1", [-64, -64, 4160, 4160]);
    let done = draw(folder.path(), &plan((500, 200), 300, &[(-100, -50), (200, -50)]), &[two_squares(), full]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let picture = read(&folder.path().join("out.png"));
    assert_eq!((picture.width, picture.height), (500, 200));
    // The middle of class 1 in the first tile lies at 112.5 of 300 pixels, both ways.
    for (at, color) in [
        ((12, 62), RED),
        ((2, 2), YELLOW),
        ((60, 62), YELLOW),
        ((150, 62), WHITE),
        ((199, 10), WHITE),
        ((200, 10), RED),
        ((499, 199), RED),
    ] {
        is(&picture, at, color);
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let once = || {
        let done = draw(folder.path(), &plan((300, 300), 300, &[(0, 0)]), &[two_squares()]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        std::fs::read(folder.path().join("out.png")).expect("a picture")
    };
    assert!(once() == once());
}

#[test]
fn the_file_names_its_source() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(draw(folder.path(), &plan((64, 64), 64, &[(0, 0)]), &[two_squares()]).status.success());
    let bytes = std::fs::read(folder.path().join("out.png")).expect("a picture");
    assert!(bytes.windows(15).any(|w| w == b"Made-up police."));
}

#[test]
fn what_is_no_tile_or_no_plan_is_refused_and_nothing_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = [
        (plan((64, 64), 64, &[(0, 0)]), vec![255, 255, 255], "cannot draw"),
        (plan((64, 64), 600, &[(0, 0)]), Vec::new(), "expected 64 to 512"),
        (plan((0, 64), 64, &[(0, 0)]), Vec::new(), "expected 1 to 4096"),
        (json!({}), Vec::new(), "cannot be read"),
    ];
    for (plan, tile, said) in wrong {
        let done = draw(folder.path(), &plan, &[tile]);
        let text = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && text.contains(said) && text.starts_with("error: "), "{text}");
        assert!(!folder.path().join("out.png").exists());
    }
}
