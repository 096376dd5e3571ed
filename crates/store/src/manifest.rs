//! The manifest: what went into a dataset and what came out.

use std::collections::BTreeMap;

use catchment_model::city::City;
use catchment_model::{Coverage, InputFile, RESOLUTIONS};
use serde::{Deserialize, Serialize};

/// Version of the folder's form; other versions are refused.
pub const SCHEMA: u32 = 2;

/// Number of hexadecimal digits of an id.
const ID_DIGITS: usize = 16;

/// What went into a dataset and what came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the folder's form: [`SCHEMA`].
    pub schema: u32,
    /// Id of the dataset: the first 16 hexadecimal digits of the BLAKE3 of this manifest with an empty id.
    pub id: String,
    /// Version of the program that wrote it.
    pub program: String,
    /// Id of the city.
    pub city_id: String,
    /// Name of the city.
    pub city_name: String,
    /// Files that were read.
    pub inputs: Vec<InputFile>,
    /// Files of the dataset, by name.
    pub files: BTreeMap<String, StoredFile>,
    /// Rows by kind.
    pub rows: RowCounts,
    /// Months covered.
    pub coverage: Coverage,
    /// Parameters that shaped the rows and cells.
    pub parameters: BTreeMap<String, String>,
}

/// A file of the dataset, by content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes, 64 hexadecimal digits.
    pub blake3: String,
}

/// Rows by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows of `incidents.parquet`: accepted, cancelled and unlocated.
    pub incidents: u64,
    /// Those with a position that may be used.
    pub located: u64,
    /// Distinct positions that they refer to.
    pub positions: u64,
    /// Places of the cube.
    pub places: u64,
    /// Entries of the cube.
    pub entries: u64,
    /// Entries that incidents standing in several groups name.
    pub shared: u64,
    /// Counts published per area and month that entered the cube.
    pub area_counts: u64,
    /// Counts per city and year.
    pub year_counts: u64,
    /// Entries of positions that many rows share.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub repeated: u64,
    /// Entries of the daily cube.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub daily: u64,
    /// Entries of the daily cube that incidents standing in several groups name.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub daily_shared: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl StoredFile {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, blake3: blake3::hash(bytes).to_hex().to_string() }
    }
}

impl Manifest {
    /// The id that the content asks for.
    pub(crate) fn content_id(&self) -> String {
        let blank = Self { id: String::new(), ..self.clone() };
        let mut hex = blake3::hash(&blank.to_json()).to_hex().to_string();
        hex.truncate(ID_DIGITS);
        hex
    }

    pub(crate) fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).unwrap_or_default();
        json.push(b'\n');
        json
    }
}

/// Whether the text could be the id of a dataset; nothing else may become part of a path.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == ID_DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// What in the city file shaped the rows and cells.
pub(crate) fn parameters(city: &City) -> BTreeMap<String, String> {
    let resolutions: Vec<String> = RESOLUTIONS.iter().map(ToString::to_string).collect();
    BTreeMap::from([
        ("work_crs".to_owned(), city.work_crs.clone()),
        ("time_zone".to_owned(), city.time_zone.clone()),
        ("positions.outside_m".to_owned(), city.positions.outside_m.to_string()),
        ("positions.finest_resolution".to_owned(), city.positions.finest_resolution.to_string()),
        ("resolutions".to_owned(), resolutions.join(",")),
    ])
}
