//! Day/hour blocks: weekday × hour of local time, with "time unknown" kept apart.

use serde::{Deserialize, Serialize};

/// Weekday × hour, or weekday with the hour unknown, or both unknown.
///
/// Code = weekday × 25 + hour, Monday = 0; hour 24 stands for unknown; 175 for day and hour unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Block(u8);

/// A block code or weekday or hour out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{value} is out of range for a {what}; expected 0 to {max}")]
pub struct BlockError {
    what: &'static str,
    value: u8,
    max: u8,
}

impl Block {
    /// Day and hour unknown.
    pub const UNKNOWN: Self = Self(175);
    /// Number of codes, the unknown ones included.
    pub const COUNT: usize = 176;

    /// The block of a weekday (Monday = 0) and an hour (0 to 23), or `None` where the hour is unknown.
    ///
    /// # Errors
    /// [`BlockError`] outside those ranges.
    pub fn new(weekday: u8, hour: Option<u8>) -> Result<Self, BlockError> {
        if weekday > 6 {
            return Err(BlockError { what: "weekday", value: weekday, max: 6 });
        }
        match hour {
            Some(value @ 24..) => Err(BlockError { what: "hour", value, max: 23 }),
            Some(hour) => Ok(Self(weekday * 25 + hour)),
            None => Ok(Self(weekday * 25 + 24)),
        }
    }

    /// The block with that code, 0 to 175.
    ///
    /// # Errors
    /// [`BlockError`] above 175.
    pub fn from_code(code: u8) -> Result<Self, BlockError> {
        if code > 175 { Err(BlockError { what: "day/hour block", value: code, max: 175 }) } else { Ok(Self(code)) }
    }

    /// Code, 0 to 175.
    pub fn code(self) -> u8 {
        self.0
    }

    /// Weekday, Monday = 0, where known.
    pub fn weekday(self) -> Option<u8> {
        (self.0 < 175).then_some(self.0 / 25)
    }

    /// Hour of the day, 0 to 23, where known.
    pub fn hour(self) -> Option<u8> {
        (self.0 < 175 && self.0 % 25 < 24).then_some(self.0 % 25)
    }
}

/// A set of blocks: the hours that a shift covers, for instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlockMask([u64; 3]);

impl BlockMask {
    /// The empty set.
    pub const NONE: Self = Self([0; 3]);

    /// The blocks of some weekdays (Monday = 0) from an hour (included) to another (excluded).
    pub fn of_hours(weekdays: &[u8], from_hour: u8, to_hour: u8) -> Self {
        let mut mask = Self::NONE;
        for &day in weekdays {
            for hour in from_hour..to_hour.min(24) {
                if let Ok(block) = Block::new(day, Some(hour)) {
                    mask.insert(block);
                }
            }
        }
        mask
    }

    /// Adds a block.
    pub fn insert(&mut self, block: Block) {
        self.0[usize::from(block.0 / 64)] |= 1 << (block.0 % 64);
    }

    /// Whether the block is in the set.
    pub fn contains(&self, block: Block) -> bool {
        self.0[usize::from(block.0 / 64)] >> (block.0 % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_gives_back_its_day_and_hour() {
        for code in 0..175u8 {
            let block = Block::from_code(code).unwrap();
            assert_eq!(Block::new(block.weekday().unwrap(), block.hour()).unwrap(), block);
        }
        assert_eq!(Block::UNKNOWN.weekday(), None);
        assert!(Block::from_code(176).is_err());
    }

    #[test]
    fn a_shift_holds_its_first_hour_and_not_its_end() {
        let shift = BlockMask::of_hours(&[1, 2, 3, 4, 5], 13, 23);
        assert!(shift.contains(Block::new(1, Some(13)).unwrap()));
        assert!(shift.contains(Block::new(5, Some(22)).unwrap()));
        assert!(!shift.contains(Block::new(5, Some(23)).unwrap()));
        assert!(!shift.contains(Block::new(0, Some(15)).unwrap()));
        assert!(!shift.contains(Block::new(1, None).unwrap()));
    }
}
