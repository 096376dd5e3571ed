//! Finished answers: bytes that need nothing more but to be sent, in the encoding that a reader takes.

use std::io::Write as _;
use std::sync::Arc;

use catchment_model::Heap;
use serde_json::{Value, json};

use super::walked::walked;
use super::{Engine, key};
use crate::Watch;
use crate::answers::PROGRAM;
use crate::error::AskError;
use crate::file::{Content, Form, exact};
use crate::question::Question;

/// How bytes are packed on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Not at all.
    Identity,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
}

/// Below this size packing saves nothing, bytes.
const WORTH_PACKING: usize = 512;

/// A finished answer.
#[derive(Debug, Clone)]
pub struct Finished {
    /// Media type, bytes, file name.
    pub content: Content,
    /// How its bytes are packed: as asked for, or not at all where packing saves nothing.
    pub encoding: Encoding,
}

impl Encoding {
    /// Its name in HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }

    fn pack(self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(bytes.to_vec()),
            Self::Gzip => {
                let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
                packer.write_all(bytes)?;
                packer.finish()
            }
            Self::Brotli => {
                let mut packed = Vec::new();
                let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
                brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
                Ok(packed)
            }
            Self::Zstd => zstd::bulk::compress(bytes, 6),
        }
    }
}

impl Engine {
    /// The answer to a question, remembered.
    ///
    /// # Errors
    /// As [`Question::answer`].
    pub fn answer<Q: Question>(&self, question: &Q, watch: &dyn Watch) -> Result<Arc<Q::Answer>, AskError> {
        let key = format!("answer {}", key(Q::NAME, question)?);
        self.memo.get_or(&key, walked, || question.answer(self, watch))
    }

    /// The answer to a question, where it is remembered: nothing is computed.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the question cannot be written as JSON.
    pub fn known<Q: Question>(&self, question: &Q) -> Result<Option<Arc<Q::Answer>>, AskError> {
        Ok(self.memo.peek(&format!("answer {}", key(Q::NAME, question)?)))
    }

    /// Takes an answer that was computed elsewhere, such as one stored beside the dataset. What is remembered already
    /// stays.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the question cannot be written as JSON.
    pub fn remember<Q: Question>(&self, question: &Q, answer: Q::Answer) -> Result<Arc<Q::Answer>, AskError> {
        let key = format!("answer {}", key(Q::NAME, question)?);
        self.memo.get_or(&key, walked, || Ok(answer))
    }

    /// The key of a question in a form: equal questions have equal keys, however they were asked.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the question cannot be written as JSON.
    pub fn key<Q: Question>(question: &Q, form: Form) -> Result<String, AskError> {
        Ok(format!("{} {}", form.name(), key(Q::NAME, question)?))
    }

    /// A finished answer, where it is remembered: one look, nothing is computed.
    pub fn remembered(&self, key: &str, encoding: Encoding) -> Option<Arc<Finished>> {
        self.memo.peek(&packed(key, encoding))
    }

    /// The finished answer to a question.
    ///
    /// # Errors
    /// As [`Question::answer`] and [`Question::file`].
    pub fn finished<Q: Question>(
        &self,
        question: &Q,
        (form, encoding): (Form, Encoding),
        watch: &dyn Watch,
    ) -> Result<Arc<Finished>, AskError> {
        self.finish(&Self::key(question, form)?, encoding, || {
            let answer = self.answer(question, watch)?;
            match form {
                Form::Json => Content::json(&*answer),
                Form::About => self.about(question, &*answer),
                file => question.file(self, &answer, file),
            }
        })
    }

    /// The companion of a table: what the answer says of itself, and how its table is called.
    ///
    /// # Errors
    /// [`AskError`] for an answer that has no table.
    pub fn about<Q: Question>(&self, question: &Q, answer: &Q::Answer) -> Result<Content, AskError> {
        let table = question.file(self, answer, Form::Csv)?.name.unwrap_or_default();
        let mut whole = serde_json::to_value(answer).map_err(AskError::internal)?;
        let meta = whole.get_mut("meta").map(Value::take).unwrap_or_default();
        let about = json!({ "file": table, "question": Q::NAME, "about": Q::ABOUT, "meta": meta });
        let name = table.strip_suffix(".csv").map(|stem| format!("{stem}-about.json"));
        Ok(Content { name, media_type: Form::About.media_type(), ..Content::json(&about)? })
    }

    /// Finished bytes under a key: remembered, or made, packed and remembered.
    ///
    /// # Errors
    /// What making them gives.
    pub fn finish(
        &self,
        key: &str,
        encoding: Encoding,
        make: impl FnOnce() -> Result<Content, AskError>,
    ) -> Result<Arc<Finished>, AskError> {
        let weigh = |f: &Finished| size_of::<Finished>() + f.content.bytes.len() + f.content.name.heap();
        let plain = self.memo.get_or(&packed(key, Encoding::Identity), weigh, || {
            Ok(Finished { content: make()?, encoding: Encoding::Identity })
        })?;
        if encoding == Encoding::Identity || !plain.content.packs() || plain.content.bytes.len() < WORTH_PACKING {
            return Ok(plain);
        }
        self.memo.get_or(&packed(key, encoding), weigh, || {
            let bytes = encoding.pack(&plain.content.bytes).map_err(AskError::internal)?;
            Ok(Finished { content: Content { bytes: exact(bytes), ..plain.content.clone() }, encoding })
        })
    }

    /// The tag of what a key stands for: a hash of dataset, program and key, known before anything is computed.
    pub fn tag(&self, key: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        // Sites may change under a dataset: a register is a part of what an answer comes from.
        // So are the streets of the map, which name ground.
        let register = self.data.register.as_deref();
        // A file of streets that cannot be read is told by the question that needs it.
        let streets = self.data.streets().ok().flatten();
        let streets = streets.as_ref().map(|s| s.id.as_str());
        for part in [self.data.id.as_str(), PROGRAM, key].into_iter().chain(register).chain(streets) {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        hasher.finalize().to_hex().as_str()[..32].to_owned()
    }
}

fn packed(key: &str, encoding: Encoding) -> String {
    format!("{} {key}", encoding.name())
}
