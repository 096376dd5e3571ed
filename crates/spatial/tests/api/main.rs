//! The public face of the room, one file per concern.

mod support;

mod adaptive;
mod cells;
mod city;
mod concentration;
mod emerging;
mod fdr;
mod gi_star;
mod incidents;
mod kde;
mod kde_edge;
mod knox;
mod local_moran;
mod null_maps;
#[path = "../../../siting/tests/api/published.rs"]
#[expect(dead_code, reason = "the file is shared with the siting room, which needs more of it")]
mod published;
mod scan;
mod selectors;
mod spdep;
mod st_louis;
