//! JSON records: an array of objects as data portals give it out, one object a line, or an array inside an answer.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer as _, SeqAccess, Visitor};
use serde_json::{Deserializer, Map, Value};

use crate::written::{Written, decimal};

/// Groups of values that stand for the record itself.
const WRAPPERS: [&str; 3] = ["attributes", "fields", "properties"];
/// How deep inside an answer its records are looked for.
const DEPTH: usize = 3;

/// The records of a text as a table: a column a key, in the order of their first use.
///
/// # Errors
/// Where and why it is not JSON, or that it holds no records.
pub(super) fn table(text: &str) -> Result<Vec<u8>, String> {
    let (mut names, mut seen) = (Vec::new(), HashSet::new());
    each(text, &mut |record| {
        for (name, _) in cells(record) {
            if seen.insert(name.clone()) {
                names.push(name);
            }
        }
    })?;
    if names.is_empty() {
        return Err("it holds no records: no object with values".to_owned());
    }
    let mut table = Written::default();
    table.row(names.iter().map(String::as_str));
    each(text, &mut |record| {
        let cells: Map<String, Value> = cells(record).into_iter().map(|(k, v)| (k, Value::String(v))).collect();
        table.row(names.iter().map(|name| cells.get(name).and_then(Value::as_str).unwrap_or_default()));
    })?;
    Ok(table.into_bytes())
}

/// Calls `take` with every record.
fn each(text: &str, take: &mut dyn FnMut(&Map<String, Value>)) -> Result<(), String> {
    let fault = |e: serde_json::Error| format!("it is not JSON ({e})");
    if text.trim_start().starts_with('[') {
        let mut deserializer = Deserializer::from_str(text);
        deserializer.deserialize_seq(Records { take }).map_err(fault)?;
        return deserializer.end().map_err(fault);
    }
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let first = values.next().transpose().map_err(fault)?.unwrap_or_default();
    let Some(second) = values.next().transpose().map_err(fault)? else {
        return inside(&first, take);
    };
    for value in [Ok(first), Ok(second)].into_iter().chain(values) {
        if let Value::Object(record) = value.map_err(fault)? {
            take(&record);
        }
    }
    Ok(())
}

/// Takes the elements of an array one by one: the whole of it need not be in the memory.
struct Records<'f> {
    take: &'f mut dyn FnMut(&Map<String, Value>),
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        while array.next_element_seed(Record { take: &mut *self.take })?.is_some() {}
        Ok(())
    }
}

struct Record<'f> {
    take: &'f mut dyn FnMut(&Map<String, Value>),
}

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let record: Map<String, Value> = serde::Deserialize::deserialize(deserializer)?;
        (self.take)(&record);
        Ok(())
    }
}

/// Records inside one object: a table with its columns described beside it, or the first array of objects.
fn inside(answer: &Value, take: &mut dyn FnMut(&Map<String, Value>)) -> Result<(), String> {
    if let (Some(columns), Some(rows)) = (answer.pointer("/meta/view/columns"), answer["data"].as_array()) {
        let names = columns.as_array().into_iter().flatten();
        let names: Vec<&str> = names.filter_map(|c| c["fieldName"].as_str().or(c["name"].as_str())).collect();
        for row in rows.iter().filter_map(Value::as_array) {
            let record = names.iter().zip(row).map(|(name, value)| ((*name).to_owned(), value.clone()));
            take(&record.collect());
        }
        return Ok(());
    }
    let begins = || answer.to_string().chars().take(60).collect::<String>();
    let list =
        records(answer, DEPTH).ok_or_else(|| format!("it holds no array of records (it begins {})", begins()))?;
    list.iter().filter_map(Value::as_object).for_each(take);
    Ok(())
}

fn records(value: &Value, depth: usize) -> Option<&Vec<Value>> {
    match value {
        Value::Array(list) if list.first().is_some_and(Value::is_object) => Some(list),
        Value::Object(inner) if depth > 0 => inner.values().find_map(|v| records(v, depth - 1)),
        _ => None,
    }
}

/// The values of a record by name; those of an object inside it have its name and a point before theirs.
fn cells(record: &Map<String, Value>) -> Vec<(String, String)> {
    let mut all = Vec::with_capacity(record.len());
    flatten("", record, &mut all);
    all
}

fn flatten(before: &str, record: &Map<String, Value>, all: &mut Vec<(String, String)>) {
    for (key, value) in record {
        let name = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        match value {
            Value::Object(inner) if !is_geometry(inner) => {
                let before = if before.is_empty() && WRAPPERS.contains(&key.as_str()) { "" } else { &name };
                flatten(before, inner, all);
            }
            value => all.push((name, text(value))),
        }
    }
}

fn is_geometry(object: &Map<String, Value>) -> bool {
    object.contains_key("type") && object.contains_key("coordinates")
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(n) if n.is_f64() => n.as_f64().map(decimal).unwrap_or_default(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_one_table_however_they_stand() {
        let array = r#"[{"id":"1","at":{"latitude":"38.6"},"n":2},{"id":"2","note":"a, b","n":null}]"#;
        let right = "id,at.latitude,n,note\n1,38.6,2,\n2,,,\"a, b\"\n";
        let lines = array.replace("},{", "}\n{");
        let lines = &lines[1..lines.len() - 1];
        for text in [array, lines, &format!(r#"{{"result":{{"total":2,"records":{array}}}}}"#)] {
            assert_eq!(String::from_utf8(table(text).unwrap()).unwrap(), right, "{text}");
        }
        let socrata = r#"{"meta":{"view":{"columns":[{"name":"Id","fieldName":"id"},{"name":"T"}]}},
            "data":[["1","x"],["2",null]]}"#;
        assert_eq!(table(socrata).unwrap(), b"id,T\n1,x\n2,\n");
    }

    #[test]
    fn geometries_stay_whole_and_wrapped_values_are_the_records() {
        let text = r#"[{"properties":{"name":"x"},"geometry":{"type":"Point","coordinates":[1,2]}}]"#;
        let right = "name,geometry\nx,\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1,2]}\"\n";
        assert_eq!(String::from_utf8(table(text).unwrap()).unwrap(), right);
    }

    #[test]
    fn what_holds_no_records_says_so() {
        for (text, said) in
            [("[1, 2]", "invalid type"), ("{\"a\": 1}", "no array"), ("[]", "no records"), ("[{", "line 1")]
        {
            let told = table(text).unwrap_err();
            assert!(told.contains(said), "{text}: {told}");
        }
    }
}
