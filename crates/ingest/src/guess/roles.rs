//! What each column is, by its name and by what it holds.

use std::collections::BTreeSet;

use super::dates::{self, When};
use super::places::{Place, Reading};
use super::table::Table;
use super::words::{AREA_ID, HAPPENED, INCIDENT, NOT_THE_DAY, REPORTED, X, Y};
use crate::areas::Degrees;
use crate::fields::{integer, plain_id, plain_name};
use crate::point::{coordinate, point_in};

/// Positions that are tried in every reference system.
const TRIED: usize = 200;
/// Share of a column's values from which it is taken for dates or times.
const MOSTLY: f64 = 0.8;

/// Where the positions stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// In two columns: x and y, as they are to be read.
    Pair(usize, usize),
    /// In one text.
    Text(usize),
    /// In the features themselves.
    Features,
}

/// Columns of the outlines.
#[derive(Debug, Clone)]
pub(super) struct AreaColumns {
    /// Column of the id; absent: the features' own.
    pub(super) id: Option<usize>,
    pub(super) name: Option<usize>,
}

/// The column of a table that names areas.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    pub(super) at: usize,
    pub(super) by_name: bool,
    /// Rows that name an area.
    pub(super) rows: u64,
}

/// Columns that say when something happened, and when it was reported.
pub(super) fn when(table: &Table, zone: &str) -> (When, Option<usize>) {
    let is_date = |at: &usize| {
        let name = table.plain(*at);
        let hinted = HAPPENED.iter().any(|h| name.contains(h)) || REPORTED.contains(&name) || name.contains("report");
        let never = NOT_THE_DAY.iter().any(|n| name.contains(n)) || name.ends_with("id") || name.contains("number");
        // Without a word for it in its name, digits alone are no date, milliseconds since 1970 excepted.
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit() || b == b'.') && t.len() != 13;
        let digits = table.texts(*at).take(20).all(digits);
        !never && (hinted || !digits) && dates::share(table, *at, zone) >= MOSTLY
    };
    let found: Vec<usize> = table.all().filter(is_date).collect();
    let is_report = |at: usize| {
        REPORTED.contains(&table.plain(at))
            || ["report", "rept", "rcvd", "receiv"].iter().any(|r| table.plain(at).contains(r))
    };
    let rank = |at: &usize| {
        let name = table.plain(*at);
        let hint = HAPPENED.iter().position(|h| name.contains(h)).unwrap_or(HAPPENED.len());
        let end = name.ends_with("to") || name.contains("end") || name.contains("todate");
        (is_report(*at), end, hint, *at)
    };
    let date = found.iter().copied().min_by_key(rank);
    let reported = found.iter().copied().find(|at| is_report(*at) && Some(*at) != date);
    let parts =
        table.named(&["year", "occyear", "occurrenceyear"]).zip(table.named(&["month", "occmonth", "monthnum"]));
    let parts = parts.map(|(y, m)| (y, m, table.named(&["day", "occday", "dayofmonth"])));
    let parts = parts.filter(|_| date.is_none_or(is_report));
    let (time, hour) = times(table, &found);
    // A column that is only reported is the best there is.
    let date = if parts.is_some() { None } else { date };
    (When { date, time, hour, parts }, reported)
}

/// A column of times, or of hours.
fn times(table: &Table, dates: &[usize]) -> (Option<usize>, Option<usize>) {
    let free = |at: &usize| !dates.contains(at);
    let named = |at: &usize, words: &[&str]| {
        let name = table.plain(*at);
        words.iter().any(|w| name.contains(w))
            && !name.contains("report")
            && !name.contains("zone")
            && !name.contains("rcvd")
    };
    let bare = |at: usize| {
        table.texts(at).all(|t| integer(t.as_bytes()).is_some_and(|n| (0..24).contains(&n)) && t.len() <= 4)
    };
    let hour =
        table.all().filter(free).find(|at| named(at, &["hour", "hr"]) && bare(*at) && table.columns[*at].filled > 0);
    let time = table.all().filter(free).find(|at| named(at, &["time"]) && dates::time_share(table, *at) >= MOSTLY);
    // Of a time and an hour, the time says more.
    (time, if time.is_some() { None } else { hour })
}

