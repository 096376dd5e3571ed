//! A toy city of two areas that share a cell, and what must hold for any table.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use catchment_model::{
    Area, AreaIdx, AreaKind, Areas, Block, Cell, Coverage, CubeBuilder, Finest, GroupId, LocalMinute, Month,
    MonthStatus, OffenseGroup, Offenses, Place, RESOLUTIONS, ReportedBy, Resolution, YearCount,
};
use geo::{MultiPolygon, Point, polygon};

use super::{Table, TableRow, YearRow, table::TableError, write};

const LNG: f64 = -90.25;
const LAT: f64 = 38.63;

fn offenses() -> Offenses {
    let group = |id: &str, finest, default| OffenseGroup {
        id: id.into(),
        label: id.into(),
        weight: 1.0,
        reported_by: ReportedBy::Victim,
        finest,
        default,
    };
    let groups = vec![
        group("homicide", Finest::Cell, true),
        group("rape", Finest::CityYear, false),
        group("assault", Finest::Cell, true),
    ];
    Offenses::new(groups, BTreeMap::new()).unwrap()
}

/// Area 1 west and area 2 east of the middle of the home cell; area 3 far away.
fn areas() -> Areas {
    let middle = home().center().0;
    let strip = |west: f64, east: f64| -> MultiPolygon<f64> {
        polygon![(x: west, y: LAT - 0.1), (x: east, y: LAT - 0.1), (x: east, y: LAT + 0.1), (x: west, y: LAT + 0.1)]
            .into()
    };
    let area = |id: &str, outline: MultiPolygon<f64>| Area {
        id: id.into(),
        name: id.into(),
        kind: AreaKind::Neighborhood,
        population: BTreeMap::new(),
        outline_m: outline.clone(),
        outline,
        area_km2: 1.0,
    };
    Areas::new(vec![
        area("1", strip(LNG - 0.1, middle)),
        area("2", strip(middle, LNG + 0.1)),
        area("3", strip(LNG + 1.0, LNG + 1.1)),
    ])
    .unwrap()
}

fn home() -> Cell {
    Cell::at(LNG, LAT, Resolution::R9).unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn row(when: &str, group: u8, label: Option<u16>, net: i32, incidents: i32) -> TableRow {
    let block = Block::new(2, Some(17)).unwrap();
    TableRow {
        month: month(when),
        group: GroupId(group),
        cell: Some(home()),
        label: label.map(AreaIdx),
        block,
        net,
        incidents,
    }
}

fn table() -> Table {
    let rows = vec![
        row("2018-01", 0, Some(0), 3, 2),
        row("2018-01", 2, Some(1), 40, 40),
        row("2018-01", 2, Some(2), 4, 4),
        row("2018-02", 2, Some(1), -1, 0),
        TableRow { block: Block::new(0, Some(0)).unwrap(), ..row("2018-02", 2, None, 70, 70) },
        TableRow { block: Block::new(6, None).unwrap(), ..row("2018-02", 2, Some(0), 2, 1) },
        TableRow { cell: None, block: Block::UNKNOWN, ..row("2018-03", 0, Some(1), 1, 1) },
        row("2018-03", 2, Some(1), 1, 0),
        row("2018-03", 0, Some(0), 0, 1),
        TableRow { block: Block::new(3, Some(3)).unwrap(), ..row("2018-03", 0, Some(0), 1, 0) },
        row("2018-05", 0, Some(0), 1, 1),
    ];
    let withheld = vec![YearRow { year: 2018, group: GroupId(1), net: 7, months: 4 }];
    Table::new(rows, withheld).unwrap()
}

/// All files of a folder by name.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            found.insert(path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap());
        }
    }
    found
}

fn written(seed: u64) -> (tempfile::TempDir, super::Summary) {
    let dir = tempfile::tempdir().unwrap();
    let summary = write(&table(), &offenses(), &areas(), dir.path(), seed, &|_| {}).unwrap();
    (dir, summary)
}

/// A row of an incident file, read back the way ingest would.
struct Read {
    key: (Month, GroupId, Option<Cell>, Option<AreaIdx>, Block),
    number: String,
    count: i32,
    place: Option<(f64, f64)>,
    time: String,
}

