package dev.retrain.drift.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Reads {@code 2001-01-15}, {@code 2001-01-15 10:30}, {@code 2001-01-15T10:30:00.123456}, each also
 * with slashes in the date and with {@code Z} or an offset such as {@code +01:00} after a time;
 * without one, UTC is meant.
 */
final class TimestampText {
  /** Not a timestamp. */
  static final long NONE = Long.MIN_VALUE;

  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final int DATE = 10;

  private TimestampText() {}

  static long micros(char[] text, int from, int length) {
    if (length < DATE || !isDate(text, from)) {
      return NONE;
    }
    try {
      long day =
          LocalDate.of(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2))
              .toEpochDay();
      long time = length == DATE ? 0 : timeOfDay(text, from + DATE, from + length);
      return time == NONE ? NONE : day * 86_400 * MICROS_PER_SECOND + time;
    } catch (DateTimeException none) {
      return NONE;
    }
  }

  private static boolean isDate(char[] text, int from) {
    char mark = text[from + 4];
    return (mark == '-' || mark == '/')
        && text[from + 7] == mark
        && digits(text, from, 4)
        && digits(text, from + 5, 2)
        && digits(text, from + 8, 2);
  }

  private static long timeOfDay(char[] text, int from, int end) {
    if (text[from] != 'T' && text[from] != ' ') {
      return NONE;
    }
    int zone = zoneStart(text, from + 1, end);
    long clock = clock(text, from + 1, zone);
    if (clock == NONE) {
      return NONE;
    }
    String offset = new String(text, zone, end - zone).strip();
    return clock - offsetMicros(offset.isEmpty() ? "Z" : offset);
  }

  private static int zoneStart(char[] text, int from, int end) {
    int i = from;
    while (i < end && (Character.isDigit(text[i]) || text[i] == ':' || text[i] == '.')) {
      i++;
    }
    return i;
  }

  private static long clock(char[] text, int from, int end) {
    boolean minutes = end - from >= 5 && digits(text, from, 2) && digits(text, from + 3, 2);
    if (!minutes || text[from + 2] != ':') {
      return NONE;
    }
    long seconds = number(text, from, 2) * 3600L + number(text, from + 3, 2) * 60L;
    boolean inDay = number(text, from, 2) < 24 && number(text, from + 3, 2) < 60;
    if (end - from == 5) {
      return inDay ? seconds * MICROS_PER_SECOND : NONE;
    }
    boolean hasSeconds = end - from >= 8 && text[from + 5] == ':' && digits(text, from + 6, 2);
    if (!inDay || !hasSeconds || number(text, from + 6, 2) > 59) {
      return NONE;
    }
    long fraction = end - from == 8 ? 0 : fraction(text, from + 8, end);
    return fraction == NONE
        ? NONE
        : (seconds + number(text, from + 6, 2)) * MICROS_PER_SECOND + fraction;
  }

  private static long fraction(char[] text, int from, int end) {
    int count = end - from - 1;
    if (text[from] != '.' || count < 1 || count > 9 || !digits(text, from + 1, count)) {
      return NONE;
    }
    int kept = Math.min(count, 6);
    long micros = number(text, from + 1, kept);
    for (int i = kept; i < 6; i++) {
      micros *= 10;
    }
    return micros;
  }

  private static long offsetMicros(String zone) {
    if (zone.equals("Z") || zone.equals("UTC")) {
      return 0;
    }
    return OffsetDateTime.parse("2000-01-01T00:00:00" + zone).getOffset().getTotalSeconds()
        * MICROS_PER_SECOND;
  }

  private static boolean digits(char[] text, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static int number(char[] text, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }
}
