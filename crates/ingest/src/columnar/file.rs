//! An open Parquet file: its columns, and its rows batch by batch.

use std::path::Path;

use arrow_array::{Array as _, ArrayRef, RecordBatch};
use arrow_schema::{DataType, FieldRef};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::geometry::{self, Geometries};
use super::guard::guarded;
use crate::IngestError;

/// What such a file begins with, and ends with.
pub(crate) const MAGIC: &[u8] = b"PAR1";
/// Rows that are taken from it at once.
const ROWS: usize = 8192;

/// An open file.
pub(crate) struct Columnar {
    pub(super) file: String,
    reader: ParquetRecordBatchReader,
    fields: Vec<FieldRef>,
    pub(super) geometries: Option<Geometries>,
}

impl Columnar {
    /// Opens the bytes of a file.
    ///
    /// # Errors
    /// [`IngestError::Format`] for a damaged file, and for geometry of a form that is not read.
    pub(crate) fn open(file: &str, bytes: Vec<u8>) -> Result<Self, IngestError> {
        let opened = guarded(|| ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)));
        let builder = opened.map_err(|said| damaged(file, &said))?.map_err(|e| damaged(file, &e.to_string()))?;
        let geometries = geometry::find(file, builder.metadata())?;
        let reader = builder.with_batch_size(ROWS).build().map_err(|e| damaged(file, &e.to_string()))?;
        let fields = arrow_array::RecordBatchReader::schema(&reader).fields().iter().cloned().collect();
        Ok(Self { file: file.to_owned(), reader, fields, geometries })
    }

    /// Whether its rows have geometry.
    pub(crate) const fn has_geometry(&self) -> bool {
        self.geometries.is_some()
    }

    /// Columns that are no geometry, with their kinds; those of a structure have its name and a point before theirs.
    pub(super) fn columns(&self) -> Vec<(String, DataType)> {
        let mut all = Vec::new();
        for field in self.fields.iter().filter(|field| !self.is_geometry(field.name())) {
            flatten_field(field.name(), field.data_type(), &mut all);
        }
        all
    }

    fn is_geometry(&self, name: &str) -> bool {
        self.geometries.as_ref().is_some_and(|geometries| geometries.column == name)
    }

    /// Calls `take` with each batch of rows, and with its columns that are no geometry.
    pub(super) fn each(self, take: &mut Take<'_>) -> Result<(), IngestError> {
        let Self { file, mut reader, geometries, .. } = self;
        let skipped = geometries.map(|geometries| geometries.column);
        while let Some(batch) = guarded(|| reader.next()).map_err(|said| damaged(&file, &said))? {
            let batch = batch.map_err(|e| damaged(&file, &e.to_string()))?;
            let mut columns = Vec::new();
            for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
                if Some(field.name()) != skipped.as_ref() {
                    flatten(field.name(), array, &mut columns);
                }
            }
            take(&batch, &columns)?;
        }
        Ok(())
    }
}

/// What is done with a batch of rows, and with its columns by name.
pub(super) type Take<'f> = dyn FnMut(&RecordBatch, &[(String, ArrayRef)]) -> Result<(), IngestError> + 'f;

/// Whether a file on disk is one.
pub(crate) fn is_columnar(path: &Path) -> bool {
    use std::io::Read as _;
    let mut head = [0; MAGIC.len()];
    path.is_file() && std::fs::File::open(path).and_then(|mut f| f.read_exact(&mut head)).is_ok() && head == MAGIC
}

fn damaged(file: &str, said: &str) -> IngestError {
    let said: String = said.chars().take(200).collect();
    IngestError::Format {
        file: file.to_owned(),
        detail: format!("it is Parquet, and it cannot be read: {said}"),
        expected: "a whole Parquet file, not compressed or by snappy, zstd, gzip or lz4",
    }
}

fn flatten_field(name: &str, kind: &DataType, all: &mut Vec<(String, DataType)>) {
    match kind {
        DataType::Struct(inner) => {
            for field in inner {
                flatten_field(&format!("{name}.{}", field.name()), field.data_type(), all);
            }
        }
        kind => all.push((name.to_owned(), kind.clone())),
    }
}

fn flatten(name: &str, array: &ArrayRef, all: &mut Vec<(String, ArrayRef)>) {
    use arrow_array::cast::AsArray as _;
    let Some(inner) = array.as_struct_opt() else { return all.push((name.to_owned(), ArrayRef::clone(array))) };
    let (fields, columns, nulls) = inner.clone().into_parts();
    for (field, column) in fields.iter().zip(columns) {
        let column = masked(&column, nulls.as_ref());
        flatten(&format!("{name}.{}", field.name()), &column, all);
    }
}

/// A column of a structure, without values where the structure itself is not there.
fn masked(column: &ArrayRef, nulls: Option<&arrow_buffer::NullBuffer>) -> ArrayRef {
    let Some(nulls) = nulls else { return ArrayRef::clone(column) };
    let data = column.to_data();
    let all = arrow_buffer::NullBuffer::union(Some(nulls), data.nulls());
    data.into_builder().nulls(all).build().map_or_else(|_| ArrayRef::clone(column), arrow_array::make_array)
}
