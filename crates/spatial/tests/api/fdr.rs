//! FDR.
