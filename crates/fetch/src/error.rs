//! What can go wrong between a portal and a file.

use std::path::PathBuf;

use thiserror::Error;

/// Why nothing was fetched.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// An address of no kind that is known.
    #[error(
        "{address}: no table or layer is seen in this address; expected a page or table of Socrata (…/d/abcd-1234, \
         …/resource/abcd-1234.csv), a layer of ArcGIS (…/FeatureServer/0, …/MapServer/0), or a page of ArcGIS Hub \
         (…/datasets/…); {detail}"
    )]
    Address {
        /// The address.
        address: String,
        /// What was seen instead.
        detail: String,
    },
    /// A name of a file that says another form than its content has.
    #[error("--out {}: the portal gives {form}; expected a name that ends in .{ending}", out.display())]
    Ending {
        /// The file.
        out: PathBuf,
        /// What it would hold.
        form: &'static str,
        /// How its name should end.
        ending: &'static str,
    },
    /// No answer, or one that cannot be used.
    #[error("{address}: {detail}{}", after(*tries))]
    Answer {
        /// What was asked.
        address: String,
        /// What came.
        detail: String,
        /// How often it was tried.
        tries: u32,
    },
    /// More or fewer rows than the portal counts.
    #[error(
        "{address}: {got} rows came where the portal counts {counted}; expected as many: it may have changed \
         meanwhile, fetch it again"
    )]
    Rows {
        /// What was asked.
        address: String,
        /// Rows that came.
        got: u64,
        /// Rows that the portal counts.
        counted: u64,
    },
    /// A file that cannot be written.
    #[error("{}: cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

fn after(tries: u32) -> String {
    if tries > 1 { format!(" (tried {tries} times)") } else { String::new() }
}

/// The beginning of a text, for a message.
pub(crate) fn cut(text: &str) -> String {
    let text = text.trim();
    let short: String = text.chars().take(200).collect();
    if short.len() < text.len() { short + "…" } else { short }
}
