//! Columns by meaning: which field of a file's rows holds what the source's city file asks for.

use std::cell::RefCell;
use std::collections::BTreeMap;

use catchment_model::city::{Source, SourceKind};

use crate::IngestError;
use crate::beside;
use crate::codes::Rules;
use crate::fields::plain_name;

/// Positions of the columns, where the file has them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) incident: Option<usize>,
    pub(crate) reported: Option<usize>,
    pub(crate) occurred: Option<usize>,
    pub(crate) time: Option<usize>,
    pub(crate) hour: Option<usize>,
    pub(crate) count: Option<usize>,
    pub(crate) victims: Option<usize>,
    pub(crate) code: Option<usize>,
    pub(crate) description: Option<usize>,
    pub(crate) firearm: Option<usize>,
    pub(crate) area: Option<usize>,
    pub(crate) area_name: Option<usize>,
    pub(crate) x: Option<usize>,
    pub(crate) y: Option<usize>,
    pub(crate) year: Option<usize>,
    pub(crate) month: Option<usize>,
    pub(crate) day: Option<usize>,
    /// Columns whose texts name a point.
    pub(crate) beside: Vec<usize>,
    /// Columns with the values that a row must have.
    pub(crate) only: Vec<(usize, Vec<String>)>,
    /// Columns that rules look at, in the order of [`Rules::columns`].
    pub(crate) conditions: Vec<usize>,
    /// Columns that tell rows apart over several files.
    pub(crate) once: Vec<usize>,
    /// Columns with the values that a row must not have.
    pub(crate) skip: Vec<(usize, Vec<String>)>,
}

/// Finds columns in one header, and keeps those that are needed and not there.
#[derive(Debug)]
struct Finder<'a> {
    plain: Vec<String>,
    missing: RefCell<Vec<(String, &'a [String])>>,
}

impl<'a> Finder<'a> {
    fn any(&self, aliases: &[String]) -> Option<usize> {
        aliases.iter().find_map(|a| self.plain.iter().position(|h| *h == plain_name(a)))
    }

    /// The column; missing where the city file names some and the file has none of them.
    fn needed(&self, key: &str, aliases: &'a [String]) -> Option<usize> {
        let found = self.any(aliases);
        if found.is_none() && !aliases.is_empty() {
            self.missing(key, aliases);
        }
        found
    }

    fn missing(&self, key: &str, aliases: &'a [String]) {
        self.missing.borrow_mut().push((key.to_owned(), aliases));
    }
}

/// Longest list of names in a message, and longest name, characters.
const LISTED: usize = 400;
const LONGEST: usize = 40;

/// The error that names the keys whose columns a header lacks, and what it has, cut to size.
pub(crate) fn missing(file: &str, missing: &[(String, &[String])], header: &[String]) -> IngestError {
    let keys = missing.iter().map(|(key, aliases)| format!("{key} = {}", listed(aliases)));
    IngestError::Column { file: file.to_owned(), missing: keys.collect::<Vec<_>>().join(", "), header: listed(header) }
}

/// Names in quotes, as many as there is room for.
pub(crate) fn listed(names: &[String]) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        let cut: String = name.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        let more = if cut.len() < name.len() { "…" } else { "" };
        if text.len() > LISTED {
            return format!("{text} and {} more", names.len() - at);
        }
        text = format!("{text}{}\"{cut}{more}\"", if at == 0 { "" } else { ", " });
    }
    if text.is_empty() { "nothing".to_owned() } else { text }
}

