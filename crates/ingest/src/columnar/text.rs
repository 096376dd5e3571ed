//! Values of a column as text, in the forms that the reader of tables knows.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, Time32MillisecondType,
    Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};
use jiff::tz::TimeZone;

use crate::IngestError;
use crate::written::decimal;

/// The values of a column, each as text.
pub(super) struct Cells<'a> {
    array: &'a ArrayRef,
    write: Box<dyn Fn(usize) -> String + 'a>,
}

impl<'a> Cells<'a> {
    /// # Errors
    /// [`IngestError::Format`] for a kind of value that has no text.
    pub(super) fn of(file: &str, column: &str, array: &'a ArrayRef) -> Result<Self, IngestError> {
        let write = writer(array).ok_or_else(|| IngestError::Format {
            file: file.to_owned(),
            detail: format!("column \"{column}\" holds values of the kind {}", array.data_type()),
            expected: "columns of texts, numbers, dates, times, true or false",
        })?;
        Ok(Self { array, write })
    }

    /// The text in a row; empty where there is no value.
    pub(super) fn text(&self, at: usize) -> String {
        if self.array.is_null(at) { String::new() } else { (self.write)(at) }
    }
}

type Writer<'a> = Box<dyn Fn(usize) -> String + 'a>;

fn writer(array: &ArrayRef) -> Option<Writer<'_>> {
    match array.data_type() {
        DataType::Null => Some(Box::new(|_| String::new())),
        DataType::Boolean => Some(shown(array.as_boolean_opt()?, |a, at| a.value(at).to_string())),
        DataType::Utf8 => Some(shown(array.as_string_opt::<i32>()?, |a, at| a.value(at).to_owned())),
        DataType::LargeUtf8 => Some(shown(array.as_string_opt::<i64>()?, |a, at| a.value(at).to_owned())),
        DataType::Utf8View => Some(shown(array.as_string_view_opt()?, |a, at| a.value(at).to_owned())),
        DataType::Binary => Some(shown(array.as_binary_opt::<i32>()?, |a, at| hex(a.value(at)))),
        DataType::LargeBinary => Some(shown(array.as_binary_opt::<i64>()?, |a, at| hex(a.value(at)))),
        DataType::BinaryView => Some(shown(array.as_binary_view_opt()?, |a, at| hex(a.value(at)))),
        DataType::FixedSizeBinary(_) => Some(shown(array.as_fixed_size_binary_opt()?, |a, at| hex(a.value(at)))),
        DataType::Dictionary(..) => dictionary(array),
        DataType::List(_) => listed(array, |array, at| Some(array.as_list_opt::<i32>()?.value(at))),
        DataType::LargeList(_) => listed(array, |array, at| Some(array.as_list_opt::<i64>()?.value(at))),
        DataType::FixedSizeList(..) => listed(array, |array, at| Some(array.as_fixed_size_list_opt()?.value(at))),
        _ => number(array).or_else(|| moment(array)),
    }
}

fn shown<A: ?Sized>(array: &A, text: fn(&A, usize) -> String) -> Writer<'_> {
    Box::new(move |at| text(array, at))
}

fn of<T: ArrowPrimitiveType>(array: &ArrayRef, text: fn(T::Native) -> String) -> Option<Writer<'_>> {
    let values = array.as_primitive_opt::<T>()?;
    Some(Box::new(move |at| text(values.value(at))))
}

