//! The layer of existing sites.

use catchment_store::Dataset;
use catchment_tiles::{TileAddress, Value};
use serde::Serialize;

use super::feature::{text, written};
use super::{Layer, TileLegend};
use crate::engine::Engine;
use crate::error::AskError;

/// The layer of existing sites: nothing can be asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SiteLayer;

impl Layer for SiteLayer {
    const NAME: &'static str = "sites";
    const SITES: bool = true;
    const ABOUT: &'static str = "Existing sites";
    const FIELDS: &'static [(&'static str, &'static str)] = &[
        ("id", "String: id"),
        ("name", "String: name"),
        ("from", "String: first month"),
        ("to", "String: last month; absent where it has not ended"),
        ("shape", "String: published, or stand-in where whole neighborhoods stand in"),
    ];

    type Ask = ();

    fn check((): (), _: &Dataset) -> Result<Self, AskError> {
        Ok(Self)
    }

    fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, AskError> {
        written(&engine.site_shapes, address, Self::NAME, |i| {
            // Where a site moved, its ground of today.
            let site = engine.data.sites.get(i).filter(|s| engine.data.is_latest(s))?;
            let mut p =
                vec![("id", text(&site.id)), ("name", text(&site.name)), ("from", Value::Text(site.from.to_string()))];
            p.extend(site.to.map(|m| ("to", Value::Text(m.to_string()))));
            p.push(("shape", text(site.shape.name())));
            Some(p)
        })
    }

    fn legend(&self, _: &Engine) -> Result<TileLegend, AskError> {
        Ok(TileLegend { text: format!("{}.", Self::ABOUT), classes: Vec::new() })
    }
}
