//! Vector tiles written by hand (Mapbox Vector Tile 2.1, sections 4.1 to 4.3), so that the test shares no code with
//! what it tests.

fn varint(mut n: u64, out: &mut Vec<u8>) {
    while n >= 128 {
        out.push(u8::try_from(n & 127).expect("seven bits") | 128);
        n >>= 7;
    }
    out.push(u8::try_from(n).expect("seven bits"));
}

fn bytes(field: u64, content: &[u8], out: &mut Vec<u8>) {
    varint(field << 3 | 2, out);
    varint(content.len() as u64, out);
    out.extend(content);
}

fn number(field: u64, n: u64, out: &mut Vec<u8>) {
    varint(field << 3, out);
    varint(n, out);
}

fn zigzag(n: i64) -> u64 {
    ((n << 1) ^ (n >> 63)).cast_unsigned()
}

/// A layer with one rectangle: west, north, east, south in 4,096ths of the tile.
pub(crate) fn layer(name: &str, [west, north, east, south]: [i64; 4]) -> Vec<u8> {
    let mut geometry = Vec::new();
    let (across, down) = (east - west, south - north);
    varint(1 << 3 | 1, &mut geometry);
    for n in [west, north] {
        varint(zigzag(n), &mut geometry);
    }
    varint(3 << 3 | 2, &mut geometry);
    for n in [across, 0, 0, down, -across, 0] {
        varint(zigzag(n), &mut geometry);
    }
    varint(1 << 3 | 7, &mut geometry);
    let mut feature = Vec::new();
    number(1, 1, &mut feature);
    number(3, 3, &mut feature);
    bytes(4, &geometry, &mut feature);
    let mut layer = Vec::new();
    number(15, 2, &mut layer);
    bytes(1, name.as_bytes(), &mut layer);
    bytes(2, &feature, &mut layer);
    number(5, 4096, &mut layer);
    let mut tile = Vec::new();
    bytes(3, &layer, &mut tile);
    tile
}
