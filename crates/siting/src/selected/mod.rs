//! What places truly hold that were chosen because they are highest.
//!
//! A place that is highest of many is so partly by chance, and that part does not come back: what was counted in it is
//! too high, and an interval about it holds the truth too seldom (the winner's curse). Comparing catchments with a
//! tiling of areas of the same size ([`crate::reference_tiling`]) corrects little, because the choice is not among
//! tiles: it is made cell by cell, each taken because its own count was high. So the correction here starts at the
//! cell.
//!
//! **By counts** ([`SelectedEstimate::of`]):
//! 1. Each cell's rate has the posterior of [`crate::chance`]: its own incidents, drawn toward those around it, with a
//!    prior fitted to all cells. A place's estimate is the sum of its cells'. Were that posterior exact, the choice
//!    would need no further correction, whatever it looked at (Senn 2008, doi 10.1198/000313008X331530).
//! 2. It is not exact: the prior is fitted, its shape assumed. Parametric bootstrap: rates are drawn from it, counts
//!    are drawn from the rates (quasi-Poisson, by φ), the search chooses again on these counts, the prior's strength is
//!    fitted again, and the posterior given these counts says something of the places chosen. How far the drawn rates
//!    lie from that, in standard deviations (mean: shift; spread), corrects mean and standard deviation of the
//!    estimate: by itself for the places that belong together, which are chosen from most, for those listed after
//!    them, and for the first ones together, whose errors may go the same way.
//! 3. Two dozen draws leave the mean of their sums in doubt by a fifth of a standard deviation, more than it differs
//!    from 0 in truth: taken at its word, as it was, it moved intervals away from the truth as often as toward it. So
//!    it is drawn toward 0 (normal prior with a standard deviation of 0.1), what is left of its doubt widens the
//!    interval, and its ends are those of Student's t with one degree of freedom fewer than there are draws.
//!
//! What intervals hold, by size and shape, on made-up cities with the surface of St. Louis: docs/how-sure.md, test
//! `selected`. By tiles 80.8 ± 2.9% of the intervals of 90% held at 0.25 km² and 50.6 ± 7.6% at 2.5 km², by the
//! posterior of the cells alone 85.6 ± 2.6% at 0.25 km² (free shapes).
//!
//! CPU time for 24 draws of 12 places, dev profile, St. Louis at resolution 10: some 0.4 s at 0.25 km² and 2.2 s at 2.5
//! km², shared among threads, and what the prior's strength takes to be fitted again for each draw and offense group.
//!
//! **By expected harm** ([`SelectedEstimate::forecast`]): what is said of the year to come is an index, not an
//! unbiased expectation, and the year has changes of its own. Here the past teaches: the search is run on what would
//! have been said before each past year, and what those places brought says by how much choices fall back, and how
//! widely the outcome varies. Measured on the real years 2012 to 2020 of St. Louis (all months before each, three
//! catchments): what came over what was to be expected is 1.045 at 0.25 km² (1.035 of what was said) and 0.971 at 2.5
//! km² (0.895); 25 and 26 of 27 single places and 8 and 9 of 9 sums came within their 90% intervals. 2020 alone, with
//! one incident of 43 victims, brought half as much again at 0.25 km².
//!
//! Relation to others: Andrews, Kitagawa, `McCloskey` (2024), *Inference on winners*, doi 10.1093/qje/qjad043,
//! condition on which of a list of candidates won, for normal estimates with a known covariance; Petrou-Zeniou, Shaikh
//! (2024),
//! *Inference on multiple winners*, arXiv 2410.19212, treat several winners at once. Their candidates can be listed,
//! and their intervals hold for any true values. Here the candidates are all connected sets of cells, which nobody can
//! list, so that the event conditioned on has no handle; and the intervals hold on average over the places that a city
//! like this one would make one choose, not for every possible city. Splitting incidents in two (choose by one part,
//! estimate by the other: Neufeld et al. 2024, *Data thinning for convolution-closed distributions*, JMLR 25) would be
//! unbiased without a prior, but chooses by half of the data: other places than those asked about.

mod counted;
mod forecast;
mod held;
mod near;
mod off;
mod params;

pub use counted::{Selected, SelectedInput};
pub use forecast::Forecast;
pub use held::Held;
pub use params::{SelectedEstimate, SelectedParams};