/// The column of incident numbers: by its name, where it is filled and tells most rows apart.
pub(super) fn incident(table: &Table, taken: &[usize]) -> Option<usize> {
    let tells = |at: usize| {
        let column = &table.columns[at];
        let distinct = column.values.len() as u64;
        2 * column.filled > table.rows && (column.many || 3 * distinct > column.filled)
    };
    let free = |at: &usize| !taken.contains(at) && tells(*at);
    let exact = INCIDENT.iter().find_map(|name| table.all().find(|at| table.plain(*at) == *name && free(at)));
    let part = |at: &usize| {
        let name = table.plain(*at);
        let about = ["incident", "case", "complaint", "report", "offense", "event"].iter().any(|w| name.contains(w));
        about && ["num", "no", "id", "key", "nbr"].iter().any(|w| name.ends_with(w) || name.contains("num"))
    };
    exact.or_else(|| table.all().filter(free).find(part))
}

/// Where the positions stand, and how they read.
pub(super) fn place(table: &Table, place: Place) -> Option<(Where, Reading)> {
    let mut found: Vec<(Where, Reading)> = Vec::new();
    if let Some((crs, points)) = &table.points {
        let points = spread(points.iter().copied());
        found.extend(place.read(&points, crs.as_deref()).map(|reading| (Where::Features, reading)));
    }
    for (x, y) in pairs(table) {
        let read = |row: &Vec<String>| {
            let own = |at: usize| coordinate(row[at].as_bytes(), in_degrees(table, at)).filter(|n| *n != 0.0);
            Some((own(x)?, own(y)?))
        };
        let points = spread(table.sample.iter().filter_map(read));
        let Some(reading) = place.read(&points, None).filter(|_| points.len() > 2 || table.rows < 6) else { continue };
        let pair = if reading.swapped { Where::Pair(y, x) } else { Where::Pair(x, y) };
        found.push((pair, reading));
    }
    for at in table.all() {
        let texts: Vec<&str> = table.texts(at).take(4 * TRIED).collect();
        let points: Vec<Degrees> = texts.iter().filter_map(|text| point_in(text.as_bytes(), None)).collect();
        if !texts.is_empty() && 2 * points.len() > texts.len() {
            let points = spread(points.into_iter().filter(|p| p.0 != 0.0 && p.1 != 0.0));
            found.extend(place.read(&points, None).map(|reading| (Where::Text(at), reading)));
        }
    }
    // Degrees before other systems where as many fall into the city.
    found
        .into_iter()
        .enumerate()
        .max_by_key(|(at, (_, r))| (r.inside * 50 / r.all.max(1), r.crs == crate::project::WGS84, usize::MAX - at))
        .map(|(_, found)| found)
}

/// Whether a column's numbers with commas are degrees: its name says so.
fn in_degrees(table: &Table, at: usize) -> bool {
    ["lat", "lon", "lng"].iter().any(|word| table.plain(at).contains(word))
}

fn spread(points: impl Iterator<Item = Degrees>) -> Vec<Degrees> {
    let all: Vec<Degrees> = points.collect();
    let step = (all.len() / TRIED).max(1);
    all.into_iter().step_by(step).take(TRIED).collect()
}

/// Columns that by their names are an x and a y.
fn pairs(table: &Table) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (x, y) in X.iter().zip(Y) {
        all.extend(table.named(&[x]).zip(table.named(&[y])));
    }
    for at in table.all() {
        let name = table.plain(at);
        for (x, y) in [("longitude", "latitude"), ("lon", "lat"), ("lng", "lat"), ("long", "lat"), ("x", "y")] {
            let partner = name.replacen(x, y, 1);
            let fits =
                name.contains(x) && partner != name && (x.len() > 1 || name.starts_with('x') || name.ends_with('x'));
            let other = table.all().find(|other| fits && table.plain(*other) == partner);
            all.extend(other.map(|other| (at, other)));
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|pair| seen.insert(*pair));
    all
}

