//! Programs that are built apart, found the way git finds its own: beside this program, then on the path.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow};

use crate::failure::advised;

/// A program that is built apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sibling {
    /// Name of the program.
    pub(crate) name: &'static str,
    /// Its folder in the project.
    pub(crate) folder: &'static str,
    /// What it needs that the main program does not; empty for nothing.
    pub(crate) needs: &'static str,
}

impl Sibling {
    /// Where it is.
    ///
    /// # Errors
    /// A message that says how to build it, where it is in none of the places.
    pub(crate) fn find(self) -> Result<PathBuf> {
        let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_path_buf()));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = beside.iter().cloned().chain(std::env::split_paths(&path)).collect();
        if let Some(found) = self.among(&folders) {
            return Ok(found);
        }
        let place =
            beside.map_or_else(|| "on the path".to_owned(), |folder| format!("in {} or on the path", folder.display()));
        let needs = if self.needs.is_empty() { String::new() } else { format!("\n  it needs: {}", self.needs) };
        Err(advised(
            format!(
                "{} is not installed: it is built apart and is neither beside this program nor on the path",
                self.name
            ),
            format!(
                "cargo build --release --locked --manifest-path {}/Cargo.toml, then put {} {place}{needs}",
                self.folder, self.name
            ),
        ))
    }

    fn among(self, folders: &[PathBuf]) -> Option<PathBuf> {
        let name = format!("{}{}", self.name, std::env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&name)).find(|file| file.is_file())
    }
}

/// Runs a program, hands it `input`, and waits for its end. What it has to say is told where it fails: graphics drivers
/// talk even when all is well.
///
/// # Errors
/// Where it cannot be run, or fails.
pub(crate) fn run(program: &Path, args: &[&std::ffi::OsStr], input: &[u8]) -> Result<()> {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot run {}", program.display()))?;
    // A program that ends early leaves a broken pipe: its exit code and its own words say more.
    let handed = child.stdin.take().map(|mut pipe| pipe.write_all(input));
    let done = child.wait_with_output().with_context(|| format!("cannot wait for {}", program.display()))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr).trim_end().to_owned();
        return Err(anyhow!(said).context(format!("{} failed ({})", program.display(), done.status)));
    }
    handed.transpose().with_context(|| format!("{} did not take its input", program.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: Sibling = Sibling { name: "catchment-report", folder: "crates/report", needs: "" };

    #[test]
    fn the_program_beside_comes_before_the_one_on_the_path() {
        let (beside, path) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folders = [beside.path().to_path_buf(), path.path().to_path_buf()];
        assert_eq!(REPORT.among(&folders), None);
        std::fs::write(path.path().join("catchment-report"), "").unwrap();
        assert_eq!(REPORT.among(&folders), Some(path.path().join("catchment-report")));
        std::fs::write(beside.path().join("catchment-report"), "").unwrap();
        assert_eq!(REPORT.among(&folders), Some(beside.path().join("catchment-report")));
    }

    #[test]
    fn a_program_that_fails_is_a_failure_and_no_broken_pipe() {
        let error = run(Path::new("/bin/false"), &[], &vec![0; 1 << 20]).unwrap_err();
        assert!(error.to_string().contains("/bin/false failed"), "{error}");
    }
}
