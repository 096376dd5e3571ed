//! Positions, days and minutes drawn at random: where, within what the table says, a row falls.
//!
//! Chance comes from counter-based streams: the bytes of BLAKE3 in its output mode over (seed, entry,
//! row). The same seed and entry give the same row for any number of threads, whatever other entries
//! the table holds.

use catchment_model::{Block, Cell, LocalMinute, Month, Resolution};
use geo::{BoundingRect, Intersects, MultiPolygon, Point, Rect};

use super::table::TableRow;

/// Tries before a position is put at the center of its cell.
const TRIES: usize = 4000;

/// 00:01 stands for an unknown time, as in the police files.
pub(super) const UNKNOWN_MINUTE: u16 = 1;

/// A stream of numbers for one row.
pub(super) struct Stream(blake3::OutputReader);

impl Stream {
    /// The stream of a row of an entry. `offense` and `label` are ids, so that the order of the city file does not
    /// matter.
    pub(super) fn new(seed: u64, entry: &TableRow, offense: &str, label: &str, row: i32) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"catchment synth 1\0");
        hasher.update(&seed.to_le_bytes());
        hasher.update(&entry.cell.map_or(0, Cell::bits).to_le_bytes());
        hasher.update(&entry.month.index().to_le_bytes());
        hasher.update(&[entry.block.code()]);
        hasher.update(&row.to_le_bytes());
        hasher.update(offense.as_bytes());
        hasher.update(b"\0");
        hasher.update(label.as_bytes());
        Self(hasher.finalize_xof())
    }

    fn next(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// Uniform in [0, 1).
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Uniform among 0 to `n` − 1 (bias below 2⁻⁵⁰ for the small `n` used here).
    fn below(&mut self, n: usize) -> usize {
        usize::try_from((u128::from(self.next()) * n as u128) >> 64).unwrap_or(0)
    }

    /// A day of the month on the block's weekday, and a minute in its hour. No day: the block is unknown.
    /// Hour unknown: the minute is [`UNKNOWN_MINUTE`], which no known hour draws.
    pub(super) fn day_and_minute(&mut self, month: Month, block: Block) -> (Option<u8>, u16) {
        let Some(weekday) = block.weekday() else { return (None, UNKNOWN_MINUTE) };
        let days: Vec<u8> = (1..=31u8)
            .filter(|d| {
                LocalMinute::from_civil(i64::from(month.year()), i64::from(month.number()), i64::from(*d), 0)
                    .is_some_and(|m| m.weekday() == weekday)
            })
            .collect();
        let day = days.get(self.below(days.len())).copied();
        let minute = match block.hour() {
            None => UNKNOWN_MINUTE,
            Some(0) => match u16::try_from(self.below(59)).unwrap_or(0) {
                0 => 0,
                minute => minute + 1,
            },
            Some(hour) => u16::from(hour) * 60 + u16::try_from(self.below(60)).unwrap_or(0),
        };
        (day, minute)
    }
}

/// Where the rows of a cell with a label may fall.
#[derive(Debug, Clone)]
pub(super) struct Spot<'a> {
    cell: Cell,
    frame: Rect<f64>,
    /// The label's outline, where it covers a part of the cell.
    part: Option<&'a MultiPolygon<f64>>,
}

impl<'a> Spot<'a> {
    /// The spot of a cell and a label. The cell's 343 descendants of resolution 12 tell the label's part of it:
    /// an overlap that holds the center of none of them is not used.
    pub(super) fn new(cell: Cell, label: Option<&'a MultiPolygon<f64>>) -> Self {
        let frame = bounds(cell);
        let near = label.filter(|outline| outline.bounding_rect().is_some_and(|b| b.intersects(&frame)));
        let Some(outline) = near else { return Self { cell, frame, part: None } };
        let (mut held, mut all) = (None, true);
        for child in cell.h3().children(h3o::Resolution::Twelve).map(Cell::from) {
            let (lng, lat) = child.center();
            if outline.intersects(&Point::new(lng, lat)) {
                held = Some(held.map_or(bounds(child), |f| union(f, bounds(child))));
            } else {
                all = false;
            }
        }
        match held {
            Some(frame) if !all => Self { cell, frame, part: Some(outline) },
            _ => Self { cell, frame, part: None },
        }
    }

    /// A position in degrees, to six decimals (0.1 m), inside the cell and, where possible, the label's part of it.
    ///
    /// Over a cell of 350 m, uniform in degrees is uniform in area to within one part in ten thousand.
    pub(super) fn draw(&self, stream: &mut Stream) -> (f64, f64) {
        for _ in 0..TRIES {
            let (lng, lat) = self.propose(stream);
            if self.part.is_none_or(|p| p.intersects(&Point::new(lng, lat))) && self.holds(lng, lat) {
                return (lng, lat);
            }
        }
        let (lng, lat) = self.cell.center();
        (round(lng), round(lat))
    }

    fn propose(&self, stream: &mut Stream) -> (f64, f64) {
        let lng = self.frame.min().x + self.frame.width() * stream.unit();
        let lat = self.frame.min().y + self.frame.height() * stream.unit();
        (round(lng), round(lat))
    }

    fn holds(&self, lng: f64, lat: f64) -> bool {
        Cell::at(lng, lat, Resolution::R9).is_ok_and(|cell| cell == self.cell)
    }
}

/// The box around a cell.
fn bounds(cell: Cell) -> Rect<f64> {
    let center = cell.center();
    cell.polygon().bounding_rect().unwrap_or_else(|| Rect::new(center, center))
}

fn union(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}
