package dev.retrain.backend.local.endpoint;

import dev.retrain.serving.HostedVersion;
import dev.retrain.serving.HostedVersions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The lanes of all versions and the watch over them: a thread that looks some times within the
 * deadline and ends what is late, so that every request is answered and every version that hangs is
 * counted.
 */
final class Lanes implements AutoCloseable {

  private static final int LOOKS_PER_DEADLINE = 8;
  private static final long MOST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /**
   * What each version may use.
   *
   * @param threads that work at once; 0 for the one that reads the requests
   * @param mostInFlight requests that wait or are worked on
   * @param answerWithin after which a request is late
   */
  record Limits(int threads, int mostInFlight, Duration answerWithin) {}

  private final String endpoint;
  private final HostedVersions<ServedModel> table;
  private final ShadowQueue shadow;
  private final Limits limits;
  private final LongAdder refused = new LongAdder();
  private final Map<HostedVersion<ServedModel>, Lane> lanes = new ConcurrentHashMap<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "retrain-endpoint-watch");
            thread.setDaemon(true);
            return thread;
          });

  Lanes(String endpoint, HostedVersions<ServedModel> table, ShadowQueue shadow, Limits limits) {
    this.endpoint = endpoint;
    this.table = table;
    this.shadow = shadow;
    this.limits = limits;
    long pause =
        Math.max(
            LEAST_PAUSE_NANOS,
            Math.min(MOST_PAUSE_NANOS, limits.answerWithin().toNanos() / LOOKS_PER_DEADLINE));
    var unused = watch.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
  }

  Limits limits() {
    return limits;
  }

  /** Returns the lane of a version. */
  Lane of(HostedVersion<ServedModel> version) {
    Lane known = lanes.get(version);
    return known != null
        ? known
        : lanes.computeIfAbsent(
            version,
            one -> new Lane(endpoint, one, Math.max(1, limits.threads()), limits.mostInFlight()));
  }

  /** Counts a request that was turned away because too many are in flight. */
  void refuse() {
    refused.increment();
  }

  /** Returns how many requests were turned away. */
  long refused() {
    return refused.sum();
  }

  private void look() {
    try {
      long now = System.nanoTime();
      long late = limits.answerWithin().toNanos();
      shadow.endLate(now, late);
      lanes.values().forEach(lane -> lane.endLate(now, late));
      lanes.values().removeIf(this::isClosed);
    } catch (RuntimeException e) { // the next look must come
      EndpointLog.unexpected("the watch of endpoint " + endpoint, e);
    }
  }

  /** Closes the lane of a version that was retired. */
  private boolean isClosed(Lane lane) {
    if (!isRetired(lane)) {
      return false;
    }
    lane.shutDown();
    lane.interrupt();
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // A version prepared anew under its old name is another.
  private boolean isRetired(Lane lane) {
    String name = lane.version().registered().version();
    return table.version(name).filter(version -> version == lane.version()).isEmpty();
  }

  /** Answers what was taken, as far as that is done within some seconds. */
  @Override
  public void close() {
    lanes.values().forEach(Lane::shutDown);
    long end = System.nanoTime() + CLOSE_WITHIN.toNanos();
    try {
      for (Lane lane : lanes.values()) {
        lane.awaitEnd(Math.max(0, end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      lanes.values().forEach(Lane::interrupt);
      Thread.currentThread().interrupt();
    }
    watch.shutdown();
  }
}
