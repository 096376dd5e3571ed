//! The map under the data and its gazetteer, as `catchment basemap` made them.

use axum::body::Bytes;
use catchment_store::Dataset;
use serde::Deserialize;

/// The map of the city that is served, in memory: readers ask for ranges of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basemap {
    /// The `PMTiles` file, and what changes with every byte of it.
    pub(crate) pmtiles: (Bytes, String),
    /// The gazetteer, likewise.
    pub(crate) gazetteer: (Bytes, String),
    /// Who made what it was made of.
    pub(crate) credits: Vec<String>,
}

/// Why a map is not served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BasemapError {
    /// The archive is none.
    #[error("it is no PMTiles file of version 3")]
    Archive,
    /// The gazetteer cannot be read.
    #[error("the gazetteer beside it cannot be read")]
    Gazetteer(#[source] serde_json::Error),
    /// It shows another city.
    #[error("it shows the city \"{shown}\", and \"{served}\" is served")]
    Elsewhere {
        /// City of the map.
        shown: String,
        /// City that is served.
        served: String,
    },
}

/// What the gazetteer says about itself.
#[derive(Deserialize)]
struct About {
    city: String,
    credits: Vec<String>,
}

impl Basemap {
    /// Takes both files where they show the city that is served.
    ///
    /// # Errors
    /// [`BasemapError`] for other files, and for those of another city.
    pub fn read(pmtiles: Vec<u8>, gazetteer: Vec<u8>, served: &Dataset) -> Result<Self, BasemapError> {
        if !pmtiles.starts_with(b"PMTiles\x03") {
            return Err(BasemapError::Archive);
        }
        let about: About = serde_json::from_slice(&gazetteer).map_err(BasemapError::Gazetteer)?;
        if about.city != served.city.id {
            let shown = about.city.chars().take(100).collect();
            return Err(BasemapError::Elsewhere { shown, served: served.city.id.clone() });
        }
        let tagged = |bytes: Vec<u8>| {
            let tag = blake3::hash(&bytes).to_hex().as_str()[..16].to_owned();
            (Bytes::from(bytes), tag)
        };
        Ok(Self { pmtiles: tagged(pmtiles), gazetteer: tagged(gazetteer), credits: about.credits })
    }
}
