//! What the cube holds: places, entries and yearly counts.

use serde::{Deserialize, Serialize};

use crate::{AreaBasis, AreaIdx, Block, Cell, GroupId, Month};

/// What rows share a place: the same cells, the same polygon, the same police label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Cells at resolutions 8, 9, 10; `None` for rows without a usable position.
    pub cells: Option<[Cell; 3]>,
    /// Area whose polygon holds the point.
    pub area_point: Option<AreaIdx>,
    /// Area by the police's own label.
    pub area_label: Option<AreaIdx>,
}

/// One non-zero entry of the cube.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Offense group.
    pub group: GroupId,
    /// Month of report.
    pub reported: Month,
    /// Index into [`crate::Cube::places`].
    pub place: u32,
    /// Month of occurrence, where known.
    pub occurred: Option<Month>,
    /// Weekday and hour.
    pub block: Block,
    /// Net count: sum of +1 and −1 rows.
    pub net: i32,
    /// Distinct incidents that survive.
    pub incidents: i32,
}

/// A count published only per city and calendar year (withheld groups).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearCount {
    /// Calendar year of report.
    pub year: i32,
    /// Offense group.
    pub group: GroupId,
    /// Net count.
    pub net: i64,
}

impl Place {
    /// The area by one basis or the other.
    pub fn area(&self, basis: AreaBasis) -> Option<AreaIdx> {
        match basis {
            AreaBasis::Label => self.area_label,
            AreaBasis::Point => self.area_point,
        }
    }
}
