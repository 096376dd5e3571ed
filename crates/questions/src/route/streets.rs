//! The streets of a city as a network with names, found once for each file of streets.

use catchment_model::heap;
use std::collections::{BTreeMap, BTreeSet};

use catchment_siting::route::{Network, StreetLine};
use catchment_store::Dataset;
use serde::Serialize;

use crate::engine::{Engine, Find};
use crate::error::AskError;

/// The network of the streets with an id.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Streeted(pub(super) String);

/// A city's streets.
#[derive(Debug)]
pub(super) struct CityStreets {
    /// The network, meters.
    pub(super) network: Network,
    /// Longitudes and latitudes of each segment.
    pub(super) degrees: Vec<Vec<[f64; 2]>>,
    /// Segments at each crossing.
    at: Vec<Vec<usize>>,
    /// Names by the numbers of the streets; those without a name have the last number.
    names: Vec<String>,
    /// Who made the lines.
    pub(super) credits: Vec<String>,
}

/// Id of the streets of a dataset's workspace.
pub(super) fn streets_of(data: &Dataset) -> Result<String, AskError> {
    let none = || AskError::NotFound {
        what: "street network",
        id: data.city.id.clone(),
        accepted: "a city file with a [[basemap.file]] of kind \"streets\": without a basemap no street is known, and \
            walk routes are not made; `catchment basemap CITY.toml` writes streets into the workspace"
            .to_owned(),
    };
    data.streets().map_err(AskError::internal)?.map(|s| s.id.clone()).ok_or_else(none)
}

impl Find for Streeted {
    const NAME: &'static str = "streets as a network";
    type Found = CityStreets;

    fn find(&self, engine: &Engine) -> Result<CityStreets, AskError> {
        let streets = engine.data.streets().map_err(AskError::internal)?;
        let streets = streets.filter(|s| s.id == self.0).ok_or_else(|| AskError::internal("other streets"))?;
        let known: BTreeSet<&str> = streets.list.iter().filter_map(|w| w.name.as_deref()).collect();
        let names: Vec<String> = known.into_iter().map(str::to_owned).collect();
        let number = |name: Option<&str>| {
            name.and_then(|n| names.binary_search_by(|known| known.as_str().cmp(n)).ok()).unwrap_or(names.len())
        };
        let mut lines = Vec::new();
        let mut in_degrees = BTreeMap::new();
        // What has no name cannot be told on paper, and is mostly an alley, whatever its class says.
        for walked in streets.list.iter().filter(|w| w.name.is_some()) {
            // What lies farther out than the city's own ground is no part of any site.
            let meters = |p: &[f64; 2]| engine.projection.to_metres(p[0], p[1]).map(|m| (m, *p));
            let Some(points) = walked.points.iter().map(meters).collect::<Option<Vec<_>>>() else { continue };
            in_degrees.extend(points.iter().map(|(m, p)| ((m.0.to_bits(), m.1.to_bits()), *p)));
            let points = points.into_iter().map(|(m, _)| m).collect();
            lines.push(StreetLine { street: number(walked.name.as_deref()), points });
        }
        let network = Network::of(&lines);
        let degrees = |p: &(f64, f64)| in_degrees.get(&(p.0.to_bits(), p.1.to_bits())).copied().unwrap_or_default();
        let degrees = network.segments.iter().map(|s| s.points.iter().map(degrees).collect()).collect();
        Ok(CityStreets { at: network.at(), network, degrees, names, credits: streets.credits.clone() })
    }
}

impl CityStreets {
    /// The name of a segment's street.
    pub(super) fn name(&self, segment: usize) -> Option<&str> {
        self.names.get(self.network.segments[segment].street).map(String::as_str)
    }

    /// Names of the streets at a crossing, each once, in order.
    pub(super) fn names_at(&self, node: usize) -> Vec<&str> {
        let names: BTreeSet<&str> = self.at[node].iter().filter_map(|s| self.name(*s)).collect();
        names.into_iter().collect()
    }

    /// Whether a street ends at a crossing and no other begins there.
    pub(super) fn is_end(&self, node: usize) -> bool {
        self.at[node].len() < 2
    }

    /// Whether streets with these parts in their names meet at a crossing, one each.
    pub(super) fn meet(&self, node: usize, wanted: &[String]) -> bool {
        let names: Vec<String> = self.names_at(node).iter().map(|n| n.to_lowercase()).collect();
        let has = |name: &String, part: &String| {
            let words: Vec<&str> = name.split_whitespace().collect();
            let parts: Vec<&str> = part.split_whitespace().collect();
            words.windows(parts.len().max(1)).any(|w| w == parts.as_slice())
        };
        match wanted {
            [a, b] => names.iter().any(|n| has(n, a) && names.iter().any(|m| m != n && has(m, b))),
            _ => false,
        }
    }
}

heap!(CityStreets { network, degrees, at, names, credits });
