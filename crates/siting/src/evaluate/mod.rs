//! Did it work: several estimates of the same change, none of them alone.
//!
//! Lives here: before and after beside a comparison, WDQ, difference in differences by Poisson counts, synthetic
//! control and its augmented form, what placebos say of each, and the curve of all estimates. The weighted displacement
//! difference is in `effect`.
//!
//! Held to figures of other programs by `tests/api/evaluate.rs` (`scripts/oracle/evaluate.R`), and to the years before
//! any program by `tests/api/placebo.rs`.

mod augmented;
mod before_after;
mod curve;
mod did;
mod estimate;
mod linear;
mod panel;
mod placebo;
mod synthetic;
mod wdq;

pub use augmented::augmented_synthetic;
pub use before_after::{BeforeAfter, before_after};
pub use curve::{Program, Spec, Together, middle, together};
pub use did::did;
pub use estimate::{Method, estimate, matched};
pub use panel::{Panel, Span};
pub use placebo::{Beyond, beyond};
pub use synthetic::{EVEN, Synthetic, synthetic};
pub use wdq::{WdqInput, wdq};
