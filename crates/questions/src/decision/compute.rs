//! Criteria weighed: the question of a decision.

use catchment_model::{AreaBasis, Finest, Measure, Site};
use catchment_siting::decide::{CRITERIA, Criterion, DecideError, Draws, WeighParams, Weights};
use catchment_siting::rank::MEASURES;
use catchment_store::Dataset;

use super::draws::{Beside, Drawing, Drawn, Shown, WithPolice};
use super::items::{Standings, items};
use super::weighable::{Weighable, WeighablePlaces};
use super::{CriterionInfo, Decision, DecisionAnswer, DecisionAsk, DecisionItem, against, words};
use crate::Watch;
use crate::answers::{CityShare, Meta, NotRankedItem};
use crate::engine::{
    CatchmentSearch, Engine, NextDrift, NextRanks, NextVisible, Prices, Shows, Stacked, check_first, finite, meta,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::value::{AreaKm2, K};
use crate::pieces::{CriterionName, Limits, Objective, Of, Part};
use crate::question::Question;

/// Level of all intervals.
const LEVEL: f64 = 0.9;

impl Question for Decision {
    const NAME: &'static str = "decision";
    const ADDRESS: &'static str = "decision";
    const SITES: bool = true;
    const ABOUT: &'static str = "Places by several weighed criteria: how sure their order is under chance in the \
        counts and doubt about the weights, why, and what would change it.";
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::About];

    type Ask = DecisionAsk;
    type Answer = DecisionAnswer;

    fn check(ask: DecisionAsk, data: &Dataset) -> Result<Self, AskError> {
        let DecisionAsk { counting, placing, choosing, ranking, search, weighing } = ask;
        let catchments = ranking.of == Of::Catchments;
        if !catchments {
            search.unused()?;
        }
        let parts = weighing.parts()?;
        if catchments && parts.contains(&Part::Rules) {
            let accepted = "by_measure or guard beside of=catchments: funding rules are about neighborhoods";
            return Err(AskError::value("parts", "rules", accepted));
        }
        if !catchments && parts.contains(&Part::Prices) {
            let accepted = "by_measure, guard or rules beside of=neighborhoods: they have the shape that they have";
            return Err(AskError::value("parts", "prices", accepted));
        }
        Ok(Self {
            criteria: weighing.criteria()?,
            concentration: weighing.certainty()?,
            half_life_months: weighing.half_life_months.get(),
            sites: weighing.existing(data)?,
            parts,
            counted: counting.check(if catchments { Finest::Cell } else { Finest::Area }, data)?,
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

    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<DecisionAnswer, AskError> {
        if self.parts.is_empty() {
            return self.core(engine);
        }
        let core = Self { parts: Vec::new(), ..self.clone() };
        let mut answer = (*engine.answer(&core, watch)?).clone();
        answer.meta.params = self.clone();
        self.add(engine, &mut answer)?;
        Ok(answer)
    }

    fn file(&self, engine: &Engine, answer: &DecisionAnswer, _: Form) -> Result<Content, AskError> {
        super::file::csv_of(engine, answer)
    }
}

impl Decision {
    /// The answer without the parts that are asked for by name.
    fn core(&self, engine: &Engine) -> Result<DecisionAnswer, AskError> {
        let weights = self.weights()?;
        let places = engine.find(&self.places())?;
        let drawn = engine.find(&Shown(self.drawing(self.measure)))?;
        let Drawn { draws, sets } = (*drawn).as_ref().map_err(|e| self.refused(e, &weights))?;
        let weigh = self.weigh_params(weights, draws);
        let decision = draws.decide(&weigh).map_err(|e| self.refused(&e, &weights))?;
        let criteria = self.criteria_info(engine, draws, &weights);
        let start = self.counted.window()?.to().next();
        let next = self.next();
        let learned = engine.find(&next)?;
        let visible = engine.find(&NextVisible(next.clone()))?;
        let ranks = engine.find(&NextRanks { drift: next, k: weigh.k, seed: self.seed })?;
        let drift = (*learned).as_ref();
        let of = Standings {
            places: &places,
            draws,
            sets,
            k: weigh.k,
            start,
            drift: drift.ok(),
            next: &ranks,
            visible: &visible,
        };
        let mut items = items(engine, &of, &decision);
        for item in &mut items {
            item.of_city = CityShare::of(item.count as f64, places.city.count as f64);
        }
        let first: Vec<&DecisionItem> = items.iter().take(weigh.k).collect();
        let held: i64 = first.iter().map(|item| item.count).sum();
        let of_city = CityShare::of(held as f64, places.city.count as f64);
        let headline = words::headline(&first, self.measure, self.burden_alone());
        let again = words::again(weigh.k, self.kappa().is_some());
        let finding = words::finding(&items, weigh.k);
        let doubt = words::doubt(&items);
        let mut meta = self.meta(engine, &places, weigh.k)?;
        meta.warnings.extend(check_first(self.stacked(engine, items.iter().take(weigh.k))?));
        items.truncate(self.top.unwrap_or(usize::MAX));
        Ok(DecisionAnswer {
            meta,
            finding,
            doubt,
            certainty: words::certainty(&criteria, self.kappa()),
            drift: crate::words::drift(drift.map(|d| (d.years(), d.sigma())).map_err(|years| *years)),
            criteria,
            items,
            not_ranked: not_ranked(draws, &places),
            sites: places.sites.clone(),
            guard: None,
            guard_finding: None,
            rules: None,
            headline,
            of_city,
            again,
            prices: None,
        })
    }

    /// Adds the parts that are asked for by name.
    fn add(&self, engine: &Engine, answer: &mut DecisionAnswer) -> Result<(), AskError> {
        let weights = self.weights()?;
        let places = engine.find(&self.places())?;
        let drawn = engine.find(&Shown(self.drawing(self.measure)))?;
        let Drawn { draws, .. } = (*drawn).as_ref().map_err(|e| self.refused(e, &weights))?;
        let order = draws.ranked_ids(&weights).map_err(|e| self.refused(&e, &weights))?;
        if self.parts.contains(&Part::ByMeasure) {
            let standings = MEASURES.map(|measure| -> Result<_, AskError> {
                if measure == self.measure {
                    return Ok(draws.standings(&self.weigh_params(weights, draws)).unwrap_or_default());
                }
                let other = engine.find(&Beside(self.drawing(measure)))?;
                let standings = |d: &Draws| d.standings(&self.weigh_params(weights, d)).unwrap_or_default();
                Ok((*other).as_ref().map(standings).unwrap_or_default())
            });
            let [count, per_resident, per_km2] = standings;
            super::items::by_measure(&mut answer.items, &[count?, per_resident?, per_km2?]);
        }
        if self.parts.contains(&Part::Guard) {
            let mut drawing = self.drawing(self.measure);
            drawing.weighed.retain(|c| *c == CriterionName::Persistence);
            let with = engine.find(&WithPolice(drawing))?;
            let guard = against::guard((*with).as_ref(), &weights, (&places, &order));
            answer.guard_finding = words::guard(&guard, self.k.min(order.len()));
            answer.guard = Some(guard);
        }
        if self.parts.contains(&Part::Rules) {
            answer.rules = Some(against::rules(engine, self, (&places, &order))?);
        }
        if let Some(search) = self.places().search.filter(|_| self.parts.contains(&Part::Prices)) {
            answer.prices = Some((*engine.find(&prices(search))?).clone());
        }
        Ok(())
    }

    /// What of some catchments is at addresses that hold more than chance allows; nothing of neighborhoods, which
    /// count such rows as theirs.
    fn stacked<'a>(
        &self,
        engine: &Engine,
        items: impl Iterator<Item = &'a DecisionItem>,
    ) -> Result<Vec<String>, AskError> {
        let Some(search) = self.places().search else { return Ok(Vec::new()) };
        let found = engine.find(&search)?;
        let stacked = Stacked::of(engine, &self.counted.query(&engine.data)?);
        let one = |item: &DecisionItem| {
            let candidate = found.list.iter().find(|c| c.id == item.id)?;
            stacked.of_catchment(&found.study, candidate, item.count)
        };
        Ok(items.filter_map(one).collect())
    }

    fn places(&self) -> Weighable {
        let Self { counted, area, k, seed, .. } = self.clone();
        let search = self.basis.zip(self.area_km2).map(|(basis, area_km2)| CatchmentSearch {
            counted: counted.clone(),
            basis,
            k,
            area_km2,
            shape: self.shape,
            seed,
        });
        // Catchments go by the point, whatever the label.
        Weighable { counted, area: area.unwrap_or(AreaBasis::Point), search, sites: self.sites.clone() }
    }

    /// How the places drift, by the measure asked for.
    fn next(&self) -> NextDrift {
        let Weighable { counted, area, search, .. } = self.places();
        NextDrift { counted, area, search, measure: self.measure }
    }

    fn drawing(&self, measure: Measure) -> Drawing {
        Drawing {
            places: self.places(),
            measure,
            seed: self.seed,
            half_life_months: self.half_life_months,
            weighed: self.criteria.keys().copied().collect(),
        }
    }

    fn weights(&self) -> Result<Weights, AskError> {
        let of = |criterion: Criterion| self.criteria.get(&criterion.into()).copied().unwrap_or(0.0);
        Weights::new(CRITERIA.map(of)).map_err(AskError::internal)
    }

    /// Whether the counts alone decide.
    fn burden_alone(&self) -> bool {
        self.criteria.keys().all(|c| *c == CriterionName::Burden)
    }

    /// How sure the weights are; `None`: certain.
    fn kappa(&self) -> Option<f64> {
        self.concentration.parse().ok().filter(|c: &f64| c.is_finite())
    }

    fn weigh_params(&self, weights: Weights, draws: &Draws) -> WeighParams {
        WeighParams { weights, concentration: self.kappa(), k: self.k.min(draws.len()), level: LEVEL }
    }

    fn refused(&self, error: &DecideError, weights: &Weights) -> AskError {
        match error {
            DecideError::Unavailable { .. } => {
                AskError::value("weights", weights.to_string(), format!("criteria that can be had here: {error}"))
            }
            DecideError::Rank(why) => {
                AskError::value("measure", self.measure.name(), format!("another measure ({why})"))
            }
            other => AskError::internal(other.clone()),
        }
    }

    fn meta(&self, engine: &Engine, places: &WeighablePlaces, k: usize) -> Result<Meta<Self>, AskError> {
        let catchments = self.of == Of::Catchments;
        let shows = Shows {
            count: places.city.count,
            positions: self.area.is_none_or(|area| area == AreaBasis::Point),
            sites: true,
            estimated_residents: catchments,
            measure: Some(self.measure),
        };
        let mut meta = meta(engine, self, &self.counted, Some(self.seed), shows)?;
        meta.few_places(self.k, k);
        if places.sites.is_empty() && !engine.data.sites.is_empty() {
            let first = engine.data.sites.iter().map(|s: &Site| s.from).min();
            let since = first.map_or_else(String::new, |m| format!(" (the first began in {m})"));
            meta.warnings.push(format!(
                "No site existed in {}{since}: distance to sites cannot be weighed, and all ground counts as unserved.",
                self.counted.to
            ));
        }
        Ok(meta)
    }

    fn criteria_info(&self, engine: &Engine, draws: &Draws, weights: &Weights) -> Vec<CriterionInfo> {
        let unit = engine.data.city.severity.as_ref().map(|s| format!(" Severity: {} ({}).", s.unit, s.source));
        let info = |criterion: Criterion| {
            let range = &draws.ranges()[criterion.index()];
            let known = |v: f64| finite(v).filter(|_| range.unavailable.is_none());
            let mut definition = criterion.definition().to_owned();
            match criterion {
                Criterion::Severity => definition.push_str(unit.as_deref().unwrap_or_default()),
                Criterion::Recency => definition = format!("{definition} Half-life: {} months.", self.half_life_months),
                _ => {}
            }
            CriterionInfo {
                id: criterion.into(),
                label: criterion.label().to_owned(),
                definition,
                weight: weights.of(criterion),
                low: known(range.low),
                high: known(range.high),
                drawn: criterion.is_drawn(),
                unavailable: range.unavailable.clone(),
            }
        };
        CRITERIA.into_iter().map(info).collect()
    }
}

/// What each kind of shape would reach, of catchments that are searched for on all ground.
fn prices(search: CatchmentSearch) -> Prices {
    let CatchmentSearch { counted, basis, k, area_km2, shape, seed } = search;
    Prices { counted, basis, steered: None, k, area_km2, seed, effort: 1, shape, limits: Limits::default() }
}

fn not_ranked(draws: &Draws, places: &WeighablePlaces) -> Vec<NotRankedItem> {
    let one = |n: &catchment_siting::NotRanked| NotRankedItem {
        id: n.id.clone(),
        name: places.names[n.unit].clone(),
        why: n.why.clone(),
        count: n.count,
    };
    draws.not_ranked().iter().map(one).collect()
}
