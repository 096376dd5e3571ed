//! `catchment publish`: the public edition, as files in a folder.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};
use catchment_publish::{Audit, History, MANIFEST, Published, SIGNATURE, listed, publish};
use catchment_questions::words::grouped;
use catchment_server::PublicUrl;

use super::seal;
use crate::args::{Common, PublishArgs};
use crate::ask::engine;
use crate::output;
use crate::workspace::{self, GAZETTEER};

/// Release history, in the workspace.
const HISTORY: &str = "published.json";

/// Makes the edition, audits it, and writes it; or makes keys, or checks an edition.
pub(super) fn run(common: &Common, args: &PublishArgs) -> Result<()> {
    if let Some(file) = &args.new_key {
        return seal::new_key(file);
    }
    if let Some(folder) = &args.verify {
        return seal::verify(folder, args.key.as_deref());
    }
    let engine = engine(workspace::open(&common.workspace)?, false)?;
    let history = History::read(&found(&common.workspace.join(HISTORY))?.unwrap_or_default())?;
    let gazetteer = found(&common.workspace.join(GAZETTEER))?;
    let mut edition = publish(&engine, history, gazetteer.as_deref(), args.address.as_ref().map(PublicUrl::as_str))?;
    if let Some(key) = &args.sign {
        let signature = seal::sign(&edition.files[MANIFEST], key)?;
        edition.files.insert(SIGNATURE.to_owned(), signature);
    }
    if args.audit {
        output::print_text(&told(&edition.audit))?;
    }
    if let Some(out) = &args.out {
        write(out, &edition).with_context(|| format!("--out {}", out.display()))?;
        let path = common.workspace.join(HISTORY);
        fs::write(&path, edition.history.bytes()).with_context(|| format!("cannot write {}", path.display()))?;
        output::print_text(&summary(out, &edition)?)?;
    }
    Ok(())
}

/// A file, where there is one.
fn found(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Writes the files; those of an earlier edition in the folder that this one has not are taken away.
fn write(out: &Path, edition: &Published) -> Result<()> {
    let before = found(&out.join(MANIFEST))?.and_then(|manifest| listed(&manifest).ok()).unwrap_or_default();
    let gone = |old: &&str| !edition.files.contains_key(*old);
    for old in before.iter().map(String::as_str).chain([SIGNATURE]).filter(gone) {
        match fs::remove_file(out.join(old)) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e).with_context(|| format!("cannot remove {old}")),
            _ => {}
        }
    }
    for (name, bytes) in &edition.files {
        let path = out.join(name);
        fs::create_dir_all(path.parent().unwrap_or(out))?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn summary(out: &Path, edition: &Published) -> Result<String> {
    let number = |n: usize| anyhow::Ok(grouped(i64::try_from(n)?));
    let bytes: usize = edition.files.values().map(Vec::len).sum();
    let (audit, pages, kb) = (&edition.audit, number(edition.pages)?, number(bytes.div_ceil(1000))?);
    let hidden = number(audit.hidden)?;
    let signed = if edition.files.contains_key(SIGNATURE) { "signed" } else { "not signed (--sign FILE signs it)" };
    Ok(format!(
        "{}: {pages} neighborhoods, {} files, {kb} kB, {signed}\n{} figures are shown, {hidden} are not; none of the \
         small ones can be told to within less than {}",
        out.join("index.html").display(),
        number(edition.files.len())?,
        number(audit.shown)?,
        audit.narrowest().map_or_else(|| "anything".to_owned(), |n| n.to_string()),
    ))
}

/// The audit, a line for each small count.
fn told(audit: &Audit) -> String {
    let lines = audit.small.iter().map(|a| {
        let (key, left) = (&a.key, a.left);
        format!("{:>6}  {} to {}  {:<12} {:>3} to {}", key.area, key.from, key.to, key.offense, left.low, left.high)
    });
    let head = "  area  period              offense      a reader cannot rule out".to_owned();
    let lines: Vec<String> = std::iter::once(head).chain(lines).collect();
    lines.join("\n")
}
