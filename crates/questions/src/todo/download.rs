//! Answers as files: CSV for tables, `GeoJSON` for maps.
//!
//! A CSV has a header row and nothing else; what it was made from stands in its name and in the response's headers.
//! A `GeoJSON` carries the whole account in its member `metadata`.

use geo::MultiPolygon;
use geojson::{Feature, FeatureCollection, JsonObject};
use serde::Serialize;
use serde_json::Value;

use super::AskError;
use super::catchments::CatchmentsFound;
use super::cells::CellsAnswer;
use super::detail::AreaAnswer;
use super::meta::Meta;
use super::optimize::OptimizeAnswer;
use super::question::Format;
use super::rankings::RankingsAnswer;
use crate::engine::Engine;

/// Content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileBody {
    /// CSV, UTF-8, comma-separated, with a header.
    Csv(Vec<u8>),
    /// `GeoJSON`.
    GeoJson(Vec<u8>),
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Name: city, content, window, dataset.
    pub name: String,
    /// Content.
    pub body: FileBody,
}

impl Download {
    pub(super) fn csv<R: Serialize>(
        engine: &Engine,
        meta: &Meta,
        what: &str,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Self, AskError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in rows {
            writer.serialize(row).map_err(AskError::internal)?;
        }
        let bytes = writer.into_inner().map_err(|e| AskError::internal(e.to_string()))?;
        Ok(Self { name: name(engine, meta, what, "csv"), body: FileBody::Csv(bytes) })
    }

    pub(super) fn geojson(engine: &Engine, meta: &Meta, what: &str, features: Vec<Feature>) -> Result<Self, AskError> {
        let account = serde_json::to_value(meta).map_err(AskError::internal)?;
        let foreign: JsonObject = [("metadata".to_owned(), account)].into_iter().collect();
        let collection = FeatureCollection { bbox: None, features, foreign_members: Some(foreign) };
        let bytes = serde_json::to_vec(&collection).map_err(AskError::internal)?;
        Ok(Self { name: name(engine, meta, what, "geojson"), body: FileBody::GeoJson(bytes) })
    }

    pub(super) fn feature(
        id: &str,
        outline: Option<&MultiPolygon<f64>>,
        properties: &impl Serialize,
    ) -> Result<Feature, AskError> {
        feature(id, outline, properties)
    }

