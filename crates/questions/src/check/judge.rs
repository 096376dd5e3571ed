//! From what was measured to verdicts: p for so many sites, and the rules.

use catchment_siting::check::{Evidence, Interval, Reason, Verdict, holm, verdict};

use super::boundary::settle;
use super::{SiteChecked, SiteReason, SiteVerdict, says, words};

/// At most this p is beyond chance.
const ALPHA: f64 = 0.05;

/// Adjusts p for the number of sites and gives the verdicts; all sites together get no verdict.
pub(super) fn judge(sites: &mut [SiteChecked], together: Option<&mut SiteChecked>, months: usize) {
    adjust(sites, |s| s.drift.as_mut().map(|d| &mut d.p));
    adjust(sites, |s| s.change.as_mut().map(|c| &mut c.p));
    adjust(sites, |s| s.shift.as_mut().and_then(|s| s.other.as_mut()).map(|o| &mut o.p));
    adjust(sites, |s| s.boundary.as_mut().and_then(|b| b.tested.as_mut()).map(|t| &mut t.p));
    let several = sites.len() > 1;
    for site in sites {
        told(site);
        let other = site.shift.as_ref().and_then(|s| s.other.as_ref());
        let held = site.best.as_ref().and_then(|b| b.held_out.as_ref());
        let evidence = Evidence {
            events: site.incidents as f64,
            months,
            schedule: other.map(|o| (o.adds, o.p)),
            boundary_p: site.boundary.as_ref().and_then(|b| b.tested.as_ref()).map(|t| t.p),
            drift_p: site.drift.as_ref().map(|d| d.p),
            change: site.change.as_ref().map(|c| (c.after - c.before, c.p)),
            of_best: held.map(|h| Interval { value: h.ratio, low: h.low, high: h.high }),
        };
        let (given, reasons) = verdict(&evidence);
        site.verdict = Some(named(given));
        let enough = given != Verdict::TooLittleData;
        if let Some(boundary) = &mut site.boundary {
            settle(boundary, (enough, site.stand_in, several), ALPHA);
        }
        site.reasons = reasons.into_iter().map(reason).collect();
        site.reason = words::reason(site, months);
        site.says = says::site(site, true);
    }
    if let Some(all) = together {
        told(all);
        all.reason = words::together(all);
        all.says = says::site(all, false);
    }
}

fn told(site: &mut SiteChecked) {
    if let Some(drift) = &mut site.drift {
        drift.beyond_chance = drift.p <= ALPHA;
    }
    if let Some(change) = &mut site.change {
        change.beyond_chance = change.p <= ALPHA;
    }
}

/// Holm over the sites that have such a p.
fn adjust(sites: &mut [SiteChecked], mut p: impl FnMut(&mut SiteChecked) -> Option<&mut f64>) {
    let raw: Vec<f64> = sites.iter_mut().filter_map(|s| p(s).copied()).collect();
    let mut adjusted = holm(&raw).into_iter();
    for site in sites {
        if let Some(p) = p(site) {
            *p = adjusted.next().unwrap_or(*p);
        }
    }
}

fn named(verdict: Verdict) -> SiteVerdict {
    match verdict {
        Verdict::Stay => SiteVerdict::Stay,
        Verdict::Adjust => SiteVerdict::Adjust,
        Verdict::LookAgain => SiteVerdict::LookAgain,
        Verdict::TooLittleData => SiteVerdict::TooLittleData,
    }
}

fn reason(reason: Reason) -> SiteReason {
    match reason {
        Reason::FewEvents => SiteReason::FewEvents,
        Reason::FewMonths => SiteReason::FewMonths,
        Reason::Schedule => SiteReason::Schedule,
        Reason::Boundary => SiteReason::Boundary,
        Reason::Drift => SiteReason::Drift,
        Reason::ShareRose => SiteReason::ShareRose,
        Reason::ShareFell => SiteReason::ShareFell,
        Reason::FarFromBest => SiteReason::FarFromBest,
    }
}
