//! Methods, categories and items of an answer about clusters in words.

use super::{Category, Quadrant, ScanItem};
use crate::pieces::{Baseline, ClusterMethod};
use crate::words::{figure, grouped};

/// A cluster up to this p is told from chance.
pub const LEVEL: f64 = 0.05;

/// The method in one sentence, with its source.
pub fn about(method: ClusterMethod, baseline: Option<Baseline>) -> &'static str {
    match (method, baseline) {
        (ClusterMethod::Moran, _) => {
            "Local Moran's I of distinct incidents against neighboring cells (Anselin 1995), each cell in its size \
                inside the city, exact for sparse counts, corrected for testing many cells."
        }
        (ClusterMethod::Emerging, _) => {
            "Gi* of distinct incidents in each time step (Ord and Getis 1995), exact for sparse counts, corrected for \
                testing many cells; trend by Mann and Kendall; 17 categories."
        }
        (ClusterMethod::Scan, Some(Baseline::Permutation) | None) => {
            "Space-time permutation scan (Kulldorff 2005): where and when more happened than each place's and each \
                period's own total leads to expect."
        }
        (ClusterMethod::Scan, Some(Baseline::Residents)) => {
            "Space-time scan (Kulldorff 1997): where and when more happened than the number of residents leads to \
                expect, each period with its own total."
        }
        (ClusterMethod::Scan, Some(Baseline::Area)) => {
            "Space-time scan (Kulldorff 1997): where and when more happened than the area leads to expect, each period \
                with its own total."
        }
        (ClusterMethod::ScanSpace, Some(Baseline::Area)) => {
            "Spatial scan (Kulldorff 1997): where more happened in the whole window than the area leads to expect."
        }
        (ClusterMethod::ScanSpace, _) => {
            "Spatial scan (Kulldorff 1997): where more happened in the whole window than the number of residents leads \
                to expect."
        }
        (ClusterMethod::Knox, _) => {
            "Pairs of events close in space and time against shuffled dates (Knox 1964). Movement of crime within the \
                window also raises them."
        }
    }
}

/// A category as people read it: `new hot spot`.
pub fn category(category: Category) -> String {
    if category == Category::None {
        return "no pattern".to_owned();
    }
    format!("{} spot", category.name().replace('_', " "))
}

/// A quadrant as people read it.
pub fn quadrant(quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::HighHigh => "busy among busy",
        Quadrant::HighLow => "busy among quiet",
        Quadrant::LowHigh => "quiet among busy",
        Quadrant::LowLow => "quiet among quiet",
    }
}

/// A cluster of a scan in a sentence.
pub fn scanned(c: &ScanItem) -> String {
    let times =
        c.relative_risk.map_or_else(String::new, |risk| format!(", {} times the rest of the city", figure(risk)));
    let period = if c.from == c.to { c.from.clone() } else { format!("{} to {}", c.from, c.to) };
    let chance = if c.p <= LEVEL { "" } else { "; could be chance" };
    let count = i64::try_from(c.count).unwrap_or(i64::MAX);
    let held = match c.offenses {
        Some(n) => format!(" incidents ({} offenses)", grouped(n)),
        None => String::new(),
    };
    format!(
        "Cluster {}: {}{held} counted, {} expected{times}, {period}{chance}.",
        c.cluster,
        grouped(count),
        figure(c.expected)
    )
}

/// What a method that compares incidents says of offenses.
pub const WHOLE: &str = "Each incident counts once here, however many offenses it has: one with many victims is no \
    flare-up.";

/// What a scan expects, in words.
pub fn expected(baseline: Baseline, over_time: bool) -> String {
    let each = if over_time { ", each time step with its own total" } else { "" };
    match baseline {
        Baseline::Residents => format!("Expected: in proportion to residents{each}."),
        Baseline::Area => format!("Expected: in proportion to area{each}."),
        Baseline::Permutation => {
            "Expected: from each place's own total and each time step's own total, so that places \
            that are always high and seasons of the whole city are no cluster."
                .to_owned()
        }
    }
}
