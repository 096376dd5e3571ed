//! Layers of `ArcGIS`: first the numbers of all features, of which a server gives as many as there are, then the
//! features by them.
//!
//! So it works on servers that know no pages, and a feature that is added or taken away meanwhile shifts no other.

use std::io::Write;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use crate::about::{About, instant, now};
use crate::address::text;
use crate::client::{Client, answer, refused, with};
use crate::error::{FetchError, cut};
use crate::request::Request;

/// A page of features. What describes them is kept as it stands.
#[derive(Debug, Deserialize)]
struct Page<'a> {
    #[serde(borrow, default)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default, rename = "geometryType")]
    geometry_type: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "spatialReference")]
    reference: Option<&'a RawValue>,
    #[serde(borrow, default)]
    fields: Option<&'a RawValue>,
    #[serde(default, rename = "exceededTransferLimit")]
    is_cut: bool,
}

/// Fetches a layer in longitude and latitude; what it is, with its features written to `out`.
///
/// # Errors
/// [`FetchError`].
pub(crate) fn fetch(
    client: &Client,
    request: &Request,
    layer: &Url,
    out: &mut dyn Write,
    told: &dyn Fn(u64, u64),
) -> Result<About, FetchError> {
    let about = client.json(&with(layer, "", &[("f", "json")]), None)?;
    let condition = request.condition.as_deref().unwrap_or("1=1");
    let (field, ids) = numbers(client, layer, condition)?;
    let counted = ids.len() as u64;
    told(0, counted);
    let most = about["maxRecordCount"].as_u64().filter(|n| *n > 0).unwrap_or(1000);
    let size = usize::try_from(most.min(u64::from(request.page.get()))).unwrap_or(1000);
    let fault = |e: std::io::Error| answer(layer, format!("its features cannot be written: {e}"), 1);
    let (mut got, mut pages) = (0_u64, 0_u64);
    for ids in ids.chunks(size) {
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { continue };
        let range = format!("({condition}) AND {field} >= {first} AND {field} <= {last}");
        let url = with(
            layer,
            "/query",
            &[("where", &range), ("outFields", "*"), ("orderByFields", &field), ("outSR", "4326"), ("f", "json")],
        );
        let page = client.text(&url, None)?;
        let features = write_page(&url, &page, got == 0, out)?;
        (got, pages) = (got + features, pages + 1);
        told(got, counted);
    }
    if got != counted {
        return Err(FetchError::Rows { address: layer.to_string(), got, counted });
    }
    if counted == 0 {
        return Err(answer(layer, "it has no features under this condition".to_owned(), 1));
    }
    out.write_all(b"\n]}\n").map_err(fault)?;
    Ok(About {
        title: text(&about["name"]),
        attribution: text(&about["copyrightText"]),
        license: String::new(),
        address: layer.to_string(),
        condition: request.condition.clone(),
        changed: about["editingInfo"]["dataLastEditDate"]
            .as_i64()
            .or_else(|| about["editingInfo"]["lastEditDate"].as_i64())
            .and_then(instant),
        fetched: now(),
        rows: got,
        pages,
        sha256: String::new(),
    })
}

/// The field that numbers the features, and their numbers in order.
fn numbers(client: &Client, layer: &Url, condition: &str) -> Result<(String, Vec<i64>), FetchError> {
    let url = with(layer, "/query", &[("where", condition), ("returnIdsOnly", "true"), ("f", "json")]);
    let answered = client.json(&url, None)?;
    let field = answered["objectIdFieldName"].as_str().unwrap_or("OBJECTID").to_owned();
    if !field.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.')) {
        return Err(answer(&url, format!("it names its numbers \"{}\"", cut(&field)), 1));
    }
    let mut ids: Vec<i64> = match &answered["objectIds"] {
        Value::Array(all) => all.iter().filter_map(Value::as_i64).collect(),
        Value::Null => Vec::new(),
        _ => return Err(answer(&url, "it gives no numbers of its features".to_owned(), 1)),
    };
    ids.sort_unstable();
    ids.dedup();
    Ok((field, ids))
}

/// Writes the features of a page, before the first ones what describes them; how many there were.
fn write_page(url: &Url, page: &str, is_first: bool, out: &mut dyn Write) -> Result<u64, FetchError> {
    let fault = |detail: String| answer(url, detail, 1);
    let read: Page<'_> = serde_json::from_str(page)
        .map_err(|e| fault(format!("the answer is not JSON of features ({e}); it begins {}", cut(page))))?;
    let Some(features) = read.features else {
        refused(url, &serde_json::from_str(page).unwrap_or_default())?;
        return Err(fault(format!("the answer holds no features; it begins {}", cut(page))));
    };
    if read.is_cut {
        return Err(fault(
            "the server gave only a part of the features that were asked for: try --page 500".to_owned(),
        ));
    }
    let mut text = String::new();
    if is_first {
        text.push('{');
        for (key, value) in
            [("geometryType", read.geometry_type), ("spatialReference", read.reference), ("fields", read.fields)]
        {
            if let Some(value) = value {
                text.extend(["\"", key, "\":", value.get(), ","]);
            }
        }
        text += "\"features\":[";
    }
    for (at, feature) in features.iter().enumerate() {
        text += if is_first && at == 0 { "\n" } else { ",\n" };
        text += feature.get();
    }
    out.write_all(text.as_bytes()).map_err(|e| fault(format!("its features cannot be written: {e}")))?;
    Ok(features.len() as u64)
}
