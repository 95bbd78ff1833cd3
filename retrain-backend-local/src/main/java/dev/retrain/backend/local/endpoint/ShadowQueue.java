package dev.retrain.backend.local.endpoint;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Copies of live requests waiting for their shadow version, worked off by one thread. What does not
 * fit is dropped and counted: the live path never waits.
 */
final class ShadowQueue implements AutoCloseable {

  private final BlockingQueue<Runnable> waiting;
  private final LongAdder dropped = new LongAdder();
  private final Thread worker;
  private volatile boolean closed;

  ShadowQueue(String endpoint, int capacity) {
    this.waiting = new ArrayBlockingQueue<>(capacity);
    this.worker = new Thread(this::work, "retrain-shadow-" + endpoint);
    worker.setDaemon(true);
    worker.start();
  }

  /** Takes a copy, or drops it and says false. */
  boolean offer(Runnable copy) {
    boolean taken = !closed && waiting.offer(copy);
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
      while (!closed || !waiting.isEmpty()) {
        Runnable copy = waiting.poll(1, TimeUnit.SECONDS);
        if (copy != null) {
          copy.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
