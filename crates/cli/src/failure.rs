//! How a failure reads: what went wrong, where, and what to do.

use std::io;

use anyhow::Error;

/// Advice that a failure carries.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Advised {
    what: String,
    advice: String,
}

/// A failure with a sentence on what to do.
pub(crate) fn advised(what: impl Into<String>, advice: impl Into<String>) -> Error {
    Advised { what: what.into(), advice: advice.into() }.into()
}

/// No failure: `check --since` found a verdict that changed, and said which.
#[derive(Debug, thiserror::Error)]
#[error("a verdict changed")]
pub(crate) struct VerdictChanged;

/// The failure for people: one line on what and where, a line for each deeper cause, a line on what to do.
pub(crate) fn render(error: &Error) -> String {
    let mut text = format!("error: {error}");
    let mut said = error.to_string();
    for cause in error.chain().skip(1) {
        let line = cause.to_string();
        if !said.contains(&line) {
            text.push_str("\n  because: ");
            text.push_str(&line.replace('\n', "\n  "));
        }
        said = line;
    }
    if let Some(advice) = error.chain().find_map(|e| e.downcast_ref::<Advised>()) {
        text.push_str("\n  try: ");
        text.push_str(&advice.advice);
    }
    shortened(&text)
}

/// Most lines of a failure, and most characters of a line: what was read may hold anything.
const MOST: (usize, usize) = (40, 1000);

fn shortened(text: &str) -> String {
    let line = |line: &str| match line.char_indices().nth(MOST.1) {
        None => line.to_owned(),
        Some((at, _)) => format!("{} … ({} more bytes)", &line[..at], line.len() - at),
    };
    let mut lines: Vec<String> = text.lines().take(MOST.0).map(line).collect();
    let left = text.lines().count() - lines.len();
    if left > 0 {
        lines.push(format!("… ({left} more lines)"));
    }
    lines.join("\n")
}

/// Whether whoever read the standard output has left (`| head`): nothing to report.
pub(crate) fn reader_left(error: &Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let csv = cause.downcast_ref::<csv::Error>().and_then(|e| match e.kind() {
            csv::ErrorKind::Io(e) => Some(e.kind()),
            _ => None,
        });
        io.or(csv) == Some(io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_failure_says_what_why_and_what_to_do() {
        let deep: anyhow::Result<()> = Err(io::Error::other("disk on fire")).context("cannot write x");
        let text = render(&deep.unwrap_err());
        assert_eq!(text, "error: cannot write x\n  because: disk on fire");
        assert_eq!(render(&advised("no dataset", "catchment ingest")), "error: no dataset\n  try: catchment ingest");
    }

    #[test]
    fn a_cause_that_was_said_already_is_not_repeated() {
        let deep: anyhow::Result<()> = Err(io::Error::other("disk on fire")).context("cannot write x: disk on fire");
        assert_eq!(render(&deep.unwrap_err()), "error: cannot write x: disk on fire");
    }

    #[test]
    fn a_failure_is_cut_to_a_size_that_can_be_read() {
        let text = render(&advised("x".repeat(200_000), "y\n".repeat(1000)));
        assert!(text.len() < 4000 && text.contains("199007 more bytes") && text.contains("more lines"), "{text}");
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let closed: anyhow::Result<()> =
            Err(io::Error::from(io::ErrorKind::BrokenPipe)).context("cannot write to standard output");
        assert!(reader_left(&closed.unwrap_err()));
        assert!(!reader_left(&anyhow::anyhow!("other")));
    }
}
