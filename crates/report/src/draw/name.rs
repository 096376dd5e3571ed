//! Names of streets on a map: each along a straight run of its street, and none on another.

use std::fmt::Write as _;

use super::map::Map;

/// Size of the letters, in the units of the picture.
const SIZE: f64 = 25.0;
/// A letter is about so wide, in sizes.
const LETTER: f64 = 0.47;
/// Corners may lie so far from a straight run, in the units of the picture.
const STRAIGHT: f64 = 5.0;

/// A place on the picture.
type Place = (f64, f64);

impl Map {
    /// Writes a street's name along the longest straight run on the map that has room for it; nothing where none has.
    pub(crate) fn name<'a>(&mut self, lines: impl Iterator<Item = &'a [[f64; 2]]>, text: &str) {
        let length = LETTER * SIZE * text.chars().count() as f64;
        let mut runs: Vec<(Place, Place)> = lines.flat_map(|line| self.runs(line)).collect();
        runs.retain(|run| long(*run) >= length);
        runs.sort_by(|a, b| long(*b).total_cmp(&long(*a)));
        let Some((a, b)) = runs.into_iter().find(|run| disks(*run, length).all(|disk| self.free(disk))) else { return };
        self.taken.extend(disks((a, b), length));
        let (x, y) = (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
        let turn = (b.1 - a.1).atan2(b.0 - a.0).to_degrees();
        let _ = write!(
            self.marks,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" transform=\"rotate({turn:.1} {x:.1} {y:.1})\" dy=\"{:.1}\" {} \
             font-size=\"{SIZE}\" text-anchor=\"middle\" fill=\"#111111\" stroke=\"#ffffff\" stroke-width=\"6\" \
             stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>",
            SIZE * 0.32,
            super::FONT,
            super::escaped(text)
        );
    }

    /// The straight runs of a line on the map, read from the left.
    fn runs(&self, line: &[[f64; 2]]) -> Vec<(Place, Place)> {
        let placed: Vec<Place> = line.iter().map(|p| self.at(*p)).collect();
        let mut runs = Vec::new();
        let mut from = 0;
        while from + 1 < placed.len() {
            let straight =
                |to: &usize| placed[from..=*to].iter().all(|p| off(placed[from], placed[*to], *p) <= STRAIGHT);
            let to = (from + 1..placed.len()).take_while(straight).last().unwrap_or(from + 1);
            let (a, b) = (placed[from], placed[to]);
            runs.extend(self.within(if a.0 <= b.0 { (a, b) } else { (b, a) }));
            from = to;
        }
        runs
    }

    /// The part of a stretch that lies on the map, if any (Liang and Barsky).
    fn within(&self, (a, b): (Place, Place)) -> Option<(Place, Place)> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (step, room) in [(-dx, a.0), (dx, self.width - a.0), (-dy, a.1), (dy, self.height - a.1)] {
            if step == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if step < 0.0 {
                from = from.max(room / step);
            } else {
                to = to.min(room / step);
            }
        }
        let at = |t: f64| (a.0 + t * dx, a.1 + t * dy);
        (from < to).then(|| (at(from), at(to)))
    }

    fn free(&self, (x, y, radius): (f64, f64, f64)) -> bool {
        self.taken.iter().all(|(a, b, r)| (x - a).hypot(y - b) >= radius + r)
    }
}

fn long((a, b): (Place, Place)) -> f64 {
    (b.0 - a.0).hypot(b.1 - a.1)
}

/// How far a place lies from the line through two others.
fn off(a: Place, b: Place, p: Place) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    ((p.0 - a.0) * dy - (p.1 - a.1) * dx).abs() / dx.hypot(dy).max(1e-9)
}

/// A name in the middle of a run, as a row of disks.
fn disks((a, b): (Place, Place), length: f64) -> impl Iterator<Item = (f64, f64, f64)> {
    const RADIUS: f64 = 0.5 * SIZE;
    let steps = (length / RADIUS).ceil().max(1.0);
    let share = length / long((a, b)).max(1e-9);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few steps")]
    (0..=steps as usize).map(move |step| {
        let t = 0.5 + share * (step as f64 / steps - 0.5);
        (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1), RADIUS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(lines: &[(&[[f64; 2]], &str)]) -> String {
        let mut map = Map::new([0.0, 0.0, 0.01, 0.01], 1.0);
        for (line, text) in lines {
            map.name(std::iter::once(*line), text);
        }
        map.marks
    }

    #[test]
    fn a_name_stands_on_the_run_that_lies_on_the_map() {
        let through: &[[f64; 2]] = &[[-0.01, 0.005], [0.004, 0.005], [0.02, 0.005]];
        let marks = named(&[(through, "A & B")]);
        assert!(marks.contains("x=\"500.0\"") && marks.contains("A &amp; B</text>"), "{marks}");
    }

    #[test]
    fn a_name_stands_nowhere_where_it_is_too_long_or_the_street_elsewhere() {
        let (short, far): (&[_], &[_]) = (&[[0.005, 0.005], [0.0051, 0.005]], &[[0.02, 0.02], [0.03, 0.02]]);
        assert_eq!(named(&[(short, "Too Long Street"), (far, "Elsewhere")]), "");
    }

    #[test]
    fn no_name_stands_on_another() {
        let (across, down): (&[_], &[_]) = (&[[0.0, 0.005], [0.01, 0.005]], &[[0.005, 0.0], [0.005, 0.01]]);
        let beside: &[[f64; 2]] = &[[0.002, 0.0], [0.002, 0.01]];
        let marks = named(&[(across, "First"), (down, "Second"), (beside, "Third")]);
        assert!(marks.contains("First") && !marks.contains("Second") && marks.contains("Third"), "{marks}");
    }
}
