//! What a catchment about one center can hold at most, once a price is put on every cell.

use super::ascent::{Ascent, Net};
use super::field::{Field, Seen};
use super::grow::Patch;

/// The ground about one center.
pub(crate) struct Disk {
    pub(crate) center: u32,
    /// Cells with harm, without the center.
    pub(crate) cells: Vec<u32>,
    /// What may be spent beside the center: cells, or km² where cells differ so much that counting them would be looser.
    room: f64,
    by_area: bool,
    /// Price of a unit of room, from the last time that the knapsack was solved.
    price: f64,
    /// No catchment about this center has more profit.
    pub(crate) value: f64,
    /// Whether `value` is that of the knapsack at the present prices, and not only of an old price of room.
    fresh: bool,
    ground: Option<Box<(Vec<u32>, Net)>>,
}

/// Lists that are reused from disk to disk.
#[derive(Default)]
pub(crate) struct Bench {
    seen: Seen,
    walk: Vec<u32>,
    items: Vec<(f64, f64)>,
    weight: Vec<f64>,
    ascent: Ascent,
}

/// Prices of room at which the connected bound is tried, in units of the knapsack's.
const PRICES: [f64; 3] = [1.0, 1.03, 0.97];

impl Disk {
    pub(crate) fn new(field: &Field<'_>, center: u32, bench: &mut Bench) -> Self {
        field.walk(center, |c| field.input.allowed[c as usize], &mut bench.seen, &mut bench.walk);
        let areas = || bench.walk.iter().map(|c| field.input.area_km2[*c as usize]);
        let most = (field.max_area / areas().fold(f64::INFINITY, f64::min)).floor();
        let by_area = most * areas().sum::<f64>() > field.max_area * bench.walk.len() as f64;
        let room = if by_area { field.max_area - field.input.area_km2[center as usize] } else { most - 1.0 };
        let cells = bench.walk.iter().copied().filter(|c| *c != center && field.harm[*c as usize] > 0.0).collect();
        Self { center, cells, room: room.max(0.0), by_area, price: 0.0, value: f64::INFINITY, fresh: false, ground: None }
    }

    fn size(&self, field: &Field<'_>, cell: u32) -> f64 {
        if self.by_area { field.input.area_km2[cell as usize] } else { 1.0 }
    }

    /// Bound at the old price of room: cheap, and loose by little where prices moved by little.
    pub(crate) fn glance(&mut self, field: &Field<'_>, profit: &[f64]) {
        let gain: f64 = self.cells.iter().map(|c| (profit[*c as usize] - self.price * self.size(field, *c)).max(0.0)).sum();
        self.value = profit[self.center as usize] + self.price * self.room + gain;
        self.fresh = false;
    }

    pub(crate) fn is_stale(&self) -> bool {
        !self.fresh
    }

    /// Bound by the fractional knapsack: the densest cells of the disk that fit beside the center, connected or not
    /// (Dantzig 1957, *Discrete-variable extremum problems*, doi 10.1287/opre.5.2.266).
    pub(crate) fn pack(&mut self, field: &Field<'_>, profit: &[f64], bench: &mut Bench) {
        if self.fresh {
            return;
        }
        let (by_area, area) = (self.by_area, field.input.area_km2);
        bench.items.clear();
        bench.items.extend(self.cells.iter().filter(|c| profit[**c as usize] > 0.0).map(|&c| {
            let size = if by_area { area[c as usize] } else { 1.0 };
            (profit[c as usize] / size, size)
        }));
        self.price = critical(&mut bench.items, self.room);
        let gain: f64 = bench.items.iter().map(|(density, size)| (density - self.price).max(0.0) * size).sum();
        self.value = profit[self.center as usize] + self.price * self.room + gain;
        self.fresh = true;
    }

    /// Tightens the bound by the demand that the cells hang together; stops once it is at most `enough`.
    pub(crate) fn connect(&mut self, field: &Field<'_>, profit: &[f64], enough: f64, bench: &mut Bench) {
        if self.ground.is_none() {
            let patch = Patch::new(field, self.center, field.input.allowed, &mut bench.seen);
            self.ground = Some(Box::new(patch.into_net()));
        }
        let Some(ground) = self.ground.as_deref() else {
            return;
        };
        let room = self.room + self.size(field, self.center);
        for share in PRICES {
            let price = self.price * share;
            bench.weight.clear();
            bench.weight.extend(ground.0.iter().map(|c| profit[*c as usize] - price * self.size(field, *c)));
            self.value = self.value.min(price * room + bench.ascent.bound(&ground.1, &bench.weight));
            if self.value <= enough {
                return;
            }
        }
    }

    /// The cells that the knapsack takes whole.
    pub(crate) fn taken<'a>(&'a self, field: &'a Field<'_>, profit: &'a [f64]) -> impl Iterator<Item = u32> + 'a {
        let dense = move |c: &u32| profit[*c as usize] > self.price * self.size(field, *c);
        std::iter::once(self.center).chain(self.cells.iter().copied().filter(dense))
    }
}

/// The density of the item at which a budget is used up, densest first; 0 where all fit.
fn critical(items: &mut [(f64, f64)], room: f64) -> f64 {
    if items.iter().map(|i| i.1).sum::<f64>() <= room {
        return 0.0;
    }
    let (mut low, mut high, mut left) = (0, items.len(), room);
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        items[low..high].select_nth_unstable_by(middle - low, |a, b| b.0.total_cmp(&a.0));
        let upper: f64 = items[low..middle].iter().map(|i| i.1).sum();
        if upper <= left {
            left -= upper;
            low = middle;
        } else {
            high = middle;
        }
    }
    items[low].0
}

#[cfg(test)]
mod tests {
    use super::critical;

    #[test]
    fn the_critical_item_is_the_first_that_does_not_fit_whole() {
        let mut items = vec![(5.0, 1.0), (9.0, 1.0), (7.0, 2.0), (1.0, 1.0)];
        for (room, density) in [(0.5, 9.0), (1.0, 7.0), (2.5, 7.0), (3.0, 5.0), (5.0, 0.0)] {
            assert!((critical(&mut items, room) - density).abs() < 1e-12, "room {room}");
        }
        assert!(critical(&mut [], 0.0).abs() < 1e-12);
    }
}
