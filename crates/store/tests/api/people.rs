//! What people wrote: every acknowledged revision stays, whatever happens.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use catchment_store::{Act, Did, Draft, Drawn, People, PeopleError, Shape};
use serde_json::json;

fn draft(name: &str) -> Draft {
    Draft {
        name: name.to_owned(),
        note: "as heard on Tuesday".to_owned(),
        dataset: Some("0123456789abcdef".to_owned()),
        question: json!({"of": "catchments", "k": 3, "area_km2": 2.5}),
        picked: vec!["C1".to_owned(), "C2".to_owned()],
        drawn: vec![Drawn { name: "corner".to_owned(), shape: Shape::Cells(vec!["8a2640000007fff".to_owned()]) }],
        archived: false,
        acted_on: None,
        view: None,
    }
}

#[test]
fn a_scenario_keeps_all_its_revisions_across_openings() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    let first = people.create(&draft("North"), 1_000).expect("saved");
    assert_eq!((first.id, first.revision, first.created_at), (1, 1, 1_000));
    let second =
        people.save(1, 1, &Draft { name: "North side".to_owned(), ..first.draft.clone() }, 2_000).expect("saved");
    assert_eq!((second.revision, second.created_at, second.saved_at), (2, 1_000, 2_000));
    assert_ne!(first.blake3, second.blake3);
    drop(people);
    let people = People::open(dir.path()).expect("opens again");
    assert_eq!(people.get(1, None).expect("there"), second);
    assert_eq!(people.get(1, Some(1)).expect("there"), first);
    assert_eq!(people.history(1).expect("there").scenarios, [first, second]);
    assert!(matches!(people.get(1, Some(3)), Err(PeopleError::NoRevision { latest: 2, .. })));
    assert!(matches!(people.get(9, None), Err(PeopleError::NoScenario { id: 9 })));
}

#[test]
fn what_was_acted_on_and_what_was_on_the_screen_are_kept() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    let whole =
        Draft { acted_on: Some("optimize".to_owned()), view: Some("#screen=next&k=3".to_owned()), ..draft("North") };
    let saved = people.create(&whole, 1).expect("saved");
    assert_eq!(people.get(1, None).expect("there").draft, whole);
    assert_ne!(saved.blake3, draft("North").blake3());
    let refused = people.create(&Draft { view: Some("x".repeat(2_001)), ..whole }, 1).expect_err("refused").to_string();
    assert!(refused.contains("2001 characters") && refused.contains("up to 2000"), "{refused}");
}

#[test]
fn a_file_from_before_the_screen_was_kept_opens_with_the_same_hashes() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    let saved = people.create(&draft("North"), 1).expect("saved");
    let raw = rusqlite::Connection::open(people.path()).expect("opens");
    drop(people);
    for column in ["asked", "view"] {
        raw.execute_batch(&format!("ALTER TABLE scenario_revision DROP COLUMN {column}")).expect("as it was");
    }
    raw.execute_batch("DROP TABLE site_revision; DROP TABLE site; DROP TABLE audit").expect("as it was");
    raw.pragma_update(None, "user_version", 1).expect("set");
    drop(raw);
    let people = People::open(dir.path()).expect("is brought up to date");
    assert_eq!(people.get(1, None).expect("there"), saved);
    assert_eq!(serde_json::to_value(&saved.draft).expect("JSON").get("asked"), None);
}

#[test]
fn saving_on_top_of_an_old_revision_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    people.create(&draft("North"), 1).expect("saved");
    people.save(1, 1, &draft("mine"), 2).expect("saved");
    let refused = people.save(1, 1, &draft("yours"), 3).expect_err("refused");
    assert!(matches!(refused, PeopleError::Conflict { id: 1, expected: 1, current: 2 }), "{refused}");
    assert_eq!(people.get(1, None).expect("there").draft.name, "mine");
    assert!(matches!(people.save(7, 1, &draft("none"), 3), Err(PeopleError::NoScenario { id: 7 })));
}

