//! The state of the data: every row in accounted for, gaps as gaps, what is withheld, whose data it is.

use std::collections::BTreeMap;

use catchment_model::Finest;
use catchment_questions::answers::MonthKnown;
use catchment_questions::rankings::RankingsAnswer;
use catchment_questions::report::ReportAnswer;
use catchment_questions::status::CoverageRun;
use catchment_questions::words::{listed, many, month_name, percent_of_all};
use serde::Serialize;

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

pub(super) fn data(answers: &ReportAnswer, asked: &RankingsAnswer) -> Data {
    let (status, city) = (&answers.status, &answers.status.city);
    let gaps: Vec<String> = status.coverage.iter().filter(|r| r.status != MonthKnown::Incidents).map(months).collect();
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

fn months(run: &CoverageRun) -> String {
    if run.from == run.to {
        month_name(&run.from)
    } else {
        format!("{} to {}", month_name(&run.from), month_name(&run.to))
    }
}

fn kind(run: &CoverageRun) -> String {
    let system = run.system.as_ref().map_or_else(String::new, |s| format!(", {s}"));
    match run.status {
        MonthKnown::Incidents => format!("incidents{system}"),
        MonthKnown::AreaCounts => format!("counts per neighborhood only{system}"),
        MonthKnown::Missing => "no data".to_owned(),
    }
}

fn rows(answers: &ReportAnswer) -> Vec<(String, String, String)> {
    let r = &answers.status.rows;
    let share = |n: u64| percent_of_all(n as f64 / r.rows.max(1) as f64);
    let row = |name: &str, n: u64| (name.to_owned(), many(n), share(n));
    vec![
        row("Rows in the police files", r.rows),
        row("accepted: counted, with a position", r.accepted),
        row("cancelled: taken back by the police, and the rows that take back", r.cancelled),
        row("unlocated: counted for the city and by label, on no map", r.unlocated),
        row("rejected: could not be read", r.rejected),
    ]
}

/// Rows with a position by year, over the offenses that are counted.
fn located(answers: &ReportAnswer, asked: &RankingsAnswer) -> Vec<(String, String, String)> {
    let mut years: BTreeMap<i32, (u64, u64)> = BTreeMap::new();
    for l in answers.status.located.iter().filter(|l| asked.meta.params.counted.offense.contains(&l.offense)) {
        let (rows, with) = years.entry(l.year).or_default();
        *rows += l.rows;
        *with += l.located;
    }
    let share =
        |rows: u64, with: u64| if rows == 0 { "–".to_owned() } else { percent_of_all(with as f64 / rows as f64) };
    years.into_iter().map(|(year, (rows, with))| (year.to_string(), many(rows), share(rows, with))).collect()
}

fn withheld(answers: &ReportAnswer) -> Option<String> {
    let of = |finest: Finest| -> Vec<String> {
        answers.status.offenses.iter().filter(|o| o.finest == finest).map(|o| o.label.to_lowercase()).collect()
    };
    let (year, area) = (of(Finest::CityYear), of(Finest::Area));
    let mut parts = Vec::new();
    if !year.is_empty() {
        parts.push(format!("Shown for the whole city and year only, to protect victims: {}.", listed(&year)));
    }
    if !area.is_empty() {
        parts.push(format!("Shown per neighborhood, never finer: {}.", listed(&area)));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}
