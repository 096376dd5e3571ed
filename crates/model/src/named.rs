//! Closed lists of choices, each with one name that commands, addresses and JSON share.

use std::fmt;

/// A type with a fixed list of named values, as [`named!`](crate::named!) declares it.
///
/// For code that works with any such type: a parser of addresses, a help text, a schema.
pub trait Named: Copy + Eq + 'static {
    /// What a value is called in messages, such as "unit of count".
    const WHAT: &'static str;
    /// Every value, in the order of declaration.
    const ALL: &'static [Self];
    /// The name of every value, in the same order.
    const NAMES: &'static [&'static str];

    /// The name used in commands, addresses and JSON.
    fn name(self) -> &'static str;

    /// What the value means, in a sentence.
    fn about(self) -> &'static str;
}

/// A text that is not the name of any value of a type.
///
/// ```
/// use catchment_model::Unit;
///
/// let error = "victims".parse::<Unit>().unwrap_err();
/// assert_eq!(error.to_string(), "unit of count \"victims\"; expected net or incident");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} \"{value}\"; expected {}", Alternatives(.expected))]
pub struct NameError {
    /// What was to be named.
    pub what: &'static str,
    /// The text received.
    pub value: String,
    /// The names that are accepted.
    pub expected: &'static [&'static str],
}

/// Writes names as "a, b or c".
struct Alternatives<'a>(&'a [&'static str]);

impl fmt::Display for Alternatives<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.0.len().saturating_sub(1);
        for (at, name) in self.0.iter().enumerate() {
            let before = match at {
                0 => "",
                at if at == last => " or ",
                _ => ", ",
            };
            write!(f, "{before}{name}")?;
        }
        Ok(())
    }
}

/// Declares an enumeration whose values have names and descriptions.
///
/// The doc comment of a variant is its description. Generated are the enumeration itself (`Debug`, `Clone`, `Copy`,
/// `PartialEq`, `Eq`, `Hash`; further derives may be added), `WHAT`, `ALL`, `NAMES`, `name()`, `about()`, [`Named`],
/// `Display`, `FromStr` with [`NameError`], and serde's traits, which write and read the name. `default Variant` after
/// the closing brace adds `Default`. For a schema in an API description see
/// [`named_schema!`](crate::named_schema!).
///
/// ```
/// catchment_model::named! {
///     /// How large a parcel is.
///     #[derive(PartialOrd, Ord)]
///     pub enum Size as "parcel size" {
///         /// Fits a letterbox.
///         Small = "small",
///         /// Needs two people
///         /// to lift.
///         Large = "large",
///     }
///     default Small
/// }
///
/// assert_eq!(Size::ALL.len(), 2);
/// assert_eq!("large".parse(), Ok(Size::Large));
/// assert_eq!(Size::Large.to_string(), "large");
/// assert_eq!(Size::Large.about(), "Needs two people to lift.");
/// assert_eq!(Size::default(), Size::Small);
/// assert_eq!("huge".parse::<Size>().unwrap_err().to_string(), "parcel size \"huge\"; expected small or large");
/// ```
#[macro_export]
macro_rules! named {
    (
        $(#[$attribute:meta])*
        $vis:vis enum $Type:ident as $what:literal {
            $( $(#[doc = $about:literal])+ $Variant:ident = $name:literal ),+ $(,)?
        }
        $(default $Default:ident)?
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        $vis enum $Type {
            $( $(#[doc = $about])+ $Variant, )+
        }

        impl $Type {
            /// What a value is called in messages.
            pub const WHAT: &'static str = $what;
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),+];
            /// The name of every value, in the order of [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The name used in commands, addresses and JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Variant => $name),+ }
            }

            /// What the value means, in a sentence.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$Variant => concat!($($about),+).trim_ascii()),+ }
            }
        }

        impl $crate::Named for $Type {
            const WHAT: &'static str = Self::WHAT;
            const ALL: &'static [Self] = Self::ALL;
            const NAMES: &'static [&'static str] = Self::NAMES;

            fn name(self) -> &'static str {
                self.name()
            }

            fn about(self) -> &'static str {
                self.about()
            }
        }

        $(
            impl ::core::default::Default for $Type {
                fn default() -> Self {
                    Self::$Default
                }
            }
        )?

        impl ::core::fmt::Display for $Type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl ::core::str::FromStr for $Type {
            type Err = $crate::NameError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::NameError> {
                match text {
                    $($name => Ok(Self::$Variant),)+
                    _ => Err($crate::NameError {
                        what: Self::WHAT,
                        value: ::std::borrow::ToOwned::to_owned(text),
                        expected: Self::NAMES,
                    }),
                }
            }
        }

        impl $crate::serde::Serialize for $Type {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Type {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::deserialize_named(deserializer)
            }
        }
    };
}

