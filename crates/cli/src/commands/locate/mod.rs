//! `catchment locate`: location models on any demand points.

mod files;

use anyhow::{Error, Result};
use catchment_siting::{Distances, LocateError, LocateInput, LocateModel, LocateParams, LocateSolver, Located, Place};
use serde_json::{Value, json};

use crate::args::{LocateArgs, Model, Solver, TableFormat, word};
use crate::failure::advised;
use catchment_questions::file::{Field, Sheet};

use crate::output;

/// Chooses sites and prints them.
pub(crate) fn run(args: &LocateArgs) -> Result<()> {
    let placed = args.distances.is_none();
    let demand = files::points(&args.demand, true, placed)?;
    let candidates = match &args.candidates {
        Some(path) => files::points(path, false, placed)?,
        None => demand.clone(),
    };
    let table = args.distances.as_ref().map(|path| files::distances(path, &demand, &candidates)).transpose()?;
    let distances = table.as_deref().map_or(Distances::Straight, Distances::Table);
    let input = LocateInput { demand: &demand, candidates: &candidates, distances };
    let params = params(args);
    let found = params.check().and_then(|locate| locate.solve(&input)).map_err(told)?;
    print(args, &params, &candidates, &found)
}

fn params(args: &LocateArgs) -> LocateParams {
    LocateParams {
        model: if args.model == Model::Mclp { LocateModel::Mclp } else { LocateModel::PMedian },
        sites: args.sites as usize,
        radius_m: args.radius.unwrap_or(0.0),
        solver: match args.solver {
            Solver::Branch => LocateSolver::Branch,
            Solver::Milp => LocateSolver::Milp,
            Solver::Interchange => LocateSolver::Interchange,
        },
        work: args.work.saturating_mul(1_000_000),
    }
}

fn told(error: LocateError) -> Error {
    match error {
        LocateError::Sites { sites, max } => advised(
            format!("--sites {sites}: expected 1 to {max}, the number of candidates"),
            format!("--sites {max} or fewer"),
        ),
        LocateError::TooLargeForProgram { .. } => advised(error.to_string(), "--solver branch"),
        other => Error::new(other),
    }
}

fn print(args: &LocateArgs, params: &LocateParams, candidates: &[Place], found: &Located) -> Result<()> {
    let mut sheet = Sheet::new(["site", "x", "y", "points", "weight", "mean_m"]);
    for site in &found.sites {
        let place = &candidates[site.candidate];
        sheet.push(vec![
            site.id.as_str().into(),
            Field::Real(place.x_m, 1),
            Field::Real(place.y_m, 1),
            site.points.into(),
            Field::Real(site.weight, 1),
            Field::maybe(site.mean_m, 1),
        ]);
    }
    match args.format {
        TableFormat::Json => output::print_json(&document(args, params, found)),
        TableFormat::Csv => output::print_csv(&sheet),
        TableFormat::Table => {
            output::print_table(&sheet)?;
            output::print_text(&legend(params, found))
        }
    }
}

fn document(args: &LocateArgs, params: &LocateParams, found: &Located) -> Value {
    let ids: Vec<&str> = found.sites.iter().map(|s| s.id.as_str()).collect();
    let radius = (params.model == LocateModel::Mclp).then_some(params.radius_m);
    json!({
        "sites": ids,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "proven": found.proven,
        "method": found.method,
        "model": word(&args.model),
        "unit": if params.model == LocateModel::Mclp { "weight within the radius" } else { "weight × meters" },
        "radius_m": radius,
        "weight": found.weight,
        "uncovered": found.uncovered,
        "mean_m": found.mean_m,
        "parts": found.parts,
        "work": params.work,
        "served": found.sites,
        "program": catchment_questions::answers::PROGRAM,
    })
}

fn legend(params: &LocateParams, found: &Located) -> String {
    let mut lines = Vec::new();
    match (found.uncovered, found.mean_m) {
        (Some(uncovered), _) => lines.push(format!(
            "Weight within {} m of a site: {:.1} of {:.1} ({:.1} %); {uncovered} points are farther.",
            params.radius_m,
            found.objective,
            found.weight,
            100.0 * found.objective / found.weight
        )),
        (None, mean) => lines.push(format!(
            "Weight × distance to the nearest site: {:.1} m; mean distance {:.1} m.",
            found.objective,
            mean.unwrap_or_default()
        )),
    }
    let proof = if found.proven {
        "proven best".to_owned()
    } else {
        format!("bound {:.1}: within {:.2} % of the best possible", found.bound, 100.0 * found.gap)
    };
    lines.push(format!("{proof} ({}).", found.method));
    lines.push("Points and weight: those for which the site is the nearest one. Distances in meters.".to_owned());
    lines.join("\n")
}
