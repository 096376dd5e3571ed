//! A route as an answer.

use catchment_model::{named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Route, WalkShift};
use crate::answers::Meta;
use crate::check::ReachedItem;

named! {
    /// How a stretch is turned onto.
    pub enum RouteTurn as "turn" {
        /// The walk begins.
        Begin = "begin",
        /// Straight on.
        Straight = "straight",
        /// Left.
        Left = "left",
        /// Right.
        Right = "right",
        /// Back over the street just passed.
        Back = "back",
    }
}

named_schema!(RouteTurn);

/// A walk route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RouteAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Route>,
    /// The answer in one sentence, the first that is read.
    pub headline: String,
    /// The answer in a sentence or two, with what no walk of this length could pass.
    pub finding: String,
    /// Name of the site.
    pub site: String,
    /// Whether whole neighborhoods stand in for an outline that is not published.
    pub stand_in: bool,
    /// Where the walk begins and ends: a crossing by its streets.
    pub start: String,
    /// Longitude and latitude of it.
    pub start_at: [f64; 2],
    /// The walk, street by street.
    pub stretches: Vec<RouteStretch>,
    /// Length, meters.
    pub meters: f64,
    /// Time at the speed below, minutes.
    pub minutes: f64,
    /// Speed, km/h, stops included.
    pub speed_km_h: f64,
    /// The streets of the site.
    pub streets: RouteStreets,
    /// What the walk passes.
    pub harm: RouteHarm,
    /// What of it falls into the shift; absent without a shift, and where too few hours are known.
    pub shift: Option<RouteShift>,
    /// What a reader must know of how it was reckoned.
    pub notes: Vec<String>,
    /// What it is not.
    pub limits: Vec<String>,
}

/// A piece of the walk along one street.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RouteStretch {
    /// Street by name.
    pub street: String,
    /// Street that is crossed where it begins.
    pub from: String,
    /// Street that is crossed where it ends.
    pub to: String,
    /// Length, meters.
    pub meters: f64,
    /// How it is turned onto.
    pub turn: RouteTurn,
    /// Direction in which it is walked: `north`, `northeast` …
    pub heading: String,
    /// Whether all of it was passed before.
    pub again: bool,
    /// Longitudes and latitudes.
    pub path: Vec<[f64; 2]>,
    /// The same in words.
    pub says: String,
}

/// The streets of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RouteStreets {
    /// Length of all that can be walked, meters.
    pub meters: f64,
    /// Of it, passed at least once, meters.
    pub passed_meters: f64,
    /// Of the walk, over streets that it passed before, meters.
    pub again_meters: f64,
    /// Who made the lines of the streets.
    pub credits: Vec<String>,
}

/// What a walk passes, as shares of the site's harm to expect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RouteHarm {
    /// Incidents of the site that it rests on.
    pub incidents: i64,
    /// Share on the streets that the walk passes.
    pub share: f64,
    /// No walk of this length within the site passes a larger share.
    pub bound: f64,
    /// What the walk passes ÷ the bound: at least so much of the most that any could.
    pub of_bound: f64,
    /// Share of the site's harm in cells without a street, which no walk passes.
    pub off_streets: f64,
}

/// What of a site's incidents falls into a shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RouteShift {
    /// The shift.
    pub shift: WalkShift,
    /// The same in words.
    pub text: String,
    /// Incidents of the site whose hour is known.
    pub known: i64,
    /// Share of them within the shift, with its 90% interval.
    pub met: ReachedItem,
    /// The same in a sentence.
    pub says: String,
}
