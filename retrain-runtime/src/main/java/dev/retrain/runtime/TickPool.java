package dev.retrain.runtime;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.call.AbandonedLook;
import dev.retrain.runtime.call.Calls;
import dev.retrain.runtime.call.Service;
import dev.retrain.runtime.call.Services;
import dev.retrain.runtime.node.RetrainingLeases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that tick retrainings side by side, each retraining by one of them at a time. A
 * retraining whose services are busy waits without a thread, in its order. A look whose calls take
 * longer than the deadline is abandoned: its thread ends when its call returns, whatever that
 * returned, and the retraining goes on on another thread. Thread-safe.
 */
final class TickPool {

  private static final Logger LOG = LoggerFactory.getLogger(TickPool.class);

  /** How long a thread without work stays. */
  private static final long KEPT_MILLIS = 10_000;

  /** A call that takes longer keeps no other service from being used. */
  private static final Duration SLOW_CALL = Duration.ofSeconds(1);

  /** Abandoned threads per thread of the pool; once there are so many, looks are waited for. */
  private static final int MOST_ABANDONED = 4;

  private final int size;
  private final Duration deadline;
  private final RetrainingLeases leases;
  private final Deque<RetrainingTask> ready = new ArrayDeque<>();
  private final Map<Service, Deque<RetrainingTask>> waiting = new HashMap<>();
  private final Set<RetrainingTask> lookedAt = new LinkedHashSet<>();
  private int threads;
  private int free;
  private int abandoned;
  private int started;
  private boolean closed;
  private @Nullable Throwable fatal;
  private @Nullable RetrainingTask awaited;

  TickPool(int size, Duration deadline, RetrainingLeases leases, Services services) {
    this.size = size;
    this.deadline = deadline;
    this.leases = leases;
    services.onRelease(this::wake);
  }

  /** Ticks a retraining, unless a tick of it is under way. */
  synchronized void offer(RetrainingTask task, RetrainingTask.Start start) {
    if (task.state == RetrainingTask.State.RESTING && !closed && fatal == null) {
      task.start = start;
      task.take(); // what a scheduled tick decided stands in the log
      enqueue(task);
    }
  }

  /**
   * Ticks a retraining on the calling thread, unless a tick of it is under way. A call past the
   * deadline is interrupted; the retraining then goes on on a thread of the pool.
   */
  void tickHere(RetrainingTask task, RetrainingTask.Start start) {
    synchronized (this) {
      if (task.state != RetrainingTask.State.RESTING || closed || fatal != null) {
        return;
      }
      task.start = start;
      task.take();
      begin(task);
      task.here = true;
    }
    if (!tick(task)) {
      boolean unused = Thread.interrupted(); // meant for the call that was abandoned
    }
  }

  private void begin(RetrainingTask task) {
    task.state = RetrainingTask.State.LOOKED_AT;
    task.thread = Thread.currentThread();
    task.here = false;
    lookedAt.add(task);
  }

  private void enqueue(RetrainingTask task) {
    task.state = RetrainingTask.State.READY;
    ready.add(task);
    if (ready.size() <= free) {
      notifyAll();
    } else if (threads < size) {
      startThread();
    }
  }

  private void startThread() {
    threads++;
    Thread thread = new Thread(this::work, "retrain-look-" + ++started);
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    RetrainingTask task = next();
    while (task != null) {
      task = tick(task) ? next() : null;
    }
  }

