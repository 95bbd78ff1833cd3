package dev.retrain.drift.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a data set as CSV so that reading it back gives the same cells: the empty category and
 * categories that look missing are quoted, missing cells are not.
 */
final class CsvFile implements QuoteStrategy {
  private static final MissingTokens LOOKS_MISSING =
      MissingTokens.of(ColumnKind.CATEGORICAL, MissingTokens.ANYWHERE);

  private boolean missingWord;

  private CsvFile() {}

  static void write(Dataset dataset, Path file) {
    AtomicFile.write(
        file,
        out -> {
          CsvFile quoting = new CsvFile();
          CsvWriter csv = CsvWriter.builder().quoteStrategy(quoting).build(out);
          csv.writeRecord(dataset.names());
          quoting.writeRows(csv, List.copyOf(dataset.columns().values()), dataset.rows());
          csv.flush();
        });
  }

  private void writeRows(CsvWriter csv, List<Column> columns, int rows) {
    @Nullable String[] cells = new @Nullable String[columns.size()];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < cells.length; i++) {
        Column column = columns.get(i);
        cells[i] = column.isMissing(row) ? null : column.text(row);
      }
      // A record of one missing cell would be an empty line, which readers skip.
      missingWord = cells.length == 1 && cells[0] == null;
      csv.writeRecord(missingWord ? new String[] {"NA"} : cells);
    }
  }

  @Override
  public boolean quoteEmpty(int line, int field) {
    return true;
  }

  @Override
  public boolean quoteValue(int line, int field, String value) {
    return !missingWord && LOOKS_MISSING.matches(value.toCharArray(), 0, value.length());
  }
}