fn read(dir: &Path) -> Vec<Read> {
    let (offenses, areas) = (offenses(), areas());
    let mut out = Vec::new();
    for (name, bytes) in files(dir) {
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().next().unwrap(), super::COLUMNS, "{name}");
        for line in text.lines().skip(1) {
            let f: Vec<&str> = line.split(',').collect();
            assert_eq!(format!("{}.csv", f[1]), name);
            let place = (!f[7].is_empty()).then(|| (f[7].parse::<f64>().unwrap(), f[8].parse::<f64>().unwrap()));
            let cell = place.map(|(lng, lat)| Cell::at(lng, lat, Resolution::R9).unwrap());
            let key =
                (f[1].parse().unwrap(), offenses.id(f[5]).unwrap(), cell, areas.find(f[6]), block(f[1], f[2], f[3]));
            out.push(Read { key, number: f[0].into(), count: f[4].parse().unwrap(), place, time: f[3].into() });
        }
    }
    out
}

fn block(reported: &str, date: &str, time: &str) -> Block {
    if date.is_empty() {
        return Block::UNKNOWN;
    }
    assert!(date.starts_with(reported), "{date} is not in {reported}");
    let n: Vec<i64> = date.split('-').map(|p| p.parse().unwrap()).collect();
    let weekday = LocalMinute::from_civil(n[0], n[1], n[2], 0).unwrap().weekday();
    let hour = (time != "00:01").then(|| time[..2].parse().unwrap());
    Block::new(weekday, hour).unwrap()
}

#[test]
fn every_net_of_the_table_comes_back() {
    let (dir, summary) = written(1);
    let mut nets = BTreeMap::new();
    for r in read(dir.path()) {
        *nets.entry(r.key).or_insert(0) += r.count;
    }
    nets.retain(|_, net| *net != 0);
    let expected: BTreeMap<_, _> = table()
        .rows()
        .iter()
        .filter(|r| r.net != 0)
        .map(|r| ((r.month, r.group, r.cell, r.label, r.block), r.net))
        .collect();
    assert_eq!(nets, expected);
    assert_eq!(summary.net, expected.values().map(|n| i64::from(*n)).sum::<i64>());
    assert_eq!(summary.files, 4);
}

#[test]
fn shared_numbers_give_back_the_incidents() {
    let (dir, summary) = written(1);
    let rows = read(dir.path());
    // As ingest does it: a −1 takes back a +1 of its number and group; of the rest, the first of a number is the
    // incident.
    let mut reversals: BTreeMap<(String, GroupId), i32> = BTreeMap::new();
    for r in rows.iter().filter(|r| r.count < 0) {
        *reversals.entry((r.number.clone(), r.key.1)).or_default() += 1;
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut incidents = BTreeMap::new();
    for r in rows.iter().filter(|r| r.count > 0) {
        let id = (r.number.clone(), r.key.1);
        match reversals.get_mut(&id) {
            Some(open) if *open > 0 => *open -= 1,
            _ if seen.insert(id) => *incidents.entry(r.key).or_insert(0) += 1,
            _ => {}
        }
    }
    let expected: BTreeMap<_, _> = table()
        .rows()
        .iter()
        .filter(|r| r.incidents != 0)
        .map(|r| ((r.month, r.group, r.cell, r.label, r.block), r.incidents))
        .collect();
    assert_eq!(incidents, expected);
    assert_eq!(summary.unattached, 0);
}

#[test]
fn the_same_seed_gives_the_same_bytes_for_any_number_of_threads() {
    let first = files(written(7).0.path());
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| files(written(7).0.path())), first, "{threads} threads");
    }
    assert_ne!(files(written(8).0.path()), first);
}

