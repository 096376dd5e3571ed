//! What chance alone does to a count.

/// Share of the time that the interval holds.
const TAIL: f64 = 0.05;

/// Where the later of two counts of a place lies nine times in ten by chance alone, if the place went the way of the
/// rest of the city: given the sum of both, the later one is binomial. Counts of one place come in runs, so that the
/// true interval is wider rather than narrower.
pub(crate) fn by_chance(then: i64, now: i64, rest_then: i64, rest_now: i64) -> Option<(i64, i64)> {
    let n = u32::try_from(then + now).ok().filter(|n| *n > 0)?;
    let rest = rest_then + rest_now;
    if rest_then <= 0 || rest_now <= 0 {
        return None;
    }
    let q = rest_now as f64 / rest as f64;
    let (mut log, mut sum) = (f64::from(n) * (1.0 - q).ln(), 0.0);
    let (mut low, mut high) = (None, i64::from(n));
    for k in 0..=n {
        sum += log.exp();
        if low.is_none() && sum >= TAIL {
            low = Some(i64::from(k));
        }
        if sum >= 1.0 - TAIL {
            high = i64::from(k);
            break;
        }
        log += (f64::from(n - k) / f64::from(k + 1)).ln() + (q / (1.0 - q)).ln();
    }
    Some((low.unwrap_or(0), high))
}

#[cfg(test)]
mod tests {
    use super::by_chance;

    #[test]
    fn a_fall_from_51_to_32_beside_a_city_that_fell_by_an_eighth_is_about_as_far_as_chance_goes() {
        assert_eq!(by_chance(51, 32, 3535, 3115), Some((31, 46)));
        assert_eq!(by_chance(0, 0, 10, 10), None);
        assert_eq!(by_chance(1, 1, 10, 10), Some((0, 2)));
    }
}
