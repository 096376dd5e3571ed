//! The register keeps all that was ever said of a site.

use std::path::Path;

use catchment_model::city::SiteProvider;
use catchment_model::{Month, Site, SiteShape};
use geo::{MultiPolygon, polygon};

use super::{ListedSites, Register, SiteEntry, SiteFacts, SiteRevision};
use crate::people::{Draft, FILE, People, PeopleError};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn site(id: &str, from: &str, x: f64) -> Site {
    let outline = polygon![(x: x, y: 38.0), (x: x + 0.01, y: 38.0), (x: x, y: 38.01)];
    Site {
        id: id.to_owned(),
        name: "North".to_owned(),
        from: month(from),
        to: None,
        shape: SiteShape::StandIn,
        area_ids: vec!["50".to_owned()],
        note: String::new(),
        outline: MultiPolygon(vec![outline]),
    }
}

fn people() -> (tempfile::TempDir, People) {
    let folder = tempfile::tempdir().unwrap();
    let people = People::open(folder.path()).unwrap();
    (folder, people)
}

fn provided(from: &str, by: &str) -> SiteFacts {
    SiteFacts { providers: vec![by.to_owned()], ..SiteFacts::from_month(month(from)) }
}

fn said(result: Result<SiteRevision, PeopleError>) -> String {
    result.unwrap_err().to_string()
}

/// Changes the file as no program of ours would.
fn damage(folder: &Path, sql: &str) {
    let raw = rusqlite::Connection::open(folder.join(FILE)).unwrap();
    raw.execute_batch("DROP TRIGGER site_revision_stays").unwrap();
    raw.execute(sql, []).unwrap();
}

#[test]
fn a_move_ends_the_outline_before_and_history_stays() {
    let (folder, people) = people();
    assert!(people.seed_sites(&[SiteEntry::of(site("north", "2020-06", -90.2))], 1).unwrap());
    let first = people.site("north").unwrap();
    let moved = first.entry.clone().moved(site("north", "2023-09", -90.3)).unwrap();
    people.save_site("north", 1, &moved, ("The council moved it.", 2)).unwrap();
    let history = people.site_history("north").unwrap().revisions;
    assert_eq!(history.iter().map(|r| (r.revision, r.saved_at)).collect::<Vec<_>>(), [(1, 1), (2, 2)]);
    assert_eq!((&history[0].entry, history[1].entry.outlines.len()), (&first.entry, 2));
    assert_eq!(history[1].entry.outlines[0].to, Some(month("2023-08")));
    assert!(
        !people.seed_sites(&[SiteEntry::of(site("south", "1999-01", -90.2))], 3).unwrap(),
        "a register begins once"
    );
    let register = Register::read(folder.path()).unwrap().unwrap();
    assert_eq!(register.sites, moved.outlines);
    assert_eq!(register.sites[1].shape, SiteShape::StandIn, "what stands in stays marked");
}

#[test]
fn who_runs_a_site_is_filled_in_from_the_city_file_as_a_revision_and_nothing_said_is_lost() {
    let (_folder, people) = people();
    let staffed = SiteFacts { staff: Some(8), ..SiteFacts::from_month(month("2022-01")) };
    let before = SiteEntry::of(site("north", "2020-06", -90.2)).with_facts(staffed);
    people.seed_sites(std::slice::from_ref(&before), 1).unwrap();
    let by = |names: &str, from: &str, to: Option<&str>| SiteProvider {
        names: vec![names.to_owned()],
        from: month(from),
        to: to.map(month),
        source: "City pages".to_owned(),
    };
    let of_city = [by("A", "2020-06", Some("2023-08")), by("B", "2023-09", None)];
    let filled = before.filled(&of_city).unwrap();
    assert_eq!(filled.run_by(), of_city);
    let staff = |at: &str| filled.facts_in(month(at)).unwrap().staff;
    assert_eq!((staff("2021-12"), staff("2022-01"), staff("2023-09")), (None, Some(8), Some(8)));
    people.save_site("north", 1, &filled, ("Who runs it, from the city file.", 2)).unwrap();
    let history = people.site_history("north").unwrap().revisions;
    assert_eq!((history.len(), &history[0].entry, &history[1].entry), (2, &before, &filled));
    assert_eq!(filled.filled(&of_city), None, "somebody is known");
    assert_eq!(before.filled(&[]), None, "the city file names nobody");
}

