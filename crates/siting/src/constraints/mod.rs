//! What a planner may not or cannot do: ground that is closed, money, staff, and the hours that a team can walk. Pure
//! functions.

mod affordable;
mod allowed;
mod error;
mod params;
mod peopled;
mod site;
mod walk;

pub use affordable::Affordable;
pub use allowed::AllowedCells;
pub use error::ConstraintError;
pub use params::{SitingConstraintParams, SitingConstraints};
pub use peopled::peopled;
pub use site::SiteShape;
pub use walk::WalkParams;
