//! The commands that ask a question: a line in the list each.

use catchment_questions::area::{Area, Catchment};
use catchment_questions::backtest::Backtest;
use catchment_questions::cells::Cells;
use catchment_questions::chance::Chance;
use catchment_questions::check::Check;
use catchment_questions::clusters::Clusters;
use catchment_questions::concentration::Concentration;
use catchment_questions::counts::Counts;
use catchment_questions::decision::Decision;
use catchment_questions::drawn::Score;
use catchment_questions::evaluate::Evaluate;
use catchment_questions::optimize::Optimize;
use catchment_questions::pieces::Piece as _;
use catchment_questions::rankings::{Rankings, RankingsAsk};
use catchment_questions::recent::Recent;
use catchment_questions::route::Route;
use catchment_questions::status::Status;
use catchment_questions::target::Target;

use crate::ask::{Asks, Pairs, QuestionCommand};

/// Asks the only question of a command.
fn only(pairs: Pairs) -> (usize, Pairs) {
    (0, pairs)
}

/// A decision, where anything is said that only a decision has.
fn weighed(pairs: Pairs) -> (usize, Pairs) {
    let ranking = RankingsAsk::params();
    let more = pairs.iter().any(|(name, _)| !ranking.iter().any(|param| param.name == name));
    (usize::from(more), pairs)
}

/// Gi* is a question of its own, and the usual one.
fn by_method(mut pairs: Pairs) -> (usize, Pairs) {
    let gi = |(name, value): &(String, String)| name == "method" && value == "gi";
    pairs.retain(|pair| !gi(pair));
    (usize::from(pairs.iter().any(|(name, _)| name == "method")), pairs)
}

/// The candidates of a search are called C1, C2 and so on; everything else is an area of the city.
fn by_id(pairs: Pairs) -> (usize, Pairs) {
    let id = pairs.iter().find(|(name, _)| name == "id").map_or("", |(_, value)| value);
    let number = id.strip_prefix('C').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    (usize::from(number), pairs)
}

