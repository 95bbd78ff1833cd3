package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records which metrics are read from a source and which of them it has, so that a replay without
 * the data of its policy is told from one in which nothing happened. Thread-safe.
 */
public final class MetricReads implements MetricSource {

  private final MetricSource source;
  private final Set<String> read = new ConcurrentSkipListSet<>();
  private final Set<String> found = new ConcurrentSkipListSet<>();
  private final AtomicReference<@Nullable RetrainException> failure = new AtomicReference<>();

  /** Creates the record of a source. */
  public MetricReads(MetricSource source) {
    this.source = requireNonNull(source);
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    read.add(metric);
    try {
      List<MetricPoint> points = source.read(metric, after, upTo);
      if (!points.isEmpty()) {
        found.add(metric);
      }
      return points;
    } catch (RetrainException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  /**
   * Returns the metrics that were read and never had a point.
   *
   * @throws RetrainException the first one with which a read failed
   */
  public Set<String> absent() {
    RetrainException first = failure.get();
    if (first != null) {
      throw first;
    }
    Set<String> absent = new TreeSet<>(read);
    absent.removeAll(found);
    return absent;
  }
}
