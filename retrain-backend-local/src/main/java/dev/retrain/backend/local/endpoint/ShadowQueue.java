package dev.retrain.backend.local.endpoint;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Copies of live requests waiting for their shadow version, worked off by one thread. What does not
 * fit is dropped and counted: the live path never waits.
 *
 * <p>The thread looks by itself, every few milliseconds. Waking it for each copy would cost the
 * live path a system call and a change of context a request.
 */
final class ShadowQueue implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final BlockingQueue<Runnable> waiting;
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);

  ShadowQueue(String endpoint, int capacity) {
    this.waiting = new ArrayBlockingQueue<>(capacity);
    Thread worker = new Thread(this::work, "retrain-shadow-" + endpoint);
    worker.setDaemon(true);
    worker.start();
  }

  /** Takes a copy, or drops it and says false. */
  boolean offer(Runnable copy) {
    boolean taken = closed.getCount() > 0 && waiting.offer(copy);
    if (!taken) {
      dropped.increment();
    }
    return taken;
  }

  long dropped() {
    return dropped.sum();
  }

  private void work() {
    try {
      boolean last;
      do {
        last = closed.await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        workOff();
      } while (!last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void workOff() {
    Runnable copy = waiting.poll();
    while (copy != null) {
      copy.run();
      copy = waiting.poll();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