/// All of them.
pub(super) const QUESTIONS: &[QuestionCommand] = &[
    QuestionCommand {
        name: "rank",
        asks: &[Asks::of::<Rankings>(), Asks::of::<Decision>()],
        choose: weighed,
        usual: &[("top", "10")],
        examples: "  catchment rank --of neighborhoods --top 10
  catchment rank --of neighborhoods --measure per_resident --format csv
  catchment rank --of catchments --area-km2 0.25 --k 3 --format geojson > sites.geojson
  catchment rank --weights burden:3,recency:1 --concentration 50

With --weights, or with what belongs to them, places are decided on: what would change each rank, expected fall, and
with --parts the ranks by each measure, the guard against police-initiated offenses and the funding rules.",
    },
    QuestionCommand {
        name: "hotspots",
        asks: &[Asks::of::<Cells>(), Asks::of::<Clusters>()],
        choose: by_method,
        usual: &[],
        examples: "  catchment hotspots
  catchment hotspots --resolution 9 --alpha 0.05 --format csv > cells.csv
  catchment hotspots --method emerging --format geojson > emerging.geojson
  catchment hotspots --method scan-space --baseline residents --format geojson > clusters.geojson
  catchment hotspots --method knox --distance-m 100,200,400 --days 7,14,28

Without --method (or with gi) cells are compared by Gi*.

Columns of --format csv:
  gi        cell,count,z,p,significant
  moran     cell,count,i,z,p,quadrant,significant
  emerging  cell,count,category,hot_steps,cold_steps,trend,trend_p,z_last
  scan, scan-space
            cluster,cell,from,to,count,expected,relative_risk,llr,p (one row per cell of a cluster)
  knox      distance_m,days,pairs,expected,ratio,p (no geojson)",
    },
    QuestionCommand {
        name: "optimize",
        asks: &[Asks::of::<Optimize>()],
        choose: only,
        usual: &[],
        examples: "  catchment optimize --k 3 --area-km2 0.25
  catchment optimize --spacing-m 1000 --budget-usd 2250000 --format geojson > sites.geojson",
    },
    QuestionCommand {
        name: "concentration",
        asks: &[Asks::of::<Concentration>()],
        choose: only,
        usual: &[],
        examples: "  catchment concentration --resolution 9
  catchment concentration --stability years --format json",
    },
    QuestionCommand {
        name: "counts",
        asks: &[Asks::of::<Counts>()],
        choose: only,
        usual: &[],
        examples: "  catchment counts --by year --offense homicide
  catchment counts --by neighborhood --from 2009-01 --to 2018-12 --format csv
  catchment counts --by cell --resolution 9 --format geojson > cells.geojson

Months without data are missing, not zero: they are left out and named on standard error.",
    },
    QuestionCommand {
        name: "recent",
        asks: &[Asks::of::<Recent>()],
        choose: only,
        usual: &[],
        examples: "  catchment recent
  catchment recent --offense homicide
  catchment recent --format csv > recent.csv

Year to date and the last 28 days beside the same days a year before. Chance alone: the range of 95 of 100 counts, had
the rate stayed as it was; fewer and more are told where a count lies outside of it, of neighborhoods only as far as
chance among so many of them allows. Counts under 10 in both years together are not judged.",
    },
    QuestionCommand {
        name: "status",
        asks: &[Asks::of::<Status>()],
        choose: only,
        usual: &[],
        examples: "  catchment status
  catchment status --format json",
    },
    QuestionCommand {
        name: "chance",
        asks: &[Asks::of::<Chance>()],
        choose: only,
        usual: &[],
        examples: "  catchment chance
  catchment chance --k 3 --area-km2 0.25 --basis counted
  catchment chance --k 6 --area-km2 2.5 --draws 400 --format geojson > cells.geojson

Columns of --format csv: cell, p, standard_error, area. Cells chosen in fewer than 1 of 20 draws are left out.",
    },
    QuestionCommand {
        name: "backtest",
        asks: &[Asks::of::<Backtest>()],
        choose: only,
        usual: &[],
        examples: "  catchment backtest
  catchment backtest --area-km2 0.25 --k 3 --format csv
  catchment backtest --from 2012-01 --to 2019-12 --resolution 9

Every whole year of the window with four covered years before it is measured; each choice draws on the months before its
year only.",
    },
    QuestionCommand {
        name: "check",
        asks: &[Asks::of::<Check>()],
        choose: only,
        usual: &[],
        examples: "  catchment check
  catchment check --to 2020-06 --quarters 44
  catchment check --format csv > check.csv
  catchment check --since 2026-01
  catchment check --format json > last.json; catchment check --since last.json

Sites are those of the register (catchment sites), or of the city file where nobody began one, that are open in the last
of the twelve months. With --since it exits with 0 and says nothing where no verdict changed, with 3 where one did.",
    },
    QuestionCommand {
        name: "target",
        asks: &[Asks::of::<Target>()],
        choose: only,
        usual: &[],
        examples: "  catchment target
  catchment target --start 2023-12 --format json

Needs a city file with [region]. Only agencies that reported every month of baseline and of the last twelve are
compared.",
    },
    QuestionCommand {
        name: "evaluate",
        asks: &[Asks::of::<Evaluate>()],
        choose: only,
        usual: &[],
        examples: "  catchment evaluate
  catchment evaluate --site dutchtown --offense homicide
  catchment evaluate --placebos 500 --format csv > curve.csv

The table sums up the curve; every estimate is in --format csv and json.",
    },
    QuestionCommand {
        name: "route",
        asks: &[Asks::of::<Route>()],
        choose: only,
        usual: &[],
        examples: "  catchment route --site dutchtown
  catchment route --site dutchtown --hours 2 --shift 'tue-sat 13-23' --start 'Grand & Gravois'
  catchment route --site dutchtown --format geojson > route.geojson

Needs streets: a city file with [[basemap.file]] of kind \"streets\" (catchment basemap CITY.toml writes them). For the
supervisor's desk: over HTTP it is refused to readers and, under --public-url, to whoever did not sign in; no public
edition has it.",
    },
    QuestionCommand {
        name: "score",
        asks: &[Asks::of::<Score>()],
        choose: only,
        usual: &[],
        examples: "  catchment score --drawn site.geojson
  catchment score --drawn site.geojson --from 2024-05 --format json

The file holds a GeoJSON polygon (bare, or as a feature), or an object with H3 cells: {\"cells\": [\"…\"]}.",
    },
    QuestionCommand {
        name: "area",
        asks: &[Asks::of::<Area>(), Asks::of::<Catchment>()],
        choose: by_id,
        usual: &[],
        examples: "  catchment area 16
  catchment area 16 --from 2024-05 --format json
  catchment area C1 --k 3 --area-km2 0.25

The id is that of a neighborhood or park, or C1, C2 … of the ranking of catchments with the same flags.",
    },
];
