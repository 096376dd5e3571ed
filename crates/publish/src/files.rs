//! The files beside the pages: figures as CSV, the feed, the manifest with a hash of every file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use catchment_model::Month;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::edition::{Edition, Figure};
use crate::history::Release;
use crate::suppress::Audit;
use crate::voice::{LANGUAGES, Voice, escape};

/// What every column of the figures means.
pub(crate) const COLUMNS: &str = "column,meaning,unit\n\
    area_id,The city's own number of the neighborhood; city for the whole city,\n\
    area,Name of the neighborhood,\n\
    from,First month of the period,year-month\n\
    to,Last month of the period (included),year-month\n\
    offense,What is counted: a group or an alias of the city file,\n\
    count,Offenses reported less those taken back; empty where it is not shown,offenses\n\
    shown,yes or no: small counts and some others are not shown; that is not zero,\n";

/// The figures as CSV.
pub(crate) fn figures(edition: &Edition<'_>) -> String {
    let mut csv = String::from("area_id,area,from,to,offense,count,shown\n");
    let areas = edition.engine.data.areas.list();
    for period in &edition.facts.periods {
        for (o, (offense, _)) in edition.facts.offenses.iter().enumerate() {
            let (from, to) = (period.from(), period.to());
            for (at, id) in edition.facts.areas.iter().enumerate() {
                let name = areas.iter().find(|a| a.id == *id).map_or("", |a| a.name.as_str()).replace('"', "\"\"");
                let (count, shown) = match edition.figure(at, *period, o) {
                    Figure::Number(n) => (n.to_string(), "yes"),
                    Figure::Hidden => (String::new(), "no"),
                };
                let _ = writeln!(csv, "{id},\"{name}\",{from},{to},{offense},{count},{shown}");
            }
            let name = edition.status.city.name.replace('"', "\"\"");
            let _ = writeln!(csv, "city,\"{name}\",{from},{to},{offense},{},yes", edition.city(*period, o));
        }
    }
    csv
}

/// Figures of earlier editions that this one tells otherwise, as CSV.
pub(crate) fn revisions(edition: &Edition<'_>) -> String {
    let mut csv = String::from("area_id,from,to,offense,was,now,told_in_edition_through\n");
    for r in &edition.revised {
        let k = &r.key;
        let _ = writeln!(csv, "{},{},{},{},{},{},{}", k.area, k.from, k.to, k.offense, r.was, r.now, r.told_through);
    }
    csv
}

/// The feed of editions, newest first. Its times are the ends of the data: no clock is read.
pub(crate) fn feed(edition: &Edition<'_>, releases: &[Release]) -> String {
    let voice = Voice::new(LANGUAGES[0]);
    let city = &edition.status.city;
    let time = |through: &str| {
        let end = through.parse::<Month>().map_or_else(|_| "1970-01-01".into(), |m| format!("{}-01", m.next()));
        format!("{end}T00:00:00Z")
    };
    let newest = releases.last().map(|r| time(&r.through)).unwrap_or_default();
    let title = escape(&voice.say("brand", &[("city", &city.name)]));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <title>{title}</title>\n\
         <id>urn:catchment:{id}</id>\n<updated>{newest}</updated>\n<author><name>{by}</name></author>\n\
         <link href=\"index.html\"/>\n",
        id = escape(&city.id),
        by = escape(&city.name),
    );
    for release in releases.iter().rev() {
        let through = release.through.parse::<Month>().map(|m| voice.month(m)).unwrap_or_default();
        let revised = match release.revised {
            0 => String::new(),
            n => format!(" {n} numbers of earlier editions were revised (data/revisions.csv)."),
        };
        let _ = writeln!(
            xml,
            "<entry><title>Data through {through}</title><id>urn:catchment:{}:{}</id><updated>{}</updated>\
             <link href=\"index.html\"/><summary>The numbers now go to {through}.{revised}</summary></entry>",
            escape(&city.id),
            release.dataset,
            time(&release.through)
        );
    }
    xml.push_str("</feed>\n");
    xml
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The manifest: the dataset, the rule, what the audit found, and the hash of every file.
pub(crate) fn manifest(edition: &Edition<'_>, audit: &Audit, files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let rule = &edition.rule;
    let listed: BTreeMap<&String, _> =
        files.iter().map(|(path, b)| (path, json!({ "bytes": b.len(), "sha256": sha256(b) }))).collect();
    let value = json!({
        "city": edition.status.city.id,
        "dataset": edition.status.dataset,
        "program": edition.status.program,
        "through": edition.status.through,
        "rule": {
            "offense": rule.offenses.iter().map(|o| &o.name).collect::<Vec<_>>(),
            "places": rule.places,
            "min_residents": rule.min_residents,
            "years": rule.years,
            "rolling_12": rule.rolling,
            "least_count": rule.least_count,
            "round_to": rule.round_to,
            "zeros": rule.zeros,
            "width": rule.width,
        },
        "audit": {
            "shown": audit.shown,
            "not_shown": audit.hidden,
            "narrowest_interval": audit.narrowest(),
        },
        "files": listed,
    });
    let mut bytes = serde_json::to_vec_pretty(&value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
