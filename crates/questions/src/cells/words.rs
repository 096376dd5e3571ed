//! What an answer about cells says in sentences.

#[cfg(feature = "engine")]
use catchment_model::Window;
#[cfg(feature = "engine")]
use catchment_store::Dataset;

use super::{CellItem, CellsAnswer, Spot};
use crate::answers::FdrSummary;
#[cfg(feature = "engine")]
use crate::answers::TestReach;
#[cfg(feature = "engine")]
use crate::engine::spread_sentence;
use crate::pieces::Exposure;
use crate::words::{grouped, many};

/// What must be known of cells compared by those who live there: where residents come from, who is not among them, and
/// the cells left out with their incidents.
#[cfg(feature = "engine")]
pub(super) fn by_residents(window: Window, data: &Dataset, (cells, incidents): (usize, u64)) -> Vec<String> {
    let left = format!(
        "{} cells in which nobody is known to live, with {} incidents, cannot be tested by residents and are left out.",
        many(cells),
        grouped(i64::try_from(incidents).unwrap_or(i64::MAX))
    );
    let mut told = vec![spread_sentence("cells", window, data), VISITORS.to_owned()];
    told.extend((cells > 0).then_some(left));
    told
}

/// Who is not among the residents.
pub const VISITORS: &str = "People who only work, shop or pass through are not counted: downtown and along busy \
    streets, more than residents explain is no surprise.";

/// What was tested, where cells are compared by those who live there.
#[cfg(feature = "engine")]
pub(super) fn tested_by_residents(reach: &TestReach) -> String {
    format!(
        "Tested by distinct incidents, one with many victims as one, against residents: {} on {} cells. How many a \
         cell must hold to stand as hot depends on how many live in it and around it.",
        grouped(i64::try_from(reach.incidents).unwrap_or(i64::MAX)),
        many(reach.cells)
    )
}

/// How many cells stand out, and what they hold.
pub fn finding(fdr: &FdrSummary, cells: &[CellItem], unit_label: &str) -> Vec<String> {
    let of = |spot| cells.iter().filter(move |c| c.hot == Some(spot));
    let held: i64 = of(Spot::Hot).map(|c| c.count).sum();
    let all: i64 = cells.iter().map(|c| c.count).sum();
    vec![
        format!(
            "{} of {} cells stand out from chance (false discovery rate {}). Without correcting for so many tests it \
             would be {}.",
            many(fdr.after),
            many(fdr.cells),
            fdr.alpha,
            many(fdr.before)
        ),
        format!(
            "{} are hot and {} cold; the hot ones hold {} of the {} {unit_label}.",
            many(of(Spot::Hot).count()),
            many(of(Spot::Cold).count()),
            grouped(held),
            grouped(all)
        ),
    ]
}

/// What was tested.
pub fn tested(answer: &CellsAnswer) -> String {
    let ring = answer.meta.params.ring;
    let steps = if ring == 1 { "step" } else { "steps" };
    let against = match answer.meta.params.exposure {
        Exposure::Area => "border cells in their size inside the city",
        Exposure::Residents => "against those who live in each cell",
    };
    format!(
        "Gi* of distinct incidents, neighbors up to {ring} {steps} away, cells of resolution {}; p: exact for sparse \
         counts, {against}. Per km²: a year.",
        answer.resolution
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hot_cells_are_told_with_what_they_hold() {
        let cell = |count, hot: Option<Spot>| CellItem {
            id: String::new(),
            count,
            per_km2: None,
            z: None,
            p: None,
            significant: hot.is_some(),
            hot,
            at_one_address: None,
            address: None,
            says: None,
        };
        let cells = [cell(1200, Some(Spot::Hot)), cell(0, Some(Spot::Cold)), cell(300, None)];
        let fdr = FdrSummary { alpha: 0.05, before: 3, after: 2, cells: 1500 };
        let told = finding(&fdr, &cells, "distinct incidents");
        assert!(told[0].starts_with("2 of 1,500 cells stand out from chance (false discovery rate 0.05)."));
        assert_eq!(told[1], "1 are hot and 1 cold; the hot ones hold 1,200 of the 1,500 distinct incidents.");
    }
}
