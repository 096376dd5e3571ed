//! `catchment new-city`, `check-city`, `city-schema`: the way to a city file.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use catchment_ingest::{check, guess};

use super::city_keys;
use super::recipes;
use crate::args::{CheckCityArgs, CitySchemaArgs, NewCityArgs};
use crate::workspace::environment;
use crate::{output, progress};

/// Writes a first city file, or prints it, and says what is doubtful.
pub(crate) fn new(args: &NewCityArgs) -> Result<()> {
    if let Some(out) = args.out.as_ref().filter(|out| out.exists()) {
        bail!("--out {}: it is there already; expected the name of a new file", out.display());
    }
    let text = match (&args.recipe, &args.areas) {
        (Some(name), _) => recipes::named(name)?.to_owned(),
        (None, Some(areas)) => guessed(args, areas)?,
        (None, None) => bail!("--areas: expected a file of outlines"),
    };
    let Some(out) = &args.out else { return output::print_text(text.trim_end()) };
    std::fs::write(out, &text).with_context(|| format!("cannot write {}", out.display()))?;
    if args.recipe.is_none() {
        look(out);
    }
    progress::say(&format!("wrote {}; look at it with: catchment check-city {}", out.display(), out.display()));
    Ok(())
}

fn guessed(args: &NewCityArgs, areas: &Path) -> Result<String> {
    // Paths of a city file start from its folder, which is not where the command was typed. The files themselves may be
    // links: where these lead is no part of a city file.
    let whole = |path: &Path| {
        let path = std::path::absolute(path).context("cannot name a file in full")?;
        let (folder, name) = (path.parent().and_then(|p| p.canonicalize().ok()), path.file_name());
        Ok(folder.zip(name).map_or_else(|| path.clone(), |(folder, name)| folder.join(name)))
    };
    let files = args.files.iter().map(|file| whole(file)).collect::<Result<Vec<_>>>()?;
    let out = args.out.as_deref().map(whole).transpose()?;
    let guess = guess::new_city(&files, &whole(areas)?, out.as_deref().and_then(Path::parent))?;
    for doubt in &guess.doubts {
        progress::say(&format!("CHECK: {doubt}"));
    }
    Ok(guess.toml)
}

/// Reads what was written, and says in a line how it went.
fn look(out: &Path) {
    match check::check(out, &environment) {
        Ok(checked) => {
            progress::say(checked.report().lines().next().unwrap_or_default());
        }
        Err(error) => progress::warn([format!("as it is, the city file cannot be ingested: {error}")]),
    }
}

/// Prints what a city file makes of its files; writes nothing.
pub(crate) fn check(args: &CheckCityArgs) -> Result<()> {
    let checked = check::check(&args.city, &environment)?;
    output::print_text(checked.report().trim_end())
}

/// Prints the schema of a city file, or its reference page.
pub(crate) fn schema(args: &CitySchemaArgs) -> Result<()> {
    let schema = city_keys::schema()?;
    if args.markdown {
        return output::print_text(city_keys::page(&schema).trim_end());
    }
    output::print_json(&schema)
}
