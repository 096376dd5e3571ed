//! Small numbers, lists and spans as they stand within a sentence.

/// Words for small whole numbers.
const SMALL: [&str; 13] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// A number up to twelve as a word: `no`, `three`, `13`.
pub fn spelled(n: usize) -> String {
    SMALL.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// `A`, `A and B`, `A, B and C`.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// `2–5`, or `2` alone.
pub fn span(low: usize, high: usize) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// A text with its first letter large.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_small_numbers_read_as_people_write_them() {
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!((listed::<&str>(&[]), listed(&["a"])), (String::new(), "a".to_owned()));
        assert_eq!([0, 3, 12, 13].map(spelled), ["no", "three", "twelve", "13"]);
        assert_eq!((span(3, 3), span(3, 5)), ("3".to_owned(), "3–5".to_owned()));
        assert_eq!((capital("per km²"), capital("")), ("Per km²".to_owned(), String::new()));
    }
}
