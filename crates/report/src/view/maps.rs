//! The maps, with what stands beside them.

use catchment_model::Measure;
use catchment_questions::answers::LegendItem;
use catchment_questions::rankings::{RankItem, RankingsAnswer};
use catchment_questions::report::{Outline, OutlineKind, ReportAnswer, ReportChoice};
use catchment_questions::words::{class_bound, listed, spelled, stands_in};
use serde::Serialize;

use super::compared::compared;
use crate::draw::{Map, Mark, Spot, Style};

/// Places that carry their number on the map.
const NUMBERED: usize = 10;
const GROUND: &str = "#ececec";
const CHOSEN: &str = "#b10026";
const FURTHER: &str = "#fdae6b";

/// What stands beside a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapView {
    /// Name of the picture.
    pub file: &'static str,
    /// The picture in words, for those who cannot see it.
    pub alt: String,
    /// Width over height.
    pub aspect: f64,
    /// Head of the legend.
    pub legend_title: String,
    /// Classes, highest first.
    pub legend: Vec<LegendRow>,
    /// Numbers on the map and what they stand for.
    pub key: Vec<(usize, String)>,
    /// How many of them are chosen.
    pub chosen: usize,
}

/// A color and what it says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegendRow {
    /// Color inside.
    pub color: String,
    /// Whether it is a broken outline instead.
    pub dashed: bool,
    /// What it says.
    pub text: String,
}

/// Neighborhoods colored by class.
pub(super) fn neighborhoods(answers: &ReportAnswer, asked: &RankingsAnswer) -> (MapView, String) {
    let k = asked.meta.params.k;
    let mut map = Map::new(answers.status.city.bounds, 1.0);
    let thin = |fill| Style { fill, line: "#ffffff", width: 1.6, dashed: false };
    for outline in &answers.outlines.areas {
        let class = asked.find(&outline.id).and_then(|i| color(&asked.legend, i.value(answers.measure)?));
        map.shape(&outline.geometry, thin(class.unwrap_or(GROUND)));
    }
    sites(&mut map, answers);
    for item in asked.items.iter().take(k) {
        for outline in of(&answers.outlines.areas, item) {
            map.shape(&outline.geometry, Style { fill: "none", line: "#111111", width: 5.0, dashed: false });
        }
    }
    numbers(&mut map, &answers.outlines.areas, asked);
    let mut legend: Vec<LegendRow> = asked.legend.iter().rev().map(class_row).collect();
    legend.push(row(GROUND, "park, not ranked, or none"));
    legend.extend(site_row(answers));
    let title = match answers.measure {
        Measure::Count => format!("Offenses, {} to {}", asked.meta.window.from, asked.meta.window.to),
        other => format!("Offenses {}", compared(other).score),
    };
    (view("neighborhoods.svg", &map, asked, title, legend), map.finish())
}

/// Candidate catchments above the city.
pub(super) fn catchments(answers: &ReportAnswer, found: &RankingsAnswer) -> (MapView, String) {
    let k = found.meta.params.k;
    let mut map = Map::new(answers.status.city.bounds, 1.6);
    ground(&mut map, answers);
    for item in found.items.iter().rev() {
        let fill = if item.rank <= k { CHOSEN } else { FURTHER };
        for outline in of(&answers.outlines.catchments, item) {
            map.shape(&outline.geometry, Style { fill, line: "#111111", width: 1.5, dashed: false });
        }
    }
    sites(&mut map, answers);
    numbers(&mut map, &answers.outlines.catchments, found);
    let mut legend = vec![row(CHOSEN, &format!("the first {}", spelled(k)))];
    if found.items.len() > k {
        legend.push(row(FURTHER, "further candidates"));
    }
    legend.push(row(GROUND, "neighborhoods"));
    legend.extend(site_row(answers));
    let area = found.meta.params.area_km2.map_or_else(String::new, |a| format!(" of up to {a} km²"));
    (view("catchments.svg", &map, found, format!("Catchments{area}"), legend), map.finish())
}

