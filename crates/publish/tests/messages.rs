//! The messages: both languages say the same things, in plain words.

use catchment_publish::{LANGUAGES, Voice};

/// Names in braces of a text.
fn filled(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn every_line_of_a_language_is_a_message_that_fluent_reads() {
    for language in LANGUAGES {
        let voice = Voice::new(language);
        for key in voice.keys() {
            let source = voice.find(key).unwrap();
            let names: Vec<&str> = filled(source).into_iter().map(|n| n.trim().trim_start_matches('$')).collect();
            let places: Vec<(&str, &str)> = names.iter().map(|n| (*n, "☃")).collect();
            let said = voice.say(key, &places);
            assert!(said != key && !said.contains(['{', '}', '$']), "{} {key}: {said}", language.code);
            assert_eq!(said.matches('☃').count(), source.matches('$').count(), "{key}");
        }
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_places_to_fill() {
    let [first, others @ ..] = LANGUAGES.map(Voice::new);
    for other in others {
        let (a, b): (Vec<_>, Vec<_>) = (first.keys().collect(), other.keys().collect());
        assert_eq!(a, b, "{}", other.language.code);
        for key in a {
            let (here, there) = (first.find(key).unwrap(), other.find(key).unwrap());
            assert_eq!(filled(here), filled(there), "{key} in {}", other.language.code);
        }
    }
}

fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let vowel = |c: char| "aeiouy".contains(c);
    let mut count = 0;
    let mut before = false;
    for c in word.chars() {
        if vowel(c) && !before {
            count += 1;
        }
        before = vowel(c);
    }
    if word.ends_with('e') && !word.ends_with("le") && count > 1 {
        count -= 1;
    }
    count.max(1)
}

/// Grade by Flesch and Kincaid (1975).
fn grade(text: &str) -> f64 {
    let sentences = text.split(['.', '?', '!', ':']).filter(|s| s.split_whitespace().count() > 1).count().max(1) as f64;
    let letters = |w: &&str| w.chars().any(char::is_alphabetic);
    let words: Vec<&str> = text.split_whitespace().filter(letters).collect();
    let n = words.len() as f64;
    let sounds: usize = words.iter().map(|w| syllables(w.trim_matches(|c: char| !c.is_alphabetic()))).sum();
    0.39 * n / sentences + 11.8 * sounds as f64 / n - 15.59
}

#[test]
fn english_texts_read_at_grade_eight_or_below() {
    let voice = Voice::new(LANGUAGES[0]);
    let texts: Vec<&str> = voice.keys().filter_map(|k| voice.find(k)).filter(|t| t.ends_with(['.', '?'])).collect();
    let all = texts.join(" ").replace(['{', '}', '$'], "");
    assert!(grade(&all) <= 8.0, "grade {:.1}", grade(&all));
    // One long text may be harder than all of them: none by much.
    for text in texts.iter().filter(|t| t.split_whitespace().count() >= 12) {
        let one = grade(&text.replace(['{', '}', '$'], ""));
        assert!(one <= 9.0, "grade {one:.1}: {text}");
    }
}

#[test]
fn the_yardstick_tells_hard_from_plain() {
    assert!(grade("The dog ran to the big red house. It sat down.") < 2.0);
    let hard = "Notwithstanding methodological considerations, statistical significance necessitates caution.";
    assert!(grade(hard) > 14.0);
}

#[test]
fn numbers_and_months_are_written_as_each_language_writes_them() {
    let [en, es] = LANGUAGES.map(Voice::new);
    assert_eq!([en.number(3147), en.number(-12), es.number(1_000_000)], ["3,147", "−12", "1,000,000"]);
    let april = "2026-04".parse().unwrap();
    assert_eq!([en.month(april), es.month(april)], ["April 2026", "abril de 2026"]);
}
