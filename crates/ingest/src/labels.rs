//! The police's own area labels: by id in any spelling, or by name.

use catchment_model::city::AreaSource;
use catchment_model::{AreaIdx, Areas};
use rustc_hash::FxHashMap;

use crate::fields::{plain_id, plain_name};

/// Areas by label.
#[derive(Debug)]
pub(crate) struct Labels {
    ids: FxHashMap<String, AreaIdx>,
    names: FxHashMap<String, AreaIdx>,
}

impl Labels {
    /// Labels from the areas' ids and names, and the city file's further names.
    pub(crate) fn new(areas: &Areas, source: &AreaSource) -> Self {
        let mut ids = FxHashMap::default();
        let mut names = FxHashMap::default();
        for (at, area) in (0u16..).zip(areas.list()) {
            ids.insert(plain_id(&area.id), AreaIdx(at));
            names.insert(plain_name(&area.name), AreaIdx(at));
        }
        for (name, id) in &source.names {
            if let Some(idx) = ids.get(&plain_id(id)) {
                names.insert(plain_name(name), *idx);
            }
        }
        Self { ids, names }
    }

    /// The area with that id.
    pub(crate) fn id(&self, text: &str) -> Option<AreaIdx> {
        self.ids.get(&plain_id(text)).copied()
    }

    /// The area with that name.
    pub(crate) fn name(&self, text: &str) -> Option<AreaIdx> {
        self.names.get(&plain_name(text)).copied()
    }
}
