//! Counts of areas by year, and the years that an estimate compares.

/// Counts of areas by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Years, ascending; one that is not known is absent.
    pub years: Vec<i32>,
    /// Counts at `[area][year]`.
    pub counts: Vec<Vec<f64>>,
}

/// Years that an estimate compares, as positions in the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First and last year of the baseline.
    pub before: (usize, usize),
    /// Year after.
    pub after: usize,
}

/// Years of the longer baselines.
const BASELINES: [usize; 2] = [3, 5];

impl Panel {
    /// Position of a year.
    pub fn at(&self, year: i32) -> Option<usize> {
        self.years.binary_search(&year).ok()
    }

    /// Sum of some areas in a year.
    pub fn sum(&self, areas: &[usize], at: usize) -> f64 {
        areas.iter().map(|a| self.counts[*a][at]).sum()
    }

    /// Sum of all areas in a year.
    pub fn all(&self, at: usize) -> f64 {
        self.counts.iter().map(|row| row[at]).sum()
    }

    /// Each year after a launch beside each baseline: the launch year, as a change is often claimed, the year before,
    /// the three and the five before, and all. A baseline has consecutive years only, but for the last one.
    ///
    /// Empty where the year before the launch is not known.
    pub fn spans(&self, launch: i32) -> Vec<Span> {
        let Some(last) = self.at(launch - 1) else { return Vec::new() };
        let whole =
            |n: &usize| last + 1 >= *n && usize::try_from(self.years[last] - self.years[last + 1 - n]) == Ok(*n - 1);
        let mut before: Vec<(usize, usize)> = self.at(launch).map(|at| (at, at)).into_iter().collect();
        before.push((last, last));
        before.extend(BASELINES.iter().filter(|n| whole(n)).map(|n| (last + 1 - n, last)));
        before.push((0, last));
        before.dedup();
        let after = (0..self.years.len()).filter(|y| self.years[*y] > launch);
        after.flat_map(|after| before.iter().map(move |before| Span { before: *before, after })).collect()
    }
}

impl Span {
    /// Years of the baseline.
    pub fn length(&self) -> usize {
        self.before.1 - self.before.0 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_no_baseline_and_no_baseline_stands_twice() {
        let panel = |years: &[i32]| Panel { years: years.to_vec(), counts: vec![] };
        let before = |years: &[i32], launch: i32| -> Vec<(usize, usize)> {
            panel(years).spans(launch).iter().map(|s| s.before).collect()
        };
        assert_eq!(before(&[2008, 2009, 2010, 2011, 2012], 2011), [(3, 3), (2, 2), (0, 2)]);
        // 2009 is not known, and neither is the launch year.
        assert_eq!(before(&[2008, 2010, 2011, 2013], 2012), [(2, 2), (0, 2)]);
        assert_eq!(before(&[2010, 2012], 2012), []);
    }
}
