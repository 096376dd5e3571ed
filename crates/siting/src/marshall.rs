//! Empirical Bayes rates by moments.

/// Rates drawn toward the mean of all units, as far as their numbers are small.
#[derive(Debug, Clone, PartialEq)]
pub struct MarshallRates {
    /// Mean rate m = ΣO ÷ ΣP.
    pub mean: f64,
    /// Variance of the true rates A, 0 or more.
    pub variance: f64,
    /// Smoothed rate of each unit, in the order given.
    pub rates: Vec<f64>,
}

/// Why rates were refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MarshallError {
    /// The two columns differ in length, or are empty.
    #[error("{events} counts and {population} populations; expected as many of one as of the other, 1 or more")]
    Shape {
        /// Number of counts.
        events: usize,
        /// Number of populations.
        population: usize,
    },
    /// A population that is not a finite number above 0, or a count that is not a finite number of 0 or more.
    #[error(
        "unit {at}: count {events}, population {population}; expected a count of 0 or more and a population above 0"
    )]
    Value {
        /// Position of the unit.
        at: usize,
        /// Its count.
        events: f64,
        /// Its population.
        population: f64,
    },
}

/// Global empirical Bayes rates.
///
/// Idea: a unit's rate r = O/P is the truth plus chance; the smaller the population, the more of it is chance and the
/// closer the estimate moves to the mean of all. Parameters: counts and populations at risk (any unit; rates come in
/// events per that unit). Returns rates in the order given. Steps: m = ΣO/ΣP, A = ΣPᵢ(rᵢ − m)²/ΣP − m/P̄ (0 where
/// negative), θᵢ = m + (rᵢ − m)·A/(A + m/Pᵢ). Complexity: linear. Degenerate input: all counts 0 gives all rates 0; no
/// variance beyond chance gives m for every unit.
///
/// Reference: Marshall (1991), *Mapping disease and mortality rates using empirical Bayes estimators*, doi
/// 10.2307/2347593, equations 2–5.
///
/// # Errors
/// [`MarshallError`] for columns of different length or values out of range.
///
/// # Example
/// ```
/// let eb = catchment_siting::marshall(&[3.0, 30.0], &[100.0, 10_000.0])?;
/// assert!(eb.rates[0] < 0.03 && eb.rates[0] > eb.mean);
/// # Ok::<(), catchment_siting::MarshallError>(())
/// ```
pub fn marshall(events: &[f64], population: &[f64]) -> Result<MarshallRates, MarshallError> {
    if events.len() != population.len() || events.is_empty() {
        return Err(MarshallError::Shape { events: events.len(), population: population.len() });
    }
    for (at, (o, p)) in events.iter().zip(population).enumerate() {
        if !(o.is_finite() && *o >= 0.0 && p.is_finite() && *p > 0.0) {
            return Err(MarshallError::Value { at, events: *o, population: *p });
        }
    }
    let total: f64 = population.iter().sum();
    let mean = events.iter().sum::<f64>() / total;
    let spread: f64 = events.iter().zip(population).map(|(o, p)| p * (o / p - mean).powi(2)).sum();
    let variance = (spread / total - mean * population.len() as f64 / total).max(0.0);
    let smooth = |(o, p): (&f64, &f64)| {
        let chance = mean / p;
        if variance + chance > 0.0 { mean + (o / p - mean) * variance / (variance + chance) } else { mean }
    };
    Ok(MarshallRates { mean, variance, rates: events.iter().zip(population).map(smooth).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_events_give_zero_rates() {
        assert_eq!(marshall(&[0.0, 0.0], &[10.0, 20.0]).unwrap().rates, [0.0, 0.0]);
    }

    #[test]
    fn equal_rates_stay_at_the_mean() {
        let eb = marshall(&[1.0, 2.0], &[10.0, 20.0]).unwrap();
        assert!(eb.variance.abs() < 1e-300);
        assert!(eb.rates.iter().all(|r| (r - 0.1).abs() < 1e-15));
    }

    #[test]
    fn an_empty_population_is_refused() {
        let error = marshall(&[1.0], &[0.0]).unwrap_err();
        assert!(error.to_string().contains("population 0"), "{error}");
        assert!(marshall(&[], &[]).is_err());
    }
}
