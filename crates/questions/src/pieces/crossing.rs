//! What carries a comparison over a series break.

use super::piece;
use super::value::BridgeName;

piece! {
    /// What carries a comparison over a series break.
    pub struct Crossing {
        /// Bridge over a series break by its name in the city file, only where two periods lie on both sides of its
        /// break; where none is given, nothing is carried over.
        bridge: Option<BridgeName>,
    }
}

#[cfg(feature = "engine")]
mod check {
    use catchment_model::city::BridgeSource;
    use catchment_store::Dataset;

    use super::Crossing;
    use crate::error::AskError;

    impl Crossing {
        /// The bridge that was asked for, as the city file declares it.
        ///
        /// # Errors
        /// [`AskError::Value`] for a name of none.
        pub(crate) fn declared(self, data: &Dataset) -> Result<Option<&BridgeSource>, AskError> {
            let Some(name) = self.bridge else { return Ok(None) };
            let all = &data.city.bridge;
            let known = || match all.iter().map(|b| b.name.as_str()).collect::<Vec<_>>().join(", ") {
                none if none.is_empty() => "none: the city file declares no bridge".to_owned(),
                names => names,
            };
            let found = all.iter().find(|b| b.name == name.as_str());
            found.map(Some).ok_or_else(|| AskError::value("bridge", name.as_str(), known()))
        }
    }
}
