//! Asks a question and prints its answer.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use catchment_questions::file::Form;
use catchment_questions::pieces::read_ask;
use catchment_questions::{Engine, Question, Watch};
use catchment_store::{Dataset, Points};
use clap::ArgMatches;

use super::flags::told;
use crate::args::Common;
use crate::output;
use crate::progress::{self, Meter};

/// A question with a printer for people.
pub(crate) trait Printed: Question {
    /// Whether its answer needs the points of a dataset, which take a moment to read.
    const POINTS: bool = false;

    /// Sentences that a reader must see; a table repeats them itself.
    fn warnings(answer: &Self::Answer) -> &[String];

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
        Ok(Self {
            form: word.parse().ok(),
            byte_order_mark: has("bom") && matches.get_flag("bom"),
            about: if has("about") { matches.get_one::<String>("about").map(PathBuf::from) } else { None },
        })
    }
}

/// Progress on standard error.
struct Told(Meter);

impl Watch for Told {
    fn progress(&self, done: usize, total: usize) {
        self.0.show("working", done as u64, total as u64);
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
    let asked = read_ask::<Q::Ask>(pairs).map_err(told)?;
    let dataset = crate::commands::open(&common.workspace)?;
    let question = Q::check(asked, &dataset).map_err(told)?;
    let engine = engine(dataset, Q::POINTS)?;
    let watch = Told(Meter::new());
    if Q::LONG {
        watch.0.show("working", 0, 0);
    }
    let answer = engine.answer(&question, &watch).map_err(told)?;
    watch.0.end();
    let Some(form) = output.form else { return question.print(&answer, &engine.data) };
    progress::warn(Q::warnings(&answer));
    if form == Form::Json {
        return output::print_json(&*answer);
    }
    let content = question.file(&engine, &answer, form).map_err(told)?;
    if let Some(path) = &output.about {
        let about = engine.about(&question, &*answer).map_err(told)?;
        std::fs::write(path, &about.bytes).with_context(|| format!("--about {}", path.display()))?;
    }
    let marked = output.byte_order_mark && form == Form::Csv;
    output::print_bytes(&if marked { content.with_byte_order_mark().bytes } else { content.bytes })
}
