package dev.retrain.drift.data;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cells that mean missing; compared without making strings.
 *
 * <p>Some words mean missing wherever they stand. Others do only among numbers, truth values or
 * times: a dash or a question mark may be a category. The words are those that pandas, R, Excel and
 * other spreadsheets, SAS, Stata and the export of databases write.
 */
final class MissingTokens {
  /** Missing in every column. */
  static final Set<String> ANYWHERE =
      Set.of(
          "",
          "NA",
          "N/A",
          "n/a",
          "<NA>",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "null",
          "NULL",
          "Null",
          "None",
          "(null)",
          "(NULL)",
          "<null>",
          "<NULL>",
          "[NULL]",
          "\\N",
          "NaT");

  /** Missing in a column of numbers, truth values or times, in any case. */
  private static final Set<String> AMONG_OTHERS =
      Set.of(
          "na",
          "n/a",
          "n.a.",
          "none",
          "nil",
          "null",
          "nat",
          "missing",
          "unknown",
          "undefined",
          "-",
          "--",
          "---",
          "\u2013",
          "\u2014",
          ".",
          "..",
          "...",
          "?",
          "*",
          "#null!",
          "#div/0!",
          "#value!",
          "#ref!",
          "#name?",
          "#num!",
          "#n/a",
          "#error!",
          "-1.#ind",
          "1.#ind",
          "1.#qnan",
          "-1.#qnan");

  private static final Set<String> NOT_A_NUMBER = Set.of("nan", "-nan", "+nan");

  /**
   * The tokens that hold unless others are given: made once, since cells are also checked one by
   * one.
   */
  private static final Map<ColumnKind, MissingTokens> DEFAULTS = defaults();

  /** By length, since most cells are longer than all. */
  private final char[][][] tokens;

  private final boolean hasNumbers;

  MissingTokens(Set<String> tokens) {
    int longest = tokens.stream().mapToInt(String::length).max().orElse(-1);
    this.tokens = new char[longest + 1][][];
    this.hasNumbers =
        tokens.stream()
            .map(String::toCharArray)
            .anyMatch(token -> !Double.isNaN(NumberText.parseIfNumeric(token)));
    for (int length = 0; length <= longest; length++) {
      int each = length;
      this.tokens[length] =
          tokens.stream()
              .filter(token -> token.length() == each)
              .sorted()
              .map(String::toCharArray)
              .toArray(char[][]::new);
    }
  }

  /** Returns the tokens of a kind of column; the default words stand for more in some kinds. */
  static MissingTokens of(ColumnKind kind, Set<String> given) {
    return given.equals(ANYWHERE) ? requireNonNull(DEFAULTS.get(kind)) : make(kind, given);
  }

  private static Map<ColumnKind, MissingTokens> defaults() {
    Map<ColumnKind, MissingTokens> all = new EnumMap<>(ColumnKind.class);
    for (ColumnKind kind : ColumnKind.values()) {
      all.put(kind, make(kind, ANYWHERE));
    }
    return all;
  }

  private static MissingTokens make(ColumnKind kind, Set<String> given) {
    if (!given.containsAll(ANYWHERE)) {
      return new MissingTokens(given);
    }
    Set<String> all = new HashSet<>(given);
    if (kind != ColumnKind.CATEGORICAL) {
      AMONG_OTHERS.forEach(word -> inAllCases(word).forEach(all::add));
    }
    if (kind != ColumnKind.NUMERIC) {
      NOT_A_NUMBER.forEach(word -> inAllCases(word).forEach(all::add));
    }
    return new MissingTokens(all);
  }

  private static Stream<String> inAllCases(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    String capital = upper.substring(0, 1) + word.substring(1);
    return Stream.of(word, upper, capital, word.replace("nan", "NaN").replace("nat", "NaT"));
  }

  /** Returns whether a number is among them, such as -999. */
  boolean hasNumbers() {
    return hasNumbers;
  }

  boolean matches(char[] text, int from, int length) {
    if (length >= tokens.length) {
      return false;
    }
    for (char[] token : tokens[length]) {
      if (startsWith(text, from, token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(char[] text, int from, char[] token) {
    for (int i = 0; i < token.length; i++) {
      if (text[from + i] != token[i]) {
        return false;
      }
    }
    return true;
  }
}
