//! Legends in words.

use catchment_model::Measure;

use crate::answers::LegendItem;

/// What a map of places is colored by.
pub(super) fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Count => "Count",
        Measure::PerResident => "Count per 1,000 residents and year",
        Measure::PerKm2 => "Count per km² and year",
    }
}

/// Classes in words: plain text, as the member `legend` of `TileJSON` must be.
pub(super) fn legend(what: &str, classes: &[LegendItem]) -> String {
    if classes.is_empty() {
        return format!("{what}: nothing above zero.");
    }
    let class = |item: &LegendItem| match item.to {
        Some(to) => format!("{} to below {to} ({})", item.from, item.color),
        None => format!("{} or more ({})", item.from, item.color),
    };
    format!("{what}: {}.", classes.iter().map(class).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legend_is_one_text_without_markup() {
        let item = |class, from, to| LegendItem { class, from, to, color: "#ffffb2".to_owned() };
        let told = legend(measure(Measure::Count), &[item(0, 1.0, Some(12.0)), item(1, 12.0, None)]);
        assert_eq!(told, "Count: 1 to below 12 (#ffffb2), 12 or more (#ffffb2).");
        assert_eq!(legend("Count", &[]), "Count: nothing above zero.");
    }
}
