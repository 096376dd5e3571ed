//! Public tables and layers of open-data portals, page by page, into files that `catchment new-city` reads.
//!
//! Lives here: telling what an address is (Socrata, an `ArcGIS` layer, a page of `ArcGIS` Hub), asking for its pages,
//! trying again, and holding what came against what the portal says there is. A file is written whole or not at all,
//! with a second one beside it that says where it is from.
//!
//! Does not live here: reading the files. Nothing else of the program asks the network for data.

mod about;
mod address;
mod arcgis;
mod client;
mod error;
mod request;
mod socrata;

use std::io::Write as _;
use std::path::{Path, PathBuf};

pub use about::About;
use address::Place;
use client::Client;
pub use error::FetchError;
pub use request::Request;

/// What was written.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The rows.
    pub file: PathBuf,
    /// Where they are from.
    pub about_file: PathBuf,
    /// The same, to tell.
    pub about: About,
}

/// Fetches a table or layer into `out`; `told` hears rows so far, and of how many.
///
/// A layer is written as `ArcGIS` JSON, a table of Socrata as CSV: what `out` ends in must say so. Beside it
/// `…-about.json` says where it is from.
///
/// # Errors
/// [`FetchError`] for an address of no known kind, a portal that refuses or does not answer, rows that are more or
/// fewer than it counts, and files that cannot be written. Then there is no file.
pub fn fetch(request: &Request, out: &Path, told: &dyn Fn(u64, u64)) -> Result<Fetched, FetchError> {
    let client = Client::new(request.wait);
    let place = address::place(request, &client)?;
    let (ending, form) = match place {
        Place::Socrata(_) => ("csv", "CSV"),
        Place::Layer(_) => ("json", "ArcGIS JSON"),
    };
    if out.extension().is_none_or(|e| !e.eq_ignore_ascii_case(ending)) {
        return Err(FetchError::Ending { out: out.to_path_buf(), form, ending });
    }
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let fault = |source| FetchError::Write { path: out.to_path_buf(), source };
    // Readable as any file that is written here: the system's mask takes away what it always does.
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    let mut part = tempfile::Builder::new().permissions(open).tempfile_in(folder).map_err(fault)?;
    let about = match place {
        Place::Socrata(table) => socrata::fetch(&client, request, &table, &mut part, told)?,
        Place::Layer(layer) => arcgis::fetch(&client, request, &layer, &mut part, told)?,
    };
    part.flush().map_err(fault)?;
    let about_file = about::beside(out);
    let about = about.sealed(part.path()).map_err(fault)?;
    about::write(&about, &about_file)?;
    part.persist(out).map_err(|e| fault(e.error))?;
    Ok(Fetched { file: out.to_path_buf(), about_file, about })
}
