//! The provider: what it says of itself, and the two questions that a sign-in asks it.

use std::sync::{Arc, Mutex, PoisonError};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, IdToken, IdTokenClaims,
    IdTokenFields, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
};
use serde_json::Value;

use super::claims::{Others, claim};
use super::error::OidcError;
use super::http::Transport;
use super::settings::OidcSettings;

type Token = IdToken<Others, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Claims = IdTokenClaims<Others, CoreGenderClaim>;
type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Ours = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Signatures that only the provider can make. Those made with the client's secret, and none at all, are not accepted.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The provider, asked when it is first needed.
pub(super) struct Provider {
    transport: Transport,
    /// Where it sends people back to.
    back: RedirectUrl,
    known: Mutex<Option<Arc<ProviderMetadataWithLogout>>>,
}

/// What a sign-in keeps until somebody comes back.
pub(super) struct Secrets {
    pub(super) nonce: Nonce,
    pub(super) verifier: String,
}

/// Whom the provider signed in.
pub(super) struct Signed {
    pub(super) subject: String,
    pub(super) claims: Value,
    pub(super) id_token: String,
}

impl Provider {
    pub(super) fn new(transport: Transport, back: RedirectUrl) -> Self {
        Self { transport, back, known: Mutex::default() }
    }

    /// What the provider says of itself; asked once, and again when `anew`.
    fn metadata(&self, own: &OidcSettings, anew: bool) -> Result<Arc<ProviderMetadataWithLogout>, OidcError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(|_| !anew) {
            return Ok(known);
        }
        let issuer = IssuerUrl::new(own.issuer.as_str().to_owned()).map_err(|e| OidcError::provider(&e))?;
        let send = |request: HttpRequest| (self.transport)(request);
        let found = ProviderMetadataWithLogout::discover(&issuer, &send).map_err(|e| OidcError::provider(&e))?;
        let found = Arc::new(found);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&found));
        Ok(found)
    }

    fn client(&self, own: &OidcSettings, metadata: &ProviderMetadataWithLogout) -> Ours {
        let secret = own.secret.clone().map(ClientSecret::new);
        let id = ClientId::new(own.client_id.clone());
        let client = Ours::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(self.back.clone());
        // Where a provider says nothing, it takes the secret as a header.
        let methods = metadata.token_endpoint_auth_methods_supported();
        let only_body = methods.is_some_and(|all| {
            !all.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && all.contains(&CoreClientAuthMethod::ClientSecretPost)
        });
        if only_body { client.set_auth_type(AuthType::RequestBody) } else { client }
    }

    /// The address at which somebody signs in, and what to keep until they come back.
    pub(super) fn ask(&self, own: &OidcSettings, state: &str) -> Result<(String, Secrets), OidcError> {
        let client = self.client(own, &*self.metadata(own, false)?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let state = CsrfToken::new(state.to_owned());
        let asked = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, || state, Nonce::new_random);
        let scopes = own.scopes.iter().cloned().map(Scope::new);
        let (url, _, nonce) = asked.add_scopes(scopes).set_pkce_challenge(challenge).url();
        Ok((url.to_string(), Secrets { nonce, verifier: verifier.into_secret() }))
    }

    /// Exchanges a code for a token that holds, and reads what it says.
    pub(super) fn redeem(&self, own: &OidcSettings, code: String, kept: &Secrets) -> Result<Signed, OidcError> {
        let metadata = self.metadata(own, false)?;
        let client = self.client(own, &metadata);
        let send = |request: HttpRequest| (self.transport)(request);
        let asked = client.exchange_code(AuthorizationCode::new(code)).map_err(|e| OidcError::provider(&e))?;
        let asked = asked.set_pkce_verifier(PkceCodeVerifier::new(kept.verifier.clone()));
        let answer = asked.request(&send).map_err(|e| match e {
            openidconnect::RequestTokenError::ServerResponse(said) => OidcError::Refused(said.to_string()),
            other => OidcError::provider(&other),
        })?;
        let token = answer.id_token().ok_or_else(|| OidcError::Token("there is none".to_owned()))?;
        let claims = self.holds(own, &client, token, &kept.nonce)?;
        let mut all = serde_json::to_value(&claims).map_err(|e| OidcError::Token(e.to_string()))?;
        self.complete(own, &metadata, answer.access_token(), &claims, &mut all)?;
        Ok(Signed { subject: claims.subject().to_string(), claims: all, id_token: token.to_string() })
    }

    /// The claims of a token whose signature, issuer, audience, time and nonce hold. Where its key is not known, the
    /// provider may have changed keys: it is asked once more.
    fn holds(&self, own: &OidcSettings, client: &Ours, token: &Token, nonce: &Nonce) -> Result<Claims, OidcError> {
        let read =
            |client: &Ours| token.claims(&client.id_token_verifier().set_allowed_algs(ALGORITHMS), nonce).cloned();
        let unknown = SignatureVerificationError::NoMatchingKey;
        let found = match read(client) {
            Err(ClaimsVerificationError::SignatureVerification(why)) if why == unknown => {
                read(&self.client(own, &*self.metadata(own, true)?))
            }
            found => found,
        };
        found.map_err(|why| match why {
            ClaimsVerificationError::SignatureVerification(why) => OidcError::Token(why.to_string()),
            why => OidcError::Token(why.to_string()),
        })
    }

    /// Adds what the provider says only when it is asked for it: many leave names and roles out of the token.
    fn complete(
        &self,
        own: &OidcSettings,
        metadata: &ProviderMetadataWithLogout,
        access: &openidconnect::AccessToken,
        claims: &Claims,
        all: &mut Value,
    ) -> Result<(), OidcError> {
        let asked = [Some(&own.name_claim), own.role_claim.as_ref()];
        let lacks = asked.into_iter().flatten().any(|name| claim(all, name).is_none());
        if !lacks || metadata.userinfo_endpoint().is_none() {
            return Ok(());
        }
        let client = self.client(own, metadata);
        let send = |request: HttpRequest| (self.transport)(request);
        let asked = client.user_info(access.clone(), Some(claims.subject().clone()));
        let more: UserInfoClaims<Others, CoreGenderClaim> =
            asked.map_err(|e| OidcError::provider(&e))?.request(&send).map_err(|e| OidcError::provider(&e))?;
        let more = serde_json::to_value(&more).map_err(|e| OidcError::Token(e.to_string()))?;
        if let (Value::Object(all), Value::Object(more)) = (all, more) {
            for (name, value) in more {
                // What the signed token says goes before; a claim without a value says nothing.
                let known = all.entry(name).or_insert(Value::Null);
                if known.is_null() {
                    *known = value;
                }
            }
        }
        Ok(())
    }

    /// The address at which the provider ends its own session; none where it has none.
    pub(super) fn ending(&self, own: &OidcSettings, id_token: &str, after: &str) -> Option<String> {
        let metadata = self.metadata(own, false).ok()?;
        let end = metadata.additional_metadata().end_session_endpoint.clone()?;
        let mut request = LogoutRequest::from(end)
            .set_client_id(ClientId::new(own.client_id.clone()))
            .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(after.to_owned()).ok()?);
        if let Ok(token) = id_token.parse::<Token>() {
            request = request.set_id_token_hint(&token);
        }
        Some(request.http_get_url().to_string())
    }
}
