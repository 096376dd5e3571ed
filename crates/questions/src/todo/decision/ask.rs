//! What a decision is asked with, beside the common parameters.

use std::collections::BTreeMap;

use catchment_model::{Site, Window};
use catchment_siting::decide::{CRITERIA, Criterion, Weights};
use catchment_store::Dataset;

use super::super::AskError;
use super::super::given::Given;

/// Weights, how sure they are, and which sites exist.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionAsk {
    /// The planner's weights.
    pub weights: Weights,
    /// How sure they are; `None`: certain.
    pub concentration: Option<f64>,
    /// Months after which an offense counts half in recency.
    pub half_life_months: f64,
    /// Which sites exist.
    pub sites: SiteChoice,
}

/// Which sites exist, as far as distance and equity go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteChoice {
    /// Those at work in the last month of the window.
    Active,
    /// None.
    None,
    /// These, whenever they were at work.
    Chosen(Vec<String>),
}

impl DecisionAsk {
    pub(crate) fn read(given: &Given<'_>, data: &Dataset) -> Result<Self, AskError> {
        let weights = match given.get("weights") {
            None => Weights::default(),
            Some(text) => text.parse().map_err(|e: catchment_siting::decide::DecideError| {
                let known = CRITERIA.map(Criterion::id).join(", ");
                AskError::value(
                    "weights",
                    text,
                    format!("criterion:weight pairs separated by commas, weights 0 to 1000, of {known} ({e})"),
                )
            })?,
        };
        let concentration = match given.get("concentration") {
            None | Some("inf") => None,
            Some(text) => {
                let read = text.parse().ok().filter(|c| (1.0..=100_000.0).contains(c));
                Some(read.ok_or_else(|| {
                    AskError::value(
                        "concentration",
                        text,
                        "a number from 1 to 100000, or inf where the weights are certain",
                    )
                })?)
            }
        };
        let half_life_months = given.number("half_life_months", (6.0, 240.0), 24.0)?;
        Ok(Self { weights, concentration, half_life_months, sites: sites(given, data)? })
    }

    /// What the draws need to know of the weights: whether severity is weighed.
    pub(crate) fn drawn_for(&self) -> Weights {
        let mut only = [0.0; CRITERIA.len()];
        only[Criterion::Severity.index()] = self.weights.of(Criterion::Severity).min(1.0);
        Weights::new(only.map(f64::ceil)).unwrap_or_default()
    }

    /// The weights above 0, by criterion.
    pub(crate) fn named_weights(&self) -> BTreeMap<&'static str, f64> {
        self.weights.weighed().map(|c| (c.id(), self.weights.of(c))).collect()
    }
}

fn sites(given: &Given<'_>, data: &Dataset) -> Result<SiteChoice, AskError> {
    match given.get("sites") {
        None | Some("active") => Ok(SiteChoice::Active),
        Some("none") => Ok(SiteChoice::None),
        Some(text) => {
            let mut ids: Vec<String> = text.split(',').map(|id| id.trim().to_owned()).collect();
            ids.sort();
            ids.dedup();
            if ids.iter().all(|id| data.sites.iter().any(|s| &s.id == id)) {
                return Ok(SiteChoice::Chosen(ids));
            }
            let known: Vec<&str> = data.sites.iter().map(|s| s.id.as_str()).collect();
            Err(AskError::value("sites", text, format!("active, none, or some of {}", known.join(", "))))
        }
    }
}

impl SiteChoice {
    /// As it is written in addresses.
    pub fn name(&self) -> String {
        match self {
            Self::Active => "active".to_owned(),
            Self::None => "none".to_owned(),
            Self::Chosen(ids) => ids.join(","),
        }
    }

    /// The sites that exist at the end of a window.
    pub(super) fn of<'a>(&self, data: &'a Dataset, window: Window) -> Vec<&'a Site> {
        let exists = |site: &&Site| match self {
            Self::Active => site.from <= window.to() && site.to.is_none_or(|to| to >= window.to()),
            Self::None => false,
            Self::Chosen(ids) => ids.contains(&site.id),
        };
        data.sites.iter().filter(exists).collect()
    }
}
