//! Groups of parameters that questions share. A group is declared once; reading, refusing, describing and writing
//! follow.

use super::{Given, Kind, Param, Place, Value};
use crate::error::AskError;

/// A group of parameters, as given: each value checked by itself, not yet against a dataset.
pub trait Piece: Sized {
    /// The parameters, in the order in which they are described.
    fn params() -> Vec<Param>;

    /// Reads the values.
    ///
    /// # Errors
    /// [`AskError::Value`] for a text that is not accepted.
    fn read(given: &Given<'_>) -> Result<Self, AskError>;

    /// What was given, as names and texts that read back as the same.
    fn write(&self, pairs: &mut Vec<(String, String)>);
}

/// Nothing can be asked with.
impl Piece for () {
    fn params() -> Vec<Param> {
        Vec::new()
    }

    fn read(_: &Given<'_>) -> Result<Self, AskError> {
        Ok(())
    }

    fn write(&self, _: &mut Vec<(String, String)>) {}
}

/// Reads what a question was asked with.
///
/// # Errors
/// As [`Given::new`] and [`Piece::read`].
pub fn read_ask<A: Piece>(pairs: &[(String, String)]) -> Result<A, AskError> {
    A::read(&Given::new(&A::params(), pairs)?)
}

/// A member of a piece: a value with a default, or one that may be absent.
pub trait Field: Sized {
    /// What is accepted.
    fn kind() -> Kind;

    /// Reads it.
    ///
    /// # Errors
    /// As [`Given::get`]; [`AskError::Value`] where it must be given and is not.
    fn read(given: &Given<'_>, name: &'static str, default: Option<Self>) -> Result<Self, AskError>;

    /// Its text, where it has one.
    fn write(&self) -> Option<String>;

    /// Whether it may be left out although it has no default.
    const OPTIONAL: bool;
}

impl<V: Value> Field for V {
    const OPTIONAL: bool = false;

    fn kind() -> Kind {
        V::kind()
    }

    fn read(given: &Given<'_>, name: &'static str, default: Option<Self>) -> Result<Self, AskError> {
        let missing = || AskError::value(name, "", V::kind().expected());
        given.get(name)?.or(default).ok_or_else(missing)
    }

    fn write(&self) -> Option<String> {
        Some(Value::write(self))
    }
}

impl<V: Value> Field for Option<V> {
    const OPTIONAL: bool = true;

    fn kind() -> Kind {
        V::kind()
    }

    fn read(given: &Given<'_>, name: &'static str, _: Option<Self>) -> Result<Self, AskError> {
        given.get(name)
    }

    fn write(&self) -> Option<String> {
        self.as_ref().map(Value::write)
    }
}

/// The description of a member.
pub fn described<F: Field>(name: &'static str, about: &str, default: Option<F>, place: Place) -> Param {
    let default = default.and_then(|d| d.write());
    let required = !F::OPTIONAL && default.is_none();
    Param { name, about: about.trim().to_owned(), kind: F::kind(), default, required, place }
}

/// Declares a group of parameters: `pub struct Choosing { /// Number of areas. k: Option<K>, /// Seed. seed: Seed =
/// Seed::nearest(1) }`. A member in the path of an address is marked `#[path]`, the body of a request `#[body]`, before
/// its documentation.
macro_rules! piece {
    ($(#[doc = $about:literal])* pub struct $name:ident {
        $($(#[place($place:ident)])? $(#[doc = $doc:literal])* $field:ident: $ty:ty $(= $default:expr)?,)*
    }) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[doc = $doc])* pub $field: $ty,)*
        }

        impl $crate::pieces::Piece for $name {
            fn params() -> Vec<$crate::pieces::Param> {
                vec![$($crate::pieces::described::<$ty>(
                    stringify!($field),
                    concat!($($doc),*),
                    $crate::pieces::piece!(@default $($default)?),
                    $crate::pieces::piece!(@place $($place)?),
                )),*]
            }

            fn read(given: &$crate::pieces::Given<'_>) -> Result<Self, $crate::AskError> {
                Ok(Self {
                    $($field: <$ty as $crate::pieces::Field>::read(
                        given,
                        stringify!($field),
                        $crate::pieces::piece!(@default $($default)?),
                    )?,)*
                })
            }

            fn write(&self, pairs: &mut Vec<(String, String)>) {
                $(pairs.extend(
                    $crate::pieces::Field::write(&self.$field).map(|text| (stringify!($field).to_owned(), text)),
                );)*
            }
        }
    };
    (@default) => { None };
    (@default $default:expr) => { Some($default) };
    (@place) => { $crate::pieces::Place::Query };
    (@place $place:ident) => { $crate::pieces::Place::$place };
}
pub(crate) use piece;

/// Declares what a question is asked with, of pieces: `pub struct RankingsAsk { counting: Counting, choosing: Choosing
/// }`.
macro_rules! ask {
    ($(#[doc = $about:literal])* pub struct $name:ident {
        $($(#[doc = $doc:literal])* $field:ident: $piece:ty,)*
    }) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[doc = $doc])* pub $field: $piece,)*
        }

        impl $crate::pieces::Piece for $name {
            fn params() -> Vec<$crate::pieces::Param> {
                [$(<$piece as $crate::pieces::Piece>::params()),*].concat()
            }

            fn read(given: &$crate::pieces::Given<'_>) -> Result<Self, $crate::AskError> {
                Ok(Self { $($field: $crate::pieces::Piece::read(given)?,)* })
            }

            fn write(&self, pairs: &mut Vec<(String, String)>) {
                $($crate::pieces::Piece::write(&self.$field, pairs);)*
            }
        }
    };
}
pub(crate) use ask;
