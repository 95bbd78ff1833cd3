package dev.retrain.drift.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Reads {@code 2001-01-15}, {@code 2001-01-15 10:30}, {@code 2001-01-15T10:30:00.123456}, each also
 * with slashes or points in the date, with months and days of one digit, and with {@code Z} or an
 * offset such as {@code +01:00}, {@code +0100} or {@code +01} after a time; without one, UTC is
 * meant. Also {@code 15.01.2001}, {@code 01/15/2001} and, where days come first, {@code
 * 15/01/2001}, with a time on a clock of 24 hours or of 12 with {@code AM} or {@code PM}.
 */
final class TimestampText {
  /** Not a timestamp. */
  static final long NONE = Long.MIN_VALUE;

  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_HOUR = 3600 * MICROS_PER_SECOND;

  private TimestampText() {}

  static long micros(char[] text, int from, int length, boolean dayFirst) {
    int end = from + length;
    int first = digitsFrom(text, from, end);
    if (length < 8 || first == 0 || first > 4 || from + first >= end) {
      return NONE;
    }
    char mark = text[from + first];
    if (mark != '-' && mark != '/' && mark != '.') {
      return NONE;
    }
    int second = digitsFrom(text, from + first + 1, end);
    int thirdFrom = from + first + second + 2;
    boolean complete = second >= 1 && second <= 2 && thirdFrom < end;
    if (!complete || text[thirdFrom - 1] != mark) {
      return NONE;
    }
    int third = digitsFrom(text, thirdFrom, end);
    int one = number(text, from, first);
    int two = number(text, from + first + 1, second);
    if (first == 4 && third >= 1 && third <= 2) {
      return at(one, two, number(text, thirdFrom, third), text, thirdFrom + third, end);
    }
    if (first > 2 || third != 4 || mark == '-') {
      return NONE;
    }
    int year = number(text, thirdFrom, 4);
    boolean dayIsFirst = mark == '.' || dayFirst;
    return at(year, dayIsFirst ? two : one, dayIsFirst ? one : two, text, thirdFrom + 4, end);
  }

  private static int digitsFrom(char[] text, int from, int end) {
    int i = from;
    while (i < end && i - from < 5 && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    return i - from;
  }

  private static long at(int year, int month, int day, char[] text, int from, int end) {
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      long time = from == end ? 0 : timeOfDay(text, from, end);
      return time == NONE ? NONE : days * 86_400 * MICROS_PER_SECOND + time;
    } catch (DateTimeException none) {
      return NONE;
    }
  }

  private static long timeOfDay(char[] text, int from, int end) {
    if (text[from] != 'T' && text[from] != ' ') {
      return NONE;
    }
    int start = from + 1;
    boolean shortHour = start + 1 < end && text[start + 1] == ':' && Character.isDigit(text[start]);
    char[] cells = text;
    if (shortHour) {
      cells = ("0" + new String(text, start, end - start)).toCharArray();
      start = 0;
    }
    int last = shortHour ? cells.length : end;
    int zone = zoneStart(cells, start, last);
    long clock = clock(cells, start, zone);
    if (clock == NONE) {
      return NONE;
    }
    String rest = new String(cells, zone, last - zone).strip();
    if (rest.equalsIgnoreCase("AM") || rest.equalsIgnoreCase("PM")) {
      return ofTwelveHours(clock, rest.equalsIgnoreCase("PM"));
    }
    return shortHour && !rest.isEmpty() ? NONE : clock - offsetMicros(rest.isEmpty() ? "Z" : rest);
  }

  private static long ofTwelveHours(long clock, boolean afternoon) {
    long hours = clock / MICROS_PER_HOUR;
    if (hours < 1 || hours > 12) {
      return NONE;
    }
    long sinceTwelve = hours == 12 ? clock - 12 * MICROS_PER_HOUR : clock;
    return afternoon ? sinceTwelve + 12 * MICROS_PER_HOUR : sinceTwelve;
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
    if (zone.charAt(0) != '+' && zone.charAt(0) != '-') {
      throw new DateTimeException("no offset: " + zone);
    }
    return ZoneOffset.of(zone).getTotalSeconds() * MICROS_PER_SECOND;
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
