//! The seal of an edition: who wrote it, and whether it is whole.
//!
//! The manifest holds the SHA-256 of every file; the signature over the manifest (Ed25519, RFC 8032) stands beside it
//! as 64 bytes. Keys are PEM as RFC 8410 has them, so that others can check without this program:
//!
//! ```sh
//! openssl pkeyutl -verify -pubin -inkey edition.key.pub -rawin -in manifest.json -sigfile manifest.json.sig
//! ```

use std::collections::BTreeMap;

use ed25519_dalek::pkcs8::KeypairBytes;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::Deserialize;

use crate::files::sha256;

/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Name of the signature.
pub const SIGNATURE: &str = "manifest.json.sig";

/// A new pair of keys, PEM: the one that signs, and the one that others check with.
#[derive(Debug)]
pub struct KeyPair {
    /// Kept by whoever publishes.
    pub private: String,
    /// Handed to everybody.
    pub public: String,
}

/// Why an edition cannot be signed, or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// A key that is none.
    #[error("{what} is not accepted: expected {expected}")]
    Key {
        /// Which key.
        what: &'static str,
        /// What is accepted.
        expected: &'static str,
    },
    /// There is no manifest, or it does not read.
    #[error("there is no manifest that can be read: {0}")]
    Manifest(String),
    /// Nobody signed it.
    #[error("it is not signed: there is no {SIGNATURE}")]
    Unsigned,
    /// Signed by another, or changed since.
    #[error("the signature does not hold: another key signed it, or the manifest was changed")]
    Signature,
    /// A file that is not as the manifest says.
    #[error("{path} is not as the manifest says: {why}")]
    File {
        /// The file.
        path: String,
        /// What is wrong.
        why: &'static str,
    },
}

/// The manifest, as far as a reader checks it.
#[derive(Debug, Deserialize)]
struct Listed {
    files: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    bytes: u64,
    sha256: String,
}

/// A pair of keys from 32 bytes that nobody can guess.
///
/// # Errors
/// [`SealError::Key`] where the pair cannot be written down.
pub fn key_pair(secret: &[u8; 32]) -> Result<KeyPair, SealError> {
    let refused = SealError::Key { what: "the key", expected: "32 random bytes" };
    let public = SigningKey::from_bytes(secret).verifying_key();
    // The plain form, without the public half: what every other program reads.
    let pair = KeypairBytes { secret_key: *secret, public_key: None };
    match (pair.to_pkcs8_pem(LineEnding::LF), public.to_public_key_pem(LineEnding::LF)) {
        (Ok(private), Ok(public)) => Ok(KeyPair { private: private.to_string(), public }),
        _ => Err(refused),
    }
}

/// The signature over a manifest: the same key and manifest give the same 64 bytes.
///
/// # Errors
/// [`SealError::Key`].
pub fn signed(manifest: &[u8], private: &str) -> Result<Vec<u8>, SealError> {
    let expected = "an Ed25519 private key, PEM (catchment publish --new-key FILE makes one)";
    let key = SigningKey::from_pkcs8_pem(private);
    let key = key.map_err(|_not_shown| SealError::Key { what: "the private key", expected })?;
    Ok(key.sign(manifest).to_bytes().to_vec())
}

/// Whether a key signed a manifest.
///
/// # Errors
/// [`SealError::Key`], [`SealError::Unsigned`], [`SealError::Signature`].
pub fn check_signature(manifest: &[u8], signature: Option<&[u8]>, public: &str) -> Result<(), SealError> {
    let expected = "an Ed25519 public key, PEM (the .pub beside the private one)";
    let key = VerifyingKey::from_public_key_pem(public.trim());
    let key = key.map_err(|_cause| SealError::Key { what: "the public key", expected })?;
    let signature = Signature::from_slice(signature.ok_or(SealError::Unsigned)?);
    // Strict: no two signatures over one manifest, no weak keys.
    let held = signature.and_then(|signature| key.verify_strict(manifest, &signature));
    held.map_err(|_cause| SealError::Signature)
}

/// The files that a manifest lists, by path.
///
/// # Errors
/// [`SealError::Manifest`], also for a path that leads out of the edition.
pub fn listed(manifest: &[u8]) -> Result<Vec<String>, SealError> {
    read(manifest).map(|listed| listed.files.into_keys().collect())
}

fn read(manifest: &[u8]) -> Result<Listed, SealError> {
    let listed: Listed = serde_json::from_slice(manifest).map_err(|e| SealError::Manifest(e.to_string()))?;
    let out = |path: &&String| {
        path.is_empty() || path.contains(['\\', '\0']) || path.split('/').any(|part| matches!(part, "" | "." | ".."))
    };
    match listed.files.keys().find(out) {
        Some(path) => Err(SealError::Manifest(format!("it names {:?}", path.chars().take(100).collect::<String>()))),
        None => Ok(listed),
    }
}

