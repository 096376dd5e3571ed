//! What was read, by content: a file, those that belong to it, and those that it points to.

use std::path::{Path, PathBuf};

use catchment_model::InputFile;

use crate::IngestError;
use crate::hashes::{hashed, read};
use crate::paths::Input;

/// Endings of the files that belong to one, by its own.
const BESIDE: [(&str, &[&str]); 3] =
    [("shp", &["dbf", "shx", "prj", "cpg"]), ("tab", &["dat", "map", "id"]), ("mif", &["mid"])];
/// How many files may point from one to the next.
const DEPTH: usize = 5;

/// Hashes of a file and of those that belong to it (`.dbf`, `.prj` … of a Shapefile, the sources of a GDAL `.vrt`); of
/// a folder, of all it holds. Nothing for what is no file.
///
/// # Errors
/// [`IngestError::Read`], and [`IngestError::Format`] for a `.vrt` that reads what is no file: nobody would see it.
pub(crate) fn hashes(input: &Input) -> Result<Vec<InputFile>, IngestError> {
    let mut all = Vec::new();
    if let Input::File(path) = input {
        collect(path, DEPTH, &mut all)?;
    }
    Ok(all)
}

fn collect(path: &Path, depth: usize, all: &mut Vec<InputFile>) -> Result<(), IngestError> {
    if path.is_dir() {
        all.push(folder(path)?);
        return Ok(());
    }
    let (bytes, file) = read(path)?;
    let name = file.name.clone();
    all.push(file);
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    for beside in BESIDE.iter().filter(|(of, _)| *of == ending).flat_map(|(_, beside)| *beside) {
        let beside = path.with_extension(beside);
        if Path::exists(&beside) {
            all.push(read(&beside)?.1);
        }
    }
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 20)]);
    if !text.trim_start_matches(|c: char| c != '<').starts_with("<OGRVRTDataSource") {
        return Ok(());
    }
    for source in sources(&text) {
        let there = beside(path, &source);
        match there.filter(|_| depth > 0) {
            Some(there) => collect(&there, depth - 1, all)?,
            None => {
                return Err(IngestError::Format {
                    file: name,
                    detail: format!("it reads \"{source}\", which is no file on this machine"),
                    expected: "a .vrt of files; name a database or an address in the city file itself",
                });
            }
        }
    }
    Ok(())
}

/// All files of a folder as one, by their names in order.
fn folder(path: &Path) -> Result<InputFile, IngestError> {
    let fault = |source| IngestError::Read { path: path.to_path_buf(), source };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(path).map_err(fault)?.flatten().map(|e| e.path()).filter(|p| p.is_file()).collect();
    files.sort();
    let mut bytes = Vec::new();
    for file in files {
        let (_, hash) = read(&file)?;
        bytes.extend_from_slice(format!("{} {} {}\n", hash.name, hash.bytes, hash.blake3).as_bytes());
    }
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    Ok(hashed(&name, &bytes))
}

/// What the sources of a `.vrt` are named.
fn sources(text: &str) -> Vec<String> {
    let plain = |text: &str| {
        let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
        marks.iter().fold(text.trim().to_owned(), |text, (mark, c)| text.replace(mark, c))
    };
    let inside = |after: &str| {
        let (_, after) = after.split_once('>')?;
        Some(plain(after.split_once("</")?.0))
    };
    text.split("<SrcDataSource").skip(1).filter_map(inside).collect()
}

/// The file of that name, beside the `.vrt` or from the root.
fn beside(vrt: &Path, source: &str) -> Option<PathBuf> {
    let there = vrt.parent().unwrap_or(Path::new(".")).join(source);
    let here = PathBuf::from(source);
    [there, here].into_iter().find(|path| path.exists())
}

/// A sentence where a file of `ArcGIS` says of itself that it is not all.
pub(crate) fn cut_short(input: &Input) -> Result<Option<String>, IngestError> {
    let Input::File(path) = input else { return Ok(None) };
    if !path.extension().is_some_and(|e| ["json", "geojson"].iter().any(|j| e.eq_ignore_ascii_case(j))) {
        return Ok(None);
    }
    let (bytes, _) = read(path)?;
    let mut marks = memchr::memmem::find_iter(&bytes, b"\"exceededTransferLimit\"");
    let is_true = |at: usize| {
        let after = bytes[at + 23..].iter().filter(|b| !b.is_ascii_whitespace()).take(5).copied().collect::<Vec<_>>();
        after == b":true"
    };
    Ok(marks.any(is_true).then(|| {
        "the server says in it that there is more (exceededTransferLimit): it is one page of several".to_owned()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_of_a_vrt_are_inputs_and_must_be_files() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("a&b.csv", "a\n");
        let vrt = |source: &str| {
            format!(
                "<OGRVRTDataSource><OGRVRTLayer name=\"x\"><SrcDataSource relativeToVRT=\"1\">{source}</SrcDataSource>"
            )
        };
        write("in.vrt", &vrt("a&amp;b.csv"));
        let input = Input::File(folder.path().join("in.vrt"));
        let names: Vec<String> = hashes(&input).unwrap().into_iter().map(|i| i.name).collect();
        assert_eq!(names, ["in.vrt", "a&b.csv"]);
        for source in ["/vsicurl/http://127.0.0.1/x.csv", "in.vrt"] {
            write("in.vrt", &vrt(source));
            let text = hashes(&input).unwrap_err().to_string();
            assert!(text.contains(source) && text.contains("no file"), "{text}");
        }
    }

    #[test]
    fn a_page_of_several_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.json");
        for (text, cut) in [("{\"exceededTransferLimit\" : true}", true), ("{\"exceededTransferLimit\":false}", false)]
        {
            std::fs::write(&path, text).unwrap();
            assert_eq!(cut_short(&Input::File(path.clone())).unwrap().is_some(), cut, "{text}");
        }
    }
}
