//! The picture that goes with a link to the viewer. It is drawn beforehand (`catchment still --preview`), since what
//! draws it is a program of its own; the file itself says which dataset it shows, and in which words.

use std::fmt::Write as _;
use std::io::Cursor;

use catchment_model::{Measure, TimeBasis, Unit};
use catchment_questions::rankings::RankingsAnswer;
use catchment_questions::words::{listed, month_name, whole};
use catchment_store::Dataset;

/// Keyword of the PNG text that names the dataset.
pub const PREVIEW_DATASET: &str = "Dataset";
/// Keyword of the PNG text that says what the picture shows.
pub const PREVIEW_ABOUT: &str = "Description";
/// Width and height of a preview, pixels: what those who show links recommend (The Open Graph protocol, ogp.me; 1.91 to
/// 1).
pub const PREVIEW_SIZE: (u32, u32) = (1200, 630);

/// A picture of the dataset that is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The PNG.
    pub(crate) png: Vec<u8>,
    /// What it shows, for people.
    pub(crate) about: String,
    /// Width and height, pixels.
    pub(crate) size: (u32, u32),
    /// Changes with every byte of it.
    pub(crate) tag: String,
}

/// Why a picture is not shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PreviewError {
    /// It is no picture.
    #[error("it cannot be read as a PNG")]
    Png(#[source] png::DecodingError),
    /// It does not say what it shows.
    #[error("it has no text \"{0}\": it was not drawn as a preview")]
    Silent(&'static str),
    /// It shows something else.
    #[error("it shows dataset {shown}, and {served} is served")]
    Stale {
        /// Dataset in the picture.
        shown: String,
        /// Dataset that is served.
        served: String,
    },
}

impl Preview {
    /// Reads a PNG; takes it only where it shows the dataset that is served.
    ///
    /// # Errors
    /// [`PreviewError`] for another file, and for a picture of another dataset.
    pub fn read(png: Vec<u8>, served: &Dataset) -> Result<Self, PreviewError> {
        let reader = png::Decoder::new(Cursor::new(&png)).read_info().map_err(PreviewError::Png)?;
        let info = reader.info();
        let text = |keyword: &'static str| {
            let found = info.utf8_text.iter().find(|t| t.keyword == keyword).and_then(|t| t.get_text().ok());
            found.filter(|t| !t.trim().is_empty()).ok_or(PreviewError::Silent(keyword))
        };
        let (shown, about, size) = (text(PREVIEW_DATASET)?, text(PREVIEW_ABOUT)?, (info.width, info.height));
        if shown != served.id {
            return Err(PreviewError::Stale { shown: shown.chars().take(100).collect(), served: served.id.clone() });
        }
        let tag = blake3::hash(&png).to_hex().as_str()[..16].to_owned();
        Ok(Self { png, about, size, tag })
    }
}

/// What a picture of neighborhoods shows, in words: offenses, unit, period, data-through, classes, source. It travels
/// with the picture, and the page that shows the picture repeats it.
pub fn preview_about(ranking: &RankingsAnswer, data: &Dataset) -> String {
    let meta = &ranking.meta;
    let params = &meta.params;
    let each = match params.measure {
        Measure::Count => "",
        Measure::PerResident => ", per 1,000 residents and year",
        Measure::PerKm2 => ", per km² and year",
    };
    let noun = if meta.unit == Unit::Net { "offenses" } else { "incidents" };
    let verb = if params.counted.time == TimeBasis::Occurred { "that occurred" } else { "reported" };
    let (from, to) = (month_name(&params.counted.from.to_string()), month_name(&params.counted.to.to_string()));
    let mut text = format!("Neighborhoods of {} by {noun} {verb} {from} to {to}{each}.", data.city.name);
    if meta.window.covered_months < meta.window.months {
        let _ = write!(text, " {} of {} months have data.", meta.window.covered_months, meta.window.months);
    }
    if let Some(through) = data.coverage.through() {
        let _ = write!(text, " Data through {}.", month_name(&through.to_string()));
    }
    if let [first, .., last] = ranking.legend.as_slice() {
        let value = |v: f64| if params.measure == Measure::Count { whole(v) } else { format!("{v:.1}") };
        let _ = write!(
            text,
            " Lightest: under {}; darkest: {} or more.",
            value(first.to.unwrap_or(last.from)),
            value(last.from)
        );
    }
    let _ = write!(text, " Counted: {} ({}).", offenses(&params.counted.offense, data), meta.unit_label);
    for more in data.city.positions.synthetic.iter().chain([&data.city.attribution]) {
        let _ = write!(text, " {}.", more.trim_end_matches('.'));
    }
    text
}

/// What the viewer as a whole shows, in words, for a link without a picture.
pub(crate) fn viewer_about(data: &Dataset) -> String {
    let through =
        data.coverage.through().map_or_else(String::new, |m| format!(" Data through {}.", month_name(&m.to_string())));
    let mut text = format!(
        "Where violence concentrates in {}, how sure that is, and what the data cannot tell.{through}",
        data.city.name
    );
    for more in data.city.positions.synthetic.iter().chain([&data.city.attribution]) {
        let _ = write!(text, " {}.", more.trim_end_matches('.'));
    }
    text
}

/// Labels of offense groups in a row: `homicide, robbery and assault`.
fn offenses(ids: &[String], data: &Dataset) -> String {
    let label = |id: &String| {
        data.offenses.id(id).and_then(|i| data.offenses.group(i)).map_or_else(|| id.clone(), |g| g.label.to_lowercase())
    };
    listed(&ids.iter().map(label).collect::<Vec<_>>())
}
