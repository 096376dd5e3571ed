//! The streets of a city in its workspace, from which walk routes are made: written beside the map under the data.

use std::path::Path;

use catchment_model::basemap::{Parts, Street, StreetClass};
use geo::LineString;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Version of the file.
const SCHEMA: u32 = 1;

/// Lines of streets that people walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Streets {
    /// BLAKE3 of the file, first 16 hexadecimal digits: what a route rests on beside the dataset.
    pub id: String,
    /// Short name of the city.
    pub city: String,
    /// Who made the lines.
    pub credits: Vec<String>,
    /// The lines, in degrees; names that are only a number of a road stand after the others.
    pub list: Vec<Walked>,
}

/// A line of a street.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Walked {
    /// Name as people read it, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is one of the main streets.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub main: bool,
    /// Longitude and latitude of its points.
    pub points: Vec<[f64; 2]>,
}

/// The file.
#[derive(Serialize, Deserialize)]
struct OnDisk {
    schema: u32,
    city: String,
    credits: Vec<String>,
    streets: Vec<Walked>,
}

impl Streets {
    /// Name of the file in a workspace.
    pub const FILE: &'static str = "streets.json";

    /// The file of a city's streets: those that people walk and that touch its areas. Highways, their ramps, alleys and
    /// what is hidden are not in it. `None` where the basemap has no streets.
    ///
    /// # Errors
    /// [`StoreError::Io`] where it cannot be written as JSON, which a basemap that was read never is.
    pub fn file(parts: &Parts) -> Result<Option<Vec<u8>>, StoreError> {
        let mut walked: Vec<&Street> = parts.streets.iter().filter(|s| is_walked(s.class)).collect();
        walked.sort_by_key(|s| (s.route.is_some(), s.name.is_none()));
        let line = |s: &&Street| -> Vec<Walked> {
            let name = s.route.as_ref().map(catchment_model::basemap::Route::shield).or_else(|| s.name.clone());
            let main = s.class == StreetClass::Arterial;
            s.lines.iter().map(|l| Walked { name: name.clone(), main, points: points(l) }).collect()
        };
        let streets: Vec<Walked> = walked.iter().flat_map(line).filter(|w| w.points.len() > 1).collect();
        if streets.is_empty() {
            return Ok(None);
        }
        let own = |c: &&String| !c.starts_with("Outlines: ");
        let credits = parts.credits.iter().filter(own).cloned().collect();
        let file = OnDisk { schema: SCHEMA, city: parts.city.0.clone(), credits, streets };
        let broken = |e: serde_json::Error| StoreError::io("write", Path::new(Self::FILE))(e.into());
        serde_json::to_vec(&file).map(Some).map_err(broken)
    }

    /// The streets of a workspace; `None` where none were written.
    ///
    /// # Errors
    /// [`StoreError`] for a file that cannot be read or is of another version.
    pub fn read(workspace: &Path) -> Result<Option<Self>, StoreError> {
        let path = workspace.join(Self::FILE);
        match std::fs::read(&path) {
            Ok(bytes) => Self::from_bytes(&path, &bytes).map(Some),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io("read", &path)(e)),
        }
    }

    /// The streets in the bytes of such a file.
    ///
    /// # Errors
    /// As [`Streets::read`].
    pub fn from_bytes(path: &Path, bytes: &[u8]) -> Result<Self, StoreError> {
        let file: OnDisk = serde_json::from_slice(bytes).map_err(|e| StoreError::damaged(path, e.to_string()))?;
        if file.schema != SCHEMA {
            return Err(StoreError::Schema { path: path.to_owned(), found: file.schema.into(), expected: SCHEMA });
        }
        let id = blake3::hash(bytes).to_hex().as_str()[..16].to_owned();
        Ok(Self { id, city: file.city, credits: file.credits, list: file.streets })
    }
}

const fn is_walked(class: StreetClass) -> bool {
    matches!(class, StreetClass::Arterial | StreetClass::Street | StreetClass::Path)
}

/// Seven decimals: a centimeter, the same for lines that share a point.
fn points(line: &LineString<f64>) -> Vec<[f64; 2]> {
    let short = |x: f64| (x * 1e7).round() / 1e7;
    let mut points: Vec<[f64; 2]> = line.coords().map(|c| [short(c.x), short(c.y)]).collect();
    points.dedup();
    points
}

#[cfg(test)]
mod tests {
    use catchment_model::basemap::Route;
    use geo::line_string;

    use super::*;

    fn street(name: &str, class: StreetClass) -> Street {
        let lines = vec![line_string![(x: -90.0, y: 38.0), (x: -90.01, y: 38.000_000_04)]];
        Street { name: Some(name.to_owned()), class, route: Route::of(name), lines }
    }

    #[test]
    fn what_is_walked_comes_back_and_highways_and_ramps_are_not_in_it() {
        let classes = [StreetClass::Highway, StreetClass::Ramp, StreetClass::Alley, StreetClass::Hidden];
        let mut streets = vec![street("State Hwy 30", StreetClass::Arterial), street("A St", StreetClass::Street)];
        streets.extend(classes.map(|c| street("no", c)));
        let credits = vec!["Outlines: us".to_owned(), "Streets: them".to_owned()];
        let parts = Parts { city: ("c".into(), "C".into()), streets, credits, ..Parts::default() };
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Streets::read(folder.path()).unwrap(), None);
        std::fs::write(folder.path().join(Streets::FILE), Streets::file(&parts).unwrap().unwrap()).unwrap();
        let read = Streets::read(folder.path()).unwrap().unwrap();
        let names: Vec<&str> = read.list.iter().filter_map(|w| w.name.as_deref()).collect();
        assert_eq!(names, ["A St", "30"], "a number of a road stands after names");
        assert_eq!((read.city.as_str(), read.credits.as_slice()), ("c", &["Streets: them".to_owned()][..]));
        assert_eq!(read.list[0].points, [[-90.0, 38.0], [-90.01, 38.0]]);
        assert_eq!(Streets::file(&Parts::default()).unwrap(), None);
    }

    #[test]
    fn a_file_of_another_version_is_refused() {
        let of = |text: &str| Streets::from_bytes(Path::new("streets.json"), text.as_bytes()).unwrap_err().to_string();
        assert!(of(r#"{"schema":2,"city":"c","credits":[],"streets":[]}"#).contains("expected 1"));
        assert!(of("{").contains("streets.json"));
    }
}
