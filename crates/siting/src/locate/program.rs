//! The models as integer programs, solved by a library: a second opinion on the branch and bound.
//!
//! Church, `ReVelle` (1974), their (1)–(5): `max Σ wᵢ zᵢ`, `zᵢ ≤ Σ_{j covers i} xⱼ`, `Σ xⱼ = p`, x in {0, 1}.
//! `ReVelle`, Swain (1970), *Central facilities location*, doi 10.1111/j.1538-4632.1970.tb00142.x: `min Σ cᵢⱼ yᵢⱼ`, `Σⱼ
//! yᵢⱼ = 1`, `yᵢⱼ ≤ xⱼ`, `Σ xⱼ = p`. By [`super::costs`] they are one: `1 − Σⱼ yᵢⱼ` of a point is left out.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, variable};

use super::LocateError;
use super::costs::Costs;
use super::interchange::Choice;

/// The solver has no limit of work that would be the same on any machine: only programs up to this size.
const MAX_PAIRS: usize = 100_000;

/// Solves the program; what it gives is proven best by the solver.
pub(super) fn solve(costs: &Costs) -> Result<Choice, LocateError> {
    if costs.pairs() > MAX_PAIRS {
        return Err(LocateError::TooLargeForProgram { pairs: costs.pairs(), max: MAX_PAIRS });
    }
    let mut vars = ProblemVariables::new();
    let open: Vec<Variable> = (0..costs.sites()).map(|_| vars.add(variable().binary())).collect();
    let mut saved = Expression::from(0.0);
    let mut links = Vec::new();
    for served in savings(costs) {
        // A point saves its cap less its cost: greatest savings are least cost.
        let mut sum = Expression::from(0.0);
        for (sites, saving) in by_saving(served) {
            let share = vars.add(variable().min(0.0).max(1.0));
            saved.add_mul(saving, share);
            sum.add_mul(1.0, share);
            links.push(Expression::from(share) - sites.into_iter().map(|s| open[s]).sum::<Expression>());
        }
        links.push(sum - 1.0);
    }
    let mut model = vars.maximise(saved).using(solver());
    for link in links {
        model = model.with(link.leq(0.0));
    }
    model = model.with(open.iter().copied().sum::<Expression>().eq(u32::try_from(costs.p).unwrap_or(u32::MAX)));
    let solution = model.solve().map_err(|e| LocateError::Program(e.to_string()))?;
    let sites: Vec<usize> = (0..costs.sites()).filter(|s| solution.value(open[*s]) > 0.5).collect();
    if sites.len() != costs.p {
        return Err(LocateError::Program(format!("it chose {} sites; expected {}", sites.len(), costs.p)));
    }
    Ok(Choice { cost: costs.total(&sites), sites })
}

#[cfg(feature = "highs")]
fn solver() -> impl good_lp::Solver {
    good_lp::highs
}

#[cfg(not(feature = "highs"))]
fn solver() -> impl good_lp::Solver {
    good_lp::microlp
}

/// For each demand point, its sites with what they save.
fn savings(costs: &Costs) -> Vec<Vec<(usize, f64)>> {
    let mut points: Vec<Vec<(usize, f64)>> = vec![Vec::new(); costs.cap.len()];
    for site in 0..costs.sites() {
        for (i, cost) in costs.of(site) {
            points[*i as usize].push((site, costs.cap[*i as usize] - cost));
        }
    }
    points
}

/// Sites that save a point the same, together.
fn by_saving(mut list: Vec<(usize, f64)>) -> Vec<(Vec<usize>, f64)> {
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut levels: Vec<(Vec<usize>, f64)> = Vec::new();
    for (site, saving) in list {
        match levels.last_mut() {
            Some((sites, same)) if saving >= *same => sites.push(site),
            _ => levels.push((vec![site], saving)),
        }
    }
    levels
}
