//! The answer first: which areas, how sure, and where the measures disagree.

use catchment_model::{Measure, TimeBasis};
use catchment_questions::pieces::Objective;
use catchment_questions::rankings::{RankItem, RankingsAnswer, words};
use catchment_questions::report::ReportAnswer;
use catchment_questions::words::{capital, grouped, listed, month_name, odds, percent, spelled, tenths};
use serde::Serialize;

use super::compared::compared;
use super::{choice, decision};

/// What the first page says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lead {
    /// One sentence: what was counted, and which areas come first.
    pub sentence: String,
    /// The areas of that sentence.
    pub chosen: Vec<Chosen>,
    /// Who comes next, and what the data cannot tell.
    pub doubt: Vec<String>,
    /// What weights and limits on record lead to.
    pub on_record: Vec<String>,
    /// What the other measures say.
    pub measures: Vec<String>,
    /// The best areas free of borders.
    pub catchments: Option<String>,
    /// Those areas.
    pub found: Vec<Chosen>,
}

/// An area that is chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chosen {
    /// Place in the list.
    pub rank: usize,
    /// Name.
    pub name: String,
    /// Chance of belonging to the first k, as a frequency.
    pub odds: String,
    /// Chance, for the picture beside it.
    pub share: f64,
    /// Count, with its share of the city.
    pub count: String,
    /// Per 1,000 residents and year.
    pub per_1000: String,
    /// Per km² and year.
    pub per_km2: String,
    /// A site that is there already.
    pub site: Option<String>,
}

/// The first page.
pub(super) fn lead(answers: &ReportAnswer, asked: &RankingsAnswer) -> Lead {
    let k = asked.meta.params.k;
    let first: Vec<&RankItem> = asked.items.iter().take(k).collect();
    let names: Vec<&str> = first.iter().map(|i| i.name.as_str()).collect();
    let sentence = format!(
        "Counting {} {} from {} to {}, the {} with {} {}: {}.",
        offenses(answers, asked),
        if asked.meta.params.counted.time == TimeBasis::Occurred { "that occurred" } else { "reported" },
        month_name(&asked.meta.window.from),
        month_name(&asked.meta.window.to),
        if k == 1 { "neighborhood".to_owned() } else { format!("{} neighborhoods", spelled(k)) },
        compared(answers.measure).most,
        if k == 1 { "is" } else { "are" },
        listed(&names),
    );
    let chosen = first.iter().map(|i| area(answers, asked, i)).collect();
    let found: Vec<Chosen> =
        answers.catchments.iter().flat_map(|c| c.items.iter().take(k).map(|i| catchment(c, i))).collect();
    let weighed = answers.decision.as_ref().map(decision::lead);
    let on_record = weighed.into_iter().chain(answers.choice.as_ref().map(choice::lead)).collect();
    Lead {
        sentence,
        chosen,
        doubt: doubt(asked, answers.decision.is_some() || answers.choice.is_some()),
        on_record,
        measures: measures(answers),
        catchments: catchments(answers),
        found,
    }
}

/// The offenses that are counted, by their names.
fn offenses(answers: &ReportAnswer, asked: &RankingsAnswer) -> String {
    let label = |id: &String| {
        answers.status.offenses.iter().find(|o| o.id == *id).map_or_else(|| id.clone(), |o| o.label.to_lowercase())
    };
    listed(&asked.meta.params.counted.offense.iter().map(label).collect::<Vec<_>>())
}

fn area(answers: &ReportAnswer, asked: &RankingsAnswer, item: &RankItem) -> Chosen {
    let site = answers.status.sites.iter().find(|s| s.area_ids.contains(&item.id));
    let when = |to: Option<&String>, from: &str| match to {
        Some(to) => format!("site from {} to {}", month_name(from), month_name(to)),
        None => format!("site since {}", month_name(from)),
    };
    Chosen { site: site.map(|s| when(s.to.as_ref(), &s.from)), ..catchment(asked, item) }
}

