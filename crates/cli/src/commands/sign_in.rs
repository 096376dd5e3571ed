//! How people sign in to `catchment serve`, as flags say.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use catchment_server::{Oidc, OidcSettings, ProxyHeaders, SignIn};
use catchment_store::Sessions;

use crate::args::ServeArgs;
use crate::failure::advised;

/// The sign-in that flags name; none where there is none.
pub(super) fn sign_in(args: &ServeArgs, workspace: &Path) -> Result<Option<SignIn>> {
    let own = &args.oidc;
    let (Some(issuer), Some(id), Some(url)) = (&own.oidc_issuer, &own.oidc_client_id, &args.public_url) else {
        let role = args.trust_role_header.clone();
        return Ok(args.trust_user_header.clone().map(|user| SignIn::Proxy(ProxyHeaders { user, role })));
    };
    if !url.is_secure() && !url.is_this_machine() {
        return Err(advised(
            format!("--public-url {url}: whoever listens on the way could take a session over"),
            "https:// in front of it (a proxy that holds the certificate)",
        ));
    }
    let settings = OidcSettings {
        secret: own.oidc_client_secret_file.as_deref().map(secret).transpose()?,
        scopes: own.oidc_scope.clone(),
        role_claim: own.oidc_role_claim.clone(),
        roles: own.oidc_role.clone(),
        name_claim: own.oidc_name_claim.clone(),
        lasts: Duration::from_hours(own.oidc_hours.into()),
        ..OidcSettings::new(issuer.clone(), id)
    };
    let sessions = Sessions::open(workspace).context("sessions")?;
    Ok(Some(SignIn::Oidc(Arc::new(Oidc::new(settings, url.clone(), sessions)))))
}

fn secret(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("--oidc-client-secret-file {}: cannot be read", file.display()))?;
    let text = text.trim();
    if text.is_empty() {
        let what = format!("--oidc-client-secret-file {}: it is empty", file.display());
        return Err(advised(what, "a file that holds the secret and nothing else"));
    }
    Ok(text.to_owned())
}
