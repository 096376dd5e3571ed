//! What the rows say beside their counts, gathered for the quality report: labels that are no area's name, codes,
//! values that could not be read, reasons for which rows were lost.

use std::collections::BTreeMap;

use catchment_model::city::{ByPoint, City};
use catchment_model::{
    AreaIdx, Areas, CodeRows, FileQuality, LostRows, NearName, Offenses, PointsIn, Quality, SourceLabels, UnknownLabel,
    UnreadValue,
};

use crate::decode::{FileRows, Label, RawRow};
use crate::fields::plain_name;
use crate::judged::LOST;

/// Unknown labels, and values that could not be read, that are listed for a source.
const LISTED: usize = 50;
/// Areas that are named for the points of a label.
const PLACES: usize = 3;

/// What the rows of one file say.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    rows: u64,
    silent: u64,
    by_point: u64,
    /// Rows of each unknown label, and the areas that hold their points.
    unknown: Vec<(u64, BTreeMap<AreaIdx, u64>)>,
    /// Rows by code and group: `[code × groups + group]`.
    codes: Vec<u64>,
    /// Line of the first row without a position, by reason.
    firsts: BTreeMap<&'static str, u32>,
}

/// How rows without a known label are taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unlabelled {
    /// What the city file says.
    pub(crate) by_point: ByPoint,
    /// Whether the source names areas at all: where it does not, all its rows count by point.
    pub(crate) named: bool,
}

impl Heard {
    pub(crate) fn new(file: &FileRows, groups: usize) -> Self {
        Self {
            unknown: vec![(0, BTreeMap::new()); file.unknown_labels.len()],
            codes: vec![0; file.codes.len() * groups],
            ..Self::default()
        }
    }

    /// Takes in a row that counts in some group, whose point lies in `point`: the area that it has by label.
    pub(crate) fn row(
        &mut self,
        row: &RawRow,
        groups: usize,
        point: Option<AreaIdx>,
        rule: Unlabelled,
    ) -> Option<AreaIdx> {
        self.rows += 1;
        if let Some(n) = self.codes.get_mut(row.code as usize * groups + usize::from(row.group.0)) {
            *n += 1;
        }
        let falls = match row.label {
            Label::Area(area) => return Some(area),
            Label::Unknown(at) => {
                if let Some((rows, places)) = self.unknown.get_mut(usize::from(at)) {
                    *rows += 1;
                    if let Some(area) = point {
                        *places.entry(area).or_default() += 1;
                    }
                }
                rule.by_point != ByPoint::Never
            }
            Label::Silent => {
                self.silent += 1;
                !rule.named || rule.by_point == ByPoint::All
            }
        };
        let area = point.filter(|_| falls);
        self.by_point += u64::from(area.is_some());
        area
    }

    /// Notes the first row without a position for a reason.
    pub(crate) fn lost(&mut self, reason: &'static str, line: u32) {
        self.firsts.entry(reason).or_insert(line);
    }
}

