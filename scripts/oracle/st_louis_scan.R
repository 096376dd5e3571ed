# The cluster that scanstatistics finds in St. Louis, for crates/spatial/tests/api/st_louis.rs.
#
# Needs R (4.x) with scanstatistics (made with 1.1.2; see spatial_scan.R for how to get it), and OUT as st_louis_scan.py leaves it.
#
#     SCAN_LIB=... Rscript scripts/oracle/st_louis_scan.R OUT

library(scanstatistics, lib.loc = c(Sys.getenv("SCAN_LIB"), .libPaths()))
table <- function(name) unname(as.matrix(read.csv(file.path(commandArgs(TRUE)[1], name), header = FALSE)))
counts <- table("counts.csv")
people <- matrix(table("people.csv"), nrow(counts), ncol(counts), byrow = TRUE)
zones <- knn_zones(coords_to_knn(table("xy.csv"), 25))
found <- scan_pb_poisson(counts, zones, people)
cat(
  "cases", sum(counts), "at risk", sum(people[1, ]), "ratio", sprintf("%.10f", found$MLC$score), "months", found$MLC$duration,
  "places", length(found$MLC$locations), "\n"
)