#[test]
fn who_runs_a_site_is_a_fact_of_a_month() {
    let (_folder, people) = people();
    let first = provided("2020-11", "Employment Connection");
    let entry = SiteEntry::of(site("north", "2020-11", -90.2)).with_facts(first.clone());
    people.add_site("north", &entry, "Opened.", 1).unwrap();
    let next = provided("2023-09", "Mission St. Louis with LIVE FREE USA");
    let saved = people.save_site("north", 1, &entry.with_facts(next.clone()), ("A new contract.", 2)).unwrap();
    let by = |at: &str| saved.entry.facts_in(month(at)).map(|f| f.providers[0].clone());
    assert_eq!(by("2020-10"), None);
    assert_eq!((by("2023-08"), by("2023-09")), (Some(first.providers[0].clone()), Some(next.providers[0].clone())));
    let corrected = saved.entry.clone().with_facts(provided("2023-09", "Someone else"));
    assert_eq!(corrected.facts.len(), 2, "the same month is said anew");
    people.save_site("north", 2, &corrected, ("A mistake.", 3)).unwrap();
    assert_eq!(
        people.site_history("north").unwrap().revisions[1].entry,
        saved.entry,
        "and history keeps what was said"
    );
}

#[test]
fn the_database_refuses_to_change_or_delete_a_revision() {
    let (folder, people) = people();
    people.seed_sites(&[SiteEntry::of(site("north", "2020-06", -90.2))], 1).unwrap();
    let raw = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    for sql in [
        "UPDATE site_revision SET why = 'x'",
        "DELETE FROM site_revision",
        "DELETE FROM site",
        "UPDATE site SET id = 'south'",
        "INSERT OR REPLACE INTO site_revision SELECT site, revision, 9, 'x', content, blake3 FROM site_revision",
    ] {
        let error = raw.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("never"), "{sql}: {error}");
    }
    assert_eq!(people.site("north").unwrap().saved_at, 1);
}

#[test]
fn what_does_not_hold_together_is_refused_with_what_would() {
    let (_folder, people) = people();
    let entry = SiteEntry::of(site("north", "2020-06", -90.2));
    assert!(said(people.add_site("North!", &entry, "why", 1)).contains("a–z"));
    assert!(said(people.add_site("north", &entry, " ", 1)).contains("why"));
    assert!(said(people.add_site("north", &entry, "two\nlines", 1)).contains("line breaks"));
    people.add_site("north", &entry, "Opened.", 1).unwrap();
    assert!(said(people.add_site("north", &entry, "Again.", 1)).contains("there is a site north already"));
    let other = SiteEntry::of(site("south", "2020-06", -90.2));
    assert!(said(people.save_site("south", 1, &other, ("x", 1))).contains("no site \"south\""));
    assert!(said(people.save_site("north", 1, &other, ("x", 1))).contains("a polygon of north"));
    assert!(entry.clone().closed(month("2019-01")).is_err());
    assert!(entry.clone().moved(site("north", "2020-06", 0.0)).is_err());
    let staff = SiteFacts { staff: Some(20_000), ..SiteFacts::from_month(month("2021-01")) };
    assert!(said(people.save_site("north", 1, &entry.clone().with_facts(staff), ("x", 1))).contains("0 to 10000"));
    let closed = entry.closed(month("2024-01")).unwrap();
    assert!(said(people.save_site("north", 3, &closed, ("x", 1))).contains("revision 1, not 3"));
    assert_eq!(people.save_site("north", 1, &closed, ("Closed.", 2)).unwrap().revision, 2);
    let after = closed.moved(site("north", "2025-01", -90.3)).unwrap_err().to_string();
    assert!(after.contains("the site closed then"), "{after}");
}

#[test]
fn a_damaged_revision_is_told_and_takes_none_of_the_others_down() {
    let (folder, people) = people();
    people
        .seed_sites(
            &[SiteEntry::of(site("north", "2020-06", -90.2)), SiteEntry::of(site("south", "2020-06", -90.3))],
            1,
        )
        .unwrap();
    let before = Register::read(folder.path()).unwrap().unwrap();
    damage(
        folder.path(),
        "UPDATE site_revision SET content = replace(content, '2020-06', '2019-06') WHERE site = 'north'",
    );
    let listed = people.sites().unwrap();
    assert_eq!(listed.revisions.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["south"]);
    assert_eq!((listed.damaged[0].id.as_str(), listed.damaged[0].revision), ("north", 1));
    assert!(
        people.site("north").unwrap_err().to_string().contains("does not match its hash"),
        "nothing is built on it"
    );
    let after = Register::read(folder.path()).unwrap().unwrap();
    assert_eq!((after.sites.len(), after.damaged), (1, vec!["north".to_owned()]));
    assert_ne!(after.blake3, before.blake3, "answers from before are not taken for answers of now");
}

#[test]
fn a_workspace_from_before_the_register_has_none_and_is_left_as_it_is() {
    let (folder, people) = people();
    people.create(&Draft { name: "North side".to_owned(), ..Draft::default() }, 1).unwrap();
    assert_eq!(Register::read(folder.path()).unwrap(), None);
    assert_eq!(ListedSites::read(&folder.path().join("none")).unwrap(), ListedSites::default());
}
