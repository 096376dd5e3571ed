//! Choices that questions offer, each with its name at every door and what it means.

use catchment_model::{named, named_schema};

use super::value::choices;

named! {
    /// What is ranked.
    pub enum Of as "what is ranked" {
        /// The city's neighborhoods, parks left out.
        Neighborhoods = "neighborhoods",
        /// Connected areas of one size, free of neighborhood borders.
        Catchments = "catchments",
    }
}

named! {
    /// What a search for catchments maximizes.
    pub enum Objective as "basis" {
        /// The counts of the window, weighted.
        Counted = "counted",
        /// Harm to expect per year after the window.
        Expected = "expected",
    }
}

named! {
    /// Which shapes catchments may have.
    pub enum Shape as "shape" {
        /// Ground that a team can walk: no holes, no gaps, no spikes.
        Walkable = "walkable",
        /// Any connected ground, within the bound on its outline where one is given; without one it may follow single
        /// blocks and leave out those between.
        Free = "free",
    }
}

impl Default for Shape {
    /// What was meant before shapes had names: what is kept without one is of free ground. Who asks today without one
    /// asks for [`Shape::usual`].
    fn default() -> Self {
        Self::Free
    }
}

impl Shape {
    /// What a question asks for that names no shape: ground that a team can walk. Beside a bound on the outline it is
    /// free ground: only that takes one.
    #[must_use]
    pub fn usual(bounded: bool) -> Self {
        if bounded { Self::Free } else { Self::Walkable }
    }

    /// Whether shapes are free, as they were before they had names: then nothing is written.
    #[must_use]
    pub fn is_free(&self) -> bool {
        *self == Self::Free
    }
}

named! {
    /// How much is said of an area.
    pub enum Extent as "how much is said" {
        /// What it holds, at once: the best of its size is not searched for.
        Own = "own",
        /// What it holds, beside the best of its size.
        Figures = "figures",
        /// Its series, hours, offenses, and then and now, too.
        Full = "full",
    }
    default Figures
}

impl Extent {
    /// Whether only figures are said, as before there was more: then nothing is written.
    #[must_use]
    pub fn is_figures(&self) -> bool {
        *self == Self::Figures
    }

    /// Whether the place is told in full.
    #[must_use]
    pub fn is_full(self) -> bool {
        self == Self::Full
    }

    /// Whether the best of the same size is searched for.
    #[must_use]
    pub fn compares(self) -> bool {
        self != Self::Own
    }
}

named! {
    /// What kind of place something is.
    pub enum PlaceKind as "kind of place" {
        /// A neighborhood.
        Neighborhood = "neighborhood",
        /// A park, cemetery or garden: counted, not ranked.
        Park = "park",
        /// A catchment that a search found.
        Catchment = "catchment",
    }
}

named! {
    /// Form of a kernel.
    pub enum KernelForm as "kernel" {
        /// Quartic (biweight).
        Quartic = "quartic",
        /// Epanechnikov.
        Epanechnikov = "epanechnikov",
        /// Gaussian, cut off at four bandwidths.
        Gaussian = "gaussian",
    }
}

named! {
    /// Correction of a surface at the city's border.
    pub enum Edge as "edge correction" {
        /// None: values are low along the border.
        None = "none",
        /// Divide by the kernel's share inside the city at the pixel.
        Uniform = "uniform",
        /// Divide by the kernel's share inside the city at the point.
        Diggle = "diggle",
    }
}

named! {
    /// What counts are told by.
    pub enum CountKey as "key of counts" {
        /// Calendar year.
        Year = "year",
        /// Month.
        Month = "month",
        /// Neighborhood or park.
        Neighborhood = "neighborhood",
        /// H3 cell.
        Cell = "cell",
    }
}

named_schema!(Of, Objective, Shape, Extent, PlaceKind, KernelForm, Edge, CountKey);
choices!(Of, Objective, Shape, Extent, KernelForm, Edge, CountKey);

#[cfg(feature = "engine")]
mod methods {
    use catchment_spatial::{EdgeCorrection, Kernel};

    use super::{Edge, KernelForm, Shape};

    impl From<Shape> for catchment_siting::Shape {
        fn from(shape: Shape) -> Self {
            match shape {
                Shape::Walkable => Self::Walkable,
                Shape::Free => Self::Free,
            }
        }
    }

    impl From<KernelForm> for Kernel {
        fn from(form: KernelForm) -> Self {
            match form {
                KernelForm::Quartic => Self::Quartic,
                KernelForm::Epanechnikov => Self::Epanechnikov,
                KernelForm::Gaussian => Self::Gaussian,
            }
        }
    }

    impl From<Kernel> for KernelForm {
        fn from(kernel: Kernel) -> Self {
            match kernel {
                Kernel::Quartic => Self::Quartic,
                Kernel::Epanechnikov => Self::Epanechnikov,
                Kernel::Gaussian => Self::Gaussian,
            }
        }
    }

    impl Edge {
        /// The correction that the method knows; none for [`Edge::None`].
        pub(crate) fn correction(self) -> Option<EdgeCorrection> {
            match self {
                Self::None => None,
                Self::Uniform => Some(EdgeCorrection::Uniform),
                Self::Diggle => Some(EdgeCorrection::Diggle),
            }
        }
    }
}
