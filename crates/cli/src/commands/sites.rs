//! `catchment sites`: the register of sites, never overwritten.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use catchment_model::Month;
use catchment_questions::file::{Field, Sheet};
use catchment_questions::register::{FactsItem, RegisterAnswer, RegisteredSite, SiteChange, SiteHistory, outline_json};
use catchment_questions::{AskError, Engine};
use catchment_store::{Dataset, ListedSites, People, PeopleError, SiteRevision, people};

use crate::args::{Common, FactsArgs, OutlineArgs, SitesArgs, SitesCommand, TableFormat};
use crate::ask::engine;
use crate::ask::flags::told;
use crate::failure::advised;
use crate::output;
use crate::progress;

/// Largest file of an outline that is read, bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Does what was asked for.
pub(super) fn run(common: &Common, args: &SitesArgs) -> Result<()> {
    let folder = common.workspace.as_path();
    match &args.what {
        SitesCommand::List { at, format } => list(folder, *at, *format),
        SitesCommand::History { id, format } => history(folder, id, *format),
        SitesCommand::Add { id, name, from, outline, facts, why } => {
            let change = SiteChange { name: Some(name.clone()), ..change(why, Some((*from, facts)), Some(outline))? };
            let begun = Begun::new(folder)?;
            let entry = change.opened(id, &begun.engine).map_err(in_flags)?;
            saved(&begun.people.add_site(id, &entry, why, now()).map_err(listed)?)
        }
        SitesCommand::Move { id, from, outline, facts, why } => {
            changed(folder, id, &change(why, Some((*from, facts)), Some(outline))?)
        }
        SitesCommand::Change { id, from, facts, why } => changed(folder, id, &change(why, Some((*from, facts)), None)?),
        SitesCommand::Fill { id, why } => {
            changed(folder, id, &SiteChange { run_by_city_file: true, ..change(why, None, None)? })
        }
        SitesCommand::Close { id, to, why } => {
            changed(folder, id, &SiteChange { to: Some(to.to_string()), ..change(why, None, None)? })
        }
    }
}

/// A register that was begun, with the city that its sites lie in.
struct Begun {
    people: People,
    engine: Engine,
}

impl Begun {
    /// Where nobody began a register, it begins with the sites of the city file.
    fn new(folder: &Path) -> Result<Self> {
        let of_city_file = Dataset::open(folder)?;
        let people = People::open(folder)?;
        if people.seed_sites(&of_city_file.to_begin_with(), now())? {
            progress::say("a register of sites begins here, with those of the city file");
        }
        Ok(Self { people, engine: engine(of_city_file, false)? })
    }
}

fn changed(folder: &Path, id: &str, change: &SiteChange) -> Result<()> {
    let Begun { people, engine } = Begun::new(folder)?;
    let last = people.site(id).map_err(listed)?;
    let entry = change.applied(id, &last.entry, &engine).map_err(in_flags)?;
    saved(&people.save_site(id, last.revision, &entry, (&change.why, now()))?)
}

/// What flags say, as a change.
fn change(why: &str, dated: Option<(Month, &FactsArgs)>, outline: Option<&OutlineArgs>) -> Result<SiteChange> {
    let mut change = SiteChange { why: why.to_owned(), ..SiteChange::default() };
    if let Some((from, facts)) = dated {
        let several = |given: &[String]| (!given.is_empty()).then(|| given.to_vec());
        change.from = Some(from.to_string());
        change.providers = several(&facts.provider);
        change.documents = several(&facts.document);
        (change.staff, change.budget_dollars, change.shift) = (facts.staff, facts.budget, facts.shift.clone());
    }
    if let Some(args) = outline {
        change.outline = args.outline.as_deref().map(read).transpose()?;
        change.areas.clone_from(&args.areas);
        (change.stand_in, change.source) = (args.stand_in, args.source.clone());
    }
    Ok(change)
}

/// The polygons of a file as `GeoJSON`, degrees.
fn read(path: &Path) -> Result<serde_json::Value> {
    let shown = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("--outline {shown}: cannot be read"))?.len();
    if size > MAX_BYTES {
        bail!("--outline {shown}: {size} bytes; expected up to {MAX_BYTES}");
    }
    let outline = catchment_ingest::read_outline(path).with_context(|| format!("--outline {shown}: cannot be read"))?;
    Ok(outline_json(&outline))
}

/// A refusal with the flag that it is about.
fn in_flags(error: AskError) -> anyhow::Error {
    match error {
        AskError::Value { parameter, value, accepted } if parameter == "budget" || parameter == "budget_dollars" => {
            anyhow::anyhow!("--budget {value}: expected {accepted}")
        }
        AskError::Value { parameter, accepted, .. } if parameter == "change" => {
            advised("nothing would change".to_owned(), accepted)
        }
        other => told(other),
    }
}

