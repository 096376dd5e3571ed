//! Small cities written for one test: six squares, a few files of rows, and keys added to the source.

use std::path::Path;

use tempfile::TempDir;

use crate::faulty::city;
use crate::program::{Ran, catchment, csv};

/// A header and rows: `rows("2015-01", 3)` are three assaults of that month in area 1.
pub(crate) fn rows(month: &str, n: usize) -> String {
    let row = |i| format!("{month}-{i},{month}-04 10:00,A,Area 1,-90.235,38.625\n");
    (0..n).map(row).collect()
}

pub(crate) const HEADER: &str = "id,date,code,hood,lon,lat\n";

/// A city of these files, with lines put into its source before its tables.
pub(crate) struct Made<'a> {
    pub(crate) files: &'a [(&'a str, String)],
    pub(crate) paths: &'a str,
    pub(crate) months: (&'a str, &'a str),
    pub(crate) source: &'a str,
}

impl Made<'_> {
    /// Reads it with the built binary; the folder holds city and workspace.
    pub(crate) fn read(&self) -> (TempDir, Ran) {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        let given = city("header-only-month");
        let base = Path::new(&given).parent().expect("a folder");
        std::fs::copy(base.join("areas.geojson"), folder.path().join("areas.geojson")).expect("copied");
        let text = std::fs::read_to_string(&given).expect("the city file");
        let (from, to) = self.months;
        let text = text
            .replace("paths = [\"20*.csv\"]", &format!("paths = {}\n{}", self.paths, self.source))
            .replace("from = \"2015-01\"", &format!("from = \"{from}\""))
            .replace("to = \"2015-12\"", &format!("to = \"{to}\""));
        write("city.toml", &text);
        for (name, rows) in self.files {
            write(name, &format!("{HEADER}{rows}"));
        }
        let path = folder.path().join("city.toml");
        let ran = catchment(&folder.path().join("ws"), &["ingest", path.to_str().expect("text"), "--no-backtest"]);
        (folder, ran)
    }

    /// Reads a city that must be understood; what the program said.
    #[track_caller]
    pub(crate) fn understood(&self) -> (TempDir, String) {
        let (folder, ran) = self.read();
        let told = format!("{}{}", ran.out, ran.err);
        assert_eq!(ran.code, Some(0), "{told}");
        (folder, told)
    }
}

/// Counts by month as `2015-01 5`; a month without data has no count.
pub(crate) fn by_month(workspace: &Path) -> Vec<String> {
    let out = catchment(workspace, &["counts", "--by", "month", "--format", "csv"]).ok();
    csv(&out).1.iter().map(|row| format!("{} {}", row[0], row[row.len() - 1])).collect()
}
