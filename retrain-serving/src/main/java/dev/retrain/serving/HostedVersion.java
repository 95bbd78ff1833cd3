package dev.retrain.serving;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One version from prepare to retire: its model, its counts, and the requests inside it.
 * Thread-safe.
 *
 * @param <M> a loaded model
 */
public final class HostedVersion<M> {

  private static final long POLL_NANOS = 1_000_000;

  private final ModelVersion registered;
  private final VersionCounter counter;
  private final ModelHosting<M> hosting;
  private final AtomicInteger inside = new AtomicInteger();
  private final CountDownLatch loading = new CountDownLatch(1);
  private final AtomicBoolean isLoading = new AtomicBoolean(true);
  private volatile @Nullable M served;
  private volatile @Nullable String problem;
  private volatile boolean closed;

  HostedVersion(ModelVersion registered, VersionCounter counter, ModelHosting<M> hosting) {
    this.registered = registered;
    this.counter = counter;
    this.hosting = hosting;
  }

  /** As it was registered. */
  public ModelVersion registered() {
    return registered;
  }

  /** What counts its requests. */
  public VersionCounter counter() {
    return counter;
  }

  /** Why it could not be loaded the last time. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Whether it can answer now. */
  public boolean isReady() {
    M now = served;
    return now != null && !closed && hosting.isHealthy(now);
  }

  /** Whether it takes no more requests. */
  public boolean isRetiring() {
    return closed;
  }

  /** What was counted. */
  public VersionHealth health() {
    return counter.health(isReady());
  }

  /**
   * Whether its model died and is not loading again already; then the caller must {@link #load} it.
   * What could never be loaded is left alone: it would fail again.
   */
  boolean beginReloading() {
    return served != null && !closed && !isReady() && isLoading.compareAndSet(false, true);
  }

  /** Loads it, once; and in place of a model that died where {@link #beginReloading} allowed to. */
  void load() {
    try {
      loaded(hosting.load(registered));
    } catch (Exception | LinkageError e) {
      problem = e.getClass().getSimpleName() + ": " + e.getMessage();
    } finally {
      isLoading.set(false);
      loading.countDown();
    }
  }

  private synchronized void loaded(M loaded) {
    M before = served;
    if (closed || (before != null && hosting.isHealthy(before))) {
      hosting.release(loaded);
      return;
    }
    served = loaded;
    problem = null;
    if (before != null) {
      hosting.release(before);
    }
  }

  /**
   * Waits until it is loaded or cannot be.
   *
   * @return false when that takes longer
   */
  public boolean awaitLoaded(Duration deadline) throws InterruptedException {
    return loading.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Begins a request, to be ended by {@link #leave}; false once it is being retired. */
  boolean enter() {
    inside.incrementAndGet();
    if (closed) {
      inside.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Ends a request. */
  public void leave() {
    inside.decrementAndGet();
  }

  /** The model; empty while it loads, when it cannot be loaded, and once it was released. */
  public Optional<M> model() {
    return Optional.ofNullable(served);
  }

  int inside() {
    return inside.get();
  }

  /** Lets no further request in. */
  void refuse() {
    closed = true;
  }

  /** Lets no further request in and waits for those inside; false when they take longer. */
  boolean drain(Duration deadline) {
    refuse();
    long end = System.nanoTime() + deadline.toNanos();
    while (inside.get() > 0) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  synchronized void release() {
    closed = true;
    M now = served;
    served = null;
    if (now != null) {
      hosting.release(now);
    }
  }
}
