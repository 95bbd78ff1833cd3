package dev.retrain.backend.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Stops everything a run is doing. Thread-safe. */
final class RunControl {

  private final Set<Attempt> active = new HashSet<>();
  private boolean stopped;

  /** Registers an attempt that has started; one that comes too late is stopped at once. */
  void started(Attempt attempt) {
    synchronized (this) {
      if (!stopped) {
        active.add(attempt);
        return;
      }
    }
    attempt.stop();
  }

  synchronized void ended(Attempt attempt) {
    active.remove(attempt);
  }

  /** Stops every attempt and every pause, and keeps new ones from lasting. */
  void stop() {
    List<Attempt> stopping;
    synchronized (this) {
      stopped = true;
      stopping = new ArrayList<>(active);
      notifyAll();
    }
    stopping.parallelStream().forEach(Attempt::stop);
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /** Waits in real time, or until the run is stopped. */
  synchronized void pause(Duration length) throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    for (long left = end - System.nanoTime();
        left > 0 && !stopped;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
