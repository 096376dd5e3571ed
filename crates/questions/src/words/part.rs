//! Parts of a whole, and chances, as people picture them.

/// A part as one in so many, or as a percentage where that says more: `about 1 in 16`, `about 62%`. Nothing of it is
/// `none`.
pub fn one_in(share: f64) -> String {
    if share <= 0.0 {
        return "none".to_owned();
    }
    if share > 0.4 { format!("about {:.0}%", 100.0 * share) } else { format!("about 1 in {:.0}", 1.0 / share) }
}

/// A chance as a frequency in tens; its ends never claim certainty.
pub fn of_ten(p: f64) -> String {
    let n = (10.0 * p).round();
    if n >= 10.0 {
        "over 9 of 10".to_owned()
    } else if n < 1.0 {
        "under 1 of 10".to_owned()
    } else {
        format!("about {n:.0} of 10")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_part_is_told_as_one_in_so_many() {
        assert_eq!(one_in(432.0 / 6733.0), "about 1 in 16");
        assert_eq!((one_in(0.5), one_in(0.62)), ("about 50%".to_owned(), "about 62%".to_owned()));
        assert_eq!(one_in(0.0), "none");
    }

    #[test]
    fn a_chance_is_never_told_as_certain() {
        assert_eq!([of_ten(1.0), of_ten(0.97)], ["over 9 of 10"; 2]);
        assert_eq!(of_ten(0.44), "about 4 of 10");
        assert_eq!(of_ten(0.0), "under 1 of 10");
    }
}
