//! What else is left out, until nothing that is not shown can be worked out; and the audit that proves it.

use catchment_model::Window;

use crate::attack::{Figure, Interval, interval};
use crate::error::PublishError;
use crate::rule::Rule;
use crate::table::{Facts, Key, Pattern, Shown};

/// What the audit found for a small count that is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// The figure.
    pub key: Key,
    /// What a reader cannot rule out.
    pub left: Interval,
}

/// The audit of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Small counts, this edition's and those of earlier ones, in order.
    pub small: Vec<Audited>,
    /// Figures of this edition that are shown.
    pub shown: usize,
    /// Figures of this edition that are not shown: small ones, and those that guard them.
    pub hidden: usize,
}

impl Audit {
    /// The narrowest interval; none where every count is shown.
    pub fn narrowest(&self) -> Option<i64> {
        self.small.iter().map(|a| a.left.width()).min()
    }
}

/// Leaves out what would give a small count away, and audits what is left.
///
/// # Errors
/// [`PublishError::Narrow`] where nothing more can be left out, [`PublishError::Solver`].
pub fn guarded(facts: &Facts, rule: &Rule, earlier: &Pattern) -> Result<(Pattern, Audit), PublishError> {
    let mut pattern = facts.first_pattern(rule, earlier);
    loop {
        let mut small = Vec::new();
        let mut changed = false;
        for figure in small_figures(facts, &pattern) {
            let left = interval(facts, rule, &pattern, figure)?;
            if left.width() < i64::from(rule.width) {
                let Some(guard) = guard(facts, rule, &pattern, earlier, figure)? else {
                    return Err(narrow(facts, rule, figure, left, !earlier.is_empty()));
                };
                pattern.insert(guard, Shown::Guard);
                changed = true;
            }
            small.push(Audited { key: facts.key(figure.0, figure.1, figure.2), left });
        }
        if !changed {
            let audit = told(facts, &pattern, small);
            return Ok((pattern, audit));
        }
    }
}

/// The small counts that are not shown, with the areas' own before the rest of the city.
fn small_figures(facts: &Facts, pattern: &Pattern) -> Vec<Figure> {
    let all = facts.figures(facts.all_periods()).into_iter();
    all.filter(|(area, period, offense)| {
        let zero = facts.count(*area, *period, *offense) == 0;
        // The rest of the city is not a place: a zero there is no one's.
        !(*area == facts.areas.len() && zero)
            && pattern.get(&facts.key(*area, *period, *offense)) == Some(&Shown::Small)
    })
    .collect()
}

fn told(facts: &Facts, pattern: &Pattern, small: Vec<Audited>) -> Audit {
    let own = |area: usize| area < facts.areas.len();
    let count = |what: Shown| {
        let figures = facts.figures(facts.periods.iter().copied()).into_iter();
        figures.filter(|f| own(f.0) && pattern.get(&facts.key(f.0, f.1, f.2)) == Some(&what)).count()
    };
    Audit { small, shown: count(Shown::Shown), hidden: count(Shown::Small) + count(Shown::Guard) }
}

/// Figures of the same period and offense that are tried as guards: the smallest ones.
const TRIED: usize = 3;

/// The figure to leave out next: of those shown of the same area in periods that meet this one, and of the smallest of
/// the same period and offense, the one without which most is left open; where several leave as much, an older
/// one before the newest, and a small one before a large one. What an earlier edition showed cannot be taken back, and
/// zeros guard nothing.
///
/// # Errors
/// [`PublishError::Solver`].
fn guard(
    facts: &Facts,
    rule: &Rule,
    pattern: &Pattern,
    earlier: &Pattern,
    figure: Figure,
) -> Result<Option<Key>, PublishError> {
    let (area, period, offense) = figure;
    let newest = facts.periods.iter().map(|w| w.to()).max();
    let meets = |w: &Window| w.from() <= period.to() && period.from() <= w.to();
    let open = |f: &Figure| {
        let key = facts.key(f.0, f.1, f.2);
        let fresh = facts.periods.contains(&f.1) && earlier.get(&key) != Some(&Shown::Shown);
        let large = facts.count(f.0, f.1, f.2) >= i64::from(rule.least_count);
        f.0 < facts.areas.len() && fresh && large && pattern.get(&key) == Some(&Shown::Shown)
    };
    let cost = |f: &Figure| (Some(f.1.to()) == newest, facts.count(f.0, f.1, f.2), f.0, f.1.from(), f.1.to(), f.2);
    let mut tried: Vec<Figure> = (0..facts.areas.len()).map(|a| (a, period, offense)).filter(open).collect();
    tried.sort_by_key(cost);
    tried.truncate(TRIED);
    let row = facts.periods.iter().copied().filter(meets);
    tried.extend(row.flat_map(|w| (0..facts.offenses.len()).map(move |o| (area, w, o))).filter(open));
    tried.sort_by_key(cost);
    tried.dedup();
    let mut best: Option<(i64, Key)> = None;
    for f in tried {
        let key = facts.key(f.0, f.1, f.2);
        let mut without = pattern.clone();
        without.insert(key.clone(), Shown::Guard);
        let left = interval(facts, rule, &without, figure)?.width();
        if best.as_ref().is_none_or(|(most, _)| left > *most) {
            best = Some((left, key));
        }
    }
    Ok(best.map(|(_, key)| key))
}

fn narrow(facts: &Facts, rule: &Rule, (area, period, offense): Figure, left: Interval, after: bool) -> PublishError {
    PublishError::Narrow {
        place: facts.areas.get(area).map_or_else(|| "the rest of the city".to_owned(), |id| format!("area {id}")),
        period: format!("{} to {}", period.from(), period.to()),
        offense: facts.offenses[offense].0.clone(),
        found: left.width(),
        width: rule.width,
        earlier: if after { " (earlier editions cannot be taken back)" } else { "" },
    }
}
