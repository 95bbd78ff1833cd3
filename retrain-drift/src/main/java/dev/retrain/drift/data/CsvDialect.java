package dev.retrain.drift.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How a CSV file is written.
 *
 * @param separator between cells
 * @param oneColumn whether there is one column, so that an empty line is a row whose cell is
 *     missing
 */
record CsvDialect(char separator, boolean oneColumn) {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int RECORDS = 30;

  /**
   * Finds the dialect at the beginning of a file: the separator that cuts the first records into
   * equally many cells, the most cells among several.
   */
  static CsvDialect of(String beginning, ReadOptions options) {
    char wanted = options.separator();
    char separator = wanted == ReadOptions.DETECT ? detected(beginning) : wanted;
    List<Integer> cuts = cuts(beginning, separator);
    return new CsvDialect(separator, cuts.isEmpty() || cuts.get(0) == 0);
  }

  /**
   * Returns whether numbers have a comma before their decimals: where it does not separate cells.
   */
  boolean decimalComma() {
    return separator == ';';
  }

  private static char detected(String beginning) {
    String first = beginning.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    if (first.startsWith("sep=") && first.length() == 5) {
      return first.charAt(4);
    }
    char best = ',';
    int most = 0;
    for (char candidate : SEPARATORS) {
      List<Integer> cuts = cuts(beginning, candidate);
      boolean alike = cuts.stream().distinct().count() == 1;
      if (alike && cuts.get(0) > most) {
        best = candidate;
        most = cuts.get(0);
      }
    }
    return most > 0 ? best : mostInHeader(beginning);
  }

  /** Where no separator cuts the records alike: the one of the header, for errors to be by row. */
  private static char mostInHeader(String beginning) {
    char best = ',';
    int most = 0;
    for (char candidate : SEPARATORS) {
      List<Integer> cuts = cuts(beginning, candidate);
      if (!cuts.isEmpty() && cuts.get(0) > most) {
        best = candidate;
        most = cuts.get(0);
      }
    }
    return best;
  }

  /**
   * Returns how many separators outside quotes each of the first records has, blank ones left out.
   */
  private static List<Integer> cuts(String text, char separator) {
    List<Integer> counts = new ArrayList<>();
    boolean quoted = false;
    boolean mayOpen = true;
    boolean blank = true;
    int cuts = 0;
    for (int i = 0; i < text.length() && counts.size() < RECORDS; i++) {
      char each = text.charAt(i);
      boolean ends = !quoted && (each == '\n' || each == '\r');
      if (ends) {
        if (!blank) {
          counts.add(cuts);
        }
        blank = true;
        cuts = 0;
      } else {
        blank &= Character.isWhitespace(each);
        cuts += !quoted && each == separator ? 1 : 0;
      }
      quoted = quoted ? each != '"' : mayOpen && each == '"';
      mayOpen = ends || each == separator || each == '"';
    }
    if (!blank && counts.size() < RECORDS) {
      counts.add(cuts);
    }
    return counts;
  }
}
