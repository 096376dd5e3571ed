//! Who runs a site, in words.

use catchment_model::city::SiteProvider;

use super::{listed, month_name};

/// `Mission St. Louis since September 2023; Employment Connection and Urban League, June 2020 to August 2023. Source:
/// ….`; the latest first, none where nobody is known.
pub fn run_by(all: &[SiteProvider]) -> Option<String> {
    let one = |by: &SiteProvider| {
        let (who, from) = (listed(&by.names), month_name(&by.from.to_string()));
        match by.to {
            Some(to) => format!("{who}, {from} to {}", month_name(&to.to_string())),
            None => format!("{who} since {from}"),
        }
    };
    let said: Vec<String> = all.iter().rev().map(one).collect();
    let mut sources: Vec<&str> = Vec::new();
    for source in all.iter().map(|by| by.source.as_str()).filter(|s| !s.is_empty()) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let source = match sources.as_slice() {
        [] => String::new(),
        list => format!(" Source: {}.", list.join("; ").trim_end_matches('.')),
    };
    (!said.is_empty()).then(|| format!("{}.{source}", said.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_is_named_first_and_one_source_once() {
        let by = |names: &[&str], from: &str, to: Option<&str>| SiteProvider {
            names: names.iter().map(|n| (*n).to_owned()).collect(),
            from: from.parse().expect("a month"),
            to: to.map(|to| to.parse().expect("a month")),
            source: "city pages".to_owned(),
        };
        let all = [by(&["A", "B"], "2020-06", Some("2023-08")), by(&["C"], "2023-09", None)];
        let said = "C since September 2023; A and B, June 2020 to August 2023. Source: city pages.";
        assert_eq!(run_by(&all).as_deref(), Some(said));
        assert_eq!(run_by(&[]), None);
    }
}
