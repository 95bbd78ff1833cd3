package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.api.serving.VersionCounter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One version from prepare to retire: its model, its counts, and the requests inside it. */
final class PreparedVersion {

  private static final long POLL_NANOS = 1_000_000;

  private final ModelVersion model;
  private final VersionCounter counter;
  private final String quoted;
  private final AtomicInteger inside = new AtomicInteger();
  private final CountDownLatch loading = new CountDownLatch(1);
  private volatile @Nullable ServedModel served;
  private volatile @Nullable String problem;
  private volatile boolean closed;

  PreparedVersion(ModelVersion model, VersionCounter counter) {
    this.model = model;
    this.counter = counter;
    this.quoted = Documents.canonicalJson(Node.of(model.version()));
  }

  ModelVersion model() {
    return model;
  }

  VersionCounter counter() {
    return counter;
  }

  /** The version as a JSON text. */
  String quoted() {
    return quoted;
  }

  /** Why it never became ready. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  boolean isReady() {
    ServedModel now = served;
    return now != null && !closed && now.isHealthy();
  }

  boolean isRetiring() {
    return closed;
  }

  VersionHealth health() {
    return counter.health(isReady());
  }

  void load(ModelLoader loader) {
    try {
      loaded(loader.load(model));
    } catch (Exception | LinkageError e) {
      problem = e.getClass().getSimpleName() + ": " + e.getMessage();
      EndpointLog.loadFailed(model, e);
    } finally {
      loading.countDown();
    }
  }

  private synchronized void loaded(ServedModel loaded) {
    if (closed) {
      loaded.close();
    } else {
      served = loaded;
    }
  }

  void awaitLoaded(Duration deadline) throws InterruptedException {
    if (!loading.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
      EndpointLog.loadingLate(model, deadline);
    }
  }

  /** Begins a request; false once the version is being retired. */
  boolean enter() {
    inside.incrementAndGet();
    if (closed) {
      inside.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Ends a request. */
  void leave() {
    inside.decrementAndGet();
  }

  double score(Map<String, Object> features) throws Exception {
    ServedModel now = served;
    if (now == null) {
      throw new IllegalStateException("version " + model.version() + " is not loaded");
    }
    double score = now.score(features);
    if (!Double.isFinite(score)) {
      throw new ArithmeticException("the score is " + score);
    }
    return score;
  }

  int inside() {
    return inside.get();
  }

  /** Lets no further request in and waits for those inside; false when they take longer. */
  boolean drain(Duration deadline) {
    closed = true;
    long end = System.nanoTime() + deadline.toNanos();
    while (inside.get() > 0) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  synchronized void close() {
    closed = true;
    ServedModel now = served;
    served = null;
    if (now != null) {
      now.close();
    }
  }
}
