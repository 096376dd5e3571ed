use super::*;
pub(super) fn params() -> Vec<Param> {
    catchment_questions::rankings::RankingsAsk::params()
}
pub(super) fn run(_: &Common, _: &crate::args::ReportArgs, _: &ArgMatches) -> Result<()> {
    Ok(())
}
