//! Edge correction.
