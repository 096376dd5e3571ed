//! What a route says and refuses; whole answers are tested over the made-up city of the server's tests.

use super::words::{finding, headline, stretch, without_shift};
use super::{RouteAsk, RouteHarm, RouteStretch, RouteTurn, WalkShift};
use crate::pieces::read_ask;

fn harm(share: f64, bound: f64) -> RouteHarm {
    RouteHarm { incidents: 300, share, bound, of_bound: share / bound, off_streets: 0.0 }
}

#[test]
fn a_stretch_reads_as_it_is_walked() {
    let mut item = RouteStretch {
        street: "Gravois Ave".to_owned(),
        from: "Grand Blvd".to_owned(),
        to: "Arsenal St".to_owned(),
        meters: 1340.4,
        turn: RouteTurn::Right,
        heading: "southwest".to_owned(),
        again: false,
        path: Vec::new(),
        says: String::new(),
    };
    assert_eq!(stretch(&item), "Right onto Gravois Ave, southwest to Arsenal St, 1,340 m");
    (item.turn, item.again) = (RouteTurn::Back, true);
    assert_eq!(stretch(&item), "Turn back along Gravois Ave, southwest to Arsenal St, 1,340 m (passed before)");
}

#[test]
fn what_is_passed_is_rounded_down_and_the_bound_up() {
    let text = headline("Corner", &harm(0.4, 0.4302), 11_930.0);
    assert_eq!(text, "A walk of 11.9 km at Corner that passes at least 92% of the most that any of its length could.");
}

#[test]
fn the_finding_tells_the_bound_beside_what_is_passed() {
    let of = |harm: RouteHarm| -> super::RouteAnswer {
        let params = serde_json::json!({
            "from": "2020-01", "to": "2020-12", "offense": ["a"], "weights": {"a": 1.0}, "unit": "incident",
            "time": "reported", "site": "s", "hours": 4.0, "seed": 1, "streets": "0",
        });
        let window = serde_json::json!({
            "from": "2020-01", "to": "2020-12", "months": 12, "covered_months": 12, "missing": [], "systems": [],
        });
        serde_json::from_value(serde_json::json!({
            "meta": {
                "dataset": "d", "program": "p", "params": params, "window": window, "unit": "incident",
                "unit_label": "incidents", "warnings": [], "withheld": [], "source": "s",
            },
            "headline": "", "finding": "", "site": "Corner", "stand_in": false, "start": "A St & B St",
            "start_at": [0.0, 0.0], "stretches": [], "meters": 11_900.0, "minutes": 238.0, "speed_km_h": 3.0,
            "streets": {"meters": 50_000.0, "passed_meters": 10_000.0, "again_meters": 1_900.0, "credits": []},
            "harm": serde_json::to_value(harm).unwrap(), "shift": null, "notes": [], "limits": [],
        }))
        .unwrap()
    };
    assert_eq!(
        finding(&of(harm(0.4, 0.4302))),
        "11.9 km in 238 minutes from A St & B St and back, on 20% of the streets of Corner by length: they carry 40% \
         of its harm to expect. No walk of this length within the site could pass more than 44%: this one passes at \
         least 92% of the most possible."
    );
    assert!(finding(&of(harm(0.4, 0.4))).ends_with("No walk of this length within the site could pass more."));
}

#[test]
fn without_hours_it_is_said_why_the_shift_is_not_told() {
    let shift = WalkShift::read("tue-sat 13-23").unwrap();
    let text = without_shift(Some(&shift), 7, 20);
    assert!(text.contains("Tue–Sat 13:00–23:00 is not told: 7 incidents") && text.contains("fewer than 20"), "{text}");
    assert!(without_shift(None, 0, 20).contains("names no shift"));
}

#[test]
fn what_a_route_does_not_have_is_refused() {
    let read = |pairs: &[(&str, &str)]| {
        let pairs: Vec<(String, String)> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        read_ask::<RouteAsk>(&pairs).map_err(|e| e.to_string())
    };
    assert!(read(&[("site", "a")]).is_ok());
    assert!(read(&[]).unwrap_err().contains("site"));
    assert!(read(&[("site", "a"), ("hours", "7")]).unwrap_err().contains("2 to 6 hours"));
    assert!(read(&[("site", "a"), ("from", "2020-01")]).unwrap_err().contains("from"));
}
