//! Incident numbers that a spreadsheet rounded.

/// Remark on rows whose number was not used.
pub(crate) const ROUNDED: &str = "number-rounded";

/// Whether a spreadsheet wrote the number in powers of ten, its last digits lost: `1.50E+07`.
pub(crate) fn is_rounded(number: &[u8]) -> bool {
    let Some(at) = number.iter().position(|b| matches!(b, b'E' | b'e')) else { return false };
    let (digits, power) = (&number[..at], &number[at + 1..]);
    let whole = !digits.is_empty() && digits.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    whole && power.len() > 1 && power[0] == b'+' && power[1..].iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_powers_of_ten_are_seen() {
        for (number, rounded) in [
            ("1.50E+07", true),
            ("2E+10", true),
            ("1,5e+07", true),
            ("15-0012345", false),
            ("12E45", false),
            ("E+07", false),
            ("17E-05", false),
            ("", false),
        ] {
            assert_eq!(is_rounded(number.as_bytes()), rounded, "{number}");
        }
    }
}