impl Found {
    /// Finds the columns of a source in a file's header; `geometry` says that the rows bring their own points.
    ///
    /// A column that the city file names is needed, except those that layouts may lack: incident number, month of
    /// report, time of day, count, and description and firearm where no rule looks at them.
    ///
    /// # Errors
    /// [`IngestError::Column`].
    pub(crate) fn new<'a>(
        file: &str,
        header: &[String],
        source: &'a Source,
        rules: &'a Rules,
        geometry: bool,
    ) -> Result<Self, IngestError> {
        let plain = header.iter().map(|h| plain_name(h)).collect();
        let finder = Finder { plain, missing: RefCell::default() };
        let c = &source.columns;
        // One column with the whole point stands for both coordinates.
        let (x, y) = if c.point.is_empty() { (&c.x, &c.y) } else { (&c.point, &c.point) };
        let points = !geometry && source.kind == SourceKind::Incidents;
        let mut found = Self {
            incident: finder.any(&c.incident),
            reported: finder.any(&c.reported),
            occurred: finder
                .needed("columns.occurred", if source.kind == SourceKind::Incidents { &c.occurred } else { &[] }),
            time: finder.any(&c.time),
            hour: finder.any(&c.hour),
            count: finder.any(&c.count),
            victims: finder.needed("columns.victims", &c.victims),
            code: finder.needed("columns.code", &c.code),
            description: finder.any(&c.description),
            firearm: finder.any(&c.firearm),
            area: finder.any(&c.area),
            area_name: finder.any(&c.area_name),
            x: if points {
                finder.needed(if c.point.is_empty() { "columns.x" } else { "columns.point" }, x)
            } else {
                None
            },
            y: if points && c.point.is_empty() { finder.needed("columns.y", y) } else { None },
            year: finder.any(&c.year),
            month: finder.any(&c.month),
            day: finder.any(&c.day),
            beside: Vec::new(),
            only: Vec::new(),
            conditions: Vec::new(),
            once: Vec::new(),
            skip: Vec::new(),
        };
        if !c.point.is_empty() {
            found.y = found.x;
        }
        if source.kind == SourceKind::Incidents {
            found.beside = found.addresses(&finder, &c.address);
        }
        if rules.need_description() && found.description.is_none() {
            finder.missing("columns.description", &c.description);
        }
        if rules.need_firearm() && found.firearm.is_none() {
            finder.missing("columns.firearm", &c.firearm);
        }
        if found.area.is_none() && found.area_name.is_none() {
            let (by_id, by_name) = (!c.area.is_empty(), !c.area_name.is_empty());
            if by_id || (!by_name && source.kind == SourceKind::AreaCounts) {
                finder.missing("columns.area", &c.area);
            }
            if by_name {
                finder.missing("columns.area_name", &c.area_name);
            }
        }
        if source.kind == SourceKind::YearCounts && found.year.is_none() {
            finder.missing("columns.year", &c.year);
        }
        if source.kind != SourceKind::Incidents && found.count.is_none() {
            finder.missing("columns.count", &c.count);
        }
        let each = |key: &str, names: &'a [String]| -> Vec<usize> {
            names.iter().filter_map(|name| finder.needed(key, std::slice::from_ref(name))).collect()
        };
        found.conditions = each("code.where", rules.columns());
        found.once = each("once_by", &source.once_by);
        let filter = |what: &str, wanted: &'a BTreeMap<String, Vec<String>>| -> Vec<(usize, Vec<String>)> {
            let column = |(name, values): (&'a String, &Vec<String>)| {
                let at = finder.needed(what, std::slice::from_ref(name))?;
                Some((at, values.iter().map(|v| v.trim().to_owned()).collect()))
            };
            wanted.iter().filter_map(column).collect()
        };
        found.only = filter("only", &source.only);
        found.skip = filter("skip", &source.skip);
        let lacks = finder.missing.into_inner();
        if lacks.is_empty() { Ok(found) } else { Err(missing(file, &lacks, header)) }
    }

    /// The columns of the address: those that the city file names, else those that look like one and are not taken.
    fn addresses<'a>(&self, finder: &Finder<'a>, stated: &'a [String]) -> Vec<usize> {
        let named: Vec<usize> = stated.iter().filter_map(|a| finder.any(std::slice::from_ref(a))).collect();
        if named.is_empty() && !stated.is_empty() {
            finder.missing("columns.address", stated);
        }
        let when = [self.reported, self.occurred, self.time, self.hour, self.year, self.month, self.day];
        let what = [self.incident, self.count, self.code, self.description, self.firearm];
        let place = [self.area, self.area_name, self.x, self.y];
        beside::columns(&finder.plain, &named, &[&when[..], &what, &place].concat())
    }

    /// How many fields a row needs: those up to the last that says what happened and when.
    pub(crate) fn least(&self) -> usize {
        let named = [self.incident, self.reported, self.occurred, self.time, self.hour, self.count, self.code];
        let others = [self.description, self.year, self.month, self.day, self.victims];
        let filters = self.only.iter().chain(&self.skip).map(|(at, _)| *at);
        let whole = self.conditions.iter().chain(&self.once).copied();
        named.into_iter().chain(others).flatten().chain(filters).chain(whole).max().map_or(1, |last| last + 1)
    }

    /// Whether the city file asks for a row with these fields.
    pub(crate) fn selects<'r>(&self, field: impl Fn(usize) -> &'r [u8]) -> bool {
        let has = |at: usize, values: &[String]| {
            values.iter().any(|v| v.as_bytes().eq_ignore_ascii_case(field(at).trim_ascii()))
        };
        self.only.iter().all(|(at, values)| has(*at, values)) && !self.skip.iter().any(|(at, values)| has(*at, values))
    }
}
