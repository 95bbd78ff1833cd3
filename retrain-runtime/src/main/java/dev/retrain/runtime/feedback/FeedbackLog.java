package dev.retrain.runtime.feedback;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.state.Feedback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes notes from serving threads into a bounded queue, from which one thread of its own writes
 * them to a store. A note that finds the queue full, or that is no note (a score or label that is
 * not finite), is dropped and counted. While the store fails, notes wait in the queue.
 */
public final class FeedbackLog implements Feedback {

  private static final Logger LOG = LoggerFactory.getLogger(FeedbackLog.class);
  private static final int BATCH = 500;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final FeedbackStore store;
  private final BlockingQueue<Note> queue;
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private volatile boolean closing;

  private FeedbackLog(FeedbackStore store, int capacity) {
    this.store = requireNonNull(store);
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
    FeedbackLog log = new FeedbackLog(store, capacity);
    log.writer.start();
    return log;
  }

  @Override
  public void prediction(
      String id, String version, Map<String, ?> features, double score, Instant at) {
    take(() -> new Note.Prediction(id, version, json(features), finite(score), at));
  }

  @Override
  public void outcome(String id, double label, Instant at) {
    take(() -> new Note.Outcome(id, finite(label), at));
  }

  private interface Making {
    Note make();
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
    List<Note> batch = new ArrayList<>();
    while (!closing || !queue.isEmpty() || !batch.isEmpty()) {
      try {
        fill(batch);
        if (!batch.isEmpty()) {
          store.keep(batch);
          batch.clear();
        }
      } catch (RetrainException e) {
        LOG.warn("{} notes wait for the store: {}", batch.size(), e.getMessage());
        if (closing || !pause()) {
          break;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    dropped.addAndGet(batch.size() + (long) queue.size());
  }

  private void fill(List<Note> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      Note first = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
      }
    }
    queue.drainTo(batch, BATCH - batch.size());
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes what is held back, for ten seconds at most. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
  }
}
