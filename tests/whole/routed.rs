//! Walk routes by the built binary: from streets of a city file to the same walk at both doors, and at no public one.

use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{catchment, json as read};
use crate::serving::Server;
use crate::small_city::{SmallCity, ingested, path};

const STREETS: &str =
    "[[basemap.file]]\nkind = \"streets\"\npath = \"streets.geojson\"\ncredit = \"Made up, 2026\"\n\n";
const SITE: &str = "\n[[site]]\nid = \"north\"\nname = \"North\"\nfrom = \"2015-01\"\nshape = \"stand-in\"\n\
                    areas = [\"1\", \"2\", \"3\"]\nnote = \"Made up.\"\n\n[shift]\nweekdays = [1, 2, 3, 4, 5]\n\
                    from_hour = 13\nto_hour = 23\nsource = \"made up\"\n";

/// A city with a site, and with a street every 0.002 degrees over it that meet; a highway crosses them all.
fn city() -> SmallCity {
    let city = SmallCity::write();
    let at = |x: i32, y: i32| [-90.239 + 0.002 * f64::from(x), 38.618 + 0.002 * f64::from(y)];
    let feature = |name: String, class: &str, points: Vec<[f64; 2]>| {
        let geometry = json!({ "type": "LineString", "coordinates": points });
        json!({ "type": "Feature", "properties": { "name": name, "class": class }, "geometry": geometry })
    };
    let across = (0..6).map(|y| feature(format!("{} St", y + 1), "S1400", (0..19).map(|x| at(x, y)).collect()));
    let along = (0..19).map(|x| feature(format!("Avenue {}", x + 1), "S1400", (0..6).map(|y| at(x, y)).collect()));
    let highway = feature("I- 70".to_owned(), "S1100", (0..19).map(|x| at(x, 2)).collect());
    let features: Vec<Value> = across.chain(along).chain([highway]).collect();
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    std::fs::write(city.dir.path().join("streets.geojson"), text).expect("room");
    let text = std::fs::read_to_string(city.file()).expect("the city file");
    let text = text.replacen("[[offense]]", &format!("{STREETS}[[offense]]"), 1);
    std::fs::write(city.file(), format!("{text}{SITE}")).expect("room");
    city
}

fn served(server: &Server, query: &str) -> (u16, String) {
    let asked = (0..240).map(|_| server.get(&format!("/api/v1/route?{query}")));
    let mut waited = asked.inspect(|(code, _)| {
        if *code == 202 {
            std::thread::sleep(Duration::from_millis(250));
        }
    });
    waited.find(|(code, _)| *code != 202).expect("an answer within a minute")
}

#[test]
fn the_same_walk_comes_from_both_doors_in_every_form() {
    let city = city();
    let workspace = ingested(&city);
    let server = Server::start(&workspace, &[]);
    let query = "site=north&hours=2.5&shift=fri,sat%2020-4&start=2%20%26%20Avenue%2012&seed=3";
    let flags =
        ["--site", "north", "--hours", "2.5", "--shift", "fri,sat 20-4", "--start", "2 & Avenue 12", "--seed", "3"];
    for form in ["json", "csv", "geojson"] {
        let told = catchment(&workspace, &[&["route", "--format", form][..], &flags].concat()).ok();
        let (code, body) = served(&server, &format!("{query}&format={form}"));
        assert_eq!(code, 200, "{body}");
        if form == "json" {
            assert_eq!(read(&body), read(&told));
        } else {
            assert_eq!(body.trim_end(), told.trim_end(), "{form}");
        }
        assert!(!body.contains("I-70"), "highways are not walked");
    }
    let answer = read(&served(&server, query).1);
    assert_eq!(
        (&answer["start"], &answer["streets"]["credits"]),
        (&json!("2 St & Avenue 12"), &json!(["Made up, 2026"]))
    );
    let text = catchment(&workspace, &[&["route"][..], &flags].concat()).ok();
    for wanted in ["From Avenue 12 along 2 St", "No walk of this length", "Fri, Sat 20:00–04:00", "supervisor's desk"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let again = catchment(&workspace, &[&["--threads", "1", "route", "--format", "csv"][..], &flags].concat()).ok();
    let csv = catchment(&workspace, &[&["route", "--format", "csv"][..], &flags].concat()).ok();
    assert_eq!(again, csv, "threads change nothing");
}

#[test]
fn no_public_door_has_a_route() {
    let city = city();
    let workspace = ingested(&city);
    let public = ["--public-url", "https://staff.example.org", "--trust-user-header", "X-User"];
    let staff = Server::start(&workspace, &public);
    assert_eq!(staff.get("/api/v1/route?site=north").0, 401);
    let (code, told) = staff.send_with("GET", "/api/v1/route?site=north", "", "X-User: pat\r\n");
    let body = told.split_once("\r\n\r\n").expect("a body").1;
    assert_eq!((code, read(body)["code"].as_str()), (403, Some("desk")), "{told}");
    let edition = city.dir.path().join("edition");
    catchment(&workspace, &["publish", "--out", path(&edition)]).ok();
    let server = Server::start(&workspace, &["--edition", path(&edition)]);
    assert_eq!(server.get("/api/v1/route?site=north").0, 404);
    assert_eq!(server.get("/streets.json").0, 404);
}

#[test]
fn a_city_without_a_basemap_says_so() {
    let city = SmallCity::write();
    let text = std::fs::read_to_string(city.file()).expect("the city file");
    std::fs::write(city.file(), format!("{text}{SITE}")).expect("room");
    let workspace = ingested(&city);
    let error = catchment(&workspace, &["route", "--site", "north"]).failed();
    assert!(error.contains("without a basemap no street is known") && error.contains("basemap.file"), "{error}");
    assert!(!workspace.join("streets.json").exists());
    assert!(catchment(&workspace, &["route"]).failed().contains("--site"));
}

#[test]
fn a_walk_on_the_real_streets_of_dutchtown_comes_close_to_what_any_could_pass() {
    let Some(workspace) = crate::real::real() else { return };
    let answer = read(&catchment(workspace, &["route", "--site", "dutchtown", "--format", "json"]).ok());
    let of = |name: &str| answer["harm"][name].as_f64().expect("a number");
    let meters = answer["meters"].as_f64().expect("a number");
    assert!(meters > 11_000.0 && meters <= 12_000.0, "{meters}");
    assert!(of("share") <= of("bound") && of("of_bound") > 0.85, "{}", answer["harm"]);
    let named = answer["stretches"].as_array().expect("stretches");
    let unnamed = named.iter().filter(|s| s["street"] == "unnamed street").count();
    assert!(named.len() > 10 && 5 * unnamed < named.len(), "{unnamed} of {} stretches have no name", named.len());
}
