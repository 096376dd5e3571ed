//! What a catchment about one center can hold at most, once a price is put on every cell.

use super::ascent::{Ascent, held};
use super::graph::Graph;
use super::grow::LocalGraph;
use super::penalty::Flow;
use super::region::{Region, SIDES, Seen};

/// The bound on the catchments about one center.
pub(crate) struct CenterBound {
    pub(crate) center: u32,
    /// Cells with harm, without the center.
    pub(crate) cells: Vec<u32>,
    /// What may be spent besides the center: cells, or km² where cells differ so much that counting them would be
    /// looser.
    room: f64,
    by_area: bool,
    /// Price of a unit of room, from the last time that the knapsack was solved.
    price: f64,
    /// No catchment about this center has more profit.
    pub(crate) value: f64,
    /// Whether `value` is that of the knapsack at the present prices, and not only of an old price of room.
    fresh: bool,
    plan: Option<Box<Plan>>,
}

/// Prices of what a catchment may use: a unit of room, and an edge of its outline.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rates {
    pub(crate) room: f64,
    pub(crate) penalty: f64,
}

/// A bound that knows the outline and that cells hang together: rates, and how weight was moved between cells at these.
struct Plan {
    cells: Vec<u32>,
    graph: Graph,
    rates: Rates,
    /// What each cell received less what it gave.
    moved: Vec<f64>,
}

/// What the best set at some rates has and uses.
#[derive(Debug, Clone, Copy)]
struct Use {
    profit: f64,
    room: f64,
    edges: f64,
}

/// Lists that are reused from center to center.
#[derive(Default)]
pub(crate) struct BoundScratch {
    seen: Seen,
    walk: Vec<u32>,
    items: Vec<(f64, f64)>,
    weight: Vec<f64>,
    ascent: Ascent,
    flow: Flow,
    uses: Vec<Use>,
}

/// How many rates are tried when a bound is first tightened, and later on.
const FIRST_TRIES: usize = 7;
const LATER_TRIES: usize = 2;

impl CenterBound {
    pub(crate) fn new(region: &Region<'_>, center: u32, scratch: &mut BoundScratch) -> Self {
        region.walk(center, |c| region.input.allowed[c as usize], &mut scratch.seen, &mut scratch.walk);
        let areas = || scratch.walk.iter().map(|c| region.input.area_km2[*c as usize]);
        let most = (region.max_area / areas().fold(f64::INFINITY, f64::min)).floor();
        let by_area = most * areas().sum::<f64>() > region.max_area * scratch.walk.len() as f64;
        let room = if by_area { region.max_area - region.input.area_km2[center as usize] } else { most - 1.0 };
        let cells = scratch.walk.iter().copied().filter(|c| *c != center && region.harm[*c as usize] > 0.0).collect();
        Self { center, cells, room: room.max(0.0), by_area, price: 0.0, value: f64::INFINITY, fresh: false, plan: None }
    }

    fn size(&self, region: &Region<'_>, cell: u32) -> f64 {
        if self.by_area { region.input.area_km2[cell as usize] } else { 1.0 }
    }

    /// Bound at the old price of room, and by the old plan: cheap, and loose by little where prices moved by little.
    pub(crate) fn glance(&mut self, region: &Region<'_>, profit: &[f64]) {
        let gain: f64 =
            self.cells.iter().map(|c| (profit[*c as usize] - self.price * self.size(region, *c)).max(0.0)).sum();
        self.value = (profit[self.center as usize] + self.price * self.room + gain).min(self.planned(region, profit));
        self.fresh = false;
    }

    /// Bound by the plan that there is.
    fn planned(&self, region: &Region<'_>, profit: &[f64]) -> f64 {
        let Some(plan) = self.plan.as_deref().filter(|p| !p.moved.is_empty()) else {
            return f64::INFINITY;
        };
        let mut cells = plan
            .cells
            .iter()
            .zip(&plan.moved)
            .map(|(c, m)| profit[*c as usize] - plan.rates.room * self.size(region, *c) + m);
        let root = cells.next().unwrap_or_default();
        self.budget(region, plan.rates) + root + cells.map(|w| w.max(0.0)).sum::<f64>()
    }

