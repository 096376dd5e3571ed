//! What a backtest says in sentences.

use catchment_model::Unit;

use super::{
    BacktestAnswer, BacktestFinding, BacktestLimit, BacktestPooled, BacktestSummary, EngineSettings, PairedMean,
    Verdict, Way, WithoutYear,
};
use crate::pieces::Shape;
use crate::words::percent;

/// A way of choosing as people read it.
pub fn way(way: Way) -> &'static str {
    match way {
        Way::Engine => "Engine",
        Way::Greedy => "Plain greedy growth on ten years' counts",
        Way::GreedyData => "Greedy growth on the engine's data",
        Way::GreedySurface => "Greedy growth on the engine's surface",
        Way::Neighborhoods => "Top neighborhoods by ten years' counts",
        Way::HottestCells => "Last year's hottest cells",
        Way::KdePeaks => "KDE peaks of ten years",
        Way::GiCells => "Gi* cells of ten years",
        Way::EngineCells => "The engine's hottest cells",
        Way::Random => "A random draw",
        Way::Oracle => "Oracle (best known for the year itself)",
    }
}

/// A label within a sentence: its first letter small, unless it is a name such as KDE or Gi*.
fn within(of: Way) -> String {
    let label = way(of);
    if matches!(of, Way::KdePeaks | Way::GiCells) {
        return label.to_owned();
    }
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Whether the engine is ahead of another way beyond what chance explains. Judged by the ends as they are shown, with
/// one decimal of a percentage point: an interval shown as 0.0 to +6.0 does not say "clearly better".
pub fn verdict(low: Option<f64>, high: Option<f64>) -> Verdict {
    let shown = |end: f64| (1000.0 * end).round();
    if low.is_some_and(|low| shown(low) > 0.0) {
        Verdict::Ahead
    } else if high.is_some_and(|high| shown(high) < 0.0) {
        Verdict::Behind
    } else {
        Verdict::Open
    }
}

/// What the engine beats, and what it does not, for each area.
pub fn findings(areas_km2: &[f64], summary: &[BacktestSummary]) -> Vec<BacktestFinding> {
    let of = |km2: f64| summary.iter().filter(move |s| (s.area_km2 - km2).abs() < 1e-9).collect::<Vec<_>>();
    areas_km2.iter().map(|km2| BacktestFinding { area_km2: *km2, says: finding(&of(*km2)) }).collect()
}

fn finding(summary: &[&BacktestSummary]) -> Vec<String> {
    let others: Vec<&BacktestSummary> =
        summary.iter().copied().filter(|s| !matches!(s.method, Way::Engine | Way::Oracle)).collect();
    let Some(engine) = summary.iter().find(|s| s.method == Way::Engine).filter(|_| !others.is_empty()) else {
        return vec!["There is nothing to compare yet.".to_owned()];
    };
    let fair = others.iter().copied().find(|s| s.method == Way::GreedyData).and_then(fair);
    let (sites, loose): (Vec<_>, Vec<_>) = others.into_iter().partition(|s| s.connected);
    let reached = percent(engine.capture_ratio, 0);
    let mut says =
        vec![format!("The engine reached {reached} of the best choice of sites known of for the year itself.")];
    says.extend(fair);
    for (list, what) in
        [(sites, "other ways of choosing sites"), (loose, "ways of picking loose cells, which no team could walk")]
    {
        if !list.is_empty() {
            says.push(format!("{}.", against(&list, what)));
        }
    }
    says
}

/// The engine beside greedy growth that is given the same data.
fn fair(s: &BacktestSummary) -> Option<String> {
    let p = s.engine_less.as_ref()?;
    let judged = match p.verdict {
        Verdict::Ahead => "ahead",
        Verdict::Behind => "behind",
        Verdict::Open => "not shown to be ahead or behind",
    };
    let without = s.without.as_ref().and_then(|w| Some((w.year, w.engine_less.as_ref()?)));
    let without = without.map_or_else(String::new, |(year, p)| {
        format!("; without {year}, the year that decides most, {} ({})", points(p.mean), interval(p))
    });
    let (mean, interval) = (points(p.mean), interval(p));
    Some(format!("Beside greedy growth on the same data it is {judged}: {mean} points ({interval}){without}."))
}

/// The engine's lead without the year that decides most.
pub fn without(w: &WithoutYear) -> Option<String> {
    let p = w.engine_less.as_ref()?;
    Some(format!("{}: {} ({})", w.year, points(p.mean), interval(p)))
}

/// The engine beside another way, all sizes together.
pub fn pooled(p: &BacktestPooled) -> String {
    let lead = |p: &PairedMean| format!("{} points ({})", points(p.mean), interval(p));
    let without = p.decisive_year.zip(p.without.as_ref());
    let without = without.map_or_else(String::new, |(year, p)| format!("; without {year}: {}", lead(p)));
    format!("All sizes together, engine less {}: {}{without}.", within(p.method), lead(&p.engine_less))
}

/// What was known before a year, by what one count is.
pub fn known(unit: Unit) -> &'static str {
    match unit {
        Unit::Net => {
            "Harm is counted as for any other question: later corrections are subtracted in the month in which police \
             made them."
        }
        Unit::Incident => {
            "An incident counts from the month of its first report and goes in the month in which police took all of \
             it back, so that no choice knows of later corrections; other questions leave such incidents out from the \
             start."
        }
    }
}

