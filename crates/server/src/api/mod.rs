//! Questions and answers, without HTTP: functions from checked parameters to answers, each testable by itself.

mod catchments;
mod cells;
mod counts;
mod detail;
mod download;
mod error;
mod geometry;
mod given;
mod layers;
mod meta;
mod params;
mod places;
mod question;
mod rankings;
mod report;
mod status;
mod still;
mod study;
mod surface;

pub use catchments::{Candidate, CatchmentsFound, find_catchments, rank_catchments};
pub use cells::{CellItem, CellsAnswer, CellsFound, FdrSummary, cells_answer, find_cells};
pub use counts::Totals;
pub use detail::{
    AreaAnswer, AreaInfo, DensityPoint, MEASURES, MonthCount, OffenseCount, Posterior, RankByMeasure, RankSpan, Rankings, area_answer,
    catchment_answer,
};
pub use download::{Download, FileBody};
pub use error::ApiError;
pub use geometry::bounds;
pub use layers::{LAYERS, Layer, TileJson, VectorLayer, catchment_tile, cell_tile, neighborhood_tile, place_classes, site_tile, tile_json};
pub use meta::{Meta, PROGRAM, WindowMeta};
pub use params::{Params, Resolved, Shown};
pub use places::{PlaceRanking, rank_neighborhoods};
pub use question::{Format, Of, Question};
pub use rankings::{LegendItem, NotRankedItem, RankItem, RankingsAnswer, SearchSummary, catchment_rankings, legend, neighborhood_rankings};
pub use report::{ByMeasure, Outline, Outlines, ReportAnswer, report};
pub use status::{
    Accounted, AreasInfo, CityInfo, CoverageRun, Defaults, LabelDiffers, Located, OffenseInfo, ShiftInfo, SiteInfo, Span, StatusAnswer,
    status,
};
pub use still::{GROUND, StillClasses, layer as still_layer};
pub use study::StudyCells;
pub use surface::{GridInfo, SurfaceAnswer, SurfaceFound, find_surface, surface_answer};
