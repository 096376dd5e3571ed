//! A provider in memory, and what is made of what it answers.

use std::sync::{Arc, Mutex};

use axum::http::{HeaderMap, StatusCode};
use catchment_store::Sessions;
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreGenderClaim, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
};
use openidconnect::{
    HttpRequest, HttpResponse, IdToken, IdTokenClaims, JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier,
    PrivateSigningKey as _,
};
use serde_json::{Value, json};

use super::claims::Others;
use super::http::{Transport, TransportError};
use super::{Back, Oidc, OidcError, OidcSettings, now, within};
use crate::Role;

/// Keys made for these tests: they sign nothing else.
const KEYS: [&str; 2] = [
    "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
    "MC4CAQAwBQYDK2VwBCIEIEBBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5f",
];
const ISSUER: &str = "https://id.example.org";

fn key(n: usize) -> CoreEdDsaPrivateSigningKey {
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", KEYS[n]);
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(format!("key {n}")))).unwrap()
}

/// What a provider does, and what it was asked.
struct Fake {
    /// What it says beside, or instead of, what it should.
    claims: Value,
    /// The key that signs, and the one that is shown.
    signs: usize,
    shows: usize,
    /// What it says when it is asked about somebody.
    userinfo: Value,
    /// Instead of a token with a signature.
    unsigned: bool,
    nonce: String,
    challenge: String,
    asked: Vec<String>,
}

fn answer(status: u16, body: &Value) -> HttpResponse {
    let mut response = HttpResponse::new(serde_json::to_vec(body).unwrap());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response.headers_mut().insert("content-type", "application/json".parse().unwrap());
    response
}

impl Fake {
    fn new() -> Self {
        Self {
            claims: json!({}),
            signs: 0,
            shows: 0,
            userinfo: json!({"sub": "17"}),
            unsigned: false,
            nonce: String::new(),
            challenge: String::new(),
            asked: Vec::new(),
        }
    }

    fn answer(&mut self, request: &HttpRequest) -> HttpResponse {
        let path = request.uri().path().to_owned();
        self.asked.push(path.clone());
        match path.as_str() {
            "/.well-known/openid-configuration" => answer(200, &Self::described()),
            "/keys" => answer(200, &serde_json::to_value(self.keys()).unwrap()),
            "/me" => answer(200, &self.userinfo),
            "/token" => self.token(request.body()),
            other => panic!("{other}"),
        }
    }

    fn described() -> Value {
        json!({
            "issuer": ISSUER,
            "authorization_endpoint": format!("{ISSUER}/authorize"),
            "token_endpoint": format!("{ISSUER}/token"),
            "userinfo_endpoint": format!("{ISSUER}/me"),
            "jwks_uri": format!("{ISSUER}/keys"),
            "end_session_endpoint": format!("{ISSUER}/end"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "none"],
        })
    }

    fn keys(&self) -> CoreJsonWebKeySet {
        CoreJsonWebKeySet::new(vec![key(self.shows).as_verification_key()])
    }

    fn token(&mut self, body: &[u8]) -> HttpResponse {
        let form: std::collections::HashMap<String, String> = serde_urlencoded::from_bytes(body).unwrap();
        let verifier = PkceCodeVerifier::new(form["code_verifier"].clone());
        let holds = PkceCodeChallenge::from_code_verifier_sha256(&verifier).as_str() == self.challenge;
        if form["code"] != "good" || !holds {
            return answer(400, &json!({"error": "invalid_grant"}));
        }
        let mut claims = json!({
            "iss": ISSUER, "aud": ["catchment"], "sub": "17", "nonce": self.nonce, "iat": now(), "exp": now() + 60,
            "preferred_username": "kim", "roles": ["planner"],
        });
        for (name, value) in self.claims.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let claims: IdTokenClaims<Others, CoreGenderClaim> = serde_json::from_value(claims).unwrap();
        let alg = CoreJwsSigningAlgorithm::EdDsa;
        let token: IdToken<Others, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm> =
            IdToken::new(claims, &key(self.signs), alg, None, None).unwrap();
        let mut text = token.to_string();
        if self.unsigned {
            // {"alg":"none"}, the same claims, no signature.
            text = format!("eyJhbGciOiJub25lIn0.{}.", text.split('.').nth(1).unwrap());
        }
        answer(200, &json!({"access_token": "a", "token_type": "Bearer", "id_token": text}))
    }
}

