package dev.retrain.drift.data;

/** Cells as messages and terminals may show them. */
public final class CellText {
  private static final int LONGEST = 40;

  private CellText() {}

  /**
   * Returns a text without characters that move the cursor, break the line, colour or reorder what
   * a terminal shows: they are written as Java writes them, a line feed as {@code \\n}.
   */
  public static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            each -> {
              switch (each) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (isHarmless(each)) {
                    shown.appendCodePoint(each);
                  } else {
                    shown.append("\\u%04x".formatted(each));
                  }
                }
              }
            });
    return shown.toString();
  }

  private static boolean isHarmless(int each) {
    return switch (Character.getType(each)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /**
   * Returns a line for a terminal or a log, on which it is no command: continuous integration obeys
   * lines that begin with {@code ::} or {@code ##}.
   */
  public static String line(String text) {
    String shown = printable(text);
    String start = shown.stripLeading();
    return start.startsWith("::") || start.startsWith("##") ? "\\" + start : shown;
  }

  /** Returns the beginning of a cell, printable and in quotes. */
  public static String quoted(String cell) {
    return "'"
        + printable(cell.length() > LONGEST ? cell.substring(0, LONGEST) + "..." : cell)
        + "'";
  }
}
