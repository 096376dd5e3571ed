//! A made-up city, written and opened through the store: square neighborhoods in a grid, with a hot corner.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use catchment_model::city::City;
use catchment_model::{
    Area, AreaCount, AreaIdx, AreaKind, Areas, Block, Cell, Coverage, GroupId, IncidentRow, Incidents, LocalMinute,
    LocatedShare, Month, MonthStatus, NO_POSITION, Position, Quality, RESOLUTIONS, RowStatus, Site, SiteShape,
    YearCount,
};
use catchment_questions::Engine;
use catchment_server::AppState;
use catchment_store::{Dataset, NewDataset};
use geo::{MultiPolygon, Polygon};

/// South-west corner of the city.
pub(crate) const CORNER: (f64, f64) = (-90.25, 38.58);
/// Side of a neighborhood, degrees of longitude and latitude: about 1.3 km each.
pub(crate) const SIDE: (f64, f64) = (0.015, 0.012);

const TOML: &str = r#"
schema = 1
id = "gridville"
name = "Gridville"
time_zone = "America/Chicago"
work_crs = "EPSG:26996"
attribution = "Made up."
notices = ["This city does not exist."]

[[note]]
from = "2020-03"
to = "2020-04"
text = "Nobody was out."

[positions]
finest_resolution = 10
accuracy_m = 200
synthetic = "Positions are made up"

[finest]
months = 1
least = 0
hours_least = 0
area_km2 = 0

[areas]
path = "areas.geojson"
id = "id"
name = "name"
parks = ["9"]
credit = "Nobody"
note = "Squares."

[[offense]]
id = "homicide"
label = "Homicide"
default = true

[[offense]]
id = "robbery"
label = "Robbery"
default = true

[[offense]]
id = "rape"
label = "Rape"
finest = "city-year"

[[offense]]
id = "fondling"
label = "Fondling"
finest = "area"

[[offense]]
id = "drugs"
label = "Drugs"
reported_by = "police"

[alias]
harm = ["homicide", "robbery"]
violent = ["homicide", "rape", "robbery", "fondling"]

[[source]]
id = "police"
name = "Police"
kind = "incidents"
paths = ["*.csv"]
reporting = "UCR/SRS"
from = "2018-01"
to = "2020-12"
[source.columns]
code = ["code"]
[[source.code]]
group = "homicide"
is = ["1"]

[[rule]]
id = "robberies"
label = "The three areas with most robberies per resident over two years"
offense = ["robbery"]
per = "per_resident"
years = 2
top = 3
among = "neighborhoods"
min_residents = 100
source = "An example."
unit_note = "Victims are not in the data: offenses stand in."

[[rule]]
id = "unserved"
label = "The two areas without a site with most homicides"
offense = ["homicide"]
per = "count"
years = 3
top = 2
among = "unserved"
source = "An example."

[severity]
unit = "points"
source = "made up"
per_offense = { homicide = 50, robbery = 1 }

[site_cost]
launch_usd = 750000
yearly_usd = 1200000
staff = 8
source = "a made-up budget"

[shift]
weekdays = [1, 2, 3, 4, 5]
from_hour = 13
to_hour = 23
source = "a made-up page"

[analysis]
latest_months = 120
k = 3
catchment_km2 = 0.5
catchment_presets_km2 = [0.25, 0.5]
bandwidth_m = 400
pixel_m = 50
"#;

/// Size of a made-up city.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Neighborhoods along each side.
    pub(crate) side: u32,
    /// First month.
    pub(crate) from: (i64, i64),
    /// Rows.
    pub(crate) rows: u32,
}

/// Numbers that look random and are always the same (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(n)).unwrap_or(0)
    }

    fn share(&mut self) -> f64 {
        f64::from(self.below(1 << 20)) / f64::from(1 << 20)
    }
}

/// The made-up work CRS: metres east and north of the corner on a plane.
pub(crate) fn metres(lng: f64, lat: f64) -> (f64, f64) {
    ((lng - CORNER.0) * 87_000.0 + 250_000.0, (lat - CORNER.1) * 111_000.0 + 300_000.0)
}

fn month(year: i64, number: i64) -> Month {
    Month::new(year, number).expect("a month")
}

fn rectangle(at: (u32, u32), of: (u32, u32)) -> Polygon<f64> {
    // Eight points, so that even one neighborhood would fix a mapping of degree 3 together with its neighbors.
    let (w, s) = (CORNER.0 + f64::from(at.0) * SIDE.0, CORNER.1 + f64::from(at.1) * SIDE.1);
    let (width, height) = (SIDE.0 * f64::from(of.0), SIDE.1 * f64::from(of.1));
    let step = [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0), (0.0, 1.0), (0.0, 0.5)];
    Polygon::new(step.map(|(x, y)| (w + x * width, s + y * height)).to_vec().into(), vec![])
}

fn areas(size: Size) -> Areas {
    let one = |i: u32| {
        let outline = MultiPolygon(vec![rectangle((i % size.side, i / size.side), (1, 1))]);
        let outline_m = geo::MapCoords::map_coords(&outline, |c| metres(c.x, c.y).into());
        let park = i + 1 == size.side * size.side && size.side < 5;
        let id = if park { "9".to_owned() } else { (i + 1).to_string() };
        Area {
            name: format!("Square {id}"),
            id,
            kind: if park { AreaKind::Park } else { AreaKind::Neighborhood },
            // One neighborhood has too few residents for a rate.
            population: [
                (2010, 1500.0 + f64::from(i)),
                (2020, if i == 7 { 40.0 } else { 1000.0 + 100.0 * f64::from(i) }),
            ]
            .into_iter()
            .collect(),
            area_km2: geo::Area::unsigned_area(&outline_m) / 1e6,
            outline,
            outline_m,
        }
    };
    Areas::new((0..size.side * size.side).map(one).collect()).expect("areas")
}

