//! Which stated start of a target is taken, and how far the months are followed.

use catchment_model::Month;

use super::piece;

piece! {
    /// Which stated start of a target is taken, and how far the months are followed.
    pub struct Aiming {
        /// First month of the target, one of those that the city file states; where none is given, the first of them.
        /// The twelve months before are the baseline.
        start: Option<Month>,
        /// Last month that is looked at; where none is given, the last that an agency reported.
        to: Option<Month>,
    }
}
