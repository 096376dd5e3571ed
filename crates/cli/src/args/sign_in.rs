//! Flags of the sign-in at a provider (OpenID Connect).

use std::path::PathBuf;

use catchment_server::{Issuer, Role};
use clap::Args;

/// Flags of the sign-in.
#[derive(Debug, Args)]
#[command(next_help_heading = "Sign-in by OpenID Connect")]
#[expect(clippy::struct_field_names, reason = "flags are named after them")]
pub(crate) struct OidcArgs {
    /// Address of the provider that signs people in, as it names itself. Needs --public-url; the provider has to
    /// allow PUBLIC_URL/sign-in/back to come back to, and PUBLIC_URL/sign-out/done after a sign-out.
    #[arg(long, value_name = "URL", env = "CATCHMENT_OIDC_ISSUER", requires_all = ["public_url", "oidc_client_id"])]
    #[arg(conflicts_with_all = ["trust_user_header", "edition"])]
    pub(crate) oidc_issuer: Option<Issuer>,
    /// Name of this service at the provider.
    #[arg(long, value_name = "ID", env = "CATCHMENT_OIDC_CLIENT_ID", requires = "oidc_issuer")]
    pub(crate) oidc_client_id: Option<String>,
    /// File with the secret of this service at the provider; without it, this is a public client.
    #[arg(long, value_name = "FILE", env = "CATCHMENT_OIDC_CLIENT_SECRET_FILE", requires = "oidc_issuer")]
    pub(crate) oidc_client_secret_file: Option<PathBuf>,
    /// Claim that holds the roles, as one text or a list; a dot leads into an object (`realm_access.roles`). Without it
    /// everybody whom the provider signs in is a reader; with it, whoever has no role is refused.
    #[arg(long, value_name = "NAME", env = "CATCHMENT_OIDC_ROLE_CLAIM", requires = "oidc_issuer")]
    pub(crate) oidc_role_claim: Option<String>,
    /// Value of the claim that stands for a role (ovp-planners=planner); without any, the values are reader, planner
    /// and administrator themselves. May stand several times.
    #[arg(long, value_name = "VALUE=ROLE", env = "CATCHMENT_OIDC_ROLE", value_delimiter = ',')]
    #[arg(requires = "oidc_role_claim", value_parser = role)]
    pub(crate) oidc_role: Vec<(String, Role)>,
    /// Claim with the name for people; the id that never changes stands beside it.
    #[arg(long, value_name = "NAME", env = "CATCHMENT_OIDC_NAME_CLAIM", default_value = "preferred_username")]
    pub(crate) oidc_name_claim: String,
    /// Scope that is asked for beside openid. May stand several times.
    #[arg(long, value_name = "SCOPE", env = "CATCHMENT_OIDC_SCOPE", value_delimiter = ',', default_value = "profile")]
    pub(crate) oidc_scope: Vec<String>,
    /// Hours that a session lasts; roles are asked for anew after it.
    #[arg(long, value_name = "N", env = "CATCHMENT_OIDC_HOURS", default_value_t = 8)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=168))]
    pub(crate) oidc_hours: u16,
}

fn role(text: &str) -> Result<(String, Role), String> {
    let expected = "expected VALUE=ROLE with reader, planner or administrator as ROLE";
    let (value, role) = text.rsplit_once('=').ok_or(expected)?;
    let role = role.trim().parse().map_err(|()| expected)?;
    if value.trim().is_empty() { Err(expected.to_owned()) } else { Ok((value.trim().to_owned(), role)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_provider_stands_for_a_role() {
        assert_eq!(role("CN=ovp,OU=city = planner"), Ok(("CN=ovp,OU=city".to_owned(), Role::Planner)));
        for bad in ["planner", "=planner", "ovp=root", "ovp="] {
            assert!(role(bad).is_err(), "{bad}");
        }
    }
}
