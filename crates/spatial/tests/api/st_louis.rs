//! The scan of real violence against R's scanstatistics.
//!
//! The figures are those of `scripts/oracle/st_louis_scan.R` (scanstatistics 1.1.2) on what
//! `scripts/oracle/st_louis_scan.py` counts.

use std::collections::BTreeMap;
use std::io::Read;

use catchment_model::{Cell, Resolution};
use catchment_spatial::{Null, ScanParams, SpaceTime, Zones};

use crate::support::{npz, shared};

/// A row of the police files.
struct Row {
    cell: u64,
    year: u32,
    month: usize,
    count: i64,
    group: u32,
}

/// Longitude and latitude of a position on Missouri's eastern plane (NAD83, US survey feet; EPSG 102696).
///
/// Krüger's series to the fourth order: Karney (2011), doi:10.1007/s00190-011-0445-3, equations 7 to 12, 35 and 36.
fn missouri_east(x_feet: f64, y_feet: f64) -> (f64, f64) {
    let (a, flattening, scale, feet) = (6_378_137.0, 1.0 / 298.257_222_101, 1.0 - 1.0 / 15_000.0, 1200.0 / 3937.0);
    let n: f64 = flattening / (2.0 - flattening);
    let e = (flattening * (2.0 - flattening)).sqrt();
    let powers = |c: [f64; 4]| c.iter().zip(1..).map(|(c, k)| c * n.powi(k)).sum::<f64>();
    let alpha = [
        powers([0.5, -2.0 / 3.0, 5.0 / 16.0, 41.0 / 180.0]),
        powers([0.0, 13.0 / 48.0, -3.0 / 5.0, 557.0 / 1440.0]),
        powers([0.0, 0.0, 61.0 / 240.0, -103.0 / 140.0]),
        powers([0.0, 0.0, 0.0, 49_561.0 / 161_280.0]),
    ];
    let beta = [
        powers([0.5, -2.0 / 3.0, 37.0 / 96.0, -1.0 / 360.0]),
        powers([0.0, 1.0 / 48.0, 1.0 / 15.0, -437.0 / 1440.0]),
        powers([0.0, 0.0, 17.0 / 480.0, -37.0 / 840.0]),
        powers([0.0, 0.0, 0.0, 4397.0 / 161_280.0]),
    ];
    let delta = [
        powers([2.0, -2.0 / 3.0, -2.0, 116.0 / 45.0]),
        powers([0.0, 7.0 / 3.0, -8.0 / 5.0, -227.0 / 45.0]),
        powers([0.0, 0.0, 56.0 / 15.0, -136.0 / 35.0]),
        powers([0.0, 0.0, 0.0, 4279.0 / 630.0]),
    ];
    let radius = a / (1.0 + n) * (1.0 + n * n / 4.0 + n.powi(4) / 64.0);
    let series = |c: &[f64; 4], term: &dyn Fn(f64) -> f64| {
        c.iter().zip([2.0, 4.0, 6.0, 8.0]).map(|(c, j)| c * term(j)).sum::<f64>()
    };
    let origin = (35.0_f64 + 50.0 / 60.0).to_radians();
    let conformal = (origin.tan().asinh() - e * (e * origin.sin()).atanh()).sinh().atan();
    let start = conformal + series(&alpha, &|j| (j * conformal).sin());
    let (xi, eta) = (y_feet * feet / (scale * radius) + start, (x_feet * feet - 250_000.0) / (scale * radius));
    let north = xi - series(&beta, &|j| (j * xi).sin() * (j * eta).cosh());
    let east = eta - series(&beta, &|j| (j * xi).cos() * (j * eta).sinh());
    let chi = (north.sin() / east.cosh()).asin();
    let latitude = chi + series(&delta, &|j| (j * chi).sin());
    (-90.5 + east.sinh().atan2(north.cos()).to_degrees(), latitude.to_degrees())
}

/// Rows of a month's file that have a position.
fn rows(path: &std::path::Path) -> Vec<Row> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).expect("readable"))
        .read_to_end(&mut text)
        .expect("a whole file");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&text[..]);
    let plain = |name: &[u8]| String::from_utf8_lossy(name).to_lowercase().replace(['-', ' ', '\u{feff}'], "");
    let names: Vec<String> = reader.byte_headers().expect("a header").iter().map(plain).collect();
    let at = |name: &str| names.iter().position(|n| n == name).expect("a known column");
    let columns = [at("xcoord"), at("ycoord"), at("dateoccur"), at("count"), at("crime")];
    let row = |record: csv::ByteRecord| -> Option<Row> {
        let [x, y, date, count, crime] = columns.map(|c| String::from_utf8_lossy(&record[c]).trim().to_owned());
        let (x, y): (f64, f64) = (x.parse().ok()?, y.parse().ok()?);
        let date: Vec<u32> = date.split_whitespace().next()?.split('/').filter_map(|part| part.parse().ok()).collect();
        let (lng, lat) = missouri_east(x, y);
        (x > 0.0 && y > 0.0).then(|| Row {
            cell: Cell::at(lng, lat, Resolution::R9).expect("a place").bits(),
            year: date[2],
            month: date[0] as usize - 1,
            count: count.parse().expect("a count"),
            group: crime.parse::<u32>().expect("a code") / 10_000,
        })
    };
    reader.byte_records().filter_map(|r| row(r.expect("a row"))).collect()
}

#[test]
fn violence_in_st_louis_has_the_cluster_that_scanstatistics_finds() {
    let Some(instance) = shared("bench/site_instance_res9.npz") else { return };
    let cells = npz(&instance, "cell");
    let at: BTreeMap<u64, usize> = cells.iter().copied().zip(0..).collect();
    let xy: Vec<f64> = npz(&instance, "xy").into_iter().map(f64::from_bits).collect();
    let (x, y): (Vec<f64>, Vec<f64>) = xy.chunks_exact(2).map(|c| (c[0], c[1])).unzip();
    let (mut cases, mut people) = (vec![0u32; 12 * cells.len()], vec![1u32; cells.len()]);
    for (year, month) in (2017..=2018).flat_map(|year| (1..=12).map(move |month| (year, month))) {
        let Some(file) = shared(&format!("stl/slmpd/legacy/{year}-{month:02}.csv.gz")) else { return };
        for row in rows(&file) {
            let Some(&place) = at.get(&row.cell) else { continue };
            // Homicide, robbery and aggravated assault, by month of occurrence; the year before, of every offense, as
            // what is at risk.
            if row.year == 2018 && row.count == 1 && [1, 3, 4].contains(&row.group) {
                cases[12 * place + row.month] += 1;
            }
            people[place] += u32::from(row.year == 2017);
        }
    }
    assert_eq!((cases.iter().sum::<u32>(), people.iter().sum::<u32>()), (5132, 48_772));
    let zones = Zones::nearest(&x, &y, 25).unwrap();
    let expected: Vec<f64> = people.iter().flat_map(|p| [f64::from(*p); 12]).collect();
    let scan = ScanParams { max_steps: 12, alive_only: true, simulations: 99, seed: 1, most: 1 }.check().unwrap();
    let steps: Vec<i64> = (1..=12).collect();
    let found = scan.find(&zones, SpaceTime { steps: &steps, cases: &cases }, Null::Expected(&expected)).unwrap();
    let first = &found.clusters[0];
    // Printed to ten decimals.
    assert!((first.llr - 51.596_557_568_7).abs() < 1e-10, "{}", first.llr);
    assert_eq!((first.from, first.to, first.places.len()), (3, 11, 25));
    assert!(first.p <= 0.01, "{}", first.p);
}
