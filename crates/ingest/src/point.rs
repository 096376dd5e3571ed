//! Coordinates and points as text: decimal commas, thousands, pairs in parentheses, WKT, `GeoJSON`, EWKB.

use crate::fields::number;

/// A coordinate. In degrees a comma sets off decimals: no degree has thousands. Elsewhere it does where it cannot set
/// off thousands.
pub(crate) fn coordinate(bytes: &[u8], degrees: bool) -> Option<f64> {
    let bytes = bytes.trim_ascii();
    if degrees && bytes.contains(&b',') {
        return decimal_comma(bytes);
    }
    number(bytes).or_else(|| decimal_comma(bytes))
}

/// `-90,2354`, `1.023.220,5`, `1 023 220,5`.
fn decimal_comma(bytes: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (whole, decimals) = text.split_once(',')?;
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits(whole.trim_start_matches('-')) && digits(decimals)).then(|| format!("{whole}.{decimals}").parse().ok())?
}

/// A point in one text, x (longitude) first. Pairs in parentheses are latitude and longitude, as city portals write
/// them, and everything else x and y; `order` (`xy` or `yx`) says otherwise.
pub(crate) fn point_in(bytes: &[u8], order: Option<&str>) -> Option<(f64, f64)> {
    let (x, y) = point(bytes)?;
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let pair = text.contains([',', ';']) && !text.starts_with('{') && !text.to_ascii_uppercase().contains("POINT");
    let usual = if pair { "yx" } else { "xy" };
    Some(if order.is_some_and(|order| order != usual) { (y, x) } else { (x, y) })
}

/// The same in the usual orders.
fn point(bytes: &[u8]) -> Option<(f64, f64)> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    if text.starts_with('{') {
        return json(text);
    }
    if let Some(at) = text.to_ascii_uppercase().find("POINT") {
        return well_known(&text[at..]);
    }
    if let Some(point) = binary(text) {
        return Some(point);
    }
    let inside = match (text.rfind('('), text.rfind(')')) {
        (Some(open), Some(close)) if open < close => &text[open + 1..close],
        _ => text,
    };
    let (lat, lng) = inside.split_once([',', ';'])?;
    Some((number(lat.as_bytes())?, number(lng.as_bytes())?)).map(|(lat, lng)| (lng, lat))
}

/// `POINT (x y)`, `POINT Z (x y z)`, `MULTIPOINT ((x y))` of one point.
fn well_known(text: &str) -> Option<(f64, f64)> {
    let inside = &text[text.find('(')?..];
    let inside = inside.trim_matches(|c: char| matches!(c, '(' | ')') || c.is_whitespace());
    if inside.contains(['(', ')', ',']) {
        return None;
    }
    let mut numbers = inside.split_whitespace().map(|n| number(n.as_bytes()));
    Some((numbers.next()??, numbers.next()??))
}

/// A `GeoJSON` geometry, or an object with `longitude` and `latitude`.
fn json(text: &str) -> Option<(f64, f64)> {
    let after = |key: &str| {
        let at = text.find(key)? + key.len();
        Some(text[at..].trim_start_matches(|c: char| matches!(c, '"' | '\'' | ':' | '[') || c.is_whitespace()))
    };
    let first = |text: &str| {
        let end = text.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+' | 'e' | 'E')).unwrap_or(text.len());
        number(&text.as_bytes()[..end])
    };
    if let Some(pair) = after("\"coordinates\"") {
        let (x, rest) = pair.split_once(',')?;
        return Some((number(x.as_bytes())?, first(rest.trim_start())?));
    }
    Some((first(after("longitude")?)?, first(after("latitude")?)?))
}

/// A point as hexadecimal (E)WKB: byte order, type, perhaps an SRID, x and y.
fn binary(text: &str) -> Option<(f64, f64)> {
    const SRID: u32 = 0x2000_0000;
    if text.len() < 42 || !text.len().is_multiple_of(2) || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).ok();
    let bytes: Vec<u8> = (0..text.len()).step_by(2).map(byte).collect::<Option<_>>()?;
    let little = bytes[0] == 1;
    let kind: [u8; 4] = bytes.get(1..5)?.try_into().ok()?;
    let kind = if little { u32::from_le_bytes(kind) } else { u32::from_be_bytes(kind) };
    if kind & 0xff != 1 {
        return None;
    }
    let start = if kind & SRID == 0 { 5 } else { 9 };
    let double = |at: usize| {
        let eight: [u8; 8] = bytes.get(at..at + 8)?.try_into().ok()?;
        Some(if little { f64::from_le_bytes(eight) } else { f64::from_be_bytes(eight) })
    };
    Some((double(start)?, double(start + 8)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_read_with_either_mark_of_decimals() {
        for (text, degrees, right) in [
            ("-87,6272", true, Some(-87.6272)),
            ("-87,627", true, Some(-87.627)),
            ("41.8561", true, Some(41.8561)),
            ("1,176,618", false, Some(1_176_618.0)),
            ("1,176", false, Some(1176.0)),
            ("1.176.618,5", false, Some(1_176_618.5)),
            ("1 176 618,25", false, Some(1_176_618.25)),
            ("1,2,3", false, None),
            ("-,5", false, None),
            ("north", true, None),
        ] {
            assert_eq!(coordinate(text.as_bytes(), degrees), right, "{text}");
        }
    }

    #[test]
    fn points_in_one_text_are_read() {
        for text in [
            "(41.8561, -87.6272)",
            "41.8561, -87.6272",
            "100 MAIN ST\nCHICAGO (IL)\n(41.8561, -87.6272)",
            "POINT (-87.6272 41.8561)",
            "SRID=4326;POINT(-87.6272 41.8561)",
            "POINT Z (-87.6272 41.8561 3)",
            "MULTIPOINT ((-87.6272 41.8561))",
            r#"{"type": "Point", "coordinates": [-87.6272, 41.8561]}"#,
            "{'latitude': '41.8561', 'longitude': '-87.6272'}",
            "01010000004703780B24E855C0840D4FAF94ED4440",
            "0101000020E61000004703780B24E855C0840D4FAF94ED4440",
        ] {
            let (x, y) = point(text.as_bytes()).unwrap_or_default();
            assert!((x + 87.6272).abs() < 1e-12 && (y - 41.8561).abs() < 1e-12, "{text}: {x} {y}");
        }
        for (text, order) in [
            ("(-87.6272, 41.8561)", Some("xy")),
            ("(41.8561, -87.6272)", Some("yx")),
            ("(41.8561, -87.6272)", None),
            ("POINT (41.8561 -87.6272)", Some("yx")),
            ("POINT (-87.6272 41.8561)", Some("xy")),
        ] {
            assert_eq!(point_in(text.as_bytes(), order), Some((-87.6272, 41.8561)), "{text} {order:?}");
        }
        for text in ["", "POINT EMPTY", "MULTIPOINT (1 2, 3 4)", "LINESTRING (1 2, 3 4)", "(1)", "{}", "north"] {
            assert_eq!(point(text.as_bytes()), None, "{text}");
        }
    }
}
