//! `catchment publish --new-key` and `--verify`: keys, and whether an edition is whole.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use catchment_publish::{MANIFEST, SIGNATURE, check_files, check_signature, key_pair, signed};

use crate::failure::advised;
use crate::output;

/// Longest file of an edition that is read, bytes: more is no edition of ours.
const LARGEST: u64 = 256 << 20;

/// Makes a pair of keys. Nothing is written over.
pub(super) fn new_key(file: &Path) -> Result<()> {
    let mut secret = [0; 32];
    fs::File::open("/dev/urandom").and_then(|mut f| f.read_exact(&mut secret)).context("no random numbers")?;
    let pair = key_pair(&secret)?;
    let public = beside(file);
    create(file, 0o600, &pair.private)?;
    create(&public, 0o644, &pair.public)?;
    output::print_text(&format!(
        "{}: keep it to yourself, and keep a copy; whoever has it can sign in your name\n{}: hand it to everybody",
        file.display(),
        public.display()
    ))
}

/// The public key beside a private one.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

fn create(path: &Path, mode: u32, text: &str) -> Result<()> {
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    let mut file = file.with_context(|| format!("--new-key {}: cannot be written (is it there?)", path.display()))?;
    file.write_all(text.as_bytes())?;
    file.sync_all().with_context(|| format!("cannot write {}", path.display()))
}

/// The signature over a manifest with the key in a file.
pub(super) fn sign(manifest: &[u8], key: &Path) -> Result<Vec<u8>> {
    let text = fs::read_to_string(key).with_context(|| format!("--sign {}: cannot be read", key.display()))?;
    signed(manifest, &text).with_context(|| format!("--sign {}", key.display()))
}

/// Checks an edition against its manifest, and that against a public key where one is named.
pub(super) fn verify(folder: &Path, key: Option<&Path>) -> Result<()> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files)?;
    let Some(manifest) = files.get(MANIFEST) else {
        let what = format!("--verify {}: there is no {MANIFEST} in it", folder.display());
        return Err(advised(what, "the folder that `catchment publish --out` wrote"));
    };
    let at = || format!("--verify {}", folder.display());
    let signature = files.get(SIGNATURE).map(Vec::as_slice);
    let who = match key {
        Some(key) => {
            let text = fs::read_to_string(key).with_context(|| format!("--key {}: cannot be read", key.display()))?;
            check_signature(manifest, signature, &text).with_context(at)?;
            format!("signed with the key of {}", key.display())
        }
        None if signature.is_some() => "signed, by whom was not checked (--key FILE)".to_owned(),
        None => "not signed: whoever can change a file can change the manifest, too".to_owned(),
    };
    let n = check_files(manifest, &files).with_context(at)?;
    output::print_text(&format!("{}: {n} files are as the manifest says; {who}", folder.display()))
}

/// Reads all files of a folder, those in folders within it included. What is no plain file is no part of an edition.
fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let read = || format!("--verify {}: cannot be read", folder.display());
    for entry in fs::read_dir(folder).with_context(read)? {
        let entry = entry.with_context(read)?;
        let (path, kind) = (entry.path(), entry.file_type().with_context(read)?);
        if kind.is_dir() {
            collect(root, &path, files)?;
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        let size = entry.metadata().with_context(read)?.len();
        if !kind.is_file() || size > LARGEST {
            return Err(advised(
                format!("--verify {name}: it is no plain file of an edition"),
                "an edition as written",
            ));
        }
        files.insert(name, fs::read(&path).with_context(read)?);
    }
    Ok(())
}
