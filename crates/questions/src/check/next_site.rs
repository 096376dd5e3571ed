//! What one more site would reach beside those there are.

use catchment_siting::check::{Z_90, share};

use super::NextSiteItem;
use super::best::Size;
use super::fill::{Look, reached};
use super::ground::Ground;
use crate::error::AskError;
use crate::words::{month_name, percent};

impl Look<'_> {
    /// The best ground of the mean size of the sites that touches none of them; `all` is the ground of them together.
    pub(super) fn next_site(&self, sites: usize, all: &Ground) -> Result<Option<NextSiteItem>, AskError> {
        let (Some(recent), true) = (self.recent, sites > 0 && all.area_km2 > 0.0) else { return Ok(None) };
        let area_km2 = all.area_km2 / sites as f64;
        let size = Size { k: 1, area_km2, without: &all.cells, proven: false };
        let now = self.search(recent, size)?;
        let Some(now) = now.as_ref() else { return Ok(None) };
        let mut said = format!(
            "Beside today's sites, one more of their mean size ({area_km2:.1} km²) is expected to reach most in {}.",
            now.names.join(" and ")
        );
        let mut held_out = None;
        if let Some(window) = self.earlier.filter(|_| self.year.is_some())
            && let Some(then) = self.search(window, size)?.as_ref()
        {
            let (_, city) = self.monthly.over(sites, self.query.window);
            held_out = share(&self.holds(&Ground::new(self.study, then.catchments.concat())), &city, Z_90).map(reached);
            if let Some(held) = &held_out {
                said = format!(
                    "{said} Chosen the same way on {} to {}, such ground ({}) held {} of the city's harm in these \
                     twelve months (90% interval {} to {}).",
                    month_name(&window.from().to_string()),
                    month_name(&window.to().to_string()),
                    then.names.join(" and "),
                    percent(held.share, 1),
                    percent(held.low, 1),
                    percent(held.high, 1)
                );
            }
        }
        let id = |c: &usize| self.study.inside[*c].to_string();
        Ok(Some(NextSiteItem {
            name: now.names.join(" and "),
            cells: now.catchments.iter().flatten().map(id).collect(),
            area_km2,
            held_out,
            says: said,
        }))
    }
}
