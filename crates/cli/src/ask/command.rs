//! A command that asks one question, or one of several by what is given.

use anyhow::Result;
use catchment_questions::Question;
use catchment_questions::file::Form;
use catchment_questions::pieces::{Param, Piece};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::flags;
use super::run::{Output, Printed, run};
use crate::args::Common;

/// Names and values as they were given.
pub(crate) type Pairs = Vec<(String, String)>;

/// How a question is asked and printed.
type Run = fn(&Common, &[(String, String)], &Output) -> Result<()>;

/// A question that a command may ask.
#[derive(Clone, Copy)]
pub(crate) struct Asks {
    params: fn() -> Vec<Param>,
    forms: &'static [Form],
    about: &'static str,
    run: Run,
}

impl Asks {
    pub(crate) const fn of<Q: Printed>() -> Self {
        Self { params: <Q::Ask as Piece>::params, forms: <Q as Question>::FORMS, about: Q::ABOUT, run: run::<Q> }
    }
}

/// A command.
pub(crate) struct QuestionCommand {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it may ask.
    pub(crate) asks: &'static [Asks],
    /// Which of them, by what is given; takes out what only chose between them.
    pub(crate) choose: fn(Pairs) -> (usize, Pairs),
    /// What is asked where nothing is said, other than the question's own default.
    pub(crate) usual: &'static [(&'static str, &'static str)],
    /// Examples.
    pub(crate) examples: &'static str,
}

impl QuestionCommand {
    /// Its flags, each once.
    fn params(&self) -> Vec<Param> {
        let mut all: Vec<Param> = Vec::new();
        for param in self.asks.iter().flat_map(|asks| (asks.params)()) {
            if !all.iter().any(|known| known.name == param.name) {
                all.push(param);
            }
        }
        all
    }

    /// As clap knows it.
    pub(crate) fn declared(&self) -> Command {
        let about = self.asks.iter().map(|asks| asks.about).collect::<Vec<_>>().join(" Or: ");
        let mut args = flags::of(&self.params());
        for (name, value) in self.usual {
            let noted = |arg: Arg| {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                arg.help(format!("{help} (here by default: {value})"))
            };
            args = args.into_iter().map(|arg| if arg.get_id() == name { noted(arg) } else { arg }).collect();
        }
        let format = Arg::new("format").long("format").value_name("WORD").default_value("table");
        let bom = Arg::new("bom").long("bom").action(ArgAction::SetTrue);
        let account = Arg::new("about").long("about").value_name("FILE.json");
        let mut command = Command::new(self.name).about(about.trim_end_matches('.').to_owned()).args(args);
        command = command.arg(format.help(format!("How to print it: {}", self.forms().join(", "))));
        if self.forms().contains(&"csv") {
            command = command
                .arg(bom.help("Begin a CSV with a byte order mark, by which spreadsheets know UTF-8"))
                .arg(account.help("With --format csv: also write what the table was made from into this file"));
        }
        command.after_help(format!("Examples:\n{}", self.examples))
    }

    fn forms(&self) -> Vec<&'static str> {
        let known = self.asks.iter().flat_map(|asks| asks.forms).map(|form| form.name());
        let mut forms = vec!["table"];
        for form in known.filter(|form| *form != Form::About.name()) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }

    /// Asks, and prints what is answered.
    pub(crate) fn run(&self, common: &Common, matches: &ArgMatches) -> Result<()> {
        let mut pairs = flags::pairs(&self.params(), matches)?;
        let output = Output::read(matches, &self.forms())?;
        for (name, value) in self.usual {
            if !pairs.iter().any(|(given, _)| given == name) {
                pairs.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        let (chosen, pairs) = (self.choose)(pairs);
        (self.asks[chosen.min(self.asks.len() - 1)].run)(common, &pairs, &output)
    }
}
