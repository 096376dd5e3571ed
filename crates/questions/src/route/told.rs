//! A walk told street by street.

use catchment_siting::route::Passed;

use super::streets::CityStreets;
use super::{RouteStretch, RouteTurn, words};
use crate::check::words::direction;

/// Turns of less than this go straight on, radians.
const STRAIGHT: f64 = std::f64::consts::FRAC_PI_6;
/// Turns of more than this go back.
const BACK: f64 = 0.9 * std::f64::consts::PI;

/// A segment as it is passed, in the city's numbers.
struct Step {
    segment: usize,
    from: usize,
    to: usize,
    meters: Vec<(f64, f64)>,
    degrees: Vec<[f64; 2]>,
    again: bool,
}

/// The walk as stretches along one street each; `segments` are the city's numbers of those that were searched.
pub(super) fn stretches(city: &CityStreets, segments: &[usize], walk: &[Passed]) -> Vec<RouteStretch> {
    let mut seen = std::collections::BTreeSet::new();
    let steps: Vec<Step> = walk.iter().map(|p| step(city, segments[p.edge], p.forth, &mut seen)).collect();
    let mut groups: Vec<(RouteTurn, Vec<&Step>)> = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let turn = if i == 0 { RouteTurn::Begin } else { turn(&steps[i - 1], step) };
        let goes_on = |last: &Step| city.name(last.segment) == city.name(step.segment) && turn != RouteTurn::Back;
        match groups.last_mut().filter(|(_, group)| group.last().is_some_and(|last| goes_on(last))) {
            Some((_, group)) => group.push(step),
            None => groups.push((turn, vec![step])),
        }
    }
    let street = |group: &[&Step]| group.first().and_then(|s| city.name(s.segment)).map(str::to_owned);
    let names: Vec<Option<String>> = groups.iter().map(|(_, group)| street(group)).collect();
    groups.iter().enumerate().map(|(i, (turn, group))| stretch(city, (*turn, group), (i, &names))).collect()
}

fn step(city: &CityStreets, segment: usize, forth: bool, seen: &mut std::collections::BTreeSet<usize>) -> Step {
    let s = &city.network.segments[segment];
    let (mut meters, mut degrees) = (s.points.clone(), city.degrees[segment].clone());
    let (from, to) = if forth { (s.a, s.b) } else { (s.b, s.a) };
    if !forth {
        meters.reverse();
        degrees.reverse();
    }
    Step { segment, from, to, meters, degrees, again: !seen.insert(segment) }
}

fn turn(before: &Step, next: &Step) -> RouteTurn {
    let n = before.meters.len();
    let angle = |a: (f64, f64), b: (f64, f64)| (b.1 - a.1).atan2(b.0 - a.0);
    let (was, is) = (angle(before.meters[n - 2], before.meters[n - 1]), angle(next.meters[0], next.meters[1]));
    let pi = std::f64::consts::PI;
    let by = (is - was + pi).rem_euclid(2.0 * pi) - pi;
    let same = before.segment == next.segment;
    match by {
        _ if same || by.abs() > BACK => RouteTurn::Back,
        by if by.abs() < STRAIGHT => RouteTurn::Straight,
        by if by > 0.0 => RouteTurn::Left,
        _ => RouteTurn::Right,
    }
}

fn stretch(
    city: &CityStreets,
    (turn, group): (RouteTurn, &[&Step]),
    (i, names): (usize, &[Option<String>]),
) -> RouteStretch {
    let (first, last) = (group[0], group[group.len() - 1]);
    let own = names[i].as_deref();
    let meters = group.iter().map(|s| city.network.segments[s.segment].meters).sum();
    let (a, b) = (first.meters[0], last.meters[last.meters.len() - 1]);
    let mut path: Vec<[f64; 2]> = Vec::new();
    for s in group {
        path.extend(&s.degrees[usize::from(!path.is_empty())..]);
    }
    // Round a block the ends say nothing of the way: then that of the first piece.
    let (east, north) = if (b.0 - a.0).hypot(b.1 - a.1) > meters / 10.0 {
        (b.0 - a.0, b.1 - a.1)
    } else {
        (first.meters[1].0 - a.0, first.meters[1].1 - a.1)
    };
    let before = i.checked_sub(1).and_then(|j| names[j].as_deref());
    let mut item = RouteStretch {
        street: own.unwrap_or(words::UNNAMED).to_owned(),
        from: crossed(city, first.from, own, before),
        to: crossed(city, last.to, own, names.get(i + 1).and_then(Option::as_deref)),
        meters,
        turn,
        heading: direction(east, north).to_owned(),
        again: group.iter().all(|s| s.again),
        path,
        says: String::new(),
    };
    item.says = words::stretch(&item);
    item
}

/// The street that is crossed at a crossing: the one walked before or after where that is another, else any other.
fn crossed(city: &CityStreets, node: usize, own: Option<&str>, beside: Option<&str>) -> String {
    let names = city.names_at(node);
    let other = beside.filter(|b| Some(*b) != own && names.contains(b));
    let other = other.or_else(|| names.into_iter().find(|n| Some(*n) != own));
    let none = if city.is_end(node) { "its end" } else { "a bend" };
    other.unwrap_or(none).to_owned()
}

/// A crossing by its streets.
pub(super) fn crossing(city: &CityStreets, node: usize) -> String {
    let names = city.names_at(node);
    match names.as_slice() {
        [] => "an unnamed crossing".to_owned(),
        [one] => format!("{} of {one}", if city.is_end(node) { "the end" } else { "a bend" }),
        [one, two, ..] => format!("{one} & {two}"),
    }
}
