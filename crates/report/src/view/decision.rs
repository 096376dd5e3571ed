//! Weights in force, ranks under both kinds of doubt, and for the first places why, and what would change it.

use catchment_questions::decision::{CriterionInfo, DecisionAnswer, DecisionItem};
use catchment_questions::pieces::{CriterionName, Of};
use catchment_questions::words::{listed, odds, percent, plain, span, spelled};
use serde::Serialize;

/// Places with a smaller chance are left out of the table.
const LEAST: f64 = 0.01;
/// Places beyond the first k that are explained: those that come next.
const NEXT: usize = 2;
/// Rows of the table at most, beyond the first k.
const ROWS: usize = 12;
/// A concentration of weights that are not in doubt.
const CERTAIN: &str = "inf";

/// What the page on weights says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecisionView {
    /// Which places come first by these weights.
    pub sentence: String,
    /// Weighed criteria: name, weight, share of all weight, what it is.
    pub weights: Vec<(String, String, String, String)>,
    /// Criteria without a weight, and those that cannot be had.
    pub unweighed: Vec<String>,
    /// How sure the weights are.
    pub sure: String,
    /// What is ranked: `neighborhood` or `area`.
    pub of: &'static str,
    /// How many areas to choose, as a word.
    pub k: String,
    /// The first places, and others with a chance.
    pub rows: Vec<DecidedRow>,
    /// Why the first places stand there.
    pub reasons: Vec<Reason>,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecidedRow {
    /// Place in the list.
    pub rank: usize,
    /// Whether it is one of the first k.
    pub chosen: bool,
    /// Name.
    pub name: String,
    /// Rank's 90% interval.
    pub ranks: String,
    /// Chance over both kinds of doubt.
    pub both: String,
    /// The same as a share, for the picture.
    pub share: f64,
    /// Chance over doubt about counts alone.
    pub counts: String,
    /// Chance over doubt about weights alone.
    pub weights: String,
}

/// Why a place stands where it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// Rank and name.
    pub name: String,
    /// Parts of the score.
    pub why: String,
    /// What would move it.
    pub change: String,
    /// What to expect there without a program, and when a fall would be visible.
    pub expect: String,
}

pub(super) fn decision(d: &DecisionAnswer) -> DecisionView {
    let k = d.meta.params.k;
    let of = if d.meta.params.of == Of::Catchments { "area" } else { "neighborhood" };
    let first: Vec<&str> = d.items.iter().take(k).map(|i| i.name.as_str()).collect();
    let total: f64 = d.criteria.iter().map(|c| c.weight).sum();
    let weighed = d.criteria.iter().filter(|c| c.weight > 0.0);
    let share = |c: &CriterionInfo| percent(c.weight / total, 0);
    let has_chance = |i: &&DecisionItem| {
        i.rank > k && [i.p_top, i.p_top_counts_only, i.p_top_weights_only].iter().any(|p| *p >= LEAST)
    };
    let next: Vec<&DecisionItem> = d.items.iter().filter(has_chance).take(ROWS).collect();
    let explained = d.items.iter().take(k).chain(next.iter().copied().take(NEXT));
    DecisionView {
        sentence: format!(
            "With the weights below, the first {} {}: {}.",
            if k == 1 { of.to_owned() } else { format!("{} {of}s", spelled(k)) },
            if first.len() == 1 { "is" } else { "are" },
            listed(&first)
        ),
        weights: weighed.map(|c| (c.label.clone(), plain(c.weight), share(c), c.definition.clone())).collect(),
        unweighed: unweighed(d),
        sure: sure(d),
        of,
        k: spelled(k),
        rows: d.items.iter().take(k).chain(next.iter().copied()).map(|i| row(i, k)).collect(),
        reasons: explained.map(|i| reason(i, d)).collect(),
        warnings: d.meta.warnings.clone(),
    }
}

/// One sentence for the first page.
pub(super) fn lead(d: &DecisionAnswer) -> String {
    let weighed: Vec<String> = d
        .criteria
        .iter()
        .filter(|c| c.weight > 0.0)
        .map(|c| format!("{} {}", c.label.to_lowercase(), plain(c.weight)))
        .collect();
    let first: Vec<String> =
        d.items.iter().take(d.meta.params.k).map(|i| format!("{} ({})", i.name, odds(i.p_top))).collect();
    format!(
        "With the weights on record ({}), the first {}: {}. In brackets, the chance of belonging there when counts and \
         weights are both in doubt; a page of its own says why, and what would change it.",
        weighed.join(", "),
        if first.len() == 1 { "is".to_owned() } else { format!("{} are", spelled(first.len())) },
        listed(&first)
    )
}

fn unweighed(d: &DecisionAnswer) -> Vec<String> {
    let without: Vec<String> = d
        .criteria
        .iter()
        .filter(|c| c.weight <= 0.0 && c.unavailable.is_none())
        .map(|c| c.label.to_lowercase())
        .collect();
    let mut lines = Vec::new();
    if !without.is_empty() {
        lines.push(format!("Given no weight: {}.", listed(&without)));
    }
    let gone = d.criteria.iter().filter_map(|c| Some(format!("{}: {}.", c.label, c.unavailable.as_ref()?)));
    lines.extend(gone.map(|line| format!("Cannot be weighed here. {line}")));
    lines
}

/// How sure the order is, and where the doubt comes from.
fn sure(d: &DecisionAnswer) -> String {
    let mut sentences = vec![d.finding.clone()];
    sentences.extend(d.doubt.clone());
    let concentration = d.meta.params.concentration.as_str();
    if concentration != CERTAIN {
        sentences.push(format!(
            "The weights are a judgment and in doubt: in every draw they vary around those given (Dirichlet, \
             concentration {concentration}; the larger, the surer)."
        ));
    }
    sentences.push(d.certainty.clone());
    sentences.join(" ")
}

fn row(i: &DecisionItem, k: usize) -> DecidedRow {
    DecidedRow {
        rank: i.rank,
        chosen: i.rank <= k,
        name: i.name.clone(),
        ranks: span(i.rank_low, i.rank_high),
        both: odds(i.p_top),
        share: i.p_top,
        counts: odds(i.p_top_counts_only),
        weights: odds(i.p_top_weights_only),
    }
}

fn reason(i: &DecisionItem, d: &DecisionAnswer) -> Reason {
    let label = |id: CriterionName| {
        d.criteria.iter().find(|c| c.id == id).map_or_else(|| id.name().to_owned(), |c| c.label.to_lowercase())
    };
    let mut parts: Vec<_> = i.criteria.iter().filter(|c| c.contribution > 0.0).collect();
    parts.sort_by(|a, b| b.contribution.total_cmp(&a.contribution));
    let parts: Vec<String> = parts.iter().map(|c| format!("{} {:.2}", label(c.id), c.contribution)).collect();
    Reason {
        name: format!("{}  {}", i.rank, i.name),
        why: format!("Score {:.2} of 1: {}.", i.score, listed(&parts)),
        change: i.would_change.sentences.join(" "),
        expect: format!("{} {}", i.expected_fall.sentence, i.detectable.sentence),
    }
}
