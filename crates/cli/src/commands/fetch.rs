//! `catchment fetch`: a public table or layer, page by page, into a file.

use std::time::Duration;

use anyhow::{Result, bail};
use catchment_fetch::{Request, fetch};

use crate::args::FetchArgs;
use crate::progress::{self, Meter};

/// Fetches what an address names, and says what came.
pub(crate) fn run(args: &FetchArgs) -> Result<()> {
    if args.out.exists() {
        bail!("--out {}: it is there already; expected the name of a new file", args.out.display());
    }
    let request = Request {
        address: args.address.clone(),
        condition: args.condition.clone(),
        token: args.token.clone(),
        page: args.page,
        portal: args.portal.clone(),
        wait: Duration::from_secs(1),
    };
    let meter = Meter::new();
    let fetched = fetch(&request, &args.out, &|rows, of| meter.show("rows", rows, of));
    meter.end();
    let fetched = fetched?;
    let (about, file) = (&fetched.about, fetched.file.display());
    progress::say(&format!(
        "wrote {} rows of \"{}\" to {file}, and where they are from to {}",
        about.rows,
        about.title,
        fetched.about_file.display()
    ));
    if about.license.is_empty() {
        progress::warn([
            "the portal states no license: look for its terms of use before you publish anything made of it",
        ]);
    }
    progress::say(&format!("next: catchment new-city {file} --areas FILE --out city.toml"));
    Ok(())
}
