package dev.retrain.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Walks over the pages of one column of one row group and hands their values to a sink. */
final class Pages {
  private final ColumnDescriptor column;
  private final PageReader reader;
  private final boolean noNulls;
  private final @Nullable Dictionary dictionary;
  private int at;

  /**
   * Makes a walk.
   *
   * @param noNulls whether the column chunk is known to hold no null, so that levels can be skipped
   */
  Pages(ColumnDescriptor column, PageReader reader, boolean noNulls) throws IOException {
    this.column = column;
    this.reader = reader;
    this.noNulls = noNulls || column.getMaxDefinitionLevel() == 0;
    DictionaryPage page = reader.readDictionaryPage();
    this.dictionary = page == null ? null : page.getEncoding().initDictionary(column, page);
  }

  @Nullable Dictionary dictionary() {
    return dictionary;
  }

  /** Takes the values of a column chunk, in row order. */
  interface Sink {
    /**
     * Takes plainly stored doubles.
     *
     * @return false if values must come one by one
     */
    default boolean doubles(int row, ByteBuffer littleEndian, int count) {
      return false;
    }

    /** Takes the value the reader stands before. */
    void value(int row, ValuesReader values, boolean fromDictionary);

    void missing(int row);
  }

  /** Hands over every value; rows are counted from {@code firstRow}. */
  void forEach(int firstRow, Sink sink) throws IOException {
    int row = firstRow;
    at = firstRow;
    for (DataPage page = reader.readPage(); page != null; page = reader.readPage()) {
      if (page instanceof DataPageV1 one) {
        version1(one, row, sink);
      } else if (page instanceof DataPageV2 two) {
        version2(two, row, sink);
      }
      row += page.getValueCount();
      at = row;
    }
  }

  /** Returns the row that was about to be read, which is to blame where reading failed. */
  int at() {
    return at;
  }

  private void version1(DataPageV1 page, int row, Sink sink) throws IOException {
    int count = page.getValueCount();
    ByteBufferInputStream in = page.getBytes().toInputStream();
    page.getRlEncoding()
        .getValuesReader(column, ValuesType.REPETITION_LEVEL)
        .initFromPage(count, in);
    ValuesReader levels = page.getDlEncoding().getValuesReader(column, ValuesType.DEFINITION_LEVEL);
    levels.initFromPage(count, in);
    values(page.getValueEncoding(), in, row, count, noNulls ? null : levels::readInteger, sink);
  }

  private void version2(DataPageV2 page, int row, Sink sink) throws IOException {
    boolean full = noNulls || page.getNullCount() == 0;
    if (page.getNullCount() == page.getValueCount()) {
      for (int i = 0; i < page.getValueCount(); i++) {
        sink.missing(row + i);
      }
      return;
    }
    values(
        page.getDataEncoding(),
        page.getData().toInputStream(),
        row,
        page.getValueCount(),
        full ? null : levels(page.getDefinitionLevels()),
        sink);
  }

  private Levels levels(BytesInput encoded) throws IOException {
    int width = 32 - Integer.numberOfLeadingZeros(column.getMaxDefinitionLevel());
    RunLengthBitPackingHybridDecoder decoder =
        new RunLengthBitPackingHybridDecoder(width, encoded.toInputStream());
    return decoder::readInt;
  }

  private interface Levels {
    int next() throws IOException;
  }

  private void values(
      Encoding encoding,
      ByteBufferInputStream in,
      int row,
      int count,
      @Nullable Levels levels,
      Sink sink)
      throws IOException {
    if (levels == null && isPlainDouble(encoding)) {
      ByteBuffer plain = in.slice(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      if (sink.doubles(row, plain, count)) {
        return;
      }
      in = ByteBufferInputStream.wrap(plain);
    }
    boolean coded = encoding.usesDictionary();
    ValuesReader values = null; // a page without a value may lack the bytes its reader begins with
    int i = 0;
    try {
      for (; i < count; i++) {
        if (levels == null || levels.next() == column.getMaxDefinitionLevel()) {
          if (values == null) {
            values = reader(encoding);
            values.initFromPage(count, in);
          }
          sink.value(row + i, values, coded);
        } else {
          sink.missing(row + i);
        }
      }
    } finally {
      at = row + i;
    }
  }

  private boolean isPlainDouble(Encoding encoding) {
    return encoding == Encoding.PLAIN
        && column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
  }

  private ValuesReader reader(Encoding encoding) {
    if (!encoding.usesDictionary()) {
      return encoding.getValuesReader(column, ValuesType.VALUES);
    }
    if (dictionary == null) {
      throw new Undecodable("column '" + column.getPath()[0] + "' lacks its dictionary");
    }
    return encoding.getDictionaryBasedValuesReader(column, ValuesType.VALUES, dictionary);
  }
}
