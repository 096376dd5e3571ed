//! `catchment-report ANSWERS.json FILE.pdf [--rows N]`: see the library's page.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use catchment_report::report;

const USAGE: &str =
    "usage: catchment-report ANSWERS.json FILE.pdf [--rows N]   (\"-\" reads the answers from standard input)
Lays out what `catchment report` asked. Run that instead: it calls this program.";

/// Places in the table unless told otherwise.
const ROWS: usize = 20;

struct Asked {
    answers: PathBuf,
    out: PathBuf,
    rows: usize,
}

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let done = match asked(&given) {
        Some(asked) => run(&asked),
        None => Err(USAGE.to_owned()),
    };
    let Err(text) = done else { return ExitCode::SUCCESS };
    // A closed standard error is no reason to fail otherwise.
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::FAILURE
}

fn asked(given: &[String]) -> Option<Asked> {
    let (paths, rows) = match given {
        [paths @ .., flag, rows] if flag == "--rows" => (paths, rows.parse().ok().filter(|n| (1..=1000).contains(n))?),
        paths => (paths, ROWS),
    };
    let [answers, out] = paths else { return None };
    (!answers.starts_with("--")).then(|| Asked { answers: answers.into(), out: out.into(), rows })
}

fn run(asked: &Asked) -> Result<(), String> {
    let fault = |path: &Path, e: io::Error| format!("error: {}: {e}", path.display());
    let mut answers = Vec::new();
    if asked.answers == Path::new("-") {
        io::stdin().read_to_end(&mut answers).map_err(|e| fault(Path::new("standard input"), e))?;
    } else {
        answers = fs::read(&asked.answers).map_err(|e| fault(&asked.answers, e))?;
    }
    let pdf = report(&answers, asked.rows).map_err(|e| {
        let because = std::error::Error::source(&e).map_or_else(String::new, |s| format!("\n  because: {s}"));
        format!("error: {e}{because}")
    })?;
    write(&asked.out, &pdf).map_err(|e| fault(&asked.out, e))
}

/// Writes beside the file and renames: a crash leaves the old file, or the new one.
fn write(out: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // As any other file would be created; the umask still applies.
    let readable = fs::Permissions::from_mode(0o666);
    let mut file = tempfile::Builder::new().permissions(readable).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(out).map_err(|e| e.error)?;
    Ok(())
}
