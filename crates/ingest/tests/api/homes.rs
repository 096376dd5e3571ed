//! Residents of the real block groups of St. Louis, laid on the ground beside its streets.

use std::collections::BTreeMap;

use crate::support::st_louis;

#[test]
fn the_residents_of_the_real_block_groups_are_kept() {
    let Some(read) = st_louis("the_residents_of_the_real_block_groups_are_kept") else { return };
    let homes = &read.homes[0];
    assert_eq!((read.homes.len(), homes.year), (1, 2020));
    // 314 block groups with 298,018 residents (American Community Survey 2017–2021).
    assert!((homes.total() - 298_018.0).abs() < 1.0, "{}", homes.total());
    let mut by_area: BTreeMap<u16, f64> = BTreeMap::new();
    for home in &homes.cells {
        *by_area.entry(home.area.0).or_default() += home.residents;
        assert!(home.residents > 0.0 && home.residents.is_finite());
    }
    let parks = read.areas.list().iter().zip(0u16..).filter(|(a, _)| a.kind == catchment_model::AreaKind::Park);
    assert!(parks.into_iter().all(|(_, at)| !by_area.contains_key(&at)), "nobody is laid on a park");
}
