//! What a change gains on months that it was not chosen on.

use crate::stream::Stream;

/// What came in one month on one cell that a change adds or gives up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellMonth {
    /// Whether the cell is added; else it is given up.
    pub added: bool,
    /// Weighted events.
    pub weight: f64,
}

/// What a change gained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gained {
    /// Weighted events on added cells less those on cells given up.
    pub gain: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Chance of gaining as much where the added ground is no better than the ground given up.
    pub p: f64,
}

/// Counts what a change gained; `even` is the share of the swapped area that is added.
///
/// Idea: where the added ground holds no more per km² than the ground given up, each event came as easily on either
/// side. What came on one cell in one month goes together, as one event may have brought the next.
///
/// Steps: each cell and month is put on a side by lot, on the added one with chance `even` or one half, whichever is
/// more; p = (1 + draws that gain as much) ÷ (1 + draws), which is exact for any weights. The interval is ± z times the
/// root of the sum of squares. Degenerate: nothing that came gains 0 with p = 1.
///
/// References: `McNemar` (1947), doi 10.1007/BF02295996 (only what tells two apart counts); Phipson, Smyth (2010), doi
/// 10.2202/1544-6115.1585.
pub fn gained(came: &[CellMonth], even: f64, (draws, seed): (u64, u64), z: f64) -> Gained {
    let side = |added: bool| if added { 1.0 } else { -1.0 };
    // An empty sum is −0.
    let gain = came.iter().map(|c| side(c.added) * c.weight).sum::<f64>() + 0.0;
    let squares: f64 = came.iter().map(|c| c.weight * c.weight).sum();
    let even = even.clamp(0.5, 1.0);
    let stream = Stream::new(seed, &["gain of a boundary"]);
    let by_lot = |draw: u64| -> f64 {
        let at = draw * came.len() as u64;
        (at..).zip(came).map(|(i, c)| side(stream.uniform(i) < even) * c.weight).sum()
    };
    let as_much = (0..draws).filter(|draw| by_lot(*draw) >= gain - 1e-9).count();
    let half = z * squares.sqrt();
    Gained { gain, low: gain - half, high: gain + half, p: (1 + as_much) as f64 / (1 + draws) as f64 }
}
