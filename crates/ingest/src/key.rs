//! What rows are matched by.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// What a row is compared by: the incident number, or all of the row where its layout has no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key(pub(crate) u128);

impl Key {
    /// Up to 15 bytes are kept as they are, with their number in the lowest byte; longer ones as a hash of 120 bits.
    pub(crate) fn of_number(bytes: &[u8]) -> Self {
        if bytes.len() > 15 {
            return Self::hashed(bytes, 0xFF);
        }
        let mut packed = [0; 16];
        packed[1..=bytes.len()].copy_from_slice(bytes);
        packed[0] = u8::try_from(bytes.len()).unwrap_or(15);
        Self(u128::from_le_bytes(packed))
    }

    /// Whether the row had no incident number.
    pub(crate) fn is_hash_of_row(self) -> bool {
        self.0.to_le_bytes()[0] == ROW_HASH
    }

    /// 120 bits of hash over a tag, which keeps kinds of keys apart.
    pub(crate) fn hashed(bytes: &[u8], tag: u8) -> Self {
        let half = |seed: usize| {
            let mut hasher = FxHasher::with_seed(seed);
            hasher.write(bytes);
            hasher.finish()
        };
        let both = (u128::from(half(0x51_7C_C1)) << 64) | u128::from(half(0x9E_37_79));
        Self((both & !0xFF) | u128::from(tag))
    }
}

/// Lowest byte of a key that is the hash of a whole row.
pub(crate) const ROW_HASH: u8 = 0xFE;