fn number(array: &ArrayRef) -> Option<Writer<'_>> {
    match array.data_type() {
        DataType::Int8 => of::<Int8Type>(array, |n| n.to_string()),
        DataType::Int16 => of::<Int16Type>(array, |n| n.to_string()),
        DataType::Int32 => of::<Int32Type>(array, |n| n.to_string()),
        DataType::Int64 => of::<Int64Type>(array, |n| n.to_string()),
        DataType::UInt8 => of::<UInt8Type>(array, |n| n.to_string()),
        DataType::UInt16 => of::<UInt16Type>(array, |n| n.to_string()),
        DataType::UInt32 => of::<UInt32Type>(array, |n| n.to_string()),
        DataType::UInt64 => of::<UInt64Type>(array, |n| n.to_string()),
        DataType::Float16 => of::<Float16Type>(array, |n| decimal(n.to_f64())),
        // Written as it is itself: as the nearest double, 0.1 would have seventeen digits.
        DataType::Float32 => {
            of::<Float32Type>(array, |n| n.to_string().parse().map_or_else(|_| String::new(), decimal))
        }
        DataType::Float64 => of::<Float64Type>(array, decimal),
        DataType::Decimal32(..) => {
            Some(shown(array.as_primitive_opt::<Decimal32Type>()?, PrimitiveArray::value_as_string))
        }
        DataType::Decimal64(..) => {
            Some(shown(array.as_primitive_opt::<Decimal64Type>()?, PrimitiveArray::value_as_string))
        }
        DataType::Decimal128(..) => {
            Some(shown(array.as_primitive_opt::<Decimal128Type>()?, PrimitiveArray::value_as_string))
        }
        DataType::Decimal256(..) => {
            Some(shown(array.as_primitive_opt::<Decimal256Type>()?, PrimitiveArray::value_as_string))
        }
        _ => None,
    }
}

/// Dates, times, and both; with a zone a value is an instant, and is written as one.
fn moment(array: &ArrayRef) -> Option<Writer<'_>> {
    match array.data_type() {
        DataType::Date32 => of::<Date32Type>(array, |days| day(i128::from(days) * 86_400_000_000_000)),
        DataType::Date64 => of::<Date64Type>(array, |ms| day(i128::from(ms) * 1_000_000)),
        DataType::Time32(TimeUnit::Second) => of::<Time32SecondType>(array, |s| clock(i128::from(s) * 1_000_000_000)),
        DataType::Time32(_) => of::<Time32MillisecondType>(array, |ms| clock(i128::from(ms) * 1_000_000)),
        DataType::Time64(TimeUnit::Microsecond) => {
            of::<Time64MicrosecondType>(array, |us| clock(i128::from(us) * 1000))
        }
        DataType::Time64(_) => of::<Time64NanosecondType>(array, |ns| clock(i128::from(ns))),
        DataType::Timestamp(unit, zone) => {
            let end = if zone.is_some() { "Z" } else { "" };
            let nanoseconds = nanoseconds(array, *unit)?;
            Some(Box::new(move |at| civil(nanoseconds(at)).map_or_else(String::new, |t| format!("{t}{end}"))))
        }
        _ => None,
    }
}

fn nanoseconds<'a>(array: &'a ArrayRef, unit: TimeUnit) -> Option<Box<dyn Fn(usize) -> i128 + 'a>> {
    fn scaled<'a, T: ArrowPrimitiveType<Native = i64>>(
        array: &'a ArrayRef,
        each: i128,
    ) -> Option<Box<dyn Fn(usize) -> i128 + 'a>> {
        let values = array.as_primitive_opt::<T>()?;
        Some(Box::new(move |at| i128::from(values.value(at)) * each))
    }
    match unit {
        TimeUnit::Second => scaled::<TimestampSecondType>(array, 1_000_000_000),
        TimeUnit::Millisecond => scaled::<TimestampMillisecondType>(array, 1_000_000),
        TimeUnit::Microsecond => scaled::<TimestampMicrosecondType>(array, 1000),
        TimeUnit::Nanosecond => scaled::<TimestampNanosecondType>(array, 1),
    }
}

/// Date and time of an instant as clocks in Greenwich show it; none where it is out of what a calendar holds.
fn civil(nanoseconds: i128) -> Option<jiff::civil::DateTime> {
    jiff::Timestamp::from_nanosecond(nanoseconds).ok().map(|t| TimeZone::UTC.to_datetime(t))
}

