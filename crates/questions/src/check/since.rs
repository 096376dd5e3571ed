//! Which verdicts changed from one check to another: what a scheduler is told.

use serde::{Deserialize, Serialize};

use super::{CheckAnswer, SiteChecked, SiteVerdict};

/// Verdicts that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerdictChanges {
    /// Dataset of the later check.
    pub dataset: String,
    /// Its register of sites, where there is one.
    pub register: Option<String>,
    /// Last month of the earlier check.
    pub since: String,
    /// Last month of the later one.
    pub to: String,
    /// Each site whose verdict is another, by id.
    pub changed: Vec<VerdictChange>,
}

/// A verdict that changed; a site that only one of the checks knows changed, too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerdictChange {
    /// Id of the site.
    pub site: String,
    /// Its name.
    pub name: String,
    /// The verdict before; absent where the site was not open.
    pub before: Option<SiteVerdict>,
    /// The verdict now; absent where the site is not open any more.
    pub now: Option<SiteVerdict>,
    /// Why it is what it is now; why it was, where the site is not open any more.
    pub reason: String,
}

/// Compares two checks. Nothing changed where `changed` is empty.
#[must_use]
pub fn changes(before: &CheckAnswer, now: &CheckAnswer) -> VerdictChanges {
    VerdictChanges {
        dataset: now.meta.dataset.clone(),
        register: now.meta.register.clone(),
        since: before.meta.params.counted.to.to_string(),
        to: now.meta.params.counted.to.to_string(),
        changed: changed(&before.sites, &now.sites),
    }
}

pub(super) fn changed(before: &[SiteChecked], now: &[SiteChecked]) -> Vec<VerdictChange> {
    let find = |list: &'_ [SiteChecked], id: &str| list.iter().find(|s| s.id == id).cloned();
    let mut ids: Vec<&str> = before.iter().chain(now).map(|s| s.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let one = |id: &str| {
        let (then, today) = (find(before, id), find(now, id));
        let (before, now) = (then.as_ref().and_then(|s| s.verdict), today.as_ref().and_then(|s| s.verdict));
        let last = today.or(then)?;
        (before != now).then(|| VerdictChange {
            site: id.to_owned(),
            name: last.name,
            before,
            now,
            reason: last.reason,
        })
    };
    ids.into_iter().filter_map(one).collect()
}
