use super::*;
pub(super) fn params() -> Vec<Param> {
    RankingsAsk::params()
}
pub(super) fn run(_: &Common, _: &crate::args::StillArgs, _: &ArgMatches) -> Result<()> {
    Ok(())
}
