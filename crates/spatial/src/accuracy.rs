//! How well a map of hot spots foretold a later period.

use serde::Serialize;

/// What the first cells of a prediction captured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Accuracy {
    /// Capture, n/N: share of the observed events in the chosen cells.
    pub capture: f64,
    /// Share of the area chosen, a/A.
    pub area: f64,
    /// Prediction accuracy index, (n/N) ÷ (a/A).
    pub pai: f64,
    /// Prediction efficiency index: PAI ÷ the best PAI that the same area allows; absent where nothing was observed.
    pub pei: Option<f64>,
}

/// Why a prediction cannot be judged.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AccuracyError {
    /// Lists of different length.
    #[error("{predicted} predictions and {areas} areas for {observed} cells; expected one each")]
    Length {
        /// Predictions.
        predicted: usize,
        /// Areas.
        areas: usize,
        /// Observed cells.
        observed: usize,
    },
    /// Too many or no cells chosen.
    #[error("{chosen} chosen cells of {cells}; expected 1 to {cells}")]
    Chosen {
        /// Cells chosen.
        chosen: usize,
        /// Cells there are.
        cells: usize,
    },
    /// A value that cannot be.
    #[error("cell {0} has a prediction that is not finite, a negative count, or an area not above 0")]
    Value(usize),
}

/// Judges the `chosen` cells with the highest predictions (ties in the order of the cells) by what was observed later.
///
/// The best PAI of the same area takes cells by observed density, the last one in part: exact for equal areas,
/// otherwise a bound that PEI can only fall short of. PAI is 0 where nothing was observed.
///
/// # Errors
/// [`AccuracyError`].
///
/// # References
/// Chainey, S., Tompson, L. and Uhlig, S. (2008). The utility of hotspot mapping for predicting spatial patterns of
/// crime. Security Journal 21, 4–28. doi:10.1057/palgrave.sj.8350066 (PAI). Hunt, J. M. (2016). Do crime hot spots
/// move? Dissertation, American University (PEI).
///
/// # Example
/// ```
/// let hit = catchment_spatial::accuracy(&[6.0, 3.0, 0.0], &[3.0, 2.0, 1.0], &[1.0; 3], 1)?;
/// assert!((hit.pai - 2.0).abs() < 1e-12);
/// # Ok::<(), catchment_spatial::AccuracyError>(())
/// ```
pub fn accuracy(observed: &[f64], predicted: &[f64], areas: &[f64], chosen: usize) -> Result<Accuracy, AccuracyError> {
    let cells = observed.len();
    if predicted.len() != cells || areas.len() != cells {
        return Err(AccuracyError::Length { predicted: predicted.len(), areas: areas.len(), observed: cells });
    }
    if chosen == 0 || chosen > cells {
        return Err(AccuracyError::Chosen { chosen, cells });
    }
    let fits = |i: &usize| {
        predicted[*i].is_finite()
            && observed[*i].is_finite()
            && observed[*i] >= 0.0
            && areas[*i].is_finite()
            && areas[*i] > 0.0
    };
    if let Some(bad) = (0..cells).find(|i| !fits(i)) {
        return Err(AccuracyError::Value(bad));
    }
    let by = |value: &dyn Fn(usize) -> f64| {
        let mut order: Vec<usize> = (0..cells).collect();
        order.sort_by(|a, b| value(*b).total_cmp(&value(*a)).then(a.cmp(b)));
        order
    };
    let picked = &by(&|i| predicted[i])[..chosen];
    let hit: f64 = picked.iter().map(|i| observed[*i]).sum();
    let area: f64 = picked.iter().map(|i| areas[*i]).sum();
    let (all, whole): (f64, f64) = (observed.iter().sum(), areas.iter().sum());
    let (mut left, mut best) = (area, 0.0);
    for i in by(&|i| observed[i] / areas[i]) {
        let part = (left / areas[i]).clamp(0.0, 1.0);
        best += part * observed[i];
        left -= part * areas[i];
    }
    let capture = if all > 0.0 { hit / all } else { 0.0 };
    Ok(Accuracy { capture, area: area / whole, pai: capture / (area / whole), pei: (best > 0.0).then(|| hit / best) })
}
