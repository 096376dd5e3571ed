//! What a choice says in sentences.

use catchment_model::city::SiteCost;

use super::{BudgetInfo, ChosenCatchment, CostInfo, ExpectedInfo, Optimize, PredictorInfo, WeighedCriterion};
use crate::pieces::{Limits, Objective, Shape};
use crate::words::{bound_percent, capital, figure, grouped, listed, one_in, percent, spelled};

/// From this many circumferences of a circle on, a catchment is lace: half of the blocks that its outline goes round
/// are not in it.
const LACE: f64 = 3.0;

/// How much more another choice could hold, at most.
pub fn finding((harm, bound): (f64, f64), (basis, weighed): (Objective, bool), k: usize) -> String {
    let of = match basis {
        _ if weighed => " by these weights",
        Objective::Expected => " expected harm",
        Objective::Counted => "",
    };
    let what = if k == 1 { "No other catchment".to_owned() } else { format!("No other choice of {k}") };
    let more = if harm > 0.0 { bound / harm - 1.0 } else { 0.0 };
    if more <= 0.0 {
        return format!("{what} under these limits holds more{of}: this is proven.");
    }
    format!("{what} under these limits could hold more than {} more{of}: this is proven.", bound_percent(more))
}

/// What the chosen will hold, beside what is said of them: `(said, expected)`, the ends of the interval, and the past
/// years that it was learned from, where the choice is by expected harm.
pub fn to_expect((said, expected): (f64, f64), (low, high): (f64, f64), years: Option<usize>) -> String {
    let interval = format!("{} (90% interval {} to {})", figure(expected), figure(low), figure(high));
    let Some(years) = years else {
        let fall = if said > expected { ": places chosen because they are highest fall back" } else { "" };
        return format!("Counted in all of them: {}; what lies behind is {interval}{fall}.", figure(said));
    };
    let past = if years == 1 { "one past year".to_owned() } else { format!("{years} past years") };
    format!(
        "Said of all of them: {} in the year after the period; to expect: {interval}. Places chosen in the same way \
         before {past} brought {} of what was said of them.",
        figure(said),
        percent(if said > 0.0 { expected / said } else { 1.0 }, 0)
    )
}

/// What the chosen are to be expected to reach of the whole city's harm: the share with its interval, of the year after
/// the period or of what lies behind its counts.
pub fn reach(share: f64, (low, high): (f64, f64), next: bool) -> String {
    let of = if next {
        "the harm of the whole city in the year after the period"
    } else {
        "what the whole city counted in the period"
    };
    let ends = if share > 0.4 || low <= 0.0 {
        format!("{} to {}", percent(low, 0), percent(high, 0))
    } else {
        format!("1 in {:.0} to 1 in {:.0}", 1.0 / low, 1.0 / high)
    };
    format!("To expect inside all of them: {} of {of} (90% interval {ends}).", one_in(share))
}

/// How outlines along streets come about.
pub const ALONG: &str = "Outlines along streets take a block where half of it or more is the catchment's, and leave it \
    where less is. What is counted inside them is counted anew: cells whose middle they hold. Proof and limits are \
    about the cells that were chosen: an outline may reach up to half a block beyond, into ground left out as well.";

/// Where outlines along streets were asked for in vain.
pub const NO_STREETS: &str = "No streets are known here: `catchment basemap` writes them from the files that the city \
    file names. Outlines follow the edges of cells.";

/// A catchment along streets beside its cells: km² and counts of both.
pub fn along((streets_km2, inside): (f64, i64), (cells_km2, in_cells): (f64, i64)) -> String {
    format!(
        "Along streets {streets_km2:.2} km² with {} counted inside; in its cells {cells_km2:.2} km² with {}.",
        grouped(inside),
        grouped(in_cells)
    )
}

/// How criteria steered a choice, and which only rank what was found.
pub fn weighed(steering: &[WeighedCriterion], ranking: &[WeighedCriterion]) -> String {
    let named = |list: &[WeighedCriterion]| -> Vec<String> {
        list.iter().map(|c| format!("{} {}", c.label.to_lowercase(), c.weight)).collect()
    };
    let first = format!(
        "The search maximizes the weighted mean of what the areas hold of the city's {}, and the bound is about that. \
         What they will bring is told of the burden, as learned from choices by burden alone.",
        listed(&named(steering))
    );
    if ranking.is_empty() {
        return first;
    }
    let verb = if ranking.len() == 1 {
        "does not add up over ground and only ranks"
    } else {
        "do not add up over ground and only rank"
    };
    format!("{first} {} {verb} the areas found.", capital(&listed(&named(ranking))))
}

