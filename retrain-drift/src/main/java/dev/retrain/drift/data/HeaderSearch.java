package dev.retrain.drift.data;

/**
 * Finds the header of a CSV file: the first record that is neither blank nor the line {@code sep=;}
 * by which Excel is told the separator.
 */
final class HeaderSearch {
  private boolean inHeader;
  private boolean blank;
  private boolean hint;

  HeaderSearch(boolean inHeader) {
    this.inHeader = inHeader;
  }

  boolean isInHeader() {
    return inHeader;
  }

  void see(int index, char[] text, int from, int length) {
    if (index == 0) {
      String cell = new String(text, from, length);
      blank = cell.isBlank();
      hint = cell.equals("sep=");
    }
  }

  /** Returns whether the record just read is to be skipped; otherwise it was the header. */
  boolean isNoHeader(int fields) {
    boolean skipped = (blank && fields == 1) || (hint && fields <= 2);
    inHeader = skipped;
    return skipped;
  }
}
