//! What a question is: what it may be asked with, how it is checked, how it is answered, in which forms.

use catchment_model::Watch;
use catchment_store::Dataset;
use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::{Piece, read_ask};

/// A checked question. Its canonical JSON is the key under which its answer is remembered, the source of the tag of its
/// answer, and `meta.params` in the answer itself.
pub trait Question: Serialize + Clone + Send + Sync + 'static {
    /// Name: in keys and messages.
    const NAME: &'static str;
    /// Its address below `/api/v1/`; `{name}` stands for a parameter in the path.
    const ADDRESS: &'static str;
    /// What it answers, in one sentence.
    const ABOUT: &'static str;
    /// Whether it may take long: it then runs as a job, a few at a time, and goes on when a request has ended.
    const LONG: bool = false;
    /// Whether it takes so long that it runs beneath everything else, one at a time.
    const BACKGROUND: bool = false;
    /// Whether it speaks of existing sites: its answer changes with their register, and not with the dataset alone.
    const SITES: bool = false;
    /// Whether it is told at the supervisor's desk alone: to whoever has the workspace and to planners, never to
    /// readers nor, under a public address, to anybody who did not sign in.
    const DESK: bool = false;
    /// Forms of its answer; the first is the default.
    const FORMS: &'static [Form] = &[Form::Json];

    /// What it may be asked with.
    type Ask: Piece;
    /// What it answers.
    type Answer: Serialize + ToSchema + Send + Sync + 'static;

    /// Checks what was asked against a dataset, and fills in what was left out.
    ///
    /// # Errors
    /// [`AskError`] for a value that this dataset does not accept, and for one that would have no effect.
    fn check(ask: Self::Ask, data: &Dataset) -> Result<Self, AskError>;

    /// Answers it. Long work reports to `watch` and ends early where that says so.
    ///
    /// # Errors
    /// [`AskError`] where there is no answer.
    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<Self::Answer, AskError>;

    /// Its answer as a file, in a form of [`Question::FORMS`] that is not JSON.
    ///
    /// # Errors
    /// [`AskError::Value`] for a form that this answer does not have.
    fn file(&self, _engine: &Engine, _answer: &Self::Answer, form: Form) -> Result<Content, AskError> {
        Err(AskError::value("format", form.name(), "json"))
    }
}

/// Reads and checks a question.
///
/// # Errors
/// As [`read_ask`] and [`Question::check`].
pub fn ask<Q: Question>(pairs: &[(String, String)], data: &Dataset) -> Result<Q, AskError> {
    Q::check(read_ask(pairs)?, data)
}

/// Goes through all questions: what is done for each is written once.
pub trait Visitor {
    /// Called for each question.
    fn question<Q: Question>(&mut self);
}
