//! A bridge over a series break, made from the dataset's own series and the publication of the city file.

use catchment_model::city::{BridgeSource, BridgeSpan};
use catchment_model::{Coverage, GroupId, Month, MonthStatus, Query, Selection, TimeBasis, Unit, Window};
use catchment_siting::{Bridge, BridgeError, BridgeInput, SideRatio};

use super::Engine;
use crate::answers::{BridgeOffered, BridgeSideUsed, BridgeUsed};
use crate::error::AskError;
use crate::words;

/// A bridge that carries, and how it is told.
#[derive(Debug, Clone)]
pub(crate) struct Carries {
    /// The ratio.
    pub(crate) bridge: Bridge,
    /// The same as an answer shows it.
    pub(crate) used: BridgeUsed,
}

/// Months of one side known by both, with series and publication.
type Side = (Vec<(i64, i64)>, Vec<Month>);

/// Bridges whose months before and after hold two periods.
pub(crate) fn offered(engine: &Engine, then: Window, now: Window) -> Vec<BridgeOffered> {
    let holds = |b: &&BridgeSource| spans(b, then, now);
    let offer = |b: &BridgeSource| BridgeOffered { name: b.name.clone(), publication: b.publication.clone() };
    engine.data.city.bridge.iter().filter(holds).map(offer).collect()
}

/// Whether two periods lie in the months that a bridge knows, one on each side of its break.
pub(crate) fn spans(bridge: &BridgeSource, then: Window, now: Window) -> bool {
    let within = |w: Window, s: BridgeSpan| s.from <= w.from() && w.to() <= s.to;
    within(then, bridge.before) && within(now, bridge.after)
}

/// The bridge for some offenses; why it does not carry them.
///
/// # Errors
/// [`AskError::Internal`] where the dataset was written for another city file.
pub(crate) fn carries(
    engine: &Engine,
    source: &BridgeSource,
    selection: &Selection,
) -> Result<Result<Carries, String>, AskError> {
    let columns = match columns(engine, source, selection) {
        Ok(columns) => columns,
        Err(why) => return Ok(Err(why)),
    };
    let table = engine.data.bridges.iter().find(|t| t.name == source.name);
    let table = table.ok_or_else(|| AskError::internal(format!("no figures of the bridge {}", source.name)))?;
    let side = |span: BridgeSpan| -> Result<Side, AskError> {
        let window = Window::new(span.from, span.to).map_err(AskError::internal)?;
        let query =
            Query { window, selection: selection.clone(), unit: Unit::Net, time: TimeBasis::Reported, blocks: None };
        let series = engine.data.cube.by_month(&query, |_| true);
        let known = |m: &Month| engine.data.coverage.months.contains_key(m);
        let published = |m: &Month| {
            let row = table.months.get(m)?;
            columns.iter().map(|(column, _)| row.get(*column)).sum::<Option<i64>>()
        };
        let both = window.months().zip(series).filter(|(m, _)| known(m));
        Ok(both.filter_map(|(m, n)| Some(((n, published(&m)?), m))).unzip())
    };
    let (before, first) = side(source.before)?;
    let (after, second) = side(source.after)?;
    let witness = witness(source, table, &columns, [&first, &second]);
    Ok(match Bridge::new(&BridgeInput { before, after, witness }) {
        Ok(bridge) => Ok(Carries { bridge, used: used(engine, source, &bridge) }),
        Err(why) => Err(refused(source, &why)),
    })
}

