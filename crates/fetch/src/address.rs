//! What an address is: a table of Socrata, a layer of `ArcGIS`, or a page about one of these.

use serde_json::Value;
use url::Url;

use crate::client::{Client, with};
use crate::error::FetchError;
use crate::request::Request;

/// Where rows are asked for.
#[derive(Debug)]
pub(crate) enum Place {
    Socrata(Table),
    /// The address of a layer, its number at the end.
    Layer(Url),
}

/// A table of Socrata.
#[derive(Debug)]
pub(crate) struct Table {
    /// The portal.
    pub(crate) host: Url,
    /// Four characters, a hyphen, four characters.
    pub(crate) id: String,
}

/// # Errors
/// [`FetchError::Address`], and what a portal answers where it has to be asked.
pub(crate) fn place(request: &Request, client: &Client) -> Result<Place, FetchError> {
    let fault = |detail: String| FetchError::Address { address: request.address.clone(), detail };
    let url = Url::parse(&request.address).map_err(|e| fault(format!("it is no address ({e})")))?;
    if !["http", "https"].contains(&url.scheme()) || url.host_str().is_none() {
        return Err(fault(format!("it begins with {}:", url.scheme())));
    }
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    if let Some(at) = parts.iter().position(|part| ["FeatureServer", "MapServer"].contains(part)) {
        return layer(&url, &parts, at, client, &fault);
    }
    if let Some(at) = parts.iter().position(|part| *part == "datasets" || *part == "items")
        && let Some(name) = parts.get(at + 1)
    {
        return hub(request, client, &url, name, &fault);
    }
    if let Some(id) = url.query_pairs().find(|(key, value)| key == "id" && is_item(value)) {
        return item(request, client, &id.1, None, &fault);
    }
    let four = parts.iter().rev().map(|part| part.split('.').next().unwrap_or(part)).find(|part| is_four(part));
    let Some(four) = four else { return Err(fault("it names neither".to_owned())) };
    let mut host = url.clone();
    host.set_path("/");
    host.set_query(None);
    host.set_fragment(None);
    Ok(Place::Socrata(Table { host, id: four.to_owned() }))
}

/// `abcd-1234`, as Socrata names tables.
fn is_four(text: &str) -> bool {
    let good = |half: &str| half.len() == 4 && half.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.split_once('-').is_some_and(|(a, b)| good(a) && good(b))
}

/// 32 hexadecimal digits, as `ArcGIS` names items.
fn is_item(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

type Fault<'f> = &'f dyn Fn(String) -> FetchError;

/// The layer of a service; the only one where the address names none.
fn layer(url: &Url, parts: &[&str], at: usize, client: &Client, fault: Fault<'_>) -> Result<Place, FetchError> {
    let mut service = with(url, "", &[]);
    service.set_path(&format!("/{}", parts[..=at].join("/")));
    if let Some(number) = parts.get(at + 1).and_then(|part| part.parse::<u32>().ok()) {
        return Ok(Place::Layer(with(&service, &format!("/{number}"), &[])));
    }
    let about = client.json(&with(&service, "", &[("f", "json")]), None)?;
    let all = ["layers", "tables"].iter().flat_map(|key| about[*key].as_array().into_iter().flatten());
    let all: Vec<(u64, &str)> =
        all.filter_map(|l| Some((l["id"].as_u64()?, l["name"].as_str().unwrap_or_default()))).collect();
    match all.as_slice() {
        [(number, _)] => Ok(Place::Layer(with(&service, &format!("/{number}"), &[]))),
        several => {
            let named: Vec<String> = several.iter().take(20).map(|(n, name)| format!("/{n} \"{name}\"")).collect();
            Err(fault(format!("the service has {} layers; add the number of one: {}", several.len(), named.join(", "))))
        }
    }
}

/// What a page of `ArcGIS` Hub is about: by the item that its address names, else by the name that Hub gives it.
fn hub(request: &Request, client: &Client, url: &Url, name: &str, fault: Fault<'_>) -> Result<Place, FetchError> {
    let (id, number) = name.split_once('_').map_or((name, None), |(id, n)| (id, n.parse::<u32>().ok()));
    if is_item(id) {
        return item(request, client, id, number, fault);
    }
    let slug = name.replace("%3A", ":").replace("%3a", ":");
    let mut host = url.clone();
    host.set_path("/");
    let asked = with(&host, "/api/v3/datasets", &[("filter[slug]", &slug)]);
    let answer = client.json(&asked, None)?;
    let found = answer["data"].as_array().and_then(|all| all.first());
    let address = found.and_then(|found| found["attributes"]["url"].as_str());
    let address = address.ok_or_else(|| fault(format!("Hub knows no layer \"{slug}\"")))?;
    served(client, address, None, fault)
}

/// What an item of `ArcGIS` Online is served as.
fn item(
    request: &Request,
    client: &Client,
    id: &str,
    number: Option<u32>,
    fault: Fault<'_>,
) -> Result<Place, FetchError> {
    let portal = Url::parse(&request.portal).map_err(|e| fault(format!("--portal is no address ({e})")))?;
    let about = client.json(&with(&portal, &format!("/sharing/rest/content/items/{id}"), &[("f", "json")]), None)?;
    let kind = about["type"].as_str().unwrap_or("nothing known");
    let address = about["url"].as_str().filter(|url| !url.is_empty());
    let address = address
        .ok_or_else(|| fault(format!("the item is a {kind}, which is no service: download the file from its page")))?;
    served(client, address, number, fault)
}

fn served(client: &Client, address: &str, number: Option<u32>, fault: Fault<'_>) -> Result<Place, FetchError> {
    let url = Url::parse(address).map_err(|e| fault(format!("what serves it is no address ({e})")))?;
    let mut parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let at = parts.iter().position(|part| ["FeatureServer", "MapServer"].contains(part));
    let at = at.ok_or_else(|| fault(format!("it is served by {}, which is no layer", crate::error::cut(address))))?;
    let number = number.map(|n| n.to_string());
    if let (Some(number), None) = (&number, parts.get(at + 1)) {
        parts.push(number);
    }
    layer(&url, &parts, at, client, fault)
}

/// The text of a value, empty where it is none.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(address: &str) -> String {
        let client = Client::new(std::time::Duration::ZERO);
        match place(&Request::new(address), &client) {
            Ok(Place::Socrata(table)) => format!("{} {}", table.host, table.id),
            Ok(Place::Layer(url)) => url.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn an_address_is_known_by_its_form() {
        let right = "https://data.example.org/ abcd-1234";
        for path in [
            "resource/abcd-1234.json?$limit=5",
            "d/abcd-1234",
            "Public-Safety/Crimes-2001/abcd-1234/about_data",
            "api/views/abcd-1234/rows.csv?accessType=DOWNLOAD",
        ] {
            assert_eq!(told(&format!("https://data.example.org/{path}")), right, "{path}");
        }
        let layer = "https://maps.example.org/arcgis/rest/services/A/B/FeatureServer/3";
        for end in ["", "/query?where=1%3D1", "?f=json"] {
            assert_eq!(told(&format!("{layer}{end}")), layer, "{end}");
        }
    }

    #[test]
    fn another_address_is_refused_with_those_that_are_known() {
        for address in ["https://data.example.org/crimes", "ftp://data.example.org/abcd-1234", "abcd-1234", "file:///x"]
        {
            let text = told(address);
            assert!(text.contains(address) && text.contains("…/FeatureServer/0"), "{text}");
        }
    }
}
