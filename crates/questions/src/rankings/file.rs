//! A ranking as a table or a map file.

use super::{RankItem, Rankings, RankingsAnswer};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Form, Shape, Sheet, csv, features};

pub(super) fn file(
    question: &Rankings,
    engine: &Engine,
    answer: &RankingsAnswer,
    form: Form,
) -> Result<Content, AskError> {
    let what = question.of.name();
    if form == Form::Csv {
        return csv(engine, &answer.meta.window, what, &sheet(&answer.items));
    }
    let found = question.search().map(|search| engine.find(&search)).transpose()?;
    let outline = |id: &str| match &found {
        Some(found) => found.list.iter().find(|c| c.id == id).map(|c| c.outline.clone()),
        None => engine.data.areas.find(id).and_then(|at| engine.data.areas.get(at)).map(|a| a.outline.clone()),
    };
    let shape = |id: &str| outline(id).map_or(Shape::Nowhere, Shape::Outline);
    features(engine, &answer.meta, what, answer.items.iter().map(|item| (item.id.clone(), shape(&item.id), item)))
}

fn sheet(items: &[RankItem]) -> Sheet {
    let columns =
        ["rank", "id", "name", "score", "count", "per_1000", "per_km2", "rank_low", "rank_high", "p_top", "incidents"];
    let next = ["next_low", "next_high", "p_next"];
    let mut sheet = Sheet::new(columns.into_iter().chain(next));
    for item in items {
        sheet.push(vec![
            item.rank.into(),
            item.id.as_str().into(),
            item.name.as_str().into(),
            Field::maybe(item.score, 1),
            item.count.into(),
            Field::maybe(item.per_1000, 1),
            Field::maybe(item.per_km2, 1),
            item.rank_low.into(),
            item.rank_high.into(),
            Field::Real(item.p_top, 2),
            item.incidents.into(),
            item.next_year.as_ref().map(|n| n.rank_low).into(),
            item.next_year.as_ref().map(|n| n.rank_high).into(),
            Field::maybe(item.next_year.as_ref().map(|n| n.p_top), 2),
        ]);
    }
    sheet
}
