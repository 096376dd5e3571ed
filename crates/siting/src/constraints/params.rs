//! What a planner asks for besides area and number.

use serde::{Deserialize, Serialize};

use super::error::{ConstraintError, within};
use super::walk::WalkParams;

/// Cost of launching a site, US dollars, unless the caller says otherwise: the figure published for St. Louis in 2020.
/// The program takes the city file's, and accepts no budget where it has none.
const LAUNCH_USD: f64 = 750_000.0;
/// Staff of a site, unless the planner says otherwise: manager, outreach supervisor, three interrupters, three outreach
/// workers.
const STAFF_PER_SITE: u32 = 8;
/// Largest distance that may be asked for, meters.
const MAX_SPACING_M: f64 = 50_000.0;

/// What a planner asks for besides area and number, as it comes from a flag or an address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SitingConstraintParams {
    /// Least distance of a new catchment's cells (their centers) from the outlines of existing sites, meters; 0 keeps
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
    ///
    /// # Example
    /// ```
    /// use catchment_siting::SitingConstraintParams;
    ///
    /// let limits = SitingConstraintParams { budget_usd: Some(2_000_000.0), ..SitingConstraintParams::default() };
    /// let refused = limits.check()?.check_sites(3).unwrap_err();
    /// assert_eq!(
    ///     refused.to_string(),
    ///     "3 sites are asked for; the budget is enough for 2, at $750000 a launch"
    /// );
    /// # Ok::<(), catchment_siting::ConstraintError>(())
    /// ```
    pub fn check(self) -> Result<SitingConstraints, ConstraintError> {
        within("spacing_m", self.spacing_m, 0.0..=MAX_SPACING_M, "0 to 50000 meters")?;
        within("launch_usd", self.launch_usd, 1.0..=1e12, "1 to 10¹² US dollars")?;
        if let Some(budget) = self.budget_usd {
            within("budget_usd", budget, 0.0..=1e12, "0 to 10¹² US dollars")?;
        }
        within("staff_per_site", f64::from(self.staff_per_site), 1.0..=1000.0, "1 to 1000")?;
        self.walk.check()?;
        Ok(SitingConstraints(self))
    }
}

/// Limits whose values are in range.
#[derive(Debug, Clone, PartialEq)]
pub struct SitingConstraints(pub(super) SitingConstraintParams);
