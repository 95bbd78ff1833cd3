package dev.retrain.runtime.feedback;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.source.Feedback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts events from serving threads into a bounded queue, from which one thread writes them to a
 * store. An event is dropped and counted if the queue is full or its score or label is not finite.
 * While the store fails, events are spilled to a folder, if there is one, and stored from there as
 * soon as the store accepts them, also by a later process; else they wait in the queue.
 *
 * <p>An id is forgotten wherever its events are: in the queue, in the folder and in the store.
 * Events that wait in another process must be forgotten by that process.
 */
public final class FeedbackLog implements Feedback {

  private static final Logger LOG = LoggerFactory.getLogger(FeedbackLog.class);
  private static final int BATCH = 500;
  private static final long MOST_SPILLED = 256L << 20;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_FORGETTING = Duration.ofSeconds(30);

  private final FeedbackStore store;
  private final BlockingQueue<FeedbackEvent> queue;
  private final Queue<ForgetRequest> forgettings = new ConcurrentLinkedQueue<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Optional<SpillFile> spill;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread writer;
  private volatile boolean closing;
  private volatile boolean ended;

  private FeedbackLog(FeedbackStore store, int capacity, Optional<SpillFile> spill) {
    this.store = requireNonNull(store);
    this.spill = spill;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.writer = new Thread(this::write, "retrain-feedback");
    writer.setDaemon(true);
  }

  /** Returns a log over a store that buffers up to 10,000 events. */
  public static FeedbackLog to(FeedbackStore store) {
    return to(store, 10_000);
  }

  /**
   * Returns a log over a store.
   *
   * @param capacity maximum number of buffered events, at least 1
   */
  public static FeedbackLog to(FeedbackStore store, int capacity) {
    return start(new FeedbackLog(store, capacity, Optional.empty()));
  }

  /**
   * Returns a log over a store that spills up to 256 MiB of events to a folder while the store
   * fails.
   *
   * @param folder created if it is missing; used by one log only
   * @param capacity maximum number of events buffered in memory, at least 1
   * @throws ConfigurationProblem if the folder cannot be created
   */
  public static FeedbackLog spilling(FeedbackStore store, Path folder, int capacity) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot spill feedback to " + folder + ": " + e,
          FailureContext.hint("Name a folder that can be written."),
          e);
    }
    return start(
        new FeedbackLog(store, capacity, Optional.of(new SpillFile(folder, MOST_SPILLED))));
  }

  private static FeedbackLog start(FeedbackLog log) {
    log.writer.start();
    return log;
  }

  @Override
  public void prediction(
      String id, String version, Map<String, ?> features, double score, Instant at) {
    take(() -> new FeedbackEvent.Prediction(id, version, json(features), finite(score), at));
  }

  @Override
  public void outcome(String id, double label, Instant at) {
    take(() -> new FeedbackEvent.Outcome(id, finite(label), at));
  }

  /** Delegates to the writing thread, the only one that knows where every event is. */
  @Override
  public void forget(String id) {
    ForgetRequest forgetting = new ForgetRequest(id);
    forgettings.add(forgetting);
    if (ended) {
      refuseForgettings();
    }
    forgetting.await(LONGEST_FORGETTING);
  }

  private interface Making {
    FeedbackEvent make();
  }

  private void take(Making making) {
    try {
      if (!closing && queue.offer(making.make())) {
        return;
      }
    } catch (RuntimeException e) {
      LOG.debug("an event is dropped", e);
    }
    dropped.incrementAndGet();
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a score or label must be finite, is " + value);
    }
    return value;
  }

  private static String json(Map<String, ?> features) {
    Map<String, Node> entries = new TreeMap<>();
    features.forEach((name, value) -> entries.put(name, node(value)));
    return Documents.canonicalJson(Node.of(entries));
  }

  private static Node node(Object value) {
    if (value instanceof Boolean truth) {
      return Node.of(truth);
    } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return Node.of(number.doubleValue());
    }
    return Node.of(String.valueOf(value));
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  private void write() {
    List<FeedbackEvent> batch = new ArrayList<>();
    try {
      write(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      dropped.addAndGet(batch.size() + (long) queue.size());
      ended = true;
      refuseForgettings();
    }
  }

  private void write(List<FeedbackEvent> batch) throws InterruptedException {
    while (!closing || !queue.isEmpty() || !batch.isEmpty()) {
      try {
        fill(batch);
        forgetAll(batch);
        keep(batch);
      } catch (IOException | RetrainException e) {
        LOG.warn("{} events wait for the store: {}", batch.size(), e.getMessage());
        if (!putAside(batch) && (closing || closes())) {
          return;
        }
      }
    }
  }

  /** Removes what waits before calling the store, also if that fails. */
  private void forgetAll(List<FeedbackEvent> batch) {
    for (ForgetRequest one = forgettings.poll(); one != null; one = forgettings.poll()) {
      Predicate<FeedbackEvent> about = new About(one.id());
      batch.removeIf(about);
      queue.removeIf(about);
      try {
        if (spill.isPresent()) {
          spill.get().remove(about);
        }
        store.forget(one.id());
        one.succeeded();
      } catch (IOException | RuntimeException e) {
        one.failed(e);
      }
    }
  }

  private record About(String id) implements Predicate<FeedbackEvent> {
    @Override
    public boolean test(FeedbackEvent event) {
      return event.id().equals(id);
    }
  }

  private void refuseForgettings() {
    for (ForgetRequest one = forgettings.poll(); one != null; one = forgettings.poll()) {
      one.failed(new IllegalStateException("this log is closed"));
    }
  }

  /** Writes the oldest events first, so that an outage does not change the order. */
  private void keep(List<FeedbackEvent> batch) throws IOException {
    if (spill.isPresent()) {
      spill.get().drain(store, BATCH);
    }
    if (!batch.isEmpty()) {
      store.keep(batch);
      batch.clear();
    }
  }

  /**
   * Returns whether there is room for more events: the whole queue is spilled to the folder, if
   * there is one.
   */
  private boolean putAside(List<FeedbackEvent> batch) {
    boolean spilled = false;
    while (!batch.isEmpty() && spill.isPresent() && spill.get().add(batch)) {
      spilled = true;
      batch.clear();
      queue.drainTo(batch, BATCH);
    }
    return spilled;
  }

  /** Waits briefly and returns whether the log was closed meanwhile. */
  private boolean closes() {
    try {
      return closed.await(PAUSE.toMillis(), MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void fill(List<FeedbackEvent> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      FeedbackEvent first = queue.poll(PAUSE.toMillis(), MILLISECONDS);
      if (first != null) {
        batch.add(first);
      }
    }
    queue.drainTo(batch, BATCH - batch.size());
  }

  /** Writes buffered events, for ten seconds at most. */
  @Override
  public void close() {
    closing = true;
    closed.countDown();
    try {
      writer.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
  }
}
