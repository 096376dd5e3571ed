//! What a city file says of the map under the data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CityError;
use crate::basemap::{BasemapKind, StreetClass};

/// The files that the basemap is made of. Without this table it shows the areas alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Basemap {
    /// The files.
    pub file: Vec<BasemapFile>,
    /// Names of streets that lead through the city, where their class does not say so; a leading direction may be left
    /// out (`Grand Blvd` is also `N Grand Blvd`).
    pub arterials: Vec<String>,
}

/// One file of the basemap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BasemapFile {
    /// What it holds.
    pub kind: BasemapKind,
    /// Path, as that of the areas.
    pub path: String,
    /// Layer, where the file has several.
    pub layer: Option<String>,
    /// CRS, where the file does not say or says wrong.
    pub crs: Option<String>,
    /// Column of the name; absent: the first of the usual ones that the file has.
    pub name: Option<String>,
    /// Column of the class; absent: the first of the usual ones that the file has.
    pub class: Option<String>,
    /// Classes by the values of that column, beside those known (TIGER's MTFCC, `OpenStreetMap`'s highway).
    #[serde(default)]
    pub classes: BTreeMap<String, StreetClass>,
    /// Who made it and under which license, shown with the map.
    pub credit: String,
}

impl Basemap {
    /// Checks what the form alone cannot.
    pub(super) fn check(&self) -> Result<(), CityError> {
        for (at, file) in self.file.iter().enumerate() {
            let refuse = |key: &str, value: &str, expected: &str| {
                let key = format!("basemap.file {}: {key}", at + 1);
                Err(CityError::Value { key, value: format!("\"{value}\""), expected: expected.to_owned() })
            };
            if file.credit.trim().is_empty() {
                return refuse("credit", &file.credit, "who made the file, and under which license");
            }
            if file.path.trim().is_empty() {
                return refuse("path", &file.path, "a file");
            }
            if file.kind != BasemapKind::Streets && (file.class.is_some() || !file.classes.is_empty()) {
                return refuse("class", file.kind.name(), "classes in files of kind \"streets\" alone");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Basemap, String> {
        let basemap: Basemap = toml::from_str(text).map_err(|e| e.to_string())?;
        basemap.check().map_err(|e| e.to_string()).map(|()| basemap)
    }

    #[test]
    fn a_file_says_what_it_holds_and_who_made_it() {
        let text = "[[file]]\nkind = \"streets\"\npath = \"a.gpkg\"\ncredit = \"us\"\nclasses = { A1 = \"highway\" }";
        assert_eq!(read(text).unwrap().file[0].classes["A1"], StreetClass::Highway);
        let kind = read("[[file]]\nkind = \"roads\"\npath = \"a\"\ncredit = \"us\"").unwrap_err();
        assert!(["roads", "streets", "highways", "water", "parks"].iter().all(|n| kind.contains(n)), "{kind}");
        let credit = read("[[file]]\nkind = \"water\"\npath = \"a\"\ncredit = \" \"").unwrap_err();
        assert!(credit.contains("basemap.file 1: credit"), "{credit}");
        let class = read("[[file]]\nkind = \"water\"\npath = \"a\"\ncredit = \"us\"\nclass = \"x\"").unwrap_err();
        assert!(class.contains("basemap.file 1: class"), "{class}");
    }
}
