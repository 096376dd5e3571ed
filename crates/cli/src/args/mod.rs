//! Flags of the commands that are no question: building a dataset, serving it, writing files. The flags of questions
//! come from their parameters (`ask`).

mod city;
mod locate;
mod paper;
mod record;
mod sign_in;
mod sites;
mod upkeep;
mod values;

use std::path::PathBuf;

use catchment_server::{HeaderName, Host, Origin, PublicUrl};
use clap::{Args, Parser, Subcommand};

pub(crate) use city::{CheckCityArgs, CitySchemaArgs, FetchArgs, NewCityArgs};
pub(crate) use locate::LocateArgs;
pub(crate) use paper::{ReportArgs, ReportSubject, StillArgs, StillLayer};
pub(crate) use record::{RecordArgs, ReplayArgs};
pub(crate) use sign_in::OidcArgs;
pub(crate) use sites::{FactsArgs, OutlineArgs, SitesArgs, SitesCommand};
pub(crate) use upkeep::{AuditArgs, CompletionsArgs, ManArgs, PruneArgs};
pub(crate) use values::{LogFormat, QualityKey, TableFormat};

/// Tells a violence-prevention office where its people should be.
#[derive(Debug, Parser)]
#[command(name = "catchment", version, arg_required_else_help = true, max_term_width = 110, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "Examples:
  catchment ingest data/stl/city.toml
  catchment rank --of neighborhoods --top 10
  catchment counts --by year --offense homicide,robbery --format csv
  catchment serve

Results go to standard output, everything else to standard error.";

/// Heading of the flags that every command has.
const EVERYWHERE: &str = "Options of every command";

/// Flags of every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Folder that holds the datasets.
    #[arg(long, value_name = "DIR", default_value = ".catchment", global = true, help_heading = EVERYWHERE)]
    pub(crate) workspace: PathBuf,
    /// Threads to use (default: one per core). The results do not depend on it.
    #[arg(long, value_name = "N", global = true, help_heading = EVERYWHERE)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build a dataset from a city's sources and print the quality report.
    #[command(after_help = "Examples:
  catchment ingest data/stl/city.toml
  catchment ingest data/stl/city-real.toml --format json > report.json

A failed or interrupted run leaves the previous dataset as it was. Once the new one is ready, each way of choosing is
tested on past years; an interrupt there leaves the new dataset whole, without that test.")]
    Ingest(IngestArgs),
    /// Write a first city file, guessed from tables of incidents and a file of outlines.
    #[command(after_help = "Examples:
  catchment new-city crimes.csv --areas districts.geojson --out city.toml
  catchment new-city 2023.csv 2024.csv --areas precincts.shp
  catchment new-city --recipe chicago --out city.toml

Each guess stands in the file with its evidence; what is doubtful is marked CHECK there and told on standard error.")]
    NewCity(NewCityArgs),
    /// Download a public table or layer, page by page, into a file that `new-city` reads.
    #[command(after_help = "Examples:
  catchment fetch https://data.example.org/d/abcd-1234 --out raw/crimes.csv --where \"date >= '2015-01-01'\"
  catchment fetch https://maps.example.org/arcgis/rest/services/Police/FeatureServer/0 --out raw/crimes.json

Written whole or not at all, with as many rows as the portal counts; FILE-about.json beside it says where it is from.")]
    Fetch(FetchArgs),
    /// Show what a city file makes of its files: rows as they are understood, counts, what is doubtful. Writes nothing.
    #[command(after_help = "Examples:
  catchment check-city city.toml")]
    CheckCity(CheckCityArgs),
    /// Print every key of a city file, as a JSON Schema for editors or as a page.
    #[command(after_help = "Examples:
  catchment city-schema > city.schema.json
  catchment city-schema --markdown")]
    CitySchema(CitySchemaArgs),
    /// Build the map under the data: streets, water, parks and names as one PMTiles file, and a gazetteer for the
    /// search.
    #[command(after_help = "Examples:
  catchment basemap data/stl/city.toml
  catchment basemap data/stl/city.toml --out public/

