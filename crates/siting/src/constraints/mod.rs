//! What a planner may not or cannot do: ground that is closed, money, staff, and the hours that a team can walk. Pure
//! functions.

mod site;
mod walk;

pub use site::SiteShape;
pub use walk::WalkParams;

use serde::{Deserialize, Serialize};

/// Cost of launching a site, US dollars, unless the planner says otherwise: the figure published for St. Louis in 2020.
const LAUNCH_USD: f64 = 750_000.0;
/// Staff of a site, unless the planner says otherwise: manager, outreach supervisor, three interrupters, three outreach
/// workers.
const STAFF_PER_SITE: u32 = 8;
/// Largest distance that may be asked for, metres.
const MAX_SPACING_M: f64 = 50_000.0;

/// Why constraints were refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConstraintError {
    /// A number out of its range.
    #[error("{what} = {value}; expected {expected}")]
    Range {
        /// Which number.
        what: &'static str,
        /// Value given.
        value: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// Columns of different length.
    #[error("{column} has {len} entries; expected {expected}, one per cell")]
    Columns {
        /// Which column.
        column: &'static str,
        /// Its length.
        len: usize,
        /// Number of cells.
        expected: usize,
    },
    /// An excluded cell that there is not.
    #[error("excluded cell {cell}; there are {cells} cells")]
    UnknownCell {
        /// Position given.
        cell: usize,
        /// Number of cells.
        cells: usize,
    },
    /// The outline of a site has no point, or one that is not a number.
    #[error("site {0} has no outline, or one with a point that is not a number")]
    Outline(usize),
    /// More sites are asked for than can be paid or staffed.
    #[error("{k} sites are asked for; {limit}")]
    TooMany {
        /// Sites asked for.
        k: usize,
        /// What limits them, in words.
        limit: Affordable,
    },
}

/// What a planner asks for beside area and number, as it comes from a flag or an address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SitingConstraintParams {
    /// Least distance of a new catchment's cells (their centers) from the outlines of existing sites, metres; 0 keeps
    /// them only out of the sites.
    pub spacing_m: f64,
    /// Positions of cells that may not be used.
    pub excluded: Vec<usize>,
    /// Money for launches, US dollars; `None` does not limit.
    pub budget_usd: Option<f64>,
    /// Cost of launching one site, US dollars.
    pub launch_usd: f64,
    /// Staff that can be had; `None` does not limit.
    pub staff: Option<u32>,
    /// Staff of one site.
    pub staff_per_site: u32,
    /// How far a team walks.
    pub walk: WalkParams,
}

impl Default for SitingConstraintParams {
    fn default() -> Self {
        Self {
            spacing_m: 0.0,
            excluded: Vec::new(),
            budget_usd: None,
            launch_usd: LAUNCH_USD,
            staff: None,
            staff_per_site: STAFF_PER_SITE,
            walk: WalkParams::default(),
        }
    }
}

impl SitingConstraintParams {
    /// Checks what can be checked without the cells.
    ///
    /// # Errors
    /// [`ConstraintError::Range`] for a value out of range.
    pub fn check(self) -> Result<SitingConstraints, ConstraintError> {
        within("spacing_m", self.spacing_m, 0.0..=MAX_SPACING_M, "0 to 50000 metres")?;
        within("launch_usd", self.launch_usd, 1.0..=1e12, "1 to 10¹² US dollars")?;
        if let Some(budget) = self.budget_usd {
            within("budget_usd", budget, 0.0..=1e12, "0 to 10¹² US dollars")?;
        }
        within("staff_per_site", f64::from(self.staff_per_site), 1.0..=1000.0, "1 to 1000")?;
        self.walk.check()?;
        Ok(SitingConstraints(self))
    }
}

fn within(
    what: &'static str,
    value: f64,
    range: std::ops::RangeInclusive<f64>,
    expected: &'static str,
) -> Result<(), ConstraintError> {
    if range.contains(&value) { Ok(()) } else { Err(ConstraintError::Range { what, value, expected }) }
}

/// Constraints that hold together.
#[derive(Debug, Clone, PartialEq)]
pub struct SitingConstraints(SitingConstraintParams);

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
    /// A cell counts by its center, in plane metres. Complexity: cells × edges of outlines. Ties: a cell exactly
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

/// How many sites can be launched.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Affordable {
    /// By money; `None` where it does not limit.
    pub by_budget: Option<usize>,
    /// By staff; `None` where it does not limit.
    pub by_staff: Option<usize>,
    /// Cost of one launch, US dollars.
    pub launch_usd: f64,
    /// Staff of one site.
    pub staff_per_site: u32,
}

impl Affordable {
    /// The largest number of sites; `None` where nothing limits.
    pub fn most(&self) -> Option<usize> {
        self.by_budget.into_iter().chain(self.by_staff).min()
    }
}

impl std::fmt::Display for Affordable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.by_budget, self.by_staff) {
            (None, None) => write!(f, "neither budget nor staff limit the number of sites"),
            (Some(money), staff) if staff.is_none_or(|s| money <= s) => {
                write!(f, "the budget is enough for {money}, at ${:.0} a launch", self.launch_usd)
            }
            (_, Some(staff)) => write!(f, "the staff is enough for {staff}, at {} a site", self.staff_per_site),
            (Some(_), None) => Ok(()),
        }
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
