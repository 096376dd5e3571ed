//! The search against every pair of sets, and the alarms where no ground is better.

use catchment_spatial::Neighbors;

use super::outline::pieces_and_holes;
use super::*;
use crate::check::{Z_90, wilson};
use crate::{Stream, poisson};

/// Cells within so many steps of a middle one, as axial coordinates, and who touches whom.
fn disc(radius: i32) -> (Vec<(i32, i32)>, Neighbors) {
    let steps = |(q, r): (i32, i32)| q.abs().max(r.abs()).max((q + r).abs());
    let all = (-radius..=radius).flat_map(|q| (-radius..=radius).map(move |r| (q, r)));
    let cells: Vec<(i32, i32)> = all.filter(|c| steps(*c) <= radius).collect();
    let touch = |a: (i32, i32), b: (i32, i32)| steps((a.0 - b.0, a.1 - b.1)) == 1;
    let of = |a: &(i32, i32)| {
        let touching = cells.iter().enumerate().filter(|(_, b)| touch(*a, **b));
        touching.filter_map(|(i, _)| u32::try_from(i).ok()).collect()
    };
    let lists: Vec<Vec<u32>> = cells.iter().map(of).collect();
    (cells.clone(), Neighbors::from_lists(&lists).unwrap())
}

fn within(cells: &[(i32, i32)], radius: i32) -> Vec<usize> {
    let near = |(q, r): (i32, i32)| q.abs().max(r.abs()).max((q + r).abs()) <= radius;
    (0..cells.len()).filter(|i| near(cells[*i])).collect()
}

/// All sets of so many of some cells.
fn choose(from: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, cell) in from.iter().enumerate() {
        for mut rest in choose(&from[at + 1..], size - 1) {
            rest.insert(0, *cell);
            all.push(rest);
        }
    }
    all
}

/// Size of the smallest change among all there are, and how much the best of that size shows.
fn by_force(input: &BoundaryInput<'_>) -> Option<(usize, f64)> {
    let sum = |cells: &[usize]| cells.iter().map(|c| input.harm[*c]).sum::<f64>();
    let free: Vec<usize> = (0..input.harm.len()).filter(|c| input.allowed[*c] && !input.site.contains(c)).collect();
    let holds = |cells: &[usize]| (0..input.harm.len()).map(|c| cells.contains(&c)).collect::<Vec<bool>>();
    let now = pieces_and_holes(input.neighbors, input.site, &holds(input.site));
    for size in 1..=input.most {
        let mut best: Option<f64> = None;
        let gives = choose(input.site, size);
        for added in choose(&free, size) {
            for given_up in &gives {
                let (a, g) = (sum(&added), sum(given_up));
                let shows = (a - g) / (input.weight * (a + g)).sqrt();
                if a - g < WORTH * sum(input.site) || shows < VISIBLE || best.is_some_and(|b| b >= shows) {
                    continue;
                }
                let kept = input.site.iter().filter(|c| !given_up.contains(c)).chain(&added);
                let kept: Vec<usize> = kept.copied().collect();
                let (pieces, holes) = pieces_and_holes(input.neighbors, &kept, &holds(&kept));
                if pieces <= now.0 && holes <= now.1 {
                    best = Some(shows);
                }
            }
        }
        if let Some(shows) = best {
            return Some((size, shows));
        }
    }
    None
}

#[test]
fn no_smaller_change_of_all_there_are_would_help() {
    let (cells, neighbors) = disc(3);
    let area = vec![0.015; cells.len()];
    let mut sizes = [0; 4];
    for look in 0..60_u64 {
        let stream = Stream::new(look, &["boundary by force"]);
        // A site of some 12 cells: the middle and some of the second ring that hang on it.
        let second = within(&cells, 2);
        let middle = within(&cells, 1);
        let site: Vec<usize> =
            second.iter().copied().filter(|c| middle.contains(c) || stream.uniform(900 + *c as u64) < 0.4).collect();
        let allowed: Vec<bool> = (0..cells.len()).map(|c| stream.uniform(500 + c as u64) < 0.9).collect();
        let harm: Vec<f64> = (0..cells.len() as u64).map(|c| 3.2 * stream.uniform(c).powi(4)).collect();
        let input = BoundaryInput {
            harm: &harm,
            weight: 0.3 + 0.5 * stream.uniform(999),
            area_km2: &area,
            neighbors: &neighbors,
            site: &site,
            allowed: &allowed,
            most: 3,
        };
        let found = smallest_change(&input);
        assert!(found.as_ref().is_none_or(|f| f.smallest), "look {look}: so little ground is looked through");
        let sum = |cells: &[usize]| cells.iter().map(|c| harm[*c]).sum::<f64>();
        let shows = |f: &BoundaryChange| {
            let (a, g) = (sum(&f.added), sum(&f.given_up));
            (f.added.len(), (a - g) / (input.weight * (a + g)).sqrt())
        };
        let expected = by_force(&input);
        sizes[expected.map_or(0, |e| e.0)] += 1;
        match (found.as_ref().map(shows), expected) {
            (None, None) => {}
            (Some(f), Some(e)) => assert!(f.0 == e.0 && (f.1 - e.1).abs() < 1e-9, "look {look}: {f:?}, {e:?}"),
            (f, e) => panic!("look {look}: {f:?}, by force {e:?}"),
        }
    }
    assert!(sizes.iter().all(|n| *n >= 3), "none, one, two, three cells: {sizes:?}");
}

