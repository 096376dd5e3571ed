//! Existing sites, and how far a place is from them.

/// An existing site in the work CRS, meters.
#[derive(Debug, Clone, PartialEq)]
pub enum SiteShape {
    /// A place.
    Point([f64; 2]),
    /// Rings of an outline, closed or not; what lies in an odd number of them is inside.
    Outline(Vec<Vec<[f64; 2]>>),
}

impl SiteShape {
    pub(super) fn is_sound(&self) -> bool {
        let finite = |p: &[f64; 2]| p.iter().all(|v| v.is_finite());
        match self {
            Self::Point(p) => finite(p),
            Self::Outline(rings) => !rings.is_empty() && rings.iter().all(|r| !r.is_empty() && r.iter().all(finite)),
        }
    }

    /// Distance from a place, meters; 0 inside.
    pub fn distance_m(&self, place: [f64; 2]) -> f64 {
        match self {
            Self::Point(p) => (p[0] - place[0]).hypot(p[1] - place[1]),
            Self::Outline(rings) => {
                let edges = || rings.iter().flat_map(|r| r.iter().zip(r.iter().cycle().skip(1)));
                if edges().filter(|(a, b)| crosses(place, **a, **b)).count() % 2 == 1 {
                    return 0.0;
                }
                edges().map(|(a, b)| to_edge(place, *a, *b)).fold(f64::INFINITY, f64::min)
            }
        }
    }
}

/// Whether a ray eastward from a place crosses an edge.
fn crosses(place: [f64; 2], a: [f64; 2], b: [f64; 2]) -> bool {
    (a[1] > place[1]) != (b[1] > place[1]) && place[0] < a[0] + (place[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
}

fn to_edge(place: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length2 = dx * dx + dy * dy;
    let t =
        if length2 > 0.0 { (((place[0] - a[0]) * dx + (place[1] - a[1]) * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (a[0] + t * dx - place[0]).hypot(a[1] + t * dy - place[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> SiteShape {
        SiteShape::Outline(vec![
            vec![[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]],
            vec![[40.0, 40.0], [60.0, 40.0], [60.0, 60.0], [40.0, 60.0]],
        ])
    }

    #[test]
    fn distance_is_zero_inside_and_counts_holes_as_outside() {
        for (x, y, meters) in [(10.0, 10.0, 0.0), (50.0, 50.0, 10.0), (130.0, 140.0, 50.0), (50.0, -7.0, 7.0)] {
            assert!((square().distance_m([x, y]) - meters).abs() < 1e-12, "({x}, {y})");
        }
        assert!((SiteShape::Point([3.0, 0.0]).distance_m([0.0, 4.0]) - 5.0).abs() < 1e-12);
    }
}
