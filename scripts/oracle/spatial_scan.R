# Scans of scanstatistics and smerc on made cases, for crates/spatial/tests/reference/scan.json.
#
# Needs R (4.x) with scanstatistics (made with 1.1.2, CRAN), smerc (1.6, CRAN archive) and jsonlite. Neither scan package is in
# Debian: install.packages("scanstatistics"); remotes::install_version("smerc", "1.6"). Where CRAN is out of reach, as it was when
# the file was made, builds of the parts used here do, from the published sources: scan_pb_poisson, scan_permutation, coords_to_knn
# and knn_zones with R code as in 1.1.2 and C++ of github.com/benjamin-allevius/scanstatistics (the C++ of 1.1.2 itself was not to be
# had), scan.test and what it calls as in 1.6, helpers of other versions of github.com/jfrench/smerc. The smerc so built gives the
# 11.577255 that the package's authors print for New York. SCAN_LIB names the library they were installed to.
#
# scanstatistics scans windows that end with the last step only. The cases are made here, from a fixed seed.
#
#     SCAN_LIB=... Rscript scripts/oracle/spatial_scan.R > crates/spatial/tests/reference/scan.json

library <- function(name) base::library(name, lib.loc = c(Sys.getenv("SCAN_LIB"), .libPaths()), character.only = TRUE)
for (name in c("scanstatistics", "smerc", "jsonlite")) suppressPackageStartupMessages(library(name))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20260205)
shares <- c(0.1, 0.25, 0.5, 0.75, 0.9, 0.95)

# Cases by step (row) and place (column), population that grows where the last places are, a flare-up in the last five steps.
places <- 48
steps <- 9
x <- runif(places)
y <- runif(places)
people <- round(rgamma(places, 3, 3 / 900)) + 50
people <- t(sapply(1:steps, function(t) round(people * (1 + 0.04 * t * (seq_len(places) > 30)))))
near <- sqrt((x - x[7])^2 + (y - y[7])^2) < 0.17
cases <- matrix(rpois(steps * places, people / 300), steps)
cases[5:9, near] <- matrix(rpois(5 * sum(near), people[5:9, near] / 300 * 1.8), 5)

neighbors <- coords_to_knn(cbind(x, y), 10)
zones <- knn_zones(neighbors)
clusters <- function(found) {
  best <- top_clusters(found, zones, k = 4)
  lapply(seq_len(nrow(best)), function(i) {
    list(places = I(zones[[best$zone[i]]] - 1), steps = best$duration[i], llr = best$score[i], p = best$MC_pvalue[i])
  })
}
# The highest ratio among windows of at most so many steps.
by_length <- function(found) {
  sapply(seq_len(steps), function(t) max(found$observed$score[found$observed$duration <= t]))
}
described <- function(found) {
  list(
    clusters = clusters(found), by_length = by_length(found), simulations = nrow(found$replicates),
    chance = as.vector(quantile(found$replicates$score, shares, type = 1)), p = found$MC_pvalue
  )
}
population <- described(scan_pb_poisson(cases, zones, population = people, n_mcsim = 1999))
permutation <- described(scan_permutation(cases, zones, n_mcsim = 1999))

# Circles: one step, zones of at most a fifth of the population.
regions <- 90
east <- runif(regions, 0, 10)
north <- runif(regions, 0, 10)
residents <- round(rgamma(regions, 2, 2 / 1500)) + 20
risk <- 1 + 0.9 * (sqrt((east - 3)^2 + (north - 3)^2) < 1.8) + 0.7 * (sqrt((east - 8)^2 + (north - 7)^2) < 1.2)
ill <- rpois(regions, residents / 150 * risk)
coords <- cbind(east, north)
circles <- suppressMessages(scan.test(coords, ill, residents, nsim = 1999, ubpop = 0.2, alpha = 1))
nn <- scan.nn(as.matrix(dist(coords)), residents, 0.2)
expected <- nn.cumsum(nn, sum(ill) / sum(residents) * residents)
chance <- scan.sim(1999, nn, sum(ill), residents / sum(residents) * sum(ill), ein = expected, eout = sum(ill) - expected)

out <- list(
  generator = "scripts/oracle/spatial_scan.R",
  scanstatistics = "1.1.2", smerc = "1.6", shares = shares,
  space_time = list(
    x = x, y = y, nearest = 10, steps = steps,
    cases = as.vector(cases), people = as.vector(people),
    zones = length(zones), population = population, permutation = permutation
  ),
  space = list(
    x = east, y = north, share = 0.2, cases = ill, people = residents, simulations = 1999,
    chance = as.vector(quantile(chance, shares, type = 1)),
    clusters = lapply(circles$clusters[1:6], function(c) {
      list(
        places = I(c$locids - 1), cases = c$cases, expected = c$expected, relative_risk = c$rr, llr = c$loglikrat, p = c$pvalue
      )
    })
  )
)
cat(toJSON(out, digits = I(17), auto_unbox = TRUE), "\n", sep = "")
