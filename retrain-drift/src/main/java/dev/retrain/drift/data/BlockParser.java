package dev.retrain.drift.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses one block into columns, without making a string of any number. */
final class BlockParser extends AbstractBaseCsvCallbackHandler<Object> {
  private final CsvLayout layout;
  private final @Nullable CellReader[] cells;
  private final HeaderSearch search;
  private boolean headerRead;
  private int rows;

  private BlockParser(CsvLayout layout, boolean inHeader) {
    this.layout = layout;
    this.search = new HeaderSearch(inHeader);
    this.headerRead = !inHeader;
    this.cells = new CellReader[layout.header().size()];
    for (int i = 0; i < cells.length; i++) {
      ColumnKind kind = layout.kinds().get(i);
      cells[i] =
          kind == null
              ? null
              : CellReader.of(kind, layout.options().missing(), layout.syntax().get(i));
    }
  }

  /** Parses a block. */
  static Dataset parse(Block block, CsvLayout layout) {
    BlockParser parser = new BlockParser(layout, block.offset() == layout.firstOffset());
    try {
      run(block, layout.dialect(), parser);
    } catch (MalformedRecord malformed) {
      throw malformed.inRow(parser.rows + 1);
    }
    return parser.dataset();
  }

  /** Drives FastCSV over a block; the handler returns null for every record, so none is made. */
  static void run(Block block, CsvDialect dialect, CsvCallbackHandler<Object> handler) {
    try {
      CsvReader.builder()
          .fieldSeparator(dialect.separator())
          .skipEmptyLines(!dialect.oneColumn())
          .allowUnclosedQuote(false)
          .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
          .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
          .build(handler, block.text())
          .forEach(never -> {});
    } catch (CsvParseException failed) {
      if (failed.getCause() instanceof CellProblem problem) {
        throw problem;
      }
      throw new MalformedRecord(failed);
    }
  }

  /** A record that is no CSV; the parser tells its line within the block only. */
  static final class MalformedRecord extends CellProblem {
    private static final long serialVersionUID = 1L;

    MalformedRecord(CsvParseException failed) {
      super(0, 0, -1, "is no CSV: " + String.valueOf(failed.getMessage()).replaceAll(": '.*", ""));
    }

    CellProblem inRow(int row) {
      return new CellProblem(row, 0, -1, what());
    }
  }

  @Override
  protected void handleField(int index, char[] text, int from, int length, boolean quoted) {
    if (search.isInHeader()) {
      search.see(index, text, from, length);
      return;
    }
    if (index >= cells.length) {
      return;
    }
    CellReader column = cells[index];
    if (column != null && !column.add(text, from, length, quoted)) {
      throw new CellProblem(
          rows + 1, getStartingLineNumber(), index, new String(text, from, length));
    }
  }

  @Override
  protected void handleEmpty() {
    if (search.isInHeader() || layout.dialect().oneColumn()) {
      handleField(0, new char[0], 0, 0, false);
    }
  }

  @Override
  protected @Nullable Object buildRecord() {
    boolean skipped =
        search.isInHeader()
            ? search.isNoHeader(getFieldCount())
            : getRecordType() == RecordType.EMPTY && !layout.dialect().oneColumn();
    if (skipped) {
      return null;
    }
    if (getFieldCount() != cells.length) {
      throw new CellProblem(
          rows + 1,
          getStartingLineNumber(),
          -1,
          "has %d cells, the header has %d".formatted(getFieldCount(), cells.length));
    }
    rows += headerRead ? 1 : 0;
    headerRead = true;
    return null;
  }

  private Dataset dataset() {
    Map<String, Column> columns = new LinkedHashMap<>();
    List<String> names = layout.selected();
    for (String name : names) {
      CellReader column = cells[layout.header().indexOf(name)];
      if (column != null) {
        columns.put(name, column.column());
      }
    }
    return Dataset.of(columns, layout.options().roles());
  }
}
