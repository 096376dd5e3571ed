//! The state of the data: every row in accounted for, gaps as gaps, what is withheld, whose data it is.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::answers::{Answers, Rankings, Run};
use crate::words::{listed, many, month, percent};

/// What the data page says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Data {
    /// The picture of the series in words.
    pub alt: String,
    /// What the picture shows.
    pub caption: String,
    /// Rows in, and what became of them.
    pub rows: Vec<(String, String, String)>,
    /// Months of each kind.
    pub coverage: Vec<(String, String)>,
    /// Year, rows, and share with a position, of the offenses counted.
    pub located: Vec<(String, String, String)>,
    /// What is shown more coarsely, or not at all.
    pub withheld: Option<String>,
    /// What a reader of any figure must know.
    pub notices: Vec<String>,
    /// Whose data it is.
    pub credits: Vec<String>,
}

pub(super) fn data(answers: &Answers, asked: &Rankings) -> Data {
    let (status, city) = (&answers.status, &answers.status.city);
    let gaps: Vec<String> = status.coverage.iter().filter(|r| r.status != "incidents").map(months).collect();
    let gaps = if gaps.is_empty() {
        "There is no gap.".to_owned()
    } else {
        format!("No incidents are known from {}.", listed(&gaps))
    };
    let caption = format!(
        "Offenses of this report by month, whole city. Dark bars: the months that the ranking covers. Hatched: no \
            incident data, which is not zero. {gaps}"
    );
    let accuracy = format!("Positions are exact to about {} m.", city.accuracy_m);
    let borders = format!("Borders: {}.", status.areas.credit.trim_end_matches('.'));
    let residents = status.areas.population_year.map(|y| format!("Residents: census of {y}."));
    Data {
        alt: format!("Bars of monthly counts for the whole city. {gaps}"),
        caption,
        rows: rows(answers),
        coverage: status.coverage.iter().map(|r| (months(r), kind(r))).collect(),
        located: located(answers, asked),
        withheld: withheld(answers),
        notices: city.notices.iter().cloned().chain(status.areas.note.clone()).chain([accuracy]).collect(),
        credits: [city.attribution.clone(), borders].into_iter().chain(residents).collect(),
    }
}

fn months(run: &Run) -> String {
    if run.from == run.to { month(&run.from) } else { format!("{} to {}", month(&run.from), month(&run.to)) }
}

fn kind(run: &Run) -> String {
    let system = run.system.as_ref().map_or_else(String::new, |s| format!(", {s}"));
    match run.status.as_str() {
        "incidents" => format!("incidents{system}"),
        "area-counts" => format!("counts per neighborhood only{system}"),
        _ => "no data".to_owned(),
    }
}

fn rows(answers: &Answers) -> Vec<(String, String, String)> {
    let r = &answers.status.rows;
    let share = |n: u64| percent(n as f64 / r.all.max(1) as f64);
    let row = |name: &str, n: u64| (name.to_owned(), many(n), share(n));
    vec![
        row("Rows in the police files", r.all),
        row("accepted: counted, with a position", r.accepted),
        row("cancelled: taken back by the police, and the rows that take back", r.cancelled),
        row("unlocated: counted for the city and by label, on no map", r.unlocated),
        row("rejected: could not be read", r.rejected),
    ]
}

/// Rows with a position by year, over the offenses that are counted.
fn located(answers: &Answers, asked: &Rankings) -> Vec<(String, String, String)> {
    let mut years: BTreeMap<i32, (u64, u64)> = BTreeMap::new();
    for l in answers.status.located.iter().filter(|l| asked.meta.params.offense.contains(&l.offense)) {
        let (rows, with) = years.entry(l.year).or_default();
        *rows += l.rows;
        *with += l.with_position;
    }
    let share = |rows: u64, with: u64| if rows == 0 { "–".to_owned() } else { percent(with as f64 / rows as f64) };
    years.into_iter().map(|(year, (rows, with))| (year.to_string(), many(rows), share(rows, with))).collect()
}

fn withheld(answers: &Answers) -> Option<String> {
    let of = |finest: &str| -> Vec<String> {
        answers.status.offenses.iter().filter(|o| o.finest == finest).map(|o| o.label.to_lowercase()).collect()
    };
    let (year, area) = (of("city-year"), of("area"));
    let mut parts = Vec::new();
    if !year.is_empty() {
        parts.push(format!("Shown for the whole city and year only, to protect victims: {}.", listed(&year)));
    }
    if !area.is_empty() {
        parts.push(format!("Shown per neighborhood, never finer: {}.", listed(&area)));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}
