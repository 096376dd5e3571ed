//! What chosen places truly hold.

mod counted;
mod forecast;
mod held;
mod near;
mod params;

pub use counted::{Selected, SelectedInput};
pub use forecast::Forecast;
pub use held::Held;
pub use params::{SelectedEstimate, SelectedParams};
