package dev.retrain.drift.data;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Set;

/** What the values of one key could all be. */
final class JsonColumn {
  private final Set<String> missing;
  private final MissingTokens noTime;
  private boolean any;
  private boolean numbers = true;
  private boolean flags = true;
  private boolean strings = true;
  private boolean monthFirst = true;
  private boolean dayFirst = true;
  private boolean fitsNumbers = true;
  private boolean fitsFlags = true;

  JsonColumn(Set<String> missing) {
    this.missing = missing;
    this.noTime = MissingTokens.of(ColumnKind.TIMESTAMP, missing);
  }

  void see(JsonToken kind, String text) {
    if (kind == JsonToken.VALUE_NULL) {
      return;
    }
    any = true;
    numbers &= kind.isNumeric();
    flags &= kind.isBoolean();
    char[] cell = text.toCharArray();
    boolean isString = kind == JsonToken.VALUE_STRING;
    strings &= isString;
    fitsNumbers = fitsNumbers && fits(ColumnKind.NUMERIC, cell);
    fitsFlags = fitsFlags && fits(ColumnKind.BOOLEAN, cell);
    boolean absent = isString && noTime.matches(cell, 0, cell.length);
    monthFirst = monthFirst && (absent || isTime(cell, false));
    dayFirst = dayFirst && (absent || isTime(cell, true));
  }

  private boolean fits(ColumnKind kind, char[] cell) {
    return CellReader.of(kind, missing).add(cell, 0, cell.length, true);
  }

  private static boolean isTime(char[] cell, boolean dayFirst) {
    return TimestampText.micros(cell, 0, cell.length, dayFirst) != TimestampText.NONE;
  }

  ColumnKind kind() {
    if (!any || numbers) {
      return ColumnKind.NUMERIC;
    } else if (flags) {
      return ColumnKind.BOOLEAN;
    }
    return strings && (monthFirst || dayFirst) ? ColumnKind.TIMESTAMP : ColumnKind.CATEGORICAL;
  }

  boolean fits(ColumnKind wanted) {
    return switch (wanted) {
      case NUMERIC -> fitsNumbers;
      case BOOLEAN -> fitsFlags;
      case TIMESTAMP -> monthFirst || dayFirst;
      case CATEGORICAL -> true;
    };
  }

  CellSyntax syntax() {
    return new CellSyntax(false, dayFirst && !monthFirst);
  }
}