fn day(nanoseconds: i128) -> String {
    civil(nanoseconds).map_or_else(String::new, |t| t.date().to_string())
}

fn clock(nanoseconds: i128) -> String {
    civil(nanoseconds).map_or_else(String::new, |t| t.time().to_string())
}

fn dictionary(array: &ArrayRef) -> Option<Writer<'_>> {
    let whole = array.as_any_dictionary_opt()?;
    let keys = whole.normalized_keys();
    let values = whole.values();
    let write = writer(values)?;
    Some(Box::new(move |at| keys.get(at).filter(|k| !values.is_null(**k)).map_or_else(String::new, |k| write(*k))))
}

fn listed(array: &ArrayRef, value: fn(&ArrayRef, usize) -> Option<ArrayRef>) -> Option<Writer<'_>> {
    // Whether its values have texts does not depend on the row.
    let (DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _)) = array.data_type()
    else {
        return None;
    };
    let none = arrow_array::new_empty_array(item.data_type());
    let () = writer(&none).map(drop)?;
    Some(Box::new(move |at| {
        let Some(values) = value(array, at) else { return String::new() };
        let Some(write) = writer(&values) else { return String::new() };
        let each = (0..values.len()).map(|i| if values.is_null(i) { String::new() } else { write(i) });
        format!("[{}]", each.collect::<Vec<_>>().join(", "))
    }))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array, IntervalDayTimeArray,
        ListArray, StringArray, Time32SecondArray, TimestampMillisecondArray,
    };

    use super::*;

    fn texts(array: impl Array + 'static) -> Vec<String> {
        let array: ArrayRef = Arc::new(array);
        let cells = Cells::of("in.parquet", "c", &array).unwrap();
        (0..array.len()).map(|at| cells.text(at)).collect()
    }

    #[test]
    fn every_kind_of_value_is_the_text_that_a_table_has() {
        assert_eq!(texts(BooleanArray::from(vec![Some(true), None])), ["true", ""]);
        assert_eq!(texts(Float32Array::from(vec![0.1])), ["0.1"]);
        assert_eq!(texts(Float64Array::from(vec![38.6, 1.234])), ["38.6", "1.2340"]);
        assert_eq!(texts(Decimal128Array::from(vec![12_345]).with_precision_and_scale(9, 2).unwrap()), ["123.45"]);
        assert_eq!(texts(Date32Array::from(vec![16_440, -1])), ["2015-01-05", "1969-12-31"]);
        assert_eq!(texts(Time32SecondArray::from(vec![48_600])), ["13:30:00"]);
        let moments = TimestampMillisecondArray::from(vec![Some(1_420_464_600_000), None]);
        assert_eq!(texts(moments.clone()), ["2015-01-05T13:30:00", ""]);
        assert_eq!(texts(moments.with_timezone("America/Chicago")), ["2015-01-05T13:30:00Z", ""]);
        let words: DictionaryArray<Int32Type> = vec![Some("a"), None, Some("b"), Some("a")].into_iter().collect();
        assert_eq!(texts(words), ["a", "", "b", "a"]);
        let lists = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1), None, Some(3)]), None]);
        assert_eq!(texts(lists), ["[1, , 3]", ""]);
        assert_eq!(texts(StringArray::from(vec!["a, b"])), ["a, b"]);
        assert_eq!(texts(TimestampMillisecondArray::from(vec![i64::MAX])), [""]);
    }

    #[test]
    fn a_kind_without_a_text_is_refused_by_its_column() {
        let array: ArrayRef = Arc::new(IntervalDayTimeArray::from(vec![None]));
        let said = Cells::of("in.parquet", "lasted", &array).err().unwrap().to_string();
        assert!(said.contains("in.parquet") && said.contains("\"lasted\"") && said.contains("Interval"), "{said}");
    }
}