  /** Waits for work; null when the thread ends. */
  private synchronized @Nullable RetrainingTask next() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KEPT_MILLIS);
    while (ready.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0 || closed || fatal != null) {
        threads--;
        return null;
      }
      free++;
      try {
        wait(left);
      } catch (InterruptedException e) { // of a look that was abandoned as it ended
        LOG.trace("a thread of the pool was interrupted between two looks", e);
      } finally {
        free--;
      }
    }
    RetrainingTask task = ready.remove();
    begin(task);
    return task;
  }

  /** Ticks a retraining; false when the look was abandoned, and this thread with it. */
  private boolean tick(RetrainingTask task) {
    RetrainingLoop loop;
    RetrainingTask.Start start;
    synchronized (this) {
      loop = task.loop;
      start = task.start;
    }
    Set<Service> waits = Set.of();
    Optional<String> failure = Optional.empty();
    try {
      if (leases.holds(loop.name())) {
        waits = loop.tick(start, made -> add(task, loop, made));
      }
    } catch (AbandonedLook e) {
      LOG.info("{}: a call that was abandoned has returned", loop.name());
    } catch (RetrainException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
      LOG.warn("{} waits for the next tick: {}", loop.name(), e.getMessage());
    } catch (Throwable e) { // what ends a thread would end the retraining
      failure = Optional.of(e.toString());
      LOG.error("{} waits for the next tick", loop.name(), e);
      noteFatal(e);
    }
    return end(task, loop, waits, failure);
  }

  private synchronized void add(RetrainingTask task, RetrainingLoop loop, Decision made) {
    if (task.loop == loop) {
      task.add(made);
    }
  }

  private void noteFatal(Throwable thrown) {
    if (Calls.isFatal(thrown)) {
      stop(thrown);
    }
  }

  /** Ticks no more. */
  synchronized void stop(Throwable thrown) {
    fatal = thrown;
    drop();
  }

  private void drop() {
    ready.forEach(task -> task.state = RetrainingTask.State.RESTING);
    ready.clear();
    waiting.values().forEach(q -> q.forEach(t -> t.state = RetrainingTask.State.RESTING));
    waiting.clear();
    notifyAll();
  }

  private boolean end(
      RetrainingTask task, RetrainingLoop loop, Set<Service> waits, Optional<String> failure) {
    synchronized (this) {
      if (task.loop != loop) {
        abandoned--;
        return false;
      }
    }
    loop.calls().release(); // outside of a call no look is abandoned
    synchronized (this) {
      lookedAt.remove(task);
      task.thread = null;
      task.failure = failure;
      if (waits.isEmpty() || fatal != null) {
        task.state = RetrainingTask.State.RESTING;
        if (task == awaited || closed) {
          notifyAll();
        }
      } else {
        task.state = RetrainingTask.State.WAITING;
        task.waitsFor = waits;
        park(task); // and if it got room meanwhile, it goes on at once
        wake(List.copyOf(waits));
      }
    }
    return true;
  }

  private void park(RetrainingTask task) {
    Service full = task.loop.calls().blockedBy();
    if (full != null) {
      waiting.computeIfAbsent(full, service -> new ArrayDeque<>()).add(task);
    }
  }

  /** Lets those go on that wait for services with room again, in their order. */
  private synchronized void wake(Collection<Service> released) {
    for (Service service : released) {
      Deque<RetrainingTask> queue = waiting.get(service);
      while (queue != null && !queue.isEmpty()) {
        RetrainingTask first = queue.element();
        boolean room = first.loop.calls().hold(first.waitsFor);
        if (!room && service.equals(first.loop.calls().blockedBy())) {
          break;
        }
        queue.remove();
        if (room) {
          enqueue(first);
        } else {
          park(first); // another of its services is busy now
        }
      }
    }
  }

  /** Abandons every look whose calls took longer than the deadline, and lends what it holds. */
  synchronized void abandonLate() {
    for (RetrainingTask task : new LinkedHashSet<>(lookedAt)) {
      task.loop.calls().lendIfSlow(SLOW_CALL);
      if (abandoned < size * MOST_ABANDONED) {
        task.loop.calls().abandonIfLate(deadline).ifPresent(late -> abandon(task, late));
      }
    }
  }

  private void abandon(RetrainingTask task, Calls.Late late) {
    LOG.warn("{}: {}", task.name(), late.failure().getMessage());
    Thread thread = task.thread;
    lookedAt.remove(task);
    threads -= task.here ? 0 : 1;
    abandoned++;
    task.thread = null;
    task.loop = task.loop.afresh(late.failure());
    enqueue(task);
    if (thread != null && late.mayBeInterrupted()) {
      thread.interrupt();
    }
  }

  /**
   * Waits until none of the retrainings is ticked any more.
   *
   * @param beat runs once a second meanwhile
   * @throws InterruptedException if the waiting thread is interrupted
   */
  void await(Collection<RetrainingTask> tasks, Runnable beat) throws InterruptedException {
    for (RetrainingTask task : tasks) {
      while (isBusy(task)) {
        beat.run();
      }
    }
    Throwable thrown = fatal();
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  /** Waits for a second at most. */
  private synchronized boolean isBusy(RetrainingTask task) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    awaited = task;
    while (task.state != RetrainingTask.State.RESTING) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return true;
      }
      wait(left);
    }
    awaited = null;
    return false;
  }

  /** What ended the process's ability to go on, such as a lack of memory; null when nothing did. */
  synchronized @Nullable Throwable fatal() {
    return fatal;
  }

  /** Returns the decisions of the last tick of a retraining, once. */
  synchronized List<Decision> take(RetrainingTask task) {
    return task.take();
  }

  /** Returns why the last tick did not advance a retraining, if it failed. */
  synchronized Optional<String> failure(RetrainingTask task) {
    return task.failure;
  }

  /** Returns until when the looks at a retraining pause, if a service requested it. */
  synchronized Optional<Instant> pausedUntil(RetrainingTask task) {
    return task.loop.pausedUntil();
  }

  /** Returns why retrainings are not at rest, by name. */
  synchronized SortedMap<String, String> standing() {
    SortedMap<String, String> why = new TreeMap<>();
    ready.forEach(task -> why.put(task.name(), "waits for a thread"));
    waiting.forEach(
        (service, tasks) -> tasks.forEach(t -> why.put(t.name(), "waits for " + service)));
    lookedAt.forEach(
        task ->
            why.put(
                task.name(),
                task.loop
                    .calls()
                    .underWay()
                    .map(call -> "waits for the answer of " + call)
                    .orElse("is being decided")));
    return why;
  }

  /** Takes no more work and waits for looks under way, for a time at most. */
  synchronized void close(Duration longest) throws InterruptedException {
    closed = true;
    drop();
    long end = System.nanoTime() + longest.toNanos();
    while (!lookedAt.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        lookedAt.stream().map(task -> task.thread).forEach(TickPool::interrupt);
        return;
      }
      wait(left);
    }
  }

  private static void interrupt(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
