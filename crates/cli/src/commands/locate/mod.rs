//! `catchment locate`: location models on any demand points.

mod files;

use anyhow::Result;
use catchment_questions::locate::{Locate, LocateAnswer};

use crate::args::{LocateArgs, TableFormat};
use crate::ask::flags::told;
use crate::output;

/// Chooses sites and prints them.
pub(super) fn run(args: &LocateArgs) -> Result<()> {
    let placed = args.distances.is_none();
    let demand = files::points(&args.demand, true, placed)?;
    let candidates = args.candidates.as_ref().map(|path| files::points(path, false, placed)).transpose()?;
    let places = candidates.as_ref().unwrap_or(&demand);
    let table = args.distances.as_ref().map(|path| files::distances(path, &demand, places)).transpose()?;
    let question = Locate {
        model: args.model,
        sites: args.sites as usize,
        radius_m: args.radius,
        solver: args.solver,
        work: args.work.map(|millions| millions.saturating_mul(1_000_000)),
        demand,
        candidates,
        distances: None,
    };
    let question = question.checked().map_err(told)?;
    let answer = question.solve_over(table.as_deref()).map_err(told)?;
    print(args.format, &question, &answer)
}

fn print(format: TableFormat, question: &Locate, answer: &LocateAnswer) -> Result<()> {
    match format {
        TableFormat::Json => output::print_json(answer),
        TableFormat::Csv => output::print_csv(&question.sheet(answer)),
        TableFormat::Table => {
            output::print_table(&question.sheet(answer))?;
            output::print_text(&answer.finding.join("\n"))
        }
    }
}
