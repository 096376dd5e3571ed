//! The messages of a language, and its numbers and dates. A further language is a further file of Fluent messages
//! (projectfluent.org), each on one line.

use std::collections::BTreeMap;
use std::fmt;

use catchment_model::{Month, Window};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

/// A language: its code and its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Code, as HTML has it.
    pub code: &'static str,
    /// Folder of its pages, with its slash; the first language has none.
    pub folder: &'static str,
    text: &'static str,
}

/// The languages; the first is that of the front page.
pub const LANGUAGES: [Language; 2] = [
    Language { code: "en", folder: "", text: include_str!("../messages/en.ftl") },
    Language { code: "es", folder: "es/", text: include_str!("../messages/es.ftl") },
];

/// Messages of a language, ready.
pub struct Voice {
    /// The language.
    pub language: Language,
    bundle: FluentBundle<FluentResource>,
    /// As they stand in the file.
    sources: BTreeMap<&'static str, &'static str>,
}

impl fmt::Debug for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Voice").field("language", &self.language.code).finish_non_exhaustive()
    }
}

impl Voice {
    /// Reads a language's messages. What of the file is no message is left out: the tests find it.
    pub fn new(language: Language) -> Self {
        let lines = language.text.lines().filter(|l| !l.starts_with('#'));
        let sources = lines.filter_map(|l| l.split_once('=')).map(|(k, v)| (k.trim(), v.trim())).collect();
        let resource = FluentResource::try_new(language.text.to_owned()).unwrap_or_else(|(read, _)| read);
        let mut bundle = FluentBundle::new_concurrent(language.code.parse().into_iter().collect());
        // Marks around what is filled in would be seen in addresses and tables; both languages run one way.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { language, bundle, sources }
    }

    /// A message with its places filled; the key itself where there is none.
    pub fn say(&self, key: &str, filled: &[(&str, &str)]) -> String {
        let args: FluentArgs<'_> = filled.iter().copied().collect();
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let said = pattern.map(|p| self.bundle.format_pattern(p, Some(&args), &mut Vec::new()).into_owned());
        said.unwrap_or_else(|| key.to_owned())
    }

    /// A message as it stands in the file, where there is one.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        self.sources.get(key).copied()
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.sources.keys().copied()
    }

    /// A whole number, thousands apart: with commas, as people in the United States write them in both languages.
    pub fn number(&self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if n < 0 { format!("\u{2212}{text}") } else { text }
    }

    /// A month: `April 2026`, `abril de 2026`.
    pub fn month(&self, month: Month) -> String {
        let name = self.say(&format!("month-{}", month.number()), &[]);
        self.say("month", &[("name", &name), ("year", &month.year().to_string())])
    }

    /// A period: a calendar year, or first to last month.
    pub fn period(&self, window: Window) -> String {
        if window.from().number() == 1 && window.len() == 12 {
            return window.from().year().to_string();
        }
        self.say("from-to", &[("from", &self.month(window.from())), ("to", &self.month(window.to()))])
    }

    /// What an offense is called, in the middle of a sentence.
    pub fn offense(&self, name: &str, label: &str) -> String {
        self.find(&format!("offense-{name}")).map_or_else(|| label.to_lowercase(), str::to_owned)
    }
}

/// The name of a place as part of an address: `16-dutchtown`.
pub(crate) fn slug(id: &str, name: &str) -> String {
    let mut text = String::new();
    for c in format!("{id}-{name}").to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => text.push(c),
            '\u{2019}' | '\'' | '.' => {}
            _ if !text.ends_with('-') => text.push('-'),
            _ => {}
        }
    }
    text.trim_end_matches('-').to_owned()
}

/// Text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
