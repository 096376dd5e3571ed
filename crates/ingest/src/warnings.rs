//! Sentences that a reader of the quality report must see, and which months the data covers.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::city::{City, Source, SourceKind};
use catchment_model::{Coverage, FileQuality, Incidents, LocatedShare, Month, MonthStatus, Quality, Window};

/// Months with rows, by position of the source in the city file.
pub(crate) type SourceMonths = Vec<BTreeSet<Month>>;

/// Months with rows of each source; a file tells its source by name.
pub(crate) fn months_of_rows(city: &City, incidents: &Incidents, quality: &Quality) -> SourceMonths {
    let mut months = vec![BTreeSet::new(); city.source.len()];
    let source_of: Vec<Option<usize>> =
        quality.files.iter().map(|f| city.source.iter().position(|s| s.id == f.source)).collect();
    let mut last = None;
    for row in &incidents.rows {
        let key = (row.file, row.reported);
        if last != Some(key) {
            last = Some(key);
            if let Some(Some(source)) = source_of.get(usize::from(row.file)) {
                months[*source].insert(row.reported);
            }
        }
    }
    months
}

/// How covered months are covered: incident rows before published counts, earlier sources before later ones.
pub(crate) fn coverage(city: &City, months: &SourceMonths) -> Coverage {
    let mut coverage = Coverage::default();
    for (kind, status) in
        [(SourceKind::Incidents, MonthStatus::Incidents), (SourceKind::AreaCounts, MonthStatus::AreaCounts)]
    {
        for (source, months) in city.source.iter().zip(months).filter(|(s, _)| s.kind == kind) {
            for month in months {
                coverage.months.entry(*month).or_insert_with(|| (status, source.reporting.clone()));
            }
        }
    }
    coverage
}

/// Warnings on months: missing within a source's own period, or held by two sources.
pub(crate) fn on_months(city: &City, months: &SourceMonths, covered: &SourceMonths) -> Vec<String> {
    let mut warnings = Vec::new();
    for (source, have) in city.source.iter().zip(covered).filter(|(s, _)| s.kind != SourceKind::YearCounts) {
        let Ok(window) = Window::new(source.from, source.to) else {
            continue;
        };
        let missing: Vec<Month> = window.months().filter(|m| !have.contains(m)).collect();
        if !missing.is_empty() {
            warnings.push(format!(
                "{}: no rows for {}. These months are missing, not zero. If they are zero, name them in covers.",
                source.name,
                runs(&missing)
            ));
        }
    }
    let of_kind = |kind: SourceKind| -> Vec<(&Source, &BTreeSet<Month>)> {
        city.source.iter().zip(months).filter(|(s, _)| s.kind == kind).collect()
    };
    for kind in [SourceKind::Incidents, SourceKind::AreaCounts] {
        let all = of_kind(kind);
        for (i, (first, a)) in all.iter().enumerate() {
            for (second, b) in &all[i + 1..] {
                let both: Vec<Month> = a.intersection(b).copied().collect();
                if !both.is_empty() {
                    warnings.push(format!(
                        "{} and {} both have rows for {}: these months are counted twice.",
                        first.name,
                        second.name,
                        runs(&both)
                    ));
                }
            }
        }
    }
    warnings
}

/// Rows of a source below which nothing is said of its times.
const FEW_TIMES: usize = 20;
/// Share of a source's times that may fall into two hours, or at midnight by UTC.
const ONE_VALUED: f64 = 0.9;

