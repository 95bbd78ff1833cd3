package dev.retrain.runtime.backtest;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a small CSV file with a header. */
final class CsvRecords {

  private CsvRecords() {}

  /** A row, which knows where it stands. */
  record Row(NamedCsvRecord fields, Path file) {

    String text(String column) {
      return fields.findField(column).orElse("").strip();
    }

    Instant time(String column) {
      try {
        return Instant.parse(text(column));
      } catch (DateTimeException e) {
        throw refused(column, "an instant such as 2001-02-03T00:00:00Z", e);
      }
    }

    boolean bool(String column) {
      return switch (text(column)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw refused(column, "true or false", null);
      };
    }

    private ConfigurationProblem refused(String column, String wanted, @Nullable Throwable cause) {
      return new ConfigurationProblem(
          file
              + " line "
              + fields.getStartingLineNumber()
              + ": '"
              + text(column)
              + "' in column "
              + column
              + " is not "
              + wanted,
          FailureContext.hint("correct the cell"),
          cause);
    }
  }

  /**
   * Reads all rows.
   *
   * @throws ConfigurationProblem if the file cannot be read or a column is missing
   */
  static List<Row> read(Path file, String... columns) {
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
      List<Row> all = new ArrayList<>();
      for (NamedCsvRecord row : rows) {
        if (!row.getHeader().containsAll(List.of(columns))) {
          throw problem(file, "its columns are " + row.getHeader(), null, columns);
        }
        all.add(new Row(row, file));
      }
      return all;
    } catch (IOException e) {
      throw problem(file, e.toString(), e, columns);
    }
  }

  private static ConfigurationProblem problem(
      Path file, String why, @Nullable Throwable cause, String... columns) {
    return new ConfigurationProblem(
        "asked to read " + file + ": " + why,
        FailureContext.hint("write a CSV with the columns " + String.join(", ", columns)),
        cause);
  }
}