/// What the catchments were chosen by.
pub fn chosen_by(expected: Option<&ExpectedInfo>) -> String {
    let Some(expected) = expected else { return "Chosen by the counts of the period, every month alike.".to_owned() };
    let recent = "Chosen by the harm to expect per year after the period: recent months count more";
    let others: Vec<String> =
        expected.predictors.iter().filter(|p| p.weight > 0.0).map(|p| p.label.to_lowercase()).collect();
    if others.is_empty() {
        return format!("{recent}.");
    }
    format!("{recent}, and {} count too, by what the years before teach.", others.join(" and "))
}

/// What money and staff are enough for, at what the city file says of one site.
#[expect(clippy::cast_possible_truncation, reason = "whole dollars")]
pub fn budget((launch_usd, staff): (Option<f64>, Option<u32>), affordable: usize, asked: usize) -> String {
    let sites = if affordable == 1 { "site" } else { "sites" };
    let less = if affordable < asked { format!(": fewer than the {asked} asked for") } else { String::new() };
    let launch = launch_usd.map(|usd| format!("${} to launch", grouped(usd.round() as i64)));
    let people = staff.map(|n| format!("{n} staff"));
    let what = match (&launch, &people) {
        (Some(_), Some(_)) => "money and staff are",
        (Some(_), None) => "money is",
        _ => "staff is",
    };
    let each = listed(&launch.into_iter().chain(people).collect::<Vec<_>>());
    format!("At {each} per site, {what} enough for {affordable} {sites}{less}.")
}

/// What so many sites cost; nothing that is not known is left out without a word.
#[expect(clippy::cast_possible_truncation, reason = "whole dollars")]
fn cost(sites: usize, (launch, yearly, staff): (Option<f64>, Option<f64>, Option<u32>), source: &str) -> String {
    let dollars = |usd: f64| format!("${}", grouped(usd.round() as i64));
    let mut parts = Vec::new();
    parts.extend(launch.map(|usd| format!("cost about {} to launch", dollars(usd))));
    parts.extend(yearly.map(|usd| format!("cost about {} a year", dollars(usd))));
    parts.extend(staff.map(|n| format!("need {} people", grouped(n.into()))));
    let whose = if sites == 1 { "One site".to_owned() } else { format!("{} sites", capital(&spelled(sites))) };
    let said = if sites == 1 {
        listed(&parts).replace("cost about", "costs about").replace("need ", "needs ")
    } else {
        listed(&parts)
    };
    let open = if yearly.is_none() { " What a year costs is not known here." } else { "" };
    format!("{whose} {said}.{open} Source: {source}.")
}

/// What a reader must know about limits and proof. `chosen` is the number chosen, `sites` that of the open sites where
/// these play a part, `excluded` and `near` the cells that are closed.
pub fn notes(
    question: &Optimize,
    chosen: usize,
    sites: usize,
    (excluded, near): (usize, usize),
    expected: Option<&ExpectedInfo>,
) -> Vec<String> {
    let limits = &question.limits;
    let mut notes = Vec::new();
    if chosen < question.k {
        notes.push(format!("{} catchments were asked for; money or staff are enough for {chosen}.", question.k));
    }
    match limits.spacing_m {
        None => notes.push("Existing sites play no part: the answer may lie on them.".to_owned()),
        Some(_) if sites == 0 => notes.push("No site is open in the last month of the data.".to_owned()),
        Some(m) => {
            let near_to = if m > 0.0 { format!("in, or less than {m:.0} m from,") } else { "in".to_owned() };
            notes.push(format!(
                "{near} cells are closed because they lie {near_to} one of the {sites} sites open in the last month of \
                 the data."
            ));
        }
    }
    if let Some(m) = limits.apart_m {
        notes.push(format!(
            "Centers of two catchments are at least {m:.0} m apart. The bound does not know of that: the choice may be \
             nearer to the best than it says."
        ));
    }
    if !limits.exclude.is_empty() {
        notes.push(format!("{excluded} cells lie in areas that were excluded."));
    }
    notes.push(basis_note(expected));
    notes
}

