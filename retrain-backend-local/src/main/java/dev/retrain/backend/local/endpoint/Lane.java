package dev.retrain.backend.local.endpoint;

import dev.retrain.serving.HostedVersion;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one version and the requests that wait for them. Each version has its own, so that
 * one that hangs holds up only its own requests. Idle threads end.
 */
final class Lane {

  private static final long IDLE_SECONDS = 30;

  /** A thread whose current call can be read. */
  private static final class Worker extends Thread {
    private volatile @Nullable Call current;

    Worker(Runnable work, String name) {
      super(work, name);
      setDaemon(true);
    }
  }

  private final HostedVersion<ServedModel> version;
  private final int mostInFlight;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger stuckCopies = new AtomicInteger();
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor pool;

  /**
   * Creates a lane without requests.
   *
   * @param threads that work at once
   * @param mostInFlight requests that wait or are worked on
   */
  Lane(String endpoint, HostedVersion<ServedModel> version, int threads, int mostInFlight) {
    this.version = version;
    this.mostInFlight = mostInFlight;
    String name = "retrain-endpoint-" + endpoint + "-" + version.registered().version() + "-";
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(mostInFlight),
            work -> {
              Worker worker = new Worker(work, name + number.incrementAndGet());
              workers.add(worker);
              return worker;
            }) {
          @Override
          protected void beforeExecute(Thread thread, Runnable work) {
            ((Worker) thread).current = (Call) work;
          }

          @Override
          protected void afterExecute(Runnable work, @Nullable Throwable failed) {
            ((Worker) Thread.currentThread()).current = null;
          }
        };
    pool.allowCoreThreadTimeOut(true);
  }

  HostedVersion<ServedModel> version() {
    return version;
  }

  /** Takes a request, whose call must then be {@link #ended}; false if too many are in flight. */
  boolean submit(Call call) {
    if (inFlight.incrementAndGet() <= mostInFlight && tryExecute(call)) {
      return true;
    }
    inFlight.decrementAndGet();
    return false;
  }

  private boolean tryExecute(Call call) {
    try {
      pool.execute(call);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Counts a request that the calling thread works on itself. */
  void take() {
    inFlight.incrementAndGet();
  }

  /** Notes that a request was answered. */
  void ended() {
    inFlight.decrementAndGet();
  }

  /** Copies of requests whose calls are late and have not returned. */
  AtomicInteger stuckCopies() {
    return stuckCopies;
  }

  /** Ends every late call, whether it is worked on or waits. */
  void endLate(long now, long afterNanos) {
    for (Worker worker : workers) {
      Call call = worker.current;
      if (call != null) {
        call.endIfLate(now, afterNanos);
      }
    }
    workers.removeIf(worker -> worker.getState() == Thread.State.TERMINATED);
    for (Runnable waiting : pool.getQueue()) {
      if (((Call) waiting).endIfLate(now, afterNanos)) {
        pool.remove(waiting);
      }
    }
  }

  /** Takes no more requests; those it has are worked on. */
  void shutDown() {
    pool.shutdown();
  }

  /** Waits for the last requests, then interrupts what is left. */
  void awaitEnd(long nanos) throws InterruptedException {
    if (!pool.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
      interrupt();
    }
  }

  /** Interrupts whatever is worked on. */
  void interrupt() {
    pool.shutdownNow();
  }
}
