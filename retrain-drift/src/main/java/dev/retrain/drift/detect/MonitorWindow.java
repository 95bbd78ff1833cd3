package dev.retrain.drift.detect;

import java.time.Duration;

/**
 * When a monitor's windows end: a window is made of panes, and each pane's end closes a window over
 * the last panes.
 */
public sealed interface MonitorWindow {

  /** Returns how many panes a window has; 1 for windows that do not overlap. */
  int panes();

  /**
   * Windows by number of rows.
   *
   * @param paneRows rows of a pane
   * @param panes panes of a window
   */
  record ByRows(long paneRows, int panes) implements MonitorWindow {

    /** Checks the ranges. */
    public ByRows {
      check(paneRows >= 1 && panes >= 1);
    }
  }

  /**
   * Windows by time.
   *
   * @param pane length of a pane
   * @param panes panes of a window
   */
  record ByTime(Duration pane, int panes) implements MonitorWindow {

    /** Checks the ranges. */
    public ByTime {
      check(pane.toMillis() >= 1 && panes >= 1);
    }
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException(
          "a window is made of one or more panes of one or more rows, or of a millisecond or more");
    }
  }

  /** Windows of so many rows, one after the other. */
  static MonitorWindow tumbling(long rows) {
    return new ByRows(rows, 1);
  }

  /** Windows of such a length, one after the other. */
  static MonitorWindow tumbling(Duration length) {
    return new ByTime(length, 1);
  }

  /**
   * Returns a window over the last {@code panes * every} rows, closed anew after every so many
   * rows.
   */
  static MonitorWindow sliding(int panes, long every) {
    return new ByRows(every, panes);
  }

  /**
   * Returns a window over the last {@code panes} spans of such a length, closed anew after each.
   */
  static MonitorWindow sliding(int panes, Duration every) {
    return new ByTime(every, panes);
  }
}
