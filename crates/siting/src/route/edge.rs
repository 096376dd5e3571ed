//! A street segment as a search takes it.

/// A street segment with what it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkEdge {
    /// Crossing at one end.
    pub a: usize,
    /// Crossing at the other.
    pub b: usize,
    /// Length, above 0.
    pub meters: f64,
    /// What passing it is worth, once; 0 or more.
    pub prize: f64,
    /// Which street: a walk turns less where it keeps to one.
    pub street: usize,
    /// Direction in which it leaves `a`, and in which it leaves `b`, radians: a walk turns less where it goes straight.
    pub leaves: [f64; 2],
}
