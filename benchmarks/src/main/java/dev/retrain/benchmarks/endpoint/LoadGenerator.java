package dev.retrain.benchmarks.endpoint;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests predictions over a number of keep-alive connections, one thread each.
 *
 * @param address of the endpoint
 * @param connections at once
 */
record LoadGenerator(URI address, int connections) {

  private static final int KEYS = 10_000;

  /** The record of each answer: when its request was due after the start, and how long it took. */
  interface Samples {
    void add(long dueNanos, long tookNanos);
  }

  private static final Samples NONE = (due, took) -> {};

  /** Sends the next request after each answer: the throughput the endpoint can sustain. */
  Round closedLoop(Duration time) {
    return run(time, 0, NONE);
  }

  /**
   * Requests are due at a fixed rate, and latency counts from when they were due, so that a stall
   * counts for every request it delays.
   */
  Round openLoop(Duration time, int perSecond, Samples samples) {
    return run(time, perSecond, samples);
  }

  private Round run(Duration time, int perSecond, Samples samples) {
    long[][] nanos = new long[connections][];
    LongAdder refused = new LongAdder();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    Thread[] threads = new Thread[connections];
    for (int i = 0; i < connections; i++) {
      int number = i;
      threads[i] =
          new Thread(
              () -> nanos[number] = one(number, start, time, perSecond, refused, samples), "load");
      threads[i].start();
    }
    join(threads);
    double seconds = (System.nanoTime() - start) / 1e9;
    return Round.of(seconds, nanos, refused.sum(), system.getProcessCpuTime() - cpu);
  }

  private long[] one(
      int number, long start, Duration time, int perSecond, LongAdder refused, Samples samples) {
    long end = start + time.toNanos();
    long pause = perSecond == 0 ? 0 : 1_000_000_000L * connections / perSecond;
    long due = start + pause * number / connections;
    long[] nanos = new long[1 << 16];
    int count = 0;
    try (Connection connection = new Connection(address)) {
      while (System.nanoTime() < end) {
        long from = pause == 0 ? System.nanoTime() : due;
        await(from);
        if (connection.predict((number * 31 + count) % KEYS) != 200) {
          refused.increment();
        }
        nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
        nanos[count] = System.nanoTime() - from;
        samples.add(from - start, nanos[count]);
        count++;
        due += pause;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(nanos, count);
  }

  private static void await(long instant) {
    long left = instant - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = instant - System.nanoTime();
    }
  }

  private static void join(Thread[] threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
