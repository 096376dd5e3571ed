//! City files for layouts that many use (`data/recipes`).

use anyhow::{Result, bail};

/// Name, what it is, and the text of the city file.
type Recipe = (&'static str, &'static str, &'static str);

macro_rules! recipe {
    ($name:literal, $what:literal) => {
        ($name, $what, include_str!(concat!("../../../../data/recipes/", $name, ".toml")))
    };
}

const RECIPES: [Recipe; 8] = [
    recipe!("new-york-shootings", "NYPD shooting incidents, one row a victim"),
    recipe!("baltimore", "Baltimore Police, Part 1 crime, one row a victim"),
    recipe!("chicago", "Chicago Police, crimes 2001 to present"),
    recipe!("los-angeles", "Los Angeles Police, crime data from 2020"),
    recipe!("kansas-city", "Kansas City (Missouri) Police, crime data by year"),
    recipe!("toronto", "Toronto Police, major crime indicators"),
    recipe!("police-uk", "police.uk street-level crime, any force"),
    recipe!("nibrs-extract", "one row an offense with NIBRS codes, as agencies export it"),
];

/// The recipe of that name.
pub(crate) fn named(name: &str) -> Result<&'static str> {
    if let Some((_, _, text)) = RECIPES.iter().find(|(own, ..)| *own == name) {
        return Ok(text);
    }
    let list: Vec<String> = RECIPES.iter().map(|(own, what, _)| format!("  {own:20} {what}")).collect();
    let list = list.join("\n");
    if name.is_empty() {
        bail!("--recipe: expected a name:\n{list}");
    }
    bail!("--recipe {name}: expected one of:\n{list}")
}
