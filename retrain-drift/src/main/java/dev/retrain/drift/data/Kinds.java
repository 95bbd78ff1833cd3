package dev.retrain.drift.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header and finds the kind of each column in the first block.
 *
 * <p>A column is boolean, numeric or timestamp if every cell that is not missing is, in this order;
 * one without any cell counts as numeric; everything else is categorical.
 */
final class Kinds extends AbstractBaseCsvCallbackHandler<Object> {
  private final MissingTokens missing;
  private final List<String> header = new ArrayList<>();
  private final List<Guess> guesses = new ArrayList<>();
  private boolean inHeader = true;
  private int rows;

  Kinds(MissingTokens missing) {
    this.missing = missing;
  }

  @Override
  protected void handleField(int index, char[] text, int from, int length, boolean quoted) {
    if (inHeader) {
      String name = new String(text, from, length);
      header.add(name.isBlank() ? "column" + (index + 1) : name);
      guesses.add(new Guess());
    } else if (index < guesses.size() && length > 0 && !missing.matches(text, from, length)) {
      guesses.get(index).see(text, from, length);
    }
  }

  @Override
  protected @Nullable Object buildRecord() {
    rows += inHeader ? 0 : 1;
    inHeader = false;
    return null;
  }

  /** Whole rows seen. */
  int rows() {
    return rows;
  }

  List<String> header() {
    return header;
  }

  List<ColumnKind> kinds() {
    return guesses.stream().map(Guess::kind).toList();
  }

  /** What the cells seen so far could all be. */
  private static final class Guess {
    private boolean any;
    private boolean bool = true;
    private boolean number = true;
    private boolean time = true;

    void see(char[] text, int from, int length) {
      any = true;
      bool = bool && BooleanCells.isWord(text, from, length);
      number = number && isNumber(text, from, length);
      time = time && TimestampText.micros(text, from, length) != TimestampText.NONE;
    }

    private static boolean isNumber(char[] text, int from, int length) {
      return new NumericCells(NOTHING).add(text, from, length, false);
    }

    ColumnKind kind() {
      if (any && bool) {
        return ColumnKind.BOOLEAN;
      } else if (number) {
        return ColumnKind.NUMERIC;
      }
      return time ? ColumnKind.TIMESTAMP : ColumnKind.CATEGORICAL;
    }
  }

  private static final MissingTokens NOTHING = new MissingTokens(java.util.Set.of());
}
