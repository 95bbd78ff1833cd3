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
 * Takes notes from serving threads into a bounded queue, from which one thread of its own writes
 * them to a store. A note that finds the queue full, or that is no note (a score or label that is
 * not finite), is dropped and counted. While the store fails, notes are spilled to a folder where
 * there is one, and kept from there as soon as the store takes them, also by a later process; else
 * they wait in the queue.
 *
 * <p>An id is forgotten wherever its notes are: in the queue, in the folder and in the store. Notes
 * that wait in another process are that process's to forget.
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

  /** A log over a store that holds back up to 10,000 notes. */
  public static FeedbackLog to(FeedbackStore store) {
    return to(store, 10_000);
  }

  /**
   * A log over a store.
   *
   * @param capacity notes held back at most, at least 1
   */
  public static FeedbackLog to(FeedbackStore store, int capacity) {
    return start(new FeedbackLog(store, capacity, Optional.empty()));
  }

  /**
   * A log over a store that spills up to 256 MiB of notes to a folder while the store fails.
   *
   * @param folder made where it is missing; one log's own
   * @param capacity notes held back in memory at most, at least 1
   * @throws ConfigurationProblem if the folder cannot be made
   */
  public static FeedbackLog spilling(FeedbackStore store, Path folder, int capacity) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "asked to spill feedback to " + folder + ", got " + e,
          FailureContext.hint("name a folder that can be written"),
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

  /** Left to the thread that writes, the only one that knows where every note is. */
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
      LOG.debug("a note is dropped", e);
    }
    dropped.incrementAndGet();
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a note needs a finite number, not " + value);
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
        LOG.warn("{} notes wait for the store: {}", batch.size(), e.getMessage());
        if (!putAside(batch) && (closing || closes())) {
          return;
        }
      }
    }
  }

  /** What waits is gone before the store is asked, whatever becomes of that. */
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
    public boolean test(FeedbackEvent note) {
      return note.id().equals(id);
    }
  }

  private void refuseForgettings() {
    for (ForgetRequest one = forgettings.poll(); one != null; one = forgettings.poll()) {
      one.failed(new IllegalStateException("this log is closed"));
    }
  }

  /** What waited longest first, so that an outage costs no order. */
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
   * Whether there is room for what comes next: the whole queue goes to the disk, if there is one.
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

  /** Waits a moment; whether the log is closed meanwhile. */
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

  /** Writes what is held back, for ten seconds at most. */
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
