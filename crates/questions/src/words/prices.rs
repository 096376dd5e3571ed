//! What a kind of shape would reach, in a sentence.

use super::{bound_percent, percent};

/// What a kind of shape holds beside the choice asked for: `name` of the kind, harm as a share more or less, and how
/// far it may be from the best possible.
pub fn price(name: &str, (more, gap): (f64, f64), asked: bool) -> String {
    let proof = format!("at most {} from the best possible", bound_percent(gap));
    if asked {
        return format!("{name}: as chosen; {proof}.");
    }
    let beside = if more.abs() < 5e-4 {
        "as much as the choice".to_owned()
    } else if more > 0.0 {
        format!("{} more than the choice", percent(more, 1))
    } else {
        format!("{} less than the choice", percent(-more, 1))
    };
    format!("{name}: {beside}; {proof}.")
}

#[cfg(test)]
mod tests {
    use super::price;

    #[test]
    fn a_price_is_told_beside_the_choice_with_its_proof() {
        let told = price("Free shapes, which follow single blocks", (0.1634, 0.027), false);
        assert_eq!(
            told,
            "Free shapes, which follow single blocks: 16.3% more than the choice; at most 2.7% from the best possible."
        );
        assert_eq!(
            price("Walkable ground", (0.0, 0.0), true),
            "Walkable ground: as chosen; at most 0% from the best possible."
        );
    }
}
