//! Places in order, computed.

use std::sync::Arc;

use catchment_model::{AreaBasis, Finest, Measure};
use catchment_siting::{Held, NextRank, RankUnit, Selected};
use catchment_store::Dataset;

use super::{RankItem, Rankings, RankingsAnswer, RankingsAsk, words};
use crate::Watch;
use crate::answers::{LegendItem, NextYear, NotRankedItem, SearchSummary};
use crate::engine::{
    CatchmentRanking, CatchmentSearch, CatchmentsFound, CatchmentsHeld, Engine, NeighborhoodRanking, NextDrift,
    NextRanks, PlaceRanking, Shows, Stacked, check_first, finite, kind, meta, ranking_classes, remarks,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::value::{AreaKm2, K};
use crate::pieces::{Objective, Of, PlaceKind};
use crate::question::Question;
use crate::words::{drift, was_and_will};

/// The places of a ranking, and the search behind them where they are catchments.
pub(crate) struct Places {
    /// The ranking.
    pub(crate) ranking: Arc<PlaceRanking>,
    /// The search behind it.
    pub(crate) found: Option<Arc<CatchmentsFound>>,
}

impl Question for Rankings {
    const NAME: &'static str = "rankings";
    const ADDRESS: &'static str = "rankings";
    const SITES: bool = true;
    const ABOUT: &'static str = "Neighborhoods or candidate catchments in order, with the uncertainty of their ranks.";
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = RankingsAsk;
    type Answer = RankingsAnswer;

    fn check(ask: RankingsAsk, data: &Dataset) -> Result<Self, AskError> {
        let RankingsAsk { counting, placing, choosing, ranking, search } = ask;
        let catchments = ranking.of == Of::Catchments;
        if !catchments {
            search.unused()?;
        }
        let finest = if catchments { Finest::Cell } else { Finest::Area };
        Ok(Self {
            counted: counting.check(finest, data)?,
            area: placing.of(ranking.of, data)?,
            measure: choosing.measure,
            basis: catchments.then(|| search.basis.unwrap_or(Objective::Counted)),
            shape: search.shape_of(catchments)?,
            k: K::or_city(choosing.k, data),
            seed: choosing.seed.get(),
            of: ranking.of,
            area_km2: catchments.then(|| AreaKm2::or_city(search.area_km2, data)),
            top: ranking.top.map(|n| usize::try_from(n.get()).unwrap_or(usize::MAX)),
        })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<RankingsAnswer, AskError> {
        let Places { ranking, found } = self.places(engine)?;
        let held = self.search().map(|search| engine.find(&CatchmentsHeld { search })).transpose()?;
        let mut meta = meta(engine, self, &self.counted, Some(self.seed), self.shows(ranking.city.count))?;
        meta.few_places(self.k, ranking.ranking.params.k);
        let next = NextDrift {
            counted: self.counted.clone(),
            // Catchments go by the point, whatever the label.
            area: self.area.unwrap_or(AreaBasis::Point),
            search: self.search(),
            measure: self.measure,
        };
        let learned = engine.find(&next)?;
        let ranks = engine.find(&NextRanks { drift: next, k: ranking.ranking.params.k, seed: self.seed })?;
        let mut items: Vec<RankItem> = items(engine, &ranking, (found.as_deref(), held.as_deref()), &ranks).collect();
        if let Some(found) = &found {
            let stacked = Stacked::of(engine, &self.counted.query(&engine.data)?);
            let mut first = Vec::new();
            for item in &mut items {
                let candidate = found.list.iter().find(|c| c.id == item.id);
                let says = candidate.and_then(|c| stacked.of_catchment(&found.study, c, item.count));
                first.extend(says.clone().filter(|_| item.rank <= self.k));
                item.reasons.extend(says);
            }
            meta.warnings.extend(check_first(first));
        }
        let end = |end: Option<f64>| end.unwrap_or_default();
        let ends: Vec<(f64, f64)> = items.iter().map(|i| (end(i.score_low), end(i.score_high))).collect();
        items.truncate(self.top.unwrap_or(usize::MAX));
        let not_ranked = ranking.ranking.not_ranked.iter().map(|n| NotRankedItem {
            id: n.id.clone(),
            name: about(engine, found.as_deref(), n.unit).0,
            why: n.why.clone(),
            count: n.count,
        });
        let chances: Vec<f64> = ranking.ranking.items.iter().map(|i| i.p_top).collect();
        let of = ranking.ranking.params.k;
        Ok(RankingsAnswer {
            finding: words::finding(&chances, of),
            intervals: words::intervals(&ends, of),
            as_drawn: found.is_some().then(|| words::as_drawn(of)),
            drift: drift((*learned).as_ref().map(|d| (d.years(), d.sigma())).map_err(|years| *years)),
            items,
            not_ranked: not_ranked.collect(),
            city: ranking.city,
            legend: LegendItem::of(&ranking_classes(&ranking, &engine.data)),
            search: found.map(|f| SearchSummary { harm: f.harm, gap: f.gap, resolution: f.study.resolution.into() }),
            meta,
        })
    }

    fn file(&self, engine: &Engine, answer: &RankingsAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(self, engine, answer, form)
    }
}

impl Rankings {
    /// The search behind a ranking of catchments.
    pub(crate) fn search(&self) -> Option<CatchmentSearch> {
        Some(CatchmentSearch {
            counted: self.counted.clone(),
            basis: self.basis?,
            k: self.k,
            area_km2: self.area_km2?,
            shape: self.shape,
            seed: self.seed,
        })
    }

    /// The places, ranked by the measure of the question.
    pub(crate) fn places(&self, engine: &Engine) -> Result<Places, AskError> {
        let Self { counted, area, measure, k, seed, .. } = self.clone();
        let Some(search) = self.search() else {
            let area = area.unwrap_or(AreaBasis::Label);
            let ranking = engine.find(&NeighborhoodRanking { counted, area, measure, k, seed })?;
            return Ok(Places { ranking, found: None });
        };
        let found = engine.find(&search)?;
        let ranking = engine.find(&CatchmentRanking { search, measure })?;
        Ok(Places { ranking, found: Some(found) })
    }

    /// What an answer about these places shows.
    pub(crate) fn shows(&self, count: i64) -> Shows {
        let catchments = self.of == Of::Catchments;
        let positions = self.area.is_none_or(|area| area == AreaBasis::Point);
        Shows { count, positions, sites: true, estimated_residents: catchments, measure: Some(self.measure) }
    }
}

/// Name, kind and remarks of a place.
fn about(engine: &Engine, found: Option<&CatchmentsFound>, unit: usize) -> (String, PlaceKind, Vec<String>) {
    if let Some(found) = found {
        let c = &found.list[unit];
        return (c.name.clone(), PlaceKind::Catchment, remarks(c.park_km2, &c.sites, &engine.data));
    }
    let area = &engine.data.areas.list()[unit];
    (area.name.clone(), kind(area), Vec::new())
}

/// What a place holds per year by the measure of the ranking, corrected for its choice; `None` where it has no such
/// size.
fn per_year(ranking: &PlaceRanking, unit: &RankUnit, held: Held) -> Option<Held> {
    let size = match ranking.ranking.params.measure {
        Measure::Count => 1.0,
        Measure::PerResident => unit.residents? / 1000.0,
        Measure::PerKm2 => unit.area_km2,
    };
    let by = 1.0 / (size * ranking.years);
    by.is_finite().then_some(Held {
        said: held.said * by,
        expected: held.expected * by,
        low: held.low * by,
        high: held.high * by,
    })
}

/// The ranked places, best first.
pub(crate) fn items<'a>(
    engine: &'a Engine,
    ranking: &'a PlaceRanking,
    (found, held): (Option<&'a CatchmentsFound>, Option<&'a Selected>),
    next: &'a [NextRank],
) -> impl Iterator<Item = RankItem> + 'a {
    ranking.ranking.items.iter().map(move |item| {
        let (name, kind, more) = about(engine, found, item.unit);
        let totals = ranking.totals(item.unit, item.count, &engine.data);
        let unit = &ranking.input.units[item.unit];
        let held = held.and_then(|h| h.each.get(item.unit)).and_then(|h| per_year(ranking, unit, *h));
        let mut reasons = ranking.why(&item.id);
        reasons.extend(
            held.map(|h| words::falls_back([h.said, h.expected, h.low, h.high], ranking.ranking.params.measure)),
        );
        reasons.extend(more);
        let of = |corrected: fn(&Held) -> f64, plain: f64| finite(held.as_ref().map_or(plain, corrected));
        let k = ranking.ranking.params.k;
        let next_year = next.iter().find(|n| n.id == item.id).map(|n| NextYear {
            rank_low: n.rank_low,
            rank_high: n.rank_high,
            p_top: n.p_top,
            sentence: was_and_will(k, &ranking.words.period, item.p_top, n.p_top),
        });
        RankItem {
            rank: item.rank,
            id: item.id.clone(),
            name,
            kind,
            score: of(|h| h.expected, item.score),
            score_low: of(|h| h.low, item.score_low),
            score_high: of(|h| h.high, item.score_high),
            counted_score: held.and_then(|h| finite(h.said)),
            count: item.count,
            incidents: item.incidents,
            per_1000: totals.per_1000,
            per_km2: totals.per_km2,
            residents: unit.residents.and_then(finite),
            area_km2: found.map_or(unit.area_km2, |found| found.list[item.unit].area_km2),
            eb_rate: finite(item.eb_rate),
            rank_low: item.rank_low,
            rank_high: item.rank_high,
            p_top: item.p_top,
            next_year,
            reasons,
        }
    })
}
