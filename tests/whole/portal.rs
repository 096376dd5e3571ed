//! A portal on this machine that answers as Socrata, a server of `ArcGIS` and Hub do: pages that are cut where it says,
//! an error under a good status, a moment in which it is too busy.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use url::Url;

/// Features that its server of `ArcGIS` gives at most.
const MOST: usize = 15;

/// A running portal; it ends with the test's process.
pub(crate) struct Portal {
    pub(crate) address: String,
    /// What was asked, in order.
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
}

/// What a portal has, and how it fails.
#[derive(Debug, Clone, Default)]
pub(crate) struct Has {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    /// Answers that tell it is busy, before the first page of rows.
    pub(crate) busy: usize,
    /// Rows more than it has that it counts.
    pub(crate) miscounted: usize,
}

impl Portal {
    pub(crate) fn start(has: Has) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (base, log, busy) = (address.clone(), Arc::clone(&asked), AtomicUsize::new(has.busy));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &base, &has, &log, &busy);
            }
        });
        Self { address, asked }
    }
}

fn serve(mut stream: TcpStream, base: &str, has: &Has, log: &Mutex<Vec<String>>, busy: &AtomicUsize) {
    let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
    let first = lines.next().and_then(Result::ok).unwrap_or_default();
    lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).for_each(drop);
    let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().expect("a log").push(target.clone());
    let url = Url::parse(&format!("{base}{target}")).expect("an address");
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    let get = |key: &str| query.get(key).map_or("", String::as_str);
    let path = url.path().to_owned();
    let is_rows = query.contains_key("$offset");
    let (status, body) = if is_rows
        && busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok()
    {
        ("503 Service Unavailable", "busy".to_owned())
    } else if path == "/api/views/abcd-1234.json" {
        let about = json!({"name": "Crimes", "attribution": "Police", "license": {"name": "CC0"},
            "rowsUpdatedAt": 1_700_000_000});
        ("200 OK", about.to_string())
    } else if path == "/resource/abcd-1234.json" {
        ("200 OK", json!([{"count": (has.rows.len() + has.miscounted).to_string()}]).to_string())
    } else if path == "/resource/abcd-1234.csv" {
        ("200 OK", page(has, get("$offset").parse().expect("a number"), get("$limit").parse().expect("a number")))
    } else if path == "/api/v3/datasets" && get("filter[slug]") == "town::crimes" {
        let layer = format!("{base}/rest/services/Police/FeatureServer/0");
        ("200 OK", json!({"data": [{"attributes": {"url": layer}}]}).to_string())
    } else if path.starts_with("/sharing/rest/content/items/") {
        (
            "200 OK",
            json!({"type": "Feature Service", "url": format!("{base}/rest/services/Police/FeatureServer")}).to_string(),
        )
    } else if let Some(rest) = path.strip_prefix("/rest/services/Police/FeatureServer") {
        ("200 OK", arcgis(has, rest, get("where"), query.contains_key("returnIdsOnly")).to_string())
    } else {
        ("404 Not Found", "nothing here".to_owned())
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

/// A page of CSV with a header, in quotes as Socrata writes it.
fn page(has: &Has, offset: usize, limit: usize) -> String {
    let line = |cells: &[String]| cells.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(",") + "\n";
    let rows = has.rows.iter().skip(offset).take(limit).map(|row| line(row));
    std::iter::once(line(&has.header)).chain(rows).collect()
}

fn arcgis(has: &Has, rest: &str, condition: &str, ids_only: bool) -> Value {
    // Numbers with a gap, as they are after something was deleted.
    let id = |at: usize| if at < 20 { at + 1 } else { at + 101 };
    match rest {
        "" => json!({"layers": [{"id": 0, "name": "Crimes"}], "tables": []}),
        "/0" => json!({"name": "Crimes", "copyrightText": "Police", "maxRecordCount": MOST,
            "editingInfo": {"lastEditDate": 1_700_000_000_000_i64}}),
        "/0/query" if ids_only => {
            let ids: Vec<usize> = (0..has.rows.len()).map(id).rev().collect();
            json!({"objectIdFieldName": "FID", "objectIds": ids})
        }
        "/0/query" => features(has, condition, &id),
        _ => json!({"error": {"code": 400, "message": "Invalid URL", "details": ["no such layer"]}}),
    }
}

/// Features whose numbers the condition allows: `(1=1) AND FID >= 1 AND FID <= 15`.
fn features(has: &Has, condition: &str, id: &dyn Fn(usize) -> usize) -> Value {
    let bound = |sign: &str| {
        let after = condition.split(sign).nth(1).unwrap_or_default().trim();
        after.split(' ').next().and_then(|n| n.parse::<usize>().ok()).expect("a bound")
    };
    let (least, most) = (bound(">="), bound("<="));
    let at = |name: &str| has.header.iter().position(|h| h == name).expect("a column");
    let (lon, lat) = (at("lon"), at("lat"));
    let chosen = (0..has.rows.len()).filter(|n| (least..=most).contains(&id(*n)));
    let all: Vec<Value> = chosen
        .map(|n| {
            let row = &has.rows[n];
            let mut attributes = json!({"FID": id(n)});
            for (name, cell) in has.header.iter().zip(row).filter(|(name, _)| *name != "lon" && *name != "lat") {
                attributes[name] = cell.as_str().into();
            }
            let number = |at: usize| row[at].parse::<f64>().expect("a number");
            json!({"attributes": attributes, "geometry": {"x": number(lon), "y": number(lat)}})
        })
        .collect();
    let text = |name: &String| json!({"name": name, "type": "esriFieldTypeString", "length": 80});
    let fields: Vec<Value> = std::iter::once(json!({"name": "FID", "type": "esriFieldTypeOID"}))
        .chain(has.header.iter().filter(|name| *name != "lon" && *name != "lat").map(text))
        .collect();
    let is_cut = all.len() > MOST;
    json!({"objectIdFieldName": "FID", "geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 4326},
        "fields": fields, "features": &all[..all.len().min(MOST)], "exceededTransferLimit": is_cut})
}
