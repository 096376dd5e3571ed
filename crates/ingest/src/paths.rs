//! Paths of the city file: variables filled in, `*` expanded, GDAL names recognized.

use std::path::{Path, PathBuf};

use catchment_model::city::City;
use serde_json::Value;

use crate::IngestError;

/// Something to read: a file, or a name that only GDAL understands (`PG:dbname=…`, `/vsicurl/…`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    File(PathBuf),
    Gdal(String),
}

impl Input {
    /// Name for reports: the file's own name; of a GDAL name only the driver, since the rest may hold a password.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => {
                path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
            }
            Self::Gdal(name) => match name.split_once(':') {
                Some((driver, _)) => format!("{driver}:…"),
                None => name.clone(),
            },
        }
    }
}

/// Finds variables of the environment.
pub(crate) type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Fills in `${NAME}` and `${NAME:-default}`.
pub(crate) fn fill(text: &str, env: Env<'_>) -> Result<String, IngestError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let Some(length) = rest[start..].find('}') else {
            break;
        };
        out.push_str(&rest[..start]);
        let inner = &rest[start + 2..start + length];
        let (name, default) = inner.split_once(":-").map_or((inner, None), |(n, d)| (n, Some(d)));
        match env(name).filter(|v| !v.is_empty()).or_else(|| default.map(str::to_owned)) {
            Some(value) => out.push_str(&value),
            None => return Err(IngestError::Variable { text: text.to_owned(), name: name.to_owned() }),
        }
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// File systems of GDAL that reach other machines.
const REMOTE: [&str; 14] = [
    "/vsicurl",
    "/vsis3",
    "/vsigs",
    "/vsiaz",
    "/vsiadls",
    "/vsioss",
    "/vsiswift",
    "/vsihdfs",
    "/vsiwebhdfs",
    "http://",
    "https://",
    "ftp://",
    "/vsistdin",
    "/vsisubfile",
];

/// Refuses a city file that names a file elsewhere, or a `.vrt`, which reads what it likes, and does not let that in.
/// What such a name reads is not in the city file, and maybe not on this machine.
///
/// # Errors
/// [`IngestError::Value`] with the text and the key that would let it in.
pub(crate) fn permitted(city: &City, env: Env<'_>) -> Result<(), IngestError> {
    let refused = |text: &str, key: &str| {
        let expected = format!("a file on this machine that holds the data itself, or {key} = true under [reading]");
        Err(IngestError::Value { key: "city file".to_owned(), value: format!("\"{text}\""), expected })
    };
    for text in named(city) {
        let filled = fill(&text, env).unwrap_or_else(|_| text.clone());
        let small = filled.trim().to_ascii_lowercase();
        if !city.reading.allow_remote && REMOTE.iter().any(|there| small.contains(there)) {
            return refused(&text, "allow_remote");
        }
        if !city.reading.allow_vrt && Path::new(&small).extension().is_some_and(|e| e == "vrt") {
            return refused(&text, "allow_vrt");
        }
    }
    Ok(())
}

