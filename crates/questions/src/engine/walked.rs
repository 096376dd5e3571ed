//! What an answer takes in memory, by a walk over it as it would be written: no type of an answer has to say it itself.

use std::fmt;

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// A number, a choice, a flag: with its place in what holds it.
const SCALAR: usize = 8;
/// A text or a list beside what is in it: pointer, length, room; and its piece of memory.
const LIST: usize = 24 + 16;
/// What is absent keeps its place.
const ABSENT: usize = 24;
/// An entry of a map beside its key and its value.
const ENTRY: usize = 32;

/// Bytes that an answer takes, about: numbers as wide as they are at most, whether they are many digits or few; and a
/// quarter more, since lists that grew keep room that nobody sees from outside.
pub(super) fn walked(answer: &impl Serialize) -> usize {
    let mut walk = Walk(0);
    // A walk cannot fail; an answer that cannot be written fails where it is.
    let _ = answer.serialize(&mut walk);
    walk.0 + walk.0 / 4
}

struct Walk(usize);

impl Walk {
    #[expect(clippy::unnecessary_wraps, reason = "what a serializer gives is a result")]
    fn take(&mut self, bytes: usize) -> Result<(), fmt::Error> {
        self.0 += bytes;
        Ok(())
    }

    fn hold(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), fmt::Error> {
        value.serialize(self)
    }
}

macro_rules! scalars {
    ($($name:ident: $of:ty),*) => {
        $(fn $name(self, _: $of) -> Result<(), fmt::Error> {
            self.take(SCALAR)
        })*
    };
}

impl Serializer for &mut Walk {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32,
        serialize_f64: f64, serialize_char: char, serialize_unit_struct: &'static str
    }

    fn serialize_str(self, text: &str) -> Result<(), fmt::Error> {
        self.take(LIST + text.len())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), fmt::Error> {
        self.take(LIST + bytes.len())
    }

    fn serialize_none(self) -> Result<(), fmt::Error> {
        self.take(ABSENT)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        self.take(SCALAR)?;
        self.hold(value)
    }

    fn serialize_unit(self) -> Result<(), fmt::Error> {
        self.take(SCALAR)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), fmt::Error> {
        self.take(SCALAR)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), fmt::Error> {
        self.hold(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        self.serialize_some(value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.take(LIST)?;
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        self.take(SCALAR)?;
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.take(LIST)?;
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        self.take(SCALAR)?;
        Ok(self)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        // What is written as a text (a month, a place) is seldom kept as one, and is never longer than it.
        self.serialize_str(&value.to_string())
    }
}

macro_rules! parts {
    ($($of:ident :: $part:ident),*) => {
        $(impl $of for &mut Walk {
            type Ok = ();
            type Error = fmt::Error;

            fn $part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
                self.hold(value)
            }

            fn end(self) -> Result<(), fmt::Error> {
                Ok(())
            }
        })*
    };
}

parts!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

macro_rules! fields {
    ($($of:ident),*) => {
        $(impl $of for &mut Walk {
            type Ok = ();
            type Error = fmt::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), fmt::Error> {
                self.hold(value)
            }

            fn skip_field(&mut self, _: &'static str) -> Result<(), fmt::Error> {
                self.take(ABSENT)
            }

            fn end(self) -> Result<(), fmt::Error> {
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for &mut Walk {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), fmt::Error> {
        self.take(ENTRY)?;
        self.hold(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        self.hold(value)
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}
