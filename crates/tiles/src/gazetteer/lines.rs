//! The lines of named streets, for whoever asks which streets some ground has.

use catchment_model::basemap::{Parts, StreetClass};
use serde::Serialize;

use super::{At, Bounds, by_name, short};

/// All streets with a name that people walk; the city stands first, so that a reader need not read on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct NamedLines {
    city: String,
    streets: Vec<Walked>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Walked {
    name: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    main: bool,
    lines: Vec<Vec<At>>,
}

impl NamedLines {
    /// Of the parts of a basemap: main and other streets that touch the city's box, without highways, ramps and alleys.
    pub(crate) fn of(parts: &Parts, city: Bounds) -> Self {
        let walked = |class| matches!(class, StreetClass::Arterial | StreetClass::Street);
        let streets = by_name(&parts.streets, city).into_iter().filter(|(_, s)| s.crosses && walked(s.class));
        let line = |line: &geo::LineString<f64>| line.0.iter().map(|c| [c.x, c.y].map(short)).collect();
        let one = |(name, s): (String, super::Named)| Walked {
            name,
            main: s.class == StreetClass::Arterial,
            lines: s.lines.iter().map(line).collect(),
        };
        Self { city: parts.city.0.clone(), streets: streets.map(one).collect() }
    }
}
