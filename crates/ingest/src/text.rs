//! Bytes of a file: decompressed, and the encoding of its text found out.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::IngestError;

/// Largest decompressed file, bytes. It keeps a broken or hostile archive from filling the memory.
pub(crate) const MAX_BYTES: usize = 2 << 30;

/// The message for a ZIP archive that holds no CSV.
pub(crate) const NO_CSV: &str = "no .csv file inside";

/// Encoding of a file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Ascii,
    Utf8,
    Windows1252,
}

/// The text of a file without its byte-order mark.
#[derive(Debug)]
pub(crate) struct Text {
    bytes: Vec<u8>,
    start: usize,
    pub(crate) encoding: Encoding,
    /// Name of the encoding for the report.
    pub(crate) label: String,
}

impl Encoding {
    /// The text of some bytes in this encoding.
    pub(crate) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Ascii | Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        }
    }
}

impl Text {
    /// The bytes after the byte-order mark.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Finds the encoding of some bytes.
    ///
    /// A byte-order mark is taken off and proves nothing: a file of St. Louis begins with that of UTF-8 and goes on in
    /// Windows-1252.
    ///
    /// # Errors
    /// [`IngestError::Encoding`] where `stated` is `utf-8` and the bytes are not.
    pub(crate) fn new(file: &str, bytes: Vec<u8>, stated: &str) -> Result<Self, IngestError> {
        for (mark, utf16) in [([0xFF, 0xFE], UTF_16LE), ([0xFE, 0xFF], UTF_16BE)] {
            if bytes.starts_with(&mark) {
                let text = utf16.decode_without_bom_handling(&bytes[2..]).0.into_owned();
                return Ok(Self {
                    bytes: text.into_bytes(),
                    start: 0,
                    encoding: Encoding::Utf8,
                    label: utf16.name().to_owned(),
                });
            }
        }
        let start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let body = &bytes[start..];
        let encoding = if stated == "windows-1252" {
            Encoding::Windows1252
        } else if body.is_ascii() {
            Encoding::Ascii
        } else {
            match std::str::from_utf8(body) {
                Ok(_) => Encoding::Utf8,
                Err(fault) if stated == "utf-8" => {
                    return Err(IngestError::Encoding {
                        file: file.to_owned(),
                        expected: "UTF-8".to_owned(),
                        at: start + fault.valid_up_to(),
                    });
                }
                Err(_) => Encoding::Windows1252,
            }
        };
        let name = match encoding {
            Encoding::Ascii if start == 0 => "ASCII",
            Encoding::Ascii | Encoding::Utf8 => "UTF-8",
            Encoding::Windows1252 => "Windows-1252",
        };
        let label = if start == 0 { name.to_owned() } else { format!("{name} after a UTF-8 byte-order mark") };
        Ok(Self { bytes, start, encoding, label })
    }
}

/// Decompresses a gzip file, all its members; bytes that do not begin as gzip are returned as they are.
///
/// # Errors
/// [`IngestError::Format`] for a damaged or cut file, [`IngestError::Limit`] above 2 GiB.
pub(crate) fn gunzip(file: &str, packed: Vec<u8>) -> Result<Vec<u8>, IngestError> {
    if !packed.starts_with(&[0x1F, 0x8B]) {
        return Ok(packed);
    }
    let fault = |detail: String| IngestError::Format { file: file.to_owned(), detail, expected: "a whole gzip file" };
    let mut decompressor = libdeflater::Decompressor::new();
    // The last four bytes hold the length of the (last) member, modulo 2³².
    let stated = packed.last_chunk::<4>().map_or(0, |c| u32::from_le_bytes(*c) as usize);
    let plausible = stated <= packed.len().saturating_mul(1100).min(MAX_BYTES);
    if plausible && stated > 0 {
        let mut out = vec![0; stated];
        if let Ok(n) = decompressor.gzip_decompress(&packed, &mut out) {
            out.truncate(n);
            // One member whose length is the one stated: done. Several members go the slow way.
            if n == stated && single_member(&packed, n) {
                return Ok(out);
            }
        }
    }
    let mut out = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(packed.as_slice()).take(MAX_BYTES as u64 + 1);
    reader.read_to_end(&mut out).map_err(|e| fault(format!("damaged gzip data ({e})")))?;
    limit(file, out.len())?;
    Ok(out)
}

