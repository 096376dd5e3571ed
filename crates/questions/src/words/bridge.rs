//! What is said of a bridge over a series break.

use crate::answers::BridgeUsed;

use super::{grouped, month_name};

/// Ratio, interval, publication and months of a bridge.
pub fn bridge(used: &BridgeUsed) -> String {
    let side = |s: &crate::answers::BridgeSideUsed| {
        format!(
            "{} of {} from {} to {}",
            grouped(s.series),
            grouped(s.publication),
            month_name(&s.from),
            month_name(&s.to)
        )
    };
    let witness = match used.moved {
        Some(moved) => format!(" Beside a second publication the first moved to {moved:.3} times over the break."),
        None => " No second publication stands beside it.".to_owned(),
    };
    format!(
        "Bridge {}: {} counts {:.3} times (90% interval of a year: {:.3} to {:.3}) what {} counted, by {}: {}, then \
         {}.{witness} That the place’s ratio is the city’s cannot be checked.",
        used.name,
        used.after.system,
        used.ratio,
        used.low,
        used.high,
        used.before.system,
        used.publication,
        side(&used.before),
        side(&used.after)
    )
}
