package dev.retrain.drift.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A column of strings held as codes into a dictionary; the empty string is a category and differs
 * from missing.
 */
public final class CategoricalColumn implements Column {
  /** The code of a missing cell. */
  public static final int MISSING = -1;

  private final int[] codes;
  private final List<String> dictionary;
  private final Missing missing;

  private CategoricalColumn(int[] codes, List<String> dictionary, Missing missing) {
    this.codes = codes;
    this.dictionary = dictionary;
    this.missing = missing;
  }

  /**
   * Returns a column of codes.
   *
   * @param codes per row an index into the dictionary, or {@link #MISSING}; shared, not copied
   * @param dictionary the distinct categories; a category may be without rows
   * @throws IllegalArgumentException if a code lies outside the dictionary
   */
  public static CategoricalColumn of(int[] codes, List<String> dictionary) {
    BitSet absent = new BitSet();
    for (int row = 0; row < codes.length; row++) {
      if (codes[row] == MISSING) {
        absent.set(row);
      } else if (codes[row] < 0 || codes[row] >= dictionary.size()) {
        throw new IllegalArgumentException(
            "row %d has code %d, the dictionary has %d categories"
                .formatted(row, codes[row], dictionary.size()));
      }
    }
    return new CategoricalColumn(codes, List.copyOf(dictionary), Missing.of(absent));
  }

  /** Returns a column of these categories; {@code null} is missing. */
  public static CategoricalColumn of(@Nullable String... values) {
    return ofNullable(Arrays.asList(values));
  }

  /** Returns a column of these categories; {@code null} is missing. */
  public static CategoricalColumn ofNullable(List<? extends @Nullable String> values) {
    Map<String, Integer> codeOf = new LinkedHashMap<>();
    int[] codes = new int[values.size()];
    int row = 0;
    for (String value : values) {
      codes[row++] = value == null ? MISSING : codeOf.computeIfAbsent(value, v -> codeOf.size());
    }
    return of(codes, List.copyOf(codeOf.keySet()));
  }

  /** Returns per row an index into the dictionary, or {@link #MISSING}, without copying. */
  public int[] codes() {
    return codes;
  }

  /** Returns the distinct categories, in the order of their codes. */
  public List<String> dictionary() {
    return dictionary;
  }

  /** Returns the category of a row, or {@code null} if it is missing. */
  public @Nullable String value(int row) {
    return codes[row] == MISSING ? null : dictionary.get(codes[row]);
  }

  /** Returns the first row whose cell cannot be read as this kind; a missing cell always can. */
  public OptionalInt firstNot(ColumnKind kind) {
    BitSet unfit = new BitSet();
    for (int code = 0; code < dictionary.size(); code++) {
      unfit.set(code, !kind.fits(dictionary.get(code)));
    }
    return IntStream.range(0, codes.length)
        .filter(row -> codes[row] != MISSING && unfit.get(codes[row]))
        .findFirst();
  }

  /** Returns how many rows each category of the dictionary has, in the order of the codes. */
  public long[] counts() {
    long[] counts = new long[dictionary.size()];
    for (int code : codes) {
      if (code != MISSING) {
        counts[code]++;
      }
    }
    return counts;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.CATEGORICAL;
  }

  @Override
  public int rows() {
    return codes.length;
  }

  @Override
  public Missing missing() {
    return missing;
  }

  @Override
  public String text(int row) {
    return codes[row] == MISSING ? "" : dictionary.get(codes[row]);
  }

  @Override
  public CategoricalColumn select(int[] rows) {
    int[] selected = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = codes[rows[i]];
    }
    return new CategoricalColumn(selected, dictionary, missing.select(rows));
  }

  @Override
  public CategoricalColumn slice(int from, int to) {
    return new CategoricalColumn(
        Arrays.copyOfRange(codes, from, to), dictionary, missing.slice(from, to));
  }

  @Override
  public CategoricalColumn append(Column other) {
    CategoricalColumn after = ColumnChecks.sameKind(CategoricalColumn.class, this, other);
    Map<String, Integer> codeOf = new LinkedHashMap<>();
    dictionary.forEach(category -> codeOf.put(category, codeOf.size()));
    int[] translated =
        after.dictionary.stream()
            .mapToInt(category -> codeOf.computeIfAbsent(category, c -> codeOf.size()))
            .toArray();
    int[] all = Arrays.copyOf(codes, codes.length + after.codes.length);
    for (int i = 0; i < after.codes.length; i++) {
      int code = after.codes[i];
      all[codes.length + i] = code == MISSING ? MISSING : translated[code];
    }
    return new CategoricalColumn(
        all, List.copyOf(codeOf.keySet()), missing.append(codes.length, after.missing));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.categorical(this);
  }
}
