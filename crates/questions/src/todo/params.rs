//! The parameters of all questions, read in one place.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use catchment_model::{AreaBasis, Finest, Resolution, Selection, TimeBasis, Unit, Window};
use catchment_siting::Measure;
use catchment_spatial::{EdgeCorrection, Kernel};
use catchment_store::Dataset;
use serde::Serialize;
use utoipa::ToSchema;

use super::AskError;
use super::clusters::ClusterParams;
use super::concentration::StabilityParams;
use super::decision::DecisionAsk;
use super::given::{
    AREA_KM2, Given, areas_km2, default_window, finest_pixel, resolution, selection, whole_span, window,
};
use super::question::{Format, Of, Question};

/// Largest seed: the largest whole number that every JSON reader keeps.
const MAX_SEED: u64 = 9_007_199_254_740_991;
/// Largest number of areas to choose.
pub(super) const MAX_K: usize = 20;

/// What catchments are searched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HarmBasis {
    /// The window's counts.
    Counted,
    /// Harm to expect per year after the window.
    Expected,
}

impl HarmBasis {
    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Expected => "expected",
        }
    }
}

/// A question, read and checked: every parameter has a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// What is asked.
    pub question: Question,
    /// Months.
    pub window: Window,
    /// Offenses as asked for; see [`Params::shown`].
    pub selection: Selection,
    /// Unit of count.
    pub unit: Unit,
    /// Which date counts.
    pub time: TimeBasis,
    /// Which area a row belongs to.
    pub basis: AreaBasis,
    /// What catchments are searched on.
    pub sought: HarmBasis,
    /// What is compared.
    pub measure: Measure,
    /// Number of areas to choose.
    pub k: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// What is ranked.
    pub of: Of,
    /// Number of items in the answer; absent: all.
    pub top: Option<usize>,
    /// Area of a catchment, km².
    pub area_km2: f64,
    /// Areas of a catchment that a backtest tests, km²: the one asked for, or the city's presets.
    pub areas_km2: Vec<f64>,
    /// Resolution of cells.
    pub resolution: Resolution,
    /// Form of the kernel.
    pub kernel: Kernel,
    /// Bandwidth, metres.
    pub bandwidth_m: f64,
    /// Side of a pixel, metres.
    pub pixel_m: f64,
    /// Edge correction of a surface.
    pub edge: Option<EdgeCorrection>,
    /// Weights and sites of a decision.
    pub decision: DecisionAsk,
    /// Form of the answer.
    pub format: Format,
}

/// The parameters that an answer was computed with, every default filled in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Resolved {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// Offense group ids that are counted.
    pub offense: Vec<String>,
    /// Weight of each in the score.
    pub weights: BTreeMap<String, f64>,
    /// `net` or `incident`.
    pub unit: &'static str,
    /// `reported` or `occurred`.
    pub time: &'static str,
    /// `label` or `point`.
    pub area: &'static str,
    /// `count`, `per_resident` or `per_km2`.
    pub measure: &'static str,
    /// What catchments are searched on: `counted`, the counts of the window, or `expected`, harm to expect per year
    /// after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// Number of areas to choose.
    pub k: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// What is ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<&'static str>,
    /// Area of a catchment, km².
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_km2: Option<f64>,
    /// Resolution of cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<u8>,
    /// False discovery rate of Gi*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fdr: Option<f64>,
    /// Form of the kernel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kernel: Option<&'static str>,
    /// Bandwidth, metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bandwidth_m: Option<f64>,
    /// Side of a pixel, metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pixel_m: Option<f64>,
    /// Edge correction of a surface: `none`, `uniform` or `diggle`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge: Option<&'static str>,
    /// Weights of the criteria, those above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<BTreeMap<&'static str, f64>>,
    /// How sure the weights are: `inf` or a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concentration: Option<String>,
    /// Months after which an offense counts half in recency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_life_months: Option<f64>,
    /// Sites that exist: `active`, `none`, or ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sites: Option<String>,
    /// How clusters were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<ClusterParams>,
    /// How periods were compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stability: Option<StabilityParams>,
}

