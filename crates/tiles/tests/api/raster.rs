use catchment_tiles::{Classes, RASTER_PIXELS, Raster, TileAddress};

/// Reads a picture back as red, green, blue, opacity.
fn decode(bytes: &[u8]) -> Vec<[u8; 4]> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("header");
    let mut buffer = vec![0; reader.output_buffer_size().expect("size")];
    let info = reader.next_frame(&mut buffer).expect("frame");
    assert_eq!((info.width, info.height), (RASTER_PIXELS, RASTER_PIXELS));
    assert_eq!(info.color_type, png::ColorType::Rgba);
    buffer.chunks_exact(4).map(|p| [p[0], p[1], p[2], p[3]]).collect()
}

#[test]
fn each_pixel_has_the_color_of_its_class_and_nothing_below_the_floor() {
    let address = TileAddress::at(-90.25, 38.6, 12).expect("tile");
    let [west, south, east, north] = address.bounds();
    // One "meter" is a thousandth of the tile here; values rise from west to east, 0 to 100.
    let to_metres =
        |lng: f64, lat: f64| Some(((lng - west) / (east - west) * 1000.0, (lat - south) / (north - south) * 1000.0));
    let values: Vec<f64> = (0..10_000).map(|i| f64::from(i % 100) + 0.5).collect();
    let raster = Raster { west_m: 0.0, north_m: 1000.0, pixel_m: 10.0, width: 100, height: 100, values: &values };
    let classes = Classes::widening(100.0);
    let pixels = decode(&raster.png(address, &classes, to_metres).expect("encodes"));
    for (i, pixel) in pixels.iter().enumerate() {
        let column = (i % 256) as f64;
        let value = ((column + 0.5) / 256.0 * 100.0).clamp(0.5, 99.5);
        let near_a_bound = classes.lower().iter().any(|b| (b - value).abs() < 1e-6);
        if near_a_bound {
            continue;
        }
        match classes.of(value) {
            None => assert_eq!(pixel[3], 0, "{value}"),
            Some(class) => {
                assert_eq!(pixel[..3], classes.color(class), "{value}");
                assert!(pixel[3] > 0);
            }
        }
    }
}

#[test]
fn outside_the_city_a_picture_is_wholly_transparent() {
    let raster = Raster { west_m: 0.0, north_m: 10.0, pixel_m: 10.0, width: 1, height: 1, values: &[5.0] };
    let tile =
        raster.png(TileAddress::new(5, 0, 0).expect("tile"), &Classes::widening(5.0), |_, _| None).expect("encodes");
    assert!(decode(&tile).iter().all(|p| p[3] == 0));
    assert!(tile.len() < 2000, "{}", tile.len());
}

#[test]
fn a_surface_of_zeros_is_transparent_and_no_error() {
    let raster = Raster { west_m: 0.0, north_m: 10.0, pixel_m: 10.0, width: 1, height: 1, values: &[0.0] };
    let tile = raster
        .png(TileAddress::new(5, 0, 0).expect("tile"), &Classes::widening(0.0), |_, _| Some((5.0, 5.0)))
        .expect("encodes");
    assert!(decode(&tile).iter().all(|p| p[3] == 0));
}
