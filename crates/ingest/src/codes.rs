//! From an offense code and description to the offense group, by the rules of the city file.

use catchment_model::city::CodeRule;
use catchment_model::{GroupId, Offenses};

/// The rules of a source, made ready.
#[derive(Debug)]
pub(crate) struct Rules(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    group: GroupId,
    is: Vec<String>,
    range: Option<(u32, u32)>,
    contains: Vec<String>,
    lacks: Vec<String>,
    firearm: Option<bool>,
}

impl Rules {
    /// Rules whose group the city does not have are left out; the city file's own check refuses them.
    pub(crate) fn new(rules: &[CodeRule], offenses: &Offenses) -> Self {
        let upper = |texts: &[String]| texts.iter().map(|t| t.trim().to_uppercase()).collect();
        let ready = rules.iter().filter_map(|r| {
            Some(Rule {
                group: offenses.id(&r.group)?,
                is: upper(&r.is),
                range: r.range,
                contains: upper(&r.contains),
                lacks: upper(&r.lacks),
                firearm: r.firearm,
            })
        });
        Self(ready.collect())
    }

    /// Whether any rule looks at the description.
    pub(crate) fn need_description(&self) -> bool {
        self.0.iter().any(|r| !r.contains.is_empty() || !r.lacks.is_empty())
    }

    /// Whether any rule looks at the use of a firearm.
    pub(crate) fn need_firearm(&self) -> bool {
        self.0.iter().any(|r| r.firearm.is_some())
    }

    /// The group of the first rule that matches.
    pub(crate) fn group(&self, code: &str, description: &str, firearm: bool) -> Option<GroupId> {
        let code = code.trim().to_uppercase();
        let description = description.to_uppercase();
        let numeric = code.parse::<u32>().ok();
        self.0.iter().find(|r| r.matches(&code, numeric, &description, firearm)).map(|r| r.group)
    }
}

impl Rule {
    fn matches(&self, code: &str, numeric: Option<u32>, description: &str, firearm: bool) -> bool {
        let is = self.is.is_empty() || self.is.iter().any(|c| c == code);
        let range = self.range.is_none_or(|(from, to)| numeric.is_some_and(|n| (from..=to).contains(&n)));
        let contains = self.contains.is_empty() || self.contains.iter().any(|t| description.contains(t));
        let lacks = !self.lacks.iter().any(|t| description.contains(t));
        is && range && contains && lacks && self.firearm.is_none_or(|f| f == firearm)
    }
}

/// A code in one form for comparison: blanks and leading zeros do not matter.
pub(crate) fn plain_code(code: &str) -> String {
    let code = code.trim().to_uppercase();
    code.parse::<u64>().map_or(code, |n| n.to_string())
}
