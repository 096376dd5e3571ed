//! Which cells may be used, and how many sites: the limits applied.

use serde::Serialize;

use super::affordable::Affordable;
use super::error::ConstraintError;
use super::params::{SitingConstraintParams, SitingConstraints};
use super::site::SiteShape;

/// Which cells a catchment may use, and why others may not be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AllowedCells {
    /// For each cell: the `allowed` column of a search.
    pub allowed: Vec<bool>,
    /// Cells that were never usable (outside, or nobody lives or walks there).
    pub unusable: usize,
    /// Further cells that the planner excluded.
    pub excluded: usize,
    /// Further cells in or too near an existing site.
    pub near_sites: usize,
}

impl SitingConstraints {
    /// The parameters.
    pub fn params(&self) -> &SitingConstraintParams {
        &self.0
    }

    /// Which cells may be used: those usable to begin with, less the excluded ones, less those in or nearer than
    /// `spacing_m` to a site.
    ///
    /// A cell counts by its center, in plane meters. Complexity: cells × edges of outlines. Ties: a cell exactly
    /// `spacing_m` away may be used, unless that is 0 and it lies on the outline.
    ///
    /// # Errors
    /// [`ConstraintError`] for columns that do not fit, an unknown excluded cell, or a site without outline.
    pub fn allowed(
        &self,
        usable: &[bool],
        x_m: &[f64],
        y_m: &[f64],
        sites: &[SiteShape],
    ) -> Result<AllowedCells, ConstraintError> {
        let n = usable.len();
        for (column, len) in [("x_m", x_m.len()), ("y_m", y_m.len())] {
            if len != n {
                return Err(ConstraintError::Columns { column, len, expected: n });
            }
        }
        if let Some(at) = sites.iter().position(|s| !s.is_sound()) {
            return Err(ConstraintError::Outline(at));
        }
        if let Some(&cell) = self.0.excluded.iter().find(|c| **c >= n) {
            return Err(ConstraintError::UnknownCell { cell, cells: n });
        }
        let mut allowed = usable.to_vec();
        let mut excluded = 0;
        for &c in &self.0.excluded {
            excluded += usize::from(std::mem::replace(&mut allowed[c], false));
        }
        let mut near_sites = 0;
        for c in 0..n {
            let near = |s: &SiteShape| s.distance_m([x_m[c], y_m[c]]);
            if allowed[c] && sites.iter().map(near).any(|d| d < self.0.spacing_m || d <= 0.0) {
                allowed[c] = false;
                near_sites += 1;
            }
        }
        Ok(AllowedCells { allowed, unusable: usable.iter().filter(|u| !**u).count(), excluded, near_sites })
    }

    /// How many sites the money and the staff are enough for.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a checked budget over a checked cost, floored"
    )]
    pub fn affordable(&self) -> Affordable {
        let p = &self.0;
        Affordable {
            by_budget: p.budget_usd.map(|b| (b / p.launch_usd).floor() as usize),
            by_staff: p.staff.map(|s| (s / p.staff_per_site) as usize),
            launch_usd: p.launch_usd,
            staff_per_site: p.staff_per_site,
        }
    }

    /// Refuses more sites than can be paid and staffed.
    ///
    /// # Errors
    /// [`ConstraintError::TooMany`] with what limits them.
    pub fn check_sites(&self, k: usize) -> Result<(), ConstraintError> {
        let limit = self.affordable();
        if limit.most().is_some_and(|most| k > most) { Err(ConstraintError::TooMany { k, limit }) } else { Ok(()) }
    }
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

    fn constraints(params: SitingConstraintParams) -> SitingConstraints {
        params.check().expect("constraints")
    }

    #[test]
    fn cells_near_sites_and_excluded_cells_are_closed_and_counted_once() {
        let (x, y) = ([10.0, 120.0, 130.0, 400.0, 500.0], [10.0, 50.0, 50.0, 0.0, 0.0]);
        let c = constraints(SitingConstraintParams {
            spacing_m: 30.0,
            excluded: vec![0, 4],
            ..SitingConstraintParams::default()
        });
        let got = c.allowed(&[true, true, true, false, true], &x, &y, &[square()]).expect("cells");
        assert_eq!(got.allowed, [false, false, true, false, false]);
        assert_eq!((got.unusable, got.excluded, got.near_sites), (1, 2, 1));
        let bad = c.allowed(&[true; 2], &x[..2], &y[..2], &[]).unwrap_err();
        assert_eq!(bad.to_string(), "excluded cell 4; there are 2 cells");
    }

    #[test]
    fn money_and_staff_limit_the_number_of_sites_and_say_so() {
        let with = |budget_usd, staff| {
            constraints(SitingConstraintParams { budget_usd, staff, ..SitingConstraintParams::default() })
        };
        assert_eq!(with(None, None).affordable().most(), None);
        assert!(with(None, None).check_sites(200).is_ok());
        assert_eq!(with(Some(2_249_999.0), None).affordable().most(), Some(2));
        let said = |c: SitingConstraints| c.check_sites(3).unwrap_err().to_string();
        assert_eq!(
            said(with(Some(2_249_999.0), Some(40))),
            "3 sites are asked for; the budget is enough for 2, at $750000 a launch"
        );
        assert_eq!(said(with(Some(8e6), Some(15))), "3 sites are asked for; the staff is enough for 1, at 8 a site");
        assert!(with(Some(2_250_000.0), Some(24)).check_sites(3).is_ok());
    }
}