struct Bench {
    fake: Arc<Mutex<Fake>>,
    oidc: Oidc,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new(fake: Fake) -> Self {
        let fake = Arc::new(Mutex::new(fake));
        let asked = Arc::clone(&fake);
        let transport: Transport =
            Arc::new(move |request: HttpRequest| Ok::<_, TransportError>(asked.lock().unwrap().answer(&request)));
        let folder = tempfile::tempdir().unwrap();
        let sessions = Sessions::open(folder.path()).unwrap();
        let settings = OidcSettings {
            role_claim: Some("roles".to_owned()),
            ..OidcSettings::new(ISSUER.parse().unwrap(), "catchment")
        };
        let url = "https://maps.example.org".parse().unwrap();
        Self { fake, oidc: Oidc::over(settings, url, sessions, transport), _folder: folder }
    }

    /// Begins a sign-in; gives what comes back and what the browser holds.
    fn begin(&self) -> (Back, HeaderMap) {
        let begun = self.oidc.begin("/place/1?k=2", &HeaderMap::new()).unwrap();
        let query = begun.location.split_once('?').unwrap().1;
        let asked: std::collections::HashMap<String, String> = serde_urlencoded::from_str(query).unwrap();
        assert_eq!(asked["redirect_uri"], "https://maps.example.org/sign-in/back");
        assert_eq!((asked["code_challenge_method"].as_str(), asked["scope"].as_str()), ("S256", "openid profile"));
        let mut fake = self.fake.lock().unwrap();
        fake.nonce = asked["nonce"].clone();
        fake.challenge = asked["code_challenge"].clone();
        let back = Back {
            code: Some("good".to_owned()),
            state: Some(asked["state"].clone()),
            iss: Some(ISSUER.to_owned()),
            error: None,
        };
        (back, held(&format!("__Host-catchment-sign-in={}", begun.browser)))
    }
}

fn held(cookie: &str) -> HeaderMap {
    HeaderMap::from_iter([("cookie".parse().unwrap(), cookie.parse().unwrap())])
}

#[test]
fn a_whole_sign_in_ends_with_a_session_and_that_with_the_providers_own() {
    let bench = Bench::new(Fake::new());
    let (back, browser) = bench.begin();
    let done = bench.oidc.finish(&back, &browser).unwrap();
    assert_eq!((done.person.name.as_str(), done.person.role), ("kim (17)", Role::Planner));
    assert_eq!(done.to, "/place/1?k=2");
    let session = held(&format!("a=b; __Host-catchment={}", done.token));
    assert_eq!(bench.oidc.person(&session), Some(done.person));
    let twice = held(&format!("__Host-catchment=x; __Host-catchment={}", done.token));
    assert_eq!(bench.oidc.person(&twice), None, "of two cookies, one is not ours");
    let end = bench.oidc.end(&session).unwrap();
    assert!(end.starts_with(&format!("{ISSUER}/end?")) && end.contains("id_token_hint="), "{end}");
    assert!(end.contains("post_logout_redirect_uri=https%3A%2F%2Fmaps.example.org%2Fsign-out%2Fdone"), "{end}");
    assert_eq!(bench.oidc.person(&session), None);
}

#[test]
fn a_sign_in_ends_once_and_in_the_browser_that_began_it() {
    let bench = Bench::new(Fake::new());
    let (back, browser) = bench.begin();
    let other = Back { state: Some("other".to_owned()), ..back.clone() };
    let none = Back { state: None, ..back.clone() };
    for tampered in [&other, &none] {
        assert!(matches!(bench.oidc.finish(tampered, &browser), Err(OidcError::Unknown)), "{tampered:?}");
    }
    bench.oidc.finish(&back, &browser).unwrap();
    assert!(matches!(bench.oidc.finish(&back, &browser), Err(OidcError::Unknown)), "a state holds once");
    for elsewhere in [HeaderMap::new(), held("__Host-catchment-sign-in=x")] {
        let (back, _) = bench.begin();
        assert!(matches!(bench.oidc.finish(&back, &elsewhere), Err(OidcError::Unknown)), "another's browser");
    }
    let (first, browser) = bench.begin();
    let second = bench.oidc.begin("/", &browser).unwrap();
    assert_eq!(browser, held(&format!("__Host-catchment-sign-in={}", second.browser)), "two tabs, one browser");
    // The provider was told the nonce of the first last.
    bench.oidc.finish(&first, &browser).unwrap();
}

