//! `catchment counts`.

use anyhow::Result;
use catchment_questions::counts::{Counts, CountsAnswer};
use catchment_store::Dataset;

use crate::ask::Printed;
use crate::output;
use crate::progress;

impl Printed for Counts {
    fn warnings(answer: &CountsAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &CountsAnswer, data: &Dataset) -> Result<()> {
        progress::warn(&answer.meta.warnings);
        output::print_table(&answer.sheet())?;
        let mut lines =
            vec![answer.caption.clone(), format!("{} Dataset {}.", answer.meta.source, answer.meta.dataset)];
        lines.extend(data.city.positions.synthetic.clone());
        output::print_text(&lines.join("\n"))
    }
}
