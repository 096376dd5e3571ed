# Local statistics of spdep on a patch of hexagons, for crates/spatial/tests/reference/spdep.json.
#
# Needs R (4.x) with spdep and jsonlite; in Debian r-cran-spdep and r-cran-jsonlite (made with spdep 1.2.7). The data are made
# here, from a fixed seed. `moran_*` are spdep's localmoran of row-standardized weights with its conditional moments (Sokal, Oden
# and Thomson 1998) and division by sum(z^2)/n; `gi*` its localG of binary weights; `bh` is R's own p.adjust.
#
#     Rscript scripts/oracle/spatial_spdep.R > crates/spatial/tests/reference/spdep.json

suppressPackageStartupMessages({
  library(spdep)
  library(jsonlite)
})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20260203)

grid <- expand.grid(column = 0:13, row = 0:10)
x <- grid$column + ifelse(grid$row %% 2 == 1, 0.5, 0)
y <- grid$row * sqrt(3) / 2
# Some left out, so that neighborhoods differ in size.
keep <- runif(nrow(grid)) > 0.12
x <- x[keep]
y <- y[keep]
near <- dnearneigh(cbind(x, y), 0, 1.01)
# Without neighbors there is no local statistic.
alone <- card(near) == 0
x <- x[!alone]
y <- y[!alone]
near <- dnearneigh(cbind(x, y), 0, 1.01)
n <- length(x)
away <- sqrt((x - 4)^2 + (y - 4)^2)
counts <- rpois(n, rgamma(n, 0.8, 1) * (1 + 9 * exp(-away^2 / 5)))

rows <- nb2listw(near, style = "W")
ones <- nb2listw(near, style = "B")
selves <- nb2listw(include.self(near), style = "B")
local <- localmoran(counts, rows, conditional = TRUE, mlvar = TRUE)
g <- localG(counts, ones, return_internals = TRUE)
star <- localG(counts, selves, return_internals = TRUE)
p <- 2 * pnorm(abs(as.vector(star)), lower.tail = FALSE)

out <- list(
  generator = "scripts/oracle/spatial_spdep.R",
  spdep = as.character(packageVersion("spdep")),
  counts = counts,
  neighbors = lapply(near, function(j) I(as.integer(j - 1))),
  moran = as.vector(moran.test(counts, rows)$estimate[1]),
  moran_i = as.vector(local[, "Ii"]),
  moran_z = as.vector(local[, "Z.Ii"]),
  moran_quadrant = as.character(attr(local, "quadr")$pysal),
  gi_z = as.vector(g),
  gi_star_z = as.vector(star),
  gi_star_p = p,
  bh = p.adjust(p, "BH")
)
cat(toJSON(out, digits = I(17), auto_unbox = TRUE), "\n", sep = "")
