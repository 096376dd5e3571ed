//! A made-up city: a grid of square neighborhoods, seeded rows of every kind.

use std::collections::BTreeMap;

use catchment_model::city::City;
use catchment_model::{
    Area, AreaCount, AreaIdx, AreaKind, Areas, Block, Cell, Coverage, FileQuality, GroupId, IncidentRow, Incidents,
    InputFile, LocalMinute, LocatedShare, Month, MonthStatus, NO_POSITION, Offenses, Position, Quality, RESOLUTIONS,
    Rejection, RowStatus, Site, SiteShape, YearCount,
};
use catchment_store::NewDataset;
use geo::{MultiPolygon, polygon};

/// Homicide and burglary are shown per cell, assault per area, rape per city and year.
const CITY: &str = r#"
schema = 1
id = "gridtown"
name = "Gridtown"
time_zone = "America/Chicago"
work_crs = "EPSG:26996"
attribution = "Nobody: made up"

[areas]
path = "areas.geojson"
id = "id"
name = "name"
credit = "made up"

[[offense]]
id = "homicide"
label = "Homicide"
default = true
[[offense]]
id = "burglary"
label = "Burglary"
[[offense]]
id = "assault"
label = "Assault"
finest = "area"
[[offense]]
id = "rape"
label = "Rape"
finest = "city-year"

[[source]]
id = "rows"
name = "Rows"
kind = "incidents"
paths = ["*.csv"]
reporting = "UCR/SRS"
from = "2009-01"
to = "2018-12"
columns = {}
[[source.code]]
group = "homicide"
is = ["1"]
"#;

pub(crate) const HOMICIDE: GroupId = GroupId(0);
pub(crate) const RAPE: GroupId = GroupId(3);
const MONTHS: u64 = 120;
const COLUMNS: u64 = 10;
const ROWS: u64 = 8;

/// Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators": `SplitMix64`.
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number below `n`.
    pub(crate) fn below<T: TryFrom<u64>>(&mut self, n: u64) -> T {
        small(self.next() % n)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn small<T: TryFrom<u64>>(n: u64) -> T {
    T::try_from(n).ok().expect("a small number")
}

/// Everything that a dataset is written from.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) city: City,
    pub(crate) offenses: Offenses,
    pub(crate) areas: Areas,
    pub(crate) sites: Vec<Site>,
    pub(crate) incidents: Incidents,
    pub(crate) area_counts: Vec<AreaCount>,
    pub(crate) year_counts: Vec<YearCount>,
    pub(crate) coverage: Coverage,
    pub(crate) quality: Quality,
    pub(crate) inputs: Vec<InputFile>,
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn to_degrees(x_m: f64, y_m: f64) -> (f64, f64) {
    (-90.3 + x_m / 86_954.3, 38.55 + y_m / 111_013.7)
}

impl Made {
    /// A city of 80 neighborhoods with that many rows.
    pub(crate) fn new(seed: u64, rows: usize) -> Self {
        let mut random = Random(seed);
        let city = City::from_toml(CITY).expect("the city file is right");
        let offenses = city.offenses().expect("the groups are right");
        let areas = areas();
        let incidents = incidents(&mut random, rows, &areas);
        let area_counts = (0..20u16).map(|i| AreaCount {
            month: month("2021-03"),
            area: AreaIdx(i),
            group: GroupId(small(u64::from(i % 4))),
            net: 7 + i32::from(i),
        });
        let months = (0..MONTHS).map(|m| (month_at(m), (MonthStatus::Incidents, "UCR/SRS".to_owned())));
        let counted = [(month("2021-03"), (MonthStatus::AreaCounts, "NIBRS".to_owned()))];
        let file = |i: u64| FileQuality {
            source: "rows".into(),
            file: format!("{}.csv", month_at(i)),
            rows: rows as u64,
            net: -3,
            ..FileQuality::default()
        };
        Self {
            sites: vec![site(&areas)],
            area_counts: area_counts.collect(),
            year_counts: vec![
                YearCount { year: 2021, group: RAPE, net: 230 },
                YearCount { year: 2010, group: RAPE, net: 1 },
                YearCount { year: 2022, group: HOMICIDE, net: 200 },
            ],
            coverage: Coverage { months: months.chain(counted).collect() },
            quality: Quality {
                files: (0..MONTHS).map(file).collect(),
                rejections: vec![Rejection {
                    file: "2009-01.csv".into(),
                    line: 7,
                    reason: "no-date".into(),
                    detail: "\"32/01\" — \u{1f6ab}".into(),
                }],
                located: vec![LocatedShare { year: 2014, offense: "rape".into(), rows: 9, located: 2 }],
                label_differs: (3, 90),
                warnings: vec!["made up".into()],
                ..Quality::default()
            },
            inputs: vec![InputFile { name: "2009-01.csv".into(), bytes: 12, blake3: "ab".repeat(32) }],
            city,
            offenses,
            areas,
            incidents,
        }
    }

    pub(crate) fn dataset(&self) -> NewDataset<'_> {
        NewDataset {
            city_toml: CITY,
            city: &self.city,
            areas: &self.areas,
            homes: &[],
            sites: &self.sites,
            incidents: &self.incidents,
            year_counts: self.year_counts.clone(),
            area_counts: self.area_counts.clone(),
            coverage: self.coverage.clone(),
            quality: self.quality.clone(),
            inputs: self.inputs.clone(),
            region: None,
            bridges: &[],
        }
    }
}

