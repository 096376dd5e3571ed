//! A made-up city: five neighborhoods and a park in a grid, two years of monthly files with one month missing,
//! and every oddity of the real files on purpose. What is counted here is counted in plain loops.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Months without a file in between.
pub(crate) const MISSING: &str = "2015-07";

/// Numbers and names of the areas; 6 is a park, 4 has no offenses.
pub(crate) const AREAS: [(u32, &str); 6] = [
    (1, "Northwest"),
    (2, "Old Mill, North"),
    (3, "Northeast"),
    (4, "Quiet \"Corner\""),
    (5, "South"),
    (6, "City Park"),
];

/// Code, group and description.
const CODES: [(u32, &str, &str); 5] = [
    (10000, "homicide", "HOMICIDE"),
    (31111, "robbery", "ROBBERY-HIGHWAY  /FIREARM, CASH"),
    (41011, "assault", "AGG.ASSAULT"),
    (20000, "rape", "RAPE"),
    (180_000, "drugs", "DRUGS"),
];

/// One row as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Month of report, and of the file.
    pub(crate) month: String,
    /// Month of occurrence.
    pub(crate) occurred: String,
    pub(crate) number: String,
    pub(crate) code: usize,
    pub(crate) count: i64,
    pub(crate) label: u32,
    /// Area whose square holds the point; `None` without coordinates.
    pub(crate) point: Option<u32>,
    pub(crate) lng: f64,
    pub(crate) lat: f64,
    pub(crate) day: u32,
    pub(crate) hour: u32,
}

impl Row {
    pub(crate) fn group(&self) -> &'static str {
        CODES[self.code].1
    }

    /// The police's number of the offense.
    pub(crate) fn number_of_code(&self) -> u32 {
        CODES[self.code].0
    }

    pub(crate) fn year(&self) -> &str {
        &self.month[..4]
    }
}

/// The city on disk, and its rows.
#[derive(Debug)]
pub(crate) struct SmallCity {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) rows: Vec<Row>,
    /// Rows written that cannot be read.
    pub(crate) broken: u64,
    /// Rows of pairs that take themselves back.
    pub(crate) cancelled: u64,
}

/// A small linear congruential generator: same numbers on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(n)).expect("below n")
    }
}

impl SmallCity {
    /// Writes the city into a folder of its own.
    pub(crate) fn write() -> Self {
        Self::write_since(2015)
    }

    /// The city with the workspace that its dataset is built into.
    pub(crate) fn ingested() -> (Self, PathBuf) {
        let city = Self::write();
        let workspace = ingested(&city);
        (city, workspace)
    }

    /// The same with more years before.
    pub(crate) fn write_since(year: u32) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let mut city = Self { dir, rows: rows(year), broken: 0, cancelled: 0 };
        city.write_files(year);
        city
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.dir.path().join("city.toml")
    }

    pub(crate) fn raw(&self) -> PathBuf {
        self.dir.path().join("raw")
    }

    pub(crate) fn workspace(&self) -> PathBuf {
        self.dir.path().join("workspace")
    }

    /// Net counts of the rows by any key.
    pub(crate) fn net<K: Ord>(&self, key: impl Fn(&Row) -> Option<K>) -> BTreeMap<K, i64> {
        let mut sums = BTreeMap::new();
        for row in &self.rows {
            if let Some(key) = key(row) {
                *sums.entry(key).or_default() += row.count;
            }
        }
        sums
    }

    fn write_files(&mut self, first: u32) {
        std::fs::create_dir_all(self.raw()).expect("a folder");
        let text = CITY.replace("from = \"2015-01\"", &format!("from = \"{first}-01\""));
        std::fs::write(self.file(), text).expect("the city file is written");
        std::fs::write(self.dir.path().join("areas.geojson"), areas()).expect("the areas are written");
        let mut files: BTreeMap<&str, String> = BTreeMap::new();
        for row in &self.rows {
            let text = files.entry(&row.month).or_insert_with(|| {
                "Complaint,CodedMonth,DateOccur,Count,Crime,Description,Neighborhood,XCoord,YCoord\r\n".to_owned()
            });
            let (code, _, description) = CODES[row.code];
            let (year, month) = row.occurred.split_once('-').expect("a month");
            write!(
                text,
                "{},{},{month}/{:02}/{year} {:02}:30,{},{code},\"{description}\",{},{},{}\r\n",
                row.number, row.month, row.day, row.hour, row.count, row.label, row.lng, row.lat
            )
            .expect("text grows");
        }
        // A code that no rule knows, and a count that is no number.
        if let Some(text) = files.get_mut("2016-03") {
            text.push_str("X1,2016-03,03/01/2016 10:00,1,77777,WHAT,1,0,0\r\n");
            text.push_str("X2,2016-03,03/01/2016 10:00,one,10000,HOMICIDE,1,0,0\r\n");
            self.broken = 2;
        }
        for (month, text) in files {
            std::fs::write(self.raw().join(format!("{month}.csv")), text).expect("a file is written");
        }
        self.cancelled = 2 * u64::try_from(self.rows.iter().filter(|r| r.count < 0).count()).expect("few rows");
    }
}