    /// What all room and all edges cost at some rates.
    fn budget(&self, region: &Region<'_>, rates: Rates) -> f64 {
        rates.room * (self.room + self.size(region, self.center))
            + rates.penalty * region.most_edges.map_or(0.0, |e| e as f64)
    }

    pub(crate) fn is_stale(&self) -> bool {
        !self.fresh
    }

    /// Bound by the fractional knapsack: the densest cells of the disk that fit beside the center, connected or not
    /// (Dantzig 1957, *Discrete-variable extremum problems*, doi 10.1287/opre.5.2.266).
    pub(crate) fn pack(&mut self, region: &Region<'_>, profit: &[f64], scratch: &mut BoundScratch) {
        if self.fresh {
            return;
        }
        let (by_area, area) = (self.by_area, region.input.area_km2);
        scratch.items.clear();
        scratch.items.extend(self.cells.iter().filter(|c| profit[**c as usize] > 0.0).map(|&c| {
            let size = if by_area { area[c as usize] } else { 1.0 };
            (profit[c as usize] / size, size)
        }));
        self.price = critical(&mut scratch.items, self.room);
        let gain: f64 = scratch.items.iter().map(|(density, size)| (density - self.price).max(0.0) * size).sum();
        self.value = self.value.min(profit[self.center as usize] + self.price * self.room + gain);
        self.fresh = true;
    }

    /// Tightens the bound by the outline and by the demand that the cells hang together; stops once it is at most
    /// `enough`. `hint`: rates to begin with.
    pub(crate) fn connect(
        &mut self,
        region: &Region<'_>,
        profit: &[f64],
        enough: f64,
        hint: Rates,
        scratch: &mut BoundScratch,
    ) {
        let mut plan = self.plan.take().unwrap_or_else(|| {
            let (cells, graph) =
                LocalGraph::new(region, self.center, region.input.allowed, &mut scratch.seen).into_graph();
            Box::new(Plan { cells, graph, rates: hint, moved: Vec::new() })
        });
        let tries = if plan.moved.is_empty() { FIRST_TRIES } else { LATER_TRIES };
        let (mut rates, mut best) = (plan.rates, f64::INFINITY);
        scratch.uses.clear();
        for _ in 0..tries {
            let used = self.settle(region, profit, &plan, rates, scratch);
            let value = self.budget(region, rates) + held(&scratch.weight);
            if value < best {
                best = value;
                plan.keep(rates, &scratch.weight, |c| profit[c as usize] - rates.room * self.size(region, c));
            }
            if value <= enough {
                break;
            }
            scratch.uses.push(used);
            let room = self.room + self.size(region, self.center);
            rates = lowest(&scratch.uses, (room, region.most_edges.map(|e| e as f64)), rates);
        }
        self.value = self.value.min(best);
        self.plan = Some(plan);
    }

    /// Weighs the cells at some rates and moves weight between them; what the best set has, connected or not.
    fn settle(
        &self,
        region: &Region<'_>,
        profit: &[f64],
        plan: &Plan,
        rates: Rates,
        scratch: &mut BoundScratch,
    ) -> Use {
        let outer = |c: usize| SIDES as f64 - f64::from(plan.graph.degree(c));
        let weigh = |(at, c): (usize, &u32)| {
            profit[*c as usize] - rates.room * self.size(region, *c) - rates.penalty * outer(at)
        };
        scratch.weight.clear();
        scratch.weight.extend(plan.cells.iter().enumerate().map(weigh));
        scratch.flow.settle(&plan.graph, rates.penalty, &mut scratch.weight);
        let mut used = Use { profit: 0.0, room: 0.0, edges: 0.0 };
        for (at, c) in plan.cells.iter().enumerate().filter(|(at, _)| scratch.flow.holds(*at)) {
            used.profit += profit[*c as usize];
            used.room += self.size(region, *c);
            let near = plan.graph.near(u32::try_from(at).unwrap_or_default());
            used.edges += outer(at) + near.iter().filter(|n| !scratch.flow.holds(**n as usize)).count() as f64;
        }
        scratch.ascent.settle(&plan.graph, &mut scratch.weight);
        used
    }

