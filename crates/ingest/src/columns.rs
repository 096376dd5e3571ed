//! Columns by meaning: which field of a file's rows holds what the source's city file asks for.

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

/// Finds columns in one header.
#[derive(Debug)]
struct Finder<'a> {
    file: &'a str,
    header: &'a [String],
    plain: Vec<String>,
}

impl Finder<'_> {
    fn any(&self, aliases: &[String]) -> Option<usize> {
        aliases.iter().find_map(|a| self.plain.iter().position(|h| *h == plain_name(a)))
    }

    /// The column; an error where the city file names some and the file has none of them.
    fn needed(&self, meaning: &str, aliases: &[String]) -> Result<Option<usize>, IngestError> {
        match self.any(aliases) {
            None if !aliases.is_empty() => Err(self.missing(meaning, aliases)),
            found => Ok(found),
        }
    }

    fn missing(&self, meaning: &str, aliases: &[String]) -> IngestError {
        let listed = |names: &[String]| if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        IngestError::Column {
            file: self.file.to_owned(),
            meaning: meaning.to_owned(),
            aliases: listed(aliases),
            header: listed(self.header),
        }
    }
}

impl Found {
    /// Finds the columns of a source in a file's header; `geometry` says that the rows bring their own points.
    ///
    /// A column that the city file names is needed, except those that layouts may lack: incident number, month of
    /// report, time of day, count, and description and firearm where no rule looks at them.
    ///
    /// # Errors
    /// [`IngestError::Column`].
    pub(crate) fn new(
        file: &str,
        header: &[String],
        source: &Source,
        rules: &Rules,
        geometry: bool,
    ) -> Result<Self, IngestError> {
        let finder = Finder { file, header, plain: header.iter().map(|h| plain_name(h)).collect() };
        let c = &source.columns;
        // One column with the whole point stands for both coordinates.
        let (x, y) = if c.point.is_empty() { (&c.x, &c.y) } else { (&c.point, &c.point) };
        let points = !geometry && source.kind == SourceKind::Incidents;
        let mut found = Self {
            incident: finder.any(&c.incident),
            reported: finder.any(&c.reported),
            occurred: finder
                .needed("occurred", if source.kind == SourceKind::Incidents { &c.occurred } else { &[] })?,
            time: finder.any(&c.time),
            hour: finder.any(&c.hour),
            count: finder.any(&c.count),
            victims: finder.needed("victims", &c.victims)?,
            code: finder.needed("code", &c.code)?,
            description: finder.any(&c.description),
            firearm: finder.any(&c.firearm),
            area: finder.any(&c.area),
            area_name: finder.any(&c.area_name),
            x: if points { finder.needed("x", x)? } else { None },
            y: if points { finder.needed("y", y)? } else { None },
            year: finder.any(&c.year),
            month: finder.any(&c.month),
            day: finder.any(&c.day),
            beside: Vec::new(),
            only: Vec::new(),
            conditions: Vec::new(),
            once: Vec::new(),
            skip: Vec::new(),
        };
        if source.kind == SourceKind::Incidents {
            let named: Vec<usize> = c.address.iter().filter_map(|a| finder.any(std::slice::from_ref(a))).collect();
            if named.is_empty() {
                finder.needed("address", &c.address)?;
            }
            let when = [found.reported, found.occurred, found.time, found.hour, found.year, found.month, found.day];
            let what = [found.incident, found.count, found.code, found.description, found.firearm];
            let place = [found.area, found.area_name, found.x, found.y];
            let taken = [&when[..], &what, &place].concat();
            found.beside = beside::columns(&finder.plain, &named, &taken);
        }
        if rules.need_description() && found.description.is_none() {
            return Err(finder.missing("description", &c.description));
        }
        if rules.need_firearm() && found.firearm.is_none() {
            return Err(finder.missing("firearm", &c.firearm));
        }
        let has_area = found.area.is_some() || found.area_name.is_some();
        let names_area = !c.area.is_empty() || !c.area_name.is_empty();
        if !has_area && (names_area || source.kind == SourceKind::AreaCounts) {
            return Err(finder.missing("area or area_name", &[c.area.as_slice(), &c.area_name].concat()));
        }
        if source.kind == SourceKind::YearCounts && found.year.is_none() {
            return Err(finder.missing("year", &c.year));
        }
        if source.kind != SourceKind::Incidents && found.count.is_none() {
            return Err(finder.missing("count", &c.count));
        }
        let each = |meaning: &str, names: &[String]| -> Result<Vec<usize>, IngestError> {
            let one = |name: &String| finder.needed(meaning, std::slice::from_ref(name));
            Ok(names.iter().map(one).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        };
        found.conditions = each("code.where", rules.columns())?;
        found.once = each("once_by", &source.once_by)?;
        let filter = |what: &str, wanted: &std::collections::BTreeMap<String, Vec<String>>| {
            let column = |(name, values): (&String, &Vec<String>)| {
                let at = finder
                    .any(std::slice::from_ref(name))
                    .ok_or_else(|| finder.missing(what, std::slice::from_ref(name)))?;
                Ok((at, values.iter().map(|v| v.trim().to_owned()).collect()))
            };
            wanted.iter().map(column).collect::<Result<Vec<_>, IngestError>>()
        };
        found.only = filter("only", &source.only)?;
        found.skip = filter("skip", &source.skip)?;
        Ok(found)
    }

    /// Whether the city file asks for a row with these fields.
    pub(crate) fn selects<'r>(&self, field: impl Fn(usize) -> &'r [u8]) -> bool {
        let has = |at: usize, values: &[String]| {
            values.iter().any(|v| v.as_bytes().eq_ignore_ascii_case(field(at).trim_ascii()))
        };
        self.only.iter().all(|(at, values)| has(*at, values)) && !self.skip.iter().any(|(at, values)| has(*at, values))
    }
}
