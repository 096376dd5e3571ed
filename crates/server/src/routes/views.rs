//! The views of the viewer: their addresses, and what each says of itself to those who show links to it.

use catchment_store::Dataset;

/// A view: its address, what it is called, and what it shows.
struct View {
    path: &'static str,
    title: &'static str,
    about: &'static str,
}

/// Every address that opens the page; what matches none of them names nothing.
const VIEWS: [View; 14] = [
    view("/next", "Where next", "Which places the next sites could take, how sure that is, and what would change it."),
    view("/ranking", "The full list", "Every neighborhood by what was reported there, each with its uncertainty."),
    view("/decide", "What matters", "Places ranked by several weighed criteria, and how much hangs on the weights."),
    view("/catchments", "Areas a team can cover", "The best areas of one size within limits, with a proven bound."),
    view("/draw", "An area drawn by hand", "What a drawn area holds, beside the best of its size."),
    view("/decisions", "Decisions", "What was chosen, saved and compared."),
    view("/evidence/{way}", "Evidence", "Hot-spot methods by question, each beside what chance alone would give."),
    view("/glossary", "Words", "What the words of these pages mean."),
    view(
        "/data",
        "Data",
        "What each month of the data holds: coverage, thinning, gaps, and how every row was counted.",
    ),
    view("/sites", "Our sites", "Where today’s sites stand, what they reach, and whether they still stand right."),
    view("/sites/{tab}", "Our sites", "Where today’s sites stand, what they reach, and what changed beyond chance."),
    view("/ranking/area/{id}", "", PLACE),
    view("/decide/area/{id}", "", PLACE),
    view("/place/{id}", "", PLACE),
];

/// What a place page shows.
const PLACE: &str = "What was reported here, how sure that is, then and now beside the city, by month and hour.";

/// Addresses of catchments, whose names are known once they are searched for, and of forms that other pages frame.
const NAMELESS: [(&str, &str); 6] = [
    ("/area/{id}", "An area a team can cover"),
    ("/ranking/catchment/{id}", "A catchment"),
    ("/decide/catchment/{id}", "A catchment"),
    ("/catchment/{id}", "A catchment"),
    ("/embed/{form}", "Embedded"),
    ("/embed/{form}/{id}", "Embedded"),
];

/// Ways of the evidence, and forms that can be framed.
const WAYS: [&str; 8] = ["gi", "moran", "emerging", "scan", "scan-space", "knox", "spread", "backtest"];
const FORMS: [&str; 4] = ["map", "series", "hours", "change"];

const fn view(path: &'static str, title: &'static str, about: &'static str) -> View {
    View { path, title, about }
}

/// The patterns of all addresses.
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    VIEWS.iter().map(|v| v.path).chain(NAMELESS.iter().map(|n| n.0))
}

/// What a view says of itself: its name and what it shows; empty where the page's own words do. `None` for an address
/// that names nothing: a place that the city does not have, a way of looking that there is not.
pub(super) fn said(pattern: &str, path: &str, data: &Dataset) -> Option<(String, &'static str)> {
    if let Some((_, title)) = NAMELESS.iter().find(|(p, _)| *p == pattern) {
        let form = path.trim_start_matches("/embed/").split('/').next().unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default();
        let placed = !pattern.starts_with("/embed/{form}/") || area_at(last, data).is_some();
        let known = !pattern.starts_with("/embed/") || (FORMS.contains(&form) && placed);
        return known.then(|| ((*title).to_owned(), PLACE));
    }
    let view = VIEWS.iter().find(|v| v.path == pattern)?;
    let last = path.rsplit('/').next().unwrap_or_default();
    if pattern.ends_with("{id}") {
        return Some((area_at(last, data)?, view.about));
    }
    if pattern.ends_with("{way}") && !WAYS.contains(&last) {
        return None;
    }
    Some((view.title.to_owned(), view.about))
}

/// Name of the area of an address.
fn area_at(written: &str, data: &Dataset) -> Option<String> {
    let named = |id: &str| encoded(id) == written || id == written;
    data.areas.list().iter().find(|a| named(&a.id)).map(|a| a.name.clone())
}

/// An id as `encodeURIComponent` writes it.
fn encoded(id: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b);
    id.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_compared_as_addresses_write_them() {
        assert_eq!(encoded("16"), "16");
        assert_eq!(encoded("Jeff Vanderlou/é"), "Jeff%20Vanderlou%2F%C3%A9");
    }
}
