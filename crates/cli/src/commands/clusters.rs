//! `catchment hotspots --method moran|emerging|scan|scan-space|knox`: clusters beyond Gi*.

use anyhow::Result;
use catchment_questions::{
    ClusterCell, ClustersAnswer, FileBody, Format as Form, clusters_answer, clusters_file, find_clusters,
};
use catchment_server::AppState;

use super::question::{Pairs, legend, many, state, told};
use crate::args::{Common, Format, HotspotsArgs, word};
use crate::failure::advised;
use crate::output::{self, Field, Sheet};
use crate::progress;

/// Most rows that a table lists.
const LISTED: usize = 25;

/// Prints the clusters of the city.
pub(super) fn run(common: &Common, args: &HotspotsArgs) -> Result<()> {
    if args.ring != 1 {
        return Err(advised(
            format!("--ring {}: --method {} compares with touching cells", args.ring, word(&args.method)),
            "--method gi",
        ));
    }
    let mut dataset = super::open(&common.workspace)?;
    if let Some(alpha) = args.alpha {
        dataset.city.analysis.fdr = alpha;
    }
    let mut pairs = Pairs::of(&args.query);
    pairs.with("method", &word(&args.method)).maybe("resolution", args.resolution).maybe("seed", args.seed);
    pairs
        .maybe("permutations", args.permutations)
        .maybe("baseline", args.baseline.as_ref().map(word))
        .maybe("step_months", args.step_months)
        .maybe("max_steps", args.max_steps);
    pairs.maybe("distance_m", args.distance_m.as_ref()).maybe("days", args.days.as_ref());
    let ask = pairs.clusters(&dataset)?;
    let state = state(dataset, false)?;
    let found = find_clusters(&state, &ask).map_err(told)?;
    let answer = clusters_answer(&state, &ask, &found);
    if args.format != Format::Table {
        progress::warn(&answer.meta.warnings);
    }
    print(args.format, &state, &answer)
}

fn print(format: Format, state: &AppState, answer: &ClustersAnswer) -> Result<()> {
    let form = match format {
        Format::Json => return output::print_json(&serde_json::json!(answer)),
        Format::Table => return table(state, answer),
        Format::Csv => Form::Csv,
        Format::Geojson => Form::GeoJson,
    };
    match clusters_file(state, form, answer).map_err(told)?.body {
        FileBody::Csv(bytes) | FileBody::GeoJson(bytes) => output::print_bytes(&bytes),
    }
}

fn table(state: &AppState, answer: &ClustersAnswer) -> Result<()> {
    let note = match (&answer.cells, &answer.clusters, &answer.near_repeats) {
        (Some(cells), ..) if answer.fdr.is_some() => moran(cells, answer)?,
        (Some(cells), ..) => emerging(cells, answer)?,
        (_, Some(_), _) => scan(answer)?,
        _ => near(answer)?,
    };
    output::print_text(&format!("{note}\n{}\n{}", answer.about, legend(&answer.meta, &state.data)))
}

fn p_field(p: Option<f64>) -> Field {
    p.map_or(Field::Empty, |p| Field::Real(p, 4))
}

fn moran(cells: &[ClusterCell], answer: &ClustersAnswer) -> Result<String> {
    let mut stands: Vec<&ClusterCell> = cells.iter().filter(|c| c.significant == Some(true)).collect();
    stands.sort_by(|a, b| b.z.unwrap_or(0.0).total_cmp(&a.z.unwrap_or(0.0)).then_with(|| a.id.cmp(&b.id)));
    let mut sheet = Sheet::new(["cell", "count", "local I", "z", "p", "quadrant"]);
    for cell in stands.iter().take(LISTED) {
        let quadrant = cell.quadrant.unwrap_or("").into();
        let figures = [Field::maybe(cell.i, 2), Field::maybe(cell.z, 2), p_field(cell.p)];
        sheet.push(
            [cell.id.as_str().into(), Field::Int(cell.count)].into_iter().chain(figures).chain([quadrant]).collect(),
        );
    }
    sheet.print_table()?;
    let of = |name| many(stands.iter().filter(|c| c.quadrant == Some(name)).count());
    let alpha = answer.fdr.as_ref().map_or(0.0, |f| f.alpha);
    Ok(format!(
        "{} of {} cells significant at a false discovery rate of {alpha}: {} high among high (HH), {} low among low \
            (LL), {} high among low (HL), {} low among high (LH).",
        many(stands.len()),
        many(cells.len()),
        of("HH"),
        of("LL"),
        of("HL"),
        of("LH")
    ))
}

fn emerging(cells: &[ClusterCell], answer: &ClustersAnswer) -> Result<String> {
    let mut sheet = Sheet::new(["category", "cells", "count", "if unchanged", "low", "high"]);
    for c in answer.categories.as_deref().unwrap_or_default() {
        let chance = c.if_unchanged;
        let chance = [chance.mean, chance.low, chance.high].map(|n| Field::Real(n, 1));
        let seen = [c.category.replace('_', " ").into(), c.cells.into(), Field::Int(c.count)];
        sheet.push(seen.into_iter().chain(chance).collect());
    }
    sheet.print_table()?;
    let span = match (answer.steps.first(), answer.steps.last()) {
        (Some(first), Some(last)) => format!("{} to {}", first.from, last.to),
        _ => "none".to_owned(),
    };
    Ok(format!(
        "{} cells over {} time steps, {span}; --format csv lists all cells. If unchanged: cells by chance alone (95 % \
            of draws), had every cell kept its share.",
        many(cells.len()),
        answer.steps.len()
    ))
}

fn scan(answer: &ClustersAnswer) -> Result<String> {
    let mut sheet = Sheet::new(["cluster", "center", "cells", "from", "to", "count", "expected", "risk", "LLR", "p"]);
    let clusters = answer.clusters.as_deref().unwrap_or_default();
    for c in clusters {
        let center = c.cells.first().map_or("", String::as_str);
        sheet.push(vec![
            c.cluster.into(),
            center.into(),
            c.cells.len().into(),
            c.from.as_str().into(),
            c.to.as_str().into(),
            c.count.into(),
            Field::Real(c.expected, 1),
            Field::maybe(c.relative_risk, 2),
            Field::Real(c.llr, 2),
            p_field(Some(c.p)),
        ]);
    }
    sheet.print_table()?;
    let likely = clusters.iter().filter(|c| c.p <= 0.05).count();
    Ok(format!(
        "{} clusters with p up to 0.05 among {} events; p from {} simulations.",
        likely,
        many(usize::try_from(answer.events.unwrap_or(0)).unwrap_or(0)),
        answer.permutations.unwrap_or(0)
    ))
}

fn near(answer: &ClustersAnswer) -> Result<String> {
    let mut sheet = Sheet::new(["up to meters", "up to days", "pairs", "expected", "ratio", "p"]);
    for b in answer.near_repeats.as_deref().unwrap_or_default() {
        sheet.push(vec![
            Field::Real(b.distance_m, 0),
            Field::Real(b.days, 0),
            b.pairs.into(),
            Field::Real(b.expected, 1),
            Field::maybe(b.ratio, 2),
            p_field(Some(b.p)),
        ]);
    }
    sheet.print_table()?;
    Ok(format!(
        "{} events; p from {} permutations of their dates.",
        many(usize::try_from(answer.events.unwrap_or(0)).unwrap_or(0)),
        answer.permutations.unwrap_or(0)
    ))
}
