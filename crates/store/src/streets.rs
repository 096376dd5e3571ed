//! Named streets with their lines, as `catchment basemap` writes them beside the map.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

/// Name of the file in the workspace.
pub const STREETS: &str = "streets.json";

/// A street with its lines.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StreetLines {
    /// Name as people read it.
    pub name: String,
    /// Whether it is one of the main streets.
    #[serde(default)]
    pub main: bool,
    /// Lines of longitude and latitude.
    pub lines: Vec<Vec<[f64; 2]>>,
}

/// The named streets of a city, read when they are asked for.
#[derive(Clone)]
pub struct Streets {
    bytes: Arc<Vec<u8>>,
    /// BLAKE3 of the file.
    pub blake3: String,
}

#[derive(Deserialize)]
struct Whole {
    streets: Vec<StreetLines>,
}

impl fmt::Debug for Streets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Streets({}, {} bytes)", self.blake3, self.bytes.len())
    }
}

impl Streets {
    /// The streets of a workspace; `None` where it has no such file, or one of another city.
    pub fn read(workspace: &Path, city: &str) -> Option<Self> {
        let bytes = std::fs::read(workspace.join(STREETS)).ok()?;
        // What the file says of itself stands first, before its many lines.
        let head = format!("{{\"city\":{}", serde_json::to_string(city).ok()?);
        bytes.starts_with(head.as_bytes()).then(|| {
            let blake3 = blake3::hash(&bytes).to_hex().to_string();
            Self { bytes: Arc::new(bytes), blake3 }
        })
    }

    /// Every street, by name; none where the file is damaged.
    pub fn list(&self) -> Vec<StreetLines> {
        serde_json::from_slice::<Whole>(&self.bytes).map_or_else(|_| Vec::new(), |whole| whole.streets)
    }
}
