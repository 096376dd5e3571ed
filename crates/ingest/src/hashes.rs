//! Files by content: name, size and hash.

use std::path::Path;

use catchment_model::InputFile;

use crate::IngestError;

/// Name, size and hash of a file's bytes.
pub(crate) fn hashed(name: &str, bytes: &[u8]) -> InputFile {
    InputFile { name: name.to_owned(), bytes: bytes.len() as u64, blake3: blake3::hash(bytes).to_hex().to_string() }
}

/// Reads a file and hashes it.
pub(crate) fn read(path: &Path) -> Result<(Vec<u8>, InputFile), IngestError> {
    let bytes = std::fs::read(path).map_err(|source| IngestError::Read { path: path.to_path_buf(), source })?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let file = hashed(&name, &bytes);
    Ok((bytes, file))
}
