//! Parquet in and out of memory, every column of every row group on its own thread.
//!
//! A column chunk is encoded from its own rows alone, and the chunks are joined in order: the bytes do not depend on
//! the number of threads.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, PrimitiveArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use catchment_model::{LocalMinute, Month};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::arrow::{ArrowSchemaConverter, ProjectionMask};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use rayon::prelude::*;

use crate::StoreError;

/// Rows of a row group: small enough that a city decade fills both cores, large enough that headers do not count.
const GROUP_ROWS: usize = 1 << 16;

/// A column of a table: its name, type and how it is packed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
}

/// Types that the tables use.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    U8,
    U16,
    U32,
    U64,
    I16,
    I32,
    F64,
    /// First day of a month.
    Month,
    /// Any day.
    Day,
    /// Local wall-clock time.
    Minute,
}

impl Column {
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: false }
    }

    pub(crate) const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    fn field(&self) -> Field {
        let kind = match self.kind {
            Kind::U8 => DataType::UInt8,
            Kind::U16 => DataType::UInt16,
            Kind::U32 => DataType::UInt32,
            Kind::U64 => DataType::UInt64,
            Kind::I16 => DataType::Int16,
            Kind::I32 => DataType::Int32,
            Kind::F64 => DataType::Float64,
            Kind::Month | Kind::Day => DataType::Date32,
            Kind::Minute => DataType::Timestamp(arrow_schema::TimeUnit::Millisecond, None),
        };
        Field::new(self.name, kind, self.nullable)
    }
}

