package dev.retrain.spi.backend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a cron expression of five fields as crontab(5) has them: minute, hour, day of month, month,
 * day of week; each a star, a number, a range, a list of those, all with an optional step. Names of
 * months and days are taken; nicknames such as {@code @daily} are not.
 */
final class CronFields {

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private static final List<String> FIELDS =
      List.of("minute", "hour", "day of month", "month", "day of week");
  private static final int[] FIRST = {0, 0, 1, 1, 0};
  private static final int[] LAST = {59, 23, 31, 12, 7};

  private static final int DAY_OF_MONTH = 2;
  private static final int MONTH = 3;
  private static final int DAY_OF_WEEK = 4;
  private static final int[] LONGEST = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private CronFields() {}

  /** Returns what is wrong with an expression; empty when it is valid. */
  static Optional<String> problem(String expression) {
    String[] texts = expression.split(" ", -1);
    if (texts.length != FIELDS.size()) {
      return Optional.of("has " + texts.length + " fields between single spaces, not five");
    }
    List<BitSet> values = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      try {
        values.add(values(texts[i], i));
      } catch (IllegalArgumentException e) {
        return Optional.of("its " + FIELDS.get(i) + " '" + texts[i] + "' " + e.getMessage());
      }
    }
    boolean byDate = texts[DAY_OF_WEEK].startsWith("*");
    return byDate && !hasADate(values.get(DAY_OF_MONTH), values.get(MONTH))
        ? Optional.of("names a date that no year has")
        : Optional.empty();
  }

  private static boolean hasADate(BitSet days, BitSet months) {
    return months.stream().anyMatch(month -> days.nextSetBit(1) <= LONGEST[month - 1]);
  }

  private static BitSet values(String text, int field) {
    BitSet all = new BitSet();
    for (String part : text.split(",", -1)) {
      String[] stepped = part.split("/", -1);
      int step = stepped.length == 1 ? 1 : number(stepped[1], field);
      if (stepped.length > 2 || step < 1) {
        throw new IllegalArgumentException("has no step that counts");
      }
      int[] range = range(stepped[0], field);
      for (int value = range[0]; value <= range[1]; value += step) {
        all.set(value);
      }
    }
    return all;
  }

  private static int[] range(String text, int field) {
    if (text.equals("*")) {
      return new int[] {FIRST[field], LAST[field]};
    }
    String[] ends = text.split("-", -1);
    int from = number(ends[0], field);
    int to = ends.length == 1 ? from : number(ends[1], field);
    if (ends.length > 2 || from < FIRST[field] || to > LAST[field] || from > to) {
      throw new IllegalArgumentException(
          "does not lie within " + FIRST[field] + " to " + LAST[field]);
    }
    return new int[] {from, to};
  }

  private static int number(String text, int field) {
    List<String> names = field == MONTH ? MONTHS : field == DAY_OF_WEEK ? DAYS : List.of();
    int named = names.indexOf(text.toUpperCase(Locale.ROOT));
    if (named >= 0) {
      return named + FIRST[field];
    }
    if (!text.matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException("is no number, range, list or star");
    }
    return Integer.parseInt(text);
  }
}
