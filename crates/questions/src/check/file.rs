//! A check as a table.

use super::{CheckAnswer, SiteChecked, words};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Sheet, csv};

/// One row a site, and all together last.
pub(super) fn file(engine: &Engine, answer: &CheckAnswer) -> Result<Content, AskError> {
    csv(engine, &answer.meta.window, "sites-check", &sheet(answer))
}

fn sheet(answer: &CheckAnswer) -> Sheet {
    let mut sheet = Sheet::new([
        "site",
        "name",
        "stand_in",
        "area_km2",
        "incidents",
        "share",
        "share_low",
        "share_high",
        "share_year_before",
        "of_best",
        "of_bound",
        "held_out_ratio",
        "held_out_low",
        "held_out_high",
        "drift_m",
        "drift_direction",
        "drift_p",
        "boundary_cells",
        "boundary_adds",
        "boundary_low",
        "boundary_high",
        "boundary_p",
        "boundary_supported",
        "boundary_streets",
        "shift_met",
        "other_shift",
        "other_adds",
        "other_low",
        "other_high",
        "other_p",
        "change_month",
        "change_p",
        "verdict",
        "reason",
        "verdict_quarter_before",
        "share_since",
        "share_since_low",
        "share_since_high",
    ]);
    answer.sites.iter().chain(&answer.together).for_each(|site| sheet.push(row(site)));
    sheet
}

fn row(site: &SiteChecked) -> Vec<Field> {
    let number = |x: Option<f64>| Field::maybe(x, 4);
    let text = |t: Option<String>| t.map_or(Field::Empty, Field::Text);
    let held = site.best.as_ref().and_then(|b| b.held_out.as_ref());
    let boundary = site.boundary.as_ref();
    let (tested, change) = (boundary.and_then(|b| b.tested.as_ref()), boundary.and_then(|b| b.change.as_ref()));
    let other = site.shift.as_ref().and_then(|s| s.other.as_ref());
    let since = site.earlier.as_ref().and_then(|e| e.since);
    vec![
        site.id.as_str().into(),
        site.name.as_str().into(),
        Field::Bool(site.stand_in),
        Field::Real(site.area_km2, 2),
        site.incidents.into(),
        number(site.reached.map(|r| r.share)),
        number(site.reached.map(|r| r.low)),
        number(site.reached.map(|r| r.high)),
        number(site.year_before.map(|r| r.share)),
        number(site.best.as_ref().map(|b| b.of_best)),
        number(site.best.as_ref().map(|b| b.of_bound)),
        number(held.map(|h| h.ratio)),
        number(held.map(|h| h.low)),
        number(held.map(|h| h.high)),
        number(site.drift.as_ref().map(|d| d.meters)),
        text(site.drift.as_ref().map(|d| d.direction.clone())),
        number(site.drift.as_ref().map(|d| d.p)),
        tested.map_or(Field::Empty, |t| i64::try_from(t.cells).unwrap_or(i64::MAX).into()),
        number(tested.map(|t| t.adds)),
        number(tested.map(|t| t.low)),
        number(tested.map(|t| t.high)),
        number(tested.map(|t| t.p)),
        site.boundary.as_ref().map_or(Field::Empty, |b| Field::Bool(b.supported)),
        text(change.map(|c| c.streets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("; "))),
        number(site.shift.as_ref().map(|s| s.met.share)),
        text(other.map(|o| o.schedule.text.clone())),
        number(other.map(|o| o.adds)),
        number(other.map(|o| o.low)),
        number(other.map(|o| o.high)),
        number(other.map(|o| o.p)),
        text(site.change.as_ref().map(|c| c.month.clone())),
        number(site.change.as_ref().map(|c| c.p)),
        text(site.verdict.map(|v| words::verdict(v).to_owned())),
        site.reason.as_str().into(),
        text(site.earlier.as_ref().map(|e| words::verdict(e.verdict).to_owned())),
        number(since.map(|r| r.share)),
        number(since.map(|r| r.low)),
        number(since.map(|r| r.high)),
    ]
}