/// The lists of the report, source by source.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    labels: BTreeMap<String, SourceLabels>,
    unknown: BTreeMap<(String, String), Unknown>,
    codes: BTreeMap<(String, String, usize), u64>,
    unread: BTreeMap<(String, &'static str, String), UnreadValue>,
    firsts: BTreeMap<(String, &'static str), (String, u64)>,
}

/// An unknown label of a source: file and line of its first row, rows, and the areas of their points.
#[derive(Debug, Default)]
struct Unknown {
    first: (String, u64),
    rows: u64,
    places: BTreeMap<AreaIdx, u64>,
}

impl Lists {
    /// Adds a file, in reading order.
    pub(crate) fn add(&mut self, file: &FileRows, heard: &Heard, groups: usize) {
        let FileQuality { source, file: name, .. } = &file.quality;
        let labels = self.labels.entry(source.clone()).or_default();
        labels.rows += heard.rows;
        labels.silent += heard.silent;
        labels.by_point += heard.by_point;
        labels.named |= heard.rows > heard.silent;
        for (text, (rows, places)) in file.unknown_labels.iter().zip(&heard.unknown).filter(|(_, (n, _))| *n > 0) {
            labels.unknown += rows;
            let known = self
                .unknown
                .entry((source.clone(), text.text.clone()))
                .or_insert_with(|| Unknown { first: (name.clone(), text.line), ..Unknown::default() });
            known.rows += rows;
            for (area, n) in places {
                *known.places.entry(*area).or_default() += n;
            }
        }
        for (at, rows) in heard.codes.iter().enumerate().filter(|(_, n)| **n > 0) {
            let code = file.codes.get(at / groups).cloned().unwrap_or_default();
            *self.codes.entry((source.clone(), code, at % groups)).or_default() += rows;
        }
        for (reason, text, value) in file.unread.list() {
            let new = || UnreadValue {
                source: source.clone(),
                column: value.column.clone(),
                value: text.to_owned(),
                reason: reason.to_owned(),
                rows: 0,
                file: name.clone(),
                line: value.line,
            };
            self.unread.entry((source.clone(), reason, text.to_owned())).or_insert_with(new).rows += value.rows;
        }
        for (reason, line) in &heard.firsts {
            let first = (name.clone(), u64::from(*line));
            self.firsts.entry((source.clone(), reason)).or_insert(first);
        }
    }

    /// Writes the lists into the report, whose files and rejections are there.
    pub(crate) fn write(mut self, quality: &mut Quality, city: &City, areas: &Areas, offenses: &Offenses) {
        let order = |id: &str| city.source.iter().position(|s| s.id == id);
        for (id, labels) in &mut self.labels {
            labels.source.clone_from(id);
            labels.name = city.source.iter().find(|s| s.id == *id).map_or_else(String::new, |s| s.name.clone());
        }
        for ((id, text), unknown) in self.unknown {
            if let Some(labels) = self.labels.get_mut(&id) {
                labels.labels.push(unknown.told(text, areas));
            }
        }
        quality.labels = self.labels.into_values().collect();
        quality.labels.sort_by_key(|l| order(&l.source));
        for source in &mut quality.labels {
            source.labels.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.label.cmp(&b.label)));
            source.labels.truncate(LISTED);
        }
        let group = |at: usize| offenses.groups().get(at).map_or_else(String::new, |g| g.id.clone());
        quality.codes = (self.codes.into_iter())
            .map(|((source, code, at), rows)| CodeRows { source, code, group: group(at), rows })
            .collect();
        quality.codes.sort_by_key(|c| (order(&c.source), std::cmp::Reverse(c.rows)));
        quality.unread = self.unread.into_values().collect();
        quality.unread.sort_by(|a, b| {
            let by_rows = order(&a.source).cmp(&order(&b.source)).then(b.rows.cmp(&a.rows));
            by_rows.then_with(|| (&a.reason, &a.value).cmp(&(&b.reason, &b.value)))
        });
        let mut listed: BTreeMap<String, usize> = BTreeMap::new();
        quality.unread.retain(|value| {
            let n = listed.entry(value.source.clone()).or_default();
            *n += 1;
            *n <= LISTED
        });
        quality.lost = lost(quality, city, &self.firsts);
    }
}

impl Unknown {
    fn told(self, label: String, areas: &Areas) -> UnknownLabel {
        let named = |at: AreaIdx| areas.get(at).map(|a| (a.id.clone(), a.name.clone())).unwrap_or_default();
        let mut points: Vec<PointsIn> = (self.places.into_iter())
            .map(|(at, rows)| {
                let (id, name) = named(at);
                PointsIn { id, name, rows }
            })
            .collect();
        points.sort_by_key(|p| std::cmp::Reverse(p.rows));
        points.truncate(PLACES);
        let plain = plain_name(&label);
        let changes = |name: &str| strsim::levenshtein(&plain, &plain_name(name)) as u64;
        let near = areas.list().iter().map(|a| (changes(&a.name), a)).min_by_key(|(n, _)| *n);
        UnknownLabel {
            nearest: near.map(|(changes, a)| NearName { id: a.id.clone(), name: a.name.clone(), changes }),
            rows: self.rows,
            file: self.first.0,
            line: self.first.1,
            label,
            points,
        }
    }
}

/// Reasons for which rows of each source were lost, the most frequent first, each with a sample row.
fn lost(quality: &Quality, city: &City, firsts: &BTreeMap<(String, &'static str), (String, u64)>) -> Vec<LostRows> {
    let mut all = Vec::new();
    for source in &city.source {
        let files = || quality.files.iter().filter(|f| f.source == source.id);
        let own = |file: &str| files().any(|f| f.file == file);
        for reason in LOST {
            let rows: u64 = files().filter_map(|f| f.reasons.get(reason)).sum();
            if rows == 0 {
                continue;
            }
            let rejected = quality.rejections.iter().find(|r| r.reason == reason && own(&r.file));
            let unread = quality.unread.iter().find(|u| u.source == source.id && u.reason == reason);
            let (file, line, detail) = match (rejected, unread, firsts.get(&(source.id.clone(), reason))) {
                (Some(r), ..) => (r.file.clone(), r.line, r.detail.clone()),
                (_, Some(u), _) => (u.file.clone(), u.line, format!("{} \"{}\"", u.column, u.value)),
                (_, _, Some((file, line))) => (file.clone(), *line, String::new()),
                _ => Default::default(),
            };
            all.push(LostRows { source: source.id.clone(), reason: reason.to_owned(), rows, file, line, detail });
        }
    }
    let order = |id: &str| city.source.iter().position(|s| s.id == id);
    all.sort_by_key(|l| (order(&l.source), std::cmp::Reverse(l.rows)));
    all
}
