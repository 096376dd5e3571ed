//! `catchment rank`: neighborhoods or catchments in order, with intervals.

use std::collections::BTreeMap;

use anyhow::Result;
use catchment_model::AreaBasis;
use catchment_questions::{
    CatchmentsFound, Download, FileBody, NotRankedItem, Question, Ranked, RankingsAnswer, catchment_rankings,
    find_catchments, neighborhood_rankings, rank_catchments, rank_neighborhoods,
};
use catchment_server::AppState;

use super::decide;
use super::question::{Pairs, legend, state, told};
use crate::args::{Common, Format, RankArgs, RankOf, word};
use crate::failure::advised;
use crate::output::{self, Field, Sheet, grouped};
use crate::progress;

/// Prints a ranking.
pub(crate) fn run(common: &Common, args: &RankArgs) -> Result<()> {
    own_size(args)?;
    if decide::is_asked(args) {
        return decide::run(common, args);
    }
    let dataset = super::open(&common.workspace)?;
    let params = pairs(args).read(Question::Rankings, &dataset)?;
    let state = state(dataset, false)?;
    let (answer, found) = match args.of {
        RankOf::Neighborhoods => {
            let ranking = rank_neighborhoods(&state, &params).map_err(told)?;
            (neighborhood_rankings(&params, &ranking, &state.data), None)
        }
        RankOf::Catchments => {
            let found = find_catchments(&state, &params).map_err(told)?;
            let ranking = rank_catchments(&state, &params, &found).map_err(told)?;
            (catchment_rankings(&params, &found, &ranking, &state.data), Some(found))
        }
    };
    if args.format != Format::Table {
        progress::warn(&answer.meta.warnings);
    }
    print(args, &state, &answer, found.as_ref())
}

/// Refuses the size of a catchment where neighborhoods are ranked: passed over in silence, it would look like an
/// answer.
pub(super) fn own_size(args: &RankArgs) -> Result<()> {
    match args.choose.area_km2.filter(|_| args.of == RankOf::Neighborhoods) {
        Some(km2) => Err(advised(
            format!(
                "--area-km2 {km2}: neighborhoods have the size that they have; only catchments are of a size asked for"
            ),
            format!("--of catchments --area-km2 {km2}"),
        )),
        None => Ok(()),
    }
}

/// The parameters that a ranking and a decision share.
pub(super) fn pairs(args: &RankArgs) -> Pairs {
    let mut pairs = Pairs::of(&args.query);
    pairs
        .with("of", &word(&args.of))
        .with("top", &args.top)
        .with("measure", &args.measure)
        .with("area", &word(&args.drawn.area))
        .with("seed", &args.drawn.seed);
    pairs.maybe("k", args.choose.k).maybe("area_km2", args.choose.area_km2).with("basis", &word(&args.basis));
    pairs
}

/// The same, with the weights of a decision.
pub(super) fn weighed_pairs(args: &RankArgs) -> Pairs {
    let mut pairs = pairs(args);
    pairs.maybe("weights", args.weights.as_ref()).maybe("concentration", args.concentration.as_ref());
    pairs.maybe("half_life_months", args.half_life_months).maybe("sites", args.sites.as_ref());
    pairs
}

/// Prints an answer that was computed already.
pub(super) fn show(args: &RankArgs, state: &AppState, ranked: &Ranked) -> Result<()> {
    let params = catchment_questions::Params { top: Some(args.top as usize), ..ranked.params.clone() };
    let answer = match &ranked.found {
        None => neighborhood_rankings(&params, &ranked.ranking, &state.data),
        Some(found) => catchment_rankings(&params, found, &ranked.ranking, &state.data),
    };
    if args.format != Format::Table {
        progress::warn(&answer.meta.warnings);
    }
    print(args, state, &answer, ranked.found.as_deref())
}

fn print(args: &RankArgs, state: &AppState, answer: &RankingsAnswer, found: Option<&CatchmentsFound>) -> Result<()> {
    use catchment_questions::Format as Form;
    let form = match args.format {
        Format::Json => return output::print_json(answer),
        Format::Table => return table(state, answer),
        Format::Csv => Form::Csv,
        Format::Geojson => Form::GeoJson,
    };
    match Download::rankings(state, form, answer, found).map_err(told)?.body {
        FileBody::Csv(bytes) | FileBody::GeoJson(bytes) => output::print_bytes(&bytes),
    }
}

fn table(state: &AppState, answer: &RankingsAnswer) -> Result<()> {
    let k = answer.meta.params.k;
    let columns = ["rank", "id", "name", "score", "count", "per 1,000", "per km²", "90 % ranks"].map(str::to_owned);
    let mut sheet = Sheet::new(columns.into_iter().chain([format!("P(top {k})")]));
    for item in &answer.items {
        sheet.push(vec![
            item.rank.into(),
            item.id.as_str().into(),
            item.name.as_str().into(),
            Field::maybe(item.score, 1),
            Field::Int(item.count),
            Field::maybe(item.per_1000, 1),
            Field::maybe(item.per_km2, 1),
            format!("{}–{}", item.rank_low, item.rank_high).into(),
            chance(item.p_top).into(),
        ]);
    }
    sheet.print_table()?;
    let asked = &answer.meta.params;
    let what = match asked.measure {
        "per_resident" => "offenses per 1,000 residents",
        "per_km2" => "offenses per km²",
        _ => "offenses",
    };
    let mut lines =
        vec![format!("Score: expected {what} a year. Per 1,000 residents and per km²: a year. Ranks: 90 % interval.")];
    if asked.of == Some("neighborhoods") {
        let basis = if asked.area == "label" { AreaBasis::Label } else { AreaBasis::Point };
        lines.push(format!("Neighborhood by {}.", crate::asked::area_label(basis)));
    }
    if let Some(search) = &answer.search {
        let best = if search.gap <= 0.0 {
            "proven best".to_owned()
        } else {
            format!("within {:.1} % of the best possible", 100.0 * search.gap)
        };
        let basis = if asked.basis == Some("expected") {
            "the harm to expect per year after the window"
        } else {
            "the window's counts"
        };
        lines.push(format!(
            "The first {k} catchments together are {best} on {basis} (cells of resolution {}).",
            search.resolution
        ));
    }
    lines.extend(
        not_ranked(&answer.not_ranked)
            .into_iter()
            .map(|(why, places)| format!("Not ranked ({why}): {}", places.join(", "))),
    );
    lines.push(legend(&answer.meta, &state.data));
    output::print_text(&lines.join("\n"))
}

/// A chance that comes from draws, which make nothing certain or impossible.
pub(super) fn chance(p: f64) -> String {
    if p > 0.99 {
        ">0.99".to_owned()
    } else if p < 0.01 {
        "<0.01".to_owned()
    } else {
        format!("{p:.2}")
    }
}

/// Places that are not ranked with their counts, by reason.
pub(super) fn not_ranked(list: &[NotRankedItem]) -> BTreeMap<&str, Vec<String>> {
    let mut by_why: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for place in list {
        by_why.entry(&place.why).or_default().push(format!("{} {}", place.name, grouped(place.count)));
    }
    by_why
}
