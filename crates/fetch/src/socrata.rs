//! Tables of Socrata: pages of CSV in the order of their rows.

use std::io::Write;

use crate::about::{About, instant, now};
use crate::address::{Table, text};
use crate::client::{Client, answer, with};
use crate::error::FetchError;
use crate::request::Request;

/// Fetches a table; what it is, with its rows written to `out`.
///
/// # Errors
/// [`FetchError`].
pub(crate) fn fetch(
    client: &Client,
    request: &Request,
    table: &Table,
    out: &mut dyn Write,
    told: &dyn Fn(u64, u64),
) -> Result<About, FetchError> {
    let token = request.token.as_deref();
    let view = client.json(&with(&table.host, &format!("/api/views/{}.json", table.id), &[]), token)?;
    let rows = with(&table.host, &format!("/resource/{}.csv", table.id), &[]);
    let counted = count(client, request, table)?;
    told(0, counted);
    let limit = request.page.to_string();
    let (mut got, mut pages, mut header) = (0_u64, 0_u64, None);
    while got < counted || header.is_none() {
        let offset = got.to_string();
        // In the order of rows: without one, pages overlap.
        let mut parameters = vec![("$limit", limit.as_str()), ("$offset", &offset), ("$order", ":id")];
        parameters.extend(request.condition.as_deref().map(|condition| ("$where", condition)));
        let url = with(&rows, "", &parameters);
        let page = Page::read(client.text(&url, token)?).map_err(|detail| answer(&url, detail, 1))?;
        match &header {
            None => header = Some(page.header.clone()),
            Some(first) if *first == page.header => {}
            Some(_) => return Err(answer(&url, "this page has other columns than the first one".to_owned(), 1)),
        }
        if page.rows == 0 && got > 0 {
            break;
        }
        let bytes = if got == 0 { page.text.as_bytes() } else { page.body() };
        out.write_all(bytes).map_err(|e| answer(&url, format!("its rows cannot be written: {e}"), 1))?;
        (got, pages) = (got + page.rows, pages + 1);
        told(got, counted);
        if page.rows == 0 {
            break;
        }
    }
    if got != counted {
        return Err(FetchError::Rows { address: rows.to_string(), got, counted });
    }
    Ok(About {
        title: text(&view["name"]),
        attribution: text(&view["attribution"]),
        license: text(&view["license"]["name"]),
        address: rows.to_string(),
        condition: request.condition.clone(),
        changed: view["rowsUpdatedAt"].as_i64().and_then(|s| instant(s.checked_mul(1000)?)),
        fetched: now(),
        rows: got,
        pages,
        sha256: String::new(),
    })
}

/// Rows that the portal counts.
fn count(client: &Client, request: &Request, table: &Table) -> Result<u64, FetchError> {
    let mut parameters = vec![("$select", "count(*)")];
    parameters.extend(request.condition.as_deref().map(|condition| ("$where", condition)));
    let url = with(&table.host, &format!("/resource/{}.json", table.id), &parameters);
    let value = client.json(&url, request.token.as_deref())?;
    let first = value.as_array().and_then(|all| all.first()?.as_object()?.values().next().cloned());
    let number = first.and_then(|n| n.as_u64().or_else(|| n.as_str()?.parse().ok()));
    number.ok_or_else(|| answer(&url, "it gives no count of its rows".to_owned(), 1))
}

/// A page of rows.
struct Page {
    text: String,
    header: Vec<String>,
    /// Where the rows begin.
    begins: usize,
    rows: u64,
}

impl Page {
    fn read(mut text: String) -> Result<Self, String> {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let (mut rows, mut begins, mut header) = (0, 0, Vec::new());
        {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let mut record = csv::StringRecord::new();
            let fault = |e: csv::Error| format!("the answer is not CSV ({e})");
            if reader.read_record(&mut record).map_err(fault)? {
                header = record.iter().map(str::to_owned).collect();
                begins = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            }
            while reader.read_record(&mut record).map_err(fault)? {
                rows += 1;
            }
        }
        if header.is_empty() {
            return Err("the answer is empty: no header".to_owned());
        }
        Ok(Self { text, header, begins, rows })
    }

    fn body(&self) -> &[u8] {
        self.text.as_bytes().get(self.begins..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn rows_of_a_page_are_counted_and_its_header_is_left_off() {
        let page = Page::read("id,text\n1,\"two\nlines, one row\"\n2,x".to_owned()).unwrap();
        assert_eq!((page.rows, page.header.len()), (2, 2));
        assert_eq!(page.body(), b"1,\"two\nlines, one row\"\n2,x\n");
        assert_eq!(Page::read("id\n".to_owned()).unwrap().rows, 0);
        assert!(Page::read(String::new()).is_err_and(|e| e.contains("no header")));
        assert!(Page::read("a,b\n1\n".to_owned()).is_err_and(|e| e.contains("not CSV")));
    }

    #[test]
    fn a_value_that_is_no_text_is_none() {
        assert_eq!(text(&Value::Null), "");
        assert_eq!(text(&Value::from(" a ")), "a");
    }
}