Made of the files under [basemap] in the city file; without them, of the areas alone. `ingest` builds it too. The same
files give the same bytes.")]
    Basemap(BasemapArgs),
    /// Print the quality report: rows in = accepted + cancelled + unlocated + rejected.
    #[command(after_help = "Examples:
  catchment quality
  catchment quality --by reason --format csv
  catchment quality --rejected --format csv > rejected.csv")]
    Quality(QualityArgs),
    /// Write a kernel density surface as a GeoTIFF.
    #[command(after_help = "Examples:
  catchment surface --out kde.tif
  catchment surface --kernel gaussian --bandwidth 400 --from 2016-01 --out kde.tif

Values are offenses per km² per year, in the city's projected coordinates.")]
    Surface(SurfaceArgs),
    /// Choose sites for demand points: maximal covering or p-median, exact.
    #[command(after_help = "Examples:
  catchment locate --model mclp --radius 800 --sites 5 --demand demand.csv
  catchment locate --model p-median --sites 3 --demand demand.csv --candidates places.csv --distances streets.csv

Needs no dataset. Columns of the demand file: id, x, y, weight (meters).")]
    Locate(LocateArgs),
    /// Rank, and write the decision record: the answer with everything that it came from.
    #[command(after_help = "Examples:
  catchment record --of catchments --area-km2 0.25 --k 3 --out RECORD.json
  catchment record --scenario 4 --out RECORD.json
  catchment replay RECORD.json

The record holds the program's version, the dataset and the hash of every file that went into it, the question, the
seed, and the whole answer with its hash.")]
    Record(RecordArgs),
    /// Compute a recorded answer again: reproduced to the byte, or what changed.
    #[command(after_help = "Examples:
  catchment replay RECORD.json
  catchment replay --kept RECORD.json --format json

Exit code 0 where the answer is reproduced to the byte.")]
    Replay(ReplayArgs),
    /// Write the public edition: static pages and tables that can be handed to anyone.
    #[command(after_help = "Examples:
  catchment publish --out public/
  catchment publish --audit

What may be in it is declared in the city file under [public]. Counts that are too small are left out, and as many
others as it takes that nobody can work them out, from earlier editions neither; what those showed is kept in the
workspace. Where that cannot be had, nothing is written. The same dataset gives the same bytes.")]
    Publish(PublishArgs),
    /// Keep the register of sites: dated outlines, who runs them, staff and money; nothing is overwritten.
    #[command(after_help = "Examples:
  catchment sites list
  catchment sites move dutchtown --from 2024-07 --outline new.geojson --source \"program\" --why \"new contract\"
  catchment sites close walnut-park --to 2025-12 --why \"funding ended\"
  catchment sites history dutchtown

The first change begins a register with the sites of the city file; from then on all that speaks
of sites reads it.")]
    Sites(SitesArgs),
    /// Serve the API, the map tiles and the viewer.
    #[command(after_help = "Examples:
  catchment serve
  catchment serve --listen 127.0.0.1:0
  catchment publish --out edition && catchment serve --edition edition --public-url https://maps.example.org
  catchment serve --public-url https://staff.example.org --trust-user-header X-User --trust-role-header X-Role

Prints one line on standard output: listening on http://ADDRESS. Stop with Ctrl-C or SIGTERM.")]
    Serve(Box<ServeArgs>),
    /// Print who saved or took what from the service, and when.
    #[command(after_help = "Examples:
  catchment audit
  catchment audit --format csv > audit.csv")]
    Audit(AuditArgs),
    /// Take away old datasets, and what interrupted runs left.
    #[command(after_help = "Examples:
  catchment prune --dry-run
  catchment prune --keep 3

The current dataset and those that saved scenarios name stay in any case.")]
    Prune(PruneArgs),
    /// Print completions for a shell.
    #[command(after_help = "Examples:
  catchment completions bash > /etc/bash_completion.d/catchment")]
    Completions(CompletionsArgs),
    /// Write the manual pages.
    #[command(after_help = "Examples:
  catchment man --out /usr/local/share/man/man1")]
    Man(ManArgs),
    /// Write a report (PDF): of a decision for the council, of the quarterly check for the office, or of the region's
    /// target for its advisory council.
    #[command(after_help = "Examples:
  catchment report --out report.pdf
  catchment report --document check --out check.pdf
  catchment report --document target --start 2023-12 --out target.pdf
  catchment report --k 5 --measure per_resident --area-km2 0.25 --out report.pdf --answers report.json
  catchment report --record RECORD.json --backtest --out report.pdf
  catchment report --scenario 4 --out report.pdf