fn listed(error: PeopleError) -> anyhow::Error {
    match error {
        PeopleError::NoSite { .. } => advised(error.to_string(), "`catchment sites list` names those that there are"),
        PeopleError::SiteTaken { .. } => {
            advised(error.to_string(), "another id, or `catchment sites move` for a new outline")
        }
        other => other.into(),
    }
}

fn saved(revision: &SiteRevision) -> Result<()> {
    output::print_text(&format!("{}: revision {} saved. {}", revision.id, revision.revision, revision.why))
}

fn list(folder: &Path, at: Option<Month>, format: TableFormat) -> Result<()> {
    let kept = ListedSites::read(folder)?;
    let none = kept == ListedSites::default();
    let of_city_file = if none { Dataset::open(folder)?.to_begin_with() } else { Vec::new() };
    let unknown = kept.revisions.iter().any(|r| r.entry.run_by().is_empty());
    // What the city file names is offered where it can be read; the register is listed in any case.
    let declared = Dataset::open(folder).ok().filter(|_| unknown).map_or_else(Vec::new, |data| data.city.site);
    let answer = RegisterAnswer::new(kept, &of_city_file, &declared);
    progress::warn(answer.damaged.iter().map(|d| format!("{}, revision {}: {}", d.id, d.revision, d.why)));
    if format == TableFormat::Json {
        return output::print_json(&answer);
    }
    let head = ["site", "name", "from", "to", "outline", "run by", "staff", "dollars a year", "revision"];
    let mut sheet = Sheet::new(head);
    for site in &answer.sites {
        let (first, last) = (site.outlines.first(), site.outlines.last());
        let at = at.map(|m| m.to_string());
        let facts = site.facts.iter().rev().find(|f| at.as_ref().is_none_or(|at| f.from <= *at));
        let number = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok()).map_or(Field::Empty, Field::Int);
        sheet.push(vec![
            site.id.clone().into(),
            site.name.clone().into(),
            first.map_or(Field::Empty, |o| Field::Text(o.from.clone())),
            last.and_then(|o| o.to.clone()).map_or(Field::Empty, Field::Text),
            last.map_or(Field::Empty, |o| Field::Text(o.shape.clone())),
            facts.map_or(Field::Empty, |f| Field::Text(f.providers.join("; "))),
            number(facts.and_then(|f| f.staff).map(u64::from)),
            number(facts.and_then(|f| f.budget_dollars)),
            number(site.revision.map(u64::from)),
        ]);
    }
    printed(&sheet, format)?;
    for site in answer.sites.iter().filter(|_| format == TableFormat::Table) {
        if let Some(says) = &site.city_file_says {
            let fill = format!("catchment sites fill {}", site.id);
            progress::say(&format!("{}: the city file names who runs it: {says} `{fill}` takes that over", site.name));
        }
    }
    if none && format == TableFormat::Table {
        progress::say("from the city file: nobody changed a site here yet");
    }
    Ok(())
}

fn history(folder: &Path, id: &str, format: TableFormat) -> Result<()> {
    if !folder.join(people::FILE).exists() {
        return Err(listed(PeopleError::NoSite { id: id.to_owned() }));
    }
    let answer = SiteHistory::from(People::open(folder)?.site_history(id).map_err(listed)?);
    progress::warn(answer.damaged.iter().map(|d| format!("revision {}: {}", d.revision, d.why)));
    if format == TableFormat::Json {
        return output::print_json(&answer);
    }
    let mut sheet = Sheet::new(["revision", "saved", "outlines", "facts", "why"]);
    for site in &answer.revisions {
        sheet.push(vec![
            site.revision.map_or(Field::Empty, |n| Field::Int(i64::from(n))),
            site.saved.clone().map_or(Field::Empty, Field::Text),
            outlines(site).into(),
            site.facts.iter().map(fact).collect::<Vec<_>>().join("; ").into(),
            site.why.clone().map_or(Field::Empty, Field::Text),
        ]);
    }
    printed(&sheet, format)
}

fn outlines(site: &RegisteredSite) -> String {
    let one = |o: &catchment_questions::register::OutlineItem| {
        format!("{} to {} ({})", o.from, o.to.as_deref().unwrap_or("today"), o.shape)
    };
    site.outlines.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn fact(facts: &FactsItem) -> String {
    let mut said = Vec::new();
    said.extend((!facts.providers.is_empty()).then(|| facts.providers.join(" and ")));
    said.extend(facts.staff.map(|n| format!("staff {n}")));
    said.extend(facts.budget_dollars.map(|n| format!("${n} a year")));
    said.extend(facts.shift.clone());
    said.extend(facts.source.as_ref().map(|source| format!("source: {source}")));
    format!("from {}: {}", facts.from, said.join(", "))
}

fn printed(sheet: &Sheet, format: TableFormat) -> Result<()> {
    if format == TableFormat::Csv { output::print_csv(sheet) } else { output::print_table(sheet) }
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_secs()).ok()).unwrap_or(0)
}
