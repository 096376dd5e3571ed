//! The methods on arrays: KDE, Gi*, FDR. Pure and deterministic.
