//! Flags of the commands that call a program built apart: `report` and `still`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportSubject {
    /// Where the next sites should be: the brief of a decision.
    Decision,
    /// Whether the sites still stand right: the quarterly check (`check`, with its flags).
    Check,
    /// How far the region is on its way to its target: a page (`target`, with its flags).
    Target,
}

/// Flags of `report`.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// What it is about.
    #[arg(long, value_enum, default_value_t = ReportSubject::Decision)]
    pub(crate) document: ReportSubject,
    /// File to write (PDF).
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: PathBuf,
    /// Also keep the answers that the report was laid out from: the file whose BLAKE3 hash the report names.
    #[arg(long, value_name = "FILE.json")]
    pub(crate) answers: Option<PathBuf>,
    /// Report a decision record (`catchment record`): its weights and limits, on the dataset that it names. Refused
    /// where its answer does not come out again.
    #[arg(long, value_name = "RECORD.json")]
    pub(crate) record: Option<PathBuf>,
    /// Report this saved scenario.
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..), conflicts_with = "record")]
    pub(crate) scenario: Option<i64>,
    /// Revision of the scenario (default: the latest).
    #[arg(long, value_name = "N", requires = "scenario", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) revision: Option<u32>,
    /// Also test how each way of choosing would have done on the years before: takes half a minute.
    #[arg(long)]
    pub(crate) backtest: bool,
    /// Neighborhoods in the table, 1 to 1000 (default: 20).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) top: Option<u32>,
}

/// A layer that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StillLayer {
    /// Neighborhoods by class.
    Neighborhoods,
    /// Cells by class of their count.
    Cells,
    /// Candidate catchments by class.
    Catchments,
}

/// Flags of `still`.
#[derive(Debug, Args)]
pub(crate) struct StillArgs {
    /// What to draw.
    #[arg(long, value_enum, default_value_t = StillLayer::Neighborhoods)]
    pub(crate) layer: StillLayer,
    /// File to write (PNG).
    #[arg(long, value_name = "FILE.png", required_unless_present = "preview")]
    pub(crate) out: Option<PathBuf>,
    /// Draw the picture that goes with links to the viewer, and keep it in the workspace, where `serve` finds it:
    /// neighborhoods, 1200x630.
    #[arg(long, conflicts_with_all = ["out", "layer", "z", "size"])]
    pub(crate) preview: bool,
    /// Draw one tile: its zoom, 0 to 22. Without it, the whole city is fitted into the picture.
    #[arg(long, value_name = "ZOOM", requires_all = ["x", "y"])]
    pub(crate) z: Option<u32>,
    /// Column of the tile, from the west.
    #[arg(long, value_name = "COLUMN", requires = "z")]
    pub(crate) x: Option<u32>,
    /// Row of the tile, from the north.
    #[arg(long, value_name = "ROW", requires = "z")]
    pub(crate) y: Option<u32>,
    /// Width and height of a fitted picture in pixels, each 64 to 2048. A tile is 512 by 512.
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "1200x630", value_parser = pixels, conflicts_with = "z")]
    pub(crate) size: (u32, u32),
}

fn pixels(text: &str) -> Result<(u32, u32), String> {
    let side = |t: &str| t.parse::<u32>().ok().filter(|n| (64..=2048).contains(n));
    let read = text.split_once('x').and_then(|(w, h)| Some((side(w)?, side(h)?)));
    read.ok_or_else(|| "expected WIDTHxHEIGHT in pixels, each from 64 to 2048, such as 1200x630".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_numbers_within_bounds() {
        assert_eq!(pixels("1200x630"), Ok((1200, 630)));
        for wrong in ["1200", "x", "63x630", "1200x2049", "1200×630", "-1x-1"] {
            assert!(pixels(wrong).is_err(), "{wrong}");
        }
    }
}