fn rows(first: u32) -> Vec<Row> {
    let mut draw = Draw(7);
    let mut rows = Vec::new();
    let months = (12 * first..12 * 2017).map(|m| format!("{}-{:02}", m / 12, m % 12 + 1));
    for month in months.filter(|m| m != MISSING) {
        for n in 0..60 {
            let code = [1, 2, 2, 2, 2, 4, 3, 1, 2, 0][draw.below(10) as usize];
            let area = [2, 2, 2, 2, 2, 1, 1, 3, 5, 5, 6][draw.below(11) as usize];
            let (column, line) = ((area - 1) % 3, (area - 1) / 3);
            let lng = -90.24 + 0.013 * (f64::from(column) + f64::from(draw.below(980) + 10) / 1000.0);
            let lat = 38.63 - 0.013 * (f64::from(line) + f64::from(draw.below(980) + 10) / 1000.0);
            // Rape is never located; one row in 20 of the rest is not; one in 15 carries another label or none.
            let located = code != 3 && draw.below(20) != 0;
            let label = match draw.below(30) {
                0 => 0,
                1 => 1,
                _ => area,
            };
            let row = Row {
                number: format!("{}-{n:04}", &month[2..]),
                month: month.clone(),
                // One row in seven was reported a month late.
                occurred: if n % 7 == 0 { month_before(&month) } else { month.clone() },
                code,
                count: 1,
                label,
                point: located.then_some(area),
                lng: if located { lng } else { 0.0 },
                lat: if located { lat } else { 0.0 },
                day: draw.below(28) + 1,
                hour: draw.below(24),
            };
            rows.push(row);
        }
        // One row in the month is taken back at once.
        let mut back: Row = rows[rows.len() - 30].clone();
        back.count = -1;
        rows.push(back);
    }
    rows
}

/// The month before; January stays.
fn month_before(month: &str) -> String {
    let (year, number) = month.split_once('-').expect("a month");
    format!("{year}-{:02}", number.parse::<u32>().expect("a number").max(2) - 1)
}

/// The outlines: plain squares of 0.013 degrees, three to a line.
fn areas() -> String {
    let mut features = Vec::new();
    for (id, name) in AREAS {
        let (west, north) = (-90.24 + 0.013 * f64::from((id - 1) % 3), 38.63 - 0.013 * f64::from((id - 1) / 3));
        let (east, south) = (west + 0.013, north - 0.013);
        let corners = [[west, north], [west, south], [east, south], [east, north], [west, north]];
        features.push(serde_json::json!({
            "type": "Feature",
            "properties": { "ID": id, "NAME": name, "POP": 1000 * id },
            "geometry": { "type": "Polygon", "coordinates": [corners] },
        }));
    }
    serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string()
}

const CITY: &str = r#"
schema = 1
id = "smallville"
name = "Smallville"
time_zone = "America/Chicago"
work_crs = "EPSG:26996"
attribution = "Made up for tests"

[finest]
months = 1
least = 0
hours_least = 0
area_km2 = 0

[areas]
path = "areas.geojson"
id = "ID"
name = "NAME"
parks = ["6"]
population = { 2010 = "POP" }
credit = "Made up"

[site_cost]
launch_usd = 750000
staff = 8
source = "a made-up budget"

[[offense]]
id = "homicide"
label = "Homicide"
weight = 5.0
default = true

[[offense]]
id = "robbery"
label = "Robbery"
default = true

[[offense]]
id = "assault"
label = "Assault"
default = true

[[offense]]
id = "rape"
label = "Rape"
finest = "city-year"

[[offense]]
id = "drugs"
label = "Drugs"
reported_by = "police"

[alias]
violent = ["homicide", "rape", "robbery", "assault"]
harm = ["homicide", "robbery", "assault"]

[[source]]
id = "police"
name = "Made-up police files"
kind = "incidents"
paths = ["raw/*.csv"]
reporting = "UCR/SRS"
crs = "EPSG:4326"
from = "2015-01"
to = "2016-12"

[source.columns]
incident = ["Complaint"]
reported = ["CodedMonth"]
occurred = ["DateOccur"]
count = ["Count"]
code = ["Crime"]
description = ["Description"]
area = ["Neighborhood"]
x = ["XCoord"]
y = ["YCoord"]

[[source.code]]
group = "homicide"
range = [10000, 19999]

[[source.code]]
group = "rape"
range = [20000, 29999]

[[source.code]]
group = "robbery"
range = [30000, 39999]

[[source.code]]
group = "assault"
range = [40000, 49999]

[[source.code]]
group = "drugs"
range = [180000, 189999]
"#;

/// Builds the city's dataset into its workspace.
pub(crate) fn ingested(city: &SmallCity) -> PathBuf {
    let workspace = city.workspace();
    crate::program::catchment(&workspace, &["ingest", "--no-backtest", path(&city.file())]).ok();
    workspace
}

/// A path as text.
pub(crate) fn path(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}
