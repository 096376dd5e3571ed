//! JSON in one spelling: the same value, the same bytes.
//!
//! RFC 8785 (JSON Canonicalization Scheme): no white space, keys sorted by UTF-16 code units, numbers as ECMAScript
//! writes them (the shortest text that reads back as the same double, section 3.2.2.3). One difference: whole numbers
//! beyond 2⁵³ keep all their digits, where the scheme would round them.

use serde_json::{Map, Number, Value};

/// The canonical text of a value.
pub fn canonical_json(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// BLAKE3 of the canonical text, 64 hexadecimal digits.
pub fn canonical_hash(value: &Value) -> String {
    blake3::hash(canonical_json(value).as_bytes()).to_hex().to_string()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Number(n) => out.push_str(&number(n)),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => object(map, out),
    }
}

fn object(map: &Map<String, Value>, out: &mut String) {
    let mut keys: Vec<&String> = map.keys().collect();
    keys.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (at, key) in keys.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&Value::String(key.clone()).to_string());
        out.push(':');
        write(&map[key], out);
    }
    out.push('}');
}

fn number(n: &Number) -> String {
    match n.as_f64() {
        Some(x) if n.is_f64() => real(x),
        _ => n.to_string(),
    }
}

/// ECMA-262, `Number::toString` with radix 10.
fn real(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    // The shortest digits that read back, ties to even as ECMAScript asks (the standard library's `{:e}` rounds them
    // up).
    let text = Number::from_f64(x).map_or_else(String::new, |n| n.to_string());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |m| ("-", m));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{part}");
    let significant = all.trim_start_matches('0');
    let digits = significant.trim_end_matches('0');
    let length = |text: &str| i32::try_from(text.len()).unwrap_or(0);
    let k = length(digits);
    // The value is 0.digits × 10ⁿ.
    let n = exponent.parse::<i32>().unwrap_or(0) + length(whole) - (length(&all) - length(significant));
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let at = usize::try_from(n).unwrap_or(0);
    let body = if k <= n && n <= 21 {
        format!("{digits}{}", zeros(n - k))
    } else if 0 < n && n <= 21 {
        format!("{}.{}", &digits[..at], &digits[at..])
    } else if -6 < n && n <= 0 {
        format!("0.{}{digits}", zeros(-n))
    } else {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        format!("{first}{point}{rest}e{}{}", if n > 0 { "+" } else { "-" }, (n - 1).abs())
    };
    format!("{sign}{body}")
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
            assert_eq!(real(f64::from_bits(bits)), text);
        }
    }

    #[test]
    fn keys_are_sorted_and_spelling_does_not_matter() {
        let a: Value = serde_json::from_str(r#"{ "b": 1.0, "a": [ 1e0, "\u00e9" ], "€": null }"#).unwrap();
        let b: Value = serde_json::from_str(r#"{"€":null,"a":[1,"é"],"b":1}"#).unwrap();
        assert_eq!(canonical_json(&a), r#"{"a":[1,"é"],"b":1,"€":null}"#);
        assert_eq!(canonical_hash(&a), canonical_hash(&b));
        assert_eq!(canonical_json(&json!({"n": 18_446_744_073_709_551_615_u64})), r#"{"n":18446744073709551615}"#);
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
}
