//! What a check says of a change of a site's boundary.

use super::{BoundaryChangeItem, BoundaryItem, BoundaryTested, StreetAdded};
use crate::check::words;
use crate::words::{listed, month_name, p_value, percent, spelled, whole};

/// Whether a change would help, in a sentence or a few; `several` where p is over more than one site.
pub fn says(item: &BoundaryItem, stand_in: bool, several: bool) -> String {
    let mut said = match (&item.tested, &item.change) {
        (Some(tested), Some(change)) => supported(item, tested, change, several),
        (Some(tested), None) => {
            format!("{} No change of the boundary is supported by the data.", tried(item, tested, several))
        }
        (None, _) => format!(
            "No change of up to {} cells along its edge would, by {}, add at least 5% to its harm and show in a \
             year's counts: no change of the boundary is supported by the data.",
            spelled(item.most),
            months(item)
        ),
    };
    if stand_in {
        said.push_str(" This is about the outline that stands in for its real one, which is not published.");
    }
    said
}

/// The streets of the added ground; `None` where no change is supported or no street is known.
pub fn streets(change: &BoundaryChangeItem) -> Option<String> {
    let one = |s: &StreetAdded| format!("{} ({} m)", s.name, whole(s.meters));
    let list: Vec<String> = change.streets.iter().map(one).collect();
    (!list.is_empty()).then(|| format!("Streets in the added ground, the longest first: {}.", listed(&list)))
}

fn months(item: &BoundaryItem) -> String {
    format!("{} to {}", month_name(&item.from), month_name(&item.to))
}

fn cells(n: usize) -> String {
    if n == 1 { "one cell".to_owned() } else { format!("{} cells", spelled(n)) }
}

fn gain(tested: &BoundaryTested, several: bool) -> String {
    format!(
        "{:+.2} points of the city's harm in these twelve months (90% interval {:+.2} to {:+.2}; p {}{})",
        100.0 * tested.adds,
        100.0 * tested.low,
        100.0 * tested.high,
        p_value(tested.p),
        if several { " over all sites" } else { "" }
    )
}

fn tried(item: &BoundaryItem, tested: &BoundaryTested, several: bool) -> String {
    // An interval of no width would look surer than no events at all.
    if tested.low >= tested.high {
        return format!(
            "The smallest change that {} spoke for was {} for as many; in these twelve months nothing was reported on \
             any of them.",
            months(item),
            cells(tested.cells)
        );
    }
    format!(
        "The smallest change that {} spoke for, {} for as many, would have reached {}.",
        months(item),
        cells(tested.cells),
        gain(tested, several)
    )
}

fn supported(item: &BoundaryItem, tested: &BoundaryTested, change: &BoundaryChangeItem, several: bool) -> String {
    let size = |km2: f64| format!("{km2:.3} km²");
    let smallest = if change.smallest {
        "By those months no smaller change along the edge would help."
    } else {
        "No smaller one was found before the search was cut short."
    };
    format!(
        "A change of the boundary would have helped: {} added ({}), as many given up ({}), chosen on {}, before these \
         twelve months. In them it would have reached {} instead of {}: {}. {smallest}",
        cells(tested.cells),
        size(change.added_km2),
        size(change.given_up_km2),
        months(item),
        words::reached(&change.after),
        percent(change.before.share, 1),
        gain(tested, several)
    )
}