#[test]
fn pieces_and_holes_are_counted() {
    let (cells, neighbors) = disc(3);
    let count = |held: &[usize]| {
        let holds: Vec<bool> = (0..cells.len()).map(|c| held.contains(&c)).collect();
        pieces_and_holes(&neighbors, held, &holds)
    };
    let whole = within(&cells, 2);
    let middle = within(&cells, 0);
    let ring: Vec<usize> = whole.iter().copied().filter(|c| !within(&cells, 1).contains(c)).collect();
    assert_eq!(count(&whole), (1, 0));
    assert_eq!(count(&ring), (1, 1));
    assert_eq!(count(&[ring.as_slice(), middle.as_slice()].concat()), (2, 1));
    assert_eq!(count(&[]), (0, 0));
}

/// What a search on three years and a count of the year after say of one made-up site.
struct Look {
    /// Whether a change was tested, and whether it was proposed.
    tested: bool,
    proposed: bool,
}

/// `rate`: incidents of a year on each cell; each brings `size` events on its cell in its month.
fn look(at: u64, size: f64, rate: impl Fn((i32, i32)) -> f64) -> Look {
    let (cells, neighbors) = disc(8);
    let site = within(&cells, 4);
    let stream = Stream::new(at, &["boundary alarms"]);
    let month = |cell: usize, month: u64| size * poisson(rate(cells[cell]) / 12.0, stream, 48 * cell as u64 + month);
    let harm: Vec<f64> = (0..cells.len()).map(|c| (0..36).map(|m| month(c, m)).sum::<f64>() / 3.0).collect();
    let (area, allowed) = (vec![0.015; cells.len()], vec![true; cells.len()]);
    let (neighbors, site) = (&neighbors, site.as_slice());
    let input =
        BoundaryInput { harm: &harm, weight: 1.0, area_km2: &area, neighbors, site, allowed: &allowed, most: 8 };
    let Some(change) = smallest_change(&input) else { return Look { tested: false, proposed: false } };
    let mut came = Vec::new();
    for (cells, added) in [(&change.added, true), (&change.given_up, false)] {
        let all = cells.iter().flat_map(|c| (36..48).map(move |m| (*c, m)));
        came.extend(all.map(|(c, m)| CellMonth { added, weight: month(c, m) }).filter(|c| c.weight > 0.0));
    }
    Look { tested: true, proposed: gained(&came, 0.5, (999, at), Z_90).p <= 0.05 }
}

#[test]
fn where_no_ground_is_better_a_change_is_proposed_no_more_often_than_stated() {
    // Events as even as the site's own density; each alone, and three that come together. Of 400 looks each, 10, 1 and
    // 4 propose a change: 2.5% (90% interval 1.5 to 4.1), 0.3% (0.1 to 1.1) and 1.0% (0.4 to 2.2).
    for (rate, size) in [(2.0, 1.0), (1.0, 3.0), (6.0, 1.0)] {
        let looks: Vec<Look> = (0..400).map(|at| look(at, size, |_| rate)).collect();
        let tested = looks.iter().filter(|l| l.tested).count() as f64;
        let proposed = looks.iter().filter(|l| l.proposed).count() as f64;
        let of_all = wilson(proposed / 400.0, 400.0, Z_90);
        let of_tested = wilson(proposed / tested.max(1.0), tested, Z_90);
        assert!(of_all.low <= 0.05 && of_all.value <= 0.07, "{of_all:?}");
        assert!(of_tested.low <= 0.05, "of {tested} tested: {of_tested:?}");
        assert!(tested >= 40.0, "so few that nothing is tested: {tested}");
    }
}

#[test]
fn ground_that_is_better_is_found_more_often_than_not() {
    // A hot corner of nine cells just beyond the edge. The smallest change is one that the earlier months flatter: it
    // is seen less often than in the four years of five that they promise.
    let hot = |(q, r): (i32, i32)| if (5..=7).contains(&q) && (-3..=-1).contains(&r) { 9.0 } else { 1.0 };
    let found = (0..100).filter(|at| look(*at, 1.0, hot).proposed).count();
    assert!(found >= 50, "{found} of 100");
}

#[test]
fn nothing_that_came_gains_nothing() {
    let none = gained(&[], 0.5, (99, 1), Z_90);
    assert!(none.gain.abs() < 1e-12 && (none.p - 1.0).abs() < 1e-12);
    // Where all the swapped ground is added, any event falls on it: no gain tells it from chance.
    let all = [CellMonth { added: true, weight: 1.0 }; 30];
    assert!((gained(&all, 1.0, (99, 1), Z_90).p - 1.0).abs() < 1e-12);
    assert!(gained(&all, 0.5, (999, 1), Z_90).p <= 0.002);
}
