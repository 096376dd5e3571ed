//! The weighted displacement quotient.

/// Counts before and after of the treated area, the buffer around it, and a comparison area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WdqInput {
    /// Treated area: before, after.
    pub treated: (f64, f64),
    /// Buffer, where displacement would show: before, after.
    pub buffer: (f64, f64),
    /// Comparison area: before, after.
    pub control: (f64, f64),
}

/// Weighted displacement quotient (D₁/C₁ − D₀/C₀) ÷ (T₁/C₁ − T₀/C₀): above 0 the benefit spread, between 0 and −1 part
/// of it was displaced, below −1 more was displaced than gained. It has no standard error.
///
/// `None` where a comparison is 0, or where the treated area did not fall beside it: displacement of nothing cannot be
/// weighed.
///
/// Reference: Bowers, Johnson (2003), *Measuring the geographical displacement and diffusion of benefit effects of
/// crime prevention activity*, doi 10.1023/A:1024909009240, equation 3.
///
/// ```
/// use catchment_siting::evaluate::{WdqInput, wdq};
///
/// // (157/318 − 178/308) ÷ (110/318 − 207/308)
/// let input = WdqInput { treated: (207.0, 110.0), buffer: (178.0, 157.0), control: (308.0, 318.0) };
/// assert!((wdq(input).unwrap() - 0.258_185_7).abs() < 1e-6);
/// ```
pub fn wdq(input: WdqInput) -> Option<f64> {
    let WdqInput { treated, buffer, control } = input;
    if control.0 <= 0.0 || control.1 <= 0.0 {
        return None;
    }
    let gain = treated.1 / control.1 - treated.0 / control.0;
    (gain < 0.0).then(|| (buffer.1 / control.1 - buffer.0 / control.0) / gain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quotient_of_the_published_displacement_case_is_that_of_its_formula() {
        // By hand: (157/318 − 178/308) ÷ (110/318 − 207/308).
        let by_hand = (157.0 / 318.0 - 178.0 / 308.0) / (110.0 / 318.0 - 207.0 / 308.0);
        let input = WdqInput { treated: (207.0, 110.0), buffer: (178.0, 157.0), control: (308.0, 318.0) };
        assert!((wdq(input).unwrap() - by_hand).abs() < 1e-12);
    }

    #[test]
    fn displacement_of_no_gain_is_not_weighed() {
        let input = WdqInput { treated: (100.0, 120.0), buffer: (80.0, 70.0), control: (300.0, 300.0) };
        assert_eq!(wdq(input), None);
        assert_eq!(wdq(WdqInput { control: (0.0, 3.0), ..input }), None);
    }
}