/// The part of a selection that may be shown at a place, and what was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What is counted.
    pub selection: Selection,
    /// Ids of chosen groups that are not.
    pub withheld: Vec<String>,
}

impl Params {
    /// Reads the parameters of a question.
    ///
    /// # Errors
    /// [`AskError`] for a parameter that is unknown, repeated, or has a value that is not accepted, and for a window
    /// without incidents.
    pub fn read(question: Question, pairs: &[(String, String)], data: &Dataset) -> Result<Self, AskError> {
        let given = Given::new(question, pairs)?;
        let analysis = &data.city.analysis;
        let of = given.one_of("of", &[("neighborhoods", Of::Neighborhoods), ("catchments", Of::Catchments)])?;
        let of = if matches!(
            question,
            Question::Catchment | Question::CatchmentTiles | Question::Optimize | Question::Chance | Question::Backtest
        ) {
            Of::Catchments
        } else {
            of
        };
        own_size(&given, question, of)?;
        let units = [("net", Unit::Net), ("incident", Unit::Incident)];
        let times = [("reported", TimeBasis::Reported), ("occurred", TimeBasis::Occurred)];
        let bases = [("label", AreaBasis::Label), ("point", AreaBasis::Point)];
        let kernels =
            [("quartic", Kernel::Quartic), ("epanechnikov", Kernel::Epanechnikov), ("gaussian", Kernel::Gaussian)];
        let edges =
            [("none", None), ("uniform", Some(EdgeCorrection::Uniform)), ("diggle", Some(EdgeCorrection::Diggle))];
        let formats = [("json", Format::Json), ("geojson", Format::GeoJson), ("csv", Format::Csv)];
        let params = Self {
            question,
            window: window(
                &given,
                if question == Question::Backtest { whole_span(data)? } else { default_window(data)? },
                data,
            )?,
            selection: selection(&given, data)?,
            unit: given.one_of("unit", &units)?,
            time: given.one_of("time", &times)?,
            basis: given.one_of("area", &bases)?,
            sought: sought(&given, question)?,
            measure: given.one_of("measure", &Measure::ALL)?,
            k: given.whole("k", (1, MAX_K as u64), analysis.k.min(MAX_K) as u64)?.try_into().unwrap_or(1),
            seed: given.whole("seed", (0, MAX_SEED), 1)?,
            of,
            top: given.optional_whole("top", (1, 1000))?.and_then(|n| n.try_into().ok()),
            area_km2: given.number("area_km2", AREA_KM2, analysis.catchment_km2)?,
            areas_km2: areas_km2(&given, data)?,
            resolution: resolution(&given, question == Question::Backtest, data)?,
            kernel: given.one_of("kernel", &kernels)?,
            bandwidth_m: given.number("bandwidth_m", (50.0, 5000.0), analysis.bandwidth_m)?,
            pixel_m: given.number("pixel_m", (finest_pixel(data), 1000.0), analysis.pixel_m)?,
            edge: given.one_of("edge", &edges)?,
            decision: DecisionAsk::read(&given, data)?,
            format: given.one_of("format", &formats)?,
        };
        Ok(params)
    }

    /// The chosen offenses that may be shown at a place as fine as `finest`.
    ///
    /// # Errors
    /// [`AskError::Withheld`] where none is left.
    pub fn shown(&self, finest: Finest, data: &Dataset) -> Result<Shown, AskError> {
        let name = |id| data.offenses.group(id).map(|g| g.id.clone());
        let Some((selection, _)) = self.selection.shown_at(finest, &data.offenses) else {
            let shown = data.offenses.groups().iter().filter(|g| g.finest >= finest && g.weight > 0.0);
            return Err(AskError::Withheld {
                value: self.selection.ids().filter_map(name).collect::<Vec<_>>().join(","),
                place: if finest == Finest::Cell { "per cell, point or surface" } else { "per neighborhood" },
                accepted: shown.map(|g| g.id.as_str()).collect::<Vec<_>>().join(", "),
            });
        };
        let withheld = self.selection.ids().filter(|id| selection.weight(*id) <= 0.0).filter_map(name).collect();
        Ok(Shown { selection, withheld })
    }