/// Columns of the publications for exactly these offenses.
fn columns<'s>(
    engine: &Engine,
    source: &'s BridgeSource,
    selection: &Selection,
) -> Result<Vec<(&'s str, Option<&'s str>)>, String> {
    let offenses = &engine.data.offenses;
    let mut left: Vec<GroupId> = selection.ids().collect();
    let mut columns = Vec::new();
    for offense in &source.offense {
        let groups: Vec<GroupId> =
            offense.groups.iter().filter_map(|name| offenses.resolve(name).ok()).flatten().collect();
        if groups.iter().all(|g| left.contains(g)) {
            left.retain(|g| !groups.contains(g));
            columns.push((offense.column.as_str(), offense.witness.as_deref()));
        }
    }
    if left.is_empty() {
        return Ok(columns);
    }
    let known = source.offense.iter().map(|o| o.groups.join(" with ")).collect::<Vec<_>>().join(", ");
    Err(format!("The bridge {} knows whole offenses only ({known}), not all of these.", source.name))
}

/// Sums of the whole years of each side, of the publication and of the second one; none where the city file names none.
fn witness(
    source: &BridgeSource,
    table: &catchment_model::BridgeTable,
    columns: &[(&str, Option<&str>)],
    sides: [&Vec<Month>; 2],
) -> Option<[(i64, i64); 2]> {
    source.witness.as_ref()?;
    let side = |months: &Vec<Month>| {
        let whole = |year: &i32| months.iter().filter(|m| m.year() == *year).count() == 12;
        let mut years: Vec<i32> = months.iter().map(|m| m.year()).collect();
        years.dedup();
        let pair = |year: i32| -> Option<(i64, i64)> {
            let theirs = table.years.get(&year)?;
            let theirs = columns.iter().map(|(_, w)| theirs.get((*w)?)).sum::<Option<i64>>()?;
            let of = |m: &&Month| m.year() == year;
            let ours = months.iter().filter(of).flat_map(|m| columns.iter().map(move |(c, _)| table.months[m].get(*c)));
            Some((ours.sum::<Option<i64>>()?, theirs))
        };
        years.into_iter().filter(whole).filter_map(pair).fold((0, 0), |(a, b), (ours, theirs)| (a + ours, b + theirs))
    };
    Some(sides.map(side))
}

fn used(engine: &Engine, source: &BridgeSource, bridge: &Bridge) -> BridgeUsed {
    let side = |span: BridgeSpan, ratio: &SideRatio| BridgeSideUsed {
        system: system(&engine.data.coverage, span.from),
        from: span.from.to_string(),
        to: span.to.to_string(),
        months: ratio.months,
        series: ratio.series,
        publication: ratio.publication,
        ratio: ratio.ratio,
        spread: ratio.spread,
    };
    let used = BridgeUsed {
        name: source.name.clone(),
        publication: source.publication.clone(),
        source: source.source.clone(),
        ratio: bridge.ratio,
        low: bridge.low,
        high: bridge.high,
        before: side(source.before, &bridge.before),
        after: side(source.after, &bridge.after),
        moved: bridge.moved,
        says: String::new(),
    };
    BridgeUsed { says: words::bridge(&used), ..used }
}

fn system(coverage: &Coverage, month: Month) -> String {
    coverage.months.get(&month).map(|(_, system)| system.clone()).unwrap_or_default()
}

fn refused(source: &BridgeSource, why: &BridgeError) -> String {
    let witness = source.witness.as_ref().map_or("a second publication", |w| w.publication.as_str());
    let why = match why {
        BridgeError::Moved { moved } => format!(
            "over the break {} moved to {moved:.3} times of {witness}, so that one of the two counts by another rule \
             now",
            source.publication
        ),
        BridgeError::Unwitnessed { side } => format!("{witness} has no whole year {side} the break"),
        other => other.to_string(),
    };
    format!("The bridge {} does not carry these offenses: {why}.", source.name)
}

/// The systems and statuses of a year whose months are all known, and known in one way.
pub(crate) fn one_way(coverage: &Coverage, year: Window) -> Option<(MonthStatus, &str)> {
    let mut known = year.months().map(|m| coverage.months.get(&m));
    let (status, system) = known.next()??;
    known.all(|k| k.is_some_and(|(s, named)| s == status && named == system)).then_some((*status, system.as_str()))
}
