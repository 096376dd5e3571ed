//! Values of parameters: types that cannot hold what is not accepted, read from text by every door.

use catchment_model::{AreaBasis, Measure, Month, Resolution, TimeBasis, Unit};

use super::Kind;

/// A value that can be given as text. Reading checks it; what was read cannot be wrong.
pub trait Value: Sized {
    /// What is accepted.
    fn kind() -> Kind;

    /// Reads a text; `None` for what [`Value::kind`] does not accept.
    fn read(text: &str) -> Option<Self>;

    /// The text that reads back as this value, the same for equal values.
    fn write(&self) -> String;
}

/// Declares numbers that carry their range and unit: `pub K: u64 = 1..=20, "";`.
macro_rules! bounded {
    ($($(#[doc = $doc:literal])* pub $name:ident: $repr:ident = $least:literal..=$most:literal, $unit:literal;)+) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name($repr);

        impl $name {
            /// The value, if it lies in the range.
            pub fn new(value: $repr) -> Option<Self> {
                let (least, most): ($repr, $repr) = ($least, $most);
                (least..=most).contains(&value).then_some(Self(value))
            }

            /// The nearest value of the range: for defaults that a city file gives.
            #[must_use]
            pub fn nearest(value: $repr) -> Self {
                let (least, most): ($repr, $repr) = ($least, $most);
                if value > most { Self(most) } else { Self::new(value).unwrap_or(Self(least)) }
            }

            /// The number.
            #[must_use]
            pub fn get(self) -> $repr {
                self.0
            }
        }

        impl $crate::pieces::Value for $name {
            fn kind() -> Kind {
                bounded!(@kind $repr, $least, $most, $unit)
            }

            fn read(text: &str) -> Option<Self> {
                bounded!(@read $repr, text).and_then(Self::new)
            }

            fn write(&self) -> String {
                self.0.to_string()
            }
        }
    )+};
    (@kind u64, $least:literal, $most:literal, $unit:literal) => {
        Kind::Whole { least: $least, most: $most, unit: $unit }
    };
    (@kind f64, $least:literal, $most:literal, $unit:literal) => {
        Kind::Number { least: $least, most: $most, unit: $unit }
    };
    (@read u64, $text:expr) => {
        // Digits alone: `+1` would read, and is a spelling that nobody needs.
        $text.parse::<u64>().ok().filter(|_| $text.bytes().all(|b| b.is_ascii_digit()))
    };
    (@read f64, $text:expr) => {
        $text.parse::<f64>().ok()
    };
}

bounded! {
    /// Number of areas to choose.
    pub K: u64 = 1..=20, "";
    /// Seed of draws: up to the largest whole number that every JSON reader keeps.
    pub Seed: u64 = 0..=9_007_199_254_740_991, "";
    /// Number of items in an answer.
    pub Top: u64 = 1..=1000, "";
    /// Largest area of a catchment.
    pub AreaKm2: f64 = 0.05..=25.0, "km²";
    /// Work for the proof of an optimum.
    pub Effort: u64 = 0..=20, "";
    /// Longest outline, in circumferences of a circle of the same area.
    pub Circles: f64 = 1.3..=20.0, "circumferences";
    /// Least distance from existing sites.
    pub SpacingM: f64 = 0.0..=50_000.0, "meters";
    /// Least distance between the centers of two catchments.
    pub ApartM: f64 = 0.0..=50_000.0, "meters";
    /// Residents about a place.
    pub LeastResidents: u64 = 1..=1_000_000, "residents";
    /// Money.
    pub Usd: f64 = 0.0..=1e12, "US dollars";
    /// Staff.
    pub Staff: u64 = 0..=100_000, "people";
    /// Hours that an interrupter walks in a day.
    pub HoursADay: f64 = 2.0..=6.0, "hours";
    /// Draws behind a chance.
    pub Draws: u64 = 50..=1000, "";
    /// Bandwidth of a kernel.
    pub BandwidthM: f64 = 50.0..=5000.0, "meters";
    /// Side of a pixel.
    pub PixelM: f64 = 10.0..=1000.0, "meters";
    /// Months after which an offense counts half in recency.
    pub HalfLifeMonths: f64 = 6.0..=240.0, "months";
    /// False discovery rate.
    pub Alpha: f64 = 0.000_001..=0.999_999, "";
    /// Neighbors of a cell: rings around it.
    pub Ring: u64 = 1..=10, "rings";
    /// Permutations or simulations.
    pub Permutations: u64 = 99..=9999, "";
    /// Placebos of an evaluation.
    pub Placebos: u64 = 19..=1000, "";
    /// Past quarters of a check.
    pub Quarters: u64 = 0..=80, "quarters";
    /// Months of a time step.
    pub StepMonths: u64 = 1..=60, "months";
    /// Longest cluster of a scan.
    pub MaxSteps: u64 = 1..=24, "steps";
    /// Share of cells that are the top ones.
    pub TopShare: f64 = 0.001..=0.5, "";
    /// Draws per year for the limit of perfect knowledge.
    pub LimitDraws: u64 = 0..=100, "";
    /// Months after which a month counts half in what is expected.
    pub ExpectedHalfLife: f64 = 1.0..=1200.0, "months";
    /// Exponent of a month's harm on a cell.
    pub Burst: f64 = 0.0..=1.0, "";
    /// Bandwidth of the surroundings in what is expected.
    pub SurroundingsM: f64 = 0.0..=5000.0, "meters";
    /// Weight of the surroundings in what is expected.
    pub PriorMonths: f64 = 0.0..=100_000.0, "months";
    /// Id of what people saved.
    pub ScenarioId: u64 = 1..=9_007_199_254_740_991, "";
    /// Revision of what people saved.
    pub Revision: u64 = 1..=4_294_967_295, "";
}

impl K {
    /// The number, as a size.
    #[must_use]
    pub fn size(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Makes enums with names of their own values.
macro_rules! choices {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::pieces::Value for $name {
            fn kind() -> $crate::pieces::Kind {
                $crate::pieces::Kind::Choice(<$name>::ALL.iter().map(|v| (v.name(), v.about())).collect())
            }

            fn read(text: &str) -> Option<Self> {
                <$name>::ALL.iter().copied().find(|v| v.name() == text)
            }

            fn write(&self) -> String {
                self.name().to_owned()
            }
        }
    )+};
}
pub(crate) use choices;

choices!(Unit, TimeBasis, AreaBasis, Measure);

impl Value for Month {
    fn kind() -> Kind {
        Kind::Text {
            expected: "a month as YYYY-MM, such as 2018-12",
            pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$",
            example: "2018-12",
        }
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Value for Resolution {
    fn kind() -> Kind {
        Kind::Whole { least: 8, most: 10, unit: "" }
    }

    fn read(text: &str) -> Option<Self> {
        text.parse::<u8>().ok().and_then(|n| Self::try_from(n).ok())
    }

    fn write(&self) -> String {
        u8::from(*self).to_string()
    }
}

/// Declares lists that are given as text: what is expected, a pattern, an example; the text is kept as it was given.
macro_rules! texts {
    ($($(#[doc = $doc:literal])* pub $name:ident: $expected:literal, $pattern:literal, $example:literal;)+) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The text as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Its parts between commas, without the space around them.
            pub fn parts(&self) -> impl Iterator<Item = &str> {
                self.0.split(',').map(str::trim).filter(|part| !part.is_empty())
            }
        }

        impl $crate::pieces::Value for $name {
            fn kind() -> Kind {
                Kind::Text { expected: $expected, pattern: $pattern, example: $example }
            }

            fn read(text: &str) -> Option<Self> {
                Some(Self(text.to_owned()))
            }

            fn write(&self) -> String {
                self.0.clone()
            }
        }
    )+};
}

texts! {
    /// Names of offense groups or aliases; which there are is known by the dataset.
    pub OffenseNames: "offense groups or aliases of the city, separated by commas", "^[^,]+(,[^,]+)*$", "harm";
    /// Ids of areas; which there are is known by the dataset.
    pub AreaIds: "ids of areas, separated by commas", "^.*$", "16,22";
    /// Criteria with weights; checked against the criteria there are.
    pub CriterionWeights: "criterion:weight pairs separated by commas, weights 0 to 1000",
        "^ *[a-z_]+ *:[0-9.eE+ -]+(, *[a-z_]+ *:[0-9.eE+ -]+)*$", "burden:3,recency:1";
    /// How sure weights are.
    pub Concentration: "a number from 1 to 100000, or inf where the weights are certain",
        "^(inf|[0-9.eE+-]+)$", "50";
    /// Parts of a decision.
    pub Parts: "parts separated by commas: by_measure, guard, rules, prices", "^[a-z_, ]*$", "guard,rules";
    /// Parts of a choice.
    pub ChoiceParts: "parts separated by commas: prices, streets", "^[a-z_, ]*$", "streets";
    /// Which sites exist; which there are is known by the dataset.
    pub SiteNames: "active, none, or ids of sites separated by commas", "^[^,]+(,[^,]+)*$", "active";
    /// Rising numbers.
    pub Edges: "up to 8 rising numbers separated by commas", "^[0-9.eE+-]+(,[0-9.eE+-]+){0,7}$", "100,200";
    /// Id of an area or a catchment.
    pub PlaceId: "an id", "^.+$", "16";
    /// Name of a bridge over a series break; which there are is known by the city file.
    pub BridgeName: "the name of a bridge of the city file", "^[a-z0-9-]+$", "state-police";
    /// Days and hours of a shift.
    pub ShiftText: "days and hours, such as tue-sat 13-23",
        "^[a-z]{3}([-,][a-z]{3})* [0-9]{1,2}-[0-9]{1,2}$", "tue-sat 13-23";
    /// A crossing by its streets; which there are is known by the basemap.
    pub CrossingName: "two streets that cross, with & between", "^[^&]+&[^&]+$", "Grand & Gravois";
    /// A location model as JSON.
    pub LocateProblem: "an object with model, sites and demand", "^\\{.*\\}$",
        "{\"model\":\"p-median\",\"sites\":1,\"demand\":[{\"id\":\"a\",\"x\":0,\"y\":0,\"weight\":1}]}";
    /// A drawn area as JSON: an object with either "cells" or "polygon".
    pub Drawn: "an object with either \"cells\" or \"polygon\"", "^\\{.*\\}$", "{\"cells\":[\"8a2640b0a0effff\"]}";
}
