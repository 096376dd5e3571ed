//! The days and hours of a shift, as they are given and told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A shift: the same hours on some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WalkShift {
    /// Days on which it begins, Monday = 0, ascending.
    pub weekdays: Vec<u8>,
    /// First hour, 0 to 23.
    pub from_hour: u8,
    /// Hour at which it ends, 1 to 24; on the day after where it is no later than the first.
    pub to_hour: u8,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl WalkShift {
    /// Reads `tue-sat 13-23`, `mon,wed 20-4`, `fri-mon 18-24`; `None` for another text.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (days, hours) = text.split_once(' ')?;
        let mut weekdays: Vec<u8> = Vec::new();
        for part in days.split(',') {
            match part.split_once('-') {
                Some((first, last)) => {
                    let (first, last) = (day(first)?, day(last)?);
                    // Friday to Monday goes on over the end of the week.
                    weekdays.extend((0..=(last + 7 - first) % 7).map(|n| (first + n) % 7));
                }
                None => weekdays.push(day(part)?),
            }
        }
        weekdays.sort_unstable();
        weekdays.dedup();
        let (from, to) = hours.trim().split_once('-')?;
        let hour =
            |text: &str| text.parse::<u8>().ok().filter(|h| *h <= 24 && text.len() <= 2 && !text.starts_with('+'));
        let (from_hour, to_hour) = (hour(from)?, hour(to)?);
        (from_hour < 24 && to_hour > 0 && from_hour != to_hour).then_some(Self { weekdays, from_hour, to_hour })
    }

    /// Hours that it lasts.
    pub fn hours(&self) -> u8 {
        if self.to_hour > self.from_hour { self.to_hour - self.from_hour } else { self.to_hour + 24 - self.from_hour }
    }
}

fn day(name: &str) -> Option<u8> {
    DAYS.iter().position(|d| *d == name).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_are_read_as_people_write_them() {
        let of = |text: &str| WalkShift::read(text).map(|s| (s.weekdays.clone(), s.from_hour, s.to_hour, s.hours()));
        assert_eq!(of("tue-sat 13-23"), Some((vec![1, 2, 3, 4, 5], 13, 23, 10)));
        assert_eq!(of("Mon,Wed 20-4"), Some((vec![0, 2], 20, 4, 8)));
        assert_eq!(of("fri-mon 18-24"), Some((vec![0, 4, 5, 6], 18, 24, 6)));
        assert_eq!(of("sun 0-24"), Some((vec![6], 0, 24, 24)));
        for text in ["", "tue", "tue 13", "tues 13-23", "tue 13-13", "tue 24-3", "tue 5-0", "tue 13-25", "tue-sat +1-5"]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
