//! What a file is, by its first bytes: names lie more often than bytes do.

use crate::IngestError;
use crate::columnar::MAGIC;
use crate::text::Text;

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Delimited text.
    Text,
    /// JSON whose records are no features.
    Json,
    /// A spreadsheet, or another archive.
    Zip,
    /// A spreadsheet of the older form.
    Workbook,
    Gzip,
    /// Parquet, with geometry or without.
    Columnar,
    /// For GDAL to open.
    Layers,
}

/// Bytes of the beginning by which a file is judged.
pub(super) const HEAD: usize = 1 << 20;
/// Endings of delimited text: what has one and is binary is told to be no text.
const TEXTS: [&str; 7] = [".csv", ".tsv", ".txt", ".psv", ".dat", ".asc", ".tab"];
/// Endings of formats that GDAL reads and that look like text.
const LAYERS: [&str; 7] = [".mif", ".mid", ".dxf", ".e00", ".gmt", ".gxt", ".sql"];

/// Judges a file by its name and its first bytes.
///
/// # Errors
/// [`IngestError::Format`] for a web page and for a script around JSON, which nothing here reads.
pub(super) fn kind(file: &str, head: &[u8]) -> Result<Kind, IngestError> {
    let lower = file.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|end| lower.ends_with(end));
    for (magic, kind) in [
        (&b"PK\x03\x04"[..], Kind::Zip),
        (b"\x1F\x8B", Kind::Gzip),
        (b"\xD0\xCF\x11\xE0", Kind::Workbook),
        (MAGIC, Kind::Columnar),
        (b"!table", Kind::Layers),
    ] {
        if head.starts_with(magic) {
            return Ok(kind);
        }
    }
    let text = Text::new(file, head.to_vec(), "auto").ok();
    let Some(text) = text.filter(|t| ends(&TEXTS) || is_text(t.bytes())) else {
        return Ok(if ends(&TEXTS) { Kind::Text } else { Kind::Layers });
    };
    let start = text.encoding.decode(&text.bytes()[..text.bytes().len().min(1000)]).into_owned();
    let start = start.trim_start();
    let refused = |detail: String, expected| Err(IngestError::Format { file: file.to_owned(), detail, expected });
    let lowered = start.to_lowercase();
    if lowered.starts_with("<!doctype html") || lowered.starts_with("<html") || lowered.starts_with("<table") {
        return refused(
            format!("it is a web page (it begins with {})", start.chars().take(15).collect::<String>()),
            "data; a download that failed or asks to sign in leaves such a file, and so do spreadsheets that are saved \
             as a page: save it as .csv or .xlsx",
        );
    }
    if let Some(before) = script(start) {
        return refused(
            format!("line 1 begins with \"{before}\": it is a script around JSON"),
            "JSON alone; delete what stands before the first { or [, and any ; or ) after the last one",
        );
    }
    if lowered.contains("progid=\"excel.sheet\"") {
        return refused("it is a spreadsheet saved as XML".to_owned(), "a spreadsheet saved as .xlsx, .ods or .csv");
    }
    Ok(match start.as_bytes().first() {
        Some(b'<') => Kind::Layers,
        Some(b'[') if json_array(start) => Kind::Json,
        Some(b'{') => {
            if is_features(text.bytes()) {
                Kind::Layers
            } else {
                Kind::Json
            }
        }
        _ if ends(&LAYERS) => Kind::Layers,
        _ => Kind::Text,
    })
}

/// Whether there are no more bytes that control something than text has.
fn is_text(bytes: &[u8]) -> bool {
    let controls = bytes.iter().filter(|b| b.is_ascii_control() && !b.is_ascii_whitespace()).count();
    100 * controls <= bytes.len()
}

/// `[` as JSON begins, and not as a name in brackets does.
fn json_array(start: &str) -> bool {
    matches!(start[1..].trim_start().as_bytes().first(), None | Some(b'{' | b'[' | b']'))
}

/// Whether an object is of features, of `GeoJSON` or of `ArcGIS`.
fn is_features(head: &[u8]) -> bool {
    let has = |text: &str| memchr::memmem::find(head, text.as_bytes()).is_some();
    let arcgis = || has("\"features\"") && (has("\"attributes\"") || has("\"geometryType\""));
    has("\"FeatureCollection\"") || has("\"Feature\"") || has("\"Topology\"") || arcgis()
}

/// What stands before the JSON in `var x = {`, `window.x = [`, `callback({`.
fn script(start: &str) -> Option<&str> {
    let words = ["var ", "let ", "const ", "export "];
    let name = words.iter().fold(start, |rest, word| rest.strip_prefix(word).unwrap_or(rest).trim_start());
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '[' | ']' | '"' | '\'');
    let rest = name.trim_start_matches(part).trim_start();
    let json = rest.strip_prefix(['=', '('])?.trim_start();
    let named = name.len() > rest.len() && json.starts_with(['{', '[']);
    named.then(|| start[..start.len() - json.len()].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        for (name, head, right) in [
            ("in.csv", &b"a,b\n1,2\n"[..], Kind::Text),
            ("in", b"a\tb\n1\t2\n", Kind::Text),
            ("in.tab", b"!table\n!version 300\n", Kind::Layers),
            ("in.tab", b"a\tb\n", Kind::Text),
            ("in.xyz", b"a|b\n", Kind::Text),
            ("in.csv", b"\0\0\0\0\0\0\0\0", Kind::Text),
            ("in.shp", b"\0\0\x27\x0A\0\0\0\0\0\0", Kind::Layers),
            ("in.txt", b"\xFF\xFEa\0\t\0b\0", Kind::Text),
            ("in.json", b" [ {\"a\":1}]", Kind::Json),
            ("in.json", b"\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}\n", Kind::Json),
            ("in.json", b"{\"type\": \"FeatureCollection\", \"features\": []}", Kind::Layers),
            ("in.json", b"{\"fields\": [], \"features\": [{\"attributes\": {}}]}", Kind::Layers),
            ("in.csv", b"[Date],[Time]\n", Kind::Text),
            ("in.kml", b"<?xml version=\"1.0\"?><kml>", Kind::Layers),
            ("in.mif", b"Version 300\n", Kind::Layers),
            ("in.zip", b"PK\x03\x04", Kind::Zip),
            ("in.xls", b"\xD0\xCF\x11\xE0", Kind::Workbook),
            ("in.gz", b"\x1F\x8B", Kind::Gzip),
            ("in.parquet", b"PAR1\x15", Kind::Columnar),
        ] {
            assert_eq!(kind(name, head).unwrap(), right, "{name} {}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn what_nothing_reads_is_refused_with_what_to_do() {
        for (head, said) in [
            ("var x = {\n\"type\"", "begins with \"var x =\""),
            ("json_x={\"type\"", "a script around JSON"),
            ("cb([{\"a\":1}])", "a script around JSON"),
            ("<!DOCTYPE html><html>", "a web page"),
            ("<?xml?><?mso-application progid=\"Excel.Sheet\"?>", "saved as XML"),
        ] {
            let text = kind("areas.geojson", head.as_bytes()).unwrap_err().to_string();
            assert!(text.contains(said) && text.contains("areas.geojson"), "{text}");
        }
    }
}