    /// A ranking of neighborhoods (without `found`) or catchments, as a file.
    ///
    /// # Errors
    /// [`AskError::Internal`] where it cannot be written.
    pub fn rankings(
        engine: &Engine,
        format: Format,
        answer: &RankingsAnswer,
        found: Option<&CatchmentsFound>,
    ) -> Result<Self, AskError> {
        #[derive(Serialize)]
        struct Row<'a> {
            rank: usize,
            id: &'a str,
            name: &'a str,
            score: Option<f64>,
            count: i64,
            per_1000: Option<f64>,
            per_km2: Option<f64>,
            rank_low: usize,
            rank_high: usize,
            p_top: f64,
        }
        let what = if found.is_some() { "catchments" } else { "neighborhoods" };
        if format == Format::Csv {
            let rows = answer.items.iter().map(|i| Row {
                rank: i.rank,
                id: &i.id,
                name: &i.name,
                score: i.score,
                count: i.count,
                per_1000: i.per_1000,
                per_km2: i.per_km2,
                rank_low: i.rank_low,
                rank_high: i.rank_high,
                p_top: i.p_top,
            });
            return Self::csv(engine, &answer.meta, what, rows);
        }
        let outline = |id: &str| match found {
            Some(found) => found.list.iter().find(|c| c.id == id).map(|c| c.outline.clone()),
            None => outline(engine, id),
        };
        let features =
            answer.items.iter().map(|i| feature(&i.id, outline(&i.id).as_ref(), i)).collect::<Result<_, _>>()?;
        Self::geojson(engine, &answer.meta, what, features)
    }

    /// Cells as a file.
    ///
    /// # Errors
    /// As [`Download::rankings`].
    pub fn cells(engine: &Engine, format: Format, answer: &CellsAnswer) -> Result<Self, AskError> {
        #[derive(Serialize)]
        struct Row<'a> {
            cell: &'a str,
            count: i64,
            z: Option<f64>,
            p: Option<f64>,
            significant: bool,
        }
        if format == Format::Csv {
            let rows = answer.cells.iter().map(|c| Row {
                cell: &c.id,
                count: c.count,
                z: c.z,
                p: c.p,
                significant: c.significant,
            });
            return Self::csv(engine, &answer.meta, "cells", rows);
        }
        let outline = |id: &str| id.parse::<catchment_model::Cell>().ok().map(|c| MultiPolygon::from(c.polygon()));
        let features =
            answer.cells.iter().map(|c| feature(&c.id, outline(&c.id).as_ref(), c)).collect::<Result<_, _>>()?;
        Self::geojson(engine, &answer.meta, "cells", features)
    }

    /// Chosen catchments as a file.
    ///
    /// # Errors
    /// As [`Download::rankings`].
    pub fn optimize(engine: &Engine, format: Format, answer: &OptimizeAnswer) -> Result<Self, AskError> {
        #[derive(Serialize)]
        struct Row<'a> {
            id: &'a str,
            name: &'a str,
            area_km2: f64,
            count: i64,
            harm: f64,
            basis: &'static str,
            residents: Option<f64>,
            cells: String,
        }
        if format == Format::Csv {
            let rows = answer.catchments.iter().map(|c| Row {
                id: &c.id,
                name: &c.name,
                area_km2: c.area_km2,
                count: c.count,
                harm: c.harm,
                basis: c.basis,
                residents: c.residents,
                cells: c.cells.join(" "),
            });
            return Self::csv(engine, &answer.meta, "chosen", rows);
        }
        let features =
            answer.catchments.iter().map(|c| feature(&c.id, Some(&c.outline), c)).collect::<Result<_, _>>()?;
        Self::geojson(engine, &answer.meta, "chosen", features)
    }

    /// A place as a file: its series as CSV, its outline and figures as `GeoJSON`.
    ///
    /// # Errors
    /// As [`Download::rankings`].
    pub fn area(
        engine: &Engine,
        format: Format,
        answer: &AreaAnswer,
        found: Option<&CatchmentsFound>,
    ) -> Result<Self, AskError> {
        #[derive(Serialize)]
        struct Row<'a> {
            id: &'a str,
            name: &'a str,
            month: &'a str,
            status: &'a str,
            system: Option<&'a str>,
            count: Option<i64>,
        }
        #[derive(Serialize)]
        struct Figures<'a> {
            name: &'a str,
            kind: &'a str,
            area_km2: f64,
            count: i64,
            per_1000: Option<f64>,
            per_km2: Option<f64>,
            rank: &'a super::RankByMeasure,
        }
        let (id, name) = (answer.area.id.as_str(), answer.area.name.as_str());
        let what = format!("{}-{}", answer.area.kind, safe(id));
        if format == Format::Csv {
            let rows = answer.series.iter();
            let rows = rows.map(|m| Row {
                id,
                name,
                month: &m.month,
                status: m.status,
                system: m.system.as_deref(),
                count: m.count,
            });
            return Self::csv(engine, &answer.meta, &what, rows);
        }
        let outline = match found {
            Some(found) => found.list.iter().find(|c| c.id == id).map(|c| c.outline.clone()),
            None => outline(engine, id),
        };
        let figures = Figures {
            name,
            kind: answer.area.kind,
            area_km2: answer.area.area_km2,
            count: answer.count,
            per_1000: answer.per_1000,
            per_km2: answer.per_km2,
            rank: &answer.rank,
        };
        Self::geojson(engine, &answer.meta, &what, vec![feature(id, outline.as_ref(), &figures)?])
    }
}

fn outline(engine: &Engine, id: &str) -> Option<MultiPolygon<f64>> {
    engine.data.areas.find(id).and_then(|i| engine.data.areas.get(i)).map(|a| a.outline.clone())
}

fn feature(id: &str, outline: Option<&MultiPolygon<f64>>, properties: &impl Serialize) -> Result<Feature, AskError> {
    let properties = match serde_json::to_value(properties).map_err(AskError::internal)? {
        Value::Object(map) => map,
        _ => JsonObject::new(),
    };
    let geometry = outline.map(super::geometry::geojson);
    let id = Some(geojson::feature::Id::String(id.to_owned()));
    Ok(Feature { bbox: None, geometry, id, properties: Some(properties), foreign_members: None })
}

/// `catchment-st-louis-neighborhoods-2009-01-2018-12-0123456789abcdef.csv`
fn name(engine: &Engine, meta: &Meta, what: &str, ending: &str) -> String {
    let window = &meta.window;
    format!(
        "catchment-{}-{what}-{}-{}-{}.{ending}",
        safe(&engine.data.city.id),
        window.from,
        window.to,
        safe(&meta.dataset)
    )
}

/// Letters, digits, `-` and `_` only: the text becomes part of a header and of a file name.
fn safe(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect()
}
