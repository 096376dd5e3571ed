//! `catchment-still PLAN.json FILE.png`: see the library's page.

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use catchment_still::still;

const USAGE: &str = "usage: catchment-still PLAN.json FILE.png
Draws what `catchment still` planned. Run that instead: it calls this program.";

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let done = match &given[..] {
        [plan, out] if !plan.starts_with("--") => run(Path::new(plan), Path::new(out)),
        _ => Err(USAGE.into()),
    };
    let Err(error) = done else { return ExitCode::SUCCESS };
    let because = error.source().map_or_else(String::new, |s| format!("\n  because: {s}"));
    let name = if error.to_string() == USAGE { "" } else { "error: " };
    // A closed standard error is no reason to fail otherwise.
    let _ = writeln!(io::stderr(), "{name}{error}{because}");
    ExitCode::FAILURE
}

fn run(plan: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    // The renderer's panics are told as errors, not printed as they happen.
    std::panic::set_hook(Box::new(|_| {}));
    let out = std::path::absolute(out)?;
    let (picture, plan) = still(plan)?;
    let mut bytes = Vec::new();
    picture.write(&mut bytes, &plan.text)?;
    write(&out, &bytes).map_err(|e| format!("{}: {e}", out.display()).into())
}

/// Writes beside the file and renames: a crash leaves the old file, or the new one.
fn write(out: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = out.parent().unwrap_or(Path::new("."));
    // As any other file would be created; the umask still applies.
    let readable = std::fs::Permissions::from_mode(0o666);
    let mut file = tempfile::Builder::new().permissions(readable).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(out).map_err(|e| e.error)?;
    Ok(())
}
