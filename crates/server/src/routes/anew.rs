//! The register as another program left it: `catchment sites` writes into the file that is served.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use catchment_questions::AskError;
use catchment_store::{People, Register};

use super::scenarios::with_people;
use super::shared::Shared;
use crate::error::Refused;

/// Before a request is answered, takes over what was written into the register since the last one.
pub(super) async fn register(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    match taken_over(&shared).await {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.into_response(),
    }
}

/// Where nobody wrote, this looks at the disk's notes of two files; else the register is read, and where it is another
/// the sites are those of it from now on. Requests that come meanwhile wait for it.
async fn taken_over(shared: &Shared) -> Result<(), Refused> {
    let Some(people) = &shared.config.people else { return Ok(()) };
    let mut seen = shared.seen.lock().await;
    // Taken before the register is read: what is written after that is seen by the next request.
    let stamp = people.stamp();
    if *seen == Some(stamp) {
        return Ok(());
    }
    // What cannot be read is told where it is asked for; figures that know no sites are none the worse for it.
    let Ok(found) = with_people(shared, People::sites).await else { return Ok(()) };
    let served = shared.state.engine().data.register.clone();
    if let Some(register) = Register::of(&found).filter(|r| served.as_ref() != Some(&r.blake3)) {
        let state = Arc::clone(&shared.state);
        let put = tokio::task::spawn_blocking(move || state.with_register(register));
        put.await.map_err(AskError::internal)??;
    }
    *seen = Some(stamp);
    Ok(())
}
