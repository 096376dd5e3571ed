# Empirical Bayes rates of spdep on made areas, for crates/siting/tests/reference/eb.json.
#
# Needs R (4.x) with spdep and jsonlite; in Debian r-cran-spdep and r-cran-jsonlite (made with spdep 1.2.7). The data are made here,
# from a fixed seed: areas whose true rates differ, and areas whose counts vary less than chance would have them vary (the variance
# is then 0 and every rate the mean).
#
#     Rscript scripts/oracle/siting_eb.R > crates/siting/tests/reference/eb.json

suppressPackageStartupMessages({
  library(spdep)
  library(jsonlite)
})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20260206)

people <- round(exp(rnorm(79, log(3500), 0.8)))
apart <- rpois(79, people * rgamma(79, 2, 2 / 0.006))
alike <- round(people * 0.006)
case <- function(counts) {
  found <- EBest(counts, people, family = "poisson")
  list(counts = counts, mean = attr(found, "parameters")$b, variance = attr(found, "parameters")$a, rates = found$estmm)
}
out <- list(
  generator = "scripts/oracle/siting_eb.R",
  spdep = as.character(packageVersion("spdep")),
  people = people, cases = list(apart = case(apart), alike = case(alike))
)
cat(toJSON(out, digits = I(17), auto_unbox = TRUE), "\n", sep = "")
