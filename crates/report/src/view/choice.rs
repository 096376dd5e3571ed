//! The best catchments under limits: map, harm, what is proven, and the limits in force.

use catchment_questions::answers::CityShare;
use catchment_questions::optimize::{ChosenCatchment, OptimizeAnswer};
use catchment_questions::pieces::Objective;
use catchment_questions::report::{ReportAnswer, ReportChoice};
use catchment_questions::words::{capital, grouped, listed, many, month_name, plain, spelled, tenths, whole};
use serde::Serialize;

use super::maps::{self, MapView};

/// What the page on limits says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChoiceView {
    /// What was found.
    pub sentence: String,
    /// What the areas are drawn and counted along: streets, or the edges of cells.
    pub edges: String,
    /// What is proven of it.
    pub proof: String,
    /// The limits, one each.
    pub limits: Vec<String>,
    /// The map.
    pub map: MapView,
    /// Head of the column on harm.
    pub harm: String,
    /// Areas: number, name, km², residents, count, harm.
    pub rows: Vec<(String, String, String, String, String, String)>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// The page, and its picture.
pub(super) fn choice(answers: &ReportAnswer, c: &ReportChoice) -> (ChoiceView, String) {
    let a = &c.answer;
    let (map, picture) = maps::choice(answers, c);
    let km2 = a.meta.params.area_km2;
    let n = a.catchments.len();
    let unit = if a.basis == Objective::Expected { "harm to expect a year" } else { "weighted offenses of the period" };
    let harm: f64 = a.catchments.iter().map(|c| c.along.as_ref().map_or(c.harm, |along| along.harm)).sum();
    let share = a.of_city.as_ref().and_then(|s| CityShare::of(harm, s.whole));
    let share = share.map_or_else(String::new, |s| format!(", {} of the whole city's", s.words));
    let sentence = format!(
        "Under the limits below, {} {} ({unit}){share}.",
        if n == 1 {
            format!("this is the best area found of up to {km2} km²; it holds")
        } else {
            format!("these are the best {} areas found of up to {km2} km²; together they hold", spelled(n))
        },
        whole(harm),
    );
    let rows = a.catchments.iter().zip(1..).map(|(c, rank)| row(c, rank));
    let harm = if a.basis == Objective::Expected { "harm to expect a year" } else { "weighted count" };
    let view = ChoiceView {
        sentence,
        edges: edges(a),
        proof: proof(c),
        limits: limits(c),
        map,
        harm: harm.to_owned(),
        rows: rows.collect(),
        notes: a.notes.clone(),
    };
    (view, picture)
}

/// An area as it is drawn: by its outline along streets where it has one, else by its cells.
fn row(c: &ChosenCatchment, rank: usize) -> (String, String, String, String, String, String) {
    let of_cells = (c.area_km2, c.residents, c.count, c.harm);
    let drawn = c.along.as_ref().map_or(of_cells, |a| (a.area_km2, a.residents, a.count, a.harm));
    let (km2, residents, count, harm) = drawn;
    let residents = residents.map_or_else(|| "–".to_owned(), |r| format!("about {}", hundreds(r)));
    (rank.to_string(), c.name.clone(), format!("{km2:.2}"), residents, grouped(count), tenths(Some(harm)))
}

/// What the areas are drawn and counted along, and what the cells hold that the proof is about.
fn edges(a: &OptimizeAnswer) -> String {
    let by_cells: Vec<&str> = a.catchments.iter().filter(|c| c.along.is_none()).map(|c| c.name.as_str()).collect();
    if by_cells.len() == a.catchments.len() {
        return "Drawn and counted along the edges of cells.".to_owned();
    }
    let but = match &by_cells[..] {
        [] => String::new(),
        some => format!("; {} along the edges of cells, with no street near", listed(some)),
    };
    format!(
        "Drawn and counted along streets{but}. The cells that were chosen, which the proof is about, hold {}.",
        whole(a.harm)
    )
}

/// One sentence for the first page.
pub(super) fn lead(c: &ReportChoice) -> String {
    let names: Vec<&str> = c.answer.catchments.iter().map(|c| c.name.as_str()).collect();
    format!(
        "Under the limits on record, the best {}: {}. {}",
        if names.len() == 1 { "area is" } else { "areas are" },
        names.join("; "),
        proof(c)
    )
}

/// What is proven, and the bound in figures.
fn proof(c: &ReportChoice) -> String {
    let a = &c.answer;
    if a.bound <= a.harm {
        return a.finding.clone();
    }
    let unit = if a.basis == Objective::Expected { "a year" } else { "weighted offenses" };
    // Rounded up: a bound is never told smaller than it is.
    format!("{} The bound is {} {unit}.", a.finding, whole(a.bound.ceil()))
}

fn limits(c: &ReportChoice) -> Vec<String> {
    let (a, l) = (&c.answer, &c.limits.limits);
    let (k, km2) = (a.meta.params.k, a.meta.params.area_km2);
    let mut lines = vec![if k == 1 {
        format!("One area was asked for, of up to {km2} km², in one piece.")
    } else {
        format!(
            "{} areas were asked for, of up to {km2} km² each, each in one piece; no ground lies in two of them, but \
             two may touch.",
            capital(&spelled(k))
        )
    }];
    lines.push(match l.spacing_m {
        None => "Distance from existing sites: none asked for.".to_owned(),
        Some(m) => format!("Distance from existing sites: {} m at least.", whole(m)),
    });
    lines.extend(l.apart_m.map(|m| format!("Distance between centers of areas: {} m at least.", whole(m))));
    lines.extend(
        l.least_residents
            .map(|n| format!("Residents: ground about which {} or more live, by estimate.", whole(n as f64))),
    );
    lines.push(if c.excluded.is_empty() {
        "Closed areas: none.".to_owned()
    } else {
        format!("Closed areas: {}.", listed(&c.excluded))
    });
    let money = l.budget_usd.map(|usd| format!("${} for launches", whole(usd)));
    let staff = l.staff.map(|n| format!("{} staff", many(n)));
    let both: Vec<String> = money.into_iter().chain(staff).collect();
    lines.push(match (&a.budget, both.is_empty()) {
        (Some(b), false) => format!("Means: {}. {}", listed(&both), b.sentence),
        _ => "Means: no limit of money or staff was named.".to_owned(),
    });
    lines.push(format!("Walking: {} hours a day for each interrupter.", plain(c.limits.hours_a_day)));
    lines.push(format!("Period: {} to {}.", month_name(&a.meta.window.from), month_name(&a.meta.window.to)));
    lines
}

/// An estimate of residents, told to the hundred.
fn hundreds(n: f64) -> String {
    whole((n / 100.0).round() * 100.0)
}
