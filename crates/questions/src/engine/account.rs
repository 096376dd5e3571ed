//! What an answer says of itself: window, coverage and the warnings that a reader must see.

use catchment_model::{LocatedShare, Measure, Month, MonthStatus, Query, ReportedBy, Site, SiteShape, Window};
use catchment_store::Dataset;

use super::below::below;
use super::homes::{spread_sentence, without_residents};
use super::labels::labels_warnings;
use super::serving::existing;
use super::{Engine, population_year};
use crate::answers::{Meta, PROGRAM, WindowMeta};
use crate::error::AskError;
use crate::pieces::Counted;
use crate::words::{not_published, runs, unit_label};

/// Counts below this are too few to say much.
const FEW: i64 = 30;

/// What an answer shows, so that the right warnings stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shows {
    /// Rows counted in the answer.
    pub(crate) count: i64,
    /// Whether positions decide where a row counts.
    pub(crate) positions: bool,
    /// Whether the answer speaks of existing sites.
    pub(crate) sites: bool,
    /// Whether residents of catchments enter.
    pub(crate) estimated_residents: bool,
    /// What places are compared by, where they are.
    pub(crate) measure: Option<Measure>,
}

/// Puts the account of an answer together.
///
/// # Errors
/// [`AskError::Internal`] where the question was checked against another dataset.
pub(crate) fn meta<Q: Clone>(
    engine: &Engine,
    question: &Q,
    counted: &Counted,
    seed: Option<u64>,
    shows: Shows,
) -> Result<Meta<Q>, AskError> {
    let data = &engine.data;
    let query = counted.query(data)?;
    Ok(Meta {
        dataset: data.id.clone(),
        register: data.register.clone().filter(|_| shows.sites),
        program: PROGRAM.to_owned(),
        seed,
        params: question.clone(),
        window: window_meta(query.window, data),
        unit: counted.unit,
        unit_label: unit_label(counted.unit, data.city.counted()),
        warnings: warnings(engine, &query, counted, shows),
        withheld: counted.withheld.clone(),
        source: data.city.attribution.clone(),
    })
}

impl<Q> Meta<Q> {
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

pub(crate) fn window_meta(window: Window, data: &Dataset) -> WindowMeta {
    WindowMeta {
        from: window.from().to_string(),
        to: window.to().to_string(),
        months: window.len(),
        covered_months: data.coverage.covered(window),
        missing: data.coverage.missing(window).iter().map(ToString::to_string).collect(),
        systems: systems(window, data),
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

fn warnings(engine: &Engine, query: &Query, counted: &Counted, shows: Shows) -> Vec<String> {
    let data = &engine.data;
    let mut list: Vec<String> = data.city.positions.synthetic.iter().filter(|_| shows.positions).cloned().collect();
    list.extend(break_warning(query.window, data));
    list.extend(gap_warnings(query.window, data));
    list.extend(data.city.note.iter().filter(|n| n.is_about(query.window)).map(|n| n.text.clone()));
    list.extend(located_warning(query, data));
    list.extend(below(engine, query, shows.positions));
    if !shows.positions {
        list.extend(labels_warnings(data));
    }
    list.extend(police_warning(query, data));
    list.extend(residents_warning(query.window, shows.measure, data));
    if shows.measure == Some(Measure::PerResident) && !shows.estimated_residents {
        list.extend(without_residents(query.window, data));
    }
    if !counted.withheld.is_empty() {
        list.push(format!("Not counted here, because not shown so finely: {}.", counted.withheld.join(", ")));
    }
    if shows.count < FEW {
        list.push(format!("Only {} counted: too few to tell places apart.", shows.count));
    }
    if shows.sites {
        list.extend(site_warnings(query.window, data));
    }
    if shows.estimated_residents {
        list.push(spread_sentence("catchments", query.window, data));
    }
    list
}

/// What must be known of the sites that there are at the end of a window.
pub(crate) fn site_warnings(window: Window, data: &Dataset) -> Vec<String> {
    let stands_in = |site: &&Site| site.shape == SiteShape::StandIn;
    let mut list = Vec::new();
    let open: Vec<&Site> = existing("active", data, window);
    if data.sites.iter().all(|s| stands_in(&s)) && !data.sites.is_empty() {
        list.push(not_published(&data.sites));
    } else {
        let names: Vec<&str> = open.iter().filter(|s| stands_in(s)).map(|s| s.name.as_str()).collect();
        if !names.is_empty() {
            list.push(format!("Other ground stands in for outlines that are not published: {}.", names.join(", ")));
        }
    }
    if !data.damaged_sites.is_empty() {
        list.push(format!(
            "The register of sites is damaged at {}: these sites are left out here.",
            data.damaged_sites.join(", ")
        ));
    }
    list
}

/// Which census divides counts, where the ranking is by residents: they move away between two of them.
fn residents_warning(window: Window, measure: Option<Measure>, data: &Dataset) -> Option<String> {
    let year = population_year(data, window)?;
    (measure == Some(Measure::PerResident)).then(|| {
        format!(
            "Rates per resident use the census of {year}; residents may have moved since. The rate of an area is \
                 no one's own risk: it does not tell who in it is harmed, residents or passers-by."
        )
    })
}

/// Which of the offenses counted are found by patrols.
fn police_warning(query: &Query, data: &Dataset) -> Option<String> {
    let counted = data.offenses.groups().iter().filter(|g| {
        let weight = data.offenses.id(&g.id).map_or(0.0, |id| query.selection.weight(id));
        g.reported_by == ReportedBy::Police && weight > 0.0
    });
    let labels: Vec<&str> = counted.map(|g| g.label.as_str()).collect();
    (!labels.is_empty()).then(|| {
        format!(
            "Police find these offenses themselves, more of them where they patrol more: {}.",
            labels.join(", ").to_lowercase()
        )
    })
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
fn located_warning(query: &Query, data: &Dataset) -> Option<String> {
    let years = query.window.from().year()..=query.window.to().year();
    let chosen = |l: &&LocatedShare| {
        let id = data.offenses.id(&l.offense);
        years.contains(&l.year) && l.warns() && id.is_some_and(|id| query.selection.weight(id) > 0.0)
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
