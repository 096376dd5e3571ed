//! The answer first: which areas, how sure, and where the measures disagree.

use serde::Serialize;

use super::compared;
use crate::answers::{Answers, Item, Rankings};
use crate::words::{capital, count, grouped, listed, month, odds, tenths};

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
pub(super) fn lead(answers: &Answers, asked: &Rankings) -> Lead {
    let k = asked.meta.params.k;
    let first: Vec<&Item> = asked.items.iter().take(k).collect();
    let names: Vec<&str> = first.iter().map(|i| i.name.as_str()).collect();
    let sentence = format!(
        "Counting {} {} from {} to {}, the {} with {} {}: {}.",
        offenses(answers, asked),
        if asked.meta.params.time == "occurred" { "that occurred" } else { "reported" },
        month(&asked.meta.window.from),
        month(&asked.meta.window.to),
        if k == 1 { "neighborhood".to_owned() } else { format!("{} neighborhoods", count(k)) },
        compared(&answers.measure).most,
        if k == 1 { "is" } else { "are" },
        listed(&names),
    );
    let chosen = first.iter().map(|i| area(answers, asked, i)).collect();
    let found: Vec<Chosen> =
        answers.catchments.iter().flat_map(|c| c.items.iter().take(k).map(|i| catchment(c, i))).collect();
    let weighed = answers.decision.as_ref().map(super::decision::lead);
    let on_record = weighed.into_iter().chain(answers.choice.as_ref().map(super::choice::lead)).collect();
    Lead {
        sentence,
        chosen,
        doubt: doubt(asked),
        on_record,
        measures: measures(answers),
        catchments: catchments(answers),
        found,
    }
}

/// The offenses that are counted, by their names.
fn offenses(answers: &Answers, asked: &Rankings) -> String {
    let label = |id: &String| {
        answers.status.offenses.iter().find(|o| o.id == *id).map_or_else(|| id.clone(), |o| o.label.to_lowercase())
    };
    listed(&asked.meta.params.offense.iter().map(label).collect::<Vec<_>>())
}

fn area(answers: &Answers, asked: &Rankings, item: &Item) -> Chosen {
    let site = answers.status.sites.iter().find(|s| s.area_ids.contains(&item.id));
    let when = |to: Option<&String>, from: &str| match to {
        Some(to) => format!("site from {} to {}", month(from), month(to)),
        None => format!("site since {}", month(from)),
    };
    Chosen { site: site.map(|s| when(s.to.as_ref(), &s.from)), ..catchment(asked, item) }
}

fn catchment(of: &Rankings, item: &Item) -> Chosen {
    let share = item.count as f64 / of.city.count.max(1) as f64;
    Chosen {
        rank: item.rank,
        name: item.name.clone(),
        odds: odds(item.p_top),
        share: item.p_top,
        count: format!("{} ({:.1} % of the city’s {})", grouped(item.count), 100.0 * share, grouped(of.city.count)),
        per_1000: tenths(item.per_1000),
        per_km2: tenths(item.per_km2),
        site: item
            .reasons
            .iter()
            .find(|r| r.starts_with("It overlaps the site"))
            .map(|r| r.trim_end_matches('.').replacen("It overlaps", "overlaps", 1)),
    }
}

/// Who comes next, and between whom the data cannot choose.
fn doubt(asked: &Rankings) -> Vec<String> {
    let k = asked.meta.params.k;
    let next: Vec<String> = asked
        .items
        .iter()
        .skip(k)
        .filter(|i| i.p_top >= 0.01)
        .map(|i| format!("{} ({})", i.name, odds(i.p_top)))
        .collect();
    let mut lines = Vec::new();
    lines.push(match &next[..] {
        [] => format!("No other neighborhood has a chance above 1 in 100 of belonging to the first {}.", count(k)),
        some => format!("Others with a chance of belonging to the first {}: {}.", count(k), listed(some)),
    });
    let open: Vec<&str> =
        asked.items.iter().filter(|i| (0.1..=0.9).contains(&i.p_top)).map(|i| i.name.as_str()).collect();
    if open.len() > 1 {
        lines
            .push(format!("The data cannot settle the choice between {}: other reasons may decide it.", listed(&open)));
    }
    lines
}

/// The first places by each measure, and how far they agree.
fn measures(answers: &Answers) -> Vec<String> {
    let k = answers.neighborhoods.count.meta.params.k;
    let mut lines = Vec::new();
    let mut tops: Vec<Vec<&str>> = Vec::new();
    for measure in ["count", "per_resident", "per_km2"] {
        if measure == "per_resident" && answers.neighborhoods.per_resident.is_none() {
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
                count(k)
            )
        }
        some => format!(
            "{} {} among the first {} {ways} of \
            counting.",
            listed(some),
            if some.len() == 1 { "is" } else { "are" },
            count(k)
        ),
    });
    lines
}

fn catchments(answers: &Answers) -> Option<String> {
    let c = answers.catchments.as_ref()?;
    let (k, area) = (c.meta.params.k, c.meta.params.area_km2?);
    let gap = c.search.as_ref().map_or(String::new(), |s| {
        if s.gap <= 0.0 {
            " No other choice of as many such areas holds more: that is proven.".to_owned()
        } else {
            format!(
                " No other choice of as many such areas can hold over {:.0} % more: that is proven.",
                (100.0 * s.gap / (1.0 - s.gap)).ceil()
            )
        }
    });
    Some(format!(
        "A site walks a few blocks, not a whole neighborhood. Free of neighborhood borders, {} with {} that the search \
            found.{gap}",
        if k == 1 {
            format!("this is the area of up to {area} km²")
        } else {
            format!("these are the {} separate areas of up to {area} km²", count(k))
        },
        compared(&answers.measure).most,
    ))
}
