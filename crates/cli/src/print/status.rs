//! `catchment status`.

use anyhow::Result;
use catchment_questions::file::Sheet;
use catchment_questions::status::{Status, StatusAnswer};
use catchment_questions::words::grouped;
use catchment_store::Dataset;

use crate::ask::Printed;
use crate::output;

impl Printed for Status {
    fn warnings(answer: &StatusAnswer) -> &[String] {
        &answer.warnings
    }

    fn print(&self, answer: &StatusAnswer, _: &Dataset) -> Result<()> {
        let mut sheet = Sheet::new(["from", "to", "data", "reporting system"]);
        for run in &answer.coverage {
            let system = run.system.as_deref().unwrap_or_default();
            sheet.push(vec![run.from.as_str().into(), run.to.as_str().into(), run.status.name().into(), system.into()]);
        }
        output::print_table(&sheet)?;
        let n = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
        let rows = &answer.rows;
        let mut lines = vec![
            format!("{}, dataset {}, {}.", answer.city.name, answer.dataset, answer.program),
            format!(
                "{} rows = {} accepted + {} cancelled + {} unlocated + {} rejected; net count {}.",
                n(rows.rows),
                n(rows.accepted),
                n(rows.cancelled),
                n(rows.unlocated),
                n(rows.rejected),
                grouped(rows.net)
            ),
            format!("Source: {}", answer.city.attribution),
        ];
        lines.extend(answer.city.synthetic.clone());
        lines.extend(answer.warnings.iter().map(|w| format!("Note: {w}")));
        output::print_text(&lines.join("\n"))
    }
}
