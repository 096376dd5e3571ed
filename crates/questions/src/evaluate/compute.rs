//! An evaluation, computed.

use catchment_model::Site;
use catchment_store::Dataset;

use super::fill::Work;
use super::series::launched;
use super::{Evaluate, EvaluateAnswer, EvaluateAsk, words};
use crate::Watch;
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::Evaluating;
use crate::question::Question;

/// Outcomes where none is named, if the city file knows them all.
const USUAL: [&str; 3] = ["homicide", "robbery", "aggravated_assault"];

impl Question for Evaluate {
    const NAME: &'static str = "evaluate";
    const ADDRESS: &'static str = "sites/evaluate";
    const SITES: bool = true;
    const ABOUT: &'static str = "Did the program work: many estimates of the same change beside each other, beside \
        places without a program, and beside what was claimed. Never one number alone.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::About];

    type Ask = EvaluateAsk;
    type Answer = EvaluateAnswer;

    fn check(ask: EvaluateAsk, data: &Dataset) -> Result<Self, AskError> {
        let EvaluateAsk { evaluating: Evaluating { site, offense, placebos, seed }, crossing } = ask;
        let bridge = crossing.declared(data)?.map(|b| b.name.clone());
        let with: Vec<&Site> = launched(data);
        let known = || with.iter().map(|s| s.id.clone()).collect::<Vec<_>>().join(", ");
        if with.is_empty() {
            let accepted = "a city file with sites made of whole neighborhoods".to_owned();
            return Err(AskError::NotFound { what: "site to evaluate in", id: data.city.id.clone(), accepted });
        }
        let site = site.map(|s| s.as_str().to_owned());
        if let Some(id) = site.as_ref().filter(|id| !with.iter().any(|s| s.id == **id)) {
            return Err(AskError::NotFound { what: "site", id: id.clone(), accepted: known() });
        }
        let knows = |name: &str| data.offenses.select(name).is_ok();
        let usual: Vec<String> = USUAL.into_iter().filter(|name| knows(name)).map(str::to_owned).collect();
        let harm = || data.offenses.default_selection();
        let offense: Vec<String> = match offense {
            Some(names) => names.parts().map(str::to_owned).collect(),
            None if usual.len() == USUAL.len() => usual,
            None => harm().ids().filter_map(|id| data.offenses.group(id)).map(|g| g.id.clone()).collect(),
        };
        if let Some(name) = offense.iter().find(|name| !knows(name)) {
            return Err(AskError::value("offense", name, format!("one or more of {}", data.offenses.known())));
        }
        Ok(Self { site, offense, placebos: placebos.get(), seed: seed.get(), bridge })
    }

    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<EvaluateAnswer, AskError> {
        let answer = Work::new(self, engine)?.answer(watch)?;
        let headline = words::headline(&answer).to_owned();
        Ok(EvaluateAnswer { headline, finding: words::finding(&answer), ..answer })
    }

    fn file(&self, engine: &Engine, answer: &EvaluateAnswer, _: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer)
    }
}
