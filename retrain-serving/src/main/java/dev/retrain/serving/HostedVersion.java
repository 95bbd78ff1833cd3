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
 * Holds one version from prepare to retire: its model, its counts, and its requests in progress.
 * Thread-safe.
 *
 * @param <M> a loaded model
 */
public final class HostedVersion<M> {

  private static final long POLL_NANOS = 1_000_000;

  private final ModelVersion registered;
  private final VersionCounter counter;
  private final ModelHosting<M> hosting;
  private final AtomicInteger inProgress = new AtomicInteger();
  private final CountDownLatch loading = new CountDownLatch(1);
  private final AtomicBoolean isLoading = new AtomicBoolean(true);
  private volatile @Nullable M loadedModel;
  private volatile @Nullable String problem;
  private volatile boolean closed;

  HostedVersion(ModelVersion registered, VersionCounter counter, ModelHosting<M> hosting) {
    this.registered = registered;
    this.counter = counter;
    this.hosting = hosting;
  }

  /** Returns the version as registered. */
  public ModelVersion registered() {
    return registered;
  }

  /** Returns the counter of its requests. */
  public VersionCounter counter() {
    return counter;
  }

  /** Returns why the last load failed; empty if it did not. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Returns whether it can answer now. */
  public boolean isReady() {
    M now = loadedModel;
    return now != null && !closed && hosting.isHealthy(now);
  }

  /** Returns whether it accepts no more requests. */
  public boolean isRetiring() {
    return closed;
  }

  /** Returns its counts. */
  public VersionHealth health() {
    return counter.health(isReady());
  }

  /**
   * Returns whether its model died and is not being reloaded yet; the caller must then {@link
   * #load} it. A version that never loaded is not retried: it would fail again.
   */
  boolean startReloading() {
    return loadedModel != null && !closed && !isReady() && isLoading.compareAndSet(false, true);
  }

  /** Loads the model once, and again after {@link #startReloading} returned true. */
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
    M before = loadedModel;
    if (closed || (before != null && hosting.isHealthy(before))) {
      hosting.release(loaded);
      return;
    }
    loadedModel = loaded;
    problem = null;
    if (before != null) {
      hosting.release(before);
    }
  }

  /**
   * Waits until the model is loaded or has failed to load.
   *
   * @return false if the deadline passes first
   */
  public boolean awaitLoaded(Duration deadline) throws InterruptedException {
    return loading.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Starts a request, which {@link #leave} ends; returns false once the version is being retired.
   */
  boolean enter() {
    inProgress.incrementAndGet();
    if (closed) {
      inProgress.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Ends a request. */
  public void leave() {
    inProgress.decrementAndGet();
  }

  /** Returns the model; empty while it loads, if it failed to load, and once it was released. */
  public Optional<M> model() {
    return Optional.ofNullable(loadedModel);
  }

  int inProgress() {
    return inProgress.get();
  }

  /** Rejects further requests. */
  void refuse() {
    closed = true;
  }

  /**
   * Rejects further requests and waits for those in progress; false if the deadline passes first.
   */
  boolean drain(Duration deadline) {
    refuse();
    long end = System.nanoTime() + deadline.toNanos();
    while (inProgress.get() > 0) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  synchronized void release() {
    closed = true;
    M now = loadedModel;
    loadedModel = null;
    if (now != null) {
      hosting.release(now);
    }
  }
}
