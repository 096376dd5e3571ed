//! What chosen sites say in sentences.

use super::{LocateAnswer, LocateModel};
use crate::words::{bound_percent, percent};

/// Unit of objective and bound.
pub fn unit(model: LocateModel) -> &'static str {
    match model {
        LocateModel::Mclp => "weight within the radius",
        LocateModel::PMedian => "weight × meters",
    }
}

/// What is reached, what is proven, how to read it.
pub fn finding(answer: &LocateAnswer) -> Vec<String> {
    let LocateAnswer { objective, weight, bound, .. } = answer;
    let reached = match (answer.uncovered, answer.radius_m) {
        (Some(uncovered), radius_m) => format!(
            "Weight within {} m of a site: {objective:.1} of {weight:.1} ({}); {uncovered} points are farther.",
            radius_m.unwrap_or_default(),
            percent(objective / weight, 1)
        ),
        (None, _) => format!(
            "Weight × distance to the nearest site: {objective:.1} m; mean distance {:.1} m.",
            answer.mean_m.unwrap_or_default()
        ),
    };
    let proof = if answer.proven {
        "proven best".to_owned()
    } else {
        format!("bound {bound:.1}: within {} of the best possible", bound_percent(answer.gap))
    };
    vec![
        reached,
        format!("{proof} ({}).", answer.method),
        "Points and weight: those for which the site is the nearest one. Distances in meters.".to_owned(),
    ]
}
