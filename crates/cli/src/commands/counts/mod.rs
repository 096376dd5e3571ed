//! `catchment counts`: counts by year, month, neighborhood or cell.

mod places;
mod series;

use anyhow::{Result, bail};
use catchment_model::{Finest, Resolution};
use catchment_store::Dataset;
use serde_json::{Value, json};

use crate::args::{AreaName, Common, CountsArgs, Format, Key};
use crate::asked::{self, Asked};
use crate::geometry;
use crate::output::{self, Sheet};
use crate::progress;

/// Counts, ready to print in any format.
struct Counted {
    /// Key, `offense`, `count`.
    sheet: Sheet,
    /// The same with what only JSON tells: status and covered months.
    items: Value,
    /// One feature per place; `None` for months and years.
    features: Option<Vec<Value>>,
    /// More sentences that a reader must see.
    warnings: Vec<String>,
}

/// Prints counts.
pub(crate) fn run(common: &Common, args: &CountsArgs) -> Result<()> {
    if args.format == Format::Geojson && matches!(args.by, Key::Year | Key::Month) {
        bail!(
            "--format geojson with --by {}: months and years have no place; expected table, json or csv",
            crate::args::word(&args.by)
        );
    }
    let dataset = super::open(&common.workspace)?;
    let finest = match args.by {
        Key::Year => Finest::CityYear,
        Key::Month | Key::Neighborhood => Finest::Area,
        Key::Cell => Finest::Cell,
    };
    let mut asked = asked::resolve(&args.query, finest, &dataset)?;
    let counted = match args.by {
        Key::Year => series::by_year(&dataset, &asked)?,
        Key::Month => series::by_month(&dataset, &asked)?,
        Key::Neighborhood => places::by_neighborhood(&dataset, &asked, args.basis().into())?,
        Key::Cell => places::by_cell(&dataset, &asked, allowed(args.cells(), &dataset)?)?,
    };
    asked.warnings.extend(counted.warnings.iter().cloned());
    progress::warn(&asked.warnings);
    progress::warn(unused(args));
    print(&dataset, args, &asked, counted)
}

impl CountsArgs {
    fn basis(&self) -> AreaName {
        self.area.unwrap_or(AreaName::Label)
    }

    fn cells(&self) -> Resolution {
        self.resolution.unwrap_or(Resolution::R9)
    }
}

/// Flags that change nothing here: better said than ignored.
fn unused(args: &CountsArgs) -> Option<String> {
    let by = crate::args::word(&args.by);
    match (args.by, args.area, args.resolution) {
        (Key::Year | Key::Month | Key::Cell, Some(area), _) => Some(format!(
            "--area {} has no effect with --by {by}, only with --by neighborhood.",
            crate::args::word(&area)
        )),
        (Key::Year | Key::Month | Key::Neighborhood, _, Some(n)) => {
            Some(format!("--resolution {n} has no effect with --by {by}, only with --by cell."))
        }
        _ => None,
    }
}

fn allowed(resolution: Resolution, dataset: &Dataset) -> Result<Resolution> {
    let finest = dataset.city.positions.finest_resolution;
    if resolution > finest {
        bail!(
            "--resolution {resolution} is finer than the positions of {} allow; expected 8 to {finest}",
            dataset.city.name
        );
    }
    Ok(resolution)
}

fn print(dataset: &Dataset, args: &CountsArgs, asked: &Asked, counted: Counted) -> Result<()> {
    match (args.format, counted.features) {
        (Format::Csv, _) => counted.sheet.print_csv(),
        (Format::Geojson, Some(features)) => {
            output::print_json(&geometry::collection(&features, &meta(dataset, args, asked)))
        }
        (Format::Json | Format::Geojson, _) => {
            output::print_json(&json!({ "meta": meta(dataset, args, asked), "items": counted.items }))
        }
        (Format::Table, _) => {
            counted.sheet.print_table()?;
            output::print_text(&legend(dataset, args, asked))
        }
    }
}

fn meta(dataset: &Dataset, args: &CountsArgs, asked: &Asked) -> Value {
    let (window, coverage) = (asked.window, &dataset.coverage);
    json!({
        "dataset": dataset.id,
        "program": env!("CARGO_PKG_VERSION"),
        "params": {
            "by": crate::args::word(&args.by),
            "offense": asked.names.iter().map(|n| n.name.as_str()).collect::<Vec<_>>(),
            "unit": asked.unit,
            "time": asked.time,
            "area": (args.by == Key::Neighborhood).then(|| crate::args::word(&args.basis())),
            "resolution": (args.by == Key::Cell).then_some(args.cells()),
        },
        "window": {
            "from": window.from(),
            "to": window.to(),
            "months": window.len(),
            "covered_months": coverage.covered(window),
            "missing": coverage.missing(window),
            "systems": coverage.systems(window),
        },
        "unit": asked.unit,
        "unit_label": asked::unit_label(asked.unit),
        "warnings": asked.warnings,
        "withheld": asked.withheld,
        "source": dataset.city.attribution,
    })
}

/// What a reader of the table must know.
fn legend(dataset: &Dataset, args: &CountsArgs, asked: &Asked) -> String {
    let mut first =
        format!("{}, {} ({}).", asked::unit_label(asked.unit), asked.window, crate::args::word(&args.query.time));
    if args.by == Key::Neighborhood {
        first = format!("{first} Neighborhood by {}.", asked::area_label(args.basis().into()));
    }
    if let Some(through) = dataset.coverage.through() {
        first = format!("{first} Data through {through}.");
    }
    let source = format!("{} Dataset {}.", dataset.city.attribution, dataset.id);
    let lines: Vec<String> = [first, source].into_iter().chain(dataset.city.positions.synthetic.clone()).collect();
    lines.join("\n")
}
