//! Scan statistics: the places and periods that hold more than chance puts there.

mod algorithm;
mod error;
mod params;
mod zones;

pub use algorithm::{Cluster, ScanResult};
pub use error::ScanError;
pub use params::{Null, Scan, ScanParams, SpaceTime};
pub use zones::Zones;