/// Gives types declared with [`named!`](crate::named!) a schema for an API description: a string that is one of the
/// names, each explained.
///
/// The crate that calls it needs `utoipa` among its dependencies; this crate does not, unless its feature `schema` is
/// on, which gives the types declared here their schemas.
///
/// ```ignore
/// catchment_model::named_schema!(Size, Color);
/// ```
#[macro_export]
macro_rules! named_schema {
    ($($Type:ident),+ $(,)?) => {
        $(
            impl ::utoipa::PartialSchema for $Type {
                fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema> {
                    ::utoipa::openapi::schema::ObjectBuilder::new()
                        .schema_type(::utoipa::openapi::schema::Type::String)
                        .description(Some($crate::describe_named::<Self>()))
                        .enum_values(Some(Self::NAMES.iter().copied()))
                        .into()
                }
            }

            impl ::utoipa::ToSchema for $Type {
                fn name() -> ::std::borrow::Cow<'static, str> {
                    ::std::borrow::Cow::Borrowed(stringify!($Type))
                }
            }
        )+
    };
}

/// The values of a type as a list in Markdown, for a schema.
#[doc(hidden)]
pub fn describe_named<T: Named>() -> String {
    let values: Vec<String> = T::ALL.iter().map(|value| format!("- `{}`: {}", value.name(), value.about())).collect();
    format!("{}, one of:\n\n{}", capitalized(T::WHAT), values.join("\n"))
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Reads a value by its name; errors read as those of serde's own enumerations.
#[doc(hidden)]
pub fn deserialize_named<'de, T: Named, D: serde::Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Name<T>(std::marker::PhantomData<T>);

    impl<T: Named> serde::de::Visitor<'_> for Name<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "the name of a {}: {}", T::WHAT, Alternatives(T::NAMES))
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            let found = T::ALL.iter().copied().find(|value| value.name() == text);
            found.ok_or_else(|| E::unknown_variant(text, T::NAMES))
        }
    }

    deserializer.deserialize_str(Name(std::marker::PhantomData))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Debug;
    use std::str::FromStr;

    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use crate::city::SourceKind;
    use crate::{
        Among, AreaBasis, AreaKind, Finest, Measure, MonthStatus, Named, ReportedBy, RulePer, SiteShape, TimeBasis,
        Unit,
    };

    fn written_and_read_back<T>(names: &[&str])
    where
        T: Named + FromStr + Debug + Serialize + DeserializeOwned,
    {
        assert_eq!(T::NAMES, names);
        for (value, name) in T::ALL.iter().zip(names) {
            let json = format!("\"{name}\"");
            assert_eq!(serde_json::to_string(value).unwrap(), json);
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value);
            assert_eq!(name.parse::<T>().ok(), Some(*value));
            assert!(!value.about().is_empty() && !value.about().starts_with(' '));
        }
    }

    /// These words stand in datasets, city files, records and addresses.
    #[test]
    fn the_words_of_stored_files_stay() {
        written_and_read_back::<Unit>(&["net", "incident"]);
        written_and_read_back::<TimeBasis>(&["reported", "occurred"]);
        written_and_read_back::<AreaBasis>(&["label", "point"]);
        written_and_read_back::<Measure>(&["count", "per_resident", "per_km2"]);
        written_and_read_back::<RulePer>(&["count", "per_resident", "per_km2"]);
        written_and_read_back::<MonthStatus>(&["incidents", "area-counts"]);
        written_and_read_back::<ReportedBy>(&["victim", "police"]);
        written_and_read_back::<Finest>(&["city-year", "area", "cell"]);
        written_and_read_back::<AreaKind>(&["neighborhood", "park"]);
        written_and_read_back::<SiteShape>(&["published", "stand-in"]);
        written_and_read_back::<Among>(&["neighborhoods", "unserved"]);
        written_and_read_back::<SourceKind>(&["incidents", "area-counts", "year-counts"]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let error = "per_capita".parse::<Measure>().unwrap_err().to_string();
        assert_eq!(error, "measure \"per_capita\"; expected count, per_resident or per_km2");
        let error = serde_json::from_str::<Finest>("\"street\"").unwrap_err().to_string();
        assert!(error.contains("unknown variant `street`") && error.contains("`city-year`"), "{error}");
    }

    #[test]
    fn names_work_as_keys_of_a_map() {
        let map = BTreeMap::from([(Finest::Cell, 1)]);
        let text = serde_json::to_string(&map).unwrap();
        assert_eq!(text, "{\"cell\":1}");
        assert_eq!(serde_json::from_str::<BTreeMap<Finest, i32>>(&text).unwrap(), map);
    }
}