/// What the oracle is.
pub const ORACLE: &str = "Oracle: the best choice known of for the year itself of as many sites, each in one piece \
    and no larger than the area: the best of the engine's search, of plain greedy growth, and of what the ways of \
    growing sites chose beforehand. The engine keeps to its own bounds on reach and outline; growth has none, so \
    that the oracle may follow a street farther. No way that plays by these rules comes above it; loose cells do not \
    play by them, and may. It is a search, not a proof. Greedy oracle: plain greedy growth on the year itself \
    alone.";

/// The same where all sites have to be walkable.
pub const ORACLE_WALKABLE: &str = "Oracle: the best choice known of for the year itself of as many walkable sites of \
    no more than the area: the best of the engine's search, of taking the best walkable site one after the other, and \
    of what the ways that choose walkable sites chose beforehand. No way that plays by these rules comes above it; \
    loose cells do not play by them, and may. It is a search, not a proof. Greedy growth stands for the same one \
    after the other, and the greedy oracle for that on the year itself alone.";

/// What the intervals are.
pub const INTERVALS: &str = "Intervals, 95%: of the years' paired differences, at each end the wider of Student's t \
    and of years drawn anew. Ahead or behind is said only where the interval leaves out 0. Years in sequence share \
    most of their past, so they are less independent than the interval takes them to be.";

/// What is left without the year that decides most.
pub const WITHOUT: &str = "One year can decide a mean of ten. Beside each lead stands the lead without the year that \
    moves the engine's lead over greedy-data most.";

/// What the defaults were chosen on.
pub const DEFAULTS: &str = "The engine's defaults (half-life, damping of months, no smoothing) were chosen on St. \
    Louis, 2012–2015, alone; later years, and other cities, only measured them.";

/// What capture by incident is.
pub const INCIDENTS: &str = "Capture by incident: the same share with each incident counted once, whatever its \
    number of victims: of one offense group, place, minute and police label.";

/// How the limit is reckoned.
pub fn limits(draws: usize) -> String {
    format!(
        "Limit: years drawn by whole incidents from rates (the five years before it and the five after it, never the \
         year itself; each cell pulled toward its surroundings; scaled to the year's number), {draws} per year: \
         capture of who knows the rates ÷ capture of who knows the draw. It looks at years to come, which no way of \
         choosing can. Where the simulated oracle is below the real one, real years are more uneven, and the limit is \
         too generous."
    )
}

