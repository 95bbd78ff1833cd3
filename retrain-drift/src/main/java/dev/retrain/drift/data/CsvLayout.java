package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a CSV file are.
 *
 * @param header the names, in the file's order
 * @param kinds the kind per column; null where the column is not wanted
 * @param selected the names wanted, in the order wanted
 * @param syntax how the cells of each column are written
 * @param firstOffset where the file's first block begins
 * @param dialect how the file is written
 * @param options how to read
 */
record CsvLayout(
    List<String> header,
    List<@Nullable ColumnKind> kinds,
    List<String> selected,
    List<CellSyntax> syntax,
    long firstOffset,
    CsvDialect dialect,
    ReadOptions options) {

  static CsvLayout of(Path file, Block first, ReadOptions options) {
    CsvDialect dialect = CsvDialect.of(first.text(), options);
    KindInference found = new KindInference(options.missing(), dialect.decimalComma());
    try {
      BlockParser.run(first, dialect, found);
    } catch (BlockParser.MalformedRecord malformed) {
      throw malformed.inRow(found.rows() + 1);
    }
    List<String> header = List.copyOf(found.header());
    requireDistinct(file, header);
    List<String> selected = options.columns().isEmpty() ? header : options.columns();
    requirePresent(file, header, selected);
    Set<String> wanted = new HashSet<>(selected);
    List<@Nullable ColumnKind> kinds = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      ColumnKind kind = options.kinds().getOrDefault(name, found.kinds().get(i));
      kinds.add(wanted.contains(name) ? kind : null);
    }
    return new CsvLayout(header, kinds, selected, found.syntax(), first.offset(), dialect, options);
  }

  private static void requireDistinct(Path file, List<String> header) {
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (!seen.add(name)) {
        throw new DataProblem("file '%s' has two columns '%s'".formatted(file, name));
      }
    }
  }

  private static void requirePresent(Path file, List<String> header, List<String> selected) {
    for (String name : selected) {
      if (!header.contains(name)) {
        throw new DataProblem(
            "file '%s' has no column '%s'; it has %s".formatted(file, name, header));
      }
    }
  }
}
