package dev.retrain.backend.local.endpoint;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through a version. Either the thread that works on it ends it or, once it
 * is late, the watch of its version: whichever claims it first.
 */
abstract class Call implements Runnable {

  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Thread worker;

  /** Works on it; ends it by {@link #claim} and, where that returns true, an answer. */
  abstract void work();

  /** Counts and answers a call that is late; called once at most, and not after a claim. */
  abstract void endLate();

  /** Returns whether it is late; by {@link System#nanoTime()}. */
  abstract boolean isLate(long now, long afterNanos);

  /** Returns true once: to the caller that ends this call. */
  final boolean claim() {
    return ended.compareAndSet(false, true);
  }

  @Override
  public final void run() {
    if (ended.get()) {
      return; // it was late before its turn came
    }
    synchronized (this) {
      worker = Thread.currentThread();
    }
    try {
      work();
    } finally {
      // The watch interrupts under this lock, so that no later call meets the interrupt.
      synchronized (this) {
        worker = null;
      }
      var unused = Thread.interrupted();
    }
  }

  /** Ends it if it is late, and interrupts the thread that works on it. */
  final boolean endIfLate(long now, long afterNanos) {
    if (!isLate(now, afterNanos) || !claim()) {
      return false;
    }
    synchronized (this) {
      Thread working = worker;
      if (working != null) {
        working.interrupt();
      }
    }
    endLate();
    return true;
  }
}
