//! What goes to standard error: progress, remarks and warnings.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use catchment_questions::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Writes a line to standard error. A closed standard error is no reason to fail.
pub(crate) fn say(line: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{line}").and_then(|()| err.flush());
}

/// Writes warnings to standard error, one line each.
pub(crate) fn warn<S: AsRef<str>>(warnings: impl IntoIterator<Item = S>) {
    for warning in warnings {
        say(&format!("warning: {}", warning.as_ref()));
    }
}

/// Progress of long work: a bar on a terminal, a plain line now and then elsewhere.
pub(crate) struct Meter {
    bar: Option<ProgressBar>,
    last: Mutex<(String, Option<Instant>)>,
}

/// Long work of an engine, told on a meter.
pub(crate) struct Working<'a> {
    /// Where it is told.
    pub(crate) meter: &'a Meter,
    /// What the work is called.
    pub(crate) stage: &'a str,
}

impl Watch for Working<'_> {
    fn progress(&self, done: usize, total: usize) {
        self.meter.show(self.stage, done as u64, total as u64);
    }
}

/// How long plain lines stay silent within one stage.
const QUIET: Duration = Duration::from_secs(5);

impl Meter {
    /// A meter on standard error.
    pub(crate) fn new() -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {human_pos}/{human_len} {elapsed}");
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, last: Mutex::new((String::new(), None)) }
    }

    /// Shows how far a stage has come.
    pub(crate) fn show(&self, stage: &str, done: u64, of: u64) {
        match &self.bar {
            Some(bar) => {
                bar.set_message(stage.to_owned());
                bar.set_length(of);
                bar.set_position(done);
            }
            None => self.line(stage, done, of),
        }
    }

    fn line(&self, stage: &str, done: u64, of: u64) {
        let Ok(mut last) = self.last.lock() else { return };
        let same = last.0 == stage;
        if same && last.1.is_some_and(|t| t.elapsed() < QUIET) {
            return;
        }
        *last = (stage.to_owned(), Some(Instant::now()));
        say(&if of > 0 { format!("{stage}: {done} of {of}") } else { stage.to_owned() });
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
