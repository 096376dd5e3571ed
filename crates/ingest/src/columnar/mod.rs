//! Parquet and GeoParquet, which GDAL of many systems does not read.
//!
//! A table becomes delimited text as a spreadsheet does; one with geometry becomes a layer in the memory, so that what
//! reads layers reads it. Does not live here: what the columns mean.

mod file;
mod geometry;
mod guard;
mod layer;
mod table;
mod text;

pub(crate) use file::{Columnar, MAGIC, is_columnar};
pub(crate) use layer::layer;
pub(crate) use table::table;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::IngestError;

    fn whole(name: &str) -> Vec<u8> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        std::fs::read(std::path::Path::new(&here).join("../../tests/files/parquet").join(name)).unwrap()
    }

    /// Reads all of it, as a table or as a layer.
    fn read(bytes: Vec<u8>) -> Result<(), IngestError> {
        let open = Columnar::open("in.parquet", bytes)?;
        if open.has_geometry() { layer(open).map(drop) } else { table(open).map(drop) }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn damaged_bytes_are_an_error_or_rows_and_no_panic(
            name in prop::sample::select(vec!["plain.parquet", "zoned.parquet", "parts.parquet", "meters.parquet"]),
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        ) {
            let mut bytes = whole(name);
            for (at, byte) in flips {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Err(error) = read(bytes) {
                prop_assert!(error.to_string().len() < 1000, "{}", error);
            }
        }
    }

    #[test]
    fn whole_files_are_read() {
        for name in ["plain.parquet", "zoned.parquet", "parts.parquet", "meters.parquet", "pairs.parquet"] {
            read(whole(name)).unwrap();
        }
    }
}
