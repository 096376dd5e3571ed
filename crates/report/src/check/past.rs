//! Shares over the twelve months up to the end of each quarter: the past ones, and those of the check itself.

use std::fmt::Write as _;

use catchment_questions::check::{CheckAnswer, ReachedItem, SiteChecked};
use catchment_questions::words::{listed, month_name};

use crate::dates::{index, month_of};
use crate::draw::{Quarter, quarters};

/// The ends of the quarters that were asked for and the last month of the check, the earliest first, as numbers of
/// months.
pub(super) fn slots(check: &CheckAnswer) -> Vec<i32> {
    let Some(last) = index(&check.meta.window.to) else { return Vec::new() };
    let earliest = earliest(check).unwrap_or(last);
    let asked = i32::try_from(check.meta.params.quarters).unwrap_or(0);
    // Quarters before the first that any site can show say nothing but that they are not known.
    (0..=asked).rev().map(|back| last - 3 * back).filter(|slot| *slot >= earliest).collect()
}

fn earliest(check: &CheckAnswer) -> Option<i32> {
    let all = check.sites.iter().chain(&check.together);
    all.flat_map(|site| &site.quarters).filter_map(|q| index(&q.to)).min()
}

/// The highest share that any of some sites may have had.
pub(super) fn top<'a>(sites: impl Iterator<Item = &'a SiteChecked>) -> f64 {
    let one = |site: &'a SiteChecked| site.quarters.iter().map(|q| &q.reached).chain(&site.reached);
    sites.flat_map(one).map(|reached| reached.high).fold(0.01, f64::max)
}

/// The picture of a site; the check itself ends with `now`, in which every site is open.
pub(super) fn picture(site: &SiteChecked, now: &str, slots: &[i32], top: f64) -> String {
    let past = |slot: i32| {
        let found = site.quarters.iter().find(|q| index(&q.to) == Some(slot));
        found.map(|q| (q.reached, q.open))
    };
    let of = |slot: i32| {
        if index(now) == Some(slot) { site.reached.map(|reached| (reached, true)) } else { past(slot) }
    };
    let known = |(r, open): (ReachedItem, bool)| (r.low, r.share, r.high, open);
    let shown: Vec<Quarter> =
        slots.iter().map(|slot| Quarter { to: month_of(*slot), known: of(*slot).map(known) }).collect();
    quarters(&shown, top)
}

/// What the pictures show, and what they cannot.
pub(super) fn says(check: &CheckAnswer, slots: &[i32]) -> Option<String> {
    let first = slots.first()?;
    let mut known: Vec<i32> =
        check.sites.iter().flat_map(|site| &site.quarters).filter_map(|quarter| index(&quarter.to)).collect();
    known.extend(index(&check.meta.window.to));
    let missing: Vec<String> =
        slots.iter().filter(|slot| !known.contains(slot)).map(|slot| month_name(&month_of(*slot))).collect();
    let mut said =
        "Each dot: the share of the city’s located harm over the twelve months up to then, on the ground of \
                    today’s site, with its 90% interval; neighboring dots share nine months. Hollow: the site was not \
                    open."
            .to_owned();
    if !missing.is_empty() {
        let _ = write!(said, " Hatched: up to {} twelve months are not covered, which is not zero.", listed(&missing));
    }
    if usize::try_from(check.meta.params.quarters).is_ok_and(|asked| slots.len() <= asked) {
        let _ = write!(said, " Before {}, no twelve months are covered.", month_name(&month_of(*first)));
    }
    Some(said)
}
