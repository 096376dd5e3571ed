//! The register of sites: dated outlines, and from which month on who runs a site with what; every change is a revision
//! with its reason.

mod entry;
mod kept;
mod table;
#[cfg(test)]
mod tests;

pub use kept::{DamagedSite, ListedSites, Register, SiteEntry, SiteFacts, SiteRevision};
