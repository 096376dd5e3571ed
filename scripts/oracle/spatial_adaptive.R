# Adaptive kernel density of spatstat, for crates/spatial/tests/reference/adaptive.json.
#
# Needs R (4.x) with spatstat.explore and jsonlite; in Debian r-cran-spatstat.explore and r-cran-jsonlite (made with spatstat.explore
# 3.0.6). The points are made here, from a fixed seed, at pixel centers: the package moves every point to one. Its Gaussian is not
# cut. `factors` are Abramson's by bw.abram, over the common bandwidth. The surface is the sum of the package's surfaces of single
# points, each with its own bandwidth: its densityAdaptiveKernel shares bandwidths among groups, and even with a group to every
# point takes them midway between two of the points'.
#
#     Rscript scripts/oracle/spatial_adaptive.R > crates/spatial/tests/reference/adaptive.json

suppressPackageStartupMessages({
  library(spatstat.explore)
  library(jsonlite)
})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20260207)

side <- 64
n <- 90
center <- function(v) (floor(pmin(pmax(v, 0), 1 - 1e-9) * side) + 0.5) / side
x <- center(c(runif(n / 2), rnorm(n / 2, 0.3, 0.06)))
y <- center(c(runif(n / 2), rnorm(n / 2, 0.25, 0.06)))
points <- suppressWarnings(ppp(x, y, c(0, 1), c(0, 1)))
common <- 0.07
bandwidths <- bw.abram(points, h0 = common, at = "points", trim = 1e9, dimyx = side)
one <- function(i) density(points[i], sigma = bandwidths[i], edge = TRUE, diggle = TRUE, dimyx = side)
surface <- Reduce(`+`, lapply(seq_len(n), one))

# Some pixels of the matrix: row 1 is the southernmost.
rows <- seq(1, side, 7)
out <- list(
  generator = "scripts/oracle/spatial_adaptive.R",
  spatstat.explore = as.character(packageVersion("spatstat.explore")),
  side = side, x = x, y = y, bandwidth = common,
  factors = as.vector(bandwidths) / common,
  rows = rows - 1,
  values = lapply(rows, function(r) as.vector(surface$v[r, ])),
  integral = integral(surface)
)
cat(toJSON(out, digits = I(12), auto_unbox = TRUE), "\n", sep = "")
