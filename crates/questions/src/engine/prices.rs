//! What each kind of shape would reach: free, bounded and walkable ground at the same size, number and limits.

use catchment_siting::{CatchmentError, CatchmentParams};
use serde::Serialize;

use super::catchments::refused;
use super::ground::search_input;
use super::under::{GroundUnder, ground_under};
use super::weighed::maximized;
use super::{Engine, Find};
use crate::answers::{CityShare, PricedShape, ShapePrice};
use crate::error::AskError;
use crate::pieces::{Counted, Limits, Objective, Shape, Steered};
use crate::words::price;

/// The bound on outlines that is told where none was asked for, in circumferences of a circle.
const BOUNDED: f64 = 2.0;

/// Looks for what each kind of shape would reach.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Prices {
    /// What is counted.
    pub(crate) counted: Counted,
    /// What is maximized.
    pub(crate) basis: Objective,
    /// What steers beside burden.
    pub(crate) steered: Option<Steered>,
    /// Number of catchments.
    pub(crate) k: usize,
    /// Largest area of one, km².
    pub(crate) area_km2: f64,
    /// Seed of the search.
    pub(crate) seed: u64,
    /// Work for the proof.
    pub(crate) effort: usize,
    /// The shape asked for.
    pub(crate) shape: Shape,
    /// What may not or cannot be done.
    pub(crate) limits: Limits,
}

impl Find for Prices {
    const NAME: &'static str = "prices of shapes";
    type Found = Vec<ShapePrice>;

    fn find(&self, engine: &Engine) -> Result<Vec<ShapePrice>, AskError> {
        let query = self.counted.query(&engine.data)?;
        let study = engine.finest_study()?;
        let found = maximized(engine, &query, (self.basis, self.steered.as_ref()), study)?;
        let GroundUnder { cells, .. } = ground_under(engine, study, (&self.limits, self.area_km2, query.window))?;
        let input = search_input(study, &found.harm, &cells.allowed);
        let city: f64 = found.harm.iter().sum();
        let asked = match (self.shape, self.limits.outline) {
            (Shape::Walkable, _) => PricedShape::Walkable,
            (Shape::Free, Some(_)) => PricedShape::Bounded,
            (Shape::Free, None) => PricedShape::Free,
        };
        let mut prices = Vec::new();
        for kind in [PricedShape::Walkable, PricedShape::Bounded, PricedShape::Free] {
            let outline = (kind == PricedShape::Bounded).then(|| self.limits.outline.unwrap_or(BOUNDED));
            let shape = if kind == PricedShape::Walkable { Shape::Walkable } else { Shape::Free };
            let search = self.limits.search((self.k, self.area_km2), shape, self.seed);
            let raw = CatchmentParams { outline_factor: outline, effort: self.effort, ..search };
            let set = match raw.check().and_then(|search| search.best(&input)) {
                Ok(set) => set,
                // A city whose cells do not lie in rows has no walkable ground; it is told of the others.
                Err(CatchmentError::Lattice { .. } | CatchmentError::TooFew { .. }) if kind != asked => continue,
                Err(e) => return Err(refused(e, query.window)),
            };
            prices.push(ShapePrice {
                shape: kind,
                outline,
                asked: kind == asked,
                harm: set.proven.harm,
                bound: set.proven.bound,
                gap: set.proven.gap(),
                more: 0.0,
                of_city: CityShare::of(set.proven.harm, city),
                sentence: String::new(),
            });
        }
        tell(&mut prices);
        Ok(prices)
    }
}

/// Sets each beside what was asked for.
fn tell(prices: &mut [ShapePrice]) {
    let held = prices.iter().find(|p| p.asked).map_or(0.0, |p| p.harm);
    for p in prices {
        p.more = if held > 0.0 { p.harm / held - 1.0 } else { 0.0 };
        let name = match (p.shape, p.outline) {
            (PricedShape::Walkable, _) => "Walkable ground".to_owned(),
            (_, Some(circles)) => format!("Free ground with an outline of at most {circles} circles"),
            (_, None) => "Free ground, which follows single blocks".to_owned(),
        };
        p.sentence = price(&name, (p.more, p.gap), p.asked);
    }
}
