use super::*;
pub(super) fn params() -> Vec<Param> {
    RankingsAsk::params()
}
pub(super) fn run(_: &Common, _: &crate::args::RecordArgs, _: &ArgMatches) -> Result<()> {
    Ok(())
}