fn coverage(size: Size) -> Coverage {
    let mut months = BTreeMap::new();
    for m in (month(size.from.0, size.from.1).index()..=month(2020, 12).index()).filter_map(Month::from_index) {
        let status = match m.to_string().as_str() {
            "2020-01" | "2020-02" => continue,
            "2020-03" => (MonthStatus::AreaCounts, "NIBRS"),
            text if text < "2020" => (MonthStatus::Incidents, "UCR/SRS"),
            _ => (MonthStatus::Incidents, "NIBRS"),
        };
        months.insert(m, (status.0, status.1.to_owned()));
    }
    Coverage { months }
}

fn incidents(size: Size, areas: &Areas, coverage: &Coverage) -> Incidents {
    let mut numbers = Numbers(7);
    let months: Vec<Month> =
        coverage.months.iter().filter(|(_, (s, _))| *s == MonthStatus::Incidents).map(|(m, _)| *m).collect();
    let mut all = Incidents::default();
    for line in 0..size.rows {
        let reported = months[numbers.below(u32::try_from(months.len()).expect("few months")) as usize];
        let group = [1, 1, 1, 1, 0, 1, 4, 4, 2, 3][numbers.below(10) as usize];
        // A third of the rows lie within the hot corner, a sixteenth of the ground.
        let (u, v) = if numbers.below(3) == 0 {
            (numbers.share() / 4.0, numbers.share() / 4.0)
        } else {
            (numbers.share(), numbers.share())
        };
        let side = f64::from(size.side);
        let (lng, lat) = (CORNER.0 + u * SIDE.0 * side, CORNER.1 + v * SIDE.1 * side);
        let (x_m, y_m) = metres(lng, lat);
        let area = areas.at(x_m, y_m);
        let hour = numbers.below(25);
        let block =
            Block::new(u8::try_from(numbers.below(7)).expect("a weekday"), u8::try_from(hour).ok().filter(|h| *h < 24))
                .expect("a block");
        let located = numbers.below(20) > 0;
        let position = if located { u32::try_from(all.positions.len()).expect("few") } else { NO_POSITION };
        if located {
            let cells = RESOLUTIONS.map(|r| Cell::at(lng, lat, r).expect("a cell"));
            all.positions.push(Position { lng, lat, x_m, y_m, cells, area });
        }
        all.rows.push(IncidentRow {
            file: 0,
            line: line + 2,
            reported,
            occurred: LocalMinute::from_civil(i64::from(reported.year()), i64::from(reported.number()), 5, 60),
            block,
            group: GroupId(group),
            count: if numbers.below(50) == 0 { -1 } else { 1 },
            incident: u8::from(numbers.below(10) > 0),
            shared: 0,
            status: if located { RowStatus::Accepted } else { RowStatus::Unlocated },
            position,
            // One label in twenty disagrees with the polygon.
            label: if numbers.below(20) == 0 { Some(AreaIdx(0)) } else { area },
        });
    }
    all
}

fn quality(incidents: &Incidents) -> Quality {
    let rows = incidents.rows.len() as u64;
    let file = catchment_model::FileQuality {
        source: "police".into(),
        file: "all.csv".into(),
        rows,
        accepted: rows,
        net: 1,
        ..Default::default()
    };
    let located = vec![
        LocatedShare { year: 2020, offense: "homicide".into(), rows: 100, located: 60 },
        LocatedShare { year: 2019, offense: "robbery".into(), rows: 100, located: 99 },
    ];
    Quality {
        files: vec![file],
        located,
        label_differs: (5, 100),
        warnings: vec!["A made-up warning.".into()],
        ..Default::default()
    }
}

/// Writes the city into a workspace and opens it.
pub(crate) fn dataset(workspace: &Path, size: Size) -> Dataset {
    let city = City::from_toml(TOML).expect("the city file");
    let areas = areas(size);
    let coverage = coverage(size);
    let incidents = incidents(size, &areas, &coverage);
    let site = Site {
        id: "corner".into(),
        name: "Corner".into(),
        from: month(2019, 6),
        to: None,
        shape: SiteShape::StandIn,
        area_ids: vec!["1".into()],
        note: "Made up.".into(),
        outline: areas.list()[0].outline.clone(),
    };
    let area_counts = vec![AreaCount { month: month(2020, 3), area: AreaIdx(1), group: GroupId(1), net: 17 }];
    let year_counts = vec![YearCount { year: 2018, group: GroupId(2), net: 33 }];
    let new = NewDataset {
        city_toml: TOML,
        city: &city,
        areas: &areas,
        homes: &[],
        sites: &[site],
        incidents: &incidents,
        year_counts,
        area_counts,
        coverage,
        quality: quality(&incidents),
        inputs: vec![],
        region: None,
        bridges: &[],
    };
    catchment_store::write(workspace, &new).expect("the dataset is written");
    Dataset::open(workspace).expect("the dataset opens")
}

/// The city, ready to serve.
pub(crate) fn state(size: Size) -> Arc<AppState> {
    // Some questions read the dataset's files again, so they stay: in the target folder, one for each size.
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("city-{}-{}", size.side, size.rows));
    std::fs::create_dir_all(&workspace).expect("a folder");
    let data = Arc::new(dataset(&workspace, size));
    Arc::new(AppState::over(Engine::load(data).expect("the engine")))
}