#[test]
fn a_token_that_does_not_hold_signs_nobody_in() {
    let wrong = [
        ("nonce", json!({"nonce": "another"}), "nonce"),
        ("no nonce", json!({"nonce": null}), "nonce"),
        ("expired", json!({"exp": now() - 1}), "Expired"),
        ("audience", json!({"aud": ["another"]}), "audience"),
        ("more audiences", json!({"aud": ["catchment", "another"]}), "audience"),
        ("issuer", json!({"iss": "https://evil.example.org"}), "issuer"),
    ];
    for (what, claims, said) in wrong {
        let bench = Bench::new(Fake { claims, ..Fake::new() });
        let (back, browser) = bench.begin();
        let error = bench.oidc.finish(&back, &browser).unwrap_err();
        assert!(matches!(&error, OidcError::Token(why) if why.contains(said)), "{what}: {error}");
    }
    let bench = Bench::new(Fake { unsigned: true, ..Fake::new() });
    let (back, browser) = bench.begin();
    let error = bench.oidc.finish(&back, &browser).unwrap_err();
    assert!(matches!(&error, OidcError::Token(_)), "without a signature: {error}");
}

#[test]
fn keys_that_the_provider_changed_are_asked_for_and_foreign_ones_are_not_taken() {
    let bench = Bench::new(Fake::new());
    bench.begin();
    bench.fake.lock().unwrap().signs = 1;
    let (back, browser) = bench.begin();
    let error = bench.oidc.finish(&back, &browser).unwrap_err();
    assert!(matches!(&error, OidcError::Token(_)), "a key that the provider does not show: {error}");
    bench.fake.lock().unwrap().shows = 1;
    let (back, browser) = bench.begin();
    bench.oidc.finish(&back, &browser).unwrap();
    let asked = bench.fake.lock().unwrap().asked.iter().filter(|path| path.as_str() == "/keys").count();
    assert_eq!(asked, 3, "once at first, and once for each key that was not known");
}

#[test]
fn what_the_provider_refuses_or_another_says_signs_nobody_in() {
    let bench = Bench::new(Fake::new());
    let (back, browser) = bench.begin();
    let back = Back { error: Some("access_denied".to_owned()), code: None, ..back };
    assert!(matches!(bench.oidc.finish(&back, &browser), Err(OidcError::Refused(_))));
    let (back, browser) = bench.begin();
    let back = Back { iss: Some("https://evil.example.org".to_owned()), ..back };
    assert!(matches!(bench.oidc.finish(&back, &browser), Err(OidcError::Other)));
    let (back, browser) = bench.begin();
    bench.fake.lock().unwrap().challenge = "another".to_owned();
    assert!(matches!(bench.oidc.finish(&back, &browser), Err(OidcError::Refused(_))), "a code of another sign-in");
}

#[test]
fn roles_that_are_not_in_the_token_are_asked_for_and_whoever_has_none_is_refused() {
    let userinfo = json!({"sub": "17", "roles": ["administrator"]});
    let bench = Bench::new(Fake { claims: json!({"roles": null}), userinfo, ..Fake::new() });
    let (back, browser) = bench.begin();
    assert_eq!(bench.oidc.finish(&back, &browser).unwrap().person.role, Role::Administrator);
    let other = json!({"sub": "18", "roles": ["administrator"]});
    let bench = Bench::new(Fake { claims: json!({"roles": null}), userinfo: other, ..Fake::new() });
    let (back, browser) = bench.begin();
    assert!(bench.oidc.finish(&back, &browser).is_err(), "what is said of another");
    let bench = Bench::new(Fake { claims: json!({"roles": ["guest"]}), ..Fake::new() });
    let (back, browser) = bench.begin();
    assert!(matches!(bench.oidc.finish(&back, &browser), Err(OidcError::NoRole { .. })));
}

#[test]
fn nobody_is_sent_elsewhere_after_a_sign_in() {
    assert_eq!(within("/place/1?k=2&offense=homicide"), "/place/1?k=2&offense=homicide");
    for elsewhere in ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/sign-out", "evil"] {
        assert_eq!(within(elsewhere), "/", "{elsewhere:?}");
    }
}
