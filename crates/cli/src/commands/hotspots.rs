//! `catchment hotspots`: cells with Gi* and the false discovery rate.

use anyhow::{Context, Result};
use catchment_questions::{CellItem, CellsAnswer, CellsFound, Download, FileBody, Question, cells_answer, find_cells};
use catchment_server::AppState;
use catchment_spatial::{GiError, benjamini_hochberg, gi_star, rings};
use serde_json::json;

use super::question::{Pairs, legend, many, state, told};
use crate::args::{Common, Format, HotspotsArgs, Method};
use crate::output::{self, Field, Sheet};
use crate::progress;

/// Prints the cells of the city.
pub(crate) fn run(common: &Common, args: &HotspotsArgs) -> Result<()> {
    if args.method != Method::Gi {
        return super::clusters::run(common, args);
    }
    let mut dataset = super::open(&common.workspace)?;
    if let Some(alpha) = args.alpha {
        dataset.city.analysis.fdr = alpha;
    }
    let mut pairs = Pairs::of(&args.query);
    pairs.maybe("resolution", args.resolution);
    let params = pairs.read(Question::Cells, &dataset)?;
    let state = state(dataset, false)?;
    let mut found = find_cells(&state, &params).map_err(told)?;
    if args.ring != 1 {
        compare_within(args.ring, &mut found, &state)?;
    }
    let answer = cells_answer(&state, &params, &found);
    if args.format != Format::Table {
        progress::warn(&answer.meta.warnings);
    }
    let fdr = &answer.fdr;
    progress::say(&format!(
        "{} cells tested: {} with p up to {}; {} significant at a false discovery rate of {}",
        many(fdr.cells),
        many(fdr.before),
        fdr.alpha,
        many(fdr.after),
        fdr.alpha
    ));
    print(args, &state, &answer)
}

/// Gi* again, with neighbors up to `ring` steps away.
fn compare_within(ring: u32, found: &mut CellsFound, state: &AppState) -> Result<()> {
    let values: Vec<f64> = found.counts.iter().map(|n| *n as f64).collect();
    found.gi = match gi_star(&values, &rings(&found.cells, ring)) {
        Ok(gi) => gi,
        Err(GiError::Constant(_) | GiError::TooFew(..)) => Vec::new(),
        Err(other) => return Err(other).with_context(|| format!("--ring {ring}")),
    };
    let p: Vec<f64> = found.gi.iter().map(|g| g.p).collect();
    found.fdr = benjamini_hochberg(&p, state.data.city.analysis.fdr)?;
    Ok(())
}

fn print(args: &HotspotsArgs, state: &AppState, answer: &CellsAnswer) -> Result<()> {
    use catchment_questions::Format as Form;
    let form = match args.format {
        Format::Json => {
            let mut value = json!(answer);
            value["meta"]["params"]["ring"] = json!(args.ring);
            return output::print_json(&value);
        }
        Format::Table => return table(args, state, answer),
        Format::Csv => Form::Csv,
        Format::Geojson => Form::GeoJson,
    };
    match Download::cells(state, form, answer).map_err(told)?.body {
        FileBody::Csv(bytes) | FileBody::GeoJson(bytes) => output::print_bytes(&bytes),
    }
}

/// Most cells that the table lists.
const LISTED: usize = 25;

fn table(args: &HotspotsArgs, state: &AppState, answer: &CellsAnswer) -> Result<()> {
    let mut cells: Vec<&CellItem> = answer.cells.iter().filter(|c| c.significant).collect();
    cells.sort_by(|a, b| b.z.unwrap_or(0.0).total_cmp(&a.z.unwrap_or(0.0)).then_with(|| a.id.cmp(&b.id)));
    let mut sheet = Sheet::new(["cell", "count", "per km²", "z", "p", ""]);
    for cell in cells.iter().take(LISTED) {
        let p = cell.p.map_or_else(String::new, |p| if p < 1e-4 { format!("{p:.1e}") } else { format!("{p:.4}") });
        sheet.push(vec![
            cell.id.as_str().into(),
            Field::Int(cell.count),
            Field::maybe(cell.per_km2, 1),
            Field::maybe(cell.z, 2),
            p.into(),
            cell.hot.unwrap_or("").into(),
        ]);
    }
    sheet.print_table()?;
    let more = cells.len().saturating_sub(LISTED);
    let rest =
        if more > 0 { format!(" {more} more significant cells: --format csv lists all cells.") } else { String::new() };
    let gi = format!(
        "Gi* of counts, neighbors up to {} steps, cells of resolution {}. Per km²: a year.{rest}",
        args.ring, answer.resolution
    );
    let gi = format!("{gi}{}", chance(answer));
    output::print_text(&format!("{gi}\n{}", legend(&answer.meta, &state.data)))
}

/// What chance alone would have drawn.
fn chance(answer: &CellsAnswer) -> String {
    answer.null.map_or_else(String::new, |null| {
        let half = null.cells_with_half;
        format!(
            "\nHalf of the count lies in {:.1} % of the cells; by chance alone it would lie in {:.1} to {:.1} %. \
                Generalized Gini {:.2}; by chance alone {:.2} to {:.2}.",
            100.0 * half.observed,
            100.0 * half.null.low,
            100.0 * half.null.high,
            null.generalized_gini.observed,
            null.generalized_gini.null.low,
            null.generalized_gini.null.high
        )
    })
}
