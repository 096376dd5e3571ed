//! What a check says and refuses.

use super::since::changed;
use super::words::{change, direction, false_alarms, reached, schedule};
use super::{ChangedItem, CheckAsk, ReachedItem};
use crate::pieces::read_ask;

#[test]
fn schedules_and_directions_read_as_people_write_them() {
    assert_eq!(schedule(&[1, 2, 3, 4, 5], 13, 23), "Tue–Sat 13:00–23:00");
    assert_eq!(schedule(&[0, 4, 5, 6, 3], 20, 6), "Mon, Fri, Sat, Sun, Thu 20:00–06:00");
    let ways =
        [(1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, -1.0)].map(|(e, n)| direction(e, n));
    assert_eq!(ways, ["east", "northeast", "north", "west", "south", "southeast"]);
}

#[test]
fn a_share_stands_with_its_interval_and_the_rate_of_false_alarms_is_stated() {
    assert_eq!(reached(&ReachedItem { share: 0.0594, low: 0.053, high: 0.0661 }), "5.9% (5.3–6.6)");
    assert!(false_alarms(3).contains("any of the 3 sites in at most 5 of 100"));
}

#[test]
fn a_change_of_a_share_stands_beside_chance() {
    let changed = |beyond_chance| {
        change(&ChangedItem { month: "2024-11".to_owned(), before: 0.035, after: 0.0551, p: 0.036, beyond_chance })
    };
    assert_eq!(changed(true), "November 2024, 3.5% to 5.5%, beyond chance");
    assert_eq!(changed(false), "November 2024, 3.5% to 5.5%, within chance");
}

#[test]
fn what_a_check_does_not_have_is_refused() {
    let read = |name: &str, value: &str| read_ask::<CheckAsk>(&[(name.to_owned(), value.to_owned())]);
    assert!(read("from", "2020-01").unwrap_err().to_string().contains("from"));
    assert!(read("quarters", "81").unwrap_err().to_string().contains("0 to 80"));
    assert!(read("to", "2020-01").is_ok());
}

fn site(id: &str, verdict: &str) -> super::SiteChecked {
    let site = serde_json::json!({
        "id": id, "name": id.to_uppercase(), "stand_in": false, "area_km2": 1.0, "incidents": 50, "verdict": verdict,
        "reasons": [], "reason": format!("because {verdict}"), "says": { "reach": [], "shift": [] }, "quarters": [],
    });
    serde_json::from_value(site).unwrap()
}

#[test]
fn only_verdicts_that_changed_are_told_and_sites_that_came_or_went() {
    let (stay, look) = (super::SiteVerdict::Stay, super::SiteVerdict::LookAgain);
    let before = [site("a", "stay"), site("b", "stay"), site("gone", "look_again")];
    assert_eq!(changed(&before, &before), []);
    let now = [site("b", "look_again"), site("a", "stay"), site("new", "stay")];
    let told: Vec<_> = changed(&before, &now).into_iter().map(|c| (c.site, c.before, c.now)).collect();
    let one = |id: &str, before, now| (id.to_owned(), before, now);
    assert_eq!(told, [one("b", Some(stay), Some(look)), one("gone", Some(look), None), one("new", None, Some(stay))]);
    assert_eq!(changed(&before, &now)[0].reason, "because look_again");
}
