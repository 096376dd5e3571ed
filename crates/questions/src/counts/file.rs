//! Counts as a table or a map file.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{CellCountItem, CountItem, Counts, CountsAnswer, NeighborhoodItem};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Form, Shape, Sheet, csv, features};
use crate::pieces::CountKey;

type Feature = (String, Shape, Map<String, Value>);

pub(super) fn file(counts: &Counts, engine: &Engine, answer: &CountsAnswer, form: Form) -> Result<Content, AskError> {
    let what = format!("counts-{}", counts.by.name());
    if form == Form::Csv {
        return csv(engine, &answer.meta.window, &what, &sheet(counts.by, &answer.items));
    }
    let places = match counts.by {
        CountKey::Neighborhood => areas(engine, &answer.items),
        CountKey::Cell => cells(&answer.items),
        CountKey::Year | CountKey::Month => {
            let accepted = format!("json or csv by {}: years and months have no place", counts.by.name());
            return Err(AskError::value("format", form.name(), accepted));
        }
    };
    features(engine, &answer.meta, &what, places)
}

impl CountsAnswer {
    /// The counts as a table: key, offense, count.
    pub fn sheet(&self) -> Sheet {
        sheet(self.meta.params.by, &self.items)
    }
}

/// The key, the offense and the count; what is not known has no row, since an empty field would be read as zero.
fn sheet(by: CountKey, items: &[CountItem]) -> Sheet {
    let key: &[&str] = match by {
        CountKey::Year => &["year"],
        CountKey::Month => &["month"],
        CountKey::Neighborhood => &["neighborhood_id", "neighborhood"],
        CountKey::Cell => &["cell"],
    };
    let mut sheet = Sheet::new(key.iter().copied().chain(["offense", "count"]));
    for item in items {
        let (key, offense, count): (Vec<Field>, &str, Option<i64>) = match item {
            CountItem::Year(i) => (vec![i.year.into()], &i.offense, i.count),
            CountItem::Month(i) => (vec![i.month.as_str().into()], &i.offense, i.count),
            CountItem::Neighborhood(i) => {
                (vec![i.neighborhood_id.as_str().into(), i.neighborhood.as_str().into()], &i.offense, i.count)
            }
            CountItem::Cell(i) => (vec![i.cell.as_str().into()], &i.offense, Some(i.count)),
        };
        if let Some(count) = count {
            sheet.push(key.into_iter().chain([offense.into(), count.into()]).collect());
        }
    }
    sheet
}

/// A feature for each area, with a column for each name.
fn areas(engine: &Engine, items: &[CountItem]) -> Vec<Feature> {
    let of = |item: &CountItem| match item {
        CountItem::Neighborhood(NeighborhoodItem { neighborhood_id, offense, count, .. }) => {
            Some((neighborhood_id.clone(), offense.clone(), *count))
        }
        _ => None,
    };
    let mut counts = by_place(items.iter().filter_map(of));
    let feature = |area: &catchment_model::Area| {
        let about = json!({"id": area.id, "name": area.name, "kind": area.kind, "area_km2": area.area_km2});
        let properties = with_columns(about, counts.remove(&area.id).unwrap_or_default());
        (area.id.clone(), Shape::Outline(area.outline.clone()), properties)
    };
    engine.data.areas.list().iter().map(feature).collect()
}

/// A feature for each cell, with a column for each name.
fn cells(items: &[CountItem]) -> Vec<Feature> {
    let of = |item: &CountItem| match item {
        CountItem::Cell(CellCountItem { cell, offense, count }) => Some((cell.clone(), offense.clone(), Some(*count))),
        _ => None,
    };
    let feature = |(cell, counts): (String, Columns)| {
        let area_km2 = cell.parse::<catchment_model::Cell>().ok().map(catchment_model::Cell::area_km2);
        let about = json!({"id": cell, "cell": cell, "hex_id": cell, "area_km2": area_km2});
        (cell.clone(), Shape::Cells(vec![cell]), with_columns(about, counts))
    };
    by_place(items.iter().filter_map(of)).into_iter().map(feature).collect()
}

type Columns = Vec<(String, Option<i64>)>;

fn by_place(counts: impl Iterator<Item = (String, String, Option<i64>)>) -> BTreeMap<String, Columns> {
    let mut places: BTreeMap<String, Columns> = BTreeMap::new();
    for (place, offense, count) in counts {
        places.entry(place).or_default().push((offense, count));
    }
    places
}

/// Adds a column for each name; one that is called like a column that is there gets a prefix.
fn with_columns(about: Value, counts: Columns) -> Map<String, Value> {
    let Value::Object(mut columns) = about else { return Map::new() };
    for (offense, count) in counts {
        let column = if columns.contains_key(&offense) { format!("count_{offense}") } else { offense };
        columns.insert(column, count.into());
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::{YearItem, YearKnown};

    #[test]
    fn a_year_without_data_has_no_row() {
        let year = |year, count: Option<i64>| {
            let status = if count.is_some() { YearKnown::Complete } else { YearKnown::Missing };
            CountItem::Year(YearItem { year, offense: "harm".to_owned(), count, status, covered_months: 0 })
        };
        let sheet = sheet(CountKey::Year, &[year(2020, Some(7)), year(2021, None)]);
        assert_eq!(sheet.columns, ["year", "offense", "count"]);
        assert_eq!(sheet.rows, [vec![2020.into(), "harm".into(), 7_i64.into()]]);
    }

    #[test]
    fn each_name_is_a_column_and_none_hides_another() {
        let columns = with_columns(
            json!({"id": "16", "name": "A"}),
            vec![("harm".to_owned(), Some(3)), ("name".to_owned(), Some(4))],
        );
        assert_eq!(Value::Object(columns), json!({"id": "16", "name": "A", "harm": 3, "count_name": 4}));
    }
}
