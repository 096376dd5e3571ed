//! Where a file is from: the figures and words that belong to it wherever it goes.

use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::error::FetchError;

/// Where a file is from.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct About {
    /// What the portal calls it.
    pub title: String,
    /// Whom the portal names as its source; empty where it names none.
    pub attribution: String,
    /// The license that the portal states; empty where it states none.
    pub license: String,
    /// The table or layer.
    pub address: String,
    /// The condition that rows had to meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// When the portal's rows last changed, as far as it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// When they were fetched (UTC).
    pub fetched: String,
    /// Rows in the file, as many as the portal counts.
    pub rows: u64,
    /// Requests for them.
    pub pages: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl About {
    /// The same with the hash of the file.
    pub(crate) fn sealed(mut self, file: &Path) -> std::io::Result<Self> {
        let (mut hash, mut file, mut part) = (Sha256::new(), std::fs::File::open(file)?, vec![0; 1 << 16]);
        loop {
            let read = std::io::Read::read(&mut file, &mut part)?;
            if read == 0 {
                break;
            }
            hash.update(&part[..read]);
        }
        self.sha256 = hash.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        Ok(self)
    }
}

/// The file beside a file that says where it is from.
pub(crate) fn beside(out: &Path) -> PathBuf {
    let stem = out.file_stem().map_or_else(Default::default, |s| s.to_string_lossy().into_owned());
    out.with_file_name(format!("{stem}-about.json"))
}

/// # Errors
/// [`FetchError::Write`].
pub(crate) fn write(about: &About, path: &Path) -> Result<(), FetchError> {
    let fault = |source| FetchError::Write { path: path.to_path_buf(), source };
    let text = serde_json::to_string_pretty(about).map_err(|e| fault(e.into()))?;
    std::fs::write(path, text + "\n").map_err(fault)
}

/// This moment, to the second.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_else(|_| jiff::Timestamp::now()).to_string()
}

/// An instant that a portal counts in milliseconds.
pub(crate) fn instant(milliseconds: i64) -> Option<String> {
    jiff::Timestamp::from_millisecond(milliseconds).ok().map(|t| t.to_string())
}
