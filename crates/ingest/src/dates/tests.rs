use super::*;

fn dated(order: &str, zone: Option<&str>) -> Dated {
    let dates = Dates { order: order.to_owned(), zone: zone.map(str::to_owned), ..Dates::default() };
    Dated::new(&dates, 2019, "America/Chicago").unwrap()
}

/// `2017-01-02 13:05`, or `2017-01-02 ?` where the time is not known.
fn shown(when: Option<When>) -> String {
    let Some(when) = when else { return "none".to_owned() };
    let midnight = (-80_000..80_000).find(|d| d * 1440 == when.day.0).unwrap();
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(midnight)).unwrap();
    when.clock.map_or_else(|| format!("{date} ?"), |m| format!("{date} {:02}:{:02}", m / 60, m % 60))
}

fn read(order: &str, zone: Option<&str>, date: &str) -> String {
    shown(dated(order, zone).when(Texts { date: date.as_bytes(), ..Texts::default() }))
}

#[test]
fn dates_read_with_and_without_zeros_times_and_seconds() {
    for (text, right) in [
        ("01/02/2017 00:01", "2017-01-02 00:01"),
        ("1/2/2017 0:01", "2017-01-02 00:01"),
        ("1/2/2017", "2017-01-02 ?"),
        ("01-02-2017 11:59:59 PM", "2017-01-02 23:59"),
        ("1/2/2017 12:05 AM", "2017-01-02 00:05"),
        ("1/2/2017 12:05 PM", "2017-01-02 12:05"),
        ("1/2/2017 10:15 p.m.", "2017-01-02 22:15"),
        ("1/2/2017 12:05 a. m.", "2017-01-02 00:05"),
        ("2017-01-02T13:00:00.000", "2017-01-02 13:00"),
        ("1/2/2017 25:00", "2017-01-02 ?"),
        ("1/2/2017 5", "2017-01-02 ?"),
        ("20170102 22", "2017-01-02 ?"),
        (" 1/2/2017 soon", "2017-01-02 ?"),
        ("1/2/17 22:15", "2017-01-02 22:15"),
        ("12/31/16", "2016-12-31 ?"),
        ("1/2/20", "1920-01-02 ?"),
        ("20170102", "2017-01-02 ?"),
        ("20170102 2215", "2017-01-02 22:15"),
        ("20170102T22:15", "2017-01-02 22:15"),
        ("201701022215", "2017-01-02 22:15"),
        ("20170102221530", "2017-01-02 22:15"),
        ("January 2, 2017", "2017-01-02 ?"),
        ("Mon, 2 Jan 2017 22:15", "2017-01-02 22:15"),
        ("02-JAN-17", "2017-01-02 ?"),
        ("2017 Jan 02 10:15:00 PM", "2017-01-02 22:15"),
        ("Jan 2nd 2017", "2017-01-02 ?"),
        ("42737", "2017-01-02 ?"),
        ("42737.927083", "2017-01-02 22:15"),
    ] {
        assert_eq!(read("mdy", None, text), right, "{text}");
    }
    assert_eq!(read("dmy", None, "2.1.2017"), "2017-01-02 ?");
    assert_eq!(read("ymd", None, "17-01-02"), "2017-01-02 ?");
}

#[test]
fn dates_that_are_none_are_not_guessed() {
    for text in [
        "",
        "13/01/2017",
        "02/30/2017",
        "1/2",
        "//",
        "1/2/20177",
        "1/2/2017x",
        "1/2/117",
        "12345",
        "99999",
        "123456",
        "20171301",
        "20170230",
        "Smarch 2, 2017",
        "Monday",
        "2017",
        "12345678901",
    ] {
        assert_eq!(read("mdy", None, text), "none", "{text}");
    }
}

#[test]
fn times_of_another_zone_become_the_citys_own() {
    // Summer time is five hours behind UTC there, winter time six.
    for (zone, text, right) in [
        (None, "2015-07-01T02:30:00Z", "2015-06-30 21:30"),
        (None, "2015-07-01T02:30:00.000Z", "2015-06-30 21:30"),
        (None, "2015-07-01 02:30:00+00", "2015-06-30 21:30"),
        (None, "2015-07-01T02:30:00-05:00", "2015-07-01 02:30"),
        (None, "2015-01-01T02:30:00Z", "2014-12-31 20:30"),
        (None, "2015-07-01 02:30 MST", "2015-07-01 04:30"),
        (None, "2015-07-01 02:30:00 UTC", "2015-06-30 21:30"),
        (None, "1435717800", "2015-06-30 21:30"),
        (None, "1435717800000", "2015-06-30 21:30"),
        (Some("utc"), "2015-07-01 02:30", "2015-06-30 21:30"),
        (Some("utc"), "2015-07-01", "2015-07-01 ?"),
        (Some("local"), "2015-07-01T02:30:00Z", "2015-07-01 02:30"),
        (Some("local"), "1435717800", "2015-06-30 21:30"),
        // The hour before and the hour after clocks go back, and the one that they skip in spring.
        (None, "2015-11-01T06:30:00Z", "2015-11-01 01:30"),
        (None, "2015-11-01T07:30:00Z", "2015-11-01 01:30"),
        (None, "2015-03-08T08:30:00Z", "2015-03-08 03:30"),
    ] {
        assert_eq!(read("ymd", zone, text), right, "{zone:?} {text}");
    }
    let no_zone = Dated::new(&Dates::default(), 2019, "Mars/Phobos").unwrap_err().to_string();
    assert!(no_zone.contains("time_zone = \"Mars/Phobos\""), "{no_zone}");
}

#[test]
fn a_time_in_a_column_of_its_own_goes_before_that_beside_the_date() {
    let dated = dated("mdy", None);
    let when = |date: &str, time: &str, hour: &str| {
        shown(dated.when(Texts { date: date.as_bytes(), time: time.as_bytes(), hour: hour.as_bytes() }))
    };
    assert_eq!(when("03/04/2015", "10:15 p.m.", ""), "2015-03-04 22:15");
    assert_eq!(when("03/04/2015 12:00:00 AM", "2215", ""), "2015-03-04 22:15");
    assert_eq!(when("2015-03-04T00:00:00.000Z", "22:15", ""), "2015-03-04 22:15");
    assert_eq!(when("1/1/2004 5:00:00 AM", "", "22"), "2004-01-01 22:00");
    assert_eq!(when("03/04/2015", "", "24"), "2015-03-04 ?");
    assert_eq!(when("03/04/2015", "soon", ""), "2015-03-04 ?");
}

#[test]
fn times_without_colon_read_as_hours_and_minutes() {
    for (text, right) in [
        ("0130", Some(90)),
        ("930", Some(570)),
        ("0075", None),
        ("1", Some(1)),
        ("5", Some(5)),
        ("59", Some(59)),
        ("60", None),
        ("0", Some(0)),
        ("2400", None),
        ("3:57:00", Some(237)),
        ("13:00 AM", None),
        ("0.927083", Some(1335)),
        ("12:30 AM", Some(30)),
        ("am", None),
    ] {
        assert_eq!(time(text.as_bytes()), right, "{text}");
    }
}

#[test]
fn what_was_guessed_is_told() {
    let dated = dated("ymd", None);
    let guess = |date: &str| dated.when(Texts { date: date.as_bytes(), ..Texts::default() }).unwrap().guess;
    assert_eq!(guess("2015-07-01 02:30"), None);
    assert_eq!(guess("15-07-01"), Some(Guess::Century));
    assert_eq!(guess("42186"), Some(Guess::Number));
    assert_eq!(guess("2015-07-01T02:30:00Z"), Some(Guess::Converted));
}
