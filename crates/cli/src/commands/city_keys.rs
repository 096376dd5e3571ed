//! Every key of a city file, from the types that read it: as a JSON Schema for editors, and as a page for people.

use std::collections::VecDeque;
use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

/// The JSON Schema (2020-12) of a city file.
pub(crate) fn schema() -> Result<Value> {
    let mut all = Map::new();
    for (name, schema) in catchment_model::city_schemas() {
        all.insert(name, serde_json::to_value(schema).context("a schema is no JSON")?);
    }
    all.sort_keys();
    let text = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Catchment city file",
        "$ref": "#/$defs/City",
        "$defs": all,
    });
    let text = text.to_string().replace("#/components/schemas/", "#/$defs/");
    serde_json::from_str(&text).context("a schema is no JSON")
}

/// A table's key in the page: where it stands in the file, and the type that reads it.
type Place = (String, String);

/// The reference page: every table with its keys, in the order in which they come up.
pub(crate) fn page(schema: &Value) -> String {
    let mut page = String::from(
        "# The city file\n\nEvery key, as the program reads it. This page is written by `catchment city-schema \
         --markdown`; a schema for editors\nby `catchment city-schema` (`docs/city.schema.json`: name it in a first \
         line `#:schema …/city.schema.json`).\nThe guide is in [data/README.md](../data/README.md). A key in **bold** \
         must be there; everything else has a default.\n",
    );
    let mut queue: VecDeque<Place> = VecDeque::from([("the file itself".to_owned(), "City".to_owned())]);
    let mut seen: Vec<String> = Vec::new();
    while let Some((place, name)) = queue.pop_front() {
        let of = &schema["$defs"][&name];
        if seen.contains(&name) || !of["properties"].is_object() {
            continue;
        }
        seen.push(name);
        let _ = write!(page, "\n## {place}\n\n{}\n\n| key | what | value |\n|---|---|---|\n", line(&of["description"]));
        let required: Vec<&str> = of["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (key, value) in of["properties"].as_object().into_iter().flatten() {
            let shown = if required.contains(&key.as_str()) { format!("**`{key}`**") } else { format!("`{key}`") };
            let _ =
                writeln!(page, "| {shown} | {} | {}{} |", about(schema, value), kind(schema, value), default(value));
            let at = |inner: &str| {
                if place == "the file itself" { inner.to_owned() } else { format!("{}.{inner}", bare(&place)) }
            };
            if let Some((inner, list)) = table(schema, value) {
                let path = at(key);
                queue.push_back((if list { format!("`[[{path}]]`") } else { format!("`[{path}]`") }, inner));
            }
        }
    }
    page
}

fn bare(place: &str) -> String {
    place.chars().filter(|c| !matches!(c, '`' | '[' | ']')).collect()
}

/// A description on one line of a table, without links into the code.
fn line(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default().replace("\n\n", " ").replace('\n', " ");
    text.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}

/// What a key is: its own words, else those of the table that it opens.
fn about(schema: &Value, value: &Value) -> String {
    let own = line(&value["description"]);
    if !own.is_empty() {
        return own;
    }
    refers(value).map(|name| line(&schema["$defs"][&name]["description"])).unwrap_or_default()
}

/// The default, where it says more than that there is nothing.
fn default(value: &Value) -> String {
    match &value["default"] {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) if text.is_empty() => String::new(),
        Value::Array(list) if list.is_empty() => String::new(),
        other => format!("; default `{other}`"),
    }
}

/// The name of the type that a schema refers to.
fn refers(value: &Value) -> Option<String> {
    let direct = value["$ref"].as_str();
    let one = || value["oneOf"].as_array().into_iter().flatten().find_map(|v| v["$ref"].as_str());
    let all = || value["allOf"].as_array().into_iter().flatten().find_map(|v| v["$ref"].as_str());
    direct.or_else(one).or_else(all).and_then(|text| text.rsplit('/').next()).map(str::to_owned)
}

/// The table that a key opens, and whether there may be several.
fn table(schema: &Value, value: &Value) -> Option<(String, bool)> {
    let is_table = |name: &String| schema["$defs"][name]["properties"].is_object();
    let single = refers(value).map(|name| (name, false));
    let list = || refers(&value["items"]).map(|name| (name, true));
    single.or_else(list).filter(|(name, _)| is_table(name))
}

/// What a value looks like.
fn kind(schema: &Value, value: &Value) -> String {
    if let Some((_, list)) = table(schema, value) {
        return if list { "tables, below".to_owned() } else { "a table, below".to_owned() };
    }
    if let Some(name) = refers(value) {
        let of = &schema["$defs"][&name];
        let names: Vec<String> =
            of["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(|n| format!("`{n}`")).collect();
        return if names.is_empty() { line(&of["description"]) } else { names.join(", ") };
    }
    let name = match &value["type"] {
        Value::String(name) => name.as_str(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|n| *n != "null").unwrap_or("value"),
        _ => "value",
    };
    match name {
        "string" => "text".to_owned(),
        "integer" => "whole number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => format!("list: {}", kind(schema, &value["items"])),
        "object" => format!("`{{ key = {} }}`", kind(schema, &value["additionalProperties"])),
        other => other.to_owned(),
    }
}
