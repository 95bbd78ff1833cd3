package dev.retrain.testkit.kfp;

import dev.retrain.testkit.Await;
import dev.retrain.testkit.loopback.LoopbackRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A run that was started. Thread-safe. */
public final class IrRun {

  private final IrInterpreter interpreter;
  private final IrRequest request;
  private final Map<String, IrTaskRun> tasks = new ConcurrentSkipListMap<>();
  private final Map<String, TaskEnd> well = new ConcurrentHashMap<>();
  private final Set<LoopbackRun> containers = ConcurrentHashMap.newKeySet();
  private IrRunState state = IrRunState.RUNNING;
  private boolean stopping;

  IrRun(IrInterpreter interpreter, IrRequest request) {
    this.interpreter = interpreter;
    this.request = request;
  }

  /** Returns what was requested. */
  public IrRequest request() {
    return request;
  }

  /** Returns how far it has come. */
  public synchronized IrRunState state() {
    return state;
  }

  /** Returns its tasks by path; those of an inner graph only once that has been entered. */
  public List<IrTaskRun> tasks() {
    return List.copyOf(tasks.values());
  }

  /** Returns a task by its path, if it is known so far. */
  public Optional<IrTaskRun> task(String path) {
    return Optional.ofNullable(tasks.get(path));
  }

  /**
   * Waits for its end.
   *
   * @param patience an end for what hangs, to be generous
   * @throws AssertionError with all tasks when the patience is over
   */
  public IrRunState await(Duration patience) {
    try {
      return Await.until("the run to end", patience, this::state, IrRunState::terminal);
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + " with " + tasks(), late);
    }
  }

  /** Cancels it: containers are killed, waiting tasks do not start. Nothing once it has ended. */
  public void cancel() {
    synchronized (this) {
      if (state != IrRunState.RUNNING) {
        return;
      }
      state = IrRunState.CANCELLING;
      stopping = true;
    }
    containers.forEach(LoopbackRun::cancel);
  }

  /**
   * Starts a failed or cancelled run again, under the same id: what succeeded is kept.
   *
   * @throws IllegalStateException if it has not ended so
   */
  public void retry() {
    synchronized (this) {
      if (state != IrRunState.FAILED && state != IrRunState.CANCELLED) {
        throw new IllegalStateException("a run that is " + state + " cannot be retried");
      }
      state = IrRunState.RUNNING;
      stopping = false;
    }
    begin();
  }

  void begin() {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "run-" + request.runId());
              thread.setDaemon(true);
              return thread;
            });
    GraphRun outermost = new GraphRun(this, threads, "");
    Graph graph = ((Component.Nested) request.definition().outermost().work()).graph();
    Component component = request.definition().outermost();
    Outputs given = new Outputs(Inputs.withDefaults(component, request.parameters()), Map.of());
    outermost.announce(graph);
    threads.execute(
        () -> {
          try {
            end(outermost.run(graph, given).state());
          } finally {
            threads.shutdown();
          }
        });
  }

  private synchronized void end(IrTaskState outcome) {
    if (state == IrRunState.CANCELLING) {
      state = IrRunState.CANCELLED;
    } else {
      state = outcome == IrTaskState.SUCCEEDED ? IrRunState.SUCCEEDED : IrRunState.FAILED;
    }
  }

  IrInterpreter interpreter() {
    return interpreter;
  }

  synchronized boolean isCancelled() {
    return state == IrRunState.CANCELLING;
  }

  synchronized boolean isStopping() {
    return stopping;
  }

  /** Notes a failure, which on request stops everything else. */
  void failed() {
    if (request.failFast()) {
      synchronized (this) {
        stopping = true;
      }
      containers.forEach(LoopbackRun::cancel);
    }
  }

  void show(String path, UnaryOperator<IrTaskRun> change) {
    tasks.compute(
        path, (key, before) -> change.apply(before == null ? IrTaskRun.pending(path) : before));
  }

  Optional<TaskEnd> earlier(String path) {
    return Optional.ofNullable(well.get(path));
  }

  void keep(String path, TaskEnd end) {
    well.put(path, end);
  }

  /** Takes note of a container; one that is started while the run stops is killed. */
  void containing(LoopbackRun container) {
    containers.add(container);
    if (isStopping()) {
      container.cancel();
    }
  }

  void contained(LoopbackRun container) {
    containers.remove(container);
  }
}