/// Warnings on times of day that cannot be those of events: nearly all at one or two hours, or at midnight by UTC.
pub(crate) fn on_times(city: &City, incidents: &Incidents, quality: &Quality) -> Vec<String> {
    let mut warnings = Vec::new();
    for (at, source) in city.source.iter().enumerate() {
        let of_source = |file: u16| quality.files.get(usize::from(file)).is_some_and(|f| f.source == source.id);
        let mut hours = [0_usize; 24];
        for hour in incidents.rows.iter().filter(|r| of_source(r.file)).filter_map(|r| r.block.hour()) {
            hours[usize::from(hour) % 24] += 1;
        }
        let known: usize = hours.iter().sum();
        let mut often: Vec<(usize, usize)> = hours.iter().copied().enumerate().filter(|(_, n)| *n > 0).collect();
        often.sort_by_key(|(hour, n)| (usize::MAX - n, *hour));
        let two: usize = often.iter().take(2).map(|(_, n)| n).sum();
        if known >= FEW_TIMES && two as f64 >= ONE_VALUED * known as f64 && city.source[at].columns.hour.is_empty() {
            let named: Vec<String> = often.iter().take(2).map(|(hour, _)| hour.to_string()).collect();
            warnings.push(format!(
                "{}: {two} of {known} known times fall into the hours {}: they are hardly those of the events. If the \
                 hour stands in a column of its own, name it under columns.hour; if a time stands for \"unknown\", \
                 under dates.unknown_times.",
                source.name,
                named.join(" and ")
            ));
        }
        let files = || quality.files.iter().filter(|f| f.source == source.id);
        warnings.extend(without_times(source, files()));
        let midnight: u64 = files().filter_map(|f| f.reasons.get("midnight-utc")).sum();
        let rows: u64 = files().map(|f| f.rows).sum();
        if midnight >= FEW_TIMES as u64 && midnight as f64 >= ONE_VALUED * rows as f64 {
            warnings.push(format!(
                "{}: {midnight} of {rows} times are midnight by UTC, as exports write days without a time; they were \
                 converted to the evening before. If they are days, write zone = \"local\" under [source.dates].",
                source.name
            ));
        }
    }
    warnings
}

/// A warning where hardly any row says at what time of day.
fn without_times<'q>(source: &Source, files: impl Iterator<Item = &'q FileQuality>) -> Option<String> {
    let (rows, unknown) = files.fold((0, 0), |(rows, unknown), file| {
        let without = file.reasons.get("time-unknown").copied().unwrap_or(0);
        (rows + file.rows - file.rejected.min(file.rows), unknown + without)
    });
    (rows >= FEW_TIMES as u64 && unknown as f64 >= ONE_VALUED * rows as f64).then(|| {
        format!(
            "{}: {unknown} of {rows} rows have no time of day: what is said of hours and shifts rests on the others. \
             A column of days tells none; if times stand in a column of their own, name it under columns.time or \
             columns.hour.",
            source.name
        )
    })
}

/// Warnings on rows: rejected, and poorly located groups.
pub(crate) fn on_rows(quality: &Quality) -> Vec<String> {
    let mut warnings = Vec::new();
    let totals = quality.totals();
    if totals.rejected > 0 {
        warnings.push(format!(
            "{} of {} rows could not be read and are in no count; the report lists them by file and line.",
            totals.rejected, totals.rows
        ));
    }
    if let Some(n) = totals.reasons.get("unmatched-reversal") {
        warnings.push(format!(
            "{n} rows take back what no row counted: they lower the counts of their own month and place, below zero \
             where nothing else was counted."
        ));
    }
    if let Some(n) = totals.reasons.get("outside-period") {
        warnings.push(format!(
            "{n} rows lie outside the months that the city file states for their source; if new months have come, \
                change \"to\" there."
        ));
    }
    let mut low: BTreeMap<&str, Vec<&LocatedShare>> = BTreeMap::new();
    for share in quality.located.iter().filter(|s| s.warns()) {
        low.entry(&share.offense).or_default().push(share);
    }
    for (offense, shares) in low {
        let years: Vec<String> =
            shares.iter().map(|s| format!("{} ({:.0} % of {} rows)", s.year, s.share() * 100.0, s.rows)).collect();
        warnings.push(format!(
            "Fewer than {:.0} % of the {offense} rows have a usable position in {}. Maps of it show too little there.",
            LocatedShare::WARN_UNDER * 100.0,
            years.join(", ")
        ));
    }
    warnings
}

/// `2021-01 to 2021-03, 2021-05`.
pub(crate) fn runs(months: &[Month]) -> String {
    let mut parts: Vec<(Month, Month)> = Vec::new();
    for month in months {
        match parts.last_mut() {
            Some((_, last)) if last.next() == *month => *last = *month,
            _ => parts.push((*month, *month)),
        }
    }
    let shown: Vec<String> =
        parts.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a} to {b}") }).collect();
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_a_row_are_named_by_their_ends() {
        let months: Vec<Month> =
            ["2020-11", "2020-12", "2021-01", "2021-03"].iter().map(|m| m.parse().unwrap()).collect();
        assert_eq!(runs(&months), "2020-11 to 2021-01, 2021-03");
    }
}
