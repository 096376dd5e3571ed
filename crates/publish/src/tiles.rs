//! The published figures as vector tiles, for a map of somebody else: one `PMTiles` file that any web host serves.
//!
//! Nothing is in them that is not in the table beside them: a figure that is not shown there has no value here.

use std::collections::BTreeMap;

use catchment_model::Window;
use catchment_tiles::{AreaLayer, Feature, Value, area_archive};

use crate::edition::{Edition, Figure};
use crate::error::PublishError;

/// Zooms in the file: the whole city in a hand's breadth, to single blocks; maps draw closer ones from the last.
const ZOOMS: std::ops::RangeInclusive<u8> = 8..=13;

/// The file.
///
/// # Errors
/// [`PublishError::Tiles`] where it exceeds what the format holds.
pub(crate) fn archive(edition: &Edition<'_>) -> Result<Vec<u8>, PublishError> {
    let city = &edition.status.city;
    let columns = columns(edition);
    let layers = [neighborhoods(edition, &columns), sites(edition)];
    let through = edition.through().map_or_else(String::new, |m| format!(", data through {m}"));
    let synthetic = city.synthetic.as_ref().map_or("", |_| " (made-up positions)");
    let name = format!("{}{synthetic}{through}", city.name);
    area_archive(&layers, ZOOMS, (&name, &city.attribution)).map_err(|e| PublishError::Tiles { why: e.to_string() })
}

/// A figure of each neighborhood: its name, its months and its offense.
struct Column {
    name: String,
    period: Window,
    offense: usize,
}

/// The newest twelve months as `homicide_12m`, calendar years as `homicide_2025`.
fn columns(edition: &Edition<'_>) -> Vec<Column> {
    let named = |period: Window, end: &str| {
        let offenses = edition.facts.offenses.iter().enumerate();
        let column =
            |(offense, (name, _)): (usize, &(String, _))| Column { name: format!("{name}_{end}"), period, offense };
        offenses.map(column).collect::<Vec<_>>()
    };
    let newest = edition.twelve(0).map(|w| named(w, "12m")).unwrap_or_default();
    let years = edition.years().flat_map(|w| named(w, &w.from().year().to_string()));
    newest.into_iter().chain(years).collect()
}

fn neighborhoods<'a>(edition: &'a Edition<'_>, columns: &[Column]) -> AreaLayer<'a> {
    let areas = edition.neighborhoods().into_iter().enumerate().map(|(i, area)| {
        let mut properties =
            vec![("id".to_owned(), Value::Text(area.id.clone())), ("name".to_owned(), Value::Text(area.name.clone()))];
        if let Some(at) = edition.area(&area.id) {
            let shown = |c: &Column| match edition.figure(at, c.period, c.offense) {
                Figure::Number(n) => Some((c.name.clone(), Value::Int(n))),
                Figure::Hidden => None,
            };
            properties.extend(columns.iter().filter_map(shown));
        }
        (&area.outline, Feature { id: i as u64 + 1, properties })
    });
    let mut fields = BTreeMap::from([
        ("id".to_owned(), "The city's own number of the neighborhood".to_owned()),
        ("name".to_owned(), "Name of the neighborhood".to_owned()),
    ]);
    for c in columns {
        let what = edition.label(c.offense);
        let (from, to) = (c.period.from(), c.period.to());
        let means =
            format!("{what}: offenses reported less those taken back, {from} to {to}; no value: not shown, not zero");
        fields.insert(c.name.clone(), means);
    }
    AreaLayer { name: "neighborhoods", areas: areas.collect(), fields }
}

fn sites<'a>(edition: &'a Edition<'_>) -> AreaLayer<'a> {
    let text = |name: &str, value: String| (name.to_owned(), Value::Text(value));
    let areas = edition.engine.data.sites.iter().filter(|s| edition.through().is_none_or(|t| s.from <= t));
    let areas = areas.enumerate().map(|(i, site)| {
        let mut properties =
            vec![text("id", site.id.clone()), text("name", site.name.clone()), text("from", site.from.to_string())];
        properties.extend(site.to.map(|to| text("to", to.to_string())));
        properties.push(("stand_in".to_owned(), Value::Bool(site.shape == catchment_model::SiteShape::StandIn)));
        (&site.outline, Feature { id: i as u64 + 1, properties })
    });
    let says = [
        ("id", "Id of the site"),
        ("name", "Name of the site"),
        ("from", "First month that this outline holds"),
        ("to", "Last month that it holds; no value: it still does"),
        ("stand_in", "true where the true outline is not published and this one stands in for it"),
    ];
    let fields = says.map(|(name, means)| (name.to_owned(), means.to_owned())).into();
    AreaLayer { name: "sites", areas: areas.collect(), fields }
}
