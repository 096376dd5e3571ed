//! The layer of cells.

use catchment_store::Dataset;
use catchment_tiles::{TileAddress, Value};

use super::feature::{text, whole, written};
use super::{Layer, TileLegend, words};
use crate::answers::LegendItem;
use crate::cells::{Cells, CellsAsk};
use crate::engine::Engine;
use crate::error::AskError;
use crate::question::Question;

impl Layer for Cells {
    const NAME: &'static str = "cells";
    const ABOUT: &'static str = "H3 cells with counts and Gi*";
    const FIELDS: &'static [(&'static str, &'static str)] = &[
        ("id", "String: H3 index"),
        ("count", "Number: count over the covered months"),
        ("per_km2", "Number: per km² and year"),
        ("z", "Number: Gi*; absent where all counts are alike"),
        ("significant", "Boolean: whether it stands after the false discovery rate"),
        ("hot", "String: hot or cold, where significant"),
        ("class", "Number: class of the map by count; absent for 0"),
    ];

    type Ask = CellsAsk;

    fn check(ask: CellsAsk, data: &Dataset) -> Result<Self, AskError> {
        <Self as Question>::check(ask, data)
    }

    fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, AskError> {
        let found = engine.find(self)?;
        written(&found.study.shapes, address, <Self as Layer>::NAME, |i| {
            let at = found.cells.binary_search(&found.study.all[i]).ok()?;
            let item = found.item(at);
            let class = found.classes.of(item.count as f64);
            let mut p = vec![("id", Value::Text(item.id)), ("count", Value::Int(item.count))];
            p.extend(item.per_km2.map(|v| ("per_km2", Value::Float(v))));
            p.extend(item.z.map(|v| ("z", Value::Float(v))));
            p.push(("significant", Value::Bool(item.significant)));
            p.extend(item.hot.map(|spot| ("hot", text(spot.name()))));
            p.extend(class.map(|c| ("class", whole(c))));
            Some(p)
        })
    }

    fn legend(&self, engine: &Engine) -> Result<TileLegend, AskError> {
        let classes = LegendItem::of(&engine.find(self)?.classes);
        Ok(TileLegend { text: words::legend("Count", &classes), classes })
    }
}
