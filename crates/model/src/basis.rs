//! How rows are counted: in which unit, by which date, in which area.

crate::named! {
    /// Unit of count (METHODS.md, "Units of count").
    pub enum Unit as "unit of count" {
        /// Sum of `Count`: offenses (per victim for homicide, rape and assault), less what was taken back.
        Net = "net",
        /// Distinct incidents.
        Incident = "incident",
    }
    default Net
}

crate::named! {
    /// Which date puts a row into a window.
    pub enum TimeBasis as "date that counts" {
        /// Month of report.
        Reported = "reported",
        /// Month of occurrence; rows of unknown date are left out.
        Occurred = "occurred",
    }
    default Reported
}

crate::named! {
    /// Which area a row belongs to.
    pub enum AreaBasis as "basis of areas" {
        /// The police's own label.
        Label = "label",
        /// The polygon that holds the point.
        Point = "point",
    }
    default Label
}