#[test]
fn of_two_that_save_at_once_one_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    People::open(dir.path()).expect("opens").create(&draft("North"), 1).expect("saved");
    let one = |name: String| {
        let people = People::open(dir.path()).expect("opens");
        (0..20).filter(|i| people.save(1, 1 + i, &draft(&name), 2).is_ok()).count()
    };
    let (a, b) = std::thread::scope(|s| {
        let (a, b) = (s.spawn(|| one("a".to_owned())), s.spawn(|| one("b".to_owned())));
        (a.join().expect("no panic"), b.join().expect("no panic"))
    });
    let people = People::open(dir.path()).expect("opens");
    assert_eq!(people.history(1).expect("there").scenarios.len(), 1 + a + b);
    assert!((20..=40).contains(&(a + b)), "{a} {b}");
}

#[test]
fn archived_scenarios_leave_the_list_but_not_the_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    people.create(&draft("a"), 1).expect("saved");
    people.create(&draft("b"), 2).expect("saved");
    people.save(1, 1, &Draft { archived: true, ..draft("a") }, 3).expect("saved");
    let names = |archived| {
        people.list(archived).expect("a list").scenarios.into_iter().map(|s| s.draft.name).collect::<Vec<_>>()
    };
    assert_eq!((names(false), names(true)), (vec!["b".to_owned()], vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(people.history(1).expect("there").scenarios.len(), 2);
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_value() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    let ask = |draft: Draft| people.create(&draft, 1).expect_err("refused").to_string();
    assert_eq!(ask(draft(" ")), "name of the scenario: \" \"; expected 1 to 200 characters");
    let bad = Draft { dataset: Some("../../etc".to_owned()), ..draft("x") };
    assert_eq!(ask(bad), "dataset of the scenario: \"../../etc\"; expected 16 hexadecimal digits");
    assert!(ask(Draft { question: json!([1]), ..draft("x") }).contains("an object"));
    assert!(ask(Draft { picked: vec!["C1".to_owned(); 1001], ..draft("x") }).contains("1001 areas"));
    assert!(ask(Draft { question: json!({"a": "x".repeat(70_000)}), ..draft("x") }).contains("bytes"));
    assert_eq!(people.list(true).expect("a list"), catchment_store::Listed::default());
}

#[test]
fn the_database_itself_refuses_to_change_or_delete_a_revision() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    people.create(&draft("a"), 1).expect("saved");
    let raw = rusqlite::Connection::open(people.path()).expect("opens");
    for sql in ["UPDATE scenario_revision SET name = 'b'", "DELETE FROM scenario_revision", "DELETE FROM scenario"] {
        let refused = raw.execute(sql, []).expect_err("refused").to_string();
        assert!(refused.contains("never"), "{refused}");
    }
}

#[test]
fn a_file_from_a_newer_program_or_a_damaged_one_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = People::open(dir.path()).expect("opens").path().to_owned();
    rusqlite::Connection::open(&path).expect("opens").pragma_update(None, "user_version", 99).expect("set");
    let refused = People::open(dir.path()).expect_err("refused").to_string();
    assert!(refused.contains("schema version 99") && refused.contains("up to 4"), "{refused}");
    for name in ["people.sqlite", "people.sqlite-wal", "people.sqlite-shm"] {
        let _ = std::fs::remove_file(dir.path().join(name));
    }
    std::fs::write(&path, "this is not a database, and it is long enough to be looked at as one ".repeat(20))
        .expect("written");
    let refused = People::open(dir.path()).expect_err("refused").to_string();
    assert!(refused.contains("people.sqlite"), "{refused}");
}

