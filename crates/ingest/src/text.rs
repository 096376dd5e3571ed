//! Bytes of a file: decompressed, and the encoding of its text found out.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::IngestError;

/// Largest decompressed file, bytes. It keeps a broken or hostile archive from filling the memory.
pub(crate) const MAX_BYTES: usize = 2 << 30;

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

    /// Text of which is known that it is UTF-8.
    pub(crate) fn written(bytes: Vec<u8>, label: &str) -> Self {
        Self { bytes, start: 0, encoding: Encoding::Utf8, label: label.to_owned() }
    }

    /// Finds the encoding of some bytes, or takes the one stated.
    ///
    /// A byte-order mark is taken off and proves nothing: a file of St. Louis begins with that of UTF-8 and goes on in
    /// Windows-1252. UTF-16 is known by its mark, and without one by the zeros in every other byte.
    ///
    /// # Errors
    /// [`IngestError::Encoding`] where the bytes are not in the encoding stated, [`IngestError::Value`] where there is
    /// none of that name, [`IngestError::Format`] where the bytes are no text.
    pub(crate) fn new(file: &str, bytes: Vec<u8>, stated: &str) -> Result<Self, IngestError> {
        let stated = if stated == "auto" { None } else { Some(named(stated)?) };
        if let Some((utf16, start)) =
            utf16(&bytes).or(stated.filter(|e| *e == UTF_16LE || *e == UTF_16BE).map(|e| (e, 0)))
        {
            let text = utf16.decode_without_bom_handling(&bytes[start..]).0.into_owned();
            return Ok(Self::written(text.into_bytes(), utf16.name()));
        }
        let start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let body = &bytes[start..];
        check_text(file, body)?;
        let not = |expected: &str, at: usize| IngestError::Encoding {
            file: file.to_owned(),
            expected: expected.to_owned(),
            at: start + at,
        };
        let encoding = match stated {
            Some(encoding) if encoding == WINDOWS_1252 => Encoding::Windows1252,
            Some(encoding) if encoding != UTF_8 => {
                let text = encoding.decode_without_bom_handling_and_without_replacement(body);
                // Where it fails is found by decoding anew what is before.
                let text = text.ok_or_else(|| not(encoding.name(), valid_up_to(encoding, body)))?.into_owned();
                return Ok(Self::written(text.into_bytes(), encoding.name()));
            }
            _ if body.is_ascii() => Encoding::Ascii,
            _ => match std::str::from_utf8(body) {
                Ok(_) => Encoding::Utf8,
                Err(fault) if stated.is_some() => return Err(not("UTF-8", fault.valid_up_to())),
                Err(_) => Encoding::Windows1252,
            },
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

/// The encoding of that name, or of an alias of it.
///
/// # Errors
/// [`IngestError::Value`] for a name that there is none of.
pub(crate) fn named(name: &str) -> Result<&'static encoding_rs::Encoding, IngestError> {
    encoding_rs::Encoding::for_label(name.as_bytes()).ok_or_else(|| IngestError::Value {
        key: "encoding".to_owned(),
        value: format!("\"{name}\""),
        expected: "auto, utf-8, windows-1252, utf-16le or another name of the WHATWG Encoding Standard".to_owned(),
    })
}

/// Bytes at the beginning by which is judged what they are.
pub(crate) const HEAD: usize = 4096;

/// UTF-16 by its mark, or by zeros in nearly every other byte; with the length of the mark.
fn utf16(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, usize)> {
    for (mark, utf16) in [([0xFF, 0xFE], UTF_16LE), ([0xFE, 0xFF], UTF_16BE)] {
        if bytes.starts_with(&mark) {
            return Some((utf16, 2));
        }
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, units) = (zeros(0), zeros(1), head.len() / 2);
    match (units > 1, 10 * even, 10 * odd) {
        (true, e, o) if o >= 9 * units && e < units => Some((UTF_16LE, 0)),
        (true, e, o) if e >= 9 * units && o < units => Some((UTF_16BE, 0)),
        _ => None,
    }
}

/// Refuses bytes that are no text: one in twenty of the first ones is 0.
fn check_text(file: &str, body: &[u8]) -> Result<(), IngestError> {
    let head = &body[..body.len().min(HEAD)];
    let zeros = memchr::memchr_iter(0, head).count();
    if 20 * zeros > head.len() {
        return Err(IngestError::Format {
            file: file.to_owned(),
            detail: format!("it holds no text ({zeros} of its first {} bytes are 0)", head.len()),
            expected: "delimited text",
        });
    }
    Ok(())
}

/// Number of bytes that can be decoded.
fn valid_up_to(encoding: &'static encoding_rs::Encoding, body: &[u8]) -> usize {
    let fits = |n: &usize| encoding.decode_without_bom_handling_and_without_replacement(&body[..*n]).is_some();
    let (mut good, mut bad) = (0, body.len());
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        if fits(&middle) { good = middle } else { bad = middle }
    }
    good
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
    let mut head = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(packed.as_slice()).take(HEAD as u64);
    reader.read_to_end(&mut head).map_err(|e| fault(format!("damaged gzip data ({e})")))?;
    begins(file, &head)?;
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

/// Refuses, before all of it is unpacked, what begins with nothing but zeros: no form that is read does.
///
/// # Errors
/// [`IngestError::Format`].
pub(crate) fn begins(file: &str, head: &[u8]) -> Result<(), IngestError> {
    if head.len() < HEAD || head.iter().any(|byte| *byte != 0) { Ok(()) } else { check_text(file, head) }
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
    fn utf16_is_read_with_its_mark_and_without() {
        let wide = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let right = "name;café\nx;1\n";
        for big in [false, true] {
            let marked = [if big { [0xFE, 0xFF] } else { [0xFF, 0xFE] }.to_vec(), wide(right, big)].concat();
            for (bytes, stated) in [(marked, "auto"), (wide(right, big), "auto")] {
                let text = Text::new("f", bytes, stated).unwrap();
                assert_eq!(std::str::from_utf8(text.bytes()).unwrap(), right);
                assert_eq!(text.label, if big { "UTF-16BE" } else { "UTF-16LE" });
            }
        }
        assert_eq!(Text::new("f", b"\x3D\xD8\x00\xDE,\0".to_vec(), "utf-16").unwrap().bytes(), "😀,".as_bytes());
    }

    #[test]
    fn encodings_go_by_their_names_and_what_is_no_text_is_refused() {
        let text = Text::new("f", b"\xD2\xD0".to_vec(), "windows-1251").unwrap();
        assert_eq!((text.bytes(), text.label.as_str()), ("ТР".as_bytes(), "windows-1251"));
        assert_eq!(Text::new("f", b"\xE9".to_vec(), "latin1").unwrap().encoding, Encoding::Windows1252);
        for (bytes, stated, said) in [
            (b"a".to_vec(), "klingon", "WHATWG"),
            (b"abc\xFF\xFF".to_vec(), "shift_jis", "byte 3 is not Shift_JIS"),
            (vec![0; 5000], "auto", "holds no text"),
        ] {
            let text = Text::new("f", bytes, stated).unwrap_err().to_string();
            assert!(text.contains(said), "{text}");
        }
    }
}
