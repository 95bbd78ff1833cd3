package dev.retrain.testkit;

import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Data windows that a test has put there. Thread-safe. */
public final class FixedWindows implements DataWindows {

  private final List<DataWindow> windows = new CopyOnWriteArrayList<>();

  /** Returns these windows; their order does not matter. */
  public static FixedWindows of(DataWindow... windows) {
    FixedWindows all = new FixedWindows();
    List.of(windows).forEach(all::add);
    return all;
  }

  /** Adds a window. */
  public FixedWindows add(DataWindow window) {
    windows.add(window);
    return this;
  }

  @Override
  public List<DataWindow> ended(Instant after, Instant upTo) {
    return windows.stream()
        .filter(window -> window.end().isAfter(after) && !window.end().isAfter(upTo))
        .sorted(Comparator.comparing(DataWindow::end))
        .toList();
  }
}
