//! Asks a question and prints its answer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use catchment_questions::file::Form;
use catchment_questions::pieces::read_ask;
use catchment_questions::{Engine, Question};
use catchment_store::{Dataset, Points};
use clap::ArgMatches;

use super::flags::told;
use crate::args::Common;
use crate::failure::advised;
use crate::output;
use crate::progress::{self, Meter, Working};
use crate::shelf::with_shelf;
use crate::workspace;

/// A question with a printer for people.
pub(crate) trait Printed: Question {
    /// Whether its answer needs the points of a dataset, which take a moment to read.
    const POINTS: bool = false;

    /// Sentences that a reader must see; a table repeats them itself.
    fn warnings(answer: &Self::Answer) -> &[String];

    /// What is said beside a file, which has no room for it; a table repeats it itself.
    fn beside(_answer: &Self::Answer) -> &[String] {
        &[]
    }

    /// Hands the engine what is stored of such answers.
    fn recall(_workspace: &Path, _engine: &Engine) {}

    /// Prints the answer for people.
    fn print(&self, answer: &Self::Answer, data: &Dataset) -> Result<()>;
}

/// How an answer is printed.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    /// `None`: for people.
    form: Option<Form>,
    byte_order_mark: bool,
    about: Option<PathBuf>,
}

impl Output {
    /// Reads the flags of printing; `forms` are the words that a command knows.
    pub(super) fn read(matches: &ArgMatches, forms: &[&str]) -> Result<Self> {
        let word = matches.get_one::<String>("format").map_or("table", String::as_str);
        if !forms.contains(&word) {
            return Err(anyhow!("--format {word}: expected {}", forms.join(", ")));
        }
        let has = |name: &str| matches.try_contains_id(name).unwrap_or(false);
        let byte_order_mark = has("bom") && matches.get_flag("bom");
        let about = if has("about") { matches.get_one::<String>("about").map(PathBuf::from) } else { None };
        let form: Option<Form> = word.parse().ok();
        if form != Some(Form::Csv) {
            let flag = if byte_order_mark { Some("--bom") } else { about.as_ref().map(|_| "--about") };
            if let Some(flag) = flag {
                return Err(advised(format!("{flag}: has no effect beside --format {word}"), "--format csv"));
            }
        }
        Ok(Self { form, byte_order_mark, about })
    }
}

/// A dataset made ready; its points are read only where an answer needs them.
pub(crate) fn engine(dataset: Dataset, points: bool) -> Result<Engine> {
    let data = Arc::new(dataset);
    Ok(if points { Engine::load(data)? } else { Engine::new(data, Points::default())? })
}

/// Asks, and prints.
pub(super) fn run<Q: Printed>(common: &Common, pairs: &[(String, String)], output: &Output) -> Result<()> {
    // What is wrong in itself is told before a dataset is looked for.
    if let Some(form) = output.form.filter(|form| !Q::FORMS.contains(form)) {
        let forms = Q::FORMS.iter().filter(|form| **form != Form::About).map(|form| form.name());
        let forms: Vec<&str> = ["table"].into_iter().chain(forms).collect();
        return Err(anyhow!("--format {}: expected {}", form.name(), forms.join(", ")));
    }
    let asked = read_ask::<Q::Ask>(pairs).map_err(told)?;
    let dataset = workspace::open(&common.workspace)?;
    let question = Q::check(asked, &dataset).map_err(told)?;
    let engine = with_shelf(engine(dataset, Q::POINTS)?, &common.workspace, true);
    Q::recall(&common.workspace, &engine);
    let meter = Meter::new();
    if Q::LONG {
        meter.show("working", 0, 0);
    }
    let answer = engine.answer(&question, &Working { meter: &meter, stage: "working" }).map_err(told)?;
    meter.end();
    let Some(form) = output.form else { return question.print(&answer, &engine.data) };
    progress::warn(Q::warnings(&answer));
    if form == Form::Json {
        return output::print_json(&*answer);
    }
    for line in Q::beside(&answer) {
        progress::say(line);
    }
    let content = question.file(&engine, &answer, form).map_err(told)?;
    if let Some(path) = &output.about {
        let about = engine.about(&question, &*answer).map_err(told)?;
        std::fs::write(path, &about.bytes).with_context(|| format!("--about {}", path.display()))?;
    }
    let marked = output.byte_order_mark && form == Form::Csv;
    output::print_bytes(&if marked { content.with_byte_order_mark().bytes } else { content.bytes })
}