    /// The parameters with every default filled in, for the answer.
    pub fn resolved(&self, shown: &Shown, data: &Dataset) -> Resolved {
        let group = |id| data.offenses.group(id).map(|g| g.id.clone()).unwrap_or_default();
        let has = |name: &str| self.question.own().contains(&name);
        let catchments = self.of == Of::Catchments;
        Resolved {
            from: self.window.from().to_string(),
            to: self.window.to().to_string(),
            offense: shown.selection.ids().map(group).collect(),
            weights: shown.selection.ids().map(|id| (group(id), shown.selection.weight(id))).collect(),
            unit: unit_name(self.unit),
            time: if self.time == TimeBasis::Reported { "reported" } else { "occurred" },
            area: if self.basis == AreaBasis::Label { "label" } else { "point" },
            measure: self.measure.name(),
            basis: (catchments && has("basis")).then(|| self.sought.name()),
            k: self.k,
            seed: self.seed,
            of: has("of").then_some(if catchments { "catchments" } else { "neighborhoods" }),
            area_km2: (catchments && self.question != Question::Backtest).then_some(self.area_km2),
            resolution: has("resolution").then_some(self.resolution.into()),
            fdr: (has("resolution") && self.question != Question::Backtest).then_some(data.city.analysis.fdr),
            kernel: has("kernel").then_some(kernel_name(self.kernel)),
            bandwidth_m: has("bandwidth_m").then_some(self.bandwidth_m),
            pixel_m: has("pixel_m").then_some(self.pixel_m),
            edge: has("edge").then_some(edge_name(self.edge)),
            criteria: has("weights").then(|| self.decision.named_weights()),
            concentration: has("concentration").then(|| concentration_name(self.decision.concentration)),
            half_life_months: has("half_life_months").then_some(self.decision.half_life_months),
            sites: has("sites").then(|| self.decision.sites.name()),
            clusters: None,
            stability: None,
        }
    }

    /// The question in one spelling: two questions with equal answers have equal text, whatever order and defaults they
    /// were asked with.
    pub fn canonical(&self) -> String {
        let ids: Vec<String> = self.selection.ids().map(|id| id.0.to_string()).collect();
        let mut text = format!(
            "{}?from={}&to={}&offense={}&unit={}&time={:?}&area={:?}&measure={}&k={}&seed={}",
            self.question.name(),
            self.window.from(),
            self.window.to(),
            ids.join(","),
            unit_name(self.unit),
            self.time,
            self.basis,
            self.measure.name(),
            self.k,
            self.seed
        );
        for name in self.question.own() {
            // Writing to a String cannot fail.
            let _ = match *name {
                "of" => write!(text, "&of={:?}", self.of),
                "top" => write!(text, "&top={:?}", self.top),
                "area_km2" if self.question == Question::Backtest => write!(text, "&areas_km2={:?}", self.areas_km2),
                "area_km2" if self.of == Of::Catchments => write!(text, "&area_km2={}", self.area_km2),
                "basis" if self.of == Of::Catchments => write!(text, "&basis={}", self.sought.name()),
                "resolution" => write!(text, "&resolution={}", self.resolution),
                "kernel" => write!(text, "&kernel={:?}", self.kernel),
                "bandwidth_m" => write!(text, "&bandwidth_m={}", self.bandwidth_m),
                "pixel_m" => write!(text, "&pixel_m={}", self.pixel_m),
                "edge" => write!(text, "&edge={}", edge_name(self.edge)),
                "weights" => write!(text, "&weights={}", self.decision.weights),
                "concentration" => write!(text, "&concentration={}", concentration_name(self.decision.concentration)),
                "half_life_months" => write!(text, "&half_life_months={}", self.decision.half_life_months),
                "sites" => write!(text, "&sites={}", self.decision.sites.name()),
                "format" => write!(text, "&format={:?}", self.format),
                _ => Ok(()),
            };
        }
        text
    }

    /// The same question by another measure.
    #[must_use]
    pub fn by(&self, measure: Measure) -> Self {
        Self { measure, ..self.clone() }
    }

