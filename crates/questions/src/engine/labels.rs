//! What an answer says of rows without a label that is known.

use catchment_store::Dataset;

use crate::words::grouped;

/// Sources of which many rows have no label that is known: to be said where areas count by label.
pub(crate) fn labels_warnings(data: &Dataset) -> impl Iterator<Item = String> {
    data.quality.labels.iter().filter(|labels| labels.warns()).map(|labels| {
        let by_point = if labels.by_point > 0 {
            format!("{} of them count where their points lie", number(labels.by_point))
        } else {
            "they count in no area".to_owned()
        };
        format!(
            "{} of {} rows of {} have no label that is the name of an area; {by_point}.",
            number(labels.unknown + labels.silent),
            number(labels.rows),
            labels.name,
        )
    })
}

fn number(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}
