//! What GDAL says of its own accord.

/// Sends what GDAL would print on the terminal to the log: its errors come back as results anyway.
pub(crate) fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        gdal::config::set_error_handler(|_, number, text| tracing::debug!(target: "gdal", number, "{text}"));
    });
}
