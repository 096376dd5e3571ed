//! Rankings as answers: items in order, what is not ranked, the city beside them.

use catchment_store::Dataset;
use catchment_tiles::Classes;
use serde::Serialize;
use utoipa::ToSchema;

use super::catchments::CatchmentsFound;
use super::counts::Totals;
use super::meta::Meta;
use super::params::Params;
use super::places::{PlaceRanking, kind, shows};

/// A ranking.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RankingsAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// Places by falling score.
    pub items: Vec<RankItem>,
    /// Places that are counted but not ranked.
    pub not_ranked: Vec<NotRankedItem>,
    /// The whole city, rows without a place included.
    pub city: Totals,
    /// Classes of the map, over all places whatever is in view.
    pub legend: Vec<LegendItem>,
    /// What the search for catchments is worth; absent for neighborhoods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchSummary>,
}

/// A place in its rank.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RankItem {
    /// Place in the list, 1 first.
    pub rank: usize,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `neighborhood` or `catchment`.
    pub kind: &'static str,
    /// Posterior mean of the measure per year, groups weighted.
    pub score: Option<f64>,
    /// Lower end of its 90 % interval.
    pub score_low: Option<f64>,
    /// Upper end of its 90 % interval.
    pub score_high: Option<f64>,
    /// Count over the covered months.
    pub count: i64,
    /// Count per 1,000 residents and year; absent where residents are too few or unknown.
    pub per_1000: Option<f64>,
    /// Count per km² and year.
    pub per_km2: Option<f64>,
    /// Residents; for catchments an estimate.
    pub residents: Option<f64>,
    /// Area, km².
    pub area_km2: f64,
    /// Count per exposure of the measure and year, smoothed by empirical Bayes.
    pub eb_rate: Option<f64>,
    /// Better end of the rank's 90 % interval.
    pub rank_low: usize,
    /// Worse end of the rank's 90 % interval.
    pub rank_high: usize,
    /// Chance that the true rank is among the first k.
    pub p_top: f64,
    /// Why it stands here, in sentences.
    pub reasons: Vec<String>,
}

/// A place that is counted but not ranked.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NotRankedItem {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Why it is not ranked.
    pub why: String,
    /// Count over the covered months.
    pub count: i64,
}

/// A class of the map: values from `from` up to, and without, `to`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LegendItem {
    /// Number of the class, 0 for the lowest.
    pub class: usize,
    /// Lower bound, included.
    pub from: f64,
    /// Upper bound, excluded; absent for the last class.
    pub to: Option<f64>,
    /// Color as `#rrggbb`.
    pub color: String,
}

/// What a search for catchments is worth.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchSummary {
    /// What was searched for, inside all listed catchments: weighted count, or expected harm per year; the parameter
    /// `basis` says which.
    pub harm: f64,
    /// How far that may be from the best possible, as a share: 0 is proven best.
    pub gap: f64,
    /// Resolution of the cells that catchments are made of.
    pub resolution: u8,
}

/// The legend of some classes.
pub fn legend(classes: &Classes) -> Vec<LegendItem> {
    classes
        .legend()
        .into_iter()
        .enumerate()
        .map(|(class, (from, to, color))| LegendItem { class, from, to, color })
        .collect()
}

/// A number, or nothing where it is not finite.
pub(crate) fn finite(v: f64) -> Option<f64> {
    v.is_finite().then_some(v)
}

/// Classes of a ranking: fixed over all its places.
pub(crate) fn classes(ranking: &PlaceRanking, data: &Dataset) -> Classes {
    let items = ranking.ranking.items.iter().map(|i| (i.unit, i.count));
    Classes::quantiles(items.filter_map(|(unit, count)| ranking.value(&ranking.totals(unit, count, data))))
}

/// The ranking of neighborhoods as an answer.
pub fn neighborhood_rankings(params: &Params, ranking: &PlaceRanking, data: &Dataset) -> RankingsAnswer {
    let areas = data.areas.list();
    let about = |unit: usize| (areas[unit].name.clone(), kind(&areas[unit]), Vec::new());
    answer(params, ranking, data, about, None)
}

/// The ranking of catchments as an answer.
pub fn catchment_rankings(
    params: &Params,
    found: &CatchmentsFound,
    ranking: &PlaceRanking,
    data: &Dataset,
) -> RankingsAnswer {
    let about = |unit: usize| {
        let c = &found.list[unit];
        (c.name.clone(), "catchment", remarks(c.park_km2, &c.sites, data))
    };
    let search = SearchSummary { harm: found.harm, gap: found.gap, resolution: found.study.resolution.into() };
    answer(params, ranking, data, about, Some(search))
}

/// What a reader must know of a catchment beside its rank.
pub(crate) fn remarks(park_km2: f64, sites: &[String], data: &Dataset) -> Vec<String> {
    let mut list = Vec::new();
    if park_km2 >= 0.01 {
        list.push(format!("{park_km2:.2} km² of it lie in parks, cemeteries or gardens."));
    }
    for site in data.sites.iter().filter(|s| sites.contains(&s.id)) {
        list.push(format!("It overlaps the site {}.", site.name));
    }
    list
}

fn answer(
    params: &Params,
    ranking: &PlaceRanking,
    data: &Dataset,
    about: impl Fn(usize) -> (String, &'static str, Vec<String>),
    search: Option<SearchSummary>,
) -> RankingsAnswer {
    let top = params.top.unwrap_or(usize::MAX);
    let items = ranking.ranking.items.iter().take(top).map(|item| {
        let (name, kind, more) = about(item.unit);
        let totals = ranking.totals(item.unit, item.count, data);
        let unit = &ranking.input.units[item.unit];
        let mut reasons = ranking.why(&item.id);
        reasons.extend(more);
        RankItem {
            rank: item.rank,
            id: item.id.clone(),
            name,
            kind,
            score: finite(item.score),
            score_low: finite(item.score_low),
            score_high: finite(item.score_high),
            count: item.count,
            per_1000: totals.per_1000,
            per_km2: totals.per_km2,
            residents: unit.residents.and_then(finite),
            area_km2: unit.area_km2,
            eb_rate: finite(item.eb_rate),
            rank_low: item.rank_low,
            rank_high: item.rank_high,
            p_top: item.p_top,
            reasons,
        }
    });
    let not_ranked = ranking.ranking.not_ranked.iter().map(|n| NotRankedItem {
        id: n.id.clone(),
        name: about(n.unit).0,
        why: n.why.clone(),
        count: n.count,
    });
    let mut meta = Meta::new(params, &ranking.shown, data, shows(params, ranking.city.count));
    meta.few_places(params.k, ranking.ranking.params.k);
    RankingsAnswer {
        meta,
        items: items.collect(),
        not_ranked: not_ranked.collect(),
        city: ranking.city,
        legend: legend(&classes(ranking, data)),
        search,
    }
}
