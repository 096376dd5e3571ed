# Knox's test of surveillance on made events, for crates/spatial/tests/reference/knox.json.
#
# Needs R (4.x) with surveillance and jsonlite; in Debian r-cran-surveillance and r-cran-jsonlite (made with surveillance 1.20.3).
# The events are made here, from a fixed seed. The package's own simulated p shuffles pairs; what is shuffled here are the times of
# the events, which is the null of Knox (1964): the package counts the close pairs of each shuffle.
#
#     Rscript scripts/oracle/spatial_knox.R > crates/spatial/tests/reference/knox.json

suppressPackageStartupMessages({
  library(surveillance)
  library(jsonlite)
})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20260204)

# Whole meters and days, so that pairs lie exactly on the edges; some events are followed by a near repeat.
n <- 220
x <- round(runif(n, 0, 3000) / 20) * 20
y <- round(runif(n, 0, 3000) / 20) * 20
day <- floor(runif(n, 0, 365))
again <- 1:9
x <- c(x, x[again] + sample(c(0, 20, 60), 9, TRUE))
y <- c(y, y[again])
day <- c(day, day[again] + sample(1:9, 9, TRUE))

apart <- dist(cbind(x, y))
case <- function(space, time) {
  days <- as.matrix(dist(day))
  pick <- lower.tri(days)
  test <- function(d) knox(d, apart, eps.t = time, eps.s = space, simulate.p.value = FALSE)
  found <- test(days[pick])
  shuffled <- replicate(1999, {
    order <- sample(length(day))
    unname(test(days[order, order][pick])$statistic)
  })
  list(
    space = space, time = time, pairs = unname(found$statistic), expected = unname(found$null.value),
    space_pairs = sum(found$table[, 1]), time_pairs = sum(found$table[1, ]),
    p = mean(c(found$statistic, shuffled) >= found$statistic), permutations = 1999,
    mean = mean(shuffled), sd = sd(shuffled)
  )
}
out <- list(
  generator = "scripts/oracle/spatial_knox.R",
  surveillance = as.character(packageVersion("surveillance")),
  x = x, y = y, day = day,
  cases = list(case(60, 7), case(100, 14), case(200, 14), case(400, 30))
)
cat(toJSON(out, digits = I(17), auto_unbox = TRUE), "\n", sep = "")
