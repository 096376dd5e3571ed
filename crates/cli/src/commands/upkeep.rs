//! `catchment audit`, `prune`, `completions`, `man`: for those who run the service.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use catchment_questions::file::Sheet;
use catchment_questions::words::grouped;
use catchment_store::{People, people, prune};
use clap::Command;
use jiff::Timestamp;

use crate::args::{AuditArgs, Common, CompletionsArgs, ManArgs, PruneArgs, TableFormat};
use crate::output;

/// Prints the audit trail of the workspace.
pub(super) fn audit(common: &Common, args: &AuditArgs) -> Result<()> {
    let mut sheet = Sheet::new(["at", "who", "role", "did", "what"]);
    // Nothing was ever saved: an empty trail, and no file for having looked.
    let acts = if common.workspace.join(people::FILE).exists() {
        People::open(&common.workspace)?.audit()?
    } else {
        Vec::new()
    };
    for act in &acts {
        let at = Timestamp::from_second(act.at).map_or_else(|_| act.at.to_string(), |at| at.to_string());
        let texts = [at.as_str(), &act.who, &act.role, act.did.name(), &act.what];
        sheet.push(texts.iter().map(|text| (*text).into()).collect());
    }
    match args.format {
        TableFormat::Json => output::print_json(&sheet.items()),
        TableFormat::Csv => output::print_csv(&sheet),
        TableFormat::Table if sheet.is_empty() => output::print_text("(none)"),
        TableFormat::Table => output::print_table(&sheet),
    }
}

/// Takes away what the workspace no longer needs, and says what.
pub(super) fn pruned(common: &Common, args: &PruneArgs) -> Result<()> {
    let found = prune(&common.workspace, args.keep.into(), &named_by_scenarios(common)?, args.dry_run)?;
    let verb = if args.dry_run { "would remove" } else { "removed" };
    let mb = |bytes: u64| grouped(i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX));
    for (id, bytes) in &found.datasets {
        output::print_text(&format!("{verb} dataset {id}, {} MB", mb(*bytes)))?;
    }
    for (path, bytes) in &found.leftovers {
        output::print_text(&format!("{verb} {}, {} MB, left by a run that ended early", path.display(), mb(*bytes)))?;
    }
    let sum: u64 = found.datasets.iter().map(|d| d.1).chain(found.leftovers.iter().map(|l| l.1)).sum();
    output::print_text(&format!("{verb} {} MB; {} datasets stay", mb(sum), found.kept.len()))
}

/// Datasets that saved scenarios were made on: their records can be replayed with them only.
fn named_by_scenarios(common: &Common) -> Result<BTreeSet<String>> {
    if !common.workspace.join(people::FILE).exists() {
        return Ok(BTreeSet::new());
    }
    let listed = People::open(&common.workspace)?.list(true)?;
    Ok(listed.scenarios.into_iter().filter_map(|s| s.draft.dataset).collect())
}

/// Prints completions for a shell.
pub(super) fn completions(mut declared: Command, args: &CompletionsArgs) -> Result<()> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut declared, "catchment", &mut bytes);
    output::print_bytes(&bytes)
}

/// Writes the manual pages, one a command.
pub(super) fn man(declared: Command, args: &ManArgs) -> Result<()> {
    let out = || format!("--out {}", args.out.display());
    std::fs::create_dir_all(&args.out).with_context(out)?;
    clap_mangen::generate_to(declared, &args.out).with_context(out)
}