#[test]
fn other_entries_do_not_move_a_row() {
    let alone = Table::new(vec![row("2018-01", 2, Some(1), 40, 40)], vec![]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    write(&alone, &offenses(), &areas(), dir.path(), 1, &|_| {}).unwrap();
    let of_area_2 = |dir: &Path| -> Vec<_> {
        read(dir)
            .into_iter()
            .filter(|r| r.key.3 == Some(AreaIdx(1)) && r.key.0 == month("2018-01"))
            .map(|r| (r.place, r.time))
            .collect()
    };
    assert_eq!(of_area_2(dir.path()), of_area_2(written(1).0.path()));
}

#[test]
fn positions_fall_in_the_labels_part_of_the_cell() {
    use geo::Intersects;
    let (dir, _) = written(3);
    let areas = areas();
    let rows = read(dir.path());
    let mut inside = 0;
    for r in &rows {
        let (Some((lng, lat)), Some(label)) = (r.place, r.key.3) else { continue };
        assert_eq!(r.key.2, Some(home()));
        if label != AreaIdx(2) {
            assert!(
                areas.get(label).unwrap().outline.intersects(&Point::new(lng, lat)),
                "{lng} {lat} is not in area {label:?}"
            );
            inside += 1;
        }
    }
    assert!(inside > 40);
    // The label of area 3 overlaps nowhere: its rows stay in the cell, on both sides of the border.
    assert_eq!(rows.iter().filter(|r| r.key.3 == Some(AreaIdx(2))).count(), 4);
}

#[test]
fn positions_fill_the_cell_evenly() {
    let table = Table::new(vec![row("2018-01", 2, None, 6000, 6000)], vec![]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    write(&table, &offenses(), &areas(), dir.path(), 5, &|_| {}).unwrap();
    let mut by_child: BTreeMap<Cell, f64> = BTreeMap::new();
    for r in read(dir.path()) {
        let (lng, lat) = r.place.unwrap();
        *by_child.entry(Cell::at(lng, lat, Resolution::R10).unwrap()).or_default() += 1.0;
    }
    // The seven children of the cell, the center one wholly inside: 1/7 of the rows, ± 5 standard deviations.
    let center = Cell::at(home().center().0, home().center().1, Resolution::R10).unwrap();
    let expected = 6000.0 / 7.0;
    assert!(
        (by_child[&center] - expected).abs() < 5.0 * expected.sqrt(),
        "{} rows in the center child; expected about {expected}",
        by_child[&center]
    );
}

#[test]
fn a_known_hour_never_reads_as_the_mark_of_an_unknown_one() {
    let (dir, _) = written(11);
    let midnight: Vec<String> = read(dir.path())
        .into_iter()
        .filter(|r| r.time.starts_with("00:") && r.key.4.weekday() == Some(0))
        .map(|r| r.time)
        .collect();
    assert_eq!(midnight.len(), 70);
    assert!(!midnight.contains(&"00:01".to_owned()));
}

#[test]
fn months_of_an_earlier_table_are_removed_and_other_files_kept() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("1999-01.csv"), "old").unwrap();
    fs::write(dir.path().join("notes.csv"), "mine").unwrap();
    write(&table(), &offenses(), &areas(), dir.path(), 1, &|_| {}).unwrap();
    let names: Vec<String> = files(dir.path()).into_keys().collect();
    assert_eq!(names, ["2018-01.csv", "2018-02.csv", "2018-03.csv", "2018-05.csv", "notes.csv"]);
}

#[test]
fn progress_reaches_the_last_month() {
    let seen = std::sync::Mutex::new(Vec::new());
    let dir = tempfile::tempdir().unwrap();
    let summary = write(&table(), &offenses(), &areas(), dir.path(), 1, &|p| seen.lock().unwrap().push(p)).unwrap();
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.len(), 4);
    assert!(seen.iter().any(|p| p.months == 4 && p.of == 4) && seen.iter().any(|p| p.rows == summary.rows));
}

#[test]
fn a_table_reads_back_as_written_and_writes_the_same_bytes() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    table().write(first.path(), &offenses(), &areas()).unwrap();
    let back = Table::read(first.path(), &offenses(), &areas()).unwrap();
    assert_eq!(back, table());
    back.write(second.path(), &offenses(), &areas()).unwrap();
    assert_eq!(files(first.path()), files(second.path()));
    assert_eq!(files(&first.path().join("counts")), files(&second.path().join("counts")));
}

