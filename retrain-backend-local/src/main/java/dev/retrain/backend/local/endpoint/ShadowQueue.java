package dev.retrain.backend.local.endpoint;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies of live requests waiting for their shadow version, worked off by one thread. What the
 * machine has no room for, or what does not fit, is dropped and counted: the live path never waits.
 *
 * <p>The thread takes what has gathered for some milliseconds, all at once. Waking it for each copy
 * would cost the live path a system call and a change of context a request; taking copies one by
 * one, a lock.
 */
final class ShadowQueue implements AutoCloseable {

  private static final Duration GATHER = Duration.ofMillis(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final String name;
  private final BlockingQueue<Runnable> waiting;
  private final SpareCapacity spare = new SpareCapacity();
  private final DoubleSupplier machineLoad;
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Runnable> batch = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread worker;
  private volatile @Nullable Runnable current;
  private volatile long looked = System.nanoTime();

  /**
   * Creates an empty queue and starts its thread.
   *
   * @param capacity how many copies may wait; as many again may be in work
   * @param machineLoad how busy all processors were since the last reading, from 0 to 1
   */
  ShadowQueue(String endpoint, int capacity, DoubleSupplier machineLoad) {
    this.waiting = new ArrayBlockingQueue<>(capacity);
    this.machineLoad = machineLoad;
    this.name = "retrain-shadow-" + endpoint;
    startWorker();
  }

  private void startWorker() {
    Thread thread = new Thread(this::work, name);
    thread.setDaemon(true);
    worker = thread;
    thread.start();
  }

  private boolean isWorker() {
    return Thread.currentThread().equals(worker);
  }

  /** Takes a copy, or drops it and returns false. */
  boolean offer(Runnable copy) {
    boolean taken = spare.hasRoom() && isOpen() && waiting.offer(copy);
    if (!taken) {
      dropped.increment();
    }
    return taken;
  }

  /**
   * Returns whether there is room for one more copy, which then is made elsewhere; else it is
   * counted.
   */
  boolean hasRoom() {
    return (spare.hasRoom() && isOpen()) || drop();
  }

  /** Counts a copy that is not made; returns false. */
  boolean drop() {
    dropped.increment();
    return false;
  }

  /**
   * Ends the copy in work if it is late. Its thread may never return, so another takes over what
   * waits.
   */
  void endLate(long now, long afterNanos) {
    if (current instanceof Call call && call.endIfLate(now, afterNanos)) {
      startWorker();
    }
  }

  /** Returns how many copies were not made. */
  long dropped() {
    return dropped.sum();
  }

  /** Returns the share of copies the machine has room for. */
  double share() {
    return spare.share();
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  private void work() {
    try {
      workOff();
      while (isWorker() && (isOpen() || !waiting.isEmpty())) {
        Runnable first = waiting.poll(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
          gather(first);
          workOff();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void gather(Runnable first) throws InterruptedException {
    batch.add(first);
    var unused = closed.await(GATHER.toNanos(), TimeUnit.NANOSECONDS);
    waiting.drainTo(batch);
  }

  private void workOff() {
    while (isWorker()) {
      Runnable next = batch.poll();
      if (next == null) {
        look();
        return;
      }
      current = next;
      next.run();
      if (isWorker()) {
        current = null;
      }
    }
  }

  private void look() {
    long now = System.nanoTime();
    if (now - looked >= LOOK_EVERY.toNanos()) {
      looked = now;
      spare.look(machineLoad.getAsDouble());
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
