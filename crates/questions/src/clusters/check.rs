//! What is asked about clusters, checked: a parameter belongs to some methods and is refused beside the others.

use super::ClusterParams;
use super::scan::{MOST, NEAREST};
use crate::error::AskError;
use crate::pieces::value::{Edges, MaxSteps, StepMonths};
use crate::pieces::{Baseline, ClusterMethod, Clustering, Testing, Value};

/// Largest distance, meters.
const FARTHEST_M: f64 = 2000.0;
/// Most days apart.
const LATEST_DAYS: f64 = 366.0;
/// Most bands.
const BANDS: usize = 8;

/// Checks how clusters are found, and fills in what was left out.
///
/// # Errors
/// [`AskError::Value`] for a parameter that the method does not have, and for edges that are not accepted.
pub(super) fn check(asked: Clustering, testing: &Testing) -> Result<ClusterParams, AskError> {
    use ClusterMethod::{Emerging, Knox, Moran, Scan, ScanSpace};

    let Clustering { method, permutations, baseline, step_months, max_steps, distance_m, days } = asked;
    only("alpha", testing.alpha.as_ref(), method, &[Moran, Emerging])?;
    only("permutations", permutations.as_ref(), method, &[Emerging, Scan, ScanSpace, Knox])?;
    only("baseline", baseline.as_ref(), method, &[Scan, ScanSpace])?;
    only("step_months", step_months.as_ref(), method, &[Emerging, Scan])?;
    only("max_steps", max_steps.as_ref(), method, &[Scan])?;
    only("distance_m", distance_m.as_ref(), method, &[Knox])?;
    only("days", days.as_ref(), method, &[Knox])?;
    let (scan, knox) = (method.is_scan(), method == Knox);
    if method == ScanSpace && baseline == Some(Baseline::Permutation) {
        let accepted = "residents or area: the whole window has no other times to permute";
        return Err(AskError::value("baseline", Baseline::Permutation.name(), accepted));
    }
    let usual = match method {
        // Its p is exact: nothing is drawn.
        Moran => None,
        Emerging => Some(99),
        Scan | ScanSpace | Knox => Some(199),
    };
    let expects = if method == ScanSpace { Baseline::Residents } else { Baseline::Permutation };
    let step = step_months.map_or(if method == Scan { 1 } else { 12 }, StepMonths::get);
    Ok(ClusterParams {
        method,
        permutations: permutations.and_then(|n| u32::try_from(n.get()).ok()).or(usual),
        baseline: scan.then(|| baseline.unwrap_or(expects)),
        step_months: method.is_stepped().then(|| size(step)),
        max_steps: (method == Scan).then(|| size(max_steps.map_or(3, MaxSteps::get))),
        max_cells: scan.then_some(NEAREST),
        max_clusters: scan.then_some(MOST),
        distance_m: knox.then(|| distances(distance_m.as_ref())).transpose()?,
        days: knox.then(|| apart(days.as_ref())).transpose()?,
    })
}

fn size(n: u64) -> usize {
    usize::try_from(n).unwrap_or(1)
}

/// Refuses a parameter beside a method that does not have it.
fn only(
    name: &str,
    given: Option<&impl Value>,
    method: ClusterMethod,
    having: &[ClusterMethod],
) -> Result<(), AskError> {
    let Some(value) = given.filter(|_| !having.contains(&method)) else { return Ok(()) };
    let methods: Vec<String> = having.iter().map(|m| format!("method={m}")).collect();
    let accepted = format!("{} beside it: {method} has no such parameter", methods.join(" or "));
    Err(AskError::value(name, value.write(), accepted))
}

fn distances(given: Option<&Edges>) -> Result<Vec<f64>, AskError> {
    let accepted = format!("up to {BANDS} rising numbers above 0, up to {FARTHEST_M}, separated by commas");
    edges(given, 200.0, |v| v > 0.0 && v <= FARTHEST_M).map_err(|text| AskError::value("distance_m", text, accepted))
}

fn apart(given: Option<&Edges>) -> Result<Vec<f64>, AskError> {
    let accepted =
        format!("up to {BANDS} rising numbers of at least 0 (the same day), up to {LATEST_DAYS}, separated by commas");
    edges(given, 14.0, |v| (0.0..=LATEST_DAYS).contains(&v)).map_err(|text| AskError::value("days", text, accepted))
}

/// Rising numbers; the text where it is not that.
fn edges(given: Option<&Edges>, default: f64, fits: impl Fn(f64) -> bool) -> Result<Vec<f64>, String> {
    let Some(text) = given.map(Edges::as_str) else { return Ok(vec![default]) };
    let read: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    let rising =
        |list: &Vec<f64>| list.len() <= BANDS && list.iter().all(|v| fits(*v)) && list.windows(2).all(|w| w[0] < w[1]);
    read.filter(rising).ok_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::ClustersAsk;
    use super::*;
    use crate::pieces::read_ask;

    fn checked(text: &str) -> Result<ClusterParams, String> {
        let pair = |part: &str| part.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        let pairs: Vec<(String, String)> = text.split('&').filter_map(pair).collect();
        let ask: ClustersAsk = read_ask(&pairs).map_err(|e| e.to_string())?;
        check(ask.clustering, &ask.testing).map_err(|e| e.to_string())
    }

    #[test]
    fn a_parameter_of_another_method_is_refused_with_the_methods_that_have_it() {
        let refused = checked("method=knox&baseline=area").unwrap_err();
        assert_eq!(
            refused,
            "baseline = \"area\" is not accepted; expected method=scan or method=scan-space beside it: knox has no \
             such parameter"
        );
        for text in
            ["days=1", "distance_m=100", "step_months=3", "max_steps=2", "baseline=residents", "permutations=999"]
        {
            assert!(checked(text).unwrap_err().contains("moran has no such parameter"), "{text}");
        }
        assert!(checked("method=scan&alpha=0.01").unwrap_err().contains("method=moran or method=emerging"));
        assert!(checked("method=scan-space&baseline=permutation").unwrap_err().contains("residents or area"));
    }

    #[test]
    fn pairs_of_the_same_day_can_be_asked_for_and_those_of_the_same_point_alone_cannot() {
        assert_eq!(checked("method=knox&days=0").unwrap().days, Some(vec![0.0]));
        assert_eq!(checked("method=knox&days=0,1,14").unwrap().days, Some(vec![0.0, 1.0, 14.0]));
        for text in ["days=-1", "days=1,1", "days=", "days=1,2,3,4,5,6,7,8,9", "days=367", "days=x", "distance_m=0"] {
            assert!(checked(&format!("method=knox&{text}")).is_err(), "{text}");
        }
    }

    #[test]
    fn each_method_has_its_own_defaults_and_nothing_else() {
        let moran = checked("method=moran").unwrap();
        assert_eq!((moran.permutations, moran.baseline, moran.step_months, moran.days), (None, None, None, None));
        let space = checked("method=scan-space").unwrap();
        assert_eq!((space.baseline, space.max_steps), (Some(Baseline::Residents), None));
        let scan = checked("method=scan").unwrap();
        assert_eq!((scan.step_months, scan.max_steps), (Some(1), Some(3)));
    }
}
