//! The register of sites, as people read it and change it. How it is kept lives in `store`.

mod answer;
mod change;

pub use answer::{DamagedSiteItem, FactsItem, OutlineItem, RegisterAnswer, RegisteredSite, SiteHistory, outline_json};
pub use change::SiteChange;
