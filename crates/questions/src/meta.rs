//! What every answer says of itself: parameters, window, warnings, what was withheld.

use catchment_model::{LocatedShare, Month, MonthStatus, SiteShape, Unit, Window};
use catchment_siting::Measure;
use catchment_store::Dataset;
use serde::Serialize;
use utoipa::ToSchema;

use super::params::{Params, Resolved, Shown, unit_name};

/// Version of the program, in every answer.
pub const PROGRAM: &str = concat!("catchment ", env!("CARGO_PKG_VERSION"));

/// Counts below this are too few to say much.
const FEW: i64 = 30;

/// What an answer says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Meta {
    /// Id of the dataset.
    pub dataset: String,
    /// Program and version.
    pub program: &'static str,
    /// Seed of the draws.
    pub seed: u64,
    /// All parameters, defaults filled in.
    pub params: Resolved,
    /// The months asked for, and what is known of them.
    pub window: WindowMeta,
    /// `net` or `incident`.
    pub unit: &'static str,
    /// Unit for people.
    pub unit_label: &'static str,
    /// Sentences that a reader must see.
    pub warnings: Vec<String>,
    /// Chosen offense groups that may not be shown here and are not counted.
    pub withheld: Vec<String>,
    /// Who publishes the data.
    pub source: String,
}

/// A window and its coverage.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WindowMeta {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// Calendar months.
    pub months: usize,
    /// Months with incidents: rates per year divide by these.
    pub covered_months: usize,
    /// Months without incidents; missing is not zero.
    pub missing: Vec<String>,
    /// Reporting systems in order; more than one is a series break.
    pub systems: Vec<String>,
}

/// What an answer shows, so that the right warnings stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shows {
    /// Rows counted in the answer.
    pub count: i64,
    /// Whether positions decide where a row counts.
    pub positions: bool,
    /// Whether the answer speaks of existing sites.
    pub sites: bool,
    /// Whether residents of catchments enter.
    pub estimated_residents: bool,
}

impl Meta {
    /// Puts the account of an answer together.
    pub fn new(params: &Params, shown: &Shown, data: &Dataset, shows: Shows) -> Self {
        Self {
            dataset: data.id.clone(),
            program: PROGRAM,
            seed: params.seed,
            params: params.resolved(shown, data),
            window: WindowMeta::new(params.window, data),
            unit: unit_name(params.unit),
            unit_label: unit_label(params.unit),
            warnings: warnings(params, shown, data, shows),
            withheld: shown.withheld.clone(),
            source: data.city.attribution.clone(),
        }
    }
}

impl Meta {
    /// Says that fewer places exist than were to be chosen.
    pub(crate) fn few_places(&mut self, asked: usize, ranked: usize) {
        if ranked < asked {
            self.warnings.push(format!(
                "Only {ranked} places can be ranked: the chance of being among the top {asked} is that of the top \
                    {ranked}."
            ));
        }
    }
}

impl WindowMeta {
    fn new(window: Window, data: &Dataset) -> Self {
        Self {
            from: window.from().to_string(),
            to: window.to().to_string(),
            months: window.len(),
            covered_months: data.coverage.covered(window),
            missing: data.coverage.missing(window).iter().map(ToString::to_string).collect(),
            systems: systems(window, data),
        }
    }
}

/// Unit for people.
pub(super) fn unit_label(unit: Unit) -> &'static str {
    match unit {
        Unit::Net => "offenses, less those taken back",
        Unit::Incident => "distinct incidents",
    }
}

/// Reporting systems of the months with incidents, in order.
fn systems(window: Window, data: &Dataset) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for (_, (status, system)) in data.coverage.months.range(window.from()..=window.to()) {
        if *status == MonthStatus::Incidents && !seen.contains(system) {
            seen.push(system.clone());
        }
    }
    seen
}

/// Months as runs: `2021-01 to 2024-04, 2024-06`.
pub(super) fn runs(months: impl IntoIterator<Item = Month>) -> String {
    let mut runs: Vec<(Month, Month)> = Vec::new();
    for month in months {
        match runs.last_mut() {
            Some((_, last)) if last.next() == month => *last = month,
            _ => runs.push((month, month)),
        }
    }
    let text = |(from, to): &(Month, Month)| if from == to { from.to_string() } else { format!("{from} to {to}") };
    runs.iter().map(text).collect::<Vec<_>>().join(", ")
}