fn catchment(of: &RankingsAnswer, item: &RankItem) -> Chosen {
    let share = item.count as f64 / of.city.count.max(1) as f64;
    Chosen {
        rank: item.rank,
        name: item.name.clone(),
        odds: odds(item.p_top),
        share: item.p_top,
        count: format!("{} ({} of the city’s {})", grouped(item.count), percent(share, 1), grouped(of.city.count)),
        per_1000: tenths(item.per_1000),
        per_km2: tenths(item.per_km2),
        site: item
            .reasons
            .iter()
            .find(|r| r.starts_with("It overlaps the site"))
            .map(|r| r.trim_end_matches('.').replacen("It overlaps", "overlaps", 1)),
    }
}

/// Who comes next, and between whom the data cannot choose. What is on record has a finding of its own.
fn doubt(asked: &RankingsAnswer, on_record: bool) -> Vec<String> {
    let k = asked.meta.params.k;
    let next: Vec<String> = asked
        .items
        .iter()
        .skip(k)
        .filter(|i| i.p_top >= 0.01)
        .map(|i| format!("{} ({})", i.name, odds(i.p_top)))
        .collect();
    let mut lines: Vec<String> = (!on_record).then(|| asked.finding.clone()).into_iter().collect();
    lines.push(match &next[..] {
        [] => format!("No other neighborhood has a chance above 1 in 100 of belonging to the first {}.", spelled(k)),
        some => format!("Others with a chance of belonging to the first {}: {}.", spelled(k), listed(some)),
    });
    let open: Vec<&str> = asked.items.iter().filter(|i| words::open(i.p_top)).map(|i| i.name.as_str()).collect();
    if open.len() > 1 {
        lines
            .push(format!("The data cannot settle the choice between {}: other reasons may decide it.", listed(&open)));
    }
    lines
}

/// The first places by each measure, and how far they agree.
fn measures(answers: &ReportAnswer) -> Vec<String> {
    let k = answers.neighborhoods.count.meta.params.k;
    let mut lines = Vec::new();
    let mut tops: Vec<Vec<&str>> = Vec::new();
    for measure in Measure::ALL.iter().copied() {
        if measure == Measure::PerResident && answers.neighborhoods.per_resident.is_none() {
            continue;
        }
        let top: Vec<&str> = answers.neighborhoods.by(measure).items.iter().take(k).map(|i| i.name.as_str()).collect();
        lines.push(format!("{}: {}.", capital(compared(measure).by), listed(&top)));
        tops.push(top);
    }
    let common: Vec<&str> = tops[0].iter().copied().filter(|name| tops.iter().all(|t| t.contains(name))).collect();
    let ways = match tops.len() {
        3 => "all three ways",
        _ => "both ways",
    };
    lines.push(match &common[..] {
        [] => {
            format!(
                "No neighborhood is among the first {} {ways}: which way is right is a choice of purpose, not of \
                 arithmetic.",
                spelled(k)
            )
        }
        some => format!(
            "{} {} among the first {} {ways} of counting.",
            listed(some),
            if some.len() == 1 { "is" } else { "are" },
            spelled(k)
        ),
    });
    lines
}

fn catchments(answers: &ReportAnswer) -> Option<String> {
    let c = answers.catchments.as_ref()?;
    let (k, area) = (c.meta.params.k, c.meta.params.area_km2?);
    let basis = c.meta.params.basis.unwrap_or(Objective::Counted);
    let proof = c.search.as_ref().map_or_else(String::new, |s| format!(" {}", words::search(s, basis, k)));
    Some(format!(
        "A site walks a few blocks, not a whole neighborhood. Free of neighborhood borders, {} with {} that the search \
         found.{proof}",
        if k == 1 {
            format!("this is the area of up to {area} km²")
        } else {
            format!("these are the {} separate areas of up to {area} km²", spelled(k))
        },
        compared(answers.measure).most,
    ))
}