Laid out by catchment-report, a program built apart:
  cargo build --release --locked --manifest-path crates/report/Cargo.toml")]
    Report(ReportArgs),
    /// Draw a layer of the map as a picture (PNG), such as for link previews.
    #[command(after_help = "Examples:
  catchment still --out map.png
  catchment still --preview
  catchment still --layer catchments --z 12 --x 1021 --y 1570 --out tile.png

Drawn by catchment-still, a program built apart:
  cargo build --release --locked --manifest-path crates/still/Cargo.toml")]
    Still(StillArgs),
    /// Write made-up incident files from a table of counts per cell and month.
    #[command(after_help = "Examples:
  catchment synth --table data/stl/counts --out .catchment/synth/stl --seed 1
  catchment synth --make-table data/stl/counts")]
    Synth(SynthArgs),
}

/// Flags of `surface`, beside those of the question.
#[derive(Debug, Args)]
pub(crate) struct SurfaceArgs {
    /// File to write (GeoTIFF); - for standard output.
    #[arg(long, value_name = "FILE.tif")]
    pub(crate) out: PathBuf,
}

/// Flags of `ingest`.
#[derive(Debug, Args)]
pub(crate) struct IngestArgs {
    /// The city file.
    #[arg(value_name = "CITY.toml")]
    pub(crate) city: PathBuf,
    /// How to print the report.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(crate) format: TableFormat,
    /// Leave out the backtest and the check of the sites that are computed once the dataset is ready, and kept beside
    /// it, so that `serve`, `backtest`, `check` and `report --backtest` have them at once.
    #[arg(long)]
    pub(crate) no_backtest: bool,
}

/// Flags of `basemap`.
#[derive(Debug, Args)]
pub(crate) struct BasemapArgs {
    /// The city file.
    #[arg(value_name = "CITY.toml")]
    pub(crate) city: PathBuf,
    /// Folder to write basemap.pmtiles and gazetteer.json into (default: the workspace, where `serve` finds them).
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Flags of `quality`.
#[derive(Debug, Args)]
pub(crate) struct QualityArgs {
    /// What to list.
    #[arg(long, value_enum)]
    pub(crate) by: Option<QualityKey>,
    /// List the rejected rows with file, line and reason.
    #[arg(long, conflicts_with = "by")]
    pub(crate) rejected: bool,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(crate) format: TableFormat,
}

/// Flags of `publish`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true)
    .args(["out", "audit", "verify", "new_key"]))]
pub(crate) struct PublishArgs {
    /// Folder to write the edition into.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print, for each small count that is left out, what a reader of all editions cannot rule out.
    #[arg(long)]
    pub(crate) audit: bool,
    /// Where the edition will lie: links to its pages are then shown with their pictures.
    #[arg(long, value_name = "URL", env = "CATCHMENT_ADDRESS", requires = "out")]
    pub(crate) address: Option<PublicUrl>,
    /// Sign the edition with the private key in this file.
    #[arg(long, value_name = "FILE", env = "CATCHMENT_SIGN", requires = "out")]
    pub(crate) sign: Option<PathBuf>,
    /// Check an edition instead: that every file is as its manifest says, and, with --key, who signed it.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "audit", "new_key"])]
    pub(crate) verify: Option<PathBuf>,
    /// File with the public key of whoever should have signed the edition.
    #[arg(long, value_name = "FILE", requires = "verify")]
    pub(crate) key: Option<PathBuf>,
    /// Make a pair of keys instead: the private one in this file, the public one beside it as FILE.pub.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "audit"])]
    pub(crate) new_key: Option<PathBuf>,
}