fn warnings(params: &Params, shown: &Shown, data: &Dataset, shows: Shows) -> Vec<String> {
    let mut list: Vec<String> = data.city.positions.synthetic.iter().filter(|_| shows.positions).cloned().collect();
    list.extend(break_warning(params.window, data));
    list.extend(gap_warnings(params.window, data));
    list.extend(located_warning(params.window, shown, data));
    list.extend(residents_warning(params, data));
    if !shown.withheld.is_empty() {
        list.push(format!("Not counted here, because not shown so finely: {}.", shown.withheld.join(", ")));
    }
    if shows.count < FEW {
        list.push(format!("Only {} counted: too few to tell places apart.", shows.count));
    }
    if shows.sites && data.sites.iter().any(|s| s.shape == SiteShape::StandIn) {
        list.push("Outlines of the sites are not published: whole neighborhoods stand in.".to_owned());
    }
    if shows.estimated_residents {
        list.push(
            "Residents of catchments are estimated: each neighborhood's residents are spread evenly over its area."
                .to_owned(),
        );
    }
    list
}

/// Which census divides counts, where the ranking is by residents: they move away between two of them.
fn residents_warning(params: &Params, data: &Dataset) -> Option<String> {
    let year = super::places::population_year(data, params.window)?;
    (params.measure == Measure::PerResident)
        .then(|| format!("Rates per resident use the census of {year}; residents may have moved since."))
}

fn break_warning(window: Window, data: &Dataset) -> Option<String> {
    let systems = systems(window, data);
    (systems.len() > 1).then(|| {
        format!(
            "The police changed their way of counting within this window ({}): counts before and after are not \
                comparable.",
            systems.join(", then ")
        )
    })
}

fn gap_warnings(window: Window, data: &Dataset) -> Vec<String> {
    let status = |m: &Month| data.coverage.months.get(m).map(|(status, _)| *status);
    let without = |s: Option<MonthStatus>| window.months().filter(move |m| status(m) == s);
    let mut list = Vec::new();
    let missing = without(None).count();
    if missing > 0 {
        let covered = data.coverage.covered(window);
        list.push(format!(
            "{missing} of {} months {} no data ({}): rates divide by the {covered} months covered, and a gap is not a \
                zero.",
            window.len(),
            if missing == 1 { "has" } else { "have" },
            runs(without(None))
        ));
    }
    let areas_only = without(Some(MonthStatus::AreaCounts)).count();
    if areas_only > 0 {
        list.push(format!(
            "{areas_only} {} published as counts per neighborhood only ({}): drawn in series, not part of any rank or \
                rate.",
            if areas_only == 1 { "month is" } else { "months are" },
            runs(without(Some(MonthStatus::AreaCounts)))
        ));
    }
    list
}

/// Chosen groups and years of the window with few located rows.
fn located_warning(window: Window, shown: &Shown, data: &Dataset) -> Option<String> {
    let years = window.from().year()..=window.to().year();
    let chosen = |l: &&LocatedShare| {
        let id = data.offenses.id(&l.offense);
        years.contains(&l.year) && l.warns() && id.is_some_and(|id| shown.selection.weight(id) > 0.0)
    };
    let low: Vec<&LocatedShare> = data.quality.located.iter().filter(chosen).collect();
    let worst = low.iter().min_by(|a, b| a.share().total_cmp(&b.share()))?;
    let label = |id: &str| {
        data.offenses.id(id).and_then(|i| data.offenses.group(i)).map_or_else(|| id.to_owned(), |g| g.label.clone())
    };
    let others = match low.len() - 1 {
        0 => String::new(),
        n => format!(", and under {:.0}% in {n} more cases", LocatedShare::WARN_UNDER * 100.0),
    };
    Some(format!(
        "Only {:.0}% of the rows of {} in {} have a position{others}: maps and catchments show too little there.",
        worst.share() * 100.0,
        label(&worst.offense),
        worst.year
    ))
}
