//! Ground that people live on.

use crate::bands::Bands;

/// Which of some cells have so many residents about them: `least` within `radius_m` of their center. `residents` of
/// cells for which none are known count as none.
///
/// A center of a site may lie in a park, and its residents around it: what counts is the ground that a site there would
/// have, not the cell alone. O(cells × cells within the radius).
pub fn peopled(places: &[(f64, f64)], residents: &[Option<f64>], radius_m: f64, least: f64) -> Vec<bool> {
    let bands = Bands::new(places.iter().copied(), radius_m);
    let mut near = Vec::new();
    let about = |place: &(f64, f64)| {
        bands.within(*place, radius_m, &mut near);
        let known = near.iter().filter_map(|p| residents.get(p.at as usize).copied().flatten());
        known.sum::<f64>() >= least
    };
    places.iter().map(about).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ground_counts_by_who_lives_about_it() {
        let places: Vec<(f64, f64)> = (0..5).map(|i| (f64::from(i) * 100.0, 0.0)).collect();
        let residents = [Some(10.0), Some(10.0), None, Some(0.0), Some(5.0)];
        assert_eq!(peopled(&places, &residents, 150.0, 10.0), [true, true, true, false, false]);
        assert_eq!(peopled(&places, &residents, 50.0, 10.0), [true, true, false, false, false]);
        assert_eq!(peopled(&places, &residents, 50.0, 0.0), [true; 5]);
        assert!(peopled(&[], &[], 50.0, 1.0).is_empty());
    }
}
