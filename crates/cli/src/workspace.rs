//! What commands find around them: the workspace with its dataset, map, pictures and scenarios, and the environment.

use std::path::{Path, PathBuf};

use anyhow::Result;
use catchment_model::city::City;
use catchment_store::{Dataset, People, Register, Scenario, Streets, people};

use crate::failure::advised;
use crate::progress;

/// The environment, as city files refer to it.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The current dataset of a workspace, for whoever sits at this machine: time is not bounded for who has the files.
pub(crate) fn open(workspace: &Path) -> Result<Dataset> {
    Ok(of_owner(open_bounded(workspace)?))
}

/// The current dataset of a workspace, for whoever asks over the network.
pub(crate) fn open_bounded(workspace: &Path) -> Result<Dataset> {
    // Its errors name the path and what to do.
    Ok(registered(workspace, Dataset::open(workspace)?))
}

/// A dataset of the workspace by its id, as [`open`] opens the current one.
pub(crate) fn open_version(workspace: &Path, id: &str) -> Result<Dataset> {
    Ok(of_owner(registered(workspace, Dataset::open_version(workspace, id)?)))
}

/// A dataset with the sites of the workspace's register, where there is one: every reader of sites reads these.
pub(crate) fn registered(workspace: &Path, dataset: Dataset) -> Dataset {
    let streets = Streets::read(workspace, &dataset.city.id);
    let dataset = dataset.with_streets(streets);
    match Register::read(workspace) {
        Ok(Some(register)) => dataset.with_register(register),
        Ok(None) => dataset,
        // What people wrote cannot be read: figures that know no sites are none the worse for it.
        Err(error) => {
            let text = format!("the register of sites cannot be read, those of the city file stand in: {error}");
            progress::warn([&text]);
            let mut dataset = dataset;
            dataset.quality.warnings.push(text);
            dataset
        }
    }
}

fn of_owner(dataset: Dataset) -> Dataset {
    let city = City { finest: dataset.city.finest.of_owner(), ..dataset.city };
    Dataset { city, ..dataset }
}

/// The picture that goes with links to the viewer: `still --preview` writes it, `serve` reads it.
pub(crate) fn preview_file(workspace: &Path) -> PathBuf {
    workspace.join("preview.png")
}

/// The map under the data: `ingest` and `basemap` write it, `serve` reads it.
pub(crate) const BASEMAP: &str = "basemap.pmtiles";

/// Where streets and places are, beside the basemap.
pub(crate) const GAZETTEER: &str = "gazetteer.json";

/// A saved scenario.
pub(crate) fn saved(workspace: &Path, id: i64, revision: Option<u32>) -> Result<Scenario> {
    if !workspace.join(people::FILE).exists() {
        return Err(advised(
            format!("--scenario {id}: nothing was saved in {} yet", workspace.display()),
            "save a scenario in the viewer (`catchment serve`), or give the question as flags",
        ));
    }
    People::open(workspace)?
        .get(id, revision)
        .map_err(|e| advised(e.to_string(), "GET /api/v1/scenarios lists those that exist"))
}
