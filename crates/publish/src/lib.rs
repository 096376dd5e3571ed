//! The public edition: static pages and tables that can be handed to anyone, because nothing else is in them.
//!
//! Lives here: what may be published (`rule`), the table and what of it is shown (`table`, `suppress`), what a reader
//! could work out (`attack`), earlier editions (`history`), pages in each language with their pictures, the files and
//! tiles beside them, and the signature (`seal`).
//!
//! Does not live here: the disk (`cli`), what a question means (`questions`), a server.

mod attack;
mod chance;
mod counts;
mod edition;
mod embed;
mod error;
mod files;
mod finder;
mod frame;
mod history;
mod index;
mod limits;
mod map;
mod picture;
mod place;
mod presence;
mod region;
mod rule;
mod said;
mod seal;
mod suppress;
mod table;
mod tiles;
mod voice;

use std::collections::BTreeMap;

use catchment_questions::Engine;

pub use attack::{Interval, interval};
pub use error::PublishError;
pub use history::{History, Release, Revision, pattern_of, periods_of, revised};
pub use rule::{PublishedOffense, Rule};
pub use seal::{KeyPair, MANIFEST, SIGNATURE, SealError, check_files, check_signature, key_pair, listed, signed};
pub use suppress::{Audit, Audited, guarded};
pub use table::{Facts, Key, Pattern, Shown, pieces};
pub use voice::{LANGUAGES, Language, Voice};

use edition::{Edition, Figure};

const STYLE: &str = include_str!("../assets/style.css");
const FIND: &str = include_str!("../assets/find.js");
const WORKER: &str = include_str!("../assets/sw.js");

/// What is published: files by path, the audit, and the history with this edition in it.
#[derive(Debug)]
pub struct Published {
    /// Files by their path below the folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the audit found.
    pub audit: Audit,
    /// The history, this edition included.
    pub history: History,
    /// Number of neighborhoods with a page.
    pub pages: usize,
}

/// Makes the public edition of a dataset. The same dataset and history give the same bytes.
///
/// `address` is where it will lie, such as `https://example.org/safety`: whoever shows a link to a page finds its
/// picture only by a whole address.
///
/// # Errors
/// [`PublishError`] where the rule cannot be, or a count that is not shown could be worked out.
pub fn publish(
    engine: &Engine,
    history: History,
    gazetteer: Option<&[u8]>,
    address: Option<&str>,
) -> Result<Published, PublishError> {
    let data = &engine.data;
    let rule = Rule::check(&data.city)?;
    let status = counts::status(engine)?;
    let earlier = pattern_of(history.before(&data.id));
    let facts = counts::facts(engine, &status, &rule, &periods_of(&earlier))?;
    let (pattern, audit) = guarded(&facts, &rule, &earlier)?;
    let region = region::target(engine)?;
    let address = address.map(|a| a.trim_end_matches('/').to_owned());
    let mut edition = Edition { engine, status, rule, facts, pattern, region, address, revised: Vec::new() };
    let mut history = history;
    let mut release = release(&edition);
    edition.revised = revised(history.before(&data.id), &release.told);
    release.revised = edition.revised.len();
    history.add(release);
    let at = history.before(&data.id).len() + 1;
    let mut files = pages(&edition);
    files.extend(pictures(&edition)?);
    let finder::Finder { names: found, outlines, credits } = finder::finder(data.areas.list(), gazetteer)?;
    let credits = credits.join("\n") + "\n";
    let mut add = |path: &str, bytes: Vec<u8>| files.insert(path.to_owned(), bytes);
    add("find.json", found);
    add("outlines.json", outlines);
    add("credits.txt", credits.into_bytes());
    add("style.css", STYLE.as_bytes().to_vec());
    add("find.js", FIND.as_bytes().to_vec());
    add("data/figures.csv", files::figures(&edition).into_bytes());
    add("data/revisions.csv", files::revisions(&edition).into_bytes());
    add("data/columns.csv", files::COLUMNS.as_bytes().to_vec());
    add("data/neighborhoods.pmtiles", tiles::archive(&edition)?);
    add("feed.xml", files::feed(&edition, &history.editions[..at.min(history.editions.len())]).into_bytes());
    let version = files::sha256(&files.values().flatten().copied().collect::<Vec<u8>>());
    files.insert("sw.js".to_owned(), WORKER.replace("VERSION", &version[..16]).into_bytes());
    let manifest = files::manifest(&edition, &audit, &files);
    files.insert(MANIFEST.to_owned(), manifest);
    let pages = edition.neighborhoods().len();
    Ok(Published { files, audit, history, pages })
}

fn pages(edition: &Edition<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for language in LANGUAGES {
        let voice = Voice::new(language);
        let places = edition.neighborhoods().into_iter().map(|area| place::page(edition, &voice, area));
        let region = edition.region.iter().map(|found| region::page(edition, &voice, found));
        for page in std::iter::once(index::page(edition, &voice)).chain(region).chain(places) {
            files.insert(page.address(&voice), page.html(edition, &voice).into_bytes());
        }
        for area in edition.neighborhoods() {
            let (path, html) = embed::page(edition, &voice, area);
            files.insert(path, html.into_bytes());
        }
    }
    files
}

/// A picture of each neighborhood and of the city, by path.
fn pictures(edition: &Edition<'_>) -> Result<BTreeMap<String, Vec<u8>>, PublishError> {
    let (areas, sites) = (edition.engine.data.areas.list(), edition.engine.data.sites_today());
    let about = std::iter::once(None).chain(edition.neighborhoods().into_iter().map(Some));
    let one = |about: Option<&catchment_model::Area>| {
        let label = about.map_or_else(|| edition.status.city.name.clone(), |area| area.name.clone());
        let drawing = map::Drawing { areas, sites: &sites, about, label };
        Ok((frame::picture_of(about), drawing.png()?))
    };
    about.map(one).collect()
}

/// This edition as earlier ones are remembered: its own figures, not those that it only guards.
fn release(edition: &Edition<'_>) -> Release {
    let facts = &edition.facts;
    let figures = facts.figures(facts.periods.iter().copied()).into_iter().filter(|f| f.0 < facts.areas.len());
    let figures = figures.filter_map(|f| {
        let key = facts.key(f.0, f.1, f.2);
        edition.pattern.get(&key).map(|shown| (key, *shown))
    });
    Release {
        dataset: edition.status.dataset.clone(),
        through: edition.status.through.clone().unwrap_or_default(),
        figures: figures.collect(),
        told: told(edition),
        revised: 0,
    }
}

/// What this edition tells, as the table has it.
fn told(edition: &Edition<'_>) -> Vec<(Key, i64)> {
    let facts = &edition.facts;
    let mut all = Vec::new();
    for (area, period, offense) in facts.figures(facts.periods.iter().copied()) {
        let key = facts.key(area, period, offense);
        if area == facts.areas.len() {
            all.push((Key { area: "city".to_owned(), ..key }, edition.city(period, offense)));
        } else if let Figure::Number(n) = edition.figure(area, period, offense) {
            all.push((key, n));
        }
    }
    all
}
