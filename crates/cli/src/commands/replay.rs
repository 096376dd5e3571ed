use super::*;
pub(super) fn run(_: &Common, _: &crate::args::ReplayArgs) -> Result<()> {
    Ok(())
}
