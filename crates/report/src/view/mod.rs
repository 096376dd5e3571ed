//! What stands on the pages: answers turned into sentences, rows and pictures. Every figure is one of the answers';
//! nothing is computed here that a ranking does not say.

mod answer;
mod changes;
mod choice;
mod compared;
mod data;
mod decision;
mod maps;
mod ranking;
mod record;
mod rules;
mod tested;

use catchment_questions::report::ReportAnswer;
use catchment_questions::words::{month_name, spelled};
use serde::Serialize;

use crate::dates::{end_of, months};
use crate::draw::series;

use answer::Lead;
use choice::ChoiceView;
use data::Data;
use decision::DecisionView;
use maps::MapView;
use ranking::Table;
use rules::RuleView;
use tested::BacktestView;

/// Everything that the template reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    /// Title of the report.
    pub title: String,
    /// The city.
    pub city: String,
    /// The months, in words.
    pub window: String,
    /// Last month with incidents, in words.
    pub through: String,
    /// Year, month and day that the document carries: the end of the data, never today.
    pub date: [i32; 3],
    /// What to say on every page of positions that are made up.
    pub synthetic: Option<String>,
    /// How many areas to choose, as a word.
    pub k: String,
    /// The answer.
    pub lead: Lead,
    /// Map of the neighborhoods.
    pub neighborhood_map: MapView,
    /// Neighborhoods in order.
    pub table: Table,
    /// Map of the catchments.
    pub catchment_map: Option<MapView>,
    /// Catchments in order.
    pub catchments: Option<Table>,
    /// Why there are none.
    pub no_catchments: Option<String>,
    /// Weights in force, and ranks under both kinds of doubt.
    pub decision: Option<DecisionView>,
    /// The best catchments under the limits in force.
    pub choice: Option<ChoiceView>,
    /// How each way of choosing would have done before.
    pub backtest: Option<BacktestView>,
    /// Funding rules beside the ranking.
    pub rules: Vec<RuleView>,
    /// What the answers do not hold.
    pub absent: Vec<String>,
    /// What would change the answer.
    pub changes: Vec<String>,
    /// What the answer does not say.
    pub limits: Vec<String>,
    /// State of the data.
    pub data: Data,
    /// How the answer was reached, for the record.
    pub record: Vec<(String, String)>,
}

/// A view and its pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    /// What the template reads.
    pub view: View,
    /// Pictures by file name.
    pub pictures: Vec<(&'static str, String)>,
}

impl Pages {
    /// Lays out answers; `rows` places at most in each table. `hash` names the answers.
    pub fn new(answers: &ReportAnswer, rows: usize, hash: &str) -> Self {
        let asked = answers.asked();
        let (meta, city) = (&asked.meta, &answers.status.city);
        let (neighborhood_map, neighborhoods) = maps::neighborhoods(answers, asked);
        let catchments = answers.catchments.as_ref().map(|c| maps::catchments(answers, c));
        let through = answers.status.through.clone().unwrap_or_else(|| meta.window.to.clone());
        let mut pictures = vec![("neighborhoods.svg", neighborhoods)];
        let catchment_map = catchments.map(|(view, picture)| {
            pictures.push(("catchments.svg", picture));
            view
        });
        let choice = answers.choice.as_ref().map(|c| choice::choice(answers, c)).map(|(view, picture)| {
            pictures.push(("choice.svg", picture));
            view
        });
        pictures.push(("series.svg", series(&answers.series, &meta.window.from, &meta.window.to)));
        let k = meta.params.k;
        let view = View {
            title: if k == 1 {
                "Where should the next site go?".to_owned()
            } else {
                format!("Where should the next {} sites go?", spelled(k))
            },
            city: city.name.clone(),
            window: months(&meta.window.from, &meta.window.to),
            through: month_name(&through),
            date: end_of(&through),
            synthetic: city.synthetic.clone(),
            k: spelled(k),
            lead: answer::lead(answers, asked),
            neighborhood_map,
            table: ranking::neighborhoods(answers, asked, rows),
            catchment_map,
            catchments: answers.catchments.as_ref().map(ranking::catchments),
            no_catchments: answers.no_catchments.clone(),
            decision: answers.decision.as_ref().map(decision::decision),
            choice,
            backtest: answers.backtest.as_ref().map(tested::backtest),
            rules: rules::rules(answers),
            absent: rules::absent(answers),
            changes: changes::changes(answers, asked),
            limits: changes::limits(answers, asked),
            data: data::data(answers, asked),
            record: record::record(answers, asked, hash),
        };
        Self { view, pictures }
    }
}
