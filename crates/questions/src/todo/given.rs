//! Values as given, read one by one: what is not accepted is named with what would be.

use std::collections::BTreeMap;

use catchment_model::{MonthStatus, Resolution, Selection, Window};
use catchment_store::Dataset;

use super::AskError;
use super::error::shortened;
use super::question::{COMMON, Question};

/// Most pixels of a surface.
const MAX_PIXELS: f64 = 4_000_000.0;

/// Smallest and largest area of a catchment, km².
pub(super) const AREA_KM2: (f64, f64) = (0.05, 25.0);

pub(super) fn window(given: &Given<'_>, default: Window, data: &Dataset) -> Result<Window, AskError> {
    let month = |name: &str, or| match given.get(name) {
        None => Ok(or),
        Some(text) => text.parse().map_err(|_cause| AskError::value(name, text, "a month as YYYY-MM, such as 2018-12")),
    };
    let (from, to) = (month("from", default.from())?, month("to", default.to())?);
    if to < from {
        let (name, value, accepted) = if given.get("to").is_some() {
            ("to", to, format!("{from} or later"))
        } else {
            ("from", from, format!("{to} or earlier"))
        };
        return Err(AskError::value(name, value.to_string(), accepted));
    }
    let window = Window::new(from, to).map_err(AskError::internal)?;
    if window.len() > 1200 {
        return Err(AskError::value("from", from.to_string(), "at most 1200 months up to the last"));
    }
    if data.coverage.covered(window) == 0 {
        return Err(AskError::NotCovered { value: window.to_string(), accepted: covered_months(data) });
    }
    Ok(window)
}

/// The window of the city file, or the ten years up to the data-through month.
///
/// # Errors
/// [`AskError::NotCovered`] where the dataset has no month with incidents.
pub(super) fn default_window(data: &Dataset) -> Result<Window, AskError> {
    let span = whole_span(data)?;
    let to = data.city.analysis.to.unwrap_or(span.to());
    let ten_years =
        catchment_model::Month::from_index(to.index().saturating_sub(119)).unwrap_or(span.from()).max(span.from());
    let from = data.city.analysis.from.unwrap_or(ten_years).min(to);
    Window::new(from, to).map_err(AskError::internal)
}

/// From the first to the last month with incidents.
///
/// # Errors
/// As [`default_window`].
pub(super) fn whole_span(data: &Dataset) -> Result<Window, AskError> {
    let none =
        || AskError::NotCovered { value: "any to any".to_owned(), accepted: "a dataset with incidents".to_owned() };
    data.coverage.incidents_span().ok_or_else(none)
}

/// The area asked for, or the city's presets.
pub(super) fn areas_km2(given: &Given<'_>, data: &Dataset) -> Result<Vec<f64>, AskError> {
    let analysis = &data.city.analysis;
    let asked = given.number("area_km2", AREA_KM2, analysis.catchment_km2)?;
    let presets = given.get("area_km2").is_none() && !analysis.catchment_presets_km2.is_empty();
    Ok(if presets { analysis.catchment_presets_km2.clone() } else { vec![asked] })
}

/// The months with incidents, as runs: `2008-01 to 2020-12, 2024-05 to 2026-04`.
pub(super) fn covered_months(data: &Dataset) -> String {
    let with =
        data.coverage.months.iter().filter(|(_, (status, _))| *status == MonthStatus::Incidents).map(|(m, _)| *m);
    super::meta::runs(with)
}

pub(super) fn selection(given: &Given<'_>, data: &Dataset) -> Result<Selection, AskError> {
    match given.get("offense") {
        // The default is what the alias `harm` stands for, where a city has one.
        None if data.offenses.aliases().contains_key("harm") => {
            data.offenses.select("harm").map_err(AskError::internal)
        }
        None => Ok(data.offenses.default_selection()),
        Some(text) => data
            .offenses
            .select(text)
            .map_err(|_cause| AskError::value("offense", text, format!("one or more of {}", data.offenses.known()))),
    }
}

/// The resolution asked for; by default 9, or the finest where catchments are searched for.
pub(super) fn resolution(given: &Given<'_>, search: bool, data: &Dataset) -> Result<Resolution, AskError> {
    let finest = data.city.positions.finest_resolution;
    let default = if search { finest } else { finest.min(Resolution::R9) };
    let Some(text) = given.get("resolution") else { return Ok(default) };
    let accepted = if finest == Resolution::R8 { "8".to_owned() } else { format!("8 to {finest}") };
    let read = text.parse::<u8>().ok().and_then(|n| Resolution::try_from(n).ok()).filter(|r| *r <= finest);
    read.ok_or_else(|| AskError::value("resolution", text, accepted))
}

/// The finest pixel whose grid over the whole city is still computed.
pub(super) fn finest_pixel(data: &Dataset) -> f64 {
    let extent = super::geometry::extent_m(&data.areas);
    let square = extent.map_or(0.0, |e| e.width() * e.height());
    (square / MAX_PIXELS).sqrt().ceil().max(10.0)
}

/// Parameters as given.
pub(super) struct Given<'a> {
    values: BTreeMap<&'a str, &'a str>,
}

impl<'a> Given<'a> {
    pub(super) fn new(question: Question, pairs: &'a [(String, String)]) -> Result<Self, AskError> {
        let mut values = BTreeMap::new();
        for (name, value) in pairs {
            if !COMMON.contains(&name.as_str()) && !question.accepted().contains(&name.as_str()) {
                let accepted = COMMON.iter().chain(question.accepted()).copied().collect::<Vec<_>>().join(", ");
                return Err(AskError::Unknown { parameter: shortened(name), value: shortened(value), accepted });
            }
            if values.insert(name.as_str(), value.as_str()).is_some() {
                return Err(AskError::Repeated { parameter: name.clone(), value: shortened(value) });
            }
        }
        Ok(Self { values })
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.values.get(name).copied()
    }

    /// One of some names; the first where absent.
    pub(super) fn one_of<T: Copy>(&self, name: &str, accepted: &[(&'static str, T)]) -> Result<T, AskError> {
        let Some(text) = self.get(name) else { return Ok(accepted[0].1) };
        let found = accepted.iter().find(|(n, _)| *n == text).map(|(_, value)| *value);
        found.ok_or_else(|| {
            AskError::value(name, text, accepted.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(" or "))
        })
    }

    pub(super) fn whole(&self, name: &str, range: (u64, u64), default: u64) -> Result<u64, AskError> {
        Ok(self.optional_whole(name, range)?.unwrap_or(default))
    }

    pub(super) fn optional_whole(&self, name: &str, (low, high): (u64, u64)) -> Result<Option<u64>, AskError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let read = text.parse().ok().filter(|n| digits && (low..=high).contains(n));
        read.map(Some).ok_or_else(|| AskError::value(name, text, format!("a whole number from {low} to {high}")))
    }

    /// A number in a range; the default, which the city file answers for, is taken as it stands.
    pub(super) fn number(&self, name: &str, (low, high): (f64, f64), default: f64) -> Result<f64, AskError> {
        let Some(text) = self.get(name) else { return Ok(default) };
        let read = text.parse::<f64>().ok().filter(|x| (low..=high).contains(x));
        read.ok_or_else(|| AskError::value(name, text, format!("a number from {low} to {high}")))
    }
}