/// Whether files are those of a manifest: each with its bytes, none missing, none beside them. Gives their number.
///
/// # Errors
/// [`SealError::Manifest`], and [`SealError::File`] for the first file that is not as it says.
pub fn check_files(manifest: &[u8], files: &BTreeMap<String, Vec<u8>>) -> Result<usize, SealError> {
    let listed = read(manifest)?.files;
    let wrong = |path: &str, why| SealError::File { path: path.to_owned(), why };
    for (path, entry) in &listed {
        let bytes = files.get(path).ok_or_else(|| wrong(path, "it is missing"))?;
        if bytes.len() as u64 != entry.bytes || sha256(bytes) != entry.sha256 {
            return Err(wrong(path, "its bytes were changed"));
        }
    }
    let known = |path: &str| path == MANIFEST || path == SIGNATURE || listed.contains_key(path);
    match files.keys().find(|path| !known(path)) {
        Some(path) => Err(wrong(path, "it is not in it")),
        None => Ok(listed.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SECRET: [u8; 32] = [7; 32];

    fn edition() -> (Vec<u8>, BTreeMap<String, Vec<u8>>) {
        let mut files = BTreeMap::from([("index.html".to_owned(), b"<h1>".to_vec()), ("n/1.html".to_owned(), vec![1])]);
        let entry = |b: &Vec<u8>| json!({"bytes": b.len(), "sha256": sha256(b)});
        let listed: BTreeMap<_, _> = files.iter().map(|(path, b)| (path, entry(b))).collect();
        let manifest = serde_json::to_vec(&json!({"city": "x", "files": listed})).unwrap();
        files.insert(MANIFEST.to_owned(), manifest.clone());
        (manifest, files)
    }

    #[test]
    fn what_one_key_signed_holds_for_its_other_half_and_for_no_other() {
        let (pair, other) = (key_pair(&SECRET).unwrap(), key_pair(&[8; 32]).unwrap());
        let (manifest, _) = edition();
        let signature = signed(&manifest, &pair.private).unwrap();
        assert_eq!(signature, signed(&manifest, &pair.private).unwrap(), "the same bytes");
        let check = |manifest: &[u8], signature, key: &KeyPair| check_signature(manifest, signature, &key.public);
        assert_eq!(check(&manifest, Some(&signature), &pair), Ok(()));
        assert_eq!(check(&manifest, Some(&signature), &other), Err(SealError::Signature));
        assert_eq!(check(b"{}", Some(&signature), &pair), Err(SealError::Signature));
        assert_eq!(check(&manifest, Some(&signature[..63]), &pair), Err(SealError::Signature));
        assert_eq!(check(&manifest, None, &pair), Err(SealError::Unsigned));
        assert!(pair.private.starts_with("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEI"), "{}", pair.private);
        let public = check_signature(&manifest, Some(&signature), &pair.private).unwrap_err();
        assert!(public.to_string().contains("public key") && !public.to_string().contains("MC4C"), "{public}");
        assert!(signed(&manifest, &pair.public).is_err());
    }

    /// Files by their paths.
    type Files = BTreeMap<String, Vec<u8>>;

    #[test]
    fn a_file_that_was_changed_left_out_or_added_is_named() {
        let (manifest, files) = edition();
        assert_eq!(check_files(&manifest, &files), Ok(2));
        let of = |change: &dyn Fn(&mut Files)| {
            let mut files = files.clone();
            change(&mut files);
            check_files(&manifest, &files).unwrap_err().to_string()
        };
        let set = |path: &'static str, bytes: &'static [u8]| of(&|f| drop(f.insert(path.to_owned(), bytes.to_vec())));
        assert_eq!(set("n/1.html", &[2]), "n/1.html is not as the manifest says: its bytes were changed");
        assert!(
            of(&|f| drop(f.remove("index.html"))).contains("index.html is not as the manifest says: it is missing")
        );
        assert!(set("n/2.html", b"").contains("n/2.html is not as the manifest says: it is not in it"));
    }

    #[test]
    fn a_manifest_names_nothing_outside_of_the_edition() {
        for path in ["../x", "/etc/passwd", "a//b", "a/./b", ""] {
            let manifest = serde_json::to_vec(&json!({"files": {path: {"bytes": 0, "sha256": ""}}})).unwrap();
            assert!(matches!(listed(&manifest), Err(SealError::Manifest(_))), "{path}");
        }
        assert_eq!(listed(br#"{"files": {}}"#), Ok(Vec::new()));
        assert!(listed(b"[]").is_err());
    }
}
