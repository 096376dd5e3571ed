//! HTTP over a ready dataset.
