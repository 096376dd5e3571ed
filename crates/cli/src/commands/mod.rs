//! The commands: those that ask a question, in a list, and those that build, write or serve something.

mod basemap;
mod city;
mod city_keys;
mod fetch;
mod ingest;
mod locate;
mod publish;
mod quality;
mod quality_lists;
mod questions;
mod recipes;
mod record;
mod repeated;
mod replay;
mod report;
mod seal;
mod serve;
mod sign_in;
mod since;
mod sites;
mod still;
mod surface;
mod synth;
mod upkeep;

use anyhow::{Context, Result};
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use crate::args::{Cli, Command, Common};
use crate::ask::{QuestionCommand, flags};

/// Everything that can be typed.
pub(crate) fn declared() -> clap::Command {
    let mut command = Cli::command();
    for (name, params) in [
        ("surface", surface::params()),
        ("record", record::params()),
        ("report", report::params()),
        ("still", still::params()),
    ] {
        command = command.mut_subcommand(name, |c| c.args(flags::of(&params)));
    }
    let command = command.subcommands(questions::QUESTIONS.iter().map(QuestionCommand::declared));
    command.mut_subcommand("check", |c| c.arg(since::arg()))
}

/// Runs the command that was typed.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let Some((name, given)) = matches.subcommand() else { return Ok(()) };
    if let Some(question) = questions::QUESTIONS.iter().find(|q| q.name == name) {
        let common = Common::from_arg_matches(given)?;
        threads(&common)?;
        if name == "check" && since::given(given) {
            return since::run(&common, given);
        }
        return question.run(&common, given);
    }
    let Cli { common, command } = Cli::from_arg_matches(matches)?;
    threads(&common)?;
    match command {
        Command::Ingest(args) => ingest::run(&common, &args),
        Command::NewCity(args) => city::new(&args),
        Command::Fetch(args) => fetch::run(&args),
        Command::CheckCity(args) => city::check(&args),
        Command::CitySchema(args) => city::schema(&args),
        Command::Basemap(args) => basemap::run(&common, &args),
        Command::Quality(args) => quality::run(&common, &args),
        Command::Surface(args) => surface::run(&common, &args, given),
        Command::Locate(args) => locate::run(&args),
        Command::Record(args) => record::run(&common, &args, given),
        Command::Replay(args) => replay::run(&common, &args),
        Command::Publish(args) => publish::run(&common, &args),
        Command::Sites(args) => sites::run(&common, &args),
        Command::Serve(args) => serve::run(&common, &args),
        Command::Audit(args) => upkeep::audit(&common, &args),
        Command::Prune(args) => upkeep::pruned(&common, &args),
        Command::Completions(args) => upkeep::completions(declared(), &args),
        Command::Man(args) => upkeep::man(declared(), &args),
        Command::Report(args) => report::run(&common, &args, given),
        Command::Still(args) => still::run(&common, &args, given),
        Command::Synth(args) => synth::run(&common, &args),
    }
}

fn threads(common: &Common) -> Result<()> {
    let Some(n) = common.threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(n));
    pool.build_global().with_context(|| format!("--threads {n}: cannot start the threads"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_declaration_of_the_flags_holds_together() {
        super::declared().debug_assert();
    }
}
