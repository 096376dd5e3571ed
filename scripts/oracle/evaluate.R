# What R says of the estimates of `catchment evaluate`, for crates/siting/tests/reference/evaluate.json.
#
# Needs R (4.x) with quadprog, sandwich and jsonlite; in Debian r-cran-quadprog, r-cran-sandwich and r-cran-jsonlite (made with R
# 4.2.2, quadprog 1.5.8, sandwich 3.0.2). The counts are real: neighborhoods of St. Louis by year (evaluate_panel.py).
#
#     Rscript scripts/oracle/evaluate.R crates/siting/tests/reference/neighborhood_years.csv > crates/siting/tests/reference/evaluate.json
#
# - Difference in differences: glm, Poisson, an effect for each unit and each year; the fit, not the closed form.
# - Synthetic control: solve.QP, then the equations of the donors in use solved again, since solve.QP leaves some 1e-5.
# - Augmented synthetic control: its formula in matrices; the penalty by leaving out each year before.
# - Weighted displacement difference and quotient: their formulas.
# - For difference in differences also the standard error clustered by unit, beside how far the same estimate spreads over all other
#   units: with one treated unit the first tells nearly nothing of the second.

suppressPackageStartupMessages({
  library(quadprog)
  library(sandwich)
  library(jsonlite)
})

table <- read.csv(commandArgs(TRUE)[1], check.names = FALSE)
years <- as.integer(names(table)[-(1:2)])
counts_of <- function(outcome) {
  rows <- table[table$outcome == outcome, ]
  counts <- as.matrix(rows[, -(1:2)])
  rownames(counts) <- rows$neighborhood
  counts
}

did <- function(counts, treated, start) {
  long <- data.frame(
    y = as.vector(counts), unit = factor(rep(rownames(counts), ncol(counts))), year = factor(rep(seq_len(ncol(counts)), each = nrow(counts)))
  )
  long$on <- as.numeric(long$unit == treated & as.integer(long$year) > start)
  fit <- glm(y ~ unit + year + on, poisson, long, control = glm.control(epsilon = 1e-14, maxit = 100))
  list(fit = fit, long = long, ratio = unname(exp(coef(fit)["on"])))
}

mean_square <- function(x0) if (any(x0 != 0)) mean(x0^2) else 1

# x1: years before; x0: years before by donors.
mix <- function(x1, x0) {
  n <- ncol(x0)
  scale <- sqrt(mean_square(x0))
  x0 <- x0 / scale
  x1 <- x1 / scale
  quadratic <- crossprod(x0) + 1e-6 * diag(n)
  linear <- as.vector(crossprod(x0, x1))
  found <- solve.QP(quadratic, linear, cbind(1, diag(n)), c(1, rep(0, n)), meq = 1)$solution
  used <- which(found > 1e-7)
  repeat {
    m <- length(used)
    both <- rbind(cbind(quadratic[used, used, drop = FALSE], 1), c(rep(1, m), 0))
    again <- solve(both, c(linear[used], 1), tol = 1e-30)
    if (any(again[seq_len(m)] < 0)) {
      used <- used[-which.min(again[seq_len(m)])]
      next
    }
    slope <- as.vector(quadratic[, used, drop = FALSE] %*% again[seq_len(m)]) - linear + again[m + 1]
    slope[used] <- 0
    if (min(slope) > -1e-13) break
    used <- sort(c(used, which.min(slope)))
  }
  again <- again[seq_len(m)]
  stopifnot(max(abs(again - found[used])) < 1e-3)
  weights <- numeric(n)
  weights[used] <- again
  weights / sum(weights)
}

carried <- function(x1, x0, weights, penalty) {
  centered <- x0 - rowMeans(x0)
  missed <- x1 - as.vector(x0 %*% weights)
  weights + as.vector(crossprod(centered, solve(tcrossprod(centered) + penalty * diag(nrow(x0)), missed)))
}

