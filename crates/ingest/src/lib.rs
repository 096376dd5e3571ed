//! Raw files to incidents: schemas, GDAL, reprojection, reconciliation, the quality report.