fn against(list: &[&BacktestSummary], what: &str) -> String {
    let of = |wanted: Verdict| -> Vec<String> {
        let is = |s: &&&BacktestSummary| s.engine_less.as_ref().is_some_and(|p| p.verdict == wanted);
        list.iter().filter(is).map(|s| within(s.method)).collect()
    };
    let (ahead, open, behind) = (of(Verdict::Ahead), of(Verdict::Open), of(Verdict::Behind));
    let some = match ahead.len() {
        0 => "none of the".to_owned(),
        n if n == list.len() => format!("all {n}"),
        n => format!("{n} of the {}", list.len()),
    };
    let mut parts = vec![format!("It did clearly better than {some} {what}")];
    if !open.is_empty() {
        parts.push(format!("against {} the difference is within chance", open.join(", ")));
    }
    if !behind.is_empty() {
        parts.push(format!("{} did clearly better", behind.join(", ")));
    }
    parts.join("; ")
}

/// The 95% interval of a mean difference, in percentage points.
pub fn interval(p: &PairedMean) -> String {
    match (p.low, p.high) {
        (Some(low), Some(high)) => format!("{} to {}", points(low), points(high)),
        _ => "one year: none".to_owned(),
    }
}

/// A difference of shares in percentage points, with its sign: `−4.2`, `+0.6`.
pub fn points(difference: f64) -> String {
    let points = format!("{:.1}", 100.0 * difference.abs());
    match points.as_str() {
        "0.0" => points,
        _ if difference < 0.0 => format!("−{points}"),
        _ => format!("+{points}"),
    }
}

/// What perfect knowledge of the rates would reach.
pub fn limit(l: &BacktestLimit) -> String {
    let real = l.real_ratio.map_or_else(String::new, |r| {
        format!(
            " On the real years, sites chosen on those rates, which know the years after too, reached {}.",
            percent(r, 1)
        )
    });
    let error = l.standard_error.map_or_else(String::new, |e| format!(" (standard error {:.1})", 100.0 * e));
    format!(
        "Who knew the true rates would reach about {} of the oracle at {} km² each{error}; simulated oracle {} \
         capture, real one {}.{real}",
        percent(l.capture_ratio, 1),
        l.area_km2,
        percent(l.simulated_oracle, 1),
        percent(l.real_oracle, 1)
    )
}

/// Loose cells against the engine's, in percentage points.
pub fn loose(s: &BacktestSummary) -> Option<String> {
    let p = s.engine_cells_less.as_ref()?;
    Some(format!(
        "Loose cells, {} km² each: engine-cells less {}: {} points ({}).",
        s.area_km2,
        s.method,
        points(p.mean),
        interval(p)
    ))
}

/// Which years were measured, and how.
pub fn years(answer: &BacktestAnswer) -> String {
    let years: Vec<String> = answer.years.iter().map(|y| y.year.to_string()).collect();
    let shape = answer.parameters.outline.map_or_else(String::new, |f| {
        format!(" Engine: outlines of at most {f} times a circle's of the area; the other ways have no such bound.")
    });
    let shape = if answer.parameters.shape == Shape::Walkable {
        " All sites that are grown are walkable, without holes, gaps or spikes: the engine's, those chosen one after \
         the other (greedy), the oracle's. Disks about peaks are round by themselves; loose cells and neighborhoods \
         are what they are."
    } else {
        &shape
    };
    format!(
        "Years measured: {}. {} sites; cells of resolution {}.{shape}",
        years.join(", "),
        answer.parameters.k,
        answer.parameters.resolution
    )
}

/// The engine's expectation.
pub fn engine(e: &EngineSettings) -> String {
    format!(
        "Engine: months count half after {} months; a month's harm on a cell to the power {}; bandwidth {} m ({}), \
         worth {} months of data (0: the cell's own counts alone).",
        e.half_life_months, e.burst, e.bandwidth_m, e.kernel, e.prior_months
    )
}