/// Encodes a table of `rows` rows; `make` gives the values of a column for a range of rows.
pub(crate) fn encode(
    columns: &[Column],
    notes: Vec<(String, String)>,
    rows: usize,
    make: impl Fn(&'static str, Range<usize>) -> ArrayRef + Sync,
) -> Result<Vec<u8>> {
    let schema = Arc::new(Schema::new(columns.iter().map(Column::field).collect::<Vec<_>>()));
    let props = Arc::new(properties(columns, notes)?);
    let root = ArrowSchemaConverter::new().convert(&schema)?.root_schema_ptr();
    let mut out = Vec::with_capacity(rows * 16);
    let mut writer = SerializedFileWriter::new(&mut out, root, props)?;
    let factory = ArrowRowGroupWriterFactory::new(&writer, Arc::clone(&schema));
    let groups = rows.div_ceil(GROUP_ROWS);
    let mut tasks: Vec<(usize, usize, ArrowColumnWriter)> = Vec::with_capacity(groups * columns.len());
    for group in 0..groups {
        tasks.extend(
            factory.create_column_writers(group)?.into_iter().enumerate().map(|(at, column)| (group, at, column)),
        );
    }
    let chunks: Vec<ArrowColumnChunk> = tasks
        .into_par_iter()
        .with_max_len(1)
        .map(|(group, at, mut column)| {
            let range = group * GROUP_ROWS..rows.min((group + 1) * GROUP_ROWS);
            let values = make(columns[at].name, range);
            for leaf in compute_leaves(schema.field(at), &values)? {
                column.write(&leaf)?;
            }
            column.close()
        })
        .collect::<Result<_>>()?;
    let mut chunks = chunks.into_iter();
    for _ in 0..groups {
        let mut group = writer.next_row_group()?;
        for chunk in chunks.by_ref().take(columns.len()) {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(out)
}

/// No dictionaries: hashing every value costs more than all the rest, and packed differences of small or sorted numbers
/// are as short.
fn properties(columns: &[Column], notes: Vec<(String, String)>) -> Result<WriterProperties> {
    let notes = notes.into_iter().map(|(key, value)| KeyValue::new(key, value)).collect();
    let mut props = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(notes));
    for column in columns {
        let encoding =
            if matches!(column.kind, Kind::F64) { Encoding::BYTE_STREAM_SPLIT } else { Encoding::DELTA_BINARY_PACKED };
        props = props.set_column_encoding(ColumnPath::from(column.name), encoding);
    }
    Ok(props.build())
}

/// A Parquet file in memory whose bytes were checked against the manifest.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    path: &'a Path,
    bytes: Bytes,
    meta: ArrowReaderMetadata,
}

impl<'a> Table<'a> {
    /// Reads the footer and checks the number of rows.
    pub(crate) fn open(path: &'a Path, bytes: Vec<u8>, expected: u64) -> std::result::Result<Self, StoreError> {
        let bytes = Bytes::from(bytes);
        let meta = ArrowReaderMetadata::load(&bytes, ArrowReaderOptions::new())
            .map_err(|e| StoreError::damaged(path, e.to_string()))?;
        let found = u64::try_from(meta.metadata().file_metadata().num_rows()).unwrap_or(0);
        if found != expected {
            return Err(StoreError::Rows { path: path.to_owned(), found, expected });
        }
        Ok(Self { path, bytes, meta })
    }

    /// Reads some columns, row group by row group in parallel, and hands each batch to `read`; the answers come in
    /// order.
    pub(crate) fn read<T: Send>(
        &self,
        columns: &[Column],
        read: impl Fn(&Batch<'_>) -> Option<T> + Sync,
    ) -> std::result::Result<Vec<T>, StoreError> {
        let groups = self.meta.metadata().num_row_groups();
        let parts: Vec<Vec<T>> = (0..groups)
            .into_par_iter()
            .with_max_len(1)
            .map(|group| {
                let batches =
                    self.batches(group, columns).map_err(|e| StoreError::damaged(self.path, e.to_string()))?;
                let wrong =
                    || StoreError::damaged(self.path, format!("row group {group} holds a value that is out of range"));
                batches.iter().map(|batch| read(&Batch(batch)).ok_or_else(wrong)).collect()
            })
            .collect::<std::result::Result<_, StoreError>>()?;
        Ok(parts.into_iter().flatten().collect())
    }

    fn batches(&self, group: usize, columns: &[Column]) -> Result<Vec<RecordBatch>> {
        for column in columns {
            let field = self.meta.schema().field_with_name(column.name).map_err(ParquetError::from)?;
            if field.data_type() != column.field().data_type() {
                return Err(ParquetError::General(format!("column {} is {}", column.name, field.data_type())));
            }
        }
        let names = columns.iter().map(|c| c.name);
        let mask = ProjectionMask::columns(self.meta.parquet_schema(), names);
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(self.bytes.clone(), self.meta.clone())
            .with_row_groups(vec![group])
            .with_projection(mask)
            .with_batch_size(GROUP_ROWS)
            .build()?;
        reader.map(|batch| batch.map_err(ParquetError::from)).collect()
    }
}

/// Some rows of a table, by column name.
#[derive(Debug)]
pub(crate) struct Batch<'a>(&'a RecordBatch);

impl Batch<'_> {
    pub(crate) fn rows(&self) -> usize {
        self.0.num_rows()
    }

    /// The values of a column of that type without nulls.
    pub(crate) fn values<T: arrow_array::ArrowPrimitiveType>(&self, name: &str) -> Option<&[T::Native]> {
        let array = self.column::<T>(name)?;
        (array.null_count() == 0).then(|| &array.values()[..])
    }

    /// A column of that type.
    pub(crate) fn column<T: arrow_array::ArrowPrimitiveType>(&self, name: &str) -> Option<&PrimitiveArray<T>> {
        self.0.column_by_name(name)?.as_any().downcast_ref()
    }
}

/// Slots of [`Months`]: more than the months of two decades.
const SLOTS: usize = 256;

/// Turns months into the day of their first and back, remembering the ones it has met: a city has a few hundred.
#[derive(Debug)]
pub(crate) struct Months {
    by_month: [Option<(Month, i32)>; SLOTS],
    by_day: [Option<(Month, i32)>; SLOTS],
}

impl Default for Months {
    fn default() -> Self {
        Self { by_month: [None; SLOTS], by_day: [None; SLOTS] }
    }
}

impl Months {
    pub(crate) fn day(&mut self, month: Month) -> i32 {
        let slot = &mut self.by_month[usize::from(month.index()) % SLOTS];
        match *slot {
            Some((known, day)) if known == month => day,
            _ => {
                let day = LocalMinute::from_civil(i64::from(month.year()), i64::from(month.number()), 1, 0)
                    .map_or(0, LocalMinute::day);
                *slot = Some((month, day));
                day
            }
        }
    }

    pub(crate) fn month(&mut self, day: i32) -> Option<Month> {
        // First days lie 28 to 31 apart: neighbors fall into slots of their own.
        let slot = &mut self.by_day[(day / 28).unsigned_abs() as usize % SLOTS];
        match *slot {
            Some((month, known)) if known == day => Some(month),
            _ => {
                let month = LocalMinute(day.checked_mul(1440)?).month()?;
                *slot = Some((month, day));
                Some(month)
            }
        }
    }
}
