//! Incidents as they were known at the time.
//!
//! Elsewhere the unit *incident* is that of the finished files: an incident that police took back years later was never
//! there. A choice for a year must not know that. Here an incident begins in the month of its first report, and what is
//! taken back goes in the month in which police took it back, as net counts do: what was known at the end of a month
//! depends on no later row.
//!
//! Rows carry no incident number once they are read. Rows of one offense group at the same position and minute with the
//! same police label are one incident, which is the rule that holds anyway for files without numbers. Without a date
//! those of one report month are. A reversal that is not alike in all of these takes nothing back: the incident stays
//! known, which is cautious.

use catchment_model::{GroupId, IncidentRow, Incidents as Rows, LocalMinute, Month, Query, RowStatus, Unit};
use catchment_siting::MonthlyHarm;
use catchment_siting::backtest::{Incidents, Known};

use crate::engine::{Engine, Months, StudyCells};
use crate::error::AskError;

/// What rows of one incident share.
type Key = (GroupId, u32, Option<u16>, Result<LocalMinute, Month>);

/// A row: what it shares, the month of its report, and its count.
type Row = (Key, Month, i64);

/// What is known of the incidents of the chosen offenses, by month of report; `like` has the covered months of the
/// query's window and the inside cells. With the unit *incident* each holds as much harm as its offense weighs.
pub(super) fn incidents(
    engine: &Engine,
    query: &Query,
    (study, like): (&StudyCells, &MonthlyHarm),
    rows: &Rows,
) -> Result<Incidents, AskError> {
    let chosen = rows.rows.iter().filter(|r| r.status != RowStatus::Unlocated);
    let chosen = chosen.filter(|r| query.selection.weight(r.group) > 0.0 && query.window.contains(r.reported));
    let changes = changes(chosen.filter(|r| rows.position(r).is_some()).map(row).collect());
    let covered = Months::of(query.window, engine);
    let known = changes.into_iter().filter_map(|change| {
        let at = usize::from(change.month.index() - query.window.from().index());
        let position = rows.positions.get(change.position as usize)?;
        let cell = study.inside.binary_search(&position.cells[study.resolution.index()]).ok();
        let weight = query.selection.weight(change.group);
        let count = if query.unit == Unit::Incident { change.victims.min(1) } else { change.victims };
        Some(Known {
            month: u32::try_from((*covered.covered_at.get(at)?)?).ok()?,
            cell: cell.and_then(|c| u32::try_from(c).ok()),
            harm: weight * count as f64,
            weight: if count > 0 { weight } else { -weight },
        })
    });
    Incidents::of(like, &known.collect::<Vec<_>>()).map_err(AskError::internal)
}

fn row(row: &IncidentRow) -> Row {
    let when = row.occurred.ok_or(row.reported);
    ((row.group, row.position, row.label.map(|a| a.0), when), row.reported, i64::from(row.count))
}

/// An incident that begins to be known, or is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    month: Month,
    group: GroupId,
    position: u32,
    /// Offenses that it held by then; 0 for one taken back.
    victims: i64,
}

/// Changes of what is known, in the order of incidents and months.
fn changes(mut rows: Vec<Row>) -> Vec<Change> {
    rows.sort_unstable();
    let mut changes = Vec::new();
    for incident in rows.chunk_by(|a, b| a.0 == b.0) {
        let (group, position, ..) = incident[0].0;
        let (mut known, mut net) = (false, 0);
        for month in incident.chunk_by(|a, b| a.1 == b.1) {
            net += month.iter().map(|r| r.2).sum::<i64>();
            if known != (net > 0) {
                known = net > 0;
                changes.push(Change { month: month[0].1, group, position, victims: net.max(0) });
            }
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(number: i64) -> Month {
        Month::new(2012 + (number - 1) / 12, 1 + (number - 1) % 12).unwrap()
    }

    fn at(position: u32, minute: i32, reported: i64, count: i64) -> Row {
        ((GroupId(1), position, None, Ok(LocalMinute(minute))), month(reported), count)
    }

    fn of(rows: &[Row]) -> Vec<(Month, u32, i64)> {
        changes(rows.to_vec()).into_iter().map(|c| (c.month, c.position, c.victims)).collect()
    }

    #[test]
    fn an_incident_is_known_from_its_report_until_it_is_taken_back() {
        let two_victims = [at(7, 100, 1, 1), at(7, 100, 1, 1)];
        assert_eq!(of(&two_victims), [(month(1), 7, 2)]);
        // One victim taken back leaves the incident; both end it, in the month of the last reversal.
        let one = [two_victims.as_slice(), &[at(7, 100, 5, -1)]].concat();
        assert_eq!(of(&one), [(month(1), 7, 2)]);
        let both = [one.as_slice(), &[at(7, 100, 9, -1)]].concat();
        assert_eq!(of(&both), [(month(1), 7, 2), (month(9), 7, 0)]);
        // Reported again under the same number after it was taken back: known again.
        let again = [both.as_slice(), &[at(7, 100, 9, 1), at(7, 100, 11, 1)]].concat();
        assert_eq!(of(&again), [(month(1), 7, 2)]);
        // Another minute or place is another incident, and a reversal without its row takes nothing back.
        assert_eq!(of(&[at(7, 100, 1, 1), at(7, 160, 1, 1), at(8, 100, 2, 1), at(9, 100, 3, -1)]).len(), 3);
    }

    #[test]
    fn what_was_known_in_a_month_depends_on_no_later_row() {
        // Rows of 40 places and 3 minutes each, a third of them reversals, in 36 months, by a fixed rule.
        let mixed = |i: u32| i.wrapping_mul(2_654_435_761) >> 8;
        let rows: Vec<Row> = (0..900)
            .map(|i| {
                let [place, minute, when] = [0, 1, 2].map(|part| mixed(3 * i + part));
                let count = if mixed(i + 90_000) % 3 == 0 { -1 } else { 1 };
                at(place % 40, i32::try_from(minute % 3).unwrap(), 1 + i64::from(when % 36), count)
            })
            .collect();
        let all = of(&rows);
        assert!(all.iter().filter(|c| c.2 == 0).count() > 20, "some are taken back");
        for last in 1..=36 {
            let until: Vec<Row> = rows.iter().copied().filter(|r| r.1 <= month(last)).collect();
            let known: Vec<_> = all.iter().copied().filter(|c| c.0 <= month(last)).collect();
            assert_eq!(of(&until), known, "up to month {last}");
        }
    }
}
