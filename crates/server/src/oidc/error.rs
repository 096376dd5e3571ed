//! Why a sign-in did not work.

use catchment_store::PeopleError;

/// Why a sign-in did not work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OidcError {
    #[error("the provider cannot be asked: {0}")]
    Provider(String),
    #[error("the provider did not sign anybody in: {0}")]
    Refused(String),
    #[error("this sign-in was not begun in this browser in the last ten minutes, or was ended already")]
    Unknown,
    #[error("the answer comes from another provider")]
    Other,
    #[error("the provider's token does not hold: {0}")]
    Token(String),
    #[error("{name} has no role here: the claim {claim} holds none of these: {expected}")]
    NoRole { name: String, claim: String, expected: String },
    #[error(transparent)]
    Kept(#[from] PeopleError),
}

impl OidcError {
    /// The whole chain of causes, which the provider's library keeps apart.
    pub(super) fn provider(error: &dyn std::error::Error) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        Self::Provider(text.chars().take(500).collect())
    }
}
