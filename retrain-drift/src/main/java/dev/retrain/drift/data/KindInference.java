package dev.retrain.drift.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header and finds the kind of each column in the first block.
 *
 * <p>A column is boolean, numeric or timestamp if every cell that is not missing is, in this order;
 * one without any cell counts as numeric; everything else is categorical. A date with slashes has
 * the month first, unless only the day can be.
 */
final class KindInference extends AbstractBaseCsvCallbackHandler<Object> {
  private static final MissingTokens NOTHING = new MissingTokens(Set.of());

  private final MissingTokens missing;
  private final MissingTokens missingAmongNumbers;
  private final MissingTokens missingAmongFlags;
  private final boolean decimalComma;
  private final List<String> header = new ArrayList<>();
  private final List<Guess> guesses = new ArrayList<>();
  private final HeaderSearch search = new HeaderSearch(true);
  private int rows;

  KindInference(Set<String> missing, boolean decimalComma) {
    this.missing = new MissingTokens(missing);
    this.missingAmongNumbers = MissingTokens.of(ColumnKind.NUMERIC, missing);
    this.missingAmongFlags = MissingTokens.of(ColumnKind.BOOLEAN, missing);
    this.decimalComma = decimalComma;
  }

  @Override
  protected void handleField(int index, char[] text, int from, int length, boolean quoted) {
    if (search.isInHeader()) {
      search.see(index, text, from, length);
      String name = new String(text, from, length);
      header.add(name.isBlank() ? "column" + (index + 1) : name);
      guesses.add(new Guess());
    } else if (index < guesses.size() && length > 0 && !missing.matches(text, from, length)) {
      guesses.get(index).see(text, from, length);
    }
  }

  @Override
  protected void handleEmpty() {
    if (search.isInHeader()) {
      search.see(0, new char[0], 0, 0);
    }
  }

  @Override
  protected @Nullable Object buildRecord() {
    if (!search.isInHeader()) {
      rows++;
    } else if (search.isNoHeader(getFieldCount())) {
      header.clear();
      guesses.clear();
    }
    return null;
  }

  /** Returns the number of whole rows seen. */
  int rows() {
    return rows;
  }

  List<String> header() {
    return header;
  }

  List<ColumnKind> kinds() {
    return guesses.stream().map(Guess::kind).toList();
  }

  List<CellSyntax> syntax() {
    return guesses.stream()
        .map(guess -> new CellSyntax(decimalComma, guess.dayFirst && !guess.monthFirst))
        .toList();
  }

  /** What the cells seen so far could all be. */
  private final class Guess {
    private boolean any;
    private boolean bool = true;
    private boolean number = true;
    private boolean monthFirst = true;
    private boolean dayFirst = true;

    void see(char[] text, int from, int length) {
      boolean fitsAmongNumbers = missingAmongNumbers.matches(text, from, length);
      boolean fitsAmongFlags = missingAmongFlags.matches(text, from, length);
      any |= !fitsAmongNumbers && !fitsAmongFlags;
      bool = bool && (fitsAmongFlags || BooleanCells.isWord(text, from, length));
      number = number && (fitsAmongNumbers || isNumber(text, from, length));
      monthFirst = monthFirst && (fitsAmongFlags || isTime(text, from, length, false));
      dayFirst = dayFirst && (fitsAmongFlags || isTime(text, from, length, true));
    }

    private boolean isNumber(char[] text, int from, int length) {
      return new NumericCells(NOTHING, decimalComma).add(text, from, length, false);
    }

    private static boolean isTime(char[] text, int from, int length, boolean dayFirst) {
      return TimestampText.micros(text, from, length, dayFirst) != TimestampText.NONE;
    }

    ColumnKind kind() {
      if (any && bool) {
        return ColumnKind.BOOLEAN;
      } else if (number) {
        return ColumnKind.NUMERIC;
      }
      return any && (monthFirst || dayFirst) ? ColumnKind.TIMESTAMP : ColumnKind.CATEGORICAL;
    }
  }
}
