package dev.retrain.drift.detect;

import dev.retrain.drift.detect.MonitorWindow.ByRows;
import dev.retrain.drift.detect.MonitorWindow.ByTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows a serving application sees into the frozen bins of a reference, window by window.
 *
 * <p>Any number of threads may call {@link #observe}; each adds to counters of its own, so it costs
 * some hundred nanoseconds and never waits for a verdict. Closed windows wait to be {@link #poll
 * polled}: on one node hand them to {@link FrozenReference#measure}, on many merge them first.
 *
 * <p>A window by rows holds exactly as many while one thread observes; with several, rows that were
 * under way when it closed may make it larger or smaller by as many as there are threads. A window
 * by time closes with the first row after its end, or with {@link #poll}.
 */
public final class DriftMonitor {

  private static final int KEPT_WINDOWS = 64;

  private final FrozenReference reference;
  private final String fingerprint;
  private final List<String> numeric;
  private final List<String> categorical;
  private final MonitorWindow window;
  private final Clock clock;
  private final long paneRows;
  private final long paneMillis;
  private final MonitorStripe[] stripes;
  private final AtomicLong observed = new AtomicLong();
  private final Deque<WindowCounts> panes = new ArrayDeque<>();
  private final Deque<WindowCounts> closed = new ArrayDeque<>();
  private volatile long paneEnd;
  private Instant paneStart;
  private long lost;

  private DriftMonitor(FrozenReference reference, MonitorWindow window, Clock clock) {
    this.reference = reference;
    this.fingerprint = reference.fingerprint();
    this.numeric = reference.numericFeatures();
    this.categorical = reference.categoricalFeatures();
    this.window = window;
    this.clock = clock;
    this.paneRows = window instanceof ByRows rows ? rows.paneRows() : 0;
    this.paneMillis = window instanceof ByTime time ? time.pane().toMillis() : 0;
    int width = Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());
    this.stripes = new MonitorStripe[width];
    for (int i = 0; i < width; i++) {
      stripes[i] = new MonitorStripe(reference.features());
    }
    this.paneStart = clock.instant();
    this.paneEnd = paneStart.toEpochMilli() + paneMillis;
  }

  /** Starts to count over a reference; the clock dates the windows and ends those by time. */
  public static DriftMonitor on(FrozenReference reference, MonitorWindow window, Clock clock) {
    return new DriftMonitor(reference, window, clock);
  }

  /** Returns the reference whose bins are counted. */
  public FrozenReference reference() {
    return reference;
  }

  /**
   * Takes a row.
   *
   * @param numbers a value per {@link FrozenReference#numericFeatures()}; NaN is missing
   * @param categories a value per {@link FrozenReference#categoricalFeatures()}; null is missing
   * @throws IllegalArgumentException if there are more or fewer values than features
   */
  public void observe(double[] numbers, @Nullable String... categories) {
    if (numbers.length != numeric.size() || categories.length != categorical.size()) {
      throw new IllegalArgumentException(
          "needs %d numbers and %d categories, got %d and %d"
              .formatted(numeric.size(), categorical.size(), numbers.length, categories.length));
    }
    if (paneMillis > 0 && clock.millis() >= paneEnd) {
      closeByTime();
    }
    MonitorStripe stripe = stripes[(int) Thread.currentThread().getId() & (stripes.length - 1)];
    synchronized (stripe) {
      stripe.add(numbers, categories);
    }
    if (paneRows > 0 && observed.incrementAndGet() % paneRows == 0) {
      closePane(clock.instant());
    }
  }

  /** Takes a row by feature name; absent and null values are missing, other names are ignored. */
  public void observe(Map<String, ? extends @Nullable Object> row) {
    double[] numbers = new double[numeric.size()];
    for (int i = 0; i < numbers.length; i++) {
      Object value = row.get(numeric.get(i));
      numbers[i] = value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
    @Nullable String[] categories = new @Nullable String[categorical.size()];
    for (int i = 0; i < categories.length; i++) {
      Object value = row.get(categorical.get(i));
      categories[i] = value == null ? null : value.toString();
    }
    observe(numbers, categories);
  }

  /**
   * Returns the oldest window that closed and was not polled yet; ends a window by time that is
   * due.
   */
  public Optional<WindowCounts> poll() {
    if (paneMillis > 0 && clock.millis() >= paneEnd) {
      closeByTime();
    }
    synchronized (closed) {
      return Optional.ofNullable(closed.poll());
    }
  }

  /** Returns how many closed windows were dropped unpolled: the newest 64 are kept. */
  public long lost() {
    synchronized (closed) {
      return lost;
    }
  }

  private synchronized void closeByTime() {
    long now = clock.millis();
    if (now >= paneEnd) {
      Instant end = Instant.ofEpochMilli(paneEnd);
      paneEnd += paneMillis * ((now - paneEnd) / paneMillis + 1);
      closePane(end);
    }
  }

  private synchronized void closePane(Instant end) {
    long[] sum = new long[stripes[0].size()];
    long rows = 0;
    for (MonitorStripe stripe : stripes) {
      synchronized (stripe) {
        rows += stripe.drainTo(sum);
      }
    }
    panes.add(new WindowCounts(fingerprint, paneStart, end, rows, stripes[0].byFeature(sum)));
    paneStart = end;
    if (panes.size() == window.panes()) {
      keep(panes.stream().reduce(WindowCounts::merge).orElseThrow());
      panes.remove();
    }
  }

  private void keep(WindowCounts whole) {
    synchronized (closed) {
      closed.add(whole);
      if (closed.size() > KEPT_WINDOWS) {
        closed.remove();
        lost++;
      }
    }
  }
}
