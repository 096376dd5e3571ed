//! `/api/v1/sites/register`: the sites as people keep them, their history, and changes. Nothing is overwritten.

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use catchment_questions::AskError;
use catchment_questions::register::{RegisterAnswer, RegisteredSite, SiteChange, SiteHistory};
use catchment_store::{People, PeopleError, Register, SiteRevision};

use super::guard::{json, staff, writer};
use super::scenarios::{Refusals, answer, expected_revision, head, named, now, pairs, with_people};
use super::shared::Shared;
use crate::error::Refused;

/// The sites, each as its latest revision has it; those of the city file where nobody changed one yet.
#[utoipa::path(get, path = "/api/v1/sites/register", operation_id = "sites", tag = "sites",
    responses((status = 200, description = "The sites.", body = RegisterAnswer), Refusals))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    staff(&shared, &headers)?;
    let [] = named(&pairs(query)?, [])?;
    let found = with_people(&shared, People::sites).await?;
    let engine = shared.state.engine();
    let (of_city, declared) = (engine.data.to_begin_with(), &engine.data.city.site);
    Ok(answer(StatusCode::OK, &RegisterAnswer::new(found, &of_city, declared)))
}

/// Every revision of a site, the first first.
#[utoipa::path(get, path = "/api/v1/sites/register/{id}/history", operation_id = "site_history", tag = "sites",
    params(("id" = String, Path, description = "Id of the site", pattern = "^[a-z0-9-]{1,80}$")),
    responses((status = 200, description = "Its revisions.", body = SiteHistory), Refusals))]
pub(crate) async fn history(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    staff(&shared, &headers)?;
    let [] = named(&pairs(query)?, [])?;
    let found = with_people(&shared, move |p| p.site_history(&id)).await?;
    Ok(answer(StatusCode::OK, &SiteHistory::from(found)))
}

/// A new site, with its id.
#[derive(Debug, Clone, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSite {
    /// Id: 1 to 80 of a–z, 0–9 and -.
    id: String,
    /// What there is to say of it: a name, an outline or areas that stand in, the first month, and why.
    site: SiteChange,
}

/// Adds a site. The first change begins a register with the sites of the city file.
#[utoipa::path(post, path = "/api/v1/sites/register", operation_id = "add_site", tag = "sites", request_body = NewSite,
    responses((status = 201, description = "Saved.", body = RegisteredSite),
        (status = 409, content_type = "application/problem+json", description = "The id is taken.",
            body = crate::error::Problem), Refusals))]
pub(crate) async fn add(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, Refused> {
    writer(&shared, &headers)?;
    let NewSite { id, site } = json::<NewSite>(&shared, &headers, body).await?;
    let (at, why) = (id.clone(), site.why.clone());
    let entry = shared.state.quick(move |engine| site.opened(&at, engine)).await?;
    let seed = shared.state.engine().data.to_begin_with();
    let saved = with_people(&shared, move |p| {
        p.seed_sites(&seed, now())?;
        p.add_site(&id, &entry, &why, now())
    });
    saved_as(&shared, StatusCode::CREATED, saved.await?).await
}

/// Changes a site: another outline from a month on, what holds from a month on, or its last month. `If-Match` holds the
/// tag of the revision that was read (of a site of the city file: "1"); where another came in between, nothing is
/// saved.
#[utoipa::path(put, path = "/api/v1/sites/register/{id}", operation_id = "change_site", tag = "sites",
    request_body = SiteChange,
    params(("id" = String, Path, description = "Id of the site", pattern = "^[a-z0-9-]{1,80}$"),
        ("If-Match" = String, Header,
            description = "Tag of the revision that was read, such as \"3\"", pattern = "^\"[0-9]+\"$")),
    responses((status = 200, description = "Saved.", body = RegisteredSite), Refusals))]
pub(crate) async fn change(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    writer(&shared, &headers)?;
    let expected = expected_revision(&headers)?;
    let change = json::<SiteChange>(&shared, &headers, body).await?;
    let (seed, at) = (shared.state.engine().data.to_begin_with(), id.clone());
    let before = with_people(&shared, move |p| {
        p.seed_sites(&seed, now())?;
        p.site(&at)
    });
    let before = before.await?;
    if before.revision != expected {
        let current = before.revision;
        return Err(PeopleError::SiteConflict { id, expected, current }.into());
    }
    let (at, why) = (id.clone(), change.why.clone());
    let entry = shared.state.quick(move |engine| change.applied(&at, &before.entry, engine)).await?;
    let saved = with_people(&shared, move |p| p.save_site(&id, expected, &entry, (&why, now()))).await?;
    saved_as(&shared, StatusCode::OK, saved).await
}

/// Serves what was saved: from now on the sites are those of the register.
async fn saved_as(shared: &Shared, status: StatusCode, saved: SiteRevision) -> Result<Response, Refused> {
    let register = with_people(shared, |p| p.sites().map(|listed| Register::of(&listed))).await?;
    let state = std::sync::Arc::clone(&shared.state);
    if let Some(register) = register {
        let put = tokio::task::spawn_blocking(move || state.with_register(register));
        put.await.map_err(AskError::internal)??;
    }
    let (id, revision) = (saved.id.clone(), saved.revision);
    let mut response = answer(status, &RegisteredSite::from(saved));
    head(&mut response, [(ETAG, format!("\"{revision}\"").as_str())]);
    head(&mut response, [(LOCATION, format!("/api/v1/sites/register/{id}").as_str())]);
    Ok(response)
}
