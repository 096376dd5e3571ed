//! Sentences on rows whose label is the name of no area.

use catchment_model::SourceLabels;
use catchment_model::city::ByPoint;

/// Labels that a sentence names.
const NAMED: usize = 5;

/// Sentences that come before all others, and those that do not.
pub(crate) fn sentences(labels: &[SourceLabels], by_point: ByPoint) -> (Vec<String>, Vec<String>) {
    let mut told = (Vec::new(), Vec::new());
    for source in labels {
        if !source.named {
            told.1.extend(nameless(source));
            continue;
        }
        let list = if source.warns() { &mut told.0 } else { &mut told.1 };
        list.extend(unknown(source, by_point));
        if source.warns() {
            list.extend(silent(source, by_point));
        }
    }
    told
}

/// A source that names no areas.
fn nameless(source: &SourceLabels) -> Option<String> {
    let SourceLabels { name, rows, by_point, .. } = source;
    (*rows > 0).then(|| {
        format!(
            "{name}: its rows name no area. They count where their points lie ({by_point} of {rows} rows lie in an \
             area). If a column names areas, write it under columns.area or columns.area_name."
        )
    })
}

fn unknown(source: &SourceLabels, by_point: ByPoint) -> Option<String> {
    let SourceLabels { name, rows, unknown, labels, .. } = source;
    if *unknown == 0 {
        return None;
    }
    let mut named: Vec<String> = labels
        .iter()
        .take(NAMED)
        .map(|label| {
            let place = label.points.first().filter(|p| 2 * p.rows > label.rows);
            let place = place.map(|p| format!(", most of them in {} ({})", p.name, p.id));
            format!("{} ({} rows{})", label.label, label.rows, place.unwrap_or_default())
        })
        .collect();
    if labels.len() > NAMED {
        named.push("and others, which catchment quality --by label lists".to_owned());
    }
    let taken = if by_point == ByPoint::Never { "count in no area" } else { "count where their points lie" };
    Some(format!(
        "{name}: {unknown} of {rows} rows ({}) have a label that is the name of no area: {}. They {taken}; write such \
         a name under [areas.names] with the id of its area if it is the same.",
        percent(*unknown, *rows),
        named.join(", ")
    ))
}

fn silent(source: &SourceLabels, by_point: ByPoint) -> Option<String> {
    let SourceLabels { name, rows, silent, .. } = source;
    (*silent > 0).then(|| {
        let taken = if by_point == ByPoint::All {
            "They count where their points lie."
        } else {
            "By label they are in no area; by_point = \"all\" under [areas] counts them where their points lie."
        };
        format!(
            "{name}: {silent} of {rows} rows ({}) name no area (blank, 0 or a word for unknown). {taken}",
            percent(*silent, *rows)
        )
    })
}

/// A share in percent, never rounded to 0 or to all.
fn percent(part: u64, whole: u64) -> String {
    let share = 100.0 * part as f64 / (whole as f64).max(1.0);
    if share < 1.0 {
        "under 1%".to_owned()
    } else if share > 99.0 && part < whole {
        "over 99%".to_owned()
    } else {
        format!("{share:.0}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_to_nothing_or_to_all() {
        assert_eq!([percent(1, 1000), percent(999, 1000), percent(45, 45)], ["under 1%", "over 99%", "100%"]);
    }
}
