//! The decisions: ranks with their uncertainty, candidate catchments. Pure and seeded.