/// Flags of `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", env = "CATCHMENT_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: std::net::SocketAddr,
    /// Folder of the viewer (default: web/dist beside the current folder or the program).
    #[arg(long, value_name = "DIR", env = "CATCHMENT_WEB")]
    pub(crate) web: Option<PathBuf>,
    /// Address under which a proxy makes the service reachable from outside. Without a sign-in (--oidc-issuer,
    /// --trust-user-header) only the published edition is then served; with one, links carry a title and, once
    /// `still --preview` drew one, a picture.
    #[arg(long, value_name = "URL", env = "CATCHMENT_PUBLIC_URL")]
    pub(crate) public_url: Option<PublicUrl>,
    /// Serve the published edition in this folder and nothing else.
    #[arg(long, value_name = "DIR", env = "CATCHMENT_EDITION", conflicts_with = "trust_user_header")]
    pub(crate) edition: Option<PathBuf>,
    /// Header in which a trusted proxy names who asks; a request without it is refused. Right only where nobody but
    /// that proxy reaches the service, and where it takes the header out of what comes from outside.
    #[arg(long, value_name = "HEADER", env = "CATCHMENT_TRUST_USER_HEADER")]
    pub(crate) trust_user_header: Option<HeaderName>,
    /// Header in which the proxy names the role: reader, planner (saves scenarios) or administrator (reads /metrics,
    /// too). Without it everybody is a reader.
    #[arg(long, value_name = "HEADER", env = "CATCHMENT_TRUST_ROLE_HEADER", requires = "trust_user_header")]
    pub(crate) trust_role_header: Option<HeaderName>,
    #[command(flatten)]
    pub(crate) oidc: OidcArgs,
    /// Memory for everything that is remembered of answers, MiB. The dataset itself comes on top.
    #[arg(long, value_name = "MIB", env = "CATCHMENT_MEMORY", default_value_t = 512)]
    #[arg(value_parser = clap::value_parser!(u32).range(16..=1_048_576))]
    pub(crate) memory: u32,
    /// Allow an address that other machines can reach. Without a sign-in, whoever reaches it sees everything.
    #[arg(long, env = "CATCHMENT_ALLOW_REMOTE")]
    pub(crate) allow_remote: bool,
    /// A further name under which the service may be asked, such as that of this machine in a closed network; any other
    /// is refused. May stand several times.
    #[arg(long, value_name = "NAME", env = "CATCHMENT_ALLOW_HOST", value_delimiter = ',')]
    pub(crate) allow_host: Vec<Host>,
    /// Let pages of this origin show the viewer in a frame. May stand several times.
    #[arg(long, value_name = "ORIGIN", env = "CATCHMENT_ALLOW_EMBED", value_delimiter = ',')]
    pub(crate) allow_embed: Vec<Origin>,
    /// Let pages of this origin read answers and tiles. May stand several times.
    #[arg(long, value_name = "ORIGIN", env = "CATCHMENT_ALLOW_ORIGIN", value_delimiter = ',')]
    pub(crate) allow_origin: Vec<Origin>,
    /// Let scenarios be read and written although other machines can reach the service. Without a sign-in, whoever
    /// reaches it can write.
    #[arg(long, env = "CATCHMENT_ALLOW_WRITES")]
    pub(crate) allow_writes: bool,
    /// How to write the log, which goes to standard error: a line a request. `CATCHMENT_LOG` says how much of it
    /// (info).
    #[arg(long, value_enum, env = "CATCHMENT_LOG_FORMAT", default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
}

/// Flags of `synth`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("way").required(true).args(["table", "make_table"]))]
pub(crate) struct SynthArgs {
    /// Folder of the table to read.
    #[arg(long, value_name = "DIR", requires = "out")]
    pub(crate) table: Option<PathBuf>,
    /// City file with the offense groups and outlines (default: city.toml beside the table).
    #[arg(long, value_name = "CITY.toml", requires = "table")]
    pub(crate) city: Option<PathBuf>,
    /// Folder to write the made-up files into.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Seed of the made-up positions and times.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Instead, make the table from the workspace's dataset and write it into this folder.
    #[arg(long, value_name = "DIR", alias = "table-from-dataset", conflicts_with_all = ["table", "out"])]
    pub(crate) make_table: Option<PathBuf>,
}