/// Whether no second gzip header can follow: libdeflate reads the first member only and does not say how far it read.
fn single_member(packed: &[u8], unpacked: usize) -> bool {
    // A second member would have to start with the magic bytes and the deflate method somewhere after the first header.
    unpacked > 0
        && !memchr::memmem::find_iter(&packed[1..], &[0x1F, 0x8B, 0x08]).any(|at| plausible_header(&packed[at + 1..]))
}

/// Whether bytes look like a gzip member header: reserved flag bits are zero, extra flags and system are known values.
fn plausible_header(bytes: &[u8]) -> bool {
    bytes.len() >= 18 && bytes[3] & 0xE0 == 0 && matches!(bytes[8], 0 | 2 | 4) && (bytes[9] <= 13 || bytes[9] == 255)
}

/// Refuses more bytes than [`MAX_BYTES`].
pub(crate) fn limit(file: &str, bytes: usize) -> Result<(), IngestError> {
    if bytes > MAX_BYTES {
        return Err(IngestError::Limit {
            what: format!("{file}: bytes after decompression"),
            value: bytes as u64,
            limit: MAX_BYTES as u64,
        });
    }
    Ok(())
}

/// The CSV files inside a ZIP archive, by name, in the archive's order.
///
/// # Errors
/// [`IngestError::Format`], [`IngestError::Limit`].
pub(crate) fn unzip(file: &str, packed: &[u8]) -> Result<Vec<(String, Vec<u8>)>, IngestError> {
    let expected = "a ZIP archive with .csv files in it";
    let fault = |detail: String| IngestError::Format { file: file.to_owned(), detail, expected };
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(packed)).map_err(|e| fault(e.to_string()))?;
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|e| fault(e.to_string()))?;
        // A name in a broken encoding is no reason to refuse the archive.
        let name = entry.name().unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw())).into_owned();
        let is_csv = [".csv", ".csv.gz", ".txt"].iter().any(|end| name.to_lowercase().ends_with(end));
        if !is_csv || entry.is_dir() || name.starts_with("__MACOSX") {
            continue;
        }
        let mut bytes = Vec::new();
        entry.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|e| fault(format!("{name}: {e}")))?;
        limit(&name, bytes.len())?;
        files.push((name.clone(), gunzip(&name, bytes)?));
    }
    if files.is_empty() {
        return Err(fault(NO_CSV.to_owned()));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut c = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
        let mut out = vec![0; c.gzip_compress_bound(bytes.len())];
        let n = c.gzip_compress(bytes, &mut out).unwrap();
        out.truncate(n);
        out
    }

    #[test]
    fn gzip_members_one_after_the_other_are_all_read() {
        let two = [gzip(b"a,b\n"), gzip(b"1,2\n")].concat();
        assert_eq!(gunzip("f", two).unwrap(), b"a,b\n1,2\n");
        assert_eq!(gunzip("f", gzip(b"")).unwrap(), b"");
        assert_eq!(gunzip("f", b"plain".to_vec()).unwrap(), b"plain");
    }

    #[test]
    fn a_cut_gzip_file_is_an_error() {
        let mut cut = gzip(&[b'x'; 4000]);
        cut.truncate(cut.len() - 6);
        let text = gunzip("f.gz", cut).unwrap_err().to_string();
        assert!(text.contains("f.gz") && text.contains("gzip"), "{text}");
    }

    #[test]
    fn a_byte_order_mark_proves_nothing() {
        let text = Text::new("f", b"\xEF\xBB\xBFcaf\xE9".to_vec(), "auto").unwrap();
        assert_eq!(text.encoding, Encoding::Windows1252);
        assert_eq!(text.encoding.decode(text.bytes()), "café");
        let text = Text::new("f", "\u{FEFF}café".into(), "auto").unwrap();
        assert_eq!(text.encoding, Encoding::Utf8);
        assert_eq!(text.encoding.decode(text.bytes()), "café");
    }

    #[test]
    fn stated_utf8_must_be_utf8() {
        let text = Text::new("f", b"caf\xE9".to_vec(), "utf-8").unwrap_err().to_string();
        assert!(text.contains("byte 3"), "{text}");
    }

    #[test]
    fn utf16_with_its_mark_is_read() {
        let text = Text::new("f", b"\xFF\xFEa\0,\0".to_vec(), "auto").unwrap();
        assert_eq!(text.bytes(), b"a,");
    }
}
