package dev.retrain.testkit.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Calls that start together, each on its own thread. */
final class ConcurrentCalls {

  private static final Duration LONG = Duration.ofMinutes(1);

  private ConcurrentCalls() {}

  /** Returns the results in the order of the numbers, which count from 0. */
  static <T> List<T> call(int threads, IntFunction<T> work) {
    return call(threads, work, LONG, "one of the calls has hung");
  }

  /**
   * Returns the result of one call that must end by itself; otherwise it throws an error that
   * describes the failure.
   */
  static <T> T within(Duration patience, String otherwise, Supplier<T> work) {
    return call(1, number -> work.get(), patience, otherwise).get(0);
  }

  private static <T> List<T> call(
      int threads, IntFunction<T> work, Duration patience, String otherwise) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, ConcurrentCalls::daemon);
    CountDownLatch go = new CountDownLatch(1);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<T> waiting =
            () -> {
              go.await();
              return work.apply(number);
            };
        futures.add(pool.submit(waiting));
      }
      go.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while calls ran at once", e);
    } catch (ExecutionException e) {
      throw new AssertionError("one of " + threads + " calls at once failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError(otherwise + ": waited " + patience.toMillis() + " ms", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tck-at-once");
    thread.setDaemon(true);
    return thread;
  }
}
