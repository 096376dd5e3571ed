//! What features of vector tiles say.

use catchment_tiles::{Feature, Shapes, TileAddress, Value};

use crate::engine::{Engine, PlaceRanking, ranking_classes};
use crate::error::AskError;
use crate::pieces::PlaceKind;

/// Names and values.
pub(super) type Properties = Vec<(&'static str, Value)>;

/// What a place says.
pub(super) const PLACE_FIELDS: &[(&str, &str)] = &[
    ("id", "String: id"),
    ("name", "String: name"),
    ("kind", "String: neighborhood, park or catchment"),
    ("count", "Number: count over the covered months"),
    ("per_1000", "Number: per 1,000 residents and year; absent where residents are too few"),
    ("per_km2", "Number: per km² and year"),
    ("rank", "Number: place in the ranking; absent where not ranked"),
    ("rank_low", "Number: better end of the rank's 90% interval"),
    ("rank_high", "Number: worse end of the rank's 90% interval"),
    ("p_top", "Number: chance of being among the first k"),
    ("class", "Number: class of the map, 0 for the lowest; absent below the first"),
];

pub(super) fn text(v: &str) -> Value {
    Value::Text(v.to_owned())
}

pub(super) fn whole(v: usize) -> Value {
    Value::Int(i64::try_from(v).unwrap_or(i64::MAX))
}

/// Properties of all places of a ranking, by unit.
pub(super) fn place_properties(
    ranking: &PlaceRanking,
    engine: &Engine,
    name: impl Fn(usize) -> (String, PlaceKind),
) -> Vec<Properties> {
    let classes = ranking_classes(ranking, &engine.data);
    let units = &ranking.input.units;
    let mut all: Vec<Properties> = vec![Vec::new(); units.len()];
    let about = |unit: usize, count: i64| {
        let (name, kind) = name(unit);
        let totals = ranking.totals(unit, count, &engine.data);
        let mut p = vec![
            ("id", text(&units[unit].id)),
            ("name", Value::Text(name)),
            ("kind", text(kind.name())),
            ("count", Value::Int(count)),
        ];
        p.extend(totals.per_1000.map(|v| ("per_1000", Value::Float(v))));
        p.extend(totals.per_km2.map(|v| ("per_km2", Value::Float(v))));
        (p, ranking.value(&totals))
    };
    for item in &ranking.ranking.items {
        let (mut p, value) = about(item.unit, item.count);
        p.extend([
            ("rank", whole(item.rank)),
            ("rank_low", whole(item.rank_low)),
            ("rank_high", whole(item.rank_high)),
            ("p_top", Value::Float(item.p_top)),
        ]);
        p.extend(value.and_then(|v| classes.of(v)).map(|c| ("class", whole(c))));
        all[item.unit] = p;
    }
    for item in &ranking.ranking.not_ranked {
        all[item.unit] = about(item.unit, item.count).0;
    }
    all
}

/// The tile of a layer: each outline with its properties, those without left out.
pub(super) fn written(
    shapes: &Shapes,
    address: TileAddress,
    layer: &str,
    mut properties: impl FnMut(usize) -> Option<Properties>,
) -> Result<Vec<u8>, AskError> {
    let mut any = false;
    let feature = |i: usize| {
        let properties = properties(i)?;
        any = true;
        Some(Feature { id: i as u64 + 1, properties })
    };
    let tile = shapes.tile(address, layer, feature).map_err(AskError::internal)?;
    // A layer must have a feature (section 4.1 of the specification); a tile without layers is empty.
    Ok(if any { tile } else { Vec::new() })
}
