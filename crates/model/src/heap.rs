//! What a value holds on the heap: a memory with a bound counts by it.

use std::sync::Arc;

use geo::{LineString, MultiPolygon, Polygon};

use crate::Cell;

/// What an allocator takes for a piece of memory beside the bytes asked for, about.
const PIECE: usize = 16;

/// What a value holds on the heap, beside its own size.
///
/// What is shared ([`Arc`]) counts nothing here: whoever made it counts it. Implement it for a struct with
/// [`heap!`](crate::heap), which takes every field apart: one that is added later and forgotten does not compile.
///
/// ```
/// use catchment_model::{Heap, heap};
///
/// struct Counts {
///     name: String,
///     monthly: Vec<i64>,
/// }
/// heap!(Counts { name, monthly });
///
/// let counts = Counts { name: "a name".to_owned(), monthly: Vec::with_capacity(100) };
/// assert!(counts.heap() >= 6 + 800, "what is reserved is held, too");
/// ```
pub trait Heap {
    /// Bytes, about, and never much less than there are.
    fn heap(&self) -> usize;
}

/// Implements [`Heap`]: `heap!(Name { every, field })` for a struct, `heap!(Name, Other)` for what holds nothing there.
#[macro_export]
macro_rules! heap {
    ($of:ty { $($field:ident),* $(,)? }) => {
        impl $crate::Heap for $of {
            fn heap(&self) -> usize {
                let Self { $($field),* } = self;
                0 $(+ $crate::Heap::heap($field))*
            }
        }
    };
    ($($of:ty),+ $(,)?) => {
        $(impl $crate::Heap for $of {
            fn heap(&self) -> usize {
                const { assert!(!std::mem::needs_drop::<$of>(), "it holds something") };
                0
            }
        })+
    };
}

heap!(bool, u8, u16, u32, u64, usize, i32, i64, f32, f64, &'static str, Cell);

impl<T> Heap for Arc<T> {
    fn heap(&self) -> usize {
        0
    }
}

impl Heap for String {
    fn heap(&self) -> usize {
        piece(self.capacity())
    }
}

impl<T: Heap> Heap for Vec<T> {
    fn heap(&self) -> usize {
        let within = if std::mem::needs_drop::<T>() { self.iter().map(Heap::heap).sum() } else { 0 };
        piece(self.capacity() * size_of::<T>()) + within
    }
}

impl<T: Heap> Heap for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Heap::heap)
    }
}

impl<T: Heap, E: Heap> Heap for Result<T, E> {
    fn heap(&self) -> usize {
        match self {
            Ok(value) => value.heap(),
            Err(error) => error.heap(),
        }
    }
}

impl<T: Heap, const N: usize> Heap for [T; N] {
    fn heap(&self) -> usize {
        self.iter().map(Heap::heap).sum()
    }
}

impl<A: Heap, B: Heap> Heap for (A, B) {
    fn heap(&self) -> usize {
        self.0.heap() + self.1.heap()
    }
}

impl Heap for LineString<f64> {
    fn heap(&self) -> usize {
        piece(self.0.capacity() * size_of::<geo::Coord<f64>>())
    }
}

impl Heap for Polygon<f64> {
    fn heap(&self) -> usize {
        let holes = self.interiors();
        let each = |ring: &LineString<f64>| size_of::<LineString<f64>>() + ring.heap();
        self.exterior().heap() + holes.iter().map(each).sum::<usize>()
    }
}

impl Heap for MultiPolygon<f64> {
    fn heap(&self) -> usize {
        self.0.heap()
    }
}

fn piece(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { bytes + PIECE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_within_and_what_is_reserved_counts_and_what_is_shared_does_not() {
        let mut rows: Vec<Vec<f32>> = vec![vec![0.0; 100], Vec::with_capacity(50)];
        rows.reserve_exact(2);
        let held = rows.heap();
        assert!((2 * 24 + 150 * 4..=4 * 24 + 150 * 4 + 3 * PIECE).contains(&held), "{held}");
        assert_eq!((Arc::new(rows).heap(), None::<String>.heap(), Vec::<String>::new().heap()), (0, 0, 0));
        assert_eq!(Err::<f64, _>(vec![1u8]).heap(), 1 + PIECE);
    }
}