augmented <- function(x1, x0) {
  centered <- x0 - rowMeans(x0)
  penalties <- sum(centered^2) * 10^(-0.5 * (0:8))
  errors <- sapply(penalties, function(penalty) {
    sum(sapply(seq_along(x1), function(out) {
      rows <- x0[-out, , drop = FALSE]
      weights <- carried(x1[-out], rows, mix(x1[-out], rows), penalty)
      (x1[out] - sum(weights * x0[out, ]))^2
    }))
  })
  best <- which.min(errors)
  list(weights = carried(x1, x0, mix(x1, x0), penalties[best]), penalty = penalties[best])
}

says <- function(counts, at, start, weights) {
  own <- counts[at, ]
  mixed <- as.vector(crossprod(counts[-at, , drop = FALSE], weights))
  before <- seq_len(start)
  list(
    ratio = sum(own[-before]) / sum(mixed[-before]), before = sqrt(mean((own - mixed)[before]^2)),
    after = sqrt(mean((own - mixed)[-before]^2)), weights = unname(weights)
  )
}

one <- function(outcome, neighborhood, from, last, to) {
  counts <- counts_of(outcome)[, years >= from & years <= to]
  start <- last - from + 1
  at <- which(rownames(counts) == neighborhood)
  x1 <- counts[at, seq_len(start)]
  x0 <- t(counts[-at, seq_len(start), drop = FALSE])
  fitted <- did(counts, neighborhood, start)
  other <- sapply(setdiff(rownames(counts), neighborhood), function(unit) {
    other <- counts[rownames(counts) != unit, ]
    log(sum(counts[unit, -seq_len(start)]) / sum(counts[unit, seq_len(start)])) -
      log(sum(other[, -seq_len(start)]) / sum(other[, seq_len(start)]))
  })
  more <- augmented(x1, x0)
  list(
    outcome = outcome, neighborhood = as.integer(neighborhood), from = from, last = last, to = to, did = fitted$ratio,
    clustered = unname(sqrt(vcovCL(fitted$fit, cluster = fitted$long$unit)["on", "on"])),
    spread = sd(other[is.finite(other)]), synthetic = says(counts, at, start, mix(x1, x0)),
    augmented = c(says(counts, at, start, more$weights), penalty = more$penalty)
  )
}

# Least and most violent, in and out of the reach of the others; short and long baselines; one and several years after.
cases <- list(
  one("aggravated_assault", "16", 2008, 2015, 2016), one("aggravated_assault", "50", 2012, 2016, 2019),
  one("robbery", "35", 2013, 2015, 2018), one("robbery", "16", 2008, 2016, 2019),
  one("homicide", "50", 2008, 2014, 2017), one("homicide", "16", 2014, 2016, 2019),
  one("aggravated_assault", "72", 2010, 2014, 2015), one("robbery", "76", 2008, 2017, 2019)
)

displaced <- function(treated, near, control, control_near) {
  difference <- diff(treated) - diff(control) + diff(near) - diff(control_near)
  error <- sqrt(sum(treated, near, control, control_near))
  quotient <- (near[2] / control[2] - near[1] / control[1]) / (treated[2] / control[2] - treated[1] / control[1])
  list(
    treated = treated, near = near, control = control, control_near = control_near, wdd = difference, error = error,
    z = difference / error, low = difference - qnorm(0.975) * error, high = difference + qnorm(0.975) * error, wdq = quotient
  )
}

out <- list(
  generator = "scripts/oracle/evaluate.R", r = R.version$major, quadprog = as.character(packageVersion("quadprog")),
  sandwich = as.character(packageVersion("sandwich")), cases = cases,
  displaced = list(
    displaced(c(207, 110), c(178, 157), c(308, 318), c(150, 140)), displaced(c(56, 31), c(61, 49), c(70, 66), c(38, 40))
  )
)
cat(toJSON(out, digits = I(17), auto_unbox = TRUE), "\n", sep = "")
