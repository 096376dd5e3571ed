//! Runs the binary, and reads what it prints.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The command, ready for more arguments.
pub(crate) fn command(workspace: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_catchment"));
    command.arg("--workspace").arg(workspace).env_remove("CATCHMENT_WEB");
    command
}

/// Runs a command to its end.
pub(crate) fn catchment(workspace: &Path, args: &[&str]) -> Ran {
    ran(command(workspace).args(args).output().expect("the binary runs"))
}

pub(crate) fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let ran = Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
    assert!(
        !ran.err.contains("panicked") && !ran.err.contains("RUST_BACKTRACE"),
        "a panic reached the user: {}",
        ran.err
    );
    ran
}

impl Ran {
    /// The standard output of a run that must have worked.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "standard error: {}", self.err);
        self.out
    }

    /// The standard error of a run that must have failed, with nothing on standard output.
    #[track_caller]
    pub(crate) fn failed(self) -> String {
        assert!(
            matches!(self.code, Some(1 | 2)),
            "exit code {:?}; standard output: {}; standard error: {}",
            self.code,
            self.out,
            self.err
        );
        assert!(self.err.starts_with("error: ") || self.err.contains("\nerror: "), "{}", self.err);
        assert_eq!(self.out, "");
        self.err
    }
}

/// A CSV text as rows of fields, the header apart.
pub(crate) fn csv(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|r| r.expect("a row").iter().map(str::to_owned).collect()).collect();
    (header, rows)
}

/// Counts of a CSV text by its key columns.
pub(crate) fn counts(text: &str, keys: usize) -> BTreeMap<Vec<String>, i64> {
    let (header, rows) = csv(text);
    assert_eq!(header.last().map(String::as_str), Some("count"));
    rows.into_iter().map(|r| (r[..keys].to_vec(), r[r.len() - 1].parse().expect("a count"))).collect()
}

/// A JSON document.
#[track_caller]
pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("a JSON document")
}

/// What a GeoTIFF says of itself when read back with GDAL.
#[derive(Debug)]
pub(crate) struct GeoTiff {
    pub(crate) crs: String,
    pub(crate) pixel_m: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) metadata: Vec<String>,
}

impl GeoTiff {
    /// Opens a file and reads every pixel.
    pub(crate) fn read(path: &Path) -> Self {
        use gdal::Metadata as _;
        let dataset = gdal::Dataset::open(path).expect("GDAL opens the surface");
        let crs = dataset.spatial_ref().expect("a CRS").to_wkt().expect("as text");
        let metadata = dataset.metadata().map(|m| format!("{m:?}")).collect();
        let band = dataset.rasterband(1).expect("a band");
        let none = band.no_data_value();
        let values = band.read_as::<f64>((0, 0), band.size(), band.size(), None).expect("pixels");
        let known = || values.data().iter().copied().filter(|v| v.is_finite() && Some(*v) != none);
        Self {
            crs,
            pixel_m: dataset.geo_transform().expect("a place")[1],
            min: known().fold(f64::INFINITY, f64::min),
            max: known().fold(f64::NEG_INFINITY, f64::max),
            metadata,
        }
    }
}