fn month_at(index: u64) -> Month {
    Month::from_index(month("2009-01").index() + small::<u16>(index)).expect("in range")
}

fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
    let whole = polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)];
    MultiPolygon::new(vec![whole])
}

fn in_degrees(outline: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    use geo::MapCoords;
    outline.map_coords(|c| to_degrees(c.x, c.y).into())
}

fn areas() -> Areas {
    let area = |i: u64| {
        // Thirds have no short decimal form: they show whether numbers come back as they were.
        let outline_m =
            square((i % COLUMNS) as f64 * 1000.0 + 1.0 / 3.0, (i / COLUMNS) as f64 * 1000.0 + 2.0 / 3.0, 1000.0);
        Area {
            id: format!("{}", i + 1),
            name: format!("Square \"{i}\" — ñ"),
            kind: if i % 9 == 8 { AreaKind::Park } else { AreaKind::Neighborhood },
            population: BTreeMap::from([(2010, 1000.0 / 7.0 + i as f64), (2020, 0.1 + 0.2)]),
            outline: in_degrees(&outline_m),
            outline_m,
            area_km2: 1.0 - f64::EPSILON,
        }
    };
    let mut list: Vec<Area> = (0..COLUMNS * ROWS).map(area).collect();
    // One with a hole and a second part.
    let hole = square(250.1, 250.1, 99.9).0.remove(0).exterior().clone();
    list[0].outline_m.0[0].interiors_push(hole);
    list[0].outline_m.0.push(square(-5000.0, -5000.0, 10.0).0.remove(0));
    list[0].outline = in_degrees(&list[0].outline_m);
    Areas::new(list).expect("ids differ")
}

fn site(areas: &Areas) -> Site {
    Site {
        id: "one".into(),
        name: "Site One".into(),
        from: month("2020-06"),
        to: None,
        shape: SiteShape::StandIn,
        area_ids: vec!["1".into(), "2".into()],
        note: "stands in".into(),
        outline: areas.list()[0].outline.clone(),
    }
}

fn incidents(random: &mut Random, rows: usize, areas: &Areas) -> Incidents {
    let positions: Vec<Position> = (0..rows.div_ceil(7)).map(|_| position(random, areas)).collect();
    let rows = (0..rows).map(|i| row(random, i as u64, rows as u64, positions.len() as u64)).collect();
    Incidents { rows, positions, ..Incidents::default() }
}

fn position(random: &mut Random, areas: &Areas) -> Position {
    // A few outside of every area.
    let x_m = random.unit() * 1000.0 * COLUMNS as f64 * 1.02;
    let y_m = (random.unit() * random.unit()) * 1000.0 * ROWS as f64;
    let (lng, lat) = to_degrees(x_m, y_m);
    let cells = RESOLUTIONS.map(|r| Cell::at(lng, lat, r).expect("on the globe"));
    Position { lng, lat, x_m, y_m, cells, area: areas.at(x_m, y_m) }
}

fn row(random: &mut Random, i: u64, rows: u64, positions: u64) -> IncidentRow {
    let file = i * MONTHS / rows;
    let reported = month_at(file);
    let start =
        LocalMinute::from_civil(i64::from(reported.year()), i64::from(reported.number()), 1, 0).expect("exists");
    let occurred = LocalMinute(start.0 - 40_000 + random.below::<i32>(80_000));
    let known: u8 = random.below(10);
    let block = match known {
        0 => Block::UNKNOWN,
        1 => Block::new(occurred.weekday(), None).expect("a weekday"),
        _ => Block::new(occurred.weekday(), u8::try_from(occurred.0.rem_euclid(1440) / 60).ok()).expect("an hour"),
    };
    let status = match random.below::<u8>(40) {
        0 => RowStatus::Unlocated,
        1 | 2 => RowStatus::Cancelled,
        _ => RowStatus::Accepted,
    };
    let count = if status == RowStatus::Cancelled && random.below::<u8>(2) == 0 { -1 } else { 1 };
    // Some rows without a usable position still refer to one: far outside the city.
    let position = if status == RowStatus::Unlocated && random.below::<u8>(2) == 0 {
        NO_POSITION
    } else {
        random.below(positions)
    };
    IncidentRow {
        file: small(file),
        line: small::<u32>(i - (file * rows).div_ceil(MONTHS)) + 2,
        reported,
        occurred: (known > 0).then_some(occurred),
        block,
        group: GroupId([0, 1, 1, 1, 1, 2, 2, 3][random.below::<usize>(8)]),
        count,
        incident: u8::from(count > 0 && random.below::<u8>(4) > 0),
        shared: 0,
        status,
        position,
        label: (random.below::<u8>(30) > 0).then(|| AreaIdx(random.below(COLUMNS * ROWS))),
    }
}