#[test]
fn a_cube_gives_counts_per_cell_but_withheld_groups_per_year_only() {
    let cells = RESOLUTIONS.map(|r| Cell::at(LNG, LAT, r).unwrap());
    let place = Place { cells: Some(cells), area_point: Some(AreaIdx(1)), area_label: Some(AreaIdx(0)) };
    let other = Place { area_point: None, ..place };
    let block = Block::new(2, Some(17)).unwrap();
    let mut cube = CubeBuilder::default();
    cube.add((GroupId(0), month("2018-01"), place, Some(month("2017-12")), block), 2, 1);
    cube.add((GroupId(0), month("2018-01"), other, Some(month("2018-01")), block), 1, 1);
    cube.add((GroupId(2), month("2018-01"), place, Some(month("2018-01")), block), 1, 0);
    cube.add((GroupId(2), month("2018-01"), place, None, block), -1, 0);
    cube.add((GroupId(1), month("2018-01"), place, None, block), 3, 3);
    cube.add((GroupId(1), month("2018-02"), place, None, block), -1, 0);
    cube.add_year(YearCount { year: 2017, group: GroupId(1), net: 4 });
    // Counts published per area, and a year without incident rows: not the program's to spread.
    cube.add((GroupId(2), month("2018-03"), Place { cells: None, ..other }, None, Block::UNKNOWN), 9, 0);
    cube.add_year(YearCount { year: 2018, group: GroupId(1), net: 5 });
    let months = [
        ("2018-01", MonthStatus::Incidents),
        ("2018-02", MonthStatus::Incidents),
        ("2018-03", MonthStatus::AreaCounts),
    ];
    let coverage = Coverage { months: months.map(|(m, status)| (month(m), (status, "UCR/SRS".to_owned()))).into() };
    let table = Table::from_cube(&cube.build(), &offenses(), &coverage);
    assert_eq!(table.rows(), [row("2018-01", 0, Some(0), 3, 2)]);
    let years: Vec<_> = table.withheld().iter().map(|y| (y.year, y.group.0, y.net, y.months)).collect();
    assert_eq!(years, [(2018, 1, 7, 2)]);
}

fn refusal(line: &str) -> String {
    use std::io::Write;
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("counts")).unwrap();
    let file = fs::File::create(dir.path().join("counts/2018.csv.gz")).unwrap();
    let mut gz = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    write!(gz, "{}\n892640ca92fffff,1,2018-01,assault,67,1,1\n{line}\n", super::table::COLUMNS).unwrap();
    gz.finish().unwrap();
    Table::read(dir.path(), &offenses(), &areas()).unwrap_err().to_string()
}

#[test]
fn a_bad_value_is_refused_with_file_line_value_and_what_was_expected() {
    let cases = [
        ("892640ca92fffff,1,2018-01,arson,67,1,1", "offense is \"arson\"; expected one of homicide"),
        ("892640ca92fffff,1,2018-13,assault,67,1,1", "month is \"2018-13\"; expected a month, YYYY-MM"),
        ("892640ca92fffff,99,2018-01,assault,67,1,1", "neighborhood is \"99\"; expected the number of an area"),
        (
            "882640ca93fffff,1,2018-01,assault,67,1,1",
            "cell is \"882640ca93fffff\"; expected an H3 cell of resolution 9",
        ),
        ("892640ca92fffff,1,2018-01,assault,176,1,1", "block is \"176\"; expected 0 to 175"),
        ("892640ca92fffff,1,2018-01,assault,67,x,1", "net is \"x\"; expected a whole number"),
        ("892640ca92fffff,1,2018-01,assault,67,0,0", "expected a net or incidents other than 0"),
        ("892640ca92fffff,1,2018-01,assault,67,1,-1", "expected a net or incidents other than 0"),
        ("892640ca92fffff,1,2018-01,assault,67,1", "expected 7 values"),
        ("892640ca92fffff,1,2018-01,rape,67,1,1", "offense is \"rape\"; expected a group that may be shown per cell"),
    ];
    for (line, expected) in cases {
        let text = refusal(line);
        assert!(text.starts_with("2018.csv.gz, line 3: ") && text.contains(expected), "{text}");
    }
    assert!(refusal("892640ca92fffff,1,2018-01,assault,67,2,1").contains("expected each key once"));
}

#[test]
fn an_empty_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Table::read(dir.path(), &offenses(), &areas()), Err(TableError::Io { .. })));
    fs::create_dir(dir.path().join("counts")).unwrap();
    assert!(matches!(Table::read(dir.path(), &offenses(), &areas()), Err(TableError::Empty(_))));
}