/// What a limit on residents left, and who of the chosen has fewer all the same.
#[expect(clippy::cast_possible_truncation, reason = "residents of a catchment")]
pub fn residents(least: Option<u64>, area_km2: f64, chosen: &[ChosenCatchment]) -> Vec<String> {
    let Some(least) = least else { return Vec::new() };
    let number = |n: f64| grouped((n / 10.0).round() as i64 * 10);
    let few = chosen.iter().filter_map(|c| c.residents.filter(|n| *n < least as f64).map(|n| (c, n)));
    let few = few.map(|(c, n)| format!("{} ({}) has about {}", c.id, c.name, number(n)));
    let ground = format!(
        "Only ground was used about which {} residents or more live within a circle of {area_km2} km², by estimate.",
        grouped(i64::try_from(least).unwrap_or(i64::MAX))
    );
    std::iter::once(ground)
        .chain(few.map(|f| format!("{f} residents itself, and no choice with more was found.")))
        .collect()
}

fn basis_note(expected: Option<&ExpectedInfo>) -> String {
    let Some(ExpectedInfo { half_life_months, burst, predictors }) = expected else {
        return "The bound is about the past counts of the window: the best choice for what was, which next year's \
                counts will not repeat exactly."
            .to_owned();
    };
    let worth = |p: &PredictorInfo| format!("{} {:.2}", p.label.to_lowercase(), p.weight);
    let others = if predictors.iter().all(|p| p.weight <= 0.0) {
        String::new()
    } else {
        let list: Vec<String> = predictors.iter().map(worth).collect();
        format!(
            " Other offenses that victims report count too, each as much as the years before say ({}; harm itself 1).",
            list.join(", ")
        )
    };
    format!(
        "Harm is what to expect per year after the window: months count half after {half_life_months} months, and a \
         month's count on a cell to the power {burst}.{others} It is an index in units of harm, meant to rank ground; \
         the bound is about it, not about what will happen."
    )
}

/// What kind of shapes these are: a reader who sees them from afar takes them for solid ground.
pub fn shapes(shape: Shape, limits: &Limits, catchments: &[ChosenCatchment]) -> String {
    let circles = catchments.iter().map(|c| c.outline_m / (2000.0 * (c.area_km2 * std::f64::consts::PI).sqrt()));
    let (least, most) = circles.fold((f64::INFINITY, 0.0), |(l, m): (f64, f64), c| (l.min(c), m.max(c)));
    let (least, most_shown) = (format!("{least:.1}"), format!("{most:.1}"));
    let span = if least == most_shown { least } else { format!("{least} to {most_shown}") };
    if shape == Shape::Walkable {
        return format!(
            "Shapes are walkable: no holes, no gaps, no spikes; outlines are {span} times a circle's of their area. \
             Free shapes hold more, by leaving out blocks between others."
        );
    }
    match limits.outline {
        Some(bound) => format!(
            "Each outline, rims of holes included, is at most {bound} times the circumference of a circle of the area \
             asked for (here {span} times that of its own area)."
        ),
        None if most >= LACE => format!(
            "Shapes are free: they follow single blocks and leave out those between, with outlines {span} \
             times a circle's of their area. A bound on the outline gives rounder ground, which is easier to \
             walk and holds less."
        ),
        None => {
            format!("Outlines, rims of holes included, are {span} times a circle's of their area.")
        }
    }
}

impl CostInfo {
    /// What so many sites cost, where something is known of it.
    pub fn of(one: Option<&SiteCost>, sites: usize) -> Option<Self> {
        let one = one.filter(|c| c.launch_usd.is_some() || c.yearly_usd.is_some() || c.staff.is_some())?;
        let times = |usd: f64| usd * sites as f64;
        let (launch_usd, yearly_usd) = (one.launch_usd.map(times), one.yearly_usd.map(times));
        let staff = one.staff.map(|n| n.saturating_mul(u32::try_from(sites).unwrap_or(u32::MAX)));
        let sentence = cost(sites, (launch_usd, yearly_usd, staff), one.source.trim_end_matches('.'));
        Some(Self { launch_usd, yearly_usd, staff, source: one.source.clone(), sentence })
    }
}

