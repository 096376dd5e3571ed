//! `catchment chance`: how sure the best catchments are.

use anyhow::Result;
use catchment_questions::{
    ChanceAnswer, FileBody, Format as Form, Limits, Params, Question, chance_draws, chance_file, find_chance, optimize,
};

use super::question::{Pairs, legend, state, told};
use crate::args::{ChanceArgs, Common, Format, word};
use crate::output::{self, Field, Sheet};
use crate::progress;

/// Prints chances.
pub(crate) fn run(common: &Common, args: &ChanceArgs) -> Result<()> {
    let dataset = super::open(&common.workspace)?;
    let mut pairs = Pairs::of(&args.query);
    pairs.with("seed", &args.seed).with("basis", &word(&args.basis));
    pairs.maybe("k", args.k).maybe("area_km2", args.area_km2).maybe("draws", args.draws);
    pairs.maybe("spacing_m", args.spacing_m).maybe("exclude", args.exclude.as_ref());
    let params = pairs.read(Question::Chance, &dataset)?;
    let pairs = pairs.into_inner();
    let (limits, draws) = (
        Limits::read(Question::Chance, &pairs, &dataset).map_err(told)?,
        chance_draws(&pairs, &dataset).map_err(told)?,
    );
    let state = state(dataset, false)?;
    progress::say("choosing, and choosing again on every draw");
    let plain = optimize(&state, &Params { question: Question::Optimize, ..params.clone() }, &limits).map_err(told)?;
    let answer = find_chance(&state, &params, &limits, draws, &plain).map_err(told)?;
    if args.format != Format::Table {
        progress::warn(&answer.meta.warnings);
    }
    let form = match args.format {
        Format::Json => return output::print_json(&answer),
        Format::Table => {
            catchments(&answer).print_table()?;
            let mut lines = vec![finding(&answer)];
            lines.extend(answer.notes.iter().cloned());
            lines.push(legend(&answer.meta, &state.data));
            return output::print_text(&lines.join("\n"));
        }
        Format::Csv => Form::Csv,
        Format::Geojson => Form::GeoJson,
    };
    match chance_file(&state, form, &answer).map_err(told)?.body {
        FileBody::Csv(bytes) | FileBody::GeoJson(bytes) => output::print_bytes(&bytes),
    }
}

/// A row for every catchment.
fn catchments(answer: &ChanceAnswer) -> Sheet {
    let mut sheet = Sheet::new(["id", "name", "km²", "ground again", "±", "mostly again"].map(str::to_owned));
    for c in &answer.catchments {
        sheet.push(vec![
            c.id.as_str().into(),
            c.name.as_str().into(),
            Field::Real(c.area_km2, 2),
            share(c.share).into(),
            Field::Real(c.standard_error, 2),
            share(c.mostly).into(),
        ]);
    }
    sheet
}

/// A share of draws, which make nothing certain or impossible.
fn share(p: f64) -> String {
    super::rank::chance(p)
}

fn finding(answer: &ChanceAnswer) -> String {
    let basis =
        if answer.basis == "expected" { "the harm to expect per year after the window" } else { "the window's counts" };
    let holds = match (answer.holds, answer.holds_low) {
        (Some(mean), Some(low)) => format!(
            " On the draws they hold {:.1} % of what the best found for the draw holds; in 9 of 10 draws at least \
                {:.1} %.",
            100.0 * mean,
            100.0 * low
        ),
        _ => String::new(),
    };
    format!(
        "Chosen by {basis} (cells of resolution {}). Ground again: mean share of its ground chosen again over {} \
            draws, ± its standard error; mostly again: share of the draws in which at least half of it was.{holds}",
        answer.resolution, answer.draws
    )
}
