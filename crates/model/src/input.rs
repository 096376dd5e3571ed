//! What comes in beside incident rows: counts published per area and month, and the files themselves.

use serde::{Deserialize, Serialize};

use crate::{AreaIdx, GroupId, Month};

/// A count as published per area and month, without incidents behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AreaCount {
    /// Month of report.
    pub month: Month,
    /// Area, as the publisher labels it.
    pub area: AreaIdx,
    /// Offense group.
    pub group: GroupId,
    /// Net count of offenses.
    pub net: i32,
}

/// A file that was read, by content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InputFile {
    /// Name as the city file's source names it.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes, 64 hexadecimal digits.
    pub blake3: String,
}