/// The texts of a city file that name files, wherever they stand.
fn named(city: &City) -> Vec<String> {
    fn collect(value: &Value, names_files: bool, all: &mut Vec<String>) {
        match value {
            Value::String(text) if names_files => all.push(text.clone()),
            Value::Array(list) => list.iter().for_each(|item| collect(item, names_files, all)),
            Value::Object(map) => map.iter().for_each(|(key, item)| collect(item, PATHS.contains(&key.as_str()), all)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    collect(&serde_json::to_value(city).unwrap_or_default(), false, &mut all);
    all
}

/// Keys of a city file that name files.
const PATHS: [&str; 3] = ["path", "paths", "outline"];

/// Everything behind one path of the city file, sorted by path.
///
/// # Errors
/// [`IngestError::Variable`], [`IngestError::NoFiles`], [`IngestError::Value`] for what is no file and no folder.
pub(crate) fn find(source_id: &str, text: &str, base: &Path, env: Env<'_>) -> Result<Vec<Input>, IngestError> {
    let filled = fill(text, env)?;
    if is_gdal_name(&filled) {
        return Ok(vec![Input::Gdal(filled)]);
    }
    let mut found = vec![base.to_path_buf()];
    for part in Path::new(&filled).components() {
        let part = part.as_os_str();
        match part.to_str().filter(|p| p.contains('*')) {
            None => found.iter_mut().for_each(|p| p.push(part)),
            Some(pattern) => found = found.iter().flat_map(|folder| matching(folder, pattern)).collect(),
        }
    }
    // A pattern finds a file that points to others only where it says so.
    let vrt = |path: &Path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("vrt"));
    found.retain(|path| path.exists() && (!vrt(path) || vrt(Path::new(&filled))));
    found.sort();
    if let Some(path) = found.iter().find(|path| !path.is_file() && !path.is_dir()) {
        return Err(IngestError::Value {
            key: format!("{source_id}: path"),
            value: format!("\"{}\" (a pipe, socket or device)", path.display()),
            expected: "a file or a folder: reading anything else may never end".to_owned(),
        });
    }
    if found.is_empty() {
        return Err(IngestError::NoFiles {
            source_id: source_id.to_owned(),
            pattern: filled,
            folder: base.to_path_buf(),
        });
    }
    Ok(found.into_iter().map(Input::File).collect())
}

/// The one thing behind a path of the city file.
pub(crate) fn find_one(source_id: &str, text: &str, base: &Path, env: Env<'_>) -> Result<Input, IngestError> {
    let mut all = find(source_id, text, base, env)?;
    if all.len() > 1 {
        return Err(IngestError::Value {
            key: format!("{source_id}: path"),
            value: format!("\"{text}\" ({} files)", all.len()),
            expected: "one file".to_owned(),
        });
    }
    Ok(all.swap_remove(0))
}

/// `PG:…`, `MYSQL:…`, `/vsi…`: a scheme of two or more letters, which no drive letter is.
fn is_gdal_name(text: &str) -> bool {
    let scheme = |s: &str| s.len() > 1 && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    text.starts_with("/vsi") || text.split_once(':').is_some_and(|(s, _)| scheme(s))
}

fn matching(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|e| e.file_name().to_str().is_some_and(|name| matches(pattern, name)))
        .map(|e| e.path())
        .collect()
}

/// Whether a name fits a pattern in which `*` stands for any run of characters.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(name: &str) -> Option<String> {
        (name == "DATA").then(|| "/d".to_owned())
    }

    #[test]
    fn variables_are_filled_in_or_have_a_default() {
        assert_eq!(fill("${DATA}/x", &env).unwrap(), "/d/x");
        assert_eq!(fill("${NONE:-../s}/x/${DATA}", &env).unwrap(), "../s/x//d");
        assert_eq!(fill("a${b", &env).unwrap(), "a${b");
    }

    #[test]
    fn a_variable_that_is_not_set_says_what_to_set() {
        let text = fill("${NONE}/x", &env).unwrap_err().to_string();
        assert!(text.contains("set NONE") && text.contains("${NONE}/x"), "{text}");
    }

    #[test]
    fn stars_match_runs() {
        for (pattern, name, fits) in [
            ("*.csv", "a.csv", true),
            ("*.csv", "a.csv.gz", false),
            ("20*-*.csv.gz", "2009-01.csv.gz", true),
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn files_come_sorted_and_missing_ones_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", "c.txt"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let names: Vec<String> = find("s", "*.csv", folder.path(), &env).unwrap().iter().map(Input::name).collect();
        assert_eq!(names, ["a.csv", "b.csv"]);
        let text = find("s", "*.shp", folder.path(), &env).unwrap_err().to_string();
        assert!(text.contains("*.shp") && text.contains("source s"), "{text}");
    }

    #[test]
    fn a_socket_is_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("a.csv")).unwrap();
        let text = find("s", "*.csv", folder.path(), &env).unwrap_err().to_string();
        assert!(text.contains("a.csv") && text.contains("expected a file or a folder"), "{text}");
    }

    #[test]
    fn a_database_name_keeps_its_password_to_itself() {
        let input = find_one("s", "PG:dbname=x password=secret", Path::new("."), &env).unwrap();
        assert_eq!(input.name(), "PG:…");
    }
}
