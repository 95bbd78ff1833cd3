package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins the batches of one file into one data set, copying each value once. */
final class BatchJoin {
  private BatchJoin() {}

  static Dataset join(List<Dataset> parts) {
    Dataset first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    long rows = parts.stream().mapToLong(Dataset::rows).sum();
    if (rows > Integer.MAX_VALUE - 8) {
      throw new DataProblem(rows + " rows do not fit into one data set; read them in batches");
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    for (String name : first.names()) {
      List<Column> pieces = new ArrayList<>(parts.size());
      parts.forEach(part -> pieces.add(part.column(name)));
      columns.put(name, join(pieces, (int) rows));
    }
    return Dataset.of(columns, first.roles()).withNotes(first.notes());
  }

  private static Column join(List<Column> pieces, int rows) {
    return switch (pieces.get(0).kind()) {
      case NUMERIC -> {
        double[] values = new double[rows];
        copy(pieces, piece -> ((NumericColumn) piece).array(), values);
        yield NumericColumn.of(values, missing(pieces));
      }
      case BOOLEAN -> {
        boolean[] values = new boolean[rows];
        copy(pieces, piece -> ((BooleanColumn) piece).array(), values);
        yield BooleanColumn.of(values, missing(pieces));
      }
      case TIMESTAMP -> {
        long[] values = new long[rows];
        copy(pieces, piece -> ((TimestampColumn) piece).epochMicros(), values);
        yield TimestampColumn.ofEpochMicros(values, missing(pieces));
      }
      case CATEGORICAL -> categories(pieces, rows);
    };
  }

  private static void copy(
      List<Column> pieces, java.util.function.Function<Column, Object> array, Object into) {
    int at = 0;
    for (Column piece : pieces) {
      System.arraycopy(array.apply(piece), 0, into, at, piece.rows());
      at += piece.rows();
    }
  }

  private static Missing missing(List<Column> pieces) {
    java.util.BitSet rows = new java.util.BitSet();
    int at = 0;
    for (Column piece : pieces) {
      if (piece.missingCount() > 0) {
        int before = at;
        piece.missing().rows().stream().forEach(row -> rows.set(before + row));
      }
      at += piece.rows();
    }
    return Missing.of(rows);
  }

  private static Column categories(List<Column> pieces, int rows) {
    Map<String, Integer> codeOf = new HashMap<>();
    List<String> dictionary = new ArrayList<>();
    int[] codes = new int[rows];
    int at = 0;
    for (Column piece : pieces) {
      CategoricalColumn column = (CategoricalColumn) piece;
      int[] translated = new int[column.dictionary().size()];
      for (int code = 0; code < translated.length; code++) {
        translated[code] = code(column.dictionary().get(code), codeOf, dictionary);
      }
      for (int code : column.codes()) {
        codes[at++] = code == CategoricalColumn.MISSING ? code : translated[code];
      }
    }
    return CategoricalColumn.of(codes, dictionary);
  }

  private static int code(String category, Map<String, Integer> codeOf, List<String> dictionary) {
    Integer known = codeOf.putIfAbsent(category, dictionary.size());
    if (known != null) {
      return known;
    }
    dictionary.add(category);
    return dictionary.size() - 1;
  }
}
