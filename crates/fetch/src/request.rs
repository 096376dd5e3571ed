//! What is asked for.

use std::num::NonZeroU32;
use std::time::Duration;

/// What is fetched, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// Address of the page, the table or the layer.
    pub address: String,
    /// Condition in the portal's own language: `SoQL` or SQL.
    pub condition: Option<String>,
    /// Token of a Socrata application, which lifts its limits.
    pub token: Option<String>,
    /// Rows a page; an `ArcGIS` layer gives fewer where it says so.
    pub page: NonZeroU32,
    /// The portal that knows items of `ArcGIS` Online.
    pub portal: String,
    /// What is waited before the second try; doubled before every further one.
    pub wait: Duration,
}

impl Request {
    /// A request for all rows, 10,000 a page.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            condition: None,
            token: None,
            page: const { NonZeroU32::new(10_000).unwrap() },
            portal: "https://www.arcgis.com".to_owned(),
            wait: Duration::from_secs(1),
        }
    }
}
