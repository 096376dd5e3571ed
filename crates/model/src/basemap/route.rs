//! Numbers of roads in their networks, as shields show them.

/// A network of numbered roads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Network {
    /// Interstate highways.
    Interstate,
    /// United States routes.
    Us,
    /// Routes of a state.
    State,
    /// Routes of a county.
    County,
}

impl Network {
    /// The name used in tiles.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interstate => "interstate",
            Self::Us => "us",
            Self::State => "state",
            Self::County => "county",
        }
    }
}

/// A road's number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route {
    /// Its network.
    pub network: Network,
    /// Its number, perhaps with a letter.
    pub number: String,
}

impl Route {
    /// The route that a name consists of: `I- 70`, `US Hwy 40`, `State Route 30A`. `None` for a name of another kind.
    ///
    /// ```
    /// use catchment_model::basemap::{Network, Route};
    ///
    /// let route = Route::of("I- 70").unwrap();
    /// assert_eq!((route.network, route.shield().as_str()), (Network::Interstate, "I-70"));
    /// assert_eq!(Route::of("State Hwy 180").unwrap().shield(), "180");
    /// assert_eq!(Route::of("State St"), None);
    /// ```
    pub fn of(name: &str) -> Option<Self> {
        let spaced: String = name.chars().map(|c| if "-.".contains(c) { ' ' } else { c }).collect();
        let words: Vec<String> = spaced.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (number, before) = words.split_last()?;
        let digits = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if digits.is_empty() || number.len() - digits.len() > 1 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let network = match before {
            ["i" | "ih" | "interstate"] | ["interstate", "highway" | "hwy"] => Network::Interstate,
            ["us", rest @ ..] | ["u", "s", rest @ ..] if kind_of_road(rest) => Network::Us,
            ["state" | "st" | "sr" | "sh", rest @ ..] if kind_of_road(rest) => Network::State,
            ["county" | "co" | "cr", rest @ ..] if kind_of_road(rest) => Network::County,
            _ => return None,
        };
        Some(Self { network, number: number.to_uppercase() })
    }

    /// What stands on its shield.
    pub fn shield(&self) -> String {
        match self.network {
            Network::Interstate => format!("I-{}", self.number),
            Network::Us => format!("US {}", self.number),
            Network::State | Network::County => self.number.clone(),
        }
    }
}

fn kind_of_road(words: &[&str]) -> bool {
    matches!(words, [] | ["hwy" | "highway" | "rte" | "route" | "rt" | "rd" | "road"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_names() {
        let shield = |name: &str| Route::of(name).map(|r| (r.network.name(), r.shield()));
        for (name, network, text) in [
            ("I- 70", "interstate", "I-70"),
            ("I-64", "interstate", "I-64"),
            ("Interstate Hwy 35W", "interstate", "I-35W"),
            ("US Hwy 40", "us", "US 40"),
            ("U.S. 61", "us", "US 61"),
            ("State Hwy 180", "state", "180"),
            ("State Rte 3", "state", "3"),
            ("County Road 12", "county", "12"),
        ] {
            assert_eq!(shield(name), Some((network, text.to_owned())), "{name}");
        }
        for name in ["State St", "N 9th St", "US Grant Dr", "I St", "42", "", "Route to 9"] {
            assert_eq!(shield(name), None, "{name}");
        }
    }
}