/// The best catchments under limits above the city.
pub(super) fn choice(answers: &ReportAnswer, choice: &ReportChoice) -> (MapView, String) {
    let mut map = Map::new(answers.status.city.bounds, 0.9);
    ground(&mut map, answers);
    let chosen: Vec<(usize, &Outline)> = choice
        .answer
        .catchments
        .iter()
        .zip(1..)
        .filter_map(|(c, rank)| Some((rank, answers.outlines.choice.iter().find(|o| o.id == c.id)?)))
        .collect();
    for (_, outline) in &chosen {
        map.shape(&outline.geometry, Style { fill: CHOSEN, line: "#111111", width: 1.5, dashed: false });
    }
    sites(&mut map, answers);
    for (rank, outline) in chosen.iter().rev() {
        map.mark(&outline.geometry, &Mark { text: rank.to_string(), chosen: true }, Spot::Middle);
    }
    let named: Vec<String> = chosen.iter().map(|(rank, o)| format!("{rank} {}", o.name)).collect();
    let alt = format!("Map of the city with the areas chosen under limits: {}.", listed(&named));
    let along = choice.answer.catchments.iter().any(|c| c.along.is_some());
    let edges = if along { "along streets" } else { "by cells" };
    let mut legend = vec![row(CHOSEN, &format!("chosen under the limits, {edges}")), row(GROUND, "neighborhoods")];
    legend.extend(site_row(answers));
    let key: Vec<(usize, String)> = chosen.iter().map(|(rank, o)| (*rank, o.name.clone())).collect();
    let view = MapView {
        file: "choice.svg",
        alt,
        aspect: map.aspect(),
        legend_title: format!("Areas of up to {} km²", choice.answer.meta.params.area_km2),
        legend,
        chosen: key.len(),
        key,
    };
    (view, map.finish())
}

/// The city beneath.
fn ground(map: &mut Map, answers: &ReportAnswer) {
    for outline in &answers.outlines.areas {
        let fill = if outline.kind == OutlineKind::Park { "#dfe5dc" } else { GROUND };
        map.shape(&outline.geometry, Style { fill, line: "#ffffff", width: 2.0, dashed: false });
    }
}

fn view(file: &'static str, map: &Map, of: &RankingsAnswer, legend_title: String, legend: Vec<LegendRow>) -> MapView {
    let k = of.meta.params.k;
    let key: Vec<(usize, String)> = of.items.iter().take(NUMBERED.max(k)).map(|i| (i.rank, i.name.clone())).collect();
    let named: Vec<String> = key.iter().map(|(rank, name)| format!("{rank} {name}")).collect();
    let what = if file.starts_with('c') { "candidate catchments" } else { "neighborhoods colored by class" };
    let alt = format!("Map of the city with {what}. Numbered by rank: {}.", listed(&named));
    MapView { file, alt, aspect: map.aspect(), legend_title, legend, chosen: k.min(key.len()), key }
}

fn of<'a>(outlines: &'a [Outline], item: &'a RankItem) -> impl Iterator<Item = &'a Outline> {
    outlines.iter().filter(|o| o.id == item.id)
}

fn sites(map: &mut Map, answers: &ReportAnswer) {
    for site in &answers.outlines.sites {
        map.shape(&site.geometry, Style { fill: "none", line: "#1f4e79", width: 3.5, dashed: true });
    }
}

fn numbers(map: &mut Map, outlines: &[Outline], ranking: &RankingsAnswer) {
    let k = ranking.meta.params.k;
    // The first lie on top.
    for item in ranking.items.iter().take(NUMBERED.max(k)).rev() {
        for outline in of(outlines, item) {
            map.mark(&outline.geometry, &Mark { text: item.rank.to_string(), chosen: item.rank <= k }, Spot::Middle);
        }
    }
}

/// Color of a value: that of the last class that begins at or below it.
fn color(legend: &[LegendItem], value: f64) -> Option<&str> {
    legend.iter().rev().find(|c| c.from <= value).map(|c| c.color.as_str())
}

fn class_row(class: &LegendItem) -> LegendRow {
    let text = match class.to {
        Some(to) => format!("{} to under {}", class_bound(class.from), class_bound(to)),
        None => format!("{} or more", class_bound(class.from)),
    };
    row(&class.color, &text)
}

fn row(color: &str, text: &str) -> LegendRow {
    LegendRow { color: color.to_owned(), dashed: false, text: text.to_owned() }
}

fn site_row(answers: &ReportAnswer) -> Option<LegendRow> {
    let text = match stands_in(answers.status.sites.iter().map(|s| (s.shape, s.area_ids.as_slice()))) {
        Some(ground) => format!("existing site; where its outline is not published, {ground}"),
        None => "existing site".to_owned(),
    };
    let is_there = !answers.outlines.sites.is_empty();
    is_there.then(|| LegendRow { color: "#1f4e79".to_owned(), dashed: true, text })
}
