//! JSON in one spelling: the same value, the same bytes.
//!
//! RFC 8785 (JSON Canonicalization Scheme): no white space, keys sorted by UTF-16 code units, numbers as ECMAScript
//! writes them, which is the shortest text that reads back as the same double (section 3.2.2.3). Whole numbers beyond
//! 2⁵³ are rounded to a double, as the scheme asks.

use serde_json::Value;

/// The canonical text of a value.
///
/// ```
/// use serde_json::json;
///
/// let value = json!({ "b": 1.0, "a": ["é", 1e-7] });
/// assert_eq!(catchment_store::canonical_json(&value), r#"{"a":["é",1e-7],"b":1}"#);
/// ```
pub fn canonical_json(value: &Value) -> String {
    // A value holds neither numbers that are not finite nor keys that are not text, so that nothing can be refused.
    serde_json_canonicalizer::to_string(value).unwrap_or_default()
}

/// BLAKE3 of the canonical text, 64 hexadecimal digits.
pub fn canonical_hash(value: &Value) -> String {
    blake3::hash(canonical_json(value).as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_read_as_in_the_examples_of_the_rfc() {
        // RFC 8785, appendix B.
        let cases = [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ];
        for (bits, text) in cases {
            assert_eq!(canonical_json(&json!(f64::from_bits(bits))), text);
        }
    }

    #[test]
    fn keys_are_sorted_and_spelling_does_not_matter() {
        let a: Value = serde_json::from_str(r#"{ "b": 1.0, "a": [ 1e0, "\u00e9" ], "€": null }"#).unwrap();
        let b: Value = serde_json::from_str(r#"{"€":null,"a":[1,"é"],"b":1}"#).unwrap();
        assert_eq!(canonical_json(&a), r#"{"a":[1,"é"],"b":1,"€":null}"#);
        assert_eq!(canonical_hash(&a), canonical_hash(&b));
    }

    #[test]
    fn what_is_read_back_is_written_alike() {
        for x in [0.1, 1.0 / 3.0, 2.5e-9, 123_456.789, 1e15, 1e300] {
            let text = canonical_json(&json!(x));
            let back: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(back.as_f64(), Some(x));
            assert_eq!(canonical_json(&back), text);
        }
    }

    #[test]
    fn whole_numbers_keep_their_digits_up_to_two_to_the_53() {
        let text = |n: u64| canonical_json(&json!(n));
        assert_eq!(text((1 << 53) - 1), "9007199254740991");
        assert_eq!(text(1 << 53), "9007199254740992");
        assert_eq!(text((1 << 53) + 1), "9007199254740992");
        assert_eq!(canonical_json(&json!(-9_007_199_254_740_991_i64)), "-9007199254740991");
    }

    #[test]
    fn text_is_escaped_no_more_than_it_must_be() {
        // RFC 8785, section 3.2.2.2.
        let text = "\u{20ac}$\u{f}\nA'B\"\\\\\"/\u{7f}\u{2028}";
        assert_eq!(canonical_json(&json!(text)), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7f}\u{2028}\"");
    }

    #[test]
    fn keys_sort_by_utf_16_code_units() {
        // RFC 8785, section 3.2.3: the emoji's surrogates come before U+FB33.
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        let order: Vec<char> = canonical_json(&value).chars().filter(char::is_ascii_digit).collect();
        // The key "1" is among the digits, before its value 4.
        assert_eq!(order.iter().collect::<String>(), "21467153");
    }
}