    /// The ranking behind this question: what its answer is computed from.
    #[must_use]
    pub fn ranking(&self, of: Of) -> Self {
        Self { question: Question::Rankings, of, top: None, format: Format::Json, ..self.clone() }
    }

    /// The draws behind this question: weights, their doubt and the measure play no part, and k only where catchments
    /// are searched for.
    #[must_use]
    pub fn decision_draws(&self) -> Self {
        let decision = DecisionAsk { weights: self.decision.drawn_for(), concentration: None, ..self.decision.clone() };
        let k = if self.of == Of::Catchments { self.k } else { 1 };
        Self {
            question: Question::Decision,
            measure: Measure::Count,
            top: None,
            format: Format::Json,
            k,
            decision,
            ..self.clone()
        }
    }

    /// The search for catchments behind this question: the measure and the label play no part.
    #[must_use]
    pub fn search(&self) -> Self {
        Self { measure: Measure::Count, basis: AreaBasis::Label, ..self.ranking(Of::Catchments) }
    }

    /// The cells behind this question: measure, label, k and seed play no part.
    #[must_use]
    pub fn cells(&self) -> Self {
        Self { question: Question::CellTiles, k: 1, seed: 0, ..self.search() }
    }

    /// The backtest behind this question: measure and label play no part.
    #[must_use]
    pub fn tested(&self) -> Self {
        Self { measure: Measure::Count, basis: AreaBasis::Label, ..self.clone() }
    }

    /// The surface behind this question: as [`Params::cells`].
    #[must_use]
    pub fn surface(&self) -> Self {
        Self { question: Question::SurfaceTiles, k: 1, seed: 0, ..self.search() }
    }

    /// The form asked for by the `Accept` header, where the question has files and no parameter named one.
    #[must_use]
    pub fn in_format(self, format: Option<Format>) -> Self {
        match format {
            Some(format) if self.question.has_files() && self.format == Format::Json => Self { format, ..self },
            _ => self,
        }
    }
}

/// The size of a catchment is no part of a question about neighborhoods: to pass over it in silence would answer
/// another question.
fn own_size(given: &Given<'_>, question: Question, of: Of) -> Result<(), AskError> {
    let sized = matches!(question, Question::Rankings | Question::Decision) && of == Of::Neighborhoods;
    match given.get("area_km2").filter(|_| sized) {
        Some(value) => Err(AskError::value(
            "area_km2",
            value,
            "of=catchments beside it: neighborhoods have the size that they have",
        )),
        None => Ok(()),
    }
}

/// The basis asked for: an optimum, and how sure it is, is of what is to be expected; a list to rank of what was
/// counted.
fn sought(given: &Given<'_>, question: Question) -> Result<HarmBasis, AskError> {
    let mut bases = [("counted", HarmBasis::Counted), ("expected", HarmBasis::Expected)];
    if matches!(question, Question::Optimize | Question::Chance) {
        bases.reverse();
    }
    given.one_of("basis", &bases)
}

/// Names of the measures.
trait Named: Sized + 'static {
    const ALL: [(&'static str, Self); 3];
}

impl Named for Measure {
    const ALL: [(&'static str, Self); 3] =
        [("count", Self::Count), ("per_resident", Self::PerResident), ("per_km2", Self::PerKm2)];
}

/// Name of a unit in addresses.
pub(super) fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Net => "net",
        Unit::Incident => "incident",
    }
}

/// Name of an edge correction in addresses.
pub(super) fn edge_name(edge: Option<EdgeCorrection>) -> &'static str {
    match edge {
        None => "none",
        Some(EdgeCorrection::Uniform) => "uniform",
        Some(EdgeCorrection::Diggle) => "diggle",
    }
}

/// `inf`, or the number.
fn concentration_name(concentration: Option<f64>) -> String {
    concentration.map_or_else(|| "inf".to_owned(), |c| c.to_string())
}

/// Name of a kernel in addresses.
pub(super) fn kernel_name(kernel: Kernel) -> &'static str {
    match kernel {
        Kernel::Quartic => "quartic",
        Kernel::Epanechnikov => "epanechnikov",
        Kernel::Gaussian => "gaussian",
    }
}
