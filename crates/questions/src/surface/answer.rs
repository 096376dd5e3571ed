//! A surface as an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Surface;
use crate::answers::{LegendItem, Meta};
use crate::pieces::Edge;

/// A surface in figures; its picture is at `/tiles/surface/{z}/{x}/{y}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SurfaceAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Surface>,
    /// The answer in one sentence: where it is highest, and how high on average. Absent where nothing is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// What a reader of the picture must know.
    pub notes: Vec<String>,
    /// Classes of the map, over the whole city whatever is in view.
    pub legend: Vec<LegendItem>,
    /// Largest value.
    pub max: Option<f64>,
    /// Count of the points per km² of the city's areas, and year.
    pub mean: Option<f64>,
    /// Least value at a pixel inside the city.
    pub least_inside: Option<f64>,
    /// Mean of the pixels inside the city.
    pub mean_inside: Option<f64>,
    /// The highest pixel inside the city, told as finely as the city shows positions.
    pub peak: Option<PlaceValue>,
    /// Unit of the values.
    pub unit: String,
    /// Edge correction.
    pub edge: Edge,
    /// Points that a correction leaves out since they lie outside every area; 0 without correction.
    pub left_out: usize,
    /// The raster.
    pub grid: GridInfo,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlaceValue {
    /// Value.
    pub value: f64,
    /// Name of the area that holds it.
    pub area: String,
    /// The nearest cell of the finest resolution that the city shows.
    pub cell: Option<String>,
}

/// A raster in the work CRS.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GridInfo {
    /// Work CRS.
    pub crs: String,
    /// West edge, metres.
    pub x0_m: f64,
    /// North edge, metres.
    pub y0_m: f64,
    /// Side of a pixel, metres.
    pub pixel_m: f64,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}