    /// The rates of the plan that there is.
    pub(crate) fn rates(&self) -> Option<Rates> {
        self.plan.as_deref().map(|p| p.rates)
    }

    /// The cells that the bound counts on.
    pub(crate) fn taken(&self, region: &Region<'_>, profit: &[f64]) -> Vec<u32> {
        let others = |c: &u32| *c != self.center;
        let mut cells = vec![self.center];
        match self.plan.as_deref().filter(|p| !p.moved.is_empty()) {
            Some(plan) => {
                let held =
                    |(c, m): &(&u32, &f64)| profit[**c as usize] - plan.rates.room * self.size(region, **c) + **m > 0.0;
                cells.extend(plan.cells.iter().zip(&plan.moved).filter(held).map(|p| *p.0).filter(others));
            }
            None => cells.extend(
                self.cells.iter().copied().filter(|c| profit[*c as usize] > self.price * self.size(region, *c)),
            ),
        }
        cells
    }
}

impl Plan {
    /// Keeps how weight was moved: what each cell holds, less what it weighed.
    fn keep(&mut self, rates: Rates, held: &[f64], weight: impl Fn(u32) -> f64) {
        self.rates = rates;
        self.moved.clear();
        self.moved.extend(self.cells.iter().zip(held).map(|(c, h)| h - weight(*c)));
    }
}

/// Steps of each of the two nested searches below.
const CUTS: usize = 24;
/// How far rates may move at once.
const LEAP: f64 = 2.0;

/// The rates at which the highest of the bounds that some sets imply is lowest, near the present ones (cutting planes:
/// Kelley 1960, doi 10.1137/0108053).
fn lowest(uses: &[Use], (room, edges): (f64, Option<f64>), now: Rates) -> Rates {
    let rooms = (now.room / LEAP, (now.room * LEAP).max(1e-9));
    let Some(edges) = edges else {
        let value = |r: f64| uses.iter().map(|u| u.profit + r * (room - u.room)).fold(f64::NEG_INFINITY, f64::max);
        return Rates { room: least(rooms, value), penalty: 0.0 };
    };
    let value = |r: f64, t: f64| {
        uses.iter().map(|u| u.profit + r * (room - u.room) + t * (edges - u.edges)).fold(f64::NEG_INFINITY, f64::max)
    };
    let penalties = (
        if now.penalty < 1e-3 * now.room { 0.0 } else { now.penalty / LEAP },
        (now.penalty * LEAP).max(0.05 * now.room),
    );
    let room_at = |t: f64| least(rooms, |r| value(r, t));
    let penalty = least(penalties, |t| value(room_at(t), t));
    Rates { room: room_at(penalty), penalty }
}

/// Where a convex function is lowest (golden section: Kiefer 1953, doi 10.1090/S0002-9939-1953-0055639-3).
fn least((mut low, mut high): (f64, f64), f: impl Fn(f64) -> f64) -> f64 {
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    let at = |low: f64, high: f64, share: f64| low + share * (high - low);
    let (mut a, mut b) = (at(low, high, 1.0 - golden), at(low, high, golden));
    let (mut fa, mut fb) = (f(a), f(b));
    for _ in 0..CUTS {
        if fa <= fb {
            (high, b, fb) = (b, a, fa);
            a = at(low, high, 1.0 - golden);
            fa = f(a);
        } else {
            (low, a, fa) = (a, b, fb);
            b = at(low, high, golden);
            fb = f(b);
        }
    }
    0.5 * (low + high)
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
