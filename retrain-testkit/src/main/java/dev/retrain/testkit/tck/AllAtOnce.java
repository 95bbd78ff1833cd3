package dev.retrain.testkit.tck;

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

/** Calls that begin together, each on a thread of its own. */
final class AllAtOnce {

  private static final int SECONDS = 60;

  private AllAtOnce() {}

  /** The results in the order of the numbers, which count from 0. */
  static <T> List<T> call(int threads, IntFunction<T> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
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
        results.add(future.get(SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while calls ran at once", e);
    } catch (ExecutionException e) {
      throw new AssertionError("one of " + threads + " calls at once failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("calls at once did not end within " + SECONDS + " s", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
