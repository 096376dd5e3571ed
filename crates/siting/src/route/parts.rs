//! A network as the search sees it: what hangs together, what can be reached, what is crossed only twice.

use super::edge::WalkEdge;

/// A connected part of a network, with crossings and segments numbered anew.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Number of crossings.
    pub(super) nodes: usize,
    /// Segments.
    pub(super) edges: Vec<WalkEdge>,
    /// Their numbers in the whole network.
    pub(super) of: Vec<usize>,
    /// Segments and far ends at each crossing.
    pub(super) at: Vec<Vec<(usize, usize)>>,
    /// Where the walk has to begin, if anywhere.
    pub(super) start: Option<usize>,
    /// Whether a closed walk passes a segment twice or not at all: nothing else leads back over it.
    pub(super) bridge: Vec<bool>,
}

impl Part {
    /// All prizes.
    pub(super) fn prize(&self) -> f64 {
        self.edges.iter().map(|e| e.prize).sum()
    }
}

/// The parts of a network that a walk of so many meters can keep to: that of the start, or all.
pub(super) fn parts(nodes: usize, edges: &[WalkEdge], start: Option<usize>, meters: f64) -> Vec<Part> {
    let at = at(nodes, edges);
    let near = start.map(|s| distances(&at, edges, s));
    let within = |e: &WalkEdge| near.as_ref().is_none_or(|d| d[e.a] + e.meters + d[e.b] <= meters);
    let kept: Vec<usize> = (0..edges.len()).filter(|i| within(&edges[*i])).collect();
    let mut group: Vec<usize> = (0..nodes).collect();
    for i in &kept {
        let (a, b) = (root(&mut group, edges[*i].a), root(&mut group, edges[*i].b));
        group[a.max(b)] = a.min(b);
    }
    let mut by_root: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for i in kept {
        by_root.entry(root(&mut group, edges[i].a)).or_default().push(i);
    }
    let start_root = start.map(|s| root(&mut group, s));
    let own = by_root.into_iter().filter(|(r, _)| start_root.is_none_or(|s| s == *r));
    own.map(|(_, of)| part(edges, of, start)).collect()
}

fn part(edges: &[WalkEdge], of: Vec<usize>, start: Option<usize>) -> Part {
    let mut number = std::collections::BTreeMap::new();
    for i in &of {
        for node in [edges[*i].a, edges[*i].b] {
            let next = number.len();
            number.entry(node).or_insert(next);
        }
    }
    let own: Vec<WalkEdge> =
        of.iter().map(|i| WalkEdge { a: number[&edges[*i].a], b: number[&edges[*i].b], ..edges[*i] }).collect();
    let at = at(number.len(), &own);
    let bridge = bridges(&at, &own);
    let start = start.and_then(|s| number.get(&s).copied());
    Part { nodes: number.len(), edges: own, of, at, start, bridge }
}

fn root(group: &mut [usize], mut i: usize) -> usize {
    while group[i] != i {
        group[i] = group[group[i]];
        i = group[i];
    }
    i
}

/// Segments and far ends at each crossing; one that ends where it begins stands once.
pub(super) fn at(nodes: usize, edges: &[WalkEdge]) -> Vec<Vec<(usize, usize)>> {
    let mut at = vec![Vec::new(); nodes];
    for (i, e) in edges.iter().enumerate() {
        at[e.a].push((i, e.b));
        if e.a != e.b {
            at[e.b].push((i, e.a));
        }
    }
    at
}

/// Meters from a crossing to all others.
fn distances(at: &[Vec<(usize, usize)>], edges: &[WalkEdge], from: usize) -> Vec<f64> {
    let mut d = vec![f64::INFINITY; at.len()];
    d[from] = 0.0;
    let mut open = std::collections::BTreeSet::from([(0_u64, from)]);
    // Lengths are no less than 0, so that their bits are in their order.
    while let Some((bits, node)) = open.pop_first() {
        for (e, next) in &at[node] {
            let far = f64::from_bits(bits) + edges[*e].meters;
            if far < d[*next] {
                open.remove(&(d[*next].to_bits(), *next));
                d[*next] = far;
                open.insert((far.to_bits(), *next));
            }
        }
    }
    d
}

/// Segments without which the part would fall apart (Tarjan 1974, doi 10.1016/0020-0190(74)90003-9), without recursion.
fn bridges(at: &[Vec<(usize, usize)>], edges: &[WalkEdge]) -> Vec<bool> {
    let n = at.len();
    let (mut order, mut low) = (vec![usize::MAX; n], vec![usize::MAX; n]);
    let mut bridge = vec![false; edges.len()];
    let mut clock = 0;
    for first in 0..n {
        if order[first] != usize::MAX {
            continue;
        }
        let mut stack = vec![(first, usize::MAX, 0)];
        while let Some((node, by, next)) = stack.pop() {
            if next == 0 {
                (order[node], low[node]) = (clock, clock);
                clock += 1;
            }
            let Some((e, to)) = at[node].get(next).copied() else {
                if by != usize::MAX {
                    let before = edges[by].a + edges[by].b - node;
                    low[before] = low[before].min(low[node]);
                    bridge[by] = low[node] > order[before];
                }
                continue;
            };
            stack.push((node, by, next + 1));
            if e == by || to == node {
                continue;
            }
            if order[to] == usize::MAX {
                stack.push((to, e, 0));
            } else {
                low[node] = low[node].min(order[to]);
            }
        }
    }
    bridge
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(a: usize, b: usize) -> WalkEdge {
        WalkEdge { a, b, meters: 100.0, prize: 1.0, street: 0, leaves: [0.0, 0.0] }
    }

    #[test]
    fn bridges_are_what_nothing_leads_around() {
        // A triangle, a dead end with a ring at its end, and two streets side by side.
        let edges = [edge(0, 1), edge(1, 2), edge(2, 0), edge(2, 3), edge(3, 3), edge(0, 4), edge(4, 0)];
        let one = &parts(5, &edges, None, 1000.0)[0];
        assert_eq!(one.bridge, [false, false, false, true, false, false, false]);
    }

    #[test]
    fn what_cannot_be_reached_and_left_in_time_is_left_out() {
        let edges = [edge(0, 1), edge(1, 2), edge(2, 3), edge(4, 5)];
        let of = |meters| parts(6, &edges, Some(0), meters).iter().map(|p| p.of.clone()).collect::<Vec<_>>();
        assert_eq!(of(400.0), [vec![0, 1]]);
        assert_eq!(of(600.0), [vec![0, 1, 2]]);
        assert_eq!(parts(6, &edges, None, 100.0).len(), 2);
    }
}