/// Columns of id and name among those of the outlines; `table` tells which of them the incidents name.
pub(super) fn areas(places: &Table, table: &Table, taken: &[usize]) -> (AreaColumns, Option<Label>) {
    let distinct = |at: usize| places.columns[at].values.len() as u64;
    let short = |at: usize| places.texts(at).all(|text| text.len() <= 80);
    let tells: Vec<usize> = places
        .all()
        .filter(|at| places.columns[*at].filled == places.rows && short(*at) && 10 * distinct(*at) >= 9 * places.rows)
        .filter(|at| {
            !["shape", "area", "length", "perimeter", "acre", "sqm", "pop", "globalid", "geom"]
                .iter()
                .any(|w| places.plain(*at).contains(w))
                || is_word(places, *at)
        })
        .collect();
    // The column that the incidents' labels are found in.
    let mut best: Option<(u64, usize, Label)> = None;
    for own in &tells {
        let word = is_word(places, *own);
        let form: fn(&str) -> String = if word { plain_name } else { |t| plain_id(t) };
        let known: BTreeSet<String> = places.columns[*own].values.keys().map(|v| form(v)).collect();
        for at in table.all().filter(|at| !taken.contains(at) && !table.columns[*at].many) {
            let values = &table.columns[at].values;
            let rows: u64 = values.iter().filter(|(v, _)| known.contains(&form(v))).map(|(_, n)| n).sum();
            // Numbers match by chance: columns whose names say nothing of places must match nearly always.
            let hinted = word || alike(places.plain(*own), table.plain(at));
            let enough = 10 * rows >= if hinted { 5 } else { 9 } * table.columns[at].filled && values.len() > 2;
            let weight = rows * 2 + u64::from(alike(places.plain(*own), table.plain(at))) * table.rows / 4;
            if enough && hinted && best.as_ref().is_none_or(|(w, ..)| weight > *w) {
                best = Some((weight, *own, Label { at, by_name: word, rows }));
            }
        }
    }
    let name_of = |id: Option<usize>| {
        let hint = |at: &usize| {
            ["name", "label", "desc", "neighborhood", "nhood"].iter().any(|h| places.plain(*at).contains(h))
        };
        let words = || tells.iter().copied().filter(|at| is_word(places, *at) && Some(*at) != id);
        words().find(hint).or_else(|| words().next())
    };
    let by_hint = || {
        AREA_ID
            .iter()
            .find_map(|hint| tells.iter().copied().find(|at| places.plain(*at).contains(hint) && !is_word(places, *at)))
    };
    match best {
        Some((_, own, label)) if label.by_name => {
            let id = by_hint().filter(|at| !places.plain(*at).starts_with("objectid")).unwrap_or(own);
            (AreaColumns { id: Some(id), name: Some(own) }, Some(label))
        }
        Some((_, own, label)) => (AreaColumns { id: Some(own), name: name_of(Some(own)) }, Some(label)),
        None => {
            let id = by_hint().or_else(|| tells.first().copied());
            (AreaColumns { id, name: name_of(id) }, None)
        }
    }
}

/// Whether a column holds words and not numbers.
fn is_word(table: &Table, at: usize) -> bool {
    let letters = table.texts(at).filter(|text| text.chars().filter(|c| c.is_alphabetic()).count() > 2).count();
    2 * letters > table.texts(at).count()
}

/// Whether two names of columns speak of the same: one begins with the other, or with a word for places.
fn alike(own: &str, other: &str) -> bool {
    const PLACES: [&str; 12] = [
        "precinct",
        "district",
        "dist",
        "neighborhood",
        "nhood",
        "nbhd",
        "nhd",
        "hood",
        "area",
        "beat",
        "ward",
        "zone",
    ];
    let word = |name: &str| PLACES.iter().any(|p| name.contains(p));
    own.starts_with(other) || other.starts_with(own) || word(other)
}
