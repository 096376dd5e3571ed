//! Bandwidth selectors.
