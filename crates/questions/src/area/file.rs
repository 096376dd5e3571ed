//! A place as files: its series as a table, its outline and figures on a map.

use geo::MultiPolygon;
use serde::Serialize;

use super::Place;
use crate::answers::{Meta, RankByMeasure};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Form, Shape, Sheet, csv, features};
use crate::pieces::PlaceKind;

/// Figures of a place on a map.
#[derive(Serialize)]
struct Figures<'a> {
    name: &'a str,
    kind: PlaceKind,
    area_km2: f64,
    count: i64,
    per_1000: Option<f64>,
    per_km2: Option<f64>,
    rank: &'a RankByMeasure,
}

pub(super) fn file<Q: Serialize>(
    engine: &Engine,
    meta: &Meta<Q>,
    place: &Place,
    (form, outline): (Form, Option<MultiPolygon<f64>>),
) -> Result<Content, AskError> {
    let what = format!("{}-{}", place.area.kind, place.area.id);
    if form == Form::Csv {
        return csv(engine, &meta.window, &what, &sheet(place));
    }
    let figures = Figures {
        name: &place.area.name,
        kind: place.area.kind,
        area_km2: place.area.area_km2,
        count: place.count,
        per_1000: place.per_1000,
        per_km2: place.per_km2,
        rank: &place.rank,
    };
    let shape = outline.map_or(Shape::Nowhere, Shape::Outline);
    features(engine, meta, &what, [(place.area.id.clone(), shape, figures)])
}

fn sheet(place: &Place) -> Sheet {
    let mut sheet = Sheet::new(["id", "name", "month", "status", "system", "count"]);
    for month in &place.series {
        sheet.push(vec![
            place.area.id.as_str().into(),
            place.area.name.as_str().into(),
            month.month.as_str().into(),
            month.status.name().into(),
            month.system.clone().into(),
            month.count.into(),
        ]);
    }
    sheet
}