/// Not a test by itself: what the next test kills.
#[test]
fn writes_until_killed() {
    let Some(folder) = std::env::var_os("CATCHMENT_TEST_WRITER") else { return };
    let people = People::open(Path::new(&folder)).expect("opens");
    let mut latest = people.get(1, None).map_or(0, |s| s.revision);
    let mut out = std::io::stdout();
    loop {
        let name = format!("revision {}", latest + 1);
        let saved =
            if latest == 0 { people.create(&draft(&name), 1) } else { people.save(1, latest, &draft(&name), 1) };
        latest = saved.expect("saved").revision;
        writeln!(out, "acknowledged {latest}").and_then(|()| out.flush()).expect("a reader");
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_writer_is_killed() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut acknowledged = 0;
    for round in 0..12_u64 {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["people::writes_until_killed", "--exact", "--nocapture"])
            .env("CATCHMENT_TEST_WRITER", dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let out = child.stdout.take().expect("standard output");
        let (told, first) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            // The harness may print on the same line before it.
            let numbers = lines.filter_map(|l| l.split("acknowledged ").nth(1)?.parse::<u32>().ok());
            let tell = |_: &u32| {
                // Nobody listens once the first has come.
                let _ = told.send(());
            };
            numbers.inspect(tell).last()
        });
        // Three rounds of four from the first acknowledgment on, the others from the start of the program, wherever
        // that takes it.
        if round % 4 != 3 {
            first.recv_timeout(Duration::from_mins(1)).expect("it writes");
        }
        std::thread::sleep(Duration::from_millis(5 + round * round * 7 % 60));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        acknowledged = reader.join().expect("no panic").unwrap_or(acknowledged).max(acknowledged);
        if acknowledged == 0 {
            continue;
        }
        let people = People::open(dir.path()).expect("opens after a kill");
        let history = people.history(1).expect("every revision is whole").scenarios;
        assert!(history.len() >= acknowledged as usize, "round {round}: {} of {acknowledged}", history.len());
        for (at, scenario) in (1..).zip(&history) {
            assert_eq!((scenario.revision, scenario.draft.name.as_str()), (at, format!("revision {at}").as_str()));
        }
    }
    assert!(acknowledged > 12, "too few revisions were written to say anything: {acknowledged}");
}

#[test]
fn readers_go_on_while_another_program_writes_and_writers_are_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    let first = people.create(&draft("North"), 1).expect("saved");
    let other = rusqlite::Connection::open(people.path()).expect("opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("holds the file");
    std::thread::scope(|scope| {
        let waiting: Vec<_> = (0..4).map(|_| scope.spawn(|| people.create(&draft("South"), 2))).collect();
        assert_eq!(people.list(false).expect("a list").scenarios, [first]);
        for one in waiting {
            let refused = one.join().expect("no panic").expect_err("the file is held");
            assert!(matches!(refused, PeopleError::Busy { .. }), "{refused:?}");
        }
    });
    other.execute_batch("ROLLBACK").expect("lets go");
    assert_eq!(people.create(&draft("South"), 3).expect("saved").id, 2);
}

#[test]
fn a_damaged_revision_does_not_take_the_list_down() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    for name in ["North", "South", "East"] {
        people.create(&draft(name), 1).expect("saved");
    }
    let other = rusqlite::Connection::open(people.path()).expect("opens");
    for (id, note) in [(1, "x'6e6f7465'"), (3, "cast(x'ff' as text)")] {
        let sql = format!(
            "DROP TRIGGER IF EXISTS scenario_revision_stays; \
             UPDATE scenario_revision SET note = {note} WHERE scenario = {id}"
        );
        let _ = other.execute_batch(&sql);
    }
    other.execute("UPDATE scenario_revision SET name = 'Norht' WHERE scenario = 1", []).expect("a changed byte");
    let listed = people.list(true).expect("a list");
    assert_eq!(listed.scenarios.iter().map(|s| s.id).collect::<Vec<_>>(), [2]);
    let mut damaged: Vec<i64> = listed.damaged.iter().map(|d| d.id).collect();
    damaged.sort_unstable();
    assert_eq!(damaged, [1, 3], "{:?}", listed.damaged);
    assert!(people.get(2, None).is_ok() && people.get(1, None).is_err());
}

#[test]
fn the_audit_trail_is_only_ever_added_to() {
    let dir = tempfile::tempdir().expect("a folder");
    let people = People::open(dir.path()).expect("opens");
    let act = |at, who: &str, did| Act {
        at,
        who: who.to_owned(),
        role: "planner".to_owned(),
        did,
        what: "/api/v1/cells?format=csv".to_owned(),
    };
    let acts = [act(5, "kim", Did::Export), act(4, "lee", Did::Write)];
    for act in &acts {
        people.note(act).expect("put down");
    }
    let long = Act { what: "x".repeat(10_000), ..act(6, "kim", Did::Export) };
    people.note(&long).expect("put down");
    let found = people.audit().expect("read");
    assert_eq!(found[..2], acts, "in the order of writing");
    assert_eq!(found[2].what.len(), 2000);
    let raw = rusqlite::Connection::open(people.path()).expect("opens");
    for sql in ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"] {
        let refused = raw.execute_batch(sql).expect_err("refused").to_string();
        assert!(refused.contains("the audit trail"), "{refused}");
    }
}