impl BudgetInfo {
    /// What money and staff are enough for, with its sentence.
    pub fn new(cost: Option<&SiteCost>, affordable_k: usize, asked: usize) -> Self {
        let (launch_usd, staff_per_site) = (cost.and_then(|c| c.launch_usd), cost.and_then(|c| c.staff));
        let sentence = budget((launch_usd, staff_per_site), affordable_k, asked);
        Self { launch_usd, staff_per_site, affordable_k, sentence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_told_by_what_the_city_file_says_and_by_nothing_else() {
        let told = |launch, staff| budget((launch, staff), 2, 3);
        let end = "enough for 2 sites: fewer than the 3 asked for.";
        assert_eq!(
            told(Some(750_000.0), Some(8)),
            format!("At $750,000 to launch and 8 staff per site, money and staff are {end}")
        );
        assert_eq!(told(None, Some(8)), format!("At 8 staff per site, staff is {end}"));
        assert_eq!(told(Some(750_000.0), None), format!("At $750,000 to launch per site, money is {end}"));
    }

    #[test]
    fn what_sites_cost_says_what_is_known_and_what_is_not() {
        let one =
            |launch_usd, yearly_usd, staff| SiteCost { launch_usd, yearly_usd, staff, source: "A page.".to_owned() };
        let told = |cost: SiteCost, sites| CostInfo::of(Some(&cost), sites).map(|c| c.sentence);
        assert_eq!(
            told(one(Some(750_000.0), None, Some(8)), 3).as_deref(),
            Some(
                "Three sites cost about $2,250,000 to launch and need 24 people. What a year costs is not known here. \
                Source: A page."
            )
        );
        assert_eq!(
            told(one(None, Some(1_200_000.0), Some(8)), 1).as_deref(),
            Some("One site costs about $1,200,000 a year and needs 8 people. Source: A page.")
        );
        assert_eq!((told(one(None, None, None), 3), CostInfo::of(None, 3)), (None, None));
    }

    #[test]
    fn a_bound_that_is_not_reached_is_never_told_as_reached() {
        assert_eq!(
            finding((10_000.0, 10_000.2), (Objective::Counted, false), 3),
            "No other choice of 3 under these limits could hold more than 0.01% more: this is proven."
        );
        assert_eq!(
            finding((100.0, 102.2), (Objective::Expected, false), 1),
            "No other catchment under these limits could hold more than 2.2% more expected harm: this is proven."
        );
        assert_eq!(
            finding((100.0, 100.0), (Objective::Expected, false), 2),
            "No other choice of 2 under these limits holds more expected harm: this is proven."
        );
    }

    #[test]
    fn what_is_said_stands_beside_what_is_to_be_expected() {
        assert_eq!(
            to_expect((245.0, 220.5), (188.2, 255.0), Some(5)),
            "Said of all of them: 245 in the year after the period; to expect: 221 (90% interval 188 to 255). Places \
             chosen in the same way before 5 past years brought 90% of what was said of them."
        );
        assert_eq!(
            to_expect((590.0, 551.0), (510.0, 593.0), None),
            "Counted in all of them: 590; what lies behind is 551 (90% interval 510 to 593): places chosen because \
             they are highest fall back."
        );
    }

    #[test]
    fn money_for_fewer_sites_than_asked_for_is_told() {
        assert_eq!(
            budget((Some(750_000.0), Some(8)), 1, 3),
            "At $750,000 to launch and 8 staff per site, money and staff are enough for 1 site: fewer than the 3 asked \
             for."
        );
    }

    #[test]
    fn predictors_without_worth_are_not_told() {
        let predictor = |label: &str, weight| PredictorInfo { offense: String::new(), label: label.to_owned(), weight };
        let predictors = vec![predictor("Simple assault", 0.25), predictor("Burglary", 0.0)];
        let expected = ExpectedInfo { half_life_months: 60.0, burst: 0.5, predictors };
        let told = chosen_by(Some(&expected));
        assert!(told.contains("simple assault") && !told.contains("burglary"), "{told}");
    }
}
