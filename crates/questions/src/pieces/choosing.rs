//! How many places are chosen, by what, and how catchments are searched for.

use catchment_model::Measure;

use super::piece;
use super::value::{AreaKm2, Drawn, Draws, Effort, K, LocateProblem, Seed, Top};
use super::{Extent, Objective, Of, Shape};

piece! {
    /// How many places are chosen, and what they are compared by.
    pub struct Choosing {
        /// What places are compared by, each per year.
        measure: Measure = Measure::Count,
        /// Number of areas to choose: the k of the chance of being among the top k; where none is given, the city's.
        k: Option<K>,
        /// Seed of the draws.
        seed: Seed = Seed::nearest(1),
    }
}

piece! {
    /// How many catchments are chosen.
    pub struct Number {
        /// Number of areas to choose; where none is given, the city's.
        k: Option<K>,
        /// Seed of the search and of the draws.
        seed: Seed = Seed::nearest(1),
    }
}

piece! {
    /// What is ranked.
    pub struct Ranking {
        /// What is ranked.
        of: Of = Of::Neighborhoods,
        /// Number of items in the answer; where none is given, all.
        top: Option<Top>,
    }
}

piece! {
    /// How catchments are searched for.
    pub struct Search {
        /// Largest area of a catchment, km²; where none is given, the city's.
        area_km2: Option<AreaKm2>,
        /// What catchments are searched on. Where none is given: `expected` for the optimum and for the chance of being
        /// in it, `counted` for everything else.
        basis: Option<Objective>,
        /// Which shapes catchments may have: `walkable` ground has no holes, no gaps and no spikes; `free` ground may
        /// follow single blocks, and holds more. Where none is given, `walkable`, and beside a bound on the outline
        /// `free`.
        shape: Option<Shape>,
    }
}

piece! {
    /// How a drawn catchment is scored.
    pub struct Scoring {
        /// What places are compared by, each per year.
        measure: Measure = Measure::Count,
        /// What the best catchment of the same size is searched on.
        basis: Objective = Objective::Counted,
        /// Seed of the search and of the draws.
        seed: Seed = Seed::nearest(1),
        /// How much is said: its `own` figures, `figures` beside the best of its size, or the place in `full`.
        extent: Extent = Extent::Figures,
    }
}

piece! {
    /// An area drawn by hand.
    pub struct Outlined {
        #[place(Body)]
        /// The area: an object with either `cells`, a list of H3 cells no finer than the city allows, or `polygon`, a
        /// `GeoJSON` polygon or multipolygon in degrees, which stands for the cells whose centers it holds.
        drawn: Drawn,
    }
}

piece! {
    /// A location model of one's own.
    pub struct Problem {
        #[place(Body)]
        /// The problem: an object with `model`, `sites`, `radius_m`, `solver`, `work`, and the points `demand`,
        /// `candidates` and `distances`.
        problem: LocateProblem,
    }
}

piece! {
    /// How much work goes into a proof.
    pub struct Proof {
        /// Work for the proof: 0 gives the plain bound at once.
        effort: Effort = Effort::nearest(4),
    }
}

piece! {
    /// How chances are drawn.
    pub struct Drawing {
        /// Number of draws; where none is given, 200, and 100 where the city's finest cells are of resolution 10.
        draws: Option<Draws>,
    }
}

#[cfg(feature = "engine")]
mod check {
    use catchment_store::Dataset;

    use super::{AreaKm2, K, Search, Shape};
    use crate::error::AskError;
    use crate::pieces::Value as _;

    impl K {
        /// The number given, or the city's.
        pub(crate) fn or_city(given: Option<Self>, data: &Dataset) -> usize {
            let city = || Self::nearest(u64::try_from(data.city.analysis.k).unwrap_or(1));
            given.unwrap_or_else(city).size()
        }
    }

    impl AreaKm2 {
        /// The size given, or the city's as it stands.
        pub(crate) fn or_city(given: Option<Self>, data: &Dataset) -> f64 {
            given.map_or(data.city.analysis.catchment_km2, Self::get)
        }
    }

    impl Shape {
        /// The shape given, or the usual one, beside a bound on the outline.
        ///
        /// # Errors
        /// [`AskError::Value`] for a bound on what has one already.
        pub(crate) fn beside(given: Option<Self>, outline: Option<f64>) -> Result<Self, AskError> {
            match outline {
                Some(bound) if given == Some(Self::Walkable) => {
                    let accepted = "shape=free beside it: walkable ground is round by its own rule";
                    Err(AskError::value("outline", bound.to_string(), accepted))
                }
                _ => Ok(given.unwrap_or_else(|| Self::usual(outline.is_some()))),
            }
        }
    }

    impl Search {
        /// The shape asked for, beside a bound on the outline.
        ///
        /// # Errors
        /// [`AskError::Value`] for a bound on what has one already.
        pub(crate) fn shape(&self, outline: Option<f64>) -> Result<Shape, AskError> {
            Shape::beside(self.shape, outline)
        }

        /// The shape of what is ranked; neighborhoods have theirs, which is not written.
        ///
        /// # Errors
        /// As [`Search::shape`].
        pub(crate) fn shape_of(&self, catchments: bool) -> Result<Shape, AskError> {
            if catchments { self.shape(None) } else { Ok(Shape::default()) }
        }

        /// Refuses what is said about catchments where neighborhoods are ranked: it would have no effect.
        ///
        /// # Errors
        /// [`AskError::Value`] for the first parameter given.
        pub(crate) fn unused(&self) -> Result<(), AskError> {
            if let Some(km2) = self.area_km2 {
                let accepted = "of=catchments beside it: neighborhoods have the size that they have";
                return Err(AskError::value("area_km2", km2.write(), accepted));
            }
            if let Some(basis) = self.basis {
                let accepted = "of=catchments beside it: neighborhoods are not searched for";
                return Err(AskError::value("basis", basis.write(), accepted));
            }
            if let Some(shape) = self.shape {
                let accepted = "of=catchments beside it: neighborhoods have the shape that they have";
                return Err(AskError::value("shape", shape.write(), accepted));
            }
            Ok(())
        }
    }
}