/// What the other offenses were worth in the last year measured.
pub fn predictors(answer: &BacktestAnswer) -> String {
    let names = &answer.parameters.engine.predictors;
    let Some(last) = answer.years.last().filter(|_| !names.is_empty()) else {
        return "No other offenses help to say where harm will be (the city file names none).".to_owned();
    };
    let worth: Vec<String> =
        names.iter().zip(&last.predictor_weights).map(|(name, w)| format!("{name} {w:.2}")).collect();
    format!(
        "Other offenses that victims report, each beside 1 for harm, learned before each year; {}: {}.",
        last.year,
        worth.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(method: Way, less: Option<(f64, f64)>) -> BacktestSummary {
        let paired = |(low, high): (f64, f64)| PairedMean {
            mean: f64::midpoint(low, high),
            low: Some(low),
            high: Some(high),
            above: 8,
            years: 10,
            verdict: verdict(Some(low), Some(high)),
        };
        BacktestSummary {
            area_km2: 0.5,
            method,
            name: way(method).to_owned(),
            connected: !matches!(method, Way::GiCells | Way::HottestCells | Way::EngineCells),
            capture: 0.1,
            capture_ratio: 0.7,
            greedy_oracle_ratio: 0.8,
            engine_less: less.map(paired),
            engine_cells_less: None,
            incident_capture: None,
            without: None,
        }
    }

    #[test]
    fn the_engine_is_told_against_each_kind_of_ground() {
        let list = [
            summary(Way::Engine, None),
            summary(Way::Greedy, Some((-0.01, 0.03))),
            summary(Way::Random, Some((0.4, 0.6))),
            summary(Way::GiCells, Some((-0.3, -0.1))),
            summary(Way::Oracle, None),
        ];
        let found = findings(&[0.5], &list);
        assert_eq!(
            found[0].says,
            [
                "The engine reached 70% of the best choice of sites known of for the year itself.",
                "It did clearly better than 1 of the 2 other ways of choosing sites; against plain greedy growth on \
                 ten years' counts the difference is within chance.",
                "It did clearly better than none of the ways of picking loose cells, which no team could walk; Gi* \
                 cells of ten years did clearly better.",
            ]
        );
        assert_eq!(findings(&[2.5], &list)[0].says, ["There is nothing to compare yet."]);
    }

    #[test]
    fn greedy_growth_on_the_same_data_is_told_with_and_without_the_year_that_decides() {
        let fair = summary(Way::GreedyData, Some((0.004, 0.032)));
        let less = summary(Way::GreedyData, Some((-0.002, 0.03))).engine_less;
        let fair = BacktestSummary {
            without: Some(WithoutYear { year: 2020, capture_ratio: 0.7, engine_less: less }),
            ..fair
        };
        let found = findings(&[0.5], &[summary(Way::Engine, None), fair.clone()]);
        assert_eq!(
            found[0].says[1],
            "Beside greedy growth on the same data it is ahead: +1.8 points (+0.4 to +3.2); without 2020, the year \
             that decides most, +1.4 (−0.2 to +3.0)."
        );
        let open = summary(Way::GreedyData, Some((-0.004, 0.032)));
        let found = findings(&[0.5], &[summary(Way::Engine, None), open]);
        assert!(found[0].says[1].contains("is not shown to be ahead or behind"), "{:?}", found[0].says);
        let pooled = |without| BacktestPooled {
            method: Way::GreedyData,
            name: String::new(),
            engine_less: fair.engine_less.clone().unwrap(),
            decisive_year: Some(2020),
            without,
            says: String::new(),
        };
        let less = fair.without.clone().unwrap().engine_less;
        assert_eq!(
            super::pooled(&pooled(less)),
            "All sizes together, engine less greedy growth on the engine's data: +1.8 points (+0.4 to +3.2); without \
             2020: +1.4 points (−0.2 to +3.0)."
        );
    }

    #[test]
    fn points_have_a_sign_unless_they_are_none() {
        assert_eq!([0.0412, -0.17, 0.0004].map(points), ["+4.1", "−17.0", "0.0"]);
    }
}
