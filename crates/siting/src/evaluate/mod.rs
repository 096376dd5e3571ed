//! Did it work: several estimates of the same change, none of them alone.
//!
//! Lives here: before and after beside a comparison, WDQ, difference in differences by Poisson counts, synthetic
//! control, and what placebos say of each. The weighted displacement difference is in `effect`.

mod before_after;
mod did;
mod placebo;
mod synthetic;
mod wdq;

pub use before_after::{BeforeAfter, before_after};
pub use did::did;
pub use placebo::{Beyond, beyond};
pub use synthetic::{Synthetic, synthetic};
pub use wdq::{WdqInput, wdq};
